"""Words for people: comparisons, merges, pairs, places to confirm, the watchlist, parks."""

from datetime import date
from typing import Any

from django.apps import apps
from django.db.models import Model
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from config.common.wording import Light, date_words, due_light, listed
from enterprises.enums import WatchState
from enterprises.models import DuplicatePair, Enterprise, EnterpriseMerge, Park, WatchEntry
from enterprises.presenters.registry import field_labels, industry_words
from enterprises.rules.merges import TAKEABLE
from enterprises.selectors.merges import Hanging, hanging_rows
from enterprises.selectors.unplaced import Unplaced


def _shown(enterprise: Enterprise, name: str) -> str:
    """One column in words."""
    if name == "industry":
        return industry_words(enterprise)
    if name == "scale":
        return str(enterprise.get_scale_display()) if enterprise.scale else ""
    value = getattr(enterprise, name)
    return date_words(value) if isinstance(value, date) else str(value or "")


def takeable(survivor: Enterprise, merged: Enterprise) -> list[tuple[str, str]]:
    """The columns in which the two differ and the merged one says something."""
    labels = field_labels()
    found = []
    for name in TAKEABLE:
        one, other = _shown(survivor, name), _shown(merged, name)
        if other and one != other:
            found.append(
                (name, _("%(label)s：%(value)s") % {"label": labels.get(name, name), "value": other})
            )
    return found


def merge_initial(survivor: Enterprise, merged: Enterprise) -> dict[str, Any]:
    """What the survivor lacks is proposed to come from the other one."""
    lacking = [name for name, _words in takeable(survivor, merged) if not _shown(survivor, name)]
    versions = {"version": survivor.version, "other_version": merged.version}
    return {"other": merged.pk, "take": lacking} | versions


def comparison(survivor: Enterprise, merged: Enterprise) -> dict[str, Any]:
    """The two side by side, and what would go over."""
    labels = field_labels()
    rows: list[dict[str, Any]] = [
        {"term": labels.get(name, name), "one": _shown(survivor, name), "other": _shown(merged, name)}
        for name in TAKEABLE
    ]
    places = {"one": survivor.region.full_name, "other": merged.region.full_name}
    rows.insert(1, {"term": _("所在区域"), **places})
    for row in rows:
        row["differs"] = row["one"] != row["other"]
    return {"other": merged, "rows": rows, "moving": _moving(hanging_rows(survivor, merged))}


def _moving(hangings: Any) -> list[dict[str, Any]]:
    counts: dict[str, int] = {}
    for hanging in hangings:
        words = model_words(hanging.model)
        counts[words] = counts.get(words, 0) + len(hanging.ids)
    return [{"term": words, "value": count} for words, count in counts.items()]


def model_words(model: type[Model]) -> str:
    """People's word for the rows of a model; a model without one is 其他记录."""
    known = {
        "Listing": _("名单条目"),
        "Round": _("审核轮次"),
        "CorrectionOrder": _("责令"),
        "Permit": _("排污许可证"),
        "Representative": _("经办人"),
        "EnterpriseName": _("曾用名"),
        "EnterpriseCode": _("曾用代码"),
        "EnterpriseChange": _("变更记录"),
        "WatchEntry": _("名录库条目"),
        "ListRecommendation": _("入列推荐"),
        "RosterRow": _("名单文件的行"),
        "Enterprise_key_areas": _("重点区域"),
    }
    return known.get(model.__name__, _("其他记录"))


def merge_page(merge: EnterpriseMerge) -> dict[str, Any]:
    """What came from whom."""
    labels = field_labels()
    rows = [Hanging(apps.get_model(label), column, (pk,)) for label, pk, column, _old in merge.record["rows"]]
    taken = [name for name in merge.record["columns"] if name.removesuffix("_id") in labels]
    undone_by = merge.undone_by.name if merge.undone_by else ""
    return {
        "merge": merge,
        "light": Light("done", _("已撤销")) if merge.undone_on else Light("ok", _("已合并")),
        "facts": [
            {
                "term": _("保留的登记"),
                "value": merge.survivor.name,
                "note": merge.survivor.uscc,
                "href": reverse("enterprises:enterprise_detail", args=[merge.survivor_id]),
            },
            {"term": _("并入的登记"), "value": merge.merged.name, "note": merge.merged.uscc},
            {"term": _("合并日期"), "value": date_words(merge.merged_on), "note": merge.merged_by.name},
            {"term": _("合并理由"), "value": merge.reason},
        ]
        + (
            [{"term": _("撤销日期"), "value": date_words(merge.undone_on), "note": undone_by}]
            if undone_by
            else []
        ),
        "taken": [_taken(name, merge.record["columns"][name], labels) for name in taken],
        "moving": _moving(rows),
    }


