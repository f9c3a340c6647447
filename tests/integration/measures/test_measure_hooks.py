"""What measures tell the lower apps: stage problems, to-do items, what a verifier may see."""

from datetime import timedelta

import pytest
from django.conf import settings

from audits.enums import RoundState, Stage
from audits.models import Round
from config.common.access import Role
from config.common.plug import hooks
from enterprises.models import Enterprise
from measures.enums import MeasureState
from measures.models import Measure
from measures.selectors.problems import stage_problems
from measures.selectors.todo import todo_items
from tests.factories.accounts import client_of, make_user
from tests.factories.audits import crew_of, make_agency, make_auditor, make_round, today
from tests.factories.measures import (
    make_accepted_round,
    make_assignment,
    make_measure,
    make_post_assessment,
    make_working_round,
    report_figures,
)

pytestmark = pytest.mark.django_db
S = MeasureState


@pytest.mark.parametrize(
    "name", ["ENTERPRISE_VISIBLE", "ROUND_VISIBLE", "STAGE_PROBLEMS", "TODO", "LIFECYCLES"]
)
def test_the_hooks_name_what_measures_give(name):
    assert any(path.startswith("measures.") for path in getattr(settings, name))
    assert hooks(name)


def test_stage_problems_lead_to_the_page_that_mends_them(django_assert_num_queries):
    round_ = make_working_round()
    measure = make_measure(round_, S.FEASIBLE, costly=True)
    done = make_measure(round_, S.IMPLEMENTED, costly=True)
    Measure.objects.filter(pk=done.pk).update(investment_actual_wan=None)
    done.effects.update(achieved=None)
    with django_assert_num_queries(3):
        problems = stage_problems(round_, Stage.IMPLEMENTATION)
    readers = [client_of(crew_of(round_).plant), client_of(crew_of(round_).officer)]
    assert [p.code for p in problems] == [
        "every_feasible_costly_measure_is_finished",
        "every_finished_costly_measure_has_its_money",
        "every_finished_costly_measure_has_its_effects",
    ]
    assert f"/{measure.pk}/" in problems[0].link
    assert {client.get(problem.link).status_code for problem in problems for client in readers} == {200}


def test_stage_problems_of_a_round_without_measures_lead_to_proposing():
    round_ = make_round(RoundState.OPTIONS_IN_PROGRESS)
    problems = stage_problems(round_, Stage.OPTIONS)
    client = client_of(crew_of(round_).plant)
    assert {client.get(problem.link).status_code for problem in problems} == {200}


def test_other_stages_cost_nothing(django_assert_num_queries):
    round_ = make_round()
    with django_assert_num_queries(0):
        assert stage_problems(round_, Stage.PREPARATION) == []


def test_a_verifier_sees_only_the_round_of_the_visit():
    round_, other = make_working_round(), make_working_round()
    verifier = make_assignment(round_).verifier
    assert list(Round.objects.visible_to(verifier)) == [round_]
    assert list(Enterprise.objects.visible_to(verifier)) == [round_.enterprise]
    assert not Measure.objects.visible_to(verifier).filter(round=other).exists()


def test_an_assignment_opens_nothing_once_the_role_is_another():
    round_ = make_working_round()
    verifier = make_assignment(round_).verifier
    verifier.role = Role.ENTERPRISE
    assert not Round.objects.visible_to(verifier).exists()


def test_the_enterprise_is_told_what_is_overdue_and_what_lacks_figures():
    round_ = make_working_round()
    plant = crew_of(round_).plant
    make_measure(round_, S.FEASIBLE, costly=True, planned_on=today() - timedelta(days=3))
    done = make_measure(round_, S.IMPLEMENTED)
    report_figures(done, benefit_achieved_wan=None)
    items = todo_items(plant, today())
    assert [item.kind for item in items] == ["measure_overdue", "measure_figures"]
    assert items[0].due_on == today() - timedelta(days=3)
    client = client_of(plant)
    assert all(client.get(item.href).status_code == 200 for item in items)


def test_many_waiting_measures_are_one_item_with_the_list_behind_it(django_assert_max_num_queries):
    round_ = make_working_round(agency=make_agency())
    for _number in range(9):
        make_measure(round_, S.FEASIBLE, costly=True, planned_on=today() - timedelta(days=3))
    auditor = make_auditor(round_.agency)
    with django_assert_max_num_queries(5):
        items = todo_items(auditor, today())
    assert [item.text for item in items] == ["9 项方案已过计划完成日期"]
    assert client_of(auditor).get(items[0].href).context["list"].total == 9


def test_a_verifier_is_told_of_the_visits_of_today():
    measure = make_measure(state=S.IMPLEMENTED)
    visit = make_assignment(measure.round)
    make_assignment(measure.round, visit.verifier, today() + timedelta(days=2))
    items = todo_items(visit.verifier, today())
    assert [(item.due_on, item.where) for item in items] == [(today(), measure.round.enterprise.name)]
    assert "1 项已实施方案" in items[0].text


def test_many_visits_are_one_item():
    measure = make_measure(state=S.IMPLEMENTED)
    visit = make_assignment(measure.round)
    for days in range(1, 10):
        make_assignment(measure.round, visit.verifier, today() + timedelta(days=days))
    items = todo_items(visit.verifier, today() + timedelta(days=20))
    assert [item.text for item in items] == ["10 次现场核查待完成"]


def test_an_officer_is_told_of_measures_nobody_was_sent_to_see():
    measure = make_measure(state=S.IMPLEMENTED)
    officer = crew_of(measure.round).officer
    items = todo_items(officer, today())
    assert [(item.kind, item.text) for item in items] == [("assign", "1 项已实施方案待指派现场核查")]
    assert client_of(officer).get(items[0].href).context["list"].total == 1
    make_assignment(measure.round)
    assert todo_items(officer, today()) == []


def test_an_officer_is_told_of_post_assessments_to_plan_and_to_record():
    round_ = make_accepted_round()
    officer = crew_of(round_).officer
    Round.objects.filter(pk=round_.pk).update(accepted_on=today() - timedelta(days=400))
    planned = todo_items(officer, today())
    assert [item.kind for item in planned] == ["post_assessment_plan"]
    client = client_of(officer)
    assert client.get(planned[0].href).context["list"].total == 1
    make_post_assessment(Round.objects.get(pk=round_.pk))
    due = todo_items(officer, today())
    assert [(item.kind, item.due_on) for item in due] == [("post_assessment", today())]
    assert client.get(due[0].href).status_code == 200


def test_others_have_nothing_to_do_here():
    assert todo_items(make_user(Role.EXPERT), today()) == []
