"""Reads of amendments: the chain of a list's documents, what a draft holds, and the list on any day."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.db.models import Count, Max, Prefetch, Q, QuerySet
from django.urls import reverse
from django.utils.http import urlencode

from accounts.models import User
from config.common.wording import listed
from enterprises.calculations.list_history import words_of
from enterprises.calculations.listing_facts import kinds_missing
from enterprises.enums import AmendmentKind, ListingState, ListState
from enterprises.facts import Paper, facts_of
from enterprises.gates.list_amendment import AmendmentFacts, ItemFacts
from enterprises.models import AmendmentItem, Enterprise, ListAmendment, Listing, MandatoryList
from enterprises.selectors.lists import listed_elsewhere, number_is_taken
from enterprises.selectors.next_list import next_round_words, next_rounds


def amendments_for(user: User) -> QuerySet[ListAmendment]:
    """Amendments the person may see: issued ones, and drafts of the own bureau."""
    return ListAmendment.objects.visible_to(user).select_related("mandatory_list__region", "amends")


def amendments_with_items(user: User) -> QuerySet[ListAmendment]:
    """The same with the items (`items`) that concern enterprises in the person's sight."""
    seen = AmendmentItem.objects.filter(enterprise__in=Enterprise.objects.visible_to(user)).order_by("pk")
    return amendments_for(user).prefetch_related(Prefetch("items", seen))


def amendments_of(user: User, mandatory_list: MandatoryList) -> QuerySet[Any]:
    """The documents that changed a list, oldest first, each with how much it adds, removes and corrects."""
    counts = {kind.value: Count("items", filter=Q(items__kind=kind)) for kind in AmendmentKind}
    rows = amendments_for(user).filter(mandatory_list=mandatory_list)
    return rows.annotate(**{f"n_{kind}": count for kind, count in counts.items()}).order_by("number")


def issued_of(mandatory_list: MandatoryList) -> QuerySet[ListAmendment]:
    """What was issued for a list so far, and may be put right."""
    return ListAmendment.objects.filter(mandatory_list=mandatory_list, state=ListState.PUBLISHED)


def draft_of(user: User, mandatory_list: MandatoryList) -> ListAmendment | None:
    """The amendment that is being drafted; a list has at most one at a time."""
    return amendments_for(user).filter(mandatory_list=mandatory_list, state=ListState.DRAFT).first()


def items_of(amendment: ListAmendment) -> list[AmendmentItem]:
    """Everything an amendment changes, in the order in which it was written down."""
    rows = AmendmentItem.objects.filter(amendment=amendment).order_by("pk")
    return list(
        rows.select_related("enterprise__region__city", "enterprise__industry", "listing__region__city")
    )


def item_for(user: User, pk: int) -> QuerySet[AmendmentItem]:
    """At most the one item, of an amendment the person may see."""
    rows = AmendmentItem.objects.filter(pk=pk, amendment__in=ListAmendment.objects.visible_to(user))
    return rows.select_related("amendment__mandatory_list__region", "enterprise", "listing")


def removable(user: User, amendment: ListAmendment) -> QuerySet[Enterprise]:
    """Enterprises whose entries stand on the list: they can be taken off it, or their entries corrected."""
    standing = Listing.objects.filter(mandatory_list=amendment.mandatory_list).exclude(
        state=ListingState.REMOVED
    )
    seen = Enterprise.objects.visible_to(user).select_related("region")
    return seen.filter(pk__in=standing.values("enterprise"))


def correction_of(amendment: ListAmendment, enterprise: Enterprise) -> dict[str, Any]:
    """How a standing entry is to read by the draft so far, and why (`why`)."""
    standing = Listing.objects.filter(mandatory_list=amendment.mandatory_list, enterprise=enterprise)
    found = words_of(standing.exclude(state=ListingState.REMOVED).get())
    item = AmendmentItem.objects.filter(
        amendment=amendment, enterprise=enterprise, kind=AmendmentKind.CORRECT
    ).first()
    return found | ({**item.values, "why": item.reason} if item else {"why": ""})


def amendment_facts(amendment: ListAmendment, paper: Paper, today: date) -> AmendmentFacts:
    """What the gate looks at: the draft as it would be issued under `paper`."""
    items = items_of(amendment)
    return AmendmentFacts(
        document_no=paper.document_no,
        authority=paper.authority,
        amended_on=paper.on,
        today=today,
        last_on=last_paper_on(amendment.mandatory_list),
        link=reverse("enterprises:amendment_edit", args=[amendment.pk]),
        document_no_taken=bool(paper.document_no)
        and number_is_taken(amendment.mandatory_list, paper.document_no, amendment),
        items=_item_facts(amendment, items),
    )


def last_paper_on(mandatory_list: MandatoryList) -> date:
    """The day of the newest document of a list: its publication, or its last amendment."""
    issued = ListAmendment.objects.filter(mandatory_list=mandatory_list, state=ListState.PUBLISHED)
    last: date | None = issued.aggregate(last=Max("amended_on"))["last"]
    return last or mandatory_list.published_on or date.min


def _item_facts(amendment: ListAmendment, items: Sequence[AmendmentItem]) -> tuple[ItemFacts, ...]:
    mandatory_list = amendment.mandatory_list
    standing = Listing.objects.filter(mandatory_list=mandatory_list).exclude(state=ListingState.REMOVED)
    numbers = dict(standing.values_list("enterprise_id", "number"))
    elsewhere = listed_elsewhere(mandatory_list)
    soon = _too_soon(amendment, items)
    return tuple(
        ItemFacts(
            kind=item.kind,
            name=item.enterprise.name,
            link=item_link(item),
            reason=item.reason,
            code=item.enterprise.uscc,
            code_link=reverse("enterprises:enterprise_edit", args=[item.enterprise_id]),
            number=numbers.get(item.enterprise_id),
            elsewhere=elsewhere.get(item.enterprise_id, ""),
            corrects=bool(item.values),
            too_soon=soon.get(item.enterprise_id, ""),
            missing=_missing(item),
        )
        for item in items
    )


def item_link(item: AmendmentItem) -> str:
    """Where an item of a draft is written."""
    address = reverse(f"enterprises:amendment_{item.kind}", args=[item.amendment_id])
    return f"{address}?{urlencode({'enterprise': item.enterprise_id})}"


def _too_soon(amendment: ListAmendment, items: Sequence[AmendmentItem]) -> dict[int, str]:
    """Additions whose enterprise's interval since its last audit is not over, with the reason."""
    rows = [
        Listing(
            mandatory_list=amendment.mandatory_list,
            enterprise=item.enterprise,
            **{name.lower(): True for name in item.values["categories"]},
        )
        for item in items
        if item.kind == AmendmentKind.ADD
    ]
    day = amendment.amended_on or last_paper_on(amendment.mandatory_list)
    found = next_rounds(rows)
    return {pk: next_round_words(upcoming) for pk, upcoming in found.items() if upcoming.on > day}


def _missing(item: AmendmentItem) -> str:
    if item.kind != AmendmentKind.ADD:
        return ""
    missing = kinds_missing(item.values["categories"], facts_of(item.values["facts"]))
    return listed(str(kind.label) for kind in missing) if missing else ""


def enterprises_seen(user: User, ids: Iterable[int]) -> set[int]:
    """Which of some enterprises the person may open."""
    return set(Enterprise.objects.visible_to(user).filter(pk__in=list(ids)).values_list("pk", flat=True))
