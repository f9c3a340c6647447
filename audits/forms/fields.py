"""Inputs the forms of audits share."""

from typing import Any

from django import forms

from config.common.quantities import DECIMALS, check_exact


class DayField(forms.DateField):
    """A calendar day, chosen in the browser's own calendar."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
        super().__init__(**kwargs)


class AmountField(forms.DecimalField):
    """An exact amount with its unit behind the input."""

    def __init__(self, *, unit: str = "", **kwargs: Any) -> None:
        attrs = {"inputmode": "decimal", "data-unit": unit}
        kwargs.setdefault("widget", forms.TextInput(attrs=attrs))
        super().__init__(decimal_places=DECIMALS, **kwargs)
        self.validators.append(check_exact)


def text_area(rows: int = 4) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})
