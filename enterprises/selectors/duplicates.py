"""What is compared to find doubles, and the pairs that wait for a decision."""

from django.db.models import Q, QuerySet

from accounts.models import Region, User
from enterprises.calculations.keys import name_key
from enterprises.calculations.likeness import Subject
from enterprises.enums import ChangeKind
from enterprises.models import DuplicatePair, Enterprise, EnterpriseChange

_BOTH = ("first", "second")


def subjects_in(region: Region) -> list[Subject]:
    """Every enterprise of a territory, one query."""
    columns = ("pk", "uscc", "old_code", "name_key", "region__city_id", "region_id", "address")
    rows = (
        Enterprise.objects.filter(region__path__startswith=region.path).order_by("pk").values_list(*columns)
    )
    return [
        Subject(pk, uscc, old_code, key, city_id, region_id, name_key(address))
        for pk, uscc, old_code, key, city_id, region_id, address in rows.iterator(chunk_size=5_000)
    ]


def split_pairs(region: Region) -> set[tuple[int, int]]:
    """What was split from one another, as ordered ids: alike by nature, and no doubles."""
    rows = EnterpriseChange.objects.filter(
        kind=ChangeKind.SPLIT, other__isnull=False, enterprise__region__path__startswith=region.path
    )
    links = rows.values_list("enterprise_id", "other_id")
    return {(min(one, other or 0), max(one, other or 0)) for one, other in links}


def pairs_for(user: User) -> QuerySet[DuplicatePair]:
    """Pairs of the territory, both still registered."""
    rows = DuplicatePair.objects.visible_to(user).filter(
        first__merged_into__isnull=True, second__merged_into__isnull=True
    )
    sides = [f"{side}__{path}" for side in _BOTH for path in ("region__city", "industry")]
    return rows.select_related(*sides, "dismissed_by")


def pairs_open(user: User) -> QuerySet[DuplicatePair]:
    return pairs_for(user).filter(dismissed_on__isnull=True)


def pairs_of(user: User, pk: int) -> QuerySet[DuplicatePair]:
    """Open pairs in which one enterprise stands."""
    return pairs_open(user).filter(Q(first=pk) | Q(second=pk))


def pairs_within(region: Region) -> QuerySet[DuplicatePair]:
    """All pairs of a territory, whoever reads."""
    return DuplicatePair.objects.filter(
        first__region__path__startswith=region.path, second__region__path__startswith=region.path
    )
