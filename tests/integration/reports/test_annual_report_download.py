"""The files: whole, checked, as downloads, only for the own territory."""

import hashlib
from typing import Any

import pytest
from django.urls import reverse

from config.common.access import Role
from operations.services.attachments import attachment_path
from reports.models import AnnualReport
from tests.factories.accounts import client_of, make_user
from tests.integration.reports import world
from tests.integration.reports.making import asked_for, made


def url(report: AnnualReport, kind: str) -> str:
    return reverse("reports:annual_report_download", args=[report.pk, kind])


@pytest.fixture
def officer(db: None) -> Any:
    world.story()
    return make_user(Role.PROVINCE)


@pytest.mark.parametrize(
    ("kind", "start"), [("json", b'{"annexes"'), ("pdf", b"%PDF-"), ("xlsx", b"PK\x03\x04")]
)
def test_each_file_comes_as_a_download_with_its_name(officer: Any, kind: str, start: bytes) -> None:
    answer = client_of(officer).get(url(made(officer), kind))
    assert answer.content.startswith(start)
    assert answer["Content-Disposition"] == f'attachment; filename="annual-140000-2010.{kind}"'
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_the_hash_on_the_page_is_that_of_the_data_file(officer: Any) -> None:
    report = made(officer)
    content = client_of(officer).get(url(report, "json")).content
    assert hashlib.sha256(content).hexdigest() == report.sha256


def test_there_is_no_other_kind_and_nothing_before_the_end(officer: Any) -> None:
    client = client_of(officer)
    assert client.get(url(made(officer), "docx")).status_code == 404
    assert client.get(url(asked_for(officer), "pdf")).status_code == 404


def test_another_territory_gets_404_and_a_plant_403(officer: Any) -> None:
    report = made(officer)
    assert client_of(make_user(Role.CITY)).get(url(report, "pdf")).status_code == 404
    assert client_of(make_user(Role.ENTERPRISE)).get(url(report, "pdf")).status_code == 403


def test_a_file_that_was_changed_on_the_disk_is_not_handed_out(officer: Any) -> None:
    report = made(officer)
    path = attachment_path(report.json_file)
    kept = path.read_bytes()
    path.write_bytes(kept[:-1] + b" ")
    try:
        answer = client_of(officer).get(url(report, "json"))
    finally:
        path.write_bytes(kept)
    assert answer.status_code == 422
    assert "校验值不符" in answer.text
