"""The pages of an import: upload, preview, confirm; hostile files; bad rows and templates that come back."""

import io
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from config.common.access import Role
from enterprises.enums import RosterState
from enterprises.models import Enterprise, Listing, MandatoryList, RosterImport, RosterRow
from operations.models import Job, JobState
from operations.runner import run_job
from tests.factories.accounts import client_of, make_user
from tests.factories.lists import make_list, publish, roster_row, write_roster

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer() -> Client:
    return client_of(make_user(Role.PROVINCE))


def upload(client: Client, content: bytes, name: str = "名单.xlsx", year: int = 2026) -> Any:
    file = SimpleUploadedFile(name, content)
    return client.post(reverse("enterprises:roster_import_create"), {"file": file, "year": year})


def rows_file(tmp_path: Path, *rows: dict[str, Any]) -> bytes:
    return write_roster(tmp_path / "roster.xlsx", rows).read_bytes()


def checked(client: Client, content: bytes, name: str = "名单.xlsx", year: int = 2026) -> RosterImport:
    assert upload(client, content, name, year).status_code == 302
    roster = RosterImport.objects.latest("pk")
    run_job(roster.check_job_id)
    roster.refresh_from_db()
    return roster


def page(client: Client, roster: RosterImport, query: str = "") -> str:
    answer = client.get(reverse("enterprises:roster_import_detail", args=[roster.pk]) + query)
    assert answer.status_code == 200
    return answer.content.decode()


def press(client: Client, roster: RosterImport, name: str, **data: Any) -> Any:
    url = reverse(f"enterprises:roster_import_{name}", args=[roster.pk])
    return client.post(url, {"version": roster.version} | data)


def confirm(client: Client, roster: RosterImport, **data: Any) -> RosterImport:
    assert press(client, roster, "confirm", **data).status_code == 302
    roster.refresh_from_db()
    run_job(roster.apply_job_id)
    roster.refresh_from_db()
    return roster


def test_a_roster_goes_from_file_to_list(officer: Client, tmp_path: Path):
    content = rows_file(tmp_path, roster_row(), roster_row(统一社会信用代码=""))
    upload(officer, content)
    roster = RosterImport.objects.get()
    progress = reverse("enterprises:roster_import_progress", args=[roster.pk])
    assert "检查名单" in page(officer, roster)
    assert progress in officer.get(progress).content.decode()
    run_job(roster.check_job_id)
    assert officer.get(progress).headers["HX-Refresh"] == "true"
    roster.refresh_from_db()
    shown = page(officer, roster)
    assert "确认导入 2 行" in shown
    assert "没有统一社会信用代码" in shown
    assert not Enterprise.objects.exists()
    confirm(officer, roster)
    assert roster.state == RosterState.APPLIED
    assert Listing.objects.count() == 2
    assert MandatoryList.objects.get().title in page(officer, roster)
    listed = officer.get(reverse("enterprises:roster_import_list")).content.decode()
    assert "已导入" in listed


def test_rows_are_shown_by_state_with_cell_and_mend(officer: Client, tmp_path: Path):
    bad = roster_row(企业名称="山西坏行有限公司", 类别="三高")
    good = roster_row(企业名称="山西好行有限公司")
    roster = checked(officer, rows_file(tmp_path, good, bad))
    assert "山西好行有限公司" in page(officer, roster)
    only_bad = page(officer, roster, "?state=bad")
    assert "山西坏行有限公司" in only_bad
    assert "山西好行有限公司" not in only_bad
    assert "K3" in only_bad
    assert "顿号" in only_bad
    assert "山西好行有限公司" in page(officer, roster, "?state=nonsense")
    found = page(officer, roster, "?q=坏行")
    assert "山西好行有限公司" not in found


def test_what_every_row_lacks_is_said_once_and_does_not_bury_what_differs(officer: Client, tmp_path: Path):
    rows = [roster_row(文号=""), roster_row(文号="", 所属行业="星际采矿业"), roster_row(文号="")]
    shown = page(officer, checked(officer, rows_file(tmp_path, *rows)))
    assert shown.count("“文号”为空") == 1
    assert "每一行都是如此" in shown
    assert shown.count("星际采矿业") == 2  # the row's own words, and the warning about them


def test_bad_rows_come_back_marked_and_are_taken_when_mended(officer: Client, tmp_path: Path):
    roster = checked(officer, rows_file(tmp_path, roster_row(), roster_row(类别="三高")))
    answer = press(officer, roster, "confirm")
    assert answer.status_code == 422
    assert "有 1 行有错" in answer.content.decode()
    marked = officer.get(reverse("enterprises:roster_import_marked", args=[roster.pk]))
    assert "attachment" in marked.headers["Content-Disposition"]
    confirm(officer, roster, accept_partial="on")
    assert Listing.objects.count() == 1
    again = checked(officer, mended(marked.content))
    assert (again.counts["read"], again.counts["new"], again.counts["bad"]) == (1, 1, 0)
    assert again.facts["notes"] == []


