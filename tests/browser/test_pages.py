"""Every role of the demonstration opens every entry of its menu and the first thing listed there, wide and narrow."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import WIDE, Visitor
from tests.browser.server import ROOT, Platform, running_platform

pytestmark = pytest.mark.browser

OFFICERS = ("shengting", "taiyuan", "lvliang", "xiaoyi")
PLANT_AND_FIELD = ("qiye", "jigou", "zhuanjia", "hecha", "fagai")
ADMINISTRATORS = ("xitong", "anquan", "shenji")


@pytest.fixture(scope="module")
def platform(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Platform]:
    """A platform of its own with the demonstration on it."""
    with running_platform(tmp_path_factory.mktemp("demonstration")) as running:
        command = [sys.executable, "manage.py", "load_demo", "--json"]
        subprocess.run(
            command, cwd=ROOT, env=running.environment, check=True, timeout=900, capture_output=True
        )
        yield running


@pytest.fixture(scope="module")
def passwords(platform: Platform) -> dict[str, str]:
    kept = Path(platform.environment["VAR_DIR"]) / "demo_accounts.json"
    return {row["username"]: row["password"] for row in json.loads(kept.read_text())}


@pytest.fixture(scope="module")
def examined() -> set[str]:
    """The kinds of pages axe has been over: what differs between roles is rows and buttons."""
    return set()


@pytest.mark.parametrize("username", [*OFFICERS, *PLANT_AND_FIELD, *ADMINISTRATORS])
def test_every_page_of_the_menu_is_there_for(username, visit, passwords, examined) -> None:
    person = visit(username, password=passwords[username])
    for label, address in _menu(person):
        name = f"{username}-{label}"
        _open(person, address, name, examined)
        expect(person.page.locator("main .empty-page"), f"{name} has nothing to show").to_have_count(0)
        first = person.page.locator("main table tbody th a").first
        if first.count():
            _open(person, first.get_attribute("href") or "", f"{name}-first", examined)


# What a page itself says, apart from the data it shows.
WORDS = ".sidebar li, .sidebar h2, main button, main th[scope=col], main label, main .page-head-actions a"
CHINESE = re.compile(r"[\u4e00-\u9fff]+")


@pytest.mark.parametrize("username", ["shengting", "qiye", "xitong"])
def test_the_pages_speak_english_when_asked(username, visit, passwords) -> None:
    person = visit(username, password=passwords[username])
    person.page.get_by_role("button", name="EN").click()
    expect(person.page.locator("html")).to_have_attribute("lang", "en")
    left: dict[str, list[str]] = {}
    for label, address in _menu(person):
        page = person.open(address)
        person.look(f"en-{username}-{label}", narrow=True, axe=False)
        words = [text for text in page.locator(WORDS).all_inner_texts() if CHINESE.search(text)]
        if words:
            left[address] = words
    assert left == {}


def test_the_first_screens_for_the_readme(visit, passwords, tmp_path) -> None:
    province = visit("shengting", password=passwords["shengting"])
    province.sees("已验收")
    province.portrait("home-province")
    province.open("/audits/rounds/?stage=FEASIBILITY&o=name")
    province.page.locator("main tbody tr", has_text="待审").locator("th a").first.click()
    expect(province.page.locator("#round-measures")).to_be_visible()
    province.portrait("round-officer")
    province.go("年度报告")
    province.page.locator("main tbody tr", has_text="已完成").last.locator("th a").click()
    report = province.fetch("PDF", tmp_path)
    assert report.read_bytes()[:5] == b"%PDF-"
    province.keep_pdf_page(report, 1, "report-pdf")


def _menu(person: Visitor) -> list[tuple[str, str]]:
    """The entries of the side menu; a verifier's phone pages have none, the home page does."""
    person.open("/")
    links = person.page.locator(".sidebar li a").all()
    return [(link.inner_text().strip(), link.get_attribute("href") or "") for link in links]


def _open(person: Visitor, address: str, name: str, examined: set[str]) -> None:
    """The page answers, says what it is, and looks right."""
    answer = person.page.goto(person.address + address)
    assert answer is not None
    assert answer.status == 200, f"{name}: {answer.status}"
    expect(person.page.locator("h1"), name).to_have_text(re.compile(r"\S"))
    kind = re.sub(r"\d+", "n", address) + (f" {name}" if address == "/" else "")
    person.look(name, narrow=True, axe=kind not in examined)
    examined.add(kind)


def test_a_citizen_with_a_phone_finds_an_enterprise_and_takes_the_open_data_along(visit, tmp_path) -> None:
    citizen = visit(phone=True)
    page = citizen.open("/")
    expect(page).to_have_url(f"{citizen.address}/public/")
    citizen.look("public-home")
    page.get_by_role("searchbox").fill("焦化")
    page.get_by_role("button", name="查询").click()
    citizen.look("public-search", axe=False)
    page.locator("main .public-news a").first.click()
    citizen.sees("列入名单")
    citizen.look("public-enterprise")
    page.locator("main .public-years a").first.click()
    citizen.look("public-list", axe=False)
    file = citizen.fetch("下载 CSV", tmp_path)
    heading, *rows = file.read_text("utf-8-sig").splitlines()
    assert heading.startswith("名单年度,企业名称,统一社会信用代码")
    assert rows
    page.set_viewport_size(WIDE)
    page.get_by_role("link", name="EN").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.get_by_role("link", name="Statistics").click()
    citizen.look("public-statistics", narrow=True)
    page.get_by_role("link", name="Sign in", exact=True).click()
    expect(page).to_have_url(f"{citizen.address}/accounts/sign-in/")
