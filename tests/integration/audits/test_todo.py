"""What waits for whom: computed from the rows, each with the page where it is done."""

from datetime import timedelta

import pytest
from django.urls import reverse

from audits.enums import RoundState, Waiting
from audits.lifecycle import OPEN, WAITING
from audits.models import Review
from audits.selectors.rounds import rounds_listed
from audits.selectors.todo import next_step, officer_step, todo_items
from config.common.access import Role
from tests.factories.accounts import client_of, make_user
from tests.factories.audits import crew_of, make_agency, make_auditor, make_expert, make_round, today

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("state", OPEN)
def test_an_open_round_waits_for_exactly_one_side(state):
    round_ = make_round(state)
    crew = crew_of(round_)
    sides = {
        side
        for side, user in (("plant", crew.plant), ("officer", crew.officer))
        if [item for item in todo_items(user, today()) if item.where == round_.enterprise.name]
    }
    assert sides in ({"plant"}, {"officer"}) or (state, sides) == (RoundState.REPORTED, {"plant", "officer"})
    words = next_step(round_)[0] if "plant" in sides else officer_step(round_)
    assert words


def test_the_plants_item_leads_to_the_page_where_it_is_done():
    agency = make_agency()
    round_ = make_round("OPTIONS_RETURNED", agency=agency)
    for user in (crew_of(round_).plant, make_auditor(agency)):
        (item,) = todo_items(user, today())
        assert item.href == reverse("audits:stage_edit", args=[round_.pk, "options"])
        assert (item.text, item.due_on is not None) == ("按退回意见修改“方案产生和筛选”", True)


def test_overdue_starts_are_one_line_whose_number_is_the_list_behind_it():
    for days in (90, 80, 10):
        make_round(opened_on=today() - timedelta(days=days))
    officer = make_user(Role.CITY)
    (item,) = [item for item in todo_items(officer, today()) if item.kind == "overdue_start"]
    listed = client_of(officer).get(item.href).context["list"].total
    assert item.text.startswith(f"{listed} 家企业")


def test_many_of_a_kind_are_one_line_whose_number_is_the_list_behind_it():
    rounds = [make_round("PLAN_SUBMITTED") for _ in range(9)] + [make_round("OPTIONS_SUBMITTED")]
    officer = make_user(Role.CITY)
    many, one = sorted(todo_items(officer, today()), key=lambda item: item.kind, reverse=True)
    assert (many.text, many.due_on) == ("9 轮审核计划待审", min(due for due in _due(officer, rounds[:9])))
    assert client_of(officer).get(many.href).context["list"].total == 9
    assert (one.where, one.kind) == (rounds[9].enterprise.name, "round_decide")


def _due(officer, rounds):
    listed = rounds_listed(officer).filter(pk__in=[round_.pk for round_ in rounds])
    return listed.values_list("next_due_on", flat=True)


def test_each_choice_of_the_waiting_filter_lists_its_states():
    states = {state for waiting in WAITING.values() for state in waiting}
    names = {state: make_round(state).enterprise.name for state in (*sorted(states), "SUSPENDED")}
    client = client_of(make_user(Role.CITY))
    for kind in Waiting:
        page = client.get(reverse("audits:round_list"), {"waiting": kind.value})
        listed = {row["name"] for row in page.context["list"].rows}
        assert listed == {names[state] for state in WAITING[kind]}, kind


def test_an_expert_waits_with_the_day_of_the_meeting():
    round_ = make_round("EVALUATION_APPLIED")
    review = Review.objects.get(round=round_)
    expert = make_expert()
    review.panel.create(expert=expert)
    Review.objects.filter(pk=review.pk).update(held_on=today())
    (item,) = todo_items(expert.user, today())
    assert (item.due_on, item.href) == (today(), reverse("audits:review_detail", args=[review.pk]))


def test_nothing_of_audits_waits_for_other_roles():
    make_round("EVALUATION_APPLIED")
    assert todo_items(make_user(Role.DEPARTMENT), today()) == []
