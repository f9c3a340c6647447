"""One report: the bar while it is made, then the figures of its snapshot."""

from collections.abc import Iterator

import pytest
from django.urls import reverse
from pytest_django import DjangoDbBlocker

from accounts.models import User
from config.common.access import Role
from reports.models import AnnualReport
from tests.factories.accounts import client_of, make_user
from tests.held import held
from tests.integration.reports import world
from tests.integration.reports.making import asked_for, run


def url(report: AnnualReport) -> str:
    return reverse("reports:annual_report_detail", args=[report.pk])


pytestmark = pytest.mark.usefixtures("db")


@pytest.fixture
def db(report: AnnualReport, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with held(django_db_blocker):
        yield


@pytest.fixture
def officer(report: AnnualReport) -> User:
    return report.created_by


def test_while_it_is_made_the_page_shows_a_bar_and_no_file(officer: User) -> None:
    report = asked_for(officer)
    page = client_of(officer).get(url(report))
    assert "<progress" in page.text
    assert 'hx-trigger="every 2s"' in page.text
    assert "SHA-256；" not in page.text
    part = client_of(officer).get(url(report), headers={"HX-Request": "true"})
    assert "<html" not in part.text


def test_a_finished_report_shows_its_snapshot_its_hash_and_its_files(
    officer: User, report: AnnualReport
) -> None:
    page = client_of(officer).get(url(report))
    assert report.sha256 in page.text
    assert "320万元" in page.text
    for kind in ("pdf", "xlsx", "json"):
        assert reverse("reports:annual_report_download", args=[report.pk, kind]) in page.text
    assert f"{reverse('audits:round_list')}" in page.text  # a figure leads to its rows


def test_the_part_of_a_finished_report_leads_to_it(officer: User, report: AnnualReport) -> None:
    part = client_of(officer).get(url(report), headers={"HX-Request": "true"})
    assert "查看报告" in part.text


def test_the_page_shows_what_was_frozen_not_what_is_true_now(officer: User, report: AnnualReport) -> None:
    world.Measure.objects.filter(cost_class="high").update(investment_actual_wan=world.Decimal(1))
    assert "320万元" in client_of(officer).get(url(report)).text


@pytest.mark.parametrize(("code", "status"), [(world.TAIYUAN, 404), (world.DATONG, 404), (world.SHANXI, 200)])
def test_a_report_on_another_territory_is_not_there(report: AnnualReport, code: str, status: int) -> None:
    role = Role.PROVINCE if code == world.SHANXI else Role.CITY
    assert client_of(make_user(role, code)).get(url(report)).status_code == status


def test_a_failed_report_says_why(officer: User) -> None:
    report = asked_for(officer)
    world.EnterprisePlacement.objects.filter(enterprise__name="甲焦化").delete()
    run(report)
    page = client_of(officer).get(url(report))
    assert "甲焦化" in page.text
    assert "hx-get" not in page.text.split("<main")[1]
