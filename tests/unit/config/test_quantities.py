"""Amounts are exact on both databases: what goes in comes out, and sums of parts are the sum."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from config.common.quantities import QuantityField, check_exact, plain, rounded, scaled

amounts = st.decimals(min_value=-(10**9), max_value=10**9, places=6, allow_nan=False)


@given(amounts)
def test_an_amount_survives_storing_and_reading(amount: Decimal) -> None:
    assert QuantityField().from_db_value(scaled(amount), None, None) == amount


def test_more_decimals_than_the_column_holds_are_refused() -> None:
    with pytest.raises(ValidationError):
        check_exact(Decimal("0.0000001"))
    with pytest.raises(ValueError, match="more than 6 decimals"):
        scaled(Decimal("0.0000001"))


def test_a_number_beyond_the_column_is_refused() -> None:
    with pytest.raises(ValidationError):
        check_exact(Decimal(10) ** 13)


@pytest.mark.parametrize(
    ("amount", "text"), [("1E+3", "1000"), ("51.240", "51.24"), ("0.00", "0"), ("-2.50", "-2.5")]
)
def test_plain_amounts_have_no_exponent_and_no_trailing_zeros(amount: str, text: str) -> None:
    assert str(plain(Decimal(amount))) == text


def test_rounding_is_half_up_as_offices_do() -> None:
    assert rounded(Decimal("2.345"), 2) == Decimal("2.35")
    assert rounded(Decimal("2.5"), 0) == Decimal("3")


def test_an_unknown_amount_stays_unknown() -> None:
    field = QuantityField()
    assert field.from_db_value(None, None, None) is None
    assert field.to_python("") is None
    assert field.get_prep_value(None) is None


def test_the_form_field_shows_its_unit() -> None:
    field = QuantityField("投资", unit="万元")
    assert field.formfield().widget.attrs["data-unit"] == "万元"
    assert field.deconstruct()[3]["unit"] == "万元"
