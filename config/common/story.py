"""What befell an enterprise: each app tells its part (hook STORY), one page shows them in one line of time."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from config.common.plug import hooks


@dataclass(frozen=True)
class StoryEvent:
    """One event: its day, its kind in a word, what happened, and where to read more."""

    on: date
    kind: str
    text: str
    note: str = ""
    href: str = ""


def story_of(user: Any, ids: Iterable[int]) -> list[StoryEvent]:
    """Everything that befell the enterprises with these ids and `user` may read, newest first."""
    known = list(ids)
    events = [event for source in hooks("STORY") for event in source(user, known)]
    return sorted(events, key=lambda event: event.on, reverse=True)
