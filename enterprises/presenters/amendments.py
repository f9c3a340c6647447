"""Words for people: amendments of a list, and what each changes, old beside new."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from config.common.wording import Light, date_words
from enterprises.calculations.list_history import CORRECTABLE, words_of
from enterprises.calculations.listing_facts import facts_words
from enterprises.enums import AmendmentKind, Category, ListState
from enterprises.facts import facts_of
from enterprises.models import AmendmentItem, ListAmendment, MandatoryList
from enterprises.presenters.lists import keeps
from enterprises.selectors.amendments import item_link

_TONES = {AmendmentKind.ADD: "ok", AmendmentKind.REMOVE: "returned", AmendmentKind.CORRECT: "info"}


def amendment_title(row: ListAmendment) -> str:
    return _("第 %(number)d 次修订") % {"number": row.number}


def amendment_state(row: ListAmendment) -> Light:
    draft = row.state == ListState.DRAFT
    return Light("todo", _("起草中")) if draft else Light("done", _("已发布"))


def chain_words(mandatory_list: MandatoryList, rows: Sequence[Any]) -> dict[str, Any]:
    """The documents of a published list, and the draft that is being written, if the reader may see one."""
    drafts = [_document(row) for row in rows if row.state == ListState.DRAFT]
    return {"documents": document_rows(mandatory_list, rows), "draft": drafts[0] if drafts else None}


def document_rows(mandatory_list: MandatoryList, rows: Sequence[Any]) -> list[dict[str, Any]]:
    """The chain of a list's documents, newest first, for components/timeline.html.

    `rows` are those of selectors.amendments.amendments_of; the publication stands below them.
    """
    published = {
        "text": _("公布（%(number)s）") % {"number": mandatory_list.document_no},
        "when": date_words(mandatory_list.published_on),
        "tone": "done",
    }
    return [_document(row) for row in reversed(rows)] + [published]


def _document(row: Any) -> dict[str, Any]:
    draft = row.state == ListState.DRAFT
    number = _("起草中") if draft else row.document_no
    counts = {kind: getattr(row, f"n_{kind.value}") for kind in AmendmentKind}
    return {
        "text": _("%(title)s（%(number)s）") % {"title": amendment_title(row), "number": number},
        "href": reverse("enterprises:amendment_detail", args=[row.pk]),
        "note": _("；").join([counts_words(counts), row.reason]),
        "when": date_words(row.amended_on) if row.amended_on else _("未定日期"),
        "tone": "todo" if draft else "info",
    }


def counts_words(counts: Mapping[AmendmentKind, int]) -> str:
    """增列 1 家，移出 2 家."""
    words = {
        AmendmentKind.ADD: _("增列 %(n)d 家"),
        AmendmentKind.REMOVE: _("移出 %(n)d 家"),
        AmendmentKind.CORRECT: _("更正 %(n)d 家"),
    }
    told = [words[kind] % {"n": counts[kind]} for kind in AmendmentKind if counts[kind]]
    return _("，").join(told) or _("还没有内容")


def amendment_page(user: User, row: ListAmendment) -> dict[str, Any]:
    """The head of an amendment's page and what this person can do with it."""
    draft, mine = row.state == ListState.DRAFT, keeps(user, row.mandatory_list)
    return {
        "pk": row.pk,
        "version": row.version,
        "title": amendment_title(row),
        "list_title": row.mandatory_list.title,
        "list_href": reverse("enterprises:mandatory_list_detail", args=[row.mandatory_list_id]),
        "state": amendment_state(row),
        "draft": draft,
        "mine": draft and mine,
        "may_print": mine and not draft,
        "facts": _facts(row),
    }


def _facts(row: ListAmendment) -> list[dict[str, Any]]:
    facts: list[dict[str, Any]] = [
        {
            "term": _("名单"),
            "value": row.mandatory_list.title,
            "href": reverse("enterprises:mandatory_list_detail", args=[row.mandatory_list_id]),
            "note": row.mandatory_list.document_no,
        },
        {"term": _("文号"), "value": row.document_no},
        {"term": _("发布机关"), "value": row.authority},
        {
            "term": _("修订日期"),
            "value": date_words(row.amended_on),
            "href": _list_on(row) if row.state == ListState.PUBLISHED else "",
            "note": _("点日期看当天的名单") if row.state == ListState.PUBLISHED else "",
        },
        {"term": _("修订原因"), "value": row.reason},
    ]
    if row.amends:
        facts.append(
            {
                "term": _("更正"),
                "value": amendment_title(row.amends),
                "note": row.amends.document_no,
                "href": reverse("enterprises:amendment_detail", args=[row.amends_id]),
            }
        )
    return facts


def _list_on(row: ListAmendment) -> str:
    """The list as it stood at the end of the amendment's day."""
    return f"{reverse('enterprises:mandatory_list_detail', args=[row.mandatory_list_id])}?on={row.amended_on}"


def item_rows(items: Sequence[AmendmentItem], seen: set[int], *, editable: bool) -> list[dict[str, Any]]:
    """What an amendment changes; a name leads to its enterprise where the reader may open it."""
    return [_item(item, seen, editable=editable) for item in items]


def _item(item: AmendmentItem, seen: set[int], *, editable: bool) -> dict[str, Any]:
    kind = AmendmentKind(item.kind)
    enterprise = reverse("enterprises:enterprise_detail", args=[item.enterprise_id])
    return {
        "pk": item.pk,
        "kind": Light(_TONES[kind], str(kind.label)),
        "name": item_name(item),
        "number": item.listing.number if item.listing else None,
        "place": (item.listing.region if item.listing else item.enterprise.region).full_name,
        "href": enterprise if item.enterprise_id in seen else "",
        "reason": item.reason if kind != AmendmentKind.ADD else "",
        "lines": change_lines(item),
        "edit_href": item_link(item) if editable else "",
        "drop_href": reverse("enterprises:amendment_item_drop", args=[item.pk]) if editable else "",
    }


def item_name(item: AmendmentItem) -> str:
    """The name under which the list knows the entry, before the change."""
    if item.old.get("name"):
        return str(item.old["name"])
    return item.listing.name if item.listing else item.enterprise.name


def change_lines(item: AmendmentItem) -> list[dict[str, str]]:
    """Each column that changes: what it said, what it says; an addition only says, a removal changes none."""
    if item.kind == AmendmentKind.REMOVE:
        return []
    before = _before(item)
    shown = [name for name in CORRECTABLE if name in item.values]
    if item.kind == AmendmentKind.ADD:
        shown = [name for name in ("categories", "reason", "facts") if item.values[name]]
    labels = word_labels()
    return [
        {
            "label": labels[name],
            "old": word_text(name, before.get(name)),
            "new": word_text(name, item.values[name]),
        }
        for name in shown
    ]


def _before(item: AmendmentItem) -> Mapping[str, Any]:
    if item.kind == AmendmentKind.ADD:
        return {}
    return item.old or (words_of(item.listing) if item.listing else {})


def word_labels() -> dict[str, str]:
    return {
        "name": _("公布名称"),
        "uscc": _("公布代码"),
        "categories": _("类别"),
        "reason": _("入列原因"),
        "facts": _("入列依据"),
    }


def word_text(name: str, value: Any) -> str:
    """A published word of an entry as text."""
    if not value:
        return ""
    if name == "categories":
        return "、".join(str(Category(code).label) for code in value)
    return facts_words(facts_of(value)) if name == "facts" else str(value)


def issue_initial(row: ListAmendment) -> dict[str, Any]:
    return {
        "version": row.version,
        "document_no": row.document_no,
        "authority": row.authority,
        "amended_on": row.amended_on,
    }