def _taken(name: str, pair: list[Any], labels: dict[str, str]) -> dict[str, str]:
    plain = name.removesuffix("_id")
    if plain != name:
        return {"term": labels[plain], "value": _("取自并入的登记")}
    return {"term": labels[plain], "value": f"{pair[0] or '—'} → {pair[1] or '—'}"}


def pair_rows(pairs: list[DuplicatePair]) -> list[dict[str, Any]]:
    return [_pair(pair) for pair in pairs]


def _pair(pair: DuplicatePair) -> dict[str, Any]:
    grounds = [
        words
        for holds, words in (
            (pair.same_code, _("代码相同")),
            (pair.same_name, _("名称相似")),
            (pair.same_address, _("地址相同")),
        )
        if holds
    ]
    merge = reverse("enterprises:enterprise_merge", args=[pair.first_id])
    return {
        "pk": pair.pk,
        "sides": [_side(pair.first), _side(pair.second)],
        "likeness": pair.likeness,
        "grounds": grounds,
        "href": f"{merge}?other={pair.second_id}",
        "dismissed": f"{date_words(pair.dismissed_on)} {pair.reason}" if pair.dismissed_on else "",
    }


def _side(enterprise: Enterprise) -> dict[str, str]:
    return {
        "name": enterprise.name,
        "href": reverse("enterprises:enterprise_detail", args=[enterprise.pk]),
        "note": " · ".join(filter(None, [enterprise.uscc, enterprise.region.full_name, enterprise.address])),
    }


def unplaced_rows(found: list[Unplaced], user: User) -> list[dict[str, Any]]:
    return [
        {
            "name": one.enterprise.name,
            "href": reverse("enterprises:enterprise_detail", args=[one.enterprise.pk]),
            "place_href": reverse("enterprises:enterprise_place", args=[one.enterprise.pk]),
            "version": one.enterprise.version,
            "uscc": one.enterprise.uscc,
            "place": one.enterprise.region.full_name,
            "written": _why_asked(one.enterprise),
            "address": one.enterprise.address,
            "candidates": [{"pk": place.pk, "name": place.full_name} for place in one.candidates],
            "may_be": listed(place.full_name for place in one.candidates),
            "may_write": user.is_officer,
        }
        for one in found
    ]


def _why_asked(enterprise: Enterprise) -> str:
    """What was published, or that the county it lies in was abolished."""
    ended = enterprise.region.effective_to
    return (
        _("所在区域已于%(day)s撤销") % {"day": date_words(ended)} if ended else enterprise.region_as_published
    )


def watch_rows(entries: list[WatchEntry], today: date) -> list[dict[str, Any]]:
    return [_watch(entry, today) for entry in entries]


def _watch(entry: WatchEntry, today: date) -> dict[str, Any]:
    enterprise = entry.enterprise
    is_open = entry.state == WatchState.OPEN
    ended = Light("done", _("已移出"))
    return {
        "pk": entry.pk,
        "version": entry.version,
        "name": enterprise.name,
        "href": reverse("enterprises:enterprise_detail", args=[enterprise.pk]),
        "edit_href": reverse("enterprises:watch_edit", args=[entry.pk]) if is_open else "",
        "kind": str(enterprise.get_kind_display()),
        "place": enterprise.region.full_name,
        "industry": industry_words(enterprise),
        "reason": entry.reason if is_open else entry.end_reason,
        "document_no": entry.document_no,
        "audit_by": entry.audit_by,
        "audit_light": due_light(entry.audit_by, entry.audited_on, today) if is_open else ended,
        "accept_by": entry.accept_by,
        "accept_light": due_light(entry.accept_by, entry.accepted_on, today)
        if is_open and entry.accept_by
        else None,
        "listed": _("已入列") if entry.is_listed else "",  # type: ignore[attr-defined]  # annotated by its selector
    }


def park_rows(parks: list[Park]) -> list[dict[str, Any]]:
    listing = reverse("enterprises:enterprise_list")
    return [
        {
            "name": park.name,
            "place": park.region.full_name,
            "members": park.members,  # type: ignore[attr-defined]  # annotated by its selector
            "href": f"{listing}?park={park.pk}",
        }
        for park in parks
    ]
