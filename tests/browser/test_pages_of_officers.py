"""Every officer of the demonstration opens every entry of the menu and the first thing listed there; and a citizen."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import WIDE
from tests.browser.menu_walk import walk_the_menu
from tests.browser.server import Platform, demonstration, passwords_of

pytestmark = pytest.mark.browser


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


@pytest.mark.parametrize("username", ["shengting", "taiyuan", "lvliang", "xiaoyi"])
def test_every_page_of_the_menu_is_there_for(username, visit, passwords, examined) -> None:
    walk_the_menu(visit(username, password=passwords[username]), username, examined)


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
