"""The gate of publication, check by check."""

from dataclasses import replace
from datetime import date

import pytest

from config.common.document_no import document_no_tidy, is_document_no
from enterprises.gates.list_publication import (
    LISTED_THIS_YEAR,
    TOO_SOON,
    WITHOUT_CODE,
    WITHOUT_FACTS,
    WITHOUT_REASON,
    EntryFacts,
    PublicationFacts,
    publication_problems,
    publication_warnings,
)

READY = PublicationFacts(
    document_no="晋环发〔2026〕12号",
    authority="山西省生态环境厅",
    published_on=date(2026, 3, 31),
    today=date(2026, 3, 31),
    rows=3,
)


def test_a_complete_list_may_be_published():
    assert publication_problems(READY) == []
    assert publication_warnings(READY) == []


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"document_no": " "}, "document_no_missing"),
        ({"document_no": "十二号文"}, "document_no_form"),
        ({"document_no_taken": True}, "document_no_taken"),
        ({"authority": ""}, "authority_missing"),
        ({"published_on": None}, "published_on_missing"),
        ({"published_on": date(2026, 4, 1)}, "published_on_future"),
        ({"rows": 0}, "no_rows"),
        ({"doubles": ["甲公司"]}, "doubles"),
        ({"without_category": ["甲公司"] * 7}, "without_category"),
    ],
)
def test_each_thing_that_is_missing_is_said(change, code):
    problems = publication_problems(replace(READY, **change))
    assert [problem.code for problem in problems] == [code]
    assert problems[0].sentence.endswith("。")


def entries(kind, number=1):
    return tuple(EntryFacts(kind, n, f"第{n}厂", "说明") for n in range(1, number + 1))


@pytest.mark.parametrize("kind", [LISTED_THIS_YEAR, WITHOUT_CODE])
def test_an_entry_on_another_list_of_the_year_or_without_a_code_stands_against_it(kind):
    (problem,) = publication_problems(replace(READY, entries=entries(kind)))
    assert problem.code == kind
    assert "第1厂" in problem.sentence
    assert problem.link.endswith("/1/edit/")


def test_before_there_were_codes_none_is_asked_for():
    early = replace(READY, published_on=date(2010, 3, 31), entries=entries(WITHOUT_CODE))
    assert publication_problems(early) == []


@pytest.mark.parametrize("kind", [TOO_SOON, WITHOUT_REASON, WITHOUT_FACTS])
def test_what_the_publisher_may_accept_is_a_warning_with_its_link(kind):
    facts = replace(READY, entries=entries(kind))
    (warning,) = publication_warnings(facts)
    assert (warning.code, warning.link) == (kind, "/enterprises/listings/1/edit/")
    assert publication_problems(facts) == []


def test_of_many_entries_the_first_are_named_and_the_others_counted():
    problems = publication_problems(replace(READY, entries=entries(WITHOUT_CODE, 12)))
    assert len(problems) == 11
    assert "还有 2 家企业" in problems[-1].sentence


@pytest.mark.parametrize(
    ("written", "tidy"),
    [
        ("晋环发[2010]231号", "晋环发〔2010〕231号"),
        ("晋环发（２０１０） 231 号", "晋环发〔2010〕231号"),
        ("晋环发【2010】231号", "晋环发〔2010〕231号"),
        ("晋环发〔2010〕231号", "晋环发〔2010〕231号"),
    ],
)
def test_document_numbers_get_their_brackets(written, tidy):
    assert document_no_tidy(written) == tidy
    assert is_document_no(tidy)


@pytest.mark.parametrize("number", ["晋环发〔2010〕031号", "晋环发2010-231", "〔2010〕231号", "231"])
def test_other_forms_are_no_document_numbers(number):
    assert not is_document_no(document_no_tidy(number))


@pytest.mark.parametrize(
    "number", ["公告2020年第12号", "山西省生态环境厅公告2020年第3号", "沪环规〔2020〕第3号"]
)
def test_public_notices_are_numbered_by_year(number):
    assert is_document_no(number)
