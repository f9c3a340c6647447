"""A county's officer and a colleague over one list, by keyboard: filter, columns, view, file, many rows, undone."""

import re
from collections.abc import Iterator

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Locator, expect

from tests.browser.conftest import PHONE, Visitor
from tests.browser.server import Platform, running_platform

pytestmark = pytest.mark.browser

COKE = ("孝义北方炼焦有限公司", "孝义东风炼焦有限公司", "孝义西关炼焦有限公司")
CEMENT = "孝义南山水泥有限公司"
_SCENE = """
from tests.factories.accounts import make_user
from tests.factories.audits import make_round
from tests.factories.enterprises import make_enterprise
make_user("county", "141181", username="wuzhiqiang", name="武志强")
make_user("county", "141181", username="lixiumei", name="李秀梅")
for name in argument:
    make_round(enterprise=make_enterprise(name, "141181"))
"""
_MOST_TABS = 120


@pytest.fixture(scope="module")
def platform(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Platform]:
    with running_platform(tmp_path_factory.mktemp("lists")) as running:
        running.python(_SCENE, [*COKE, CEMENT])
        yield running


def test_01_a_list_is_filtered_its_columns_chosen_and_kept_as_a_shared_view(visit) -> None:
    officer = visit("wuzhiqiang")
    officer.go("审核轮次")
    _tab_to(officer, officer.page.locator("form.filters [name=q]"))
    officer.page.keyboard.type("炼焦")
    officer.page.keyboard.press("Enter")
    officer.sees("共 3 轮")
    _open_menu(officer, "显示列")
    for heading, wanted in (("类别", False), ("咨询机构", False), ("经办人", True)):
        box = officer.page.locator(".column-choices").get_by_label(heading, exact=True)
        _tab_to(officer, box)
        officer.page.keyboard.press("Space")
        expect(box).to_be_checked(checked=wanted)
    _press(officer, officer.page.get_by_role("button", name="上移“经办人”"))
    officer.page.keyboard.press("Enter")
    officer.look("lists-columns")
    _press(officer, officer.page.get_by_role("button", name="应用"))
    expect(officer.page).to_have_url(re.compile("column=officer"))
    assert _headings(officer) == ["企业", "轮次", "进展", "经办人", "下一法定期限"]
    _open_menu(officer, "视图")
    _tab_to(officer, officer.page.get_by_label("视图名称"))
    officer.page.keyboard.type("炼焦企业")
    _tab_to(officer, officer.page.get_by_label("共享", exact=True))
    officer.page.keyboard.press("ArrowDown")
    expect(officer.page.get_by_label("共享", exact=True)).to_have_value("office")
    officer.look("lists-view")
    _press(officer, officer.page.get_by_role("button", name="保存视图"))
    officer.sees("视图：炼焦企业")


def test_02_a_colleague_opens_it_and_the_file_holds_what_the_page_shows(visit, tmp_path) -> None:
    colleague = visit("lixiumei")
    colleague.go("审核轮次")
    _open_menu(colleague, "视图")
    _press(colleague, colleague.page.get_by_role("link", name="炼焦企业"))
    colleague.sees("共 3 轮")
    shown = [_headings(colleague), *_names(colleague)]
    _open_menu(colleague, "导出")
    with colleague.page.expect_download() as download:
        _press(colleague, colleague.page.get_by_role("button", name="Excel 工作簿"))
    path = tmp_path / download.value.suggested_filename
    download.value.save_as(path)
    rows = [[cell for cell in row if cell is not None] for row in load_workbook(path).active.values]
    head = next(number for number, row in enumerate(rows) if row[:1] == ["企业"])
    assert [heading for heading in rows[head] if heading in shown[0]] == shown[0]
    assert [row[0] for row in rows[head + 1 : head + 1 + len(COKE)]] == shown[1:]
    assert len(rows) == head + 1 + len(COKE)
    colleague.open("/operations/exports/")
    colleague.sees("可下载")