def mended(content: bytes) -> bytes:
    """What a person does with the marked copy: write the right category over the wrong one."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    for row in book.active.iter_rows():
        for cell in row:
            if cell.value == "三高":
                cell.value = "双有"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_the_template_imports_cleanly(officer: Client):
    template = officer.get(reverse("enterprises:roster_template"))
    roster = checked(officer, template.content)
    assert (roster.counts["read"], roster.counts["new"], roster.counts["bad"]) == (2, 2, 0)
    assert roster.counts["warned"] == 0
    assert any("填写说明" in note for note in roster.facts["notes"])


def test_an_exported_list_changes_nothing_when_it_is_imported(officer: Client, tmp_path: Path):
    rows = [
        roster_row(类别="双超、双有", 统一社会信用代码=""),
        roster_row(**{"县(市区)": "高新区", "所属行业": "炼铁工业"}),
        roster_row(**{"设区市": "西安市", "县(市区)": "雁塔区"}),
        roster_row(**{"县(市区)": "", "企业名称": "=1+1（山西）有限公司"}),
    ]
    confirm(officer, checked(officer, rows_file(tmp_path, *rows)))
    mandatory_list = MandatoryList.objects.get()
    for state in ("draft", "published"):
        answer = officer.get(reverse("enterprises:mandatory_list_export", args=[mandatory_list.pk]))
        roster = checked(officer, answer.content)
        assert {name: roster.counts[name] for name in ("read", "new", "changed", "same", "bad")} == {
            "read": 4,
            "new": 0,
            "changed": 0,
            "same": 4,
            "bad": 0,
        }
        assert "没有新增或变化的行" in page(officer, roster)
        mandatory_list.refresh_from_db()
        if state == "draft":
            before_codes = date(2014, 3, 31)
            publish(mandatory_list, before_codes, mandatory_list.document_no)


def test_a_second_click_imports_nothing_twice(officer: Client, tmp_path: Path):
    roster = checked(officer, rows_file(tmp_path, roster_row()))
    first = press(officer, roster, "confirm")
    second = press(officer, roster, "confirm")
    assert (first.status_code, second.status_code) == (302, 302)
    jobs = Job.objects.filter(task="enterprises.tasks.apply_roster")
    assert jobs.count() == 1
    for _time in range(2):
        run_job(jobs.get().pk)
    assert Listing.objects.count() == 1
    assert press(officer, roster, "give_up").status_code == 422


def test_a_preview_that_is_out_of_date_is_checked_again(officer: Client, tmp_path: Path):
    row = roster_row()
    roster = checked(officer, rows_file(tmp_path, row))
    other = checked(officer, rows_file(tmp_path, row))
    confirm(officer, other)
    confirm(officer, roster)
    assert roster.state == RosterState.PREVIEWED
    assert Job.objects.get(pk=roster.apply_job_id).state == JobState.FAILED
    assert "请重新检查" in page(officer, roster)
    press(officer, roster, "recheck")
    roster.refresh_from_db()
    run_job(roster.check_job_id)
    roster.refresh_from_db()
    assert (roster.counts["same"], roster.reason) == (1, "")
    assert Listing.objects.count() == 1


def test_given_up_it_leaves_nothing(officer: Client, tmp_path: Path):
    roster = checked(officer, rows_file(tmp_path, roster_row()))
    stale = press(officer, roster, "give_up", version=99)
    assert stale.status_code == 412
    assert press(officer, roster, "give_up").status_code == 302
    roster.refresh_from_db()
    assert roster.state == RosterState.CANCELLED
    assert not RosterRow.objects.exists()
    assert press(officer, roster, "confirm").status_code == 422
    assert press(officer, roster, "recheck").status_code == 422


def test_a_check_whose_import_was_given_up_writes_nothing(officer: Client, tmp_path: Path):
    upload(officer, rows_file(tmp_path, roster_row()))
    roster = RosterImport.objects.get()
    press(officer, roster, "give_up")
    run_job(roster.check_job_id)
    roster.refresh_from_db()
    assert roster.state == RosterState.CANCELLED
    assert not RosterRow.objects.exists()


def xlsx(parts: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def with_part(tmp_path: Path, change: dict[str, bytes]) -> bytes:
    """A real workbook with some of its parts replaced or added."""
    with zipfile.ZipFile(io.BytesIO(rows_file(tmp_path, roster_row()))) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    return xlsx(parts | change)


SHEET = "xl/worksheets/sheet1.xml"
MAIN = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
FAR = (
    b"<worksheet "
    + MAIN
    + b'><sheetData><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData></worksheet>'
)
DOCTYPE = b'<!DOCTYPE x [<!ENTITY a "aaaa">]><worksheet ' + MAIN + b"><sheetData/></worksheet>"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({SHEET: FAR}, "200000"),
        ({SHEET: DOCTYPE}, "DOCTYPE"),
        ({"xl/media/bomb.bin": b"\0" * 60_000_000}, "倍"),
        ({"xl/vbaProject.bin": b"macro"}, "宏"),
        ({"xl/externalLinks/externalLink1.xml": b"<x/>"}, "链接"),
        ({SHEET: b"<worksheet"}, "损坏"),
    ],
)
def test_a_hostile_workbook_is_refused_with_a_sentence_and_the_platform_lives(
    officer: Client, tmp_path: Path, change: dict[str, bytes], words: str
):
    roster = checked(officer, with_part(tmp_path, change))
    assert roster.state == RosterState.FAILED
    assert words in page(officer, roster)
    assert not RosterRow.objects.exists()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("名单.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
        ("名单.xlsm", b"PK\x03\x04"),
        ("名单.xlsb", b"PK\x03\x04"),
        ("名单.pdf", b"%PDF-1.7"),
        ("名单.xlsx", b"%PDF-1.7"),
        ("名单.csv", b"\xff\xfe\0\0"),
        ("名单", b"a,b"),
    ],
)
def test_another_kind_of_file_is_refused_at_once(officer: Client, name: str, content: bytes):
    answer = upload(officer, content, name)
    assert answer.status_code == 422
    assert not RosterImport.objects.exists()


def test_an_empty_or_missing_file_is_told_beside_the_field(officer: Client):
    answer = upload(officer, b"")
    assert answer.status_code == 422
    assert "文件是空的" in answer.content.decode()
    missing = officer.post(reverse("enterprises:roster_import_create"), {"year": 2026})
    assert "请选择要导入的文件" in missing.content.decode()


def test_hostile_names_and_cells_stay_words(officer: Client, tmp_path: Path):
    row = roster_row(企业名称="<script>alert(1)</script>公司", 入列原因="=HYPERLINK()")
    content = rows_file(tmp_path, row)
    roster = checked(officer, content, name="../../<img src=x>\u202e.xlsx")
    shown = page(officer, roster)
    assert "<script>alert" not in shown
    assert "<img src=x>" not in shown
    assert roster.file.name == "<img src=x>.xlsx"


def test_a_city_adds_only_what_lies_in_it_and_only_to_a_draft(tmp_path: Path):
    city = client_of(make_user(Role.CITY))
    content = rows_file(tmp_path, roster_row(), roster_row(**{"设区市": "大同市", "县(市区)": "平城区"}))
    refused = upload(city, content)
    assert refused.status_code == 422
    assert "草稿" in refused.content.decode()
    draft = make_list()
    roster = checked(city, content)
    assert (roster.counts["new"], roster.counts["bad"]) == (1, 1)
    confirm(city, roster, accept_partial="on")
    draft.refresh_from_db()
    assert (draft.listings.count(), draft.document_no) == (1, "")
    assert draft.title in page(city, roster)


def test_an_import_is_its_owners_alone(officer: Client, tmp_path: Path):
    roster = checked(officer, rows_file(tmp_path, roster_row(类别="三高")))
    other = client_of(make_user(Role.PROVINCE))
    names = ["detail", "progress", "marked"]
    assert {
        other.get(reverse(f"enterprises:roster_import_{n}", args=[roster.pk])).status_code for n in names
    } == {404}
    assert {press(other, roster, n).status_code for n in ("confirm", "give_up", "recheck")} == {404}
    county = client_of(make_user(Role.COUNTY))
    assert county.get(reverse("enterprises:roster_import_list")).status_code == 403


def test_a_job_that_broke_off_can_be_found_from_the_page(officer: Client, tmp_path: Path):
    upload(officer, rows_file(tmp_path, roster_row()))
    roster = RosterImport.objects.get()
    Job.objects.filter(pk=roster.check_job_id).update(state=JobState.FAILED, reason="执行任务的进程中断。")
    shown = page(officer, roster)
    assert "查看任务并重试" in shown
    progress = reverse("enterprises:roster_import_progress", args=[roster.pk])
    assert officer.get(progress).headers["HX-Refresh"] == "true"


def test_the_list_of_imports_costs_the_same_for_one_and_for_many(
    officer: Client, tmp_path: Path, django_assert_max_num_queries
):
    for _time in range(3):
        upload(officer, rows_file(tmp_path, roster_row()))
    with django_assert_max_num_queries(12):
        officer.get(reverse("enterprises:roster_import_list"))


def test_what_a_check_finds_is_said_in_the_language_of_who_uploaded(officer: Client, tmp_path: Path):
    officer.cookies["django_language"] = "en"
    with override("zh-hans"):
        roster = checked(officer, rows_file(tmp_path, roster_row(统一社会信用代码="")))
    assert RosterRow.objects.get(roster=roster).problems[0]["reason"] == "The credit code (USCC) is missing."
