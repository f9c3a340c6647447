"""Headings that are not known: said once by the bureau, used silently from then on, shown, changed and forgotten."""

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.models import Activity
from config.common.access import Role
from enterprises.enums import RosterState
from enterprises.models import Enterprise, HeadingMapping, RosterImport, RosterRow
from enterprises.services.rosters import roster_confirm, roster_upload
from operations.runner import run_job
from tests.factories.accounts import client_of, make_user, now, place
from tests.factories.lists import HEADINGS, make_heading, roster_row, write_roster

pytestmark = pytest.mark.django_db
OURS = ("企业名称", "类别")
THEIRS = ("企业的全名", "名单归类")


@pytest.fixture
def officer():
    return make_user(Role.PROVINCE)


@pytest.fixture
def file(tmp_path: Path) -> bytes:
    """A roster whose name and category stand under headings that nobody here uses."""
    return foreign(tmp_path)


def foreign(folder: Path, theirs: tuple[str, ...] = THEIRS, more: dict[str, Any] | None = None) -> bytes:
    renamed = dict(zip(OURS, theirs, strict=True))
    rows = [roster_row(**(more or {})) for _ in range(2)]
    rows = [{renamed.get(heading, heading): value for heading, value in row.items()} for row in rows]
    headings = [*(renamed.get(heading, heading) for heading in HEADINGS), *(more or {})]
    return write_roster(folder / "roster.xlsx", rows, headings).read_bytes()


def checked(by: Any, content: bytes) -> RosterImport:
    upload = SimpleUploadedFile("外来名单.xlsx", content)
    facts = {"region": by.region.province, "year": 2026, "by": by, "at": now()}
    roster = roster_upload(upload=upload, dispatch=False, **facts)
    return rechecked(roster)


def rechecked(roster: RosterImport) -> RosterImport:
    roster.refresh_from_db()
    run_job(roster.check_job_id)
    roster.refresh_from_db()
    return roster


def columns(client: Client, roster: RosterImport, **data: Any) -> Any:
    address = reverse("enterprises:roster_import_columns", args=[roster.pk])
    return client.post(address, {"version": roster.version} | data) if data else client.get(address)


def shown(client: Client, roster: RosterImport) -> str:
    return client.get(reverse("enterprises:roster_import_detail", args=[roster.pk])).content.decode()


def test_what_is_said_once_of_a_heading_is_used_silently_the_next_time(officer, file: bytes):
    client = client_of(officer)
    roster = checked(officer, file)
    assert roster.state == RosterState.FAILED
    assert "缺少“企业名称”列" in roster.reason
    address = reverse("enterprises:roster_import_columns", args=[roster.pk])
    assert address in shown(client, roster)
    page = columns(client, roster).content.decode()
    assert "企业的全名" in page
    assert RosterRow.objects.count() == 0
    assert "有限公司" in page
    assert '<option value="name" selected>企业名称（必填）</option>' in page
    answer = columns(client, roster, heading_0="name", heading_1="categories")
    assert answer.status_code == 302
    roster = rechecked(roster)
    assert (roster.state, roster.counts["new"], roster.counts["bad"]) == (RosterState.PREVIEWED, 2, 0)
    again = checked(officer, file)
    assert (again.state, again.counts["new"]) == (RosterState.PREVIEWED, 2)
    preview = shown(client, again)
    assert "C 列“企业的全名”按" in preview
    assert "读作“企业名称”" in preview
    assert reverse("enterprises:roster_import_columns", args=[again.pk]) in preview
    deed = Activity.objects.get(verb="headings_settle")
    assert deed.new == {"企业的全名": "企业名称", "名单归类": "类别"}


def test_the_same_file_twice_changes_nothing_and_is_not_asked_about_again(officer, file: bytes):
    make_heading(officer, THEIRS[0], "name")
    make_heading(officer, THEIRS[1], "categories")
    roster = checked(officer, file)
    confirmed = roster_confirm(
        roster=roster, version=roster.version, accept_partial=False, by=officer, at=now(), dispatch=False
    )
    run_job(confirmed.apply_job_id)
    before = list(Enterprise.objects.values())
    again = checked(officer, file)
    assert [again.counts[name] for name in ("new", "changed", "same", "bad")] == [0, 0, 2, 0]
    assert (list(Enterprise.objects.values()), HeadingMapping.objects.count()) == (before, 2)


