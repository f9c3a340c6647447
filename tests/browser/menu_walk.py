"""Through the demonstration's menu: each entry and the first thing listed there, wide and narrow."""

import re

from playwright.sync_api import expect

from tests.browser.conftest import Visitor

# What a page itself says, apart from the data it shows.
WORDS = ".sidebar li, .sidebar h2, main button, main th[scope=col], main label, main .page-head-actions a"
CHINESE = re.compile(r"[\u4e00-\u9fff]+")


# Awards go to who meets the criteria on the day the demonstration is loaded, and a bureau may have none of them;
# the province has all of them, and the enterprise with an account always has its own.
EARNED = {"/measures/honours/"}
AWARDED = {"shengting", "qiye"}


def walk_the_menu(person: Visitor, username: str, examined: set[str]) -> None:
    """Every page answers, has something to show and looks right; `examined`: the kinds axe has been over."""
    for label, address in _menu(person):
        name = f"{username}-{label}"
        _open(person, address, name, examined)
        if address not in EARNED or username in AWARDED:
            expect(person.page.locator("main .empty-page"), f"{name} has nothing to show").to_have_count(0)
        first = person.page.locator("main table tbody th a").first
        if first.count():
            _open(person, first.get_attribute("href") or "", f"{name}-first", examined)


def chinese_left(person: Visitor, username: str) -> dict[str, list[str]]:
    """What the pages of the menu still say in Chinese to somebody who asked for English."""
    person.page.get_by_role("button", name="EN").click()
    expect(person.page.locator("html")).to_have_attribute("lang", "en")
    left: dict[str, list[str]] = {}
    for label, address in _menu(person):
        page = person.open(address)
        person.look(f"en-{username}-{label}", narrow=True, axe=False)
        words = [text for text in page.locator(WORDS).all_inner_texts() if CHINESE.search(text)]
        if words:
            left[address] = words
    return left


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
