"""What a merge would move and what stands against it; merges and pairs as people may see them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import ForeignObjectRel, Model, Q, QuerySet
from django.utils.translation import gettext as _

from accounts.models import User
from config.common.errors import Problem
from config.common.plug import hooks
from config.common.wording import listed
from enterprises.enums import ListingState, WatchState
from enterprises.models import Enterprise, EnterpriseMerge, Listing, Permit, Representative, WatchEntry

# What stays with the merged one: where it lay, how it was merged, whom it was compared with, what documents said.
STAYS = frozenset({"Enterprise", "EnterprisePlacement", "EnterpriseMerge", "DuplicatePair", "AmendmentItem"})


@dataclass(frozen=True)
class Hanging:
    """Rows of one model that point at the merged one with one column, and would point at the survivor."""

    model: type[Model]
    column: str
    ids: tuple[int, ...]


def hanging_rows(survivor: Enterprise, merged: Enterprise) -> Iterator[Hanging]:
    """Every row of every app that points at the merged one, found from the models themselves.

    What the survivor has already (the same permit, key area or representative) stays where it is.
    """
    for relation in Enterprise._meta.get_fields(include_hidden=True):
        if not isinstance(relation, ForeignObjectRel) or relation.many_to_many:
            continue
        model, column = relation.related_model, relation.field.attname  # type: ignore[attr-defined]  # a key's column
        if model.__name__ in STAYS:
            continue
        rows = model._base_manager.filter(**{column: merged.pk}).exclude(_had_already(model, survivor))
        ids = tuple(rows.order_by("pk").values_list("pk", flat=True))
        if ids:
            yield Hanging(model, column, ids)


def _had_already(model: type[Model], survivor: Enterprise) -> Q:
    if model is Permit:
        return Q(number__in=Permit.objects.filter(enterprise=survivor).values("number"))
    if model is Representative:
        acting = Representative.objects.filter(enterprise=survivor, until__isnull=True)
        return Q(until__isnull=True, user__in=acting.values("user"))
    if model is Enterprise.key_areas.through:
        return Q(keyarea__in=survivor.key_areas.values("pk"))
    return Q(pk__in=[])


def merge_problems(survivor: Enterprise, merged: Enterprise) -> list[Problem]:
    """Both on one list, both watched, or what a higher app says (hook MERGE_PROBLEMS: both with an open round)."""
    problems = []
    standing = Listing.objects.exclude(state=ListingState.REMOVED)
    theirs = standing.filter(enterprise=merged).values("mandatory_list")
    both = standing.filter(enterprise=survivor, mandatory_list__in=theirs).select_related("mandatory_list")
    if titles := [entry.mandatory_list.title for entry in both]:
        sentence = _("两家都在《%(list)s》上；请先以修改单移出其中一家，或在草稿中删去一条，再合并。")
        problems.append(Problem("same_list", sentence % {"list": listed(titles)}))
    watched = WatchEntry.objects.filter(enterprise__in=[survivor, merged], state=WatchState.OPEN)
    if watched.count() > 1:
        problems.append(Problem("watched", _("两家都在名录库中；请先将其中一家移出名录库，再合并。")))
    for hook in hooks("MERGE_PROBLEMS"):
        problems += hook(survivor, merged)
    return problems


def merges_for(user: User) -> QuerySet[EnterpriseMerge]:
    rows = EnterpriseMerge.objects.visible_to(user)
    return rows.select_related("survivor__region__city", "merged__region__city", "merged_by", "undone_by")


def survivor_of(pk: int) -> int | None:
    """The id under which a merged enterprise is found now, through any number of merges; None: it was not merged."""
    found: int | None = None
    row: Any = Enterprise.everywhere.filter(pk=pk).values_list("merged_into_id", flat=True).first()
    while row is not None:
        found = row
        row = Enterprise.everywhere.filter(pk=row).values_list("merged_into_id", flat=True).first()
    return found


def merge_candidate(user: User, pk: Any) -> Enterprise | None:
    """The other enterprise of a merge, when the person may see it."""
    rows = Enterprise.objects.visible_to(user).select_related("region__city", "industry", "park")
    return rows.filter(pk=pk).first() if str(pk or "").isdigit() else None
