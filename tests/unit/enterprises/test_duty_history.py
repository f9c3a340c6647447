"""A due date is what its history makes it: the replayed day equals the one stored after any sequence."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from enterprises.calculations.duty_history import ClockEvent, replay, replay_state
from enterprises.enums import DutyEvent

OPENED = ClockEvent(DutyEvent.OPENED, counted_on=date(2026, 4, 30))


def pause(case: int, days: int) -> ClockEvent:
    return ClockEvent(DutyEvent.PAUSED, case=case, days=days)


def extension(case: int, until_on: date) -> ClockEvent:
    return ClockEvent(DutyEvent.EXTENDED, case=case, until_on=until_on)


def test_a_clock_that_was_never_opened_has_no_day():
    assert replay([]) is None
    assert replay([pause(1, 5)]) is None


def test_a_pause_adds_its_days_and_an_early_end_takes_the_rest_back():
    assert replay([OPENED, pause(1, 10)]) == date(2026, 5, 10)
    assert replay([OPENED, pause(1, 10), pause(2, 3)]) == date(2026, 5, 13)
    resumed = ClockEvent(DutyEvent.RESUMED, case=1, days=4)
    assert replay([OPENED, pause(1, 10), pause(2, 3), resumed]) == date(2026, 5, 7)


def test_an_extension_sets_a_later_day_and_its_counter_row_takes_it_back():
    undone = ClockEvent(DutyEvent.EXTENSION_UNDONE, case=2)
    events = [OPENED, pause(1, 10), extension(2, date(2026, 6, 30))]
    assert replay(events) == date(2026, 6, 30)
    assert replay([*events, undone]) == date(2026, 5, 10)


def test_a_pause_after_an_extension_moves_the_extended_day_one_before_it_does_not():
    events = [OPENED, pause(1, 10), extension(2, date(2026, 6, 30)), pause(3, 5)]
    assert replay(events) == date(2026, 7, 5)
    shortened = ClockEvent(DutyEvent.RESUMED, case=1, days=2)
    assert replay([*events, shortened]) == date(2026, 7, 5)


def test_a_recount_keeps_pauses_and_never_takes_an_extension_away():
    recount = ClockEvent(DutyEvent.RECOMPUTED, counted_on=date(2026, 5, 6))
    assert replay([OPENED, pause(1, 10), recount]) == date(2026, 5, 16)
    assert replay([OPENED, extension(1, date(2026, 5, 20)), recount]) == date(2026, 5, 20)


def test_the_last_day_after_all_pauses_rolls_on_where_the_term_says_so():
    assert replay([OPENED, replace(pause(1, 10), rolled=1)]) == date(2026, 5, 11)
    assert replay([OPENED, replace(pause(1, 10), rolled=1), pause(2, 2)]) == date(2026, 5, 12)


def test_meeting_a_duty_moves_no_day():
    assert replay([OPENED, ClockEvent(DutyEvent.MET)]) == date(2026, 4, 30)


DAYS = st.dates(date(2026, 4, 1), date(2027, 12, 31))
EVENTS = st.lists(
    st.one_of(
        st.builds(pause, st.integers(1, 4), st.integers(1, 60)),
        st.builds(extension, st.integers(5, 8), DAYS),
        st.builds(lambda on: ClockEvent(DutyEvent.RECOMPUTED, counted_on=on), DAYS),
        st.builds(lambda case: ClockEvent(DutyEvent.EXTENSION_UNDONE, case=case), st.integers(5, 8)),
        st.just(ClockEvent(DutyEvent.MET)),
    ),
    max_size=12,
)


@given(EVENTS)
def test_replaying_step_by_step_or_at_once_gives_the_same_day_and_never_one_before_the_law(events):
    stored = OPENED.counted_on
    for n in range(len(events)):
        stored = replay([OPENED, *events[: n + 1]])
    state = replay_state([OPENED, *events])
    assert stored == state.due_on
    assert state.due_on >= state.counted_on + timedelta(days=sum(state.pauses.values()))
