"""Two registrations of one enterprise made one, and made two again exactly as they were."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from django.apps import apps
from django.db import IntegrityError, transaction
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.services.activity import activity_record
from config.common.errors import Refused
from config.common.kept import edition_bump
from config.common.plug import hooks
from config.common.versions import guarded_update
from enterprises.calculations.keys import search_keys
from enterprises.models import Enterprise, EnterpriseCode, EnterpriseMerge, EnterpriseName
from enterprises.rules.merges import TAKEABLE, check_merge, check_undo
from enterprises.rules.registry import check_in_charge
from enterprises.selectors.merges import hanging_rows, merge_problems

Columns = dict[str, Any]
_BATCH = 500


@transaction.atomic
def enterprise_merge(
    *,
    survivor: Enterprise,
    merged: Enterprise,
    take: Collection[str],
    reason: str,
    versions: tuple[int, int],
    by: User,
    at: datetime,
) -> EnterpriseMerge:
    """Make `merged` part of `survivor`: all that hangs on it goes over, its code and names find the survivor.

    `take`: the columns (TAKEABLE) in which the merged one is right; `versions`: of the survivor and the merged
    one as they were compared. Every moved row is recorded, so that `merge_undo` is exact.
    """
    check_in_charge(by, survivor.region, merged.region)
    check_merge(survivor, merged, merge_problems(survivor, merged), reason)
    on = timezone.localtime(at).date()
    guarded_update(merged, version=versions[1], merged_into=survivor)
    columns = _take(survivor, merged, take, versions[0])
    try:
        with transaction.atomic():
            rows = _move_rows(survivor, merged)
    except IntegrityError as error:
        raise Refused(
            _("两家有相互冲突的记录，没有合并任何内容。请先核对两家的名单、轮次和许可证。")
        ) from error
    record = {"columns": columns, "rows": rows, "made": _keep_aliases(survivor, merged, columns, on)}
    merge = EnterpriseMerge.objects.create(
        survivor=survivor,
        merged=merged,
        merged_on=on,
        reason=reason.strip(),
        record=record,
        merged_by=by,
        merged_at=at,
    )
    _tell("enterprise_merge", merge, by, at, reason)
    return merge


def _take(
    survivor: Enterprise, merged: Enterprise, take: Collection[str], version: int
) -> dict[str, list[Any]]:
    """The survivor's columns that change, with their old and new values, ready for JSON."""
    if unknown := set(take) - set(TAKEABLE):
        raise TypeError(f"a merge takes no {sorted(unknown)}")
    fields = [Enterprise._meta.get_field(name).attname for name in TAKEABLE if name in take]  # type: ignore[union-attr]
    values = {
        name: getattr(merged, name) for name in fields if getattr(merged, name) != getattr(survivor, name)
    }
    if "name" in values:
        keys = search_keys(values["name"])
        values |= {"name_key": keys.name_key, "pinyin": keys.pinyin, "initials": keys.initials}
    if "uscc" in values:
        values["site_no"] = merged.site_no
    if "industry_id" in values:
        values["industry_as_published"] = merged.industry_as_published
    old = {name: getattr(survivor, name) for name in values}
    guarded_update(survivor, version=version, **values)
    return {name: [_plain(old[name]), _plain(value)] for name, value in values.items()}


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _move_rows(survivor: Enterprise, merged: Enterprise) -> list[list[Any]]:
    """Point every hanging row at the survivor; returns [model, id, column, other old columns] of each."""
    more = _more_columns(survivor, merged)
    moved: list[list[Any]] = []
    for hanging in hanging_rows(survivor, merged):
        label = hanging.model._meta.label
        plain = [pk for pk in hanging.ids if (label, pk) not in more]
        for start in range(0, len(plain), _BATCH):
            _update(hanging.model, plain[start : start + _BATCH], {hanging.column: survivor.pk})
        for pk in hanging.ids:
            old, new = more.get((label, pk), ({}, {}))
            if new:
                _update(hanging.model, [pk], {hanging.column: survivor.pk} | new)
            moved.append([label, pk, hanging.column, old])
    return moved


def _more_columns(survivor: Enterprise, merged: Enterprise) -> dict[tuple[str, int], tuple[Columns, Columns]]:
    """What must change with the move, as a higher app says (hook MERGE_COLUMNS: rounds are numbered on)."""
    more: dict[tuple[str, int], tuple[Columns, Columns]] = {}
    for hook in hooks("MERGE_COLUMNS"):
        more |= hook(survivor, merged)
    return more


