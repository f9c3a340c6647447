"""Which names, codes and addresses make two enterprises look like one."""

from dataclasses import replace

import pytest

from enterprises.calculations.likeness import Subject, core_of, likely_doubles, pairs_of, percent_alike

A = "91140105MA0000001X"
B = "91140105MA0000002H"
ONE = Subject(1, A, "", "山西晋源焦化有限公司", 10, 100, "")


def alike(**other) -> list[tuple]:
    two = replace(ONE, id=2, **other)
    return [(p.percent, p.same_code, p.same_name, p.same_address) for p in likely_doubles([ONE, two])]


@pytest.mark.parametrize(
    ("name", "core"),
    [
        ("山西晋源焦化有限责任公司", "晋源焦化"),
        ("晋源焦化集团股份有限公司", "晋源焦化"),
        ("晋源焦化厂", "晋源焦化"),
        ("厂", "厂"),
    ],
)
def test_a_name_is_compared_without_its_legal_form(name: str, core: str) -> None:
    assert core_of(name) == core


def test_likeness_is_twice_the_shared_pairs_over_all_pairs() -> None:
    assert percent_alike(pairs_of("晋源焦化"), pairs_of("晋源焦化")) == 100
    assert percent_alike(pairs_of("晋源焦化"), pairs_of("晋源焦炭")) == 67
    assert percent_alike(frozenset(), frozenset()) == 0


def test_one_code_in_one_county_is_a_double_and_another_site_elsewhere_is_none() -> None:
    assert alike(name_key="别的名字") == [(100, True, False, False)]
    assert alike(name_key="别的名字", region_id=101) == []


def test_the_old_code_is_found_inside_the_new_one() -> None:
    assert alike(uscc="", old_code="MA0000001", name_key="别的名字") == [(100, True, False, False)]
    assert alike(uscc="", old_code="MA000000-1", name_key="别的名字") == [(100, True, False, False)]


def test_like_names_in_one_city_are_a_double_unless_both_have_codes_of_their_own() -> None:
    assert alike(uscc="", name_key="晋源焦化厂", region_id=101) == [(100, False, True, False)]
    assert alike(uscc="", name_key="晋源焦化厂", region_id=101, city_id=11) == []
    assert alike(uscc=B, name_key="山西晋源焦化二厂") == []


def test_one_address_with_half_alike_names_is_a_double() -> None:
    here = {"address": "晋祠路1号院内", "uscc": B}
    one = replace(ONE, address="晋祠路1号院内")
    found = likely_doubles([one, replace(one, id=2, name_key="晋源焦炭公司", **here)])
    assert [(p.same_code, p.same_name, p.same_address) for p in found] == [(False, False, True)]
    assert likely_doubles([one, replace(one, id=2, name_key="清徐陈醋公司", **here)]) == []


def test_a_crowd_says_nothing_so_that_the_work_grows_with_the_rows() -> None:
    crowd = [replace(ONE, id=n, uscc="", name_key="工业园区", address="经济开发区") for n in range(1, 5_001)]
    assert likely_doubles(crowd) == []
