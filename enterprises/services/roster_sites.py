"""Registering the new sites that a checked sheet names, many at a time."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Max

from accounts.models import Region, User
from accounts.services.activity import activity_records
from enterprises.calculations.roster_matching import DETAILS
from enterprises.models import Enterprise, EnterprisePlacement, Permit

NAME_KEYS = ("name", "name_key", "pinyin", "initials")
Values = Mapping[str, Any]


class SiteRegistrar:
    """One import's new sites, in the caller's transaction; `newest` is the last enterprise that was there before."""

    def __init__(self, regions: Mapping[int, Region], by: User, at: datetime) -> None:
        self.regions, self.by, self.at = regions, by, at
        self.newest: int = Enterprise.objects.aggregate(newest=Max("pk"))["newest"] or 0
        self._sites: Counter[str] = Counter()

    def register(self, rows: Sequence[Values]) -> list[Enterprise]:
        """An enterprise for each row, with its place and permits, in the order of the rows."""
        numbers = self.site_numbers([values["uscc"] for values in rows])
        made = Enterprise.objects.bulk_create(
            Enterprise(
                uscc=values["uscc"],
                site_no=number,
                region_id=values["region_id"],
                region_as_published=values["place"],
                industry_id=values["industry_id"],
                industry_as_published=values["industry_as_published"],
                created_at=self.at,
                **{key: values[key] for key in (*NAME_KEYS, *DETAILS)},
            )
            for values, number in zip(rows, numbers, strict=True)
        )
        EnterprisePlacement.objects.bulk_create(
            EnterprisePlacement(enterprise=enterprise, region_id=enterprise.region_id) for enterprise in made
        )
        self.permits_add(zip(made, rows, strict=True))
        told: list[tuple[Any, Region | None, dict, dict]] = [
            (
                one,
                self.regions.get(one.region_id),
                {},
                {"name": one.name, "uscc": one.uscc, "site_no": one.site_no},
            )
            for one in made
        ]
        activity_records(by=self.by, at=self.at, verb="enterprise_create", things=told)
        return made

    def site_numbers(self, codes: Sequence[str]) -> list[int]:
        """The next site of each code; 1 where there is no code."""
        last = (
            Enterprise.objects.filter(uscc__in=set(codes) - {""}, pk__lte=self.newest)
            .order_by()
            .values_list("uscc")
            .annotate(last=Max("site_no"))
        )
        known = dict(last)
        numbers = []
        for code in codes:
            self._sites[code] += bool(code)
            numbers.append(known.get(code, 0) + self._sites[code] if code else 1)
        return numbers

    def permits_add(self, pairs: Iterable[tuple[Enterprise, Values]]) -> None:
        Permit.objects.bulk_create(
            (
                Permit(enterprise=enterprise, number=number)
                for enterprise, values in pairs
                for number in values["permits"]
            ),
            ignore_conflicts=True,
        )
