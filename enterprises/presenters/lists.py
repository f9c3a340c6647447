"""Words for people: lists, their entries, their duties."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from config.common.access import Permission, allowed
from config.common.wording import Light, date_words, due_light
from enterprises.calculations.listing_facts import fact_words
from enterprises.enums import DocumentKind, DutyCode, ListingState, ListState
from enterprises.facts import Paused, facts_of
from enterprises.models import ListDocument, Listing, MandatoryList
from enterprises.selectors.lists import DutyCount, ListCounts

_STATE_TONES = {ListState.DRAFT: "todo", ListState.PUBLISHED: "done"}


def keeps(user: User, mandatory_list: MandatoryList) -> bool:
    """Whether the person drafts this list."""
    return allowed(user, Permission.LISTS_DRAFT) and user.region_id == mandatory_list.region_id


def list_state(row: MandatoryList) -> dict[str, str]:
    if row.imported:
        return {"label": _("往年导入"), "tone": "info"}
    return {"label": row.get_state_display(), "tone": _STATE_TONES[ListState(row.state)]}


def list_rows(rows: list[Any]) -> list[dict[str, Any]]:
    return [
        {
            "title": row.title,
            "href": reverse("enterprises:mandatory_list_detail", args=[row.pk]),
            "year": row.year,
            "document_no": row.document_no,
            "authority": row.authority,
            "published_on": row.published_on,
            "rows": row.rows or 0,
            "state": list_state(row),
        }
        for row in rows
    ]


def list_page_facts(
    user: User, row: MandatoryList, counts: ListCounts, on: date, today: date
) -> dict[str, Any]:
    """The head of a list's page as of a day: what it is, its figures, and what this person can do with it."""
    draft = row.state == ListState.DRAFT
    mine = draft and keeps(user, row)
    return {
        "pk": row.pk,
        "title": row.title,
        "published": not draft,
        "state": list_state(row),
        "mine": mine,
        "imported": row.imported,
        "may_print": not draft and keeps(user, row),
        "amend_href": reverse("enterprises:amendment_create", args=[row.pk]),
        "amends": not draft and keeps(user, row) and on >= today,
        "kpis": _kpis(counts, published=not draft, on=on if on < today else None),
        "facts": [
            {"term": _("文号"), "value": row.document_no},
            {"term": _("发布机关"), "value": row.authority},
            {"term": _("公布日期"), "value": date_words(row.published_on)},
            {"term": _("年度、批次"), "value": _batch_words(row)},
        ],
        **_day_words(row, on, today),
    }


def _day_words(row: MandatoryList, on: date, today: date) -> dict[str, Any]:
    """Which day the page shows, and what is to be known about a day that is past."""
    past = row.state == ListState.PUBLISHED and on < today
    before = bool(past and row.published_on and on < row.published_on)
    told = _("这份名单于%(day)s公布，您选的那一天还没有公布。") if before else _("这是名单在%(day)s的样子。")
    shown = row.published_on if before else on
    return {
        "past": past,
        "kept": [("on", on.isoformat())] if past else [],
        "day_note": told % {"day": date_words(shown)} if past else "",
        "today_href": reverse("enterprises:mandatory_list_detail", args=[row.pk]),
        "export_href": reverse("enterprises:mandatory_list_export", args=[row.pk])
        + (f"?on={on.isoformat()}" if past else ""),
    }


def file_title(row: MandatoryList, on: date, today: date) -> str:
    """The title of an exported list; of a past day it says which."""
    if row.state != ListState.PUBLISHED or on >= today:
        return row.title
    return _("%(title)s（%(day)s）") % {"title": row.title, "day": date_words(on)}


def _batch_words(row: MandatoryList) -> str:
    return _("%(year)d 年度第 %(batch)d 批") % {"year": row.year, "batch": row.batch}


def _kpis(counts: ListCounts, *, published: bool, on: date | None) -> list[dict[str, Any]]:
    """Each with the rows behind it; of a past day nobody is asked what was late then."""
    kept = f"&on={on.isoformat()}" if on else ""
    kpis: list[dict[str, Any]] = [
        {"label": _("列入企业"), "value": counts.rows, "unit": _("家"), "href": f"?{kept[1:]}"},
        {
            "label": _("双超"),
            "value": counts.over_limit,
            "unit": _("家"),
            "href": f"?category=OVER_LIMIT{kept}",
        },
        {"label": _("双有"), "value": counts.toxic, "unit": _("家"), "href": f"?category=TOXIC{kept}"},
        {"label": _("高耗能"), "value": counts.energy, "unit": _("家"), "href": f"?category=ENERGY{kept}"},
    ]
    if published and on is None:
        tone = "late" if counts.late else ""
        kpis.append(
            {
                "label": _("有逾期义务"),
                "value": counts.late,
                "unit": _("家"),
                "href": "?duty=late",
                "tone": tone,
            }
        )
    elif not published:
        kpis.append({"label": _("没有代码"), "value": counts.without_code, "unit": _("家")})
    return kpis


