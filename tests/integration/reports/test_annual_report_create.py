"""Asking for a report."""

import pytest
from django.test import Client
from django.urls import reverse

from config.common.access import Role
from reports.models import AnnualReport
from tests.factories.accounts import client_of, make_user
from tests.integration.reports import world

URL = reverse("reports:annual_report_create")


@pytest.fixture
def client(db: None) -> Client:
    world.story()
    return client_of(make_user(Role.CITY))


def test_asking_leads_to_the_reports_own_page(client: Client) -> None:
    answer = client.post(URL, {"region": world.region(world.XIAODIAN).pk, "year": "2010", "since": "2009"})
    report = AnnualReport.objects.get()
    assert answer.url == reverse("reports:annual_report_detail", args=[report.pk])
    assert (report.region.code, report.since, report.year, report.job.title) == (
        world.XIAODIAN,
        2009,
        2010,
        "小店区2009—2010年清洁生产审核工作报告",
    )


def test_without_a_first_year_it_is_on_one_year(client: Client) -> None:
    client.post(URL, {"region": world.region(world.TAIYUAN).pk, "year": "2010", "since": ""})
    assert AnnualReport.objects.get().since == 2010


def test_only_places_of_the_own_territory_can_be_chosen(client: Client) -> None:
    page = client.get(URL)
    assert "小店区" in page.text
    assert "平城区" not in page.text
    answer = client.post(URL, {"region": world.region(world.DATONG).pk, "year": "2010"})
    assert answer.status_code == 422
    assert not AnnualReport.objects.exists()


@pytest.mark.parametrize(
    "values", [{"year": "1999"}, {"year": "x"}, {"year": ""}, {"region": "0"}, {"since": "2011"}]
)
def test_what_is_no_year_or_place_is_said_beside_the_field(client: Client, values: dict[str, str]) -> None:
    wanted = {"region": str(world.region(world.TAIYUAN).pk), "year": "2010", "since": ""}
    assert client.post(URL, wanted | values).status_code == 422
    assert not AnnualReport.objects.exists()


def test_a_region_with_nothing_in_it_gets_a_sentence(client: Client) -> None:
    answer = client.post(URL, {"region": world.region("140181").pk, "year": "2010"})
    assert answer.status_code == 422
    assert "古交市到2010年底还没有公布过名单" in answer.text


@pytest.mark.parametrize("role", [Role.DEPARTMENT, Role.ENTERPRISE, Role.LOG_ADMIN])
def test_only_officers_make_reports(db: None, role: str) -> None:
    assert client_of(make_user(role)).get(URL).status_code == 403
