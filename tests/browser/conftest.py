"""One platform, one Chromium, and people who sign in."""

import os
import re
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Playwright,
    expect,
    sync_playwright,
)

from tests.browser.server import Platform, running_platform

PASSWORD = "Taihang-2026-shan"
WIDE, PHONE = {"width": 1440, "height": 900}, {"width": 375, "height": 812}
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
_SCREENSHOTS = os.environ.get("SCREENSHOTS_DIR", "")
_WIDER_THAN_ITS_BOX = (
    "boxes => boxes.filter(box => box.scrollWidth > box.clientWidth)"
    ".map(box => `${box.getAttribute('aria-label')}: ${box.scrollWidth - box.clientWidth} px`)"
)
_SERIOUS = {"serious", "critical"}


@pytest.fixture(scope="session")
def platform(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Platform]:
    with running_platform(tmp_path_factory.mktemp("platform")) as running:
        yield running


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """The one of this process: a second beside it is refused."""
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
    yield browser
    browser.close()


@dataclass
class Visitor:
    """A person at a screen; what the browser complains about is remembered."""

    page: Page
    context: BrowserContext
    address: str
    complaints: list[str] = field(default_factory=list)

    def open(self, path: str) -> Page:
        self.page.goto(self.address + path)
        return self.page

    def look(self, name: str, *, narrow: bool = False, axe: bool = True) -> None:
        """Check the page as it stands: no serious accessibility fault, no sideways scroll; keep a screenshot.

        With `narrow` also as wide as a phone; without `axe` only the width (its rules take seconds on a long table).
        """
        self._look(name, axe=axe)
        if narrow:
            self.page.set_viewport_size(PHONE)
            self._look(f"{name}-375", axe=axe)
            self.page.set_viewport_size(WIDE)

    def _look(self, name: str, *, axe: bool) -> None:
        self.page.wait_for_load_state("networkidle" if _SCREENSHOTS else "load")
        violations = Axe().run(self.page).response["violations"] if axe else []
        faults = [f"{v['id']}: {v['nodes'][0]['html'][:160]}" for v in violations if v["impact"] in _SERIOUS]
        assert faults == [], f"{name}: {faults}"
        wide = self.page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        assert wide <= 0, f"{name} scrolls sideways by {wide} px"
        if self.page.viewport_size == WIDE:
            cut = self.page.locator(".table-scroll").evaluate_all(_WIDER_THAN_ITS_BOX)
            assert cut == [], f"{name}: tables wider than their box: {cut}"
        self._keep(f"{name}.png", whole=True)

    def portrait(self, name: str) -> None:
        """The first screenful, for the README."""
        self.page.evaluate("window.scrollTo(0, 0)")
        self.page.wait_for_load_state("networkidle")
        self._keep(f"readme/{name}.png", whole=False)

    def keep_pdf_page(self, pdf: Path, number: int, name: str) -> None:
        """One page of a document as a picture, for the README."""
        if _SCREENSHOTS:
            target = Path(_SCREENSHOTS) / "readme" / name
            target.parent.mkdir(parents=True, exist_ok=True)
            page = ["-f", str(number), "-l", str(number), "-singlefile"]
            subprocess.run(["pdftoppm", "-png", "-r", "90", *page, str(pdf), str(target)], check=True)

    def _keep(self, name: str, *, whole: bool) -> None:
        if _SCREENSHOTS:
            path = Path(_SCREENSHOTS) / name
            path.parent.mkdir(parents=True, exist_ok=True)
            self.page.screenshot(path=path, full_page=whole)

    def press(self, name: str, *, confirm: bool = False) -> None:
        """Press the button or link with this text; say yes in the dialog when one asks."""
        target = self.page.get_by_role("button", name=name).or_(self.page.get_by_role("link", name=name))
        target.first.click()
        if confirm:
            self.page.locator(
                "dialog[open] [value=confirm], dialog[open] .btn-primary, dialog[open] .btn-danger"
            ).first.click()

    def go(self, name: str) -> None:
        """Choose an entry of the side menu."""
        self.page.locator(".sidebar").get_by_role("link", name=name, exact=True).click()
        expect(self.page.locator(".sidebar [aria-current=page]")).to_contain_text(name)

    def follow(self, name: str) -> None:
        """Follow a link of the page itself, not of the menu."""
        self.page.locator("main").get_by_role("link", name=name).first.click()

    def act(self, name: str, *, confirm: bool = False) -> None:
        """Press a button of the page itself; say yes where it asks first."""
        self.page.locator("main, .phone-bottom").get_by_role("button", name=name).first.click()
        if confirm:
            self.page.locator("dialog[open] [data-confirm-yes]").click()

    def fetch(self, name: str, into: Path) -> Path:
        """Download what this link of the page gives, under the name it is given."""
        with self.page.expect_download() as download:
            self.follow(name)
        path = into / download.value.suggested_filename
        download.value.save_as(path)
        return path

    def fill(self, **values: str) -> None:
        """Type into the inputs of these names."""
        for name, value in values.items():
            self.page.locator(f"main [name='{name}']").fill(value)

    def select(self, name: str, label: str) -> None:
        self.page.locator(f"main select[name='{name}']").select_option(label=label)

    def choose(self, name: str, label: str) -> None:
        """Choose in a searchable select as people do: open it, press the entry."""
        self.page.locator(f"select[name='{name}'] + .ts-wrapper .ts-control").click()
        self.page.locator(".ts-dropdown .option", has_text=label).first.click()

    def sees(self, text: str | re.Pattern[str]) -> None:
        expect(self.page.locator("main")).to_contain_text(text, timeout=30_000)


@pytest.fixture
def visit(platform: Platform, chromium: Browser) -> Iterator[Callable[..., Visitor]]:
    """`visit("username")` opens a screen with the person signed in; `phone=True` a small one."""
    visitors: list[Visitor] = []

    def sign_in(
        username: str = "", *, password: str = PASSWORD, phone: bool = False, language: str = "zh-CN"
    ) -> Visitor:
        context = chromium.new_context(
            viewport=PHONE if phone else WIDE, locale=language, accept_downloads=True
        )
        visitor = Visitor(context.new_page(), context, platform.address)
        visitor.page.on("console", lambda message: _note(visitor, message))
        visitor.page.on("pageerror", lambda error: visitor.complaints.append(str(error)))
        visitors.append(visitor)
        if username:
            page = visitor.open("/accounts/sign-in/")
            page.get_by_label("用户名").fill(username)
            page.get_by_label("密码").fill(password)
            page.get_by_role("button", name="登录").click()
            expect(page).not_to_have_url(re.compile("/sign-in/"))
        return visitor

    yield sign_in
    for visitor in visitors:
        visitor.context.close()
    assert [complaint for visitor in visitors for complaint in visitor.complaints] == []


def _note(visitor: Visitor, message: ConsoleMessage) -> None:
    """Errors of the console are faults: broken scripts, refused styles, missing files. Refusals (4xx) are not."""
    expected = re.search(r"status of (403|404|409|412|422|429)", message.text)
    if message.type == "error" and not expected:
        visitor.complaints.append(message.text)
