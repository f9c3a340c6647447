"""The list on any day, taken back from what stands now, is what was on it on that day."""

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from enterprises.calculations.list_history import (
    CORRECTABLE,
    Correction,
    EntryHistory,
    changed_words,
    list_on,
)

FIRST = date(2026, 3, 31)
DAYS = 30
CATEGORIES = (["TOXIC"], ["OVER_LIMIT"], ["OVER_LIMIT", "ENERGY"])


@dataclass
class Book:
    """A list as a clerk would keep it: entries are crossed out and rewritten, and each evening is photographed."""

    entries: list[EntryHistory] = field(default_factory=list)
    evenings: dict[date, list[dict[str, Any]]] = field(default_factory=dict)

    def add(self, on: date) -> None:
        number = len(self.entries) + 1
        words = {"number": number, "name": f"第{number}厂", "uscc": "", "categories": ["TOXIC"]}
        self.entries.append(EntryHistory(words | {"reason": "", "facts": []}, on))

    def remove(self, at: int, on: date) -> None:
        self.entries[at] = replace(self.entries[at], removed_on=on)

    def correct(self, at: int, on: date, order: int, words: dict[str, Any]) -> None:
        entry = self.entries[at]
        new = changed_words(entry.words, words)
        old = {name: entry.words[name] for name in new}
        corrections = (*entry.corrections, Correction(on, order, old))
        self.entries[at] = replace(entry, words={**entry.words, **new}, corrections=corrections)

    def photograph(self, on: date) -> None:
        """What can be read of the page this evening, without asking when anything was written."""
        self.evenings[on] = [dict(entry.words) for entry in self.entries if entry.removed_on is None]


WORDS = st.fixed_dictionaries(
    {},
    optional={
        "name": st.sampled_from(["甲厂", "乙厂"]),
        "uscc": st.sampled_from(["91140105MA0000001E", ""]),
        "categories": st.sampled_from(CATEGORIES),
        "reason": st.sampled_from(["超标", "使用苯"]),
        "facts": st.sampled_from([[], [{"kind": "toxic", "name": "苯"}]]),
    },
)
DEED = st.tuples(st.sampled_from(["add", "remove", "correct"]), st.integers(0, 50), WORDS)
AMENDMENTS = st.lists(st.tuples(st.integers(0, DAYS - 1), st.lists(DEED, max_size=4)), max_size=8)


@given(st.integers(1, 5), AMENDMENTS)
def test_replaying_gives_exactly_what_was_on_each_day(first: int, amendments: list[Any]) -> None:
    book = Book()
    for _number in range(first):
        book.add(FIRST)
    ordered = sorted(amendments, key=lambda one: one[0])
    for day in range(DAYS):
        on = FIRST + timedelta(days=day)
        for order, (due, deeds) in enumerate(ordered):
            if due == day:
                _carry_out(book, on, order, deeds)
        book.photograph(on)
    for on, page in book.evenings.items():
        assert list_on(book.entries, on) == page
    assert list_on(book.entries, FIRST - timedelta(days=1)) == []


def _carry_out(book: Book, on: date, order: int, deeds: list[Any]) -> None:
    """One amendment: each entry has at most one item, and what was taken off stays off."""
    touched: set[int] = set()
    for kind, pick, words in deeds:
        if kind == "add":
            book.add(on)
            touched.add(len(book.entries) - 1)
            continue
        at = pick % len(book.entries)
        if at in touched or book.entries[at].removed_on is not None:
            continue
        touched.add(at)
        if kind == "remove":
            book.remove(at, on)
        else:
            book.correct(at, on, order, words)


def test_only_what_differs_is_a_correction():
    before = {"number": 1, "name": "甲厂", "uscc": "", "categories": ["TOXIC"], "reason": "", "facts": []}
    assert changed_words(before, {name: before[name] for name in CORRECTABLE}) == {}
    assert changed_words(before, {"name": "乙厂", "uscc": ""}) == {"name": "乙厂"}
