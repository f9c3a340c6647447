"""Discharge permits and key areas of an enterprise: a save replaces the set."""

from collections.abc import Iterable

from config.common import uscc as codes
from enterprises.models import Enterprise, KeyArea, Permit


def permits_set(*, enterprise: Enterprise, numbers: Iterable[str]) -> dict[str, tuple[str, str]]:
    """Exactly these permit numbers; returns old and new words when something changed, for the trail.

    Part of a larger save: the caller's transaction, trail row and version guard it.
    """
    wanted = sorted({codes.normalise(number) for number in numbers} - {""})
    known = sorted(enterprise.permits.values_list("number", flat=True))
    if wanted == known:
        return {}
    enterprise.permits.exclude(number__in=wanted).delete()
    Permit.objects.bulk_create(
        Permit(enterprise=enterprise, number=number) for number in wanted if number not in known
    )
    return {"permits": ("、".join(known), "、".join(wanted))}


def key_areas_set(*, enterprise: Enterprise, areas: Iterable[KeyArea]) -> dict[str, tuple[str, str]]:
    """Exactly these key areas; returns old and new words when something changed, for the trail."""
    known = {area.pk: area.name for area in enterprise.key_areas.all()}
    wanted = {area.pk: area.name for area in areas}
    if wanted.keys() == known.keys():
        return {}
    enterprise.key_areas.set(list(wanted))
    return {"key_areas": ("、".join(known.values()), "、".join(wanted.values()))}
