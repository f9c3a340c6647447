"""The effects of measures that stand, added up by the database."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, QuerySet, Sum
from django.db.models.functions import Coalesce, ExtractYear

from accounts.models import Region, User
from measures.calculations.energy import DERIVED
from measures.enums import STANDING
from measures.models import BenefitIndicator, Effect

_KEYS = {
    "indicator": F("indicator_id"),
    "place": F("measure__round__enterprise__region_id"),
    "year": ExtractYear("measure__implemented_on"),
}


@dataclass(frozen=True)
class Rolled:
    """One group: its keys in the order asked for, and its sums in the indicator's unit.

    `counted` is what figures count: the verified reading where there is one, else what was achieved;
    `verified` is what was read on site alone.
    """

    keys: tuple[int, ...]
    measures: int
    expected: Decimal
    achieved: Decimal
    verified: Decimal
    counted: Decimal
    read: int


def effects_rolled(
    user: User, keys: Sequence[str], *, indicator: int | None = None, year: int | None = None
) -> list[Rolled]:
    """Sums of the reader's effects by any of indicator, place, year (of implementation). One query.

    Only measures that stand count; standard coal is derived, and never among the rows.
    """
    rows = Effect.objects.visible_to(user).filter(measure__state__in=STANDING)
    if indicator is not None:
        rows = rows.filter(indicator_id=indicator)
    if year is not None:
        rows = rows.filter(measure__implemented_on__year=year)
    groups = rows.order_by().values(**{f"by_{key}": _KEYS[key] for key in keys})
    return [_rolled(dict(group), keys) for group in groups.annotate(**_sums())]


def _sums() -> dict[str, Any]:
    return {
        "measures": Count("pk"),
        "sum_expected": Sum("expected"),
        "sum_achieved": Sum("achieved"),
        "sum_verified": Sum("verified"),
        "sum_counted": Sum(Coalesce("verified", "achieved")),
        "read": Count("verified"),
    }


def _rolled(group: dict[str, Any], keys: Sequence[str]) -> Rolled:
    zero = Decimal(0)
    return Rolled(
        keys=tuple(group[f"by_{key}"] for key in keys),
        measures=group["measures"],
        expected=group["sum_expected"] or zero,
        achieved=group["sum_achieved"] or zero,
        verified=group["sum_verified"] or zero,
        counted=group["sum_counted"] or zero,
        read=group["read"],
    )


def rolled_indicators() -> list[BenefitIndicator]:
    return list(BenefitIndicator.objects.exclude(code=DERIVED).order_by("order", "pk"))


def places(ids: Sequence[int]) -> QuerySet[Region]:
    return Region.objects.filter(pk__in=ids).select_related("city").order_by("code")
