"""Exact amounts: Decimal in Python, scaled 64-bit integers in the database, so that sums agree to the last digit."""

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

DECIMALS = 6
_SCALE = 10**DECIMALS
_LARGEST = Decimal(2**63 - 1) / _SCALE


class QuantityField(models.BigIntegerField):
    """An exact amount with up to six decimals. `unit` (万元, t/a …) is for people and documents.

    Django's DecimalField is a float on SQLite: sums of cities would differ from the province.
    Database sums and comparisons work on the scaled integers.
    """

    # What django-stubs reads: amounts go in and come out as Decimal, not as the integers of the column.
    _pyi_private_set_type: Any
    _pyi_private_get_type: Decimal  # type: ignore[assignment]  # the column's type differs from ours
    _pyi_lookup_exact_type: Any

    def __init__(self, *args: Any, unit: str = "", **kwargs: Any) -> None:
        self.unit = unit
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        if self.unit:
            kwargs["unit"] = self.unit
        return name, path, args, kwargs

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Decimal | None:
        return None if value is None else plain(Decimal(int(value)) / _SCALE)

    def to_python(self, value: Any) -> Decimal | None:
        if value is None or value == "":
            return None
        return Decimal(str(value))

    def get_prep_value(self, value: Any) -> int | None:
        amount = self.to_python(value)
        return None if amount is None else scaled(amount)

    def value_to_string(self, obj: Any) -> str:
        value = self.value_from_object(obj)
        return "" if value is None else str(value)

    @property
    def validators(self) -> list[Any]:
        return [check_exact]

    def formfield(self, **kwargs: Any) -> Any:
        attrs = {"inputmode": "decimal", "data-unit": self.unit}
        options: dict[str, Any] = {"form_class": forms.DecimalField, "decimal_places": DECIMALS}
        options["widget"] = forms.TextInput(attrs=attrs)
        return models.Field.formfield(self, **(options | kwargs))


def check_exact(value: Any) -> None:
    """Refuse what the column cannot hold exactly."""
    amount = Decimal(str(value))
    if abs(amount) > _LARGEST:
        raise ValidationError(_("数值过大，请检查单位是否正确。"))
    if amount != amount.quantize(Decimal(1).scaleb(-DECIMALS)):
        raise ValidationError(_("最多保留六位小数，请四舍五入后填写。"))


def scaled(amount: Decimal) -> int:
    """The stored integer of an amount; ValueError when it would not be exact."""
    number = amount * _SCALE
    if number != number.to_integral_value():
        raise ValueError(f"{amount} has more than {DECIMALS} decimals")
    return int(number)


def plain(amount: Decimal) -> Decimal:
    """The same amount without trailing zeros and without an exponent: 1E+3 becomes 1000."""
    normal = amount.normalize()
    return normal.quantize(Decimal(1)) if normal.as_tuple().exponent > 0 else normal  # type: ignore[operator]


def rounded(amount: Decimal, places: int) -> Decimal:
    """Half-up, as people in offices round."""
    return amount.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
