"""The list of reports: one's own territory, constant queries, filters."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from config.common.access import Role
from reports.models import AnnualReport
from tests.factories.accounts import client_of, make_user, now
from tests.integration.reports import world

URL = reverse("reports:annual_report_list")


def row(code: str, **details: Any) -> AnnualReport:
    values = {"year": 2010, "since": 2010, "created_by": make_user(Role.PROVINCE), "created_at": now()}
    return AnnualReport.objects.create(region=world.region(code), **(values | details))


def titles(role: str, code: str | None = None, query: str = "") -> list[str]:
    page = client_of(make_user(role, code)).get(f"{URL}{query}")
    assert page.status_code == 200
    return [report["region"] for report in page.context["list"].rows]


@pytest.fixture
def rows(db: None) -> None:
    for code in (world.SHANXI, world.TAIYUAN, world.XIAODIAN, world.DATONG):
        row(code)


def test_a_city_sees_its_own_reports_and_its_counties(rows: None) -> None:
    assert titles(Role.CITY) == ["小店区", "太原市"]


def test_the_province_and_its_departments_see_all(rows: None) -> None:
    assert len(titles(Role.PROVINCE)) == len(titles(Role.DEPARTMENT, world.SHANXI)) == 4


def test_the_list_is_filtered_by_place_and_year(rows: None) -> None:
    row(world.TAIYUAN, year=2009)
    assert titles(Role.PROVINCE, query="?place=太原") == ["太原市", "太原市"]
    assert titles(Role.PROVINCE, query="?year=2009") == ["太原市"]


@pytest.mark.parametrize(
    "role", [Role.ENTERPRISE, Role.AGENCY, Role.EXPERT, Role.VERIFIER, Role.SYSTEM_ADMIN]
)
def test_others_have_no_such_page(db: None, role: str) -> None:
    assert client_of(make_user(role)).get(URL).status_code == 403


def test_the_list_costs_the_same_for_one_and_for_twenty(db: None) -> None:
    client = client_of(make_user(Role.PROVINCE))
    client.get(URL)
    counts = []
    for more in (1, 19):
        for _number in range(more):
            row(world.SHANXI)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(URL)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 8


def test_an_empty_list_says_how_to_begin(db: None) -> None:
    page = client_of(make_user(Role.PROVINCE)).get(URL)
    assert "还没有年度报告" in page.text
    assert reverse("reports:annual_report_create") in page.text
