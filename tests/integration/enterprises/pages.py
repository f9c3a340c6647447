"""What the page tests of enterprises share: addresses, and the form data a browser would send."""

from typing import Any

from django.urls import reverse

from enterprises.models import KeyArea
from tests.factories.accounts import place
from tests.factories.enterprises import industry, make_uscc


def url_of(name: str, *args: int) -> str:
    return reverse(f"enterprises:{name}", args=args)


def enterprise_data(**changes: Any) -> dict[str, Any]:
    """The enterprise form, filled completely."""
    values = {
        "name": "太原晋源焦化有限公司",
        "uscc": make_uscc(),
        "region": place("140105").pk,
        "industry": industry().pk,
        "scale": "large",
        "status": "active",
        "old_code": "12345678-9",
        "permits": "91140105ma0000001x001p\n\n91140105MA0000001X002Q",
        "key_areas": [KeyArea.objects.get(name="汾河流域").pk],
    }
    return values | changes
