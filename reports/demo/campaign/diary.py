"""Deeds in the order of their days: many scripts, each a generator that says when it goes on."""

import heapq
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, timedelta
from itertools import count
from random import Random

from django.utils import timezone

Script = Iterator[datetime]
Deed = Callable[[datetime], None]


class Diary:
    """Runs its scripts so that what happened earlier is written earlier, whatever script it is of."""

    def __init__(self) -> None:
        self._waiting: list[tuple[datetime, int, Script]] = []
        self._order = count()

    def add(self, script: Script) -> None:
        """A script yields the time of each deed before it does it; nothing is done before the first yield."""
        when = next(script, None)
        if when is not None:
            heapq.heappush(self._waiting, (when, next(self._order), script))

    def run(self) -> None:
        while self._waiting:
            _when, _order, script = heapq.heappop(self._waiting)
            self.add(script)


def script(times: Sequence[datetime], deeds: Sequence[Deed]) -> Script:
    for at, deed in zip(times, deeds, strict=True):
        yield at
        deed(at)


def working_time(random: Random, on: date) -> datetime:
    """A moment of a working day's morning or afternoon, Asia/Shanghai."""
    minutes = random.choice([random.randint(0, 170), random.randint(330, 510)])
    midnight = datetime.combine(on, datetime.min.time(), timezone.get_default_timezone())
    return midnight + timedelta(hours=8, minutes=30 + minutes)


def spread(random: Random, first: date, last: date, number: int) -> list[datetime]:
    """`number` moments from `first` to `last` in their order, at irregular distances."""
    if not number:
        return []
    gaps = [random.uniform(0.6, 1.4) for _gap in range(number)]
    days = (last - first).days
    passed, moments = 0.0, []
    for gap in gaps:
        passed += gap
        moments.append(working_time(random, first + timedelta(days=int(days * passed / sum(gaps)))))
    return sorted(moments)
