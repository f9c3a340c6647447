"""What parts the cost classes: the province's figures, taken when a round is opened and kept by it."""

from datetime import timedelta
from decimal import Decimal

import pytest

from config.common.access import Role
from config.common.errors import Refused
from enterprises.enums import Scale
from measures.models import Measure, MeasureParameter
from measures.services.measures import measure_create, measure_update
from measures.services.parameters import parameter_add
from tests.factories.accounts import client_of, make_user, now
from tests.factories.audits import crew_of, make_round, today
from tests.factories.enterprises import make_enterprise
from tests.factories.measures import make_measure
from tests.integration.measures.pages import page

pytestmark = pytest.mark.django_db


def set_limit(code: str, value: int, **changed):
    given = {"code": code, "cost_class": "", "scale": "", "from_wan": Decimal(0), "value": Decimal(value)}
    given |= {"valid_from": today() - timedelta(days=40), "basis": "晋环发〔2026〕12号"}
    return parameter_add(by=make_user(Role.PROVINCE), at=now(), **(given | changed))


def limits(round_):
    return round_.low_cost_limit_wan, round_.high_cost_limit_wan


def test_a_round_takes_the_limits_in_force_on_its_day_and_keeps_them():
    before = make_round()
    assert limits(before) == (5, 100)
    set_limit("low_limit", 8)
    set_limit("high_limit", 150)
    before.refresh_from_db()
    assert limits(before) == (5, 100)
    assert limits(make_round()) == (8, 150)
    assert limits(make_round(opened_on=today() - timedelta(days=60))) == (5, 100)


def test_a_large_enterprise_has_limits_of_its_own():
    assert limits(make_round(enterprise=make_enterprise(scale=Scale.LARGE))) == (20, 100)


def test_without_any_figure_the_common_defaults_hold():
    MeasureParameter.objects.all().delete()
    assert limits(make_round()) == (5, 100)


@pytest.mark.parametrize(("code", "value"), [("low_limit", 100), ("low_limit", 120), ("high_limit", 5)])
def test_limits_that_leave_no_room_between_them_are_refused(code, value):
    rows = MeasureParameter.objects.count()
    with pytest.raises(Refused) as refused:
        set_limit(code, value)
    assert "应小于高费下限" in refused.value.problems[0].sentence
    assert MeasureParameter.objects.count() == rows


def test_the_page_names_the_rule_a_class_follows_and_the_reason_for_another():
    measure = make_measure(costly=True)
    plant = client_of(crew_of(measure.round).plant)
    body = page(plant, "measure_detail", measure.pk).content.decode()
    for words in ("由计划投资 320 万元确定", "低费不超过 5 万元，高费超过 100 万元", "轮次开启时的省级参数"):
        assert words in body, words
    by = crew_of(measure.round).plant
    given = {"measure": measure, "version": measure.version, "by": by, "at": now(), "cost_class": "medium"}
    with pytest.raises(Refused) as refused:
        measure_update(**given)
    assert "请写明调整理由" in refused.value.sentence
    measure_update(cost_class_reason="分两年实施，当年投资 80 万元", **given)
    body = page(plant, "measure_detail", measure.pk).content.decode()
    assert "另行确定，理由：分两年实施，当年投资 80 万元" in body


def test_a_class_follows_the_limits_the_round_took():
    set_limit("low_limit", 30)
    round_ = make_round()
    facts = {"round_": round_, "title": "照明改造", "kind": "equipment", "by": crew_of(round_).plant}
    measure = measure_create(at=now(), on=today(), investment_planned_wan=Decimal(25), **facts)
    assert Measure.objects.get(pk=measure.pk).cost_class == "low"
