"""The trail in people's words: columns and choices of the thing, our words for the rest, nothing for nothing."""

from typing import Any

import pytest

from accounts.models import Activity
from accounts.presenters import change_lines


def lines(kind: str, new: dict[str, Any], old: dict[str, Any] | None = None) -> list[str]:
    return change_lines(Activity(thing_kind=kind, old=old or {}, new=new))


def test_a_state_is_said_in_its_own_words() -> None:
    assert lines("audits.round", {"state": "PLANNED"}) == ["状态：待报审核计划"]


def test_what_was_and_what_is_stand_beside_each_other() -> None:
    assert lines("audits.review", {"score": "92.5"}, {"score": "88"}) == ["得分：88 → 92.5"]


@pytest.mark.parametrize(
    ("kind", "name", "words"),
    [
        ("measures.verification", "photos", "照片：2"),
        ("measures.verification", "readings", "读数：2"),
        ("audits.review", "experts", "专家组：2"),
    ],
)
def test_rows_that_hang_on_the_thing_are_told_under_our_words(kind: str, name: str, words: str) -> None:
    assert lines(kind, {name: 2}) == [words]


def test_lists_are_told_one_after_the_other_and_nothing_as_unknown() -> None:
    assert lines("audits.review", {"experts": ["宋国平", "董秀英"]}) == ["专家组：宋国平、董秀英"]
    assert lines("measures.verification", {"readings": {}, "photos": ""}) == ["读数：—", "照片：—"]


def test_a_table_of_facts_is_told_as_it_is() -> None:
    assert lines("audits.roundstage", {"facts": {"heat": 1}}) == ["facts：{'heat': 1}"]


def test_a_thing_whose_table_is_gone_keeps_its_codes() -> None:
    assert lines("gone.thing", {"colour": "red"}) == ["colour：red"]
    assert lines("", {"colour": "red"}) == ["colour：red"]