def _update(model: type[Model], ids: Collection[int], columns: Columns) -> None:
    model._base_manager.filter(pk__in=ids).update(**columns)


def _keep_aliases(
    survivor: Enterprise, merged: Enterprise, columns: dict[str, list[Any]], on: date
) -> list[list[Any]]:
    """Whatever name or code either bore and the survivor does not bear now finds it; returns [model, id] of each."""
    made: list[list[Any]] = []
    keys = {search_keys(name).name_key: name for name in (columns.get("name", [merged.name])[0], merged.name)}
    known = set(EnterpriseName.objects.filter(enterprise=survivor).values_list("name_key", flat=True))
    for key, name in keys.items():
        if key not in known | {survivor.name_key}:
            row = EnterpriseName.objects.create(enterprise=survivor, name=name, name_key=key, until=on)
            made.append([row._meta.label, row.pk])
    replaced = [pair[0] for column, pair in columns.items() if column in {"uscc", "old_code"}]
    borne = {merged.uscc, merged.old_code, *replaced} - {"", survivor.uscc, survivor.old_code}
    borne -= set(EnterpriseCode.objects.filter(enterprise=survivor).values_list("code", flat=True))
    for code in sorted(borne):
        alias = EnterpriseCode.objects.create(enterprise=survivor, code=code, until=on)
        made.append([alias._meta.label, alias.pk])
    return made


@transaction.atomic
def merge_undo(*, merge: EnterpriseMerge, by: User, at: datetime) -> EnterpriseMerge:
    """Two again: every moved row goes back, what was taken is given back, what has come since stays.

    A column that somebody has changed since keeps the later value.
    """
    both = Enterprise.everywhere.select_related("region")
    one, other = both.get(pk=merge.survivor_id), both.get(pk=merge.merged_id)
    check_in_charge(by, one.region, other.region)
    check_undo(merge, one, other)
    undone = {"undone_on": timezone.localtime(at).date(), "undone_by": by, "undone_at": at}
    if not EnterpriseMerge.objects.filter(pk=merge.pk, undone_on__isnull=True).update(**undone):
        raise Refused(_("这次合并已经撤销，不能重复撤销。"))
    try:
        with transaction.atomic():
            for label, pk in merge.record["made"]:
                apps.get_model(label)._base_manager.filter(pk=pk).delete()
            _move_back(merge.record["rows"], one, other)
            _give_back(one, merge.record["columns"])
            guarded_update(other, merged_into=None)
    except IntegrityError as error:
        sentence = _("合并之后又登记了与原来冲突的内容，不能自动撤销。请先更正后来的登记，再撤销。")
        raise Refused(sentence) from error
    merge.refresh_from_db()
    _tell("merge_undo", merge, by, at, merge.reason)
    return merge


def _move_back(rows: list[list[Any]], survivor: Enterprise, merged: Enterprise) -> None:
    """Each row to its old columns, if it still points at the survivor; rows alike go in one UPDATE."""
    alike: dict[tuple[str, str, tuple[tuple[str, Any], ...]], list[int]] = defaultdict(list)
    for label, pk, column, old in rows:
        alike[label, column, tuple(sorted(old.items()))].append(pk)
    for (label, column, old_columns), ids in alike.items():
        for start in range(0, len(ids), _BATCH):
            found = apps.get_model(label)._base_manager.filter(pk__in=ids[start : start + _BATCH])
            found.filter(**{column: survivor.pk}).update(**{column: merged.pk} | dict(old_columns))


def _give_back(survivor: Enterprise, columns: dict[str, list[Any]]) -> None:
    kept: Columns = {
        name: (old if not name.endswith("_on") or old is None else date.fromisoformat(old))
        for name, (old, new) in columns.items()
        if _plain(getattr(survivor, name)) == new
    }
    guarded_update(survivor, **kept)


def _tell(verb: str, merge: EnterpriseMerge, by: User, at: datetime, note: str) -> None:
    """One trail row on each of the two."""
    edition_bump()
    moved = len(merge.record["rows"])
    facts = {"survivor": merge.survivor.name, "merged": merge.merged.name, "rows": moved}
    for thing in (merge.survivor, merge.merged):
        activity_record(by=by, at=at, verb=verb, thing=thing, region=thing.region, new=facts, note=note)
