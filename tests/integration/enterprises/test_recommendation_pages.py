"""The pages of recommendations: the county writes, the city reads many, the province compiles."""

import pytest
from django.urls import reverse

from config.common.access import Role
from enterprises.enums import RecommendationState
from enterprises.models import Listing, ListRecommendation
from tests.factories.accounts import client_of, make_user
from tests.factories.enterprises import make_enterprise
from tests.factories.lists import make_list
from tests.factories.recommendations import make_recommendation

pytestmark = pytest.mark.django_db
S = RecommendationState
_ROWS = {"facts-TOTAL_FORMS": "3", "facts-INITIAL_FORMS": "0"}


def url(name, *args):
    return reverse(f"enterprises:{name}", args=args)


def test_a_county_recommends_with_facts_and_submits():
    plant, county = make_enterprise(), client_of(make_user(Role.COUNTY))
    fact = {"kind": "pollutant", "name": "颗粒物", "measured": "35", "limit": "20", "unit": "mg/m³"}
    sent = {"enterprise": plant.pk, "year": 2027, "categories": ["OVER_LIMIT"], "reason": "超标", **_ROWS}
    sent |= {f"facts-0-{name}": value for name, value in fact.items()}
    answer = county.post(url("recommendation_create"), sent, follow=True)
    assert "颗粒物：实测 35 mg/m³，限值 20 mg/m³" in answer.content.decode()
    row = ListRecommendation.objects.get()
    county.post(url("recommendation_move", row.pk), {"move": "submit", "version": row.version})
    row.refresh_from_db()
    assert row.state == S.SUBMITTED


def test_a_measured_value_within_the_limit_is_refused_beside_the_form():
    plant, county = make_enterprise(), client_of(make_user(Role.COUNTY))
    fact = {"kind": "pollutant", "name": "颗粒物", "measured": "15", "limit": "20", "unit": "mg/m³"}
    sent = {"enterprise": plant.pk, "year": 2027, "categories": ["OVER_LIMIT"], "reason": "超标", **_ROWS}
    sent |= {f"facts-0-{name}": value for name, value in fact.items()}
    answer = county.post(url("recommendation_create"), sent)
    assert answer.status_code == 422
    assert "没有超过限值" in answer.content.decode()
    assert not ListRecommendation.objects.exists()


def test_a_city_passes_many_at_once_and_returns_with_a_reason():
    rows = [make_recommendation(S.SUBMITTED) for _ in range(3)]
    city = client_of(make_user(Role.CITY))
    page = city.get(url("recommendation_list")).content.decode()
    assert all(row.enterprise.name in page for row in rows)
    city.post(url("recommendation_review"), {"chosen": [r.pk for r in rows[:2]], "move": "pass"})
    refused = city.post(url("recommendation_review"), {"chosen": [rows[2].pk], "move": "return"})
    assert refused.status_code == 422
    assert "请填写原因" in refused.content.decode()
    city.post(
        url("recommendation_review"), {"chosen": [rows[2].pk], "move": "return", "reason": "缺监测报告"}
    )
    states = ListRecommendation.objects.order_by("pk").values_list("state", flat=True)
    assert list(states) == [S.PASSED, S.PASSED, S.RETURNED]
    county = client_of(make_user(Role.COUNTY))
    assert "缺监测报告" in county.get(url("recommendation_list")).content.decode()
    assert "1 条名单推荐被退回" in county.get(reverse("reports:home")).content.decode()


def test_the_province_compiles_or_leaves_out_from_one_page():
    rows = [make_recommendation(S.PASSED) for _ in range(2)]
    draft, province = make_list(2027), client_of(make_user())
    page = province.get(url("list_compile", draft.pk)).content.decode()
    assert all(row.enterprise.name in page for row in rows)
    province.post(url("list_compile", draft.pk), {"chosen": [rows[0].pk], "move": "take"})
    bare = province.post(url("list_compile", draft.pk), {"chosen": [rows[1].pk], "move": "leave_out"})
    assert bare.status_code == 422
    province.post(
        url("list_compile", draft.pk), {"chosen": [rows[1].pk], "move": "leave_out", "reason": "已关停"}
    )
    assert list(Listing.objects.values_list("enterprise", flat=True)) == [rows[0].enterprise_id]
    states = ListRecommendation.objects.order_by("pk").values_list("state", flat=True)
    assert list(states) == [S.TAKEN, S.LEFT_OUT]
    shown = province.get(url("mandatory_list_detail", draft.pk)).content.decode()
    assert "二氧化硫：实测 160 mg/m³，限值 100 mg/m³" in shown


def test_many_rows_cost_the_queries_of_one(django_assert_max_num_queries):
    client = client_of(make_user(Role.CITY))
    client.get(url("recommendation_list"))
    for _ in range(6):
        make_recommendation(S.SUBMITTED)
    with django_assert_max_num_queries(16):
        client.get(url("recommendation_list"))
