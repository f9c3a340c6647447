"""Units: the same amount said in another one, both ways, and what does not convert."""

from decimal import Decimal

import pytest

from config.common.errors import Refused
from config.common.units import alternatives, converted


@pytest.mark.parametrize(
    ("amount", "given", "wanted", "said"),
    [
        ("1500", "kg/a", "t/a", "1.5"),
        ("1.5", "t/a", "kg/a", "1500"),
        ("120000", "kWh/a", "万kWh/a", "12"),
        ("12", "万kWh/a", "kWh/a", "120000"),
        ("29307.6", "MJ", "tce", "1"),
        ("1", "tce", "MJ", "29307.6"),
        ("1", "MJ", "tce", "0.000034"),
        ("2", "万t/a", "t/a", "20000"),
        ("7", "盒", "盒", "7"),
    ],
)
def test_an_amount_is_said_in_another_unit(amount, given, wanted, said):
    assert str(converted(Decimal(amount), given, wanted)) == said


@pytest.mark.parametrize(
    ("given", "wanted"), [("kWh/a", "t/a"), ("t", "t/a"), ("斤", "t/a"), ("m³/a", "t/a")]
)
def test_what_measures_something_else_is_refused_with_the_units_that_do(given, wanted):
    with pytest.raises(Refused, match=f"“{given}”不能换算为“{wanted}”；请改用：t/a、g/a、kg/a、万t/a。"):
        converted(Decimal(1), given, wanted)


def test_a_unit_outside_the_table_stands_for_itself_alone():
    assert alternatives("盒") == ["盒"]
