"""Which technologies fit: same industry, and what they cut is what put the enterprise on the list."""

from dataclasses import dataclass

import pytest

from measures.calculations.suggestions import Plant, suggestions


@dataclass
class Row:
    pk: int
    industry: str
    target: str


LIBRARY = [
    Row(1, "焦化", "能源"),
    Row(2, "焦化", "废水"),
    Row(3, "焦化", "综合"),
    Row(4, "焦化", "二氧化硫"),
    Row(5, "水泥", "二氧化硫"),
    Row(6, "制药", "COD"),
]


def found(
    pollutants: tuple[str, ...] = (), *, energy: bool = False, taken: tuple[int, ...] = ()
) -> list[int]:
    plant = Plant(("焦化", "炼焦"), pollutants, energy)
    return [one.technology.pk for one in suggestions(plant, LIBRARY, taken=taken)]


@pytest.mark.parametrize(
    ("pollutants", "energy", "expected"),
    [
        ((), False, [3]),
        (("二氧化硫（SO2）",), False, [4, 3]),
        (("化学需氧量",), False, [2, 3]),
        (("NOx",), False, [3]),
        ((), True, [1, 3]),
    ],
)
def test_the_same_industry_and_pollutant_come_first(pollutants, energy, expected) -> None:
    assert found(pollutants, energy=energy) == expected


def test_what_a_measure_names_already_is_not_suggested_again_and_no_industry_fits_none() -> None:
    assert found(("二氧化硫",), taken=(4,)) == [3]
    assert suggestions(Plant((), ("COD",), True), LIBRARY) == []