def entry_rows(today: date, on: date, *, editable: bool, amend_href: str = "") -> Any:
    """The presenter of one page of entries as of a day; `amend_href`: where a published one is amended."""

    def present(rows: list[Any], paused: Paused = ()) -> Sequence[dict[str, Any]]:
        return [
            _entry(row, today, on, paused, editable=editable) | _amend_links(row, amend_href) for row in rows
        ]

    return present


def listing_rows(rows: list[Any], today: date, paused: Paused = ()) -> list[dict[str, Any]]:
    """Entries of any lists as they stand today."""
    return [
        _entry(row, today, today, paused, editable=False)
        | {
            "year": row.mandatory_list.year,
            "list": row.mandatory_list.title,
            "list_href": reverse("enterprises:mandatory_list_detail", args=[row.mandatory_list_id]),
            "next_due": row.next_due,
            "state": _entry_light(row),
        }
        for row in rows
    ]


def _entry_light(row: Listing) -> Light:
    if row.mandatory_list.state == ListState.DRAFT:
        return Light("todo", _("名单草稿"))
    tone = "done" if row.state == ListingState.LISTED else "paused"
    return Light(tone, row.get_state_display())


def _amend_links(row: Any, amend_href: str) -> dict[str, str]:
    """Into the draft of an amendment, the entry chosen; only what stands on the list can be put right."""
    if not amend_href or row.state == ListingState.REMOVED:
        return {}
    chosen = f"{amend_href}?enterprise={row.enterprise_id}&deed="
    return {"correct_href": f"{chosen}correct", "takeoff_href": f"{chosen}remove"}


def _entry(row: Any, today: date, on: date, paused: Paused, *, editable: bool) -> dict[str, Any]:
    enterprise = row.enterprise
    aside = row.state != ListingState.LISTED and (row.state_on is None or row.state_on <= on)
    return {
        "number": row.number,
        "name": row.name,
        "now": enterprise.name if enterprise.name != row.name else "",
        "href": reverse("enterprises:enterprise_detail", args=[enterprise.pk]),
        "uscc": row.uscc or enterprise.uscc,
        "place": place_words(row),
        "industry": enterprise.industry.name if enterprise.industry else enterprise.industry_as_published,
        "categories": [category.label for category in row.categories],
        "reason": row.reason,
        "facts": [fact_words(fact) for fact in facts_of(row.facts)],
        "due": due_light(row.next_due, None, today, paused=(row.pk, row.next_due) in paused)
        if row.next_due
        else None,
        "clock_href": reverse("enterprises:clock_detail", args=[row.pk]),
        "side_state": row.get_state_display() if aside else "",
        "added": _("%(day)s增列") % {"day": date_words(row.listed_on)} if row.added_by_id else "",
        "edit_href": reverse("enterprises:listing_edit", args=[row.pk]) if editable else "",
        "remove_href": reverse("enterprises:listing_remove", args=[row.pk]) if editable else "",
    }


def place_words(row: Any) -> str:
    """City and county; what was published where the place could not be resolved."""
    words = row.region.full_name
    published = row.place_as_published if isinstance(row, Listing) else row.enterprise.region_as_published
    return (
        _("%(place)s（公布为“%(published)s”）") % {"place": words, "published": published}
        if published
        else words
    )


_PAPERS = (DocumentKind.NOTICE, DocumentKind.WHOLE, DocumentKind.LETTERS)


def paper_rows(rows: list[ListDocument]) -> list[dict[str, Any]]:
    """The notice with its annex first, then the list as it stands, then the letters place by place."""
    inorder = sorted(rows, key=lambda row: (_PAPERS.index(DocumentKind(row.kind)), row.region.code, row.part))
    return [
        {
            "label": row.get_kind_display(),
            "place": row.region.name,
            "href": reverse("enterprises:list_paper", args=[row.pk]),
            "rows": row.rows,
            "pages": row.pages,
        }
        for row in inorder
    ]


def duty_rows(duties: list[DutyCount], today: date) -> list[dict[str, Any]]:
    return [
        {
            "label": DutyCode(duty.code).label,
            "due_on": date_words(duty.due_on),
            "basis": duty.basis,
            "met": duty.met,
            "total": duty.total,
            "light": due_light(duty.due_on, None, today) if duty.met < duty.total else None,
        }
        for duty in duties
    ]


def publish_initial(row: MandatoryList, user: User) -> dict[str, Any]:
    """What the draft knows; the person's own bureau where it names no authority."""
    bureau = user.department.name if user.department else ""
    return {
        "version": row.version,
        "document_no": row.document_no,
        "authority": row.authority or bureau,
        "published_on": row.published_on,
    }
