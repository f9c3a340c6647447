"""What every input of measures is made of: exact amounts, days, texts."""

from typing import Any

from django import forms

from config.common.quantities import DECIMALS, check_exact


def amount_field(label: Any, unit: str = "", **options: Any) -> forms.DecimalField:
    """An exact amount with its unit beside the input; empty is unknown, never zero."""
    attrs = {"inputmode": "decimal", "data-unit": unit, "autocomplete": "off"}
    return forms.DecimalField(
        label=label,
        required=options.pop("required", False),
        decimal_places=DECIMALS,
        validators=[check_exact],
        widget=forms.TextInput(attrs=attrs),
        **options,
    )


def day_field(label: Any, **options: Any) -> forms.DateField:
    return forms.DateField(
        label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **options
    )


def text_area(rows: int = 3, **attrs: str) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, **attrs})
