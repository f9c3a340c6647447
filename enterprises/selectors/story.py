"""What the registry has to tell of an enterprise (hook STORY): changes, merges, lists, disclosures, orders, dates."""

from collections.abc import Iterator, Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from config.common.access import Permission, allowed
from config.common.story import StoryEvent
from config.common.wording import date_words, number_words
from enterprises.enums import AmendmentKind, ChangeKind, ListState
from enterprises.models import (
    AmendmentItem,
    CorrectionOrder,
    Disclosure,
    EnterpriseChange,
    EnterpriseMerge,
    Listing,
    Penalty,
    WatchEntry,
)


def own_events(user: User, ids: Sequence[int]) -> list[StoryEvent]:
    """One query for each kind; the caller has checked that the enterprises are the reader's."""
    events = [
        *_changes(ids),
        *_listings(user, ids),
        *_corrections(user, ids),
        *_disclosures(user, ids),
        *_watched(user, ids),
    ]
    if user.is_officer:
        events += _merges(ids)
    if allowed(user, Permission.ORDERS_READ):
        events += [*_orders(user, ids), *_penalties(user, ids)]
    return events


def _changes(ids: Sequence[int]) -> Iterator[StoryEvent]:
    for row in EnterpriseChange.objects.filter(enterprise__in=ids).select_related("other"):
        linked = row.kind in {ChangeKind.SPLIT, ChangeKind.FOUNDED}
        text = (row.other.name if row.other else row.new) if linked else f"{row.old} → {row.new}"
        href = reverse("enterprises:enterprise_detail", args=[row.other_id]) if row.other_id else ""
        note = " · ".join(filter(None, [row.reason, row.document_no]))
        yield StoryEvent(row.on, str(row.get_kind_display()), text, note, href)


def _merges(ids: Sequence[int]) -> Iterator[StoryEvent]:
    for row in EnterpriseMerge.objects.filter(survivor__in=ids).select_related("merged"):
        href = reverse("enterprises:merge_detail", args=[row.pk])
        yield StoryEvent(
            row.merged_on, _("合并"), _("并入“%(name)s”") % {"name": row.merged.name}, row.reason, href
        )
        if row.undone_on:
            text = _("撤销与“%(name)s”的合并") % {"name": row.merged.name}
            yield StoryEvent(row.undone_on, _("合并"), text, "", href)


def _listings(user: User, ids: Sequence[int]) -> Iterator[StoryEvent]:
    rows = Listing.objects.visible_to(user).filter(
        enterprise__in=ids, mandatory_list__state=ListState.PUBLISHED
    )
    for row in rows.select_related("mandatory_list", "added_by"):
        href = reverse("enterprises:mandatory_list_detail", args=[row.mandatory_list_id])
        words = "、".join(str(category.label) for category in row.categories)
        source = _("往年导入") if row.mandatory_list.imported else ""
        note = " · ".join(filter(None, [words, row.reason, source]))
        text = f"{row.mandatory_list.title}（{row.paper.document_no}）"
        yield StoryEvent(row.listed_on, _("增列") if row.added_by else _("入列"), text, note, href)  # type: ignore[arg-type]
        if row.state_on:
            why = " · ".join(filter(None, [row.state_reason, row.state_document]))
            yield StoryEvent(row.state_on, str(row.get_state_display()), row.mandatory_list.title, why)


def _corrections(user: User, ids: Sequence[int]) -> Iterator[StoryEvent]:
    """What amendments put right in the enterprise's entries; the document says how."""
    rows = AmendmentItem.objects.filter(
        kind=AmendmentKind.CORRECT,
        amendment__state=ListState.PUBLISHED,
        listing__in=Listing.objects.visible_to(user).filter(enterprise__in=ids),
    )
    for row in rows.select_related("amendment__mandatory_list"):
        href = reverse("enterprises:amendment_detail", args=[row.amendment_id])
        text = f"{row.amendment.mandatory_list.title}（{row.amendment.document_no}）"
        yield StoryEvent(row.amendment.amended_on, _("名单更正"), text, row.reason, href)  # type: ignore[arg-type]


def _disclosures(user: User, ids: Sequence[int]) -> Iterator[StoryEvent]:
    for row in Disclosure.objects.visible_to(user).filter(listing__enterprise__in=ids):
        href = reverse("enterprises:disclosure_detail", args=[row.pk])
        yield StoryEvent(row.disclosed_on, _("公示"), row.place, "", href)


def _watched(user: User, ids: Sequence[int]) -> Iterator[StoryEvent]:
    for row in WatchEntry.objects.visible_to(user).filter(enterprise__in=ids):
        note = _("%(day)s前完成审核") % {"day": date_words(row.audit_by)}
        yield StoryEvent(row.added_on, _("入名录库"), row.reason, note)
        if row.ended_on:
            yield StoryEvent(row.ended_on, _("移出名录库"), row.end_reason)


def _orders(user: User, ids: Sequence[int]) -> Iterator[StoryEvent]:
    for row in CorrectionOrder.objects.visible_to(user).filter(enterprise__in=ids):
        href = reverse("enterprises:order_detail", args=[row.pk])
        yield StoryEvent(row.issued_on, str(row.get_kind_display()), row.document_no, row.text, href)
        if row.met_on:
            yield StoryEvent(row.met_on, _("改正"), row.document_no, "", href)
        if row.withdrawn_on:
            yield StoryEvent(
                row.withdrawn_on, _("撤销责令"), row.withdrawn_document, row.withdrawn_reason, href
            )


def _penalties(user: User, ids: Sequence[int]) -> Iterator[StoryEvent]:
    for row in Penalty.objects.visible_to(user).filter(order__enterprise__in=ids):
        href = reverse("enterprises:order_detail", args=[row.order_id])
        text = _("罚款 %(amount)s 元") % {"amount": number_words(row.amount_yuan)}
        yield StoryEvent(row.decided_on, _("处罚"), text, row.document_no, href)
        if row.withdrawn_on:
            yield StoryEvent(
                row.withdrawn_on, _("撤销处罚"), row.withdrawn_document, row.withdrawn_reason, href
            )
