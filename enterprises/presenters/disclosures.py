"""Words for people: who owes a disclosure, and what one disclosure holds."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from config.common.access import Permission, allowed
from config.common.errors import Stale
from config.common.wording import Light, date_words, due_light, listed
from enterprises.enums import Category, DisclosureState
from enterprises.facts import Paused
from enterprises.forms.disclosures import CheckForm, reason_name
from enterprises.models import Disclosure, DisclosureField, DisclosureVersion, Listing
from enterprises.presenters.registry import category_words
from enterprises.rules.disclosures import field_key, reason_labels

_CHECK_TONES = {
    DisclosureState.SUBMITTED: "todo",
    DisclosureState.CHECKED: "done",
    DisclosureState.RETURNED: "returned",
}


def check_light(row: Disclosure | DisclosureVersion) -> Light:
    """What the bureau found, as a status."""
    return Light(_CHECK_TONES[DisclosureState(row.state)], str(row.get_state_display()))


def disclosure_rows(user: User, today: date) -> Callable[[list[Listing], Paused], list[dict[str, Any]]]:
    """A presenter of the list for this reader: the enterprise's own people get the link to fill in."""
    may_write, may_order = allowed(user, Permission.DISCLOSURES_WRITE), allowed(user, Permission.ORDERS_WRITE)
    return lambda listings, paused: [
        _row(listing, today, paused, may_write=may_write)
        | {"order_href": _order_href(listing, today) if may_order else ""}
        for listing in listings
    ]


def _order_href(listing: Any, today: date) -> str:
    """Where an order to publish is prepared, for an entry that is overdue."""
    late = listing.done_on is None and listing.due_on is not None and listing.due_on < today
    return reverse("enterprises:order_draft", args=[listing.pk]) if late else ""


def _row(listing: Any, today: date, paused: Paused, *, may_write: bool) -> dict[str, Any]:
    disclosure = getattr(listing, "disclosure", None)
    href = reverse("enterprises:disclosure_detail", args=[disclosure.pk]) if disclosure else ""
    returned = disclosure is not None and disclosure.state == DisclosureState.RETURNED
    to_write = may_write and (returned or not disclosure)
    write = reverse("enterprises:disclosure_edit", args=[listing.pk]) if to_write else ""
    return {
        "name": listing.name,
        "enterprise_href": reverse("enterprises:enterprise_detail", args=[listing.enterprise_id]),
        "place": listing.region.full_name,
        "year": listing.mandatory_list.year,
        "categories": category_words(listing),
        "due_on": listing.due_on,
        "done_on": listing.done_on,
        "check": check_light(disclosure) if disclosure else None,
        "light": disclosure_light(
            listing.due_on, listing.done_on, today, paused=(listing.pk, listing.due_on) in paused
        ),
        "where": disclosure.place if disclosure else "",
        "href": href,
        "write_href": write,
        "uscc": listing.uscc,
        "reason": listing.reason,
        "url": disclosure.url if disclosure else "",
    }


def disclosure_light(
    due_on: date | None, done_on: date | None, today: date, *, paused: bool = False
) -> Light:
    if due_on is None and done_on is not None:
        return Light("done", _("已公示"))
    return due_light(due_on, done_on, today, paused=paused)


def disclosure_facts(disclosure: Disclosure, due_on: date | None, today: date) -> list[dict[str, Any]]:
    listing = disclosure.listing
    submitted = timezone.localtime(disclosure.submitted_at).strftime("%Y-%m-%d %H:%M")
    proof, photo = disclosure.proof, disclosure.photo
    stands = disclosure.state != DisclosureState.RETURNED
    return [
        {
            "term": _("企业"),
            "value": listing.name,
            "href": reverse("enterprises:enterprise_detail", args=[listing.enterprise_id]),
        },
        {"term": _("名单"), "value": listing.mandatory_list.title},
        {"term": _("类别"), "value": listed(category_words(listing))},
        {
            "term": _("公示日期"),
            "value": date_words(disclosure.disclosed_on),
            "light": disclosure_light(due_on, disclosure.disclosed_on if stands else None, today),
        },
        {"term": _("法定期限"), "value": date_words(due_on)},
        {"term": _("公示载体"), "value": disclosure.place},
        {"term": _("公示网址"), "value": disclosure.url, "href": disclosure.url},
        {
            "term": _("公示证明"),
            "value": proof.name if proof else "",
            "href": reverse("enterprises:disclosure_proof", args=[disclosure.pk]) if proof else "",
        },
        {
            "term": _("现场照片"),
            "value": photo.name if photo else "",
            "href": reverse("enterprises:disclosure_photo", args=[disclosure.pk]) if photo else "",
        },
        {"term": _("登记"), "value": submitted, "note": disclosure.submitted_by.name},
        _check_fact(disclosure),
    ]


def _check_fact(disclosure: Disclosure) -> dict[str, Any]:
    by, at = disclosure.checked_by, disclosure.checked_at
    when = timezone.localtime(at).strftime("%Y-%m-%d %H:%M") if at else ""
    return {
        "term": _("主管部门核对"),
        "value": when,
        "note": by.name if by else "",
        "light": check_light(disclosure),
    }


