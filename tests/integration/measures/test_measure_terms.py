"""The year after a passed evaluation: shown with its uncertain basis, filtered, among the to-dos."""

from datetime import timedelta

import pytest

from enterprises.enums import DutyCode
from enterprises.models import Duty
from measures.enums import MeasureState
from measures.models import Measure
from measures.selectors.todo import todo_items
from tests.factories.accounts import client_of
from tests.factories.audits import crew_of, today
from tests.factories.measures import make_measure, make_working_round
from tests.integration.measures.pages import page

pytestmark = pytest.mark.django_db


def due_in(days: int) -> Measure:
    """A costly measure to be built, beside a cheap one, with the duty due in so many days."""
    round_ = make_working_round()
    measure = make_measure(round_, MeasureState.FEASIBLE, costly=True)
    make_measure(round_)
    duty = Duty.objects.filter(listing=round_.listing, code=DutyCode.IMPLEMENT)
    assert duty.update(due_on=today() + timedelta(days=days)) == 1
    return measure


@pytest.mark.parametrize(
    ("days", "waiting"), [(31, None), (30, "near_term"), (0, "near_term"), (-1, "past_term")]
)
def test_a_costly_measure_has_until_the_duty_of_its_round_is_due(days, waiting):
    measure = due_in(days)
    officer = crew_of(measure.round).officer
    client = client_of(officer)
    for name in ("near_term", "past_term"):
        found = page(client, "measure_list", waiting=name).context["list"].total
        assert found == (1 if name == waiting else 0), name
    kinds = [item.kind for item in todo_items(officer, today())]
    assert [kind for kind in kinds if kind.endswith("_term")] == ([f"measure_{waiting}"] if waiting else [])
    body = page(client, "measure_detail", measure.pk).content.decode()
    assert "评估后实施期限" in body
    assert "地方指南(如武汉)" in body


def test_a_met_duty_or_a_finished_measure_is_no_longer_late():
    measure = due_in(-1)
    client = client_of(crew_of(measure.round).officer)
    Duty.objects.filter(listing=measure.round.listing).update(met_on=today())
    assert page(client, "measure_list", waiting="past_term").context["list"].total == 0


def test_a_round_without_a_listing_owes_no_year():
    measure = due_in(-1)
    type(measure.round).objects.filter(pk=measure.round_id).update(listing=None, kind="voluntary")
    client = client_of(crew_of(measure.round).officer)
    assert "评估后实施期限" not in page(client, "measure_detail", measure.pk).content.decode()
    assert page(client, "measure_list", waiting="past_term").context["list"].total == 0
