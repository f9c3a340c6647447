"""The first screen of every role."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from audits.models import Agency, Auditor, Round, RoundMove
from config.common.access import ADMINISTRATORS, Role
from enterprises.models import Representative
from measures.models import VerifierAssignment
from operations.models import Job
from tests.factories.accounts import client_of, make_user, now, system
from tests.integration.reports import world

URL = reverse("reports:home")


def page(user: User, query: str = "") -> Any:
    answer = client_of(user).get(f"{URL}{query}")
    assert answer.status_code == 200
    return answer


@pytest.fixture
def story(db: None) -> dict[str, Any]:
    return world.story()


@pytest.mark.parametrize("role", [role for role in Role if role != Role.BUILTIN])
def test_everybody_has_a_first_screen_even_with_nothing_in_it(db: None, role: str) -> None:
    page(make_user(role))


def test_anonymous_people_are_sent_to_sign_in(client: Any, db: None) -> None:
    assert client.get(URL).status_code == 302


def test_the_provinces_funnel_counts_the_years_list(story: dict[str, Any]) -> None:
    answer = page(make_user(Role.PROVINCE), "?year=2009")
    values = {str(stage["label"]): stage["value"] for stage in answer.context["stages"]}
    assert values == {
        "列入名单": 2, "已公示": 1, "已启动": 1, "已报审核报告": 1, "已评估": 1, "已验收": 1, "已后评估": 1,
    }  # fmt: skip
    assert "山西省 · 2009年度强制性清洁生产审核" in answer.text
    assert "双超 1、双有 1、高耗能 1；其中 1 家兼属多类" in answer.text


def test_lateness_stands_under_its_stage_and_by_city(story: dict[str, Any]) -> None:
    answer = page(make_user(Role.PROVINCE), "?year=2009")
    disclosed = answer.context["stages"][1]
    assert (disclosed["note"], disclosed["tone"]) == ("1 家逾期", "late")
    assert [(bar["label"], bar["value"]) for bar in answer.context["late"]] == [("大同市", 1)]
    assert "lateness=late" in answer.context["late"][0]["href"]


def test_the_map_shows_reports_handed_in_on_time(story: dict[str, Any]) -> None:
    world.duty(story["la"], "finish", date(2010, 3, 1), date(2009, 12, 1))
    tiles = {tile["name"]: tile for tile in page(make_user(Role.PROVINCE), "?year=2009").context["tiles"]}
    assert (tiles["太原市"]["percent"], tiles["大同市"]["percent"]) == (100, 0)
    assert tiles["阳泉市"]["percent"] is None  # nothing listed: unknown, not zero


def test_benefits_stand_beside_what_was_expected(story: dict[str, Any]) -> None:
    gains = {gain["name"]: gain for gain in page(make_user(Role.PROVINCE), "?year=2009").context["gains"]}
    assert (gains["中/高费方案"]["expected"], gains["中/高费方案"]["reached"]) == (
        2,
        2,
    )  # the dropped one is gone
    assert (gains["投资"]["expected"], gains["投资"]["reached"]) == (340, 320)
    assert gains["二氧化硫"]["reached"] == world.Decimal("11.250001")


def test_a_tile_opens_the_city_and_another_territory_is_not_there(story: dict[str, Any]) -> None:
    answer = page(make_user(Role.PROVINCE), f"?year=2009&region={world.DATONG}")
    assert answer.context["stages"][0]["value"] == 1
    assert "返回本辖区" in answer.text
    assert client_of(make_user(Role.CITY)).get(f"{URL}?region={world.DATONG}").status_code == 404


def test_the_year_is_picked_from_those_with_a_list(story: dict[str, Any]) -> None:
    answer = page(make_user(Role.PROVINCE))
    assert answer.context["year_choices"][-2:] == [2010, 2009]
    for nonsense in ("x", "1066", "", "9" * 30):
        assert page(make_user(Role.PROVINCE), f"?year={nonsense}").context["year"] == answer.context["year"]


def test_a_city_sees_its_todo_first_and_only_its_own_figures(story: dict[str, Any]) -> None:
    answer = page(make_user(Role.CITY), "?year=2009")
    assert answer.context["stages"][0]["value"] == 1
    assert answer.text.index("待我办理") < answer.text.index("列入名单")
    assert "乙煤业" not in answer.text


def test_a_department_reads_figures_and_has_no_todo(story: dict[str, Any]) -> None:
    answer = page(make_user(Role.DEPARTMENT), "?year=2009")
    assert answer.context["stages"][0]["value"] == 2
    assert "待我办理" not in answer.text
    assert "编制年度报告" not in answer.text


def test_home_costs_the_same_for_one_list_and_for_many(story: dict[str, Any]) -> None:
    client = client_of(make_user(Role.PROVINCE))
    client.get(f"{URL}?year=2009")
    counts = []
    for more in (0, 15):
        for number in range(more):
            one = world.enterprise(world.PINGCHENG, world.STEEL)
            entry = world.listing(story["lists"][0], one)
            world.duty(entry, "start", date(2009, 5, 1))
            turn = world.round_(one, entry, started_on=date(2009, 5, number + 1))
            world.effect(world.measure(turn, "high"), "cod", "1")
        with CaptureQueriesContext(connection) as queries:
            client.get(f"{URL}?year=2009")
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 45


# ---- people at work ---------------------------------------------------------------------------


def test_a_plant_sees_where_it_stands_and_the_one_next_thing(story: dict[str, Any]) -> None:
    plant = make_user(Role.ENTERPRISE)
    Representative.objects.create(enterprise=story["a"], user=plant, since=date(2009, 1, 1))
    Round.objects.filter(pk=story["ra"].pk).update(state="OPTIONS_RETURNED", stage="OPTIONS")
    RoundMove.objects.create(
        round=story["ra"], move="return", from_state="OPTIONS_SUBMITTED", to_state="OPTIONS_RETURNED",
        reason="缺技术要点", on=date(2010, 1, 1), by=system(), at=now(),
    )  # fmt: skip
    answer = page(plant)
    (card,) = answer.context["cards"]
    assert [step["state"] for step in card["steps"]][:4] == ["done", "done", "done", "returned"]
    assert card["reason"] == "缺技术要点"
    assert "缺技术要点" in answer.text
    assert card["next"]
    assert "乙煤业" not in answer.text


def test_a_plant_that_waits_for_the_bureau_is_told_so(story: dict[str, Any]) -> None:
    plant = make_user(Role.ENTERPRISE)
    Representative.objects.create(enterprise=story["a"], user=plant, since=date(2009, 1, 1))
    Round.objects.filter(pk=story["ra"].pk).update(state="OPTIONS_SUBMITTED", stage="OPTIONS")
    assert "等主管部门审查" in page(plant).text


def test_an_agency_sees_its_clients_by_stage(story: dict[str, Any]) -> None:
    agency = Agency.objects.create(name="清源咨询", created_at=now())
    auditor = make_user(Role.AGENCY)
    Auditor.objects.create(agency=agency, user=auditor, name="王审核")
    Round.objects.filter(pk=story["ra"].pk).update(
        agency=agency, state="IMPLEMENTATION_IN_PROGRESS", stage="IMPLEMENTATION"
    )
    columns = {
        str(one["title"]): [card["name"] for card in one["cards"]] for one in page(auditor).context["columns"]
    }
    assert columns["实施"] == ["甲焦化"]
    assert sum(map(len, columns.values())) == 1


def test_a_verifier_sees_todays_visits_before_later_ones(story: dict[str, Any]) -> None:
    verifier, today = make_user(Role.VERIFIER), timezone.localdate()
    for turn, days in (("ra", 0), ("rc", 5)):
        VerifierAssignment.objects.create(
            round=story[turn],
            verifier=verifier,
            visit_on=today + timedelta(days=days),
            assigned_by=system(),
            assigned_at=now(),
        )
    visits = page(verifier).context["visits"]
    assert [card["name"] for card in visits["today"]] == ["甲焦化"]
    assert [card["name"] for card in visits["later"]] == ["丙厂"]


@pytest.mark.parametrize("role", sorted(ADMINISTRATORS))
def test_administrators_see_health_and_no_business_data(story: dict[str, Any], role: str) -> None:
    Job.objects.create(
        task="x.y",
        title="编制报告",
        state="failed",
        dedupe_key=role,
        created_by=system(),
        created_at=now(),
        reason="秘密",
    )
    answer = page(make_user(role))
    assert "后台巡检已停两分钟以上" in answer.text
    assert "编制报告" in answer.text
    assert "秘密" not in answer.text
    assert "甲焦化" not in answer.text
