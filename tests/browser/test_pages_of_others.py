"""Enterprises, agencies, experts, verifiers, departments, administrators: every page of their menus; and English."""

from collections.abc import Iterator

import pytest

from tests.browser.menu_walk import chinese_left, walk_the_menu
from tests.browser.server import Platform, demonstration, passwords_of

pytestmark = pytest.mark.browser
PLANT_AND_FIELD = ("qiye", "jigou", "zhuanjia", "hecha", "fagai")
ADMINISTRATORS = ("xitong", "anquan", "shenji")


@pytest.fixture(scope="module")
def platform(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Platform]:
    """A platform of its own with the demonstration on it."""
    with demonstration(tmp_path_factory.mktemp("demonstration")) as running:
        yield running


@pytest.fixture(scope="module")
def passwords(platform: Platform) -> dict[str, str]:
    return passwords_of(platform)


@pytest.fixture(scope="module")
def examined() -> set[str]:
    """The kinds of pages axe has been over: what differs between roles is rows and buttons."""
    return set()


@pytest.mark.parametrize("username", [*PLANT_AND_FIELD, *ADMINISTRATORS])
def test_every_page_of_the_menu_is_there_for(username, visit, passwords, examined) -> None:
    walk_the_menu(visit(username, password=passwords[username]), username, examined)


@pytest.mark.parametrize("username", ["shengting", "qiye", "xitong"])
def test_the_pages_speak_english_when_asked(username, visit, passwords) -> None:
    assert chinese_left(visit(username, password=passwords[username]), username) == {}
