"""The files: whole, checked, as downloads, only for the own territory."""

import hashlib
from collections.abc import Iterator

import pytest
from django.urls import reverse
from pytest_django import DjangoDbBlocker

from config.common.access import Role
from operations.services.attachments import attachment_path
from reports.models import AnnualReport
from tests.factories.accounts import client_of, make_user
from tests.held import held
from tests.integration.reports.making import asked_for


def url(report: AnnualReport, kind: str) -> str:
    return reverse("reports:annual_report_download", args=[report.pk, kind])


pytestmark = pytest.mark.usefixtures("db")


@pytest.fixture
def db(report: AnnualReport, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with held(django_db_blocker):
        yield


@pytest.mark.parametrize(
    ("kind", "start"), [("json", b'{"annexes"'), ("pdf", b"%PDF-"), ("xlsx", b"PK\x03\x04")]
)
def test_each_file_comes_as_a_download_with_its_name(report: AnnualReport, kind: str, start: bytes) -> None:
    answer = client_of(report.created_by).get(url(report, kind))
    assert answer.content.startswith(start)
    assert answer["Content-Disposition"] == f'attachment; filename="annual-140000-2010.{kind}"'
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_the_hash_on_the_page_is_that_of_the_data_file(report: AnnualReport) -> None:
    content = client_of(report.created_by).get(url(report, "json")).content
    assert hashlib.sha256(content).hexdigest() == report.sha256


def test_there_is_no_other_kind_and_nothing_before_the_end(report: AnnualReport) -> None:
    client = client_of(report.created_by)
    assert client.get(url(report, "docx")).status_code == 404
    assert client.get(url(asked_for(report.created_by), "pdf")).status_code == 404


def test_another_territory_gets_404_and_a_plant_403(report: AnnualReport) -> None:
    assert client_of(make_user(Role.CITY)).get(url(report, "pdf")).status_code == 404
    assert client_of(make_user(Role.ENTERPRISE)).get(url(report, "pdf")).status_code == 403


def test_a_file_that_was_changed_on_the_disk_is_not_handed_out(report: AnnualReport) -> None:
    path = attachment_path(report.json_file)
    kept = path.read_bytes()
    path.write_bytes(kept[:-1] + b" ")
    try:
        answer = client_of(report.created_by).get(url(report, "json"))
    finally:
        path.write_bytes(kept)
    assert answer.status_code == 422
    assert "校验值不符" in answer.text
