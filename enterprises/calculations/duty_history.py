"""A due date is what its history makes it: the day the law counts, plus pauses, or a later day set by extension."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from enterprises.enums import DutyEvent

_COUNTED = {DutyEvent.OPENED, DutyEvent.RECOMPUTED}
_PAUSED = {DutyEvent.PAUSED, DutyEvent.RESUMED}


@dataclass(frozen=True)
class ClockEvent:
    """One row of a duty's history, as far as it moves the day.

    `counted_on`: the day by law alone (opened, recomputed). `case`: which pause or extension. `days`: how long
    that pause is now (paused, resumed). `until_on`: the day an extension sets. `rolled`: by how many days
    the last day moves on after all pauses, where the term rolls to a working day.
    """

    kind: str
    counted_on: date | None = None
    case: int | None = None
    days: int = 0
    until_on: date | None = None
    rolled: int = 0


@dataclass(frozen=True)
class Extension:
    """A later day by decision; pauses approved afterwards move it on, those before it are in it already."""

    until_on: date
    before: frozenset[int | None]


@dataclass(frozen=True)
class ClockState:
    """Where a clock stands after some of its history."""

    counted_on: date
    rolled: int = 0
    pauses: dict[int | None, int] = field(default_factory=dict)
    extensions: dict[int | None, Extension] = field(default_factory=dict)

    @property
    def lawful_on(self) -> date:
        """The last day without extensions: the law's, and the pauses."""
        return self.counted_on + timedelta(days=sum(self.pauses.values()) + self.rolled)

    @property
    def due_on(self) -> date:
        return max([self.lawful_on, *(self._extended(row) for row in self.extensions.values())])

    def _extended(self, row: Extension) -> date:
        later = sum(days for case, days in self.pauses.items() if case not in row.before)
        return row.until_on + timedelta(days=later)


def replay_state(events: Iterable[ClockEvent]) -> ClockState | None:
    """The clock after its events in their order; None before it was opened."""
    state: ClockState | None = None
    for event in events:
        state = _after(state, event)
    return state


def replay(events: Iterable[ClockEvent]) -> date | None:
    """The due date that a duty's history gives, from nothing but the history."""
    state = replay_state(events)
    return state.due_on if state else None


def _after(state: ClockState | None, event: ClockEvent) -> ClockState | None:
    if event.kind in _COUNTED and event.counted_on is not None:
        # opened a second time it begins afresh: what moved the first run is over
        known = state if state and event.kind != DutyEvent.OPENED else ClockState(event.counted_on)
        return replace(known, counted_on=event.counted_on, rolled=event.rolled)
    if state is None:
        return None
    if event.kind in _PAUSED:
        return replace(state, pauses=state.pauses | {event.case: event.days}, rolled=event.rolled)
    if event.kind == DutyEvent.EXTENDED and event.until_on is not None:
        extension = Extension(event.until_on, frozenset(state.pauses))
        return replace(state, extensions=state.extensions | {event.case: extension})
    if event.kind == DutyEvent.EXTENSION_UNDONE:
        left = {case: row for case, row in state.extensions.items() if case != event.case}
        return replace(state, extensions=left)
    return state