def test_03_ticked_rows_are_assigned_as_a_job_each_with_its_result_and_undone(visit) -> None:
    officer = visit("wuzhiqiang")
    officer.go("审核轮次")
    _open_menu(officer, "视图")
    _press(officer, officer.page.get_by_role("link", name="炼焦企业"))
    for name in COKE[:2]:
        _tab_to(officer, officer.page.get_by_label(f"勾选 {name}"))
        officer.page.keyboard.press("Space")
    expect(officer.page.locator("[data-ticked]")).to_have_text("2")
    officer.look("lists-ticked", narrow=True)
    _tab_to(officer, officer.page.get_by_label("批量办理"), back=True)
    expect(officer.page.get_by_label("批量办理")).to_have_value("rounds_assign")
    _press(officer, officer.page.get_by_role("button", name="下一步"))
    _tab_to(officer, officer.page.locator("select[name=officer] + .ts-wrapper input"))
    officer.page.keyboard.type("李秀梅")
    expect(officer.page.locator(".ts-dropdown .option")).to_have_count(1)
    officer.page.keyboard.press("Enter")
    officer.look("lists-bulk-confirm", narrow=True)
    _press(officer, officer.page.get_by_role("button", name="确认办理 2 行"))
    officer.sees("已办理 2 行，未通过 0 行，未办理 0 行")
    expect(officer.page.locator("main tbody tr")).to_have_count(2)
    officer.sees("经办人：李秀梅。")
    officer.look("lists-bulk-result", narrow=True)
    assert _officers(officer) == {COKE[0]: "李秀梅", COKE[1]: "李秀梅", COKE[2]: "—"}
    officer.page.go_back()
    _press(officer, officer.page.get_by_role("button", name="撤销这次办理"))
    _press(officer, officer.page.locator("dialog[open] [data-confirm-yes]"))
    officer.sees("已办理 2 行，未通过 0 行，未办理 0 行")
    officer.sees("经办人恢复为")
    assert set(_officers(officer).values()) == {"—"}


def test_04_the_list_is_worked_with_on_a_phone(visit) -> None:
    officer = visit("wuzhiqiang", phone=True)
    officer.open("/audits/rounds/?q=炼焦")
    officer.sees("共 3 轮")
    for menu in ("显示列", "视图", "导出"):
        officer.page.locator("main summary", has_text=menu).click()
        box = officer.page.locator("details[open] .menu-list").bounding_box()
        assert box is not None
        assert 0 <= box["x"] <= PHONE["width"] - box["width"], menu
        officer.look(f"lists-phone-{menu}")


def _tab_to(visitor: Visitor, target: Locator, *, back: bool = False) -> None:
    """Reach an element as people without a mouse do."""
    expect(target).to_be_attached()
    for _tab in range(_MOST_TABS):
        if target.evaluate("element => element === document.activeElement"):
            return
        visitor.page.keyboard.press("Shift+Tab" if back else "Tab")
    raise AssertionError(f"{target} is not reached by the keyboard")


def _press(visitor: Visitor, target: Locator) -> None:
    _tab_to(visitor, target)
    visitor.page.keyboard.press("Enter")


def _open_menu(visitor: Visitor, name: str) -> None:
    _press(visitor, visitor.page.locator("main summary", has_text=re.compile(f"^\\s*{name}")))
    expect(visitor.page.locator("details[data-menu][open]")).to_have_count(1)


def _headings(visitor: Visitor) -> list[str]:
    cells = visitor.page.locator("main thead th:not(.tick)")
    return [text.strip().strip("↑↓ ") for text in cells.all_inner_texts()]


def _names(visitor: Visitor) -> list[str]:
    return visitor.page.locator("main tbody th a").all_inner_texts()


def _officers(visitor: Visitor) -> dict[str, str]:
    """Who deals with each, as the list says now."""
    visitor.open("/audits/rounds/?q=炼焦&column=name&column=officer")
    cells = visitor.page.locator("main tbody td[data-label=经办人]").all_inner_texts()
    return dict(zip(_names(visitor), [cell.strip() for cell in cells], strict=True))
