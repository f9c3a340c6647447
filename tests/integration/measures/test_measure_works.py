"""The building of a measure: its steps, its sources of money and what was drawn of them."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from config.common.errors import Refused, Stale
from measures.enums import FundSource
from measures.facts import PlannedFund
from measures.models import Funding, FundingDraw, WorkStep
from measures.services.measures import measure_move
from measures.services.works import funding_draw, works_save
from tests.factories.accounts import client_of, now
from tests.factories.audits import crew_of, today
from tests.factories.measures import make_measure, make_works
from tests.integration.measures.pages import page

pytestmark = pytest.mark.django_db


def sent(measure, **given):
    data = {"version": measure.version, "steps-TOTAL_FORMS": 3, "steps-INITIAL_FORMS": 0}
    data |= {"funds-TOTAL_FORMS": 5, "funds-INITIAL_FORMS": 5}
    for at, source in enumerate(FundSource):
        data |= {f"funds-{at}-source": source.value, f"funds-{at}-planned_wan": "", f"funds-{at}-note": ""}
    return data | given


def test_plan_and_money_are_written_shown_and_drawn():
    measure = make_measure(costly=True)
    crew = crew_of(measure.round)
    plant, officer = client_of(crew.plant), client_of(crew.officer)
    assert "还没有登记实施步骤和资金来源" in page(officer, "measure_detail", measure.pk).content.decode()
    step = {
        "steps-0-name": "土建",
        "steps-0-planned_from": (today() - timedelta(days=20)).isoformat(),
        "steps-0-planned_to": (today() - timedelta(days=3)).isoformat(),
        "steps-0-begun_on": (today() - timedelta(days=10)).isoformat(),
    }
    answer = plant.post(
        reverse("measures:measure_works_edit", args=[measure.pk]),
        sent(measure, **step, **{"funds-0-planned_wan": "200", "funds-2-planned_wan": "120"}),
    )
    assert answer.status_code == 302, answer.content.decode()[:3000]
    coal = Funding.objects.get(measure=measure, source=FundSource.COAL_FUND)
    draw = {"amount_wan": "50.5", "drawn_on": today().isoformat(), "note": "凭证 12"}
    assert plant.post(reverse("measures:funding_draw", args=[coal.pk]), draw).status_code == 302
    body = page(officer, "measure_works", measure.pk).content.decode()
    for words in ("土建", "已超计划 3 天", "煤炭可持续发展基金", "69.50", "凭证 12"):
        assert words in body, words
    detail = page(officer, "measure_detail", measure.pk).content.decode()
    assert "1 步落后" in detail
    assert "已到位 50.5 / 320 万元" in detail


@pytest.mark.parametrize(
    ("amount", "days", "sentence"),
    [
        ("100.01", 0, "超过这一来源尚未到位的 100 万元"),
        ("0", 0, "应大于 0"),
        ("-3", 0, "不能为负数"),
        ("5", 1, "到位日期不能晚于今天"),
    ],
)
def test_money_that_cannot_have_come_is_refused_and_nothing_is_kept(amount, days, sentence):
    measure = make_measure(costly=True)
    funding = make_works(measure)
    by, on = crew_of(measure.round).plant, today() + timedelta(days=days)
    with pytest.raises(Refused) as refused:
        funding_draw(funding=funding, amount_wan=Decimal(amount), drawn_on=on, by=by, at=now())
    assert sentence in refused.value.problems[0].sentence
    assert not FundingDraw.objects.exists()


def test_a_refused_plan_leaves_the_one_there_is():
    measure = make_measure(costly=True)
    funding = make_works(measure)
    by = crew_of(measure.round).plant
    funding_draw(funding=funding, amount_wan=Decimal(60), drawn_on=today(), by=by, at=now())
    less = [PlannedFund(FundSource.OWN, Decimal(59))]
    with pytest.raises(Refused, match="实施计划与资金没有保存"):
        works_save(measure=measure, steps=[], funds=less, version=measure.version, by=by, at=now())
    enough = [PlannedFund(FundSource.OWN, Decimal(60))]
    with pytest.raises(Stale):
        works_save(measure=measure, steps=[], funds=enough, version=99, by=by, at=now())
    assert (WorkStep.objects.count(), Funding.objects.get().planned_wan) == (1, 100)


def test_half_a_step_is_sent_back_with_its_sentence():
    measure = make_measure(costly=True)
    plant = client_of(crew_of(measure.round).plant)
    address = reverse("measures:measure_works_edit", args=[measure.pk])
    answer = plant.post(address, sent(measure, **{"steps-0-name": "安装"}))
    assert answer.status_code == 422
    assert "请写全步骤名称、计划开始和计划完成" in answer.content.decode()


def test_a_plan_sent_as_it_was_shown_stays_as_it_was():
    measure = make_measure(costly=True)
    make_works(measure)
    measure.refresh_from_db()
    step = WorkStep.objects.get(measure=measure)
    shown = {
        "steps-INITIAL_FORMS": 1,
        "steps-0-name": step.name,
        "steps-0-planned_from": step.planned_from.isoformat(),
        "steps-0-planned_to": step.planned_to.isoformat(),
        "funds-0-planned_wan": "100",
    }
    plant = client_of(crew_of(measure.round).plant)
    assert (
        plant.post(
            reverse("measures:measure_works_edit", args=[measure.pk]), sent(measure, **shown)
        ).status_code
        == 302
    )
    assert [row.name for row in WorkStep.objects.filter(measure=measure)] == [step.name]


def test_no_money_comes_for_a_measure_that_was_dropped():
    measure = make_measure(costly=True)
    funding = make_works(measure)
    by = crew_of(measure.round).plant
    measure.refresh_from_db()
    measure_move(measure=measure, move="drop", reason="生产线关停", by=by, at=now(), on=today())
    funding = Funding.objects.select_related("measure__round").get(pk=funding.pk)
    with pytest.raises(Refused, match="已是“放弃”，不能再登记资金到位"):
        funding_draw(funding=funding, amount_wan=Decimal(5), drawn_on=today(), by=by, at=now())
    assert "登记到位" not in page(client_of(by), "measure_works", measure.pk).content.decode()
