"""What waits for a person: computed from the rows each time, never typed in."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from config.common.plug import hooks


@dataclass(frozen=True)
class DutyItem:
    """One thing to do: what, for whom, by when (`paused`: its clock stands still), and the link to the field."""

    text: str
    href: str
    due_on: date | None = None
    where: str = ""
    kind: str = ""
    paused: bool = False


def todo_of(user: Any, on: date) -> list[DutyItem]:
    """Everything that waits for `user`, soonest first, undated last."""
    items = [item for source in hooks("TODO") for item in source(user, on)]
    return sorted(items, key=lambda item: (item.due_on is None, item.due_on or date.max, item.text))