def reason_rows(row: Disclosure | DisclosureVersion, owed: list[DisclosureField]) -> list[dict[str, str]]:
    """Why it was returned, field by field."""
    labels = reason_labels(owed)
    return [{"term": labels.get(one["key"], one["key"]), "value": one["reason"]} for one in row.reasons]


def check_sets(form: CheckForm, disclosure: Disclosure, owed: list[DisclosureField]) -> list[dict[str, Any]]:
    """Each part of the disclosure with what was made public beside the place for a reason."""
    head: dict[str, dict[str, Any]] = {
        "disclosed_on": {"value": date_words(disclosure.disclosed_on)},
        "place": {"value": disclosure.place},
        "url": {"links": [{"label": disclosure.url, "href": disclosure.url}] if disclosure.url else []},
        "proof": {"links": _proof_links(disclosure)},
    }
    labels = reason_labels([])
    sets: dict[str, list[dict[str, Any]]] = {
        _("公示情况"): [{"term": labels[key], "field": form[reason_name(key)], **head[key]} for key in head]
    }
    for field in owed:
        title = _("%(category)s企业应公示的内容") % {"category": Category(field.category).label}
        value = disclosure.values.get(field.category, {}).get(field.label, "")
        row = {"term": field.label, "value": value, "field": form[reason_name(field_key(field))]}
        sets.setdefault(title, []).append(row)
    return [{"title": title, "rows": rows} for title, rows in sets.items()]


def _proof_links(disclosure: Disclosure) -> list[dict[str, str]]:
    kept = (("disclosure_proof", disclosure.proof), ("disclosure_photo", disclosure.photo))
    return [
        {"label": file.name, "href": reverse(f"enterprises:{name}", args=[disclosure.pk])}
        for name, file in kept
        if file
    ]


def version_rows(versions: list[DisclosureVersion], owed: list[DisclosureField]) -> list[dict[str, Any]]:
    """The chain, newest first, each with its outcome and what it changed."""
    before = [None, *versions[:-1]]
    rows = [
        {
            "number": row.number,
            "light": check_light(row),
            "submitted_at": row.submitted_at,
            "submitted_by": row.submitted_by.name,
            "checked_at": row.checked_at,
            "checked_by": row.checked_by.name if row.checked_by else "",
            "reasons": reason_rows(row, owed),
            "changes": _differences(old, row) if old else [],
        }
        for old, row in zip(before, versions, strict=True)
    ]
    return rows[::-1]


def _differences(old: DisclosureVersion, new: DisclosureVersion) -> list[dict[str, str]]:
    """What one version says otherwise than the one before, in the words of the page."""
    was, now = _texts(old), _texts(new)
    return [
        {"label": label, "old": was.get(label, ""), "new": now.get(label, "")}
        for label in dict.fromkeys([*was, *now])
        if was.get(label, "") != now.get(label, "")
    ]


def _texts(row: DisclosureVersion) -> dict[str, str]:
    texts = {
        _("公示日期"): date_words(row.disclosed_on),
        _("公示载体"): row.place,
        _("公示网址"): row.url,
        _("公示证明"): row.proof.name if row.proof else "",
        _("现场照片"): row.photo.name if row.photo else "",
    }
    for category, values in row.values.items():
        texts |= {f"{Category(category).label} · {label}": text for label, text in values.items()}
    return texts


def disclosed_sets(disclosure: Disclosure) -> list[dict[str, Any]]:
    """What was made public, under each category's name, in the order in which it was owed."""
    return [
        {
            "title": Category(category).label,
            "rows": [{"term": label, "value": text} for label, text in texts.items()],
        }
        for category, texts in disclosure.values.items()
    ]


def initial_values(
    listing: Listing, disclosure: Disclosure | None, owed: list[DisclosureField], names: list[str]
) -> dict[str, Any]:
    """What the form begins with: what was disclosed, else what the registry knows already (`names` beside `owed`)."""
    registered = {
        "企业名称": listing.enterprise.name,
        "法定代表人": listing.enterprise.legal_representative,
        "地址": listing.enterprise.address,
    }
    if disclosure is None:
        return {name: registered.get(row.label, "") for name, row in zip(names, owed, strict=True)}
    known = {
        name: disclosure.values.get(row.category, {}).get(row.label, "")
        for name, row in zip(names, owed, strict=True)
    }
    facts = {name: getattr(disclosure, name) for name in ("version", "disclosed_on", "place", "url")}
    return known | facts


def stale_in_words(error: Stale, now: Disclosure, typed: Mapping[str, Mapping[str, str]]) -> Stale:
    """A stale save's two texts, field by field, where they differ."""
    labels = {"disclosed_on": _("公示日期"), "place": _("公示载体"), "url": _("公示网址")}
    theirs = {label: error.theirs[name] for name, label in labels.items() if name in error.theirs}
    yours = {label: error.yours[name] for name, label in labels.items() if name in error.yours}
    for category, texts in typed.items():
        saved = now.values.get(category, {})
        for label, text in texts.items():
            if saved.get(label, "") != text:
                heading = f"{Category(category).label} · {label}"
                theirs[heading], yours[heading] = saved.get(label, ""), text
    return Stale(error.sentence, theirs=theirs, yours=yours)
