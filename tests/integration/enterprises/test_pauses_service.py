"""A duty's clock paused and extended: with a paper, decided by another officer, told in the history."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import Activity
from config.common.access import Role
from config.common.errors import NotAllowed, Refused, Stale
from enterprises.enums import AdjustmentState, DutyCode, DutyEvent
from enterprises.models import Duty, DutyAdjustment, DutyChange
from enterprises.selectors.clock import requests_waiting
from enterprises.services.duties import duty_meet
from enterprises.services.pauses import (
    adjustment_approve,
    adjustment_refuse,
    extension_undo,
    pause_resume,
)
from tests.factories.accounts import make_user, system
from tests.factories.clock import extension_of, noon, pause_of, replayed
from tests.factories.lists import make_listing

pytestmark = pytest.mark.django_db
PUBLISHED = date(2026, 3, 31)


@pytest.fixture
def duty() -> Duty:
    """To start the audit by 31 May 2026; 小店区, 太原市."""
    listing = make_listing(published_on=PUBLISHED)
    return Duty.objects.select_related("listing__enterprise__region", "regime").get(
        listing=listing, code=DutyCode.START
    )


def approve(adjustment: DutyAdjustment, on: date = date(2026, 5, 10), by=None, **details) -> DutyAdjustment:
    return adjustment_approve(
        adjustment=adjustment,
        version=adjustment.version,
        by=by or make_user(Role.CITY),
        at=noon(on),
        **details,
    )


def stored(duty: Duty) -> date:
    return Duty.objects.get(pk=duty.pk).due_on


def test_opening_and_meeting_leave_rows_that_give_the_day(duty):
    assert duty.due_on == replayed(duty) == date(2026, 5, 31)
    assert duty_meet(
        listing=duty.listing, code=DutyCode.START, on=date(2026, 5, 2), by=system(), at=noon(PUBLISHED)
    )
    assert [row.kind for row in duty.changes.all()] == [DutyEvent.OPENED, DutyEvent.MET]
    assert [row.number for row in duty.changes.all()] == [1, 2]
    opened = duty.changes.get(number=1)
    assert opened.steps[0] == {"step": "base", "on": "2026-03-31"}
    assert opened.made_by == system()


def test_a_pause_that_is_granted_adds_its_days_and_one_that_waits_does_not(duty):
    asked = pause_of(duty, date(2026, 4, 10), days=20)
    assert stored(duty) == date(2026, 5, 31)
    approve(asked, note="同意")
    assert stored(duty) == replayed(duty) == date(2026, 6, 20)
    change = duty.changes.get(kind=DutyEvent.PAUSED)
    assert (change.days, change.reason, change.adjustment) == (20, "停产检修", asked)
    verbs = Activity.objects.filter(thing_id=duty.listing_id, verb__startswith="adjustment").values_list(
        "verb"
    )
    assert sorted(verb for (verb,) in verbs) == ["adjustment_decide", "adjustment_request"]


def test_a_pause_without_a_document_is_refused(duty):
    with pytest.raises(Refused, match="没有文件不能中止"):
        pause_of(duty, date(2026, 4, 10), document=None)
    with pytest.raises(Refused, match="没有文件不能中止"):
        extension_of(duty, date(2026, 6, 10), document=None)
    assert not DutyAdjustment.objects.exists()


def test_nobody_approves_his_own_request_and_no_lower_bureau_a_higher_ones(duty):
    county, city, colleague = make_user(Role.COUNTY), make_user(Role.CITY), make_user(Role.COUNTY)
    own = pause_of(duty, date(2026, 4, 10), by=county)
    with pytest.raises(NotAllowed, match="不能审批自己"):
        approve(own, by=county)
    with pytest.raises(NotAllowed, match="上级主管部门"):
        approve(own, by=make_user(Role.COUNTY, "140106"))
    assert list(requests_waiting(county)) == []
    assert list(requests_waiting(colleague)) == [own]
    approve(own, by=colleague)
    above = pause_of(duty, date(2026, 5, 10), by=city)
    assert list(requests_waiting(colleague)) == []
    with pytest.raises(NotAllowed, match="上级主管部门"):
        approve(above, by=colleague)
    with pytest.raises(NotAllowed, match="不在您的管辖范围"):
        pause_of(duty, date(2026, 5, 10), by=make_user(Role.CITY, "140200"))


def test_overlapping_pauses_are_refused_also_when_one_of_them_waits(duty):
    asked = pause_of(duty, date(2026, 4, 10), days=10)
    with pytest.raises(Refused, match="已有一份同类申请"):
        pause_of(duty, date(2026, 5, 1), days=3)
    approve(asked)
    duty.refresh_from_db()
    with pytest.raises(Refused, match="重叠"):
        pause_of(duty, date(2026, 4, 19), days=3)
    approve(pause_of(duty, date(2026, 4, 20), days=3))
    assert stored(duty) == replayed(duty) == date(2026, 6, 13)


@pytest.mark.parametrize("first", [date(2026, 3, 31), date(2026, 6, 1)])
def test_a_pause_begins_inside_the_term(duty, first):
    with pytest.raises(Refused, match="期限"):
        pause_of(duty, first)


def test_after_the_duty_is_met_nothing_is_asked_for_and_nothing_granted(duty):
    asked = pause_of(duty, date(2026, 4, 10))
    duty_meet(listing=duty.listing, code=DutyCode.START, on=date(2026, 4, 20))
    with pytest.raises(Refused, match="已经履行"):
        approve(asked)
    with pytest.raises(Refused, match="已经履行"):
        extension_of(duty, date(2026, 6, 10))
    asked.refresh_from_db()
    assert asked.state == AdjustmentState.REQUESTED
    assert stored(duty) == date(2026, 5, 31)


def test_a_term_that_is_over_is_neither_paused_nor_extended(duty):
    with pytest.raises(Refused, match="届满"):
        extension_of(duty, date(2026, 7, 1), on=date(2026, 6, 1))


def test_an_extension_keeps_to_its_maximum_and_is_undone_by_a_counter_row(duty):
    with pytest.raises(Refused, match="最多延长 90 日"):
        extension_of(duty, date(2026, 8, 30))
    with pytest.raises(Refused, match="晚于现在的期限"):
        extension_of(duty, date(2026, 5, 31))
    granted = approve(extension_of(duty, date(2026, 8, 29)))
    assert stored(duty) == replayed(duty) == date(2026, 8, 29)
    duty.refresh_from_db()
    with pytest.raises(
        Refused, match="最多延长"
    ):  # the maximum counts from the law's day, not from the last extension
        extension_of(duty, date(2026, 9, 30))
    with pytest.raises(Refused, match="写明理由"):
        undo(granted, note=" ")
    undo(granted)
    assert stored(duty) == replayed(duty) == date(2026, 5, 31)
    assert [row.kind for row in duty.changes.all()] == ["opened", "extended", "extension_undone"]
    with pytest.raises(Refused, match="只有已批准的延期"):
        undo(granted)


def undo(adjustment: DutyAdjustment, note: str = "批准有误") -> DutyAdjustment:
    return extension_undo(
        adjustment=adjustment,
        version=adjustment.version,
        note=note,
        by=make_user(Role.CITY),
        at=noon(date(2026, 5, 20)),
    )


def resume(adjustment: DutyAdjustment, on: date) -> DutyAdjustment:
    return pause_resume(
        adjustment=adjustment,
        resumed_on=on,
        version=adjustment.version,
        by=make_user(Role.CITY),
        at=noon(date(2026, 5, 20)),
    )


def test_a_pause_that_ends_early_gives_back_the_rest(duty):
    pause = pause_of(duty, date(2026, 4, 10), days=30)
    with pytest.raises(Refused, match="只有已批准的中止"):
        resume(pause, date(2026, 4, 15))
    approve(pause)
    with pytest.raises(Refused, match="中止期间之内"):
        resume(pause, date(2026, 4, 10))
    resume(pause, date(2026, 4, 15))
    assert stored(duty) == replayed(duty) == date(2026, 6, 5)
    duty.refresh_from_db()
    approve(pause_of(duty, date(2026, 4, 15), days=1))  # the days given back can be paused again
    assert stored(duty) == date(2026, 6, 6)


def test_a_refusal_needs_a_word_and_moves_nothing(duty):
    asked = pause_of(duty, date(2026, 4, 10))
    facts = {"adjustment": asked, "version": 1, "by": make_user(Role.CITY), "at": noon(date(2026, 4, 12))}
    with pytest.raises(Refused, match="写明意见"):
        adjustment_refuse(note="", **facts)
    adjustment_refuse(note="文件不全", **facts)
    assert (asked.state, stored(duty)) == (AdjustmentState.REFUSED, date(2026, 5, 31))
    with pytest.raises(Refused, match="已经办结"):
        approve(asked)


def test_two_who_decide_at_once_decide_once(duty):
    asked = pause_of(duty, date(2026, 4, 10))
    copy = DutyAdjustment.objects.select_related("duty__listing__enterprise__region", "asked_by__region").get(
        pk=asked.pk
    )
    approve(asked)
    with pytest.raises(Stale):
        approve(copy)
    assert duty.changes.filter(kind=DutyEvent.PAUSED).count() == 1


def test_the_history_cannot_be_changed_or_thinned_out(duty):
    for deed in (lambda: DutyChange.objects.update(days=5), lambda: DutyChange.objects.all().delete()):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            deed()
    assert duty.changes.count() == 1


DEEDS = st.lists(
    st.tuples(
        st.sampled_from(["pause", "extend", "resume", "undo", "meet"]), st.integers(1, 50), st.integers(1, 30)
    ),
    max_size=7,
)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(deeds=DEEDS)
def test_after_any_sequence_of_services_the_history_gives_the_stored_day(duty, officers, deeds):
    point = transaction.savepoint()
    for deed in deeds:
        try:
            with transaction.atomic():
                carry_out(Duty.objects.get(pk=duty.pk), officers, *deed)
        except Refused:
            continue
        assert stored(duty) == replayed(duty)
    numbers = list(duty.changes.values_list("number", flat=True))
    assert numbers == list(range(1, len(numbers) + 1))
    transaction.savepoint_rollback(point)


@pytest.fixture
def officers():
    return make_user(Role.COUNTY), make_user(Role.CITY)


def carry_out(duty: Duty, officers, deed: str, a: int, b: int) -> None:
    county, city = officers
    today = date(2026, 12, 31)
    if deed == "pause":
        approve(pause_of(duty, PUBLISHED + timedelta(days=a), days=b, by=county), by=city)
    elif deed == "extend":
        approve(extension_of(duty, duty.due_on + timedelta(days=b), by=county), on=today, by=city)
    elif deed == "meet":
        duty_meet(listing=duty.listing, code=duty.code, on=PUBLISHED + timedelta(days=a))
    else:
        found = duty.adjustments.filter(state=AdjustmentState.APPROVED).order_by("pk").first()
        if found is None:
            return
        facts = {"adjustment": found, "version": found.version, "by": city, "at": noon(today)}
        if deed == "undo":
            extension_undo(note="撤回", **facts)
        else:
            pause_resume(resumed_on=PUBLISHED + timedelta(days=a), **facts)
