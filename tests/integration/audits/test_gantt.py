"""The chart of plan against actual on a round's page."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from audits.enums import SEVEN_STAGES, Stage
from audits.models import Round, RoundStage
from tests.factories.accounts import client_of
from tests.factories.audits import crew_of, make_round

pytestmark = pytest.mark.django_db


def gantt_of(round_: Round) -> tuple[dict, str]:
    page = client_of(crew_of(round_).plant).get(reverse("audits:round_detail", args=[round_.pk]))
    return page.context["gantt"], page.content.decode()


def test_each_stage_shows_its_plan_and_what_happened_on_one_scale() -> None:
    today = timezone.localdate()
    opened = today - timedelta(days=100)
    round_ = make_round("ASSESSMENT_IN_PROGRESS", opened_on=opened)
    Round.objects.filter(pk=round_.pk).update(started_on=opened + timedelta(days=10))
    facts = {
        Stage.PREPARATION: (opened + timedelta(days=30), opened + timedelta(days=30)),
        Stage.PRE_ASSESSMENT: (opened + timedelta(days=50), opened + timedelta(days=60)),
        Stage.ASSESSMENT: (today - timedelta(days=5), None),
    }
    for stage, (planned, approved) in facts.items():
        RoundStage.objects.filter(round=round_, stage=stage).update(planned_on=planned, approved_on=approved)
    chart, page = gantt_of(round_)
    assert [row["label"] for row in chart["rows"]] == [stage.label for stage in SEVEN_STAGES]
    assert [str(row["light"].label) for row in chart["rows"]][:4] == [
        "按计划完成",
        "完成，比计划晚 10 天",
        "进行中，已超计划 5 天",
        "未开始",
    ]
    first, second, third, fourth = chart["rows"][:4]
    assert chart["first"] == opened
    assert float(first["planned"]["x"]) == 0
    assert second["actual"]["x"] == second["planned"]["x"]
    assert float(second["actual"]["width"]) > float(second["planned"]["width"])
    ends = float(third["actual"]["x"]) + float(third["actual"]["width"])
    assert ends == pytest.approx(float(chart["today"]), abs=0.3)
    assert fourth["actual"] is None
    assert chart["due_on"] == round_.listing.duties.get(code="finish").due_on
    assert "比计划晚 10 天" in page


def test_without_planned_dates_it_says_where_they_are_written() -> None:
    round_ = make_round()
    RoundStage.objects.filter(round=round_).update(planned_on=None)
    chart, page = gantt_of(round_)
    assert chart["rows"] == []
    assert "填写以后，这里对照显示计划与实际" in page
    assert reverse("audits:plan_edit", args=[round_.pk]) in page
