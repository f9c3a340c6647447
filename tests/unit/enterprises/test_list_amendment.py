"""The gate of issuing an amendment, check by check."""

from dataclasses import replace
from datetime import date

import pytest

from enterprises.enums import AmendmentKind
from enterprises.gates.list_amendment import (
    AmendmentFacts,
    ItemFacts,
    amendment_problems,
    amendment_warnings,
)

REMOVED = ItemFacts(AmendmentKind.REMOVE, "晋源焦化", "/remove/", reason="已关停", number=3)
CORRECTED = ItemFacts(AmendmentKind.CORRECT, "太化股份", "/correct/", reason="名称有误", number=4)
ADDED = ItemFacts(
    AmendmentKind.ADD, "西山煤电", "/add/", reason="使用苯", code="91140105MA0000001E", code_link="/code/"
)
READY = AmendmentFacts(
    document_no="晋环函〔2026〕45号",
    authority="山西省生态环境厅",
    amended_on=date(2026, 6, 15),
    today=date(2026, 6, 15),
    last_on=date(2026, 6, 15),
    link="/edit/",
    items=(ADDED, REMOVED, CORRECTED),
)


def test_a_complete_amendment_may_be_issued():
    assert amendment_problems(READY) == []
    assert amendment_warnings(READY) == []


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"document_no": " "}, "document_no_missing"),
        ({"document_no": "四十五号"}, "document_no_form"),
        ({"document_no_taken": True}, "document_no_taken"),
        ({"authority": ""}, "authority_missing"),
        ({"amended_on": None}, "amended_on_missing"),
        ({"amended_on": date(2026, 6, 16)}, "amended_on_future"),
        ({"amended_on": date(2026, 6, 14)}, "amended_on_early"),
        ({"items": ()}, "no_items"),
    ],
)
def test_the_paper_itself_must_be_whole(change, code):
    problems = amendment_problems(replace(READY, **change))
    assert [problem.code for problem in problems] == [code]
    assert problems[0].link == "/edit/"


@pytest.mark.parametrize(
    ("item", "code", "link"),
    [
        (replace(ADDED, number=7), "already_listed", "/add/"),
        (replace(ADDED, elsewhere="第二批名单"), "listed_elsewhere", "/add/"),
        (replace(ADDED, code=""), "without_code", "/code/"),
        (replace(ADDED, reason=""), "without_reason", "/add/"),
        (replace(REMOVED, number=None), "not_listed", "/remove/"),
        (replace(REMOVED, reason=" "), "without_reason", "/remove/"),
        (replace(CORRECTED, number=None), "not_listed", "/correct/"),
        (replace(CORRECTED, corrects=False), "nothing_corrected", "/correct/"),
    ],
)
def test_each_item_must_hold(item, code, link):
    problems = amendment_problems(replace(READY, items=(item,)))
    assert [(problem.code, problem.link) for problem in problems] == [(code, link)]
    assert item.name in problems[0].sentence


def test_before_there_were_codes_none_is_asked_for():
    old = date(2014, 5, 6)
    facts = replace(READY, amended_on=old, today=old, last_on=old, items=(replace(ADDED, code=""),))
    assert amendment_problems(facts) == []


def test_what_may_be_accepted_is_a_warning():
    items = (replace(ADDED, too_soon="每 5 年一轮", missing="有毒有害物质"), REMOVED)
    told = amendment_warnings(replace(READY, items=items))
    assert [problem.code for problem in told] == ["too_soon", "without_facts"]
    assert "每 5 年一轮" in told[0].sentence
