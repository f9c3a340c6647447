"""Who stands aside and in which order the others are drawn."""

import pytest

from audits.calculations.draw import ExpertFacts, draw_order, exclusion, next_drawn

PLANT, AGENCY = "太原三晋炼焦有限公司", "晋清清洁生产咨询有限公司"


def expert(employer="山西大学", ties=(), account=True):
    return ExpertFacts(7, "许文博", employer, account, tuple(ties))


@pytest.mark.parametrize(
    ("facts", "why", "party"),
    [
        ({"employer": PLANT}, "employer", PLANT),
        ({"employer": "太原三晋炼焦 有限公司"}, "employer", PLANT),
        ({"employer": AGENCY}, "employer", AGENCY),
        ({"employer": "太原三晋炼焦集团有限公司"}, "group", PLANT),
        ({"employer": "太原三晋炼焦有限公司技术中心"}, "group", PLANT),
        ({"ties": [("advised", PLANT)]}, "advised", PLANT),
        ({"ties": [("former", AGENCY)]}, "former", AGENCY),
        ({"account": False}, "account", ""),
    ],
)
def test_who_is_tied_to_the_enterprise_or_its_agency_stands_aside(facts, why, party):
    found = exclusion(expert(**facts), [PLANT, AGENCY])
    assert (found.why, found.party) == (why, party)


@pytest.mark.parametrize("facts", [{}, {"employer": "太原理工大学"}, {"ties": [("advised", "另一家厂")]}])
def test_who_has_no_tie_may_judge(facts):
    assert exclusion(expert(**facts), [PLANT, AGENCY]) is None


def test_the_same_seed_and_pool_give_the_same_order_whatever_order_they_came_in():
    assert draw_order(20261124, [5, 1, 9, 3, 7]) == draw_order(20261124, [9, 7, 5, 3, 1]) == [9, 5, 7, 1, 3]
    assert sorted(draw_order(1, range(5000))) == list(range(5000))


def test_replacements_come_from_the_same_order():
    assert next_drawn([4, 2, 8, 6], [4, 2], 1) == [8]
    assert next_drawn([4, 2], [4, 2], 1) == []