def test_two_columns_cannot_be_one_field(officer, file: bytes):
    roster = checked(officer, file)
    answer = columns(client_of(officer), roster, heading_0="name", heading_1="name")
    assert answer.status_code == 422
    assert "“企业的全名”、“名单归类”都对应到“企业名称”" in answer.content.decode()
    assert not HeadingMapping.objects.exists()


def test_a_required_field_cannot_be_left_without_a_column(officer, file: bytes):
    roster = checked(officer, file)
    answer = columns(client_of(officer), roster, heading_0="name", heading_1="")
    assert answer.status_code == 422
    assert "没有一列对应“类别”，而这是必填的" in answer.content.decode()
    assert not HeadingMapping.objects.exists()


def test_a_field_the_file_has_under_its_own_name_cannot_be_chosen(officer, file: bytes):
    roster = checked(officer, file)
    answer = columns(client_of(officer), roster, heading_0="uscc", heading_1="categories")
    assert answer.status_code == 422
    assert not HeadingMapping.objects.exists()


def test_an_old_page_saves_nothing(officer, file: bytes):
    roster = checked(officer, file)
    answer = columns(client_of(officer), roster, version=1, heading_0="name", heading_1="categories")
    assert answer.status_code == 422
    assert not HeadingMapping.objects.exists()
    assert not Activity.objects.filter(verb="headings_settle").exists()


def test_a_heading_of_ours_goes_before_what_was_said_of_another_column(officer, tmp_path: Path):
    make_heading(officer, "备用名", "name")
    roster = checked(officer, foreign(tmp_path, OURS, {"备用名": "别的名字"}))
    assert roster.counts["new"] == 2
    assert not RosterRow.objects.filter(values__name="别的名字").exists()


def test_what_another_bureau_said_is_none_of_mine(officer, file: bytes):
    city = make_user(Role.CITY, place("大同市"))
    foreign_heading = make_heading(city, THEIRS[0], "name")
    make_heading(city, THEIRS[1], "categories")
    client = client_of(officer)
    roster = checked(officer, file)
    assert roster.state == RosterState.FAILED
    forget = reverse("enterprises:heading_forget", args=[foreign_heading.pk])
    assert client.post(forget).status_code == 404
    assert forget not in columns(client, roster).content.decode()
    stranger = client_of(make_user(Role.PROVINCE))
    assert columns(stranger, roster).status_code == 404
    assert columns(stranger, roster, heading_0="name", heading_1="categories").status_code == 404
    assert HeadingMapping.objects.count() == 2


def test_what_was_said_is_changed_and_forgotten(officer, file: bytes):
    client = client_of(officer)
    mapping = make_heading(officer, THEIRS[0], "reason")
    make_heading(officer, THEIRS[1], "categories")
    roster = checked(officer, file)
    columns(client, roster, heading_0="name", heading_1="categories")
    assert set(HeadingMapping.objects.values_list("heading", "field")) == {
        ("企业的全名", "name"),
        ("名单归类", "categories"),
    }
    assert not HeadingMapping.objects.filter(pk=mapping.pk).exists()
    newer = HeadingMapping.objects.get(heading=THEIRS[0])
    forget = reverse("enterprises:heading_forget", args=[newer.pk])
    roster = rechecked(roster)
    assert forget in columns(client, roster).content.decode()
    assert client.post(forget).status_code == 302
    assert rechecked_anew(client, roster).state == RosterState.FAILED


def rechecked_anew(client: Client, roster: RosterImport) -> RosterImport:
    address = reverse("enterprises:roster_import_recheck", args=[roster.pk])
    assert client.post(address, {"version": roster.version}).status_code == 302
    return rechecked(roster)


def test_the_page_is_there_for_a_file_whose_columns_are_all_known(officer, tmp_path: Path):
    roster = checked(officer, foreign(tmp_path, OURS))
    assert "这份文件没有不认识的列" in columns(client_of(officer), roster).content.decode()
