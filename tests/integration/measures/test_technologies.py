"""The technology library: kept by the province, named by measures, counted from them, suggested with a reason."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Activity
from config.common.access import Role
from enterprises.models import Listing
from measures.models import Measure, Technology
from tests.factories.accounts import client_of, make_user
from tests.factories.measures import make_measure
from tests.integration.measures.pages import page

pytestmark = pytest.mark.django_db
TERMS = {
    "name": "上升管余热回收",
    "field": "工业",
    "industry": "焦化",
    "target": "能源",
    "maturity": "推广",
    "source": "工信部公告2020年第1号",
    "mark": "L",
}


@pytest.fixture
def province():
    return client_of(make_user(Role.PROVINCE))


def coke() -> Technology:
    return Technology.objects.get(industry="焦化", name="干熄焦")


def done(measure: Measure, **changes: object) -> Measure:
    facts = {"state": "implemented", "implemented_on": date(2026, 6, 1), "technology": coke()}
    money = {"investment_actual_wan": Decimal(100), "benefit_achieved_wan": Decimal(30)}
    Measure.objects.filter(pk=measure.pk).update(**facts | money | changes)
    return measure


def test_the_province_adds_changes_and_retires_an_entry_with_its_source(province) -> None:
    province.post(reverse("measures:technology_create"), TERMS)
    row = Technology.objects.get(name="上升管余热回收")
    assert (row.source, row.mark, row.state) == ("工信部公告2020年第1号", "L", "current")
    changed = TERMS | {"maturity": "示范", "version": row.version}
    province.post(reverse("measures:technology_edit", args=[row.pk]), changed)
    assert province.post(reverse("measures:technology_edit", args=[row.pk]), changed).status_code in (
        409,
        412,
        422,
    )
    row.refresh_from_db()
    assert row.maturity == "示范"
    retire = reverse("measures:technology_retire", args=[row.pk])
    assert province.post(retire, {"version": row.version, "reason": ""}).status_code == 422
    province.post(retire, {"version": row.version, "reason": "已被新工艺替代"})
    row.refresh_from_db()
    assert row.state == "retired"
    assert "已被新工艺替代" in page(province, "technology_detail", row.pk).content.decode()
    assert page(client_of(make_user(Role.EXPERT)), "technology_detail", row.pk, status=404)
    verbs = ["technology_create", "technology_edit", "technology_retire"]
    assert (
        list(Activity.objects.filter(verb__in=verbs).order_by("pk").values_list("verb", flat=True)) == verbs
    )


@pytest.mark.parametrize(
    ("changes", "status"), [({"name": "干熄焦"}, 422), ({"source": ""}, 422), ({"maturity": "神奇"}, 422)]
)
def test_a_double_an_entry_without_source_or_of_unknown_maturity_is_refused(
    province, changes, status
) -> None:
    before = Technology.objects.count()
    assert province.post(reverse("measures:technology_create"), TERMS | changes).status_code == status
    assert Technology.objects.count() == before
    city = client_of(make_user(Role.CITY))
    assert city.post(reverse("measures:technology_create"), TERMS).status_code == 403


def test_a_measure_names_a_technology_and_its_results_are_counted_from_it(province) -> None:
    measure = make_measure()
    plant = client_of(measure.created_by)
    address = reverse("measures:measure_technology", args=[measure.pk])
    plant.post(address, {"technology": coke().pk, "version": measure.version})
    measure.refresh_from_db()
    assert measure.technology == coke()
    assert "干熄焦" in page(plant, "measure_detail", measure.pk).content.decode()
    done(measure)
    row = page(province, "technology_list", q="干熄焦").context["list"].rows[0]
    assert (row["rounds"], row["implemented"], row["verified"]) == (1, 1, 0)
    assert (row["invested"], row["benefit"]) == (Decimal(100), Decimal(30))
    city = client_of(make_user(Role.CITY))
    assert page(city, "technology_list", q="干熄焦").context["list"].rows[0]["invested"] is None
    shown = page(city, "technology_detail", coke().pk).content.decode()
    assert "不足 3 家企业，不显示金额" in shown
    assert measure.title in shown
    far = page(client_of(make_user(Role.CITY, "140300")), "technology_detail", coke().pk).content.decode()
    assert measure.title not in far
    Technology.objects.filter(pk=coke().pk).update(state="retired")
    measure.refresh_from_db()
    refused = plant.post(address, {"technology": coke().pk, "version": measure.version})
    assert refused.status_code == 422


def test_a_round_is_shown_what_fits_it_with_the_reason(province) -> None:
    measure = make_measure()
    fact = {"kind": "pollutant", "name": "二氧化硫", "limit": "100", "measured": "160", "unit": "mg/m³"}
    Listing.objects.filter(pk=measure.round.listing_id).update(facts=[fact])
    body = page(province, "round_measures", measure.round_id).content.decode()
    assert "焦炉煤气高效脱硫" in body
    assert "同行业（焦化）；削减对象“二氧化硫”与列入名单的污染物（二氧化硫）一致" in body


def test_the_library_costs_the_same_with_and_without_adoption(province) -> None:
    counts = []
    for number in (1, 3):
        for _row in range(number):
            done(make_measure())
        page(province, "technology_list")
        with CaptureQueriesContext(connection) as queries:
            page(province, "technology_list")
            page(province, "technology_detail", coke().pk)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_the_public_reads_the_library_without_the_money_of_few(client) -> None:
    done(make_measure())
    body = client.get(reverse("reports:public_technologies"), {"industry": "焦化"}).content.decode()
    assert "干熄焦" in body
    assert "水泥窑炉低氮燃烧" not in body
    assert client.get(reverse("reports:public_technologies"), {"industry": "炼金"}).status_code == 404
