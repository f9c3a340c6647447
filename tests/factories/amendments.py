"""Amendments for tests, drafted and issued by the province's officer."""

from collections.abc import Sequence
from datetime import date
from itertools import count

from accounts.models import User
from config.common.access import Role
from enterprises.enums import ListingState
from enterprises.facts import ListingBasis, Paper
from enterprises.models import Enterprise, ListAmendment, Listing, MandatoryList
from enterprises.services.amendment_issue import amendment_issue
from enterprises.services.amendments import amendment_create, entry_add, entry_correct, entry_remove
from tests.factories.accounts import make_user, now
from tests.factories.recommendations import OVER

_numbers = count(1)


def make_amendment(mandatory_list: MandatoryList, by: User | None = None) -> ListAmendment:
    """A draft without anything in it."""
    officer = by or make_user(Role.PROVINCE, mandatory_list.region)
    return amendment_create(mandatory_list=mandatory_list, reason="核查后调整", by=officer, at=now())


def amend_add(draft: ListAmendment, enterprise: Enterprise, basis: ListingBasis = OVER) -> None:
    entry_add(
        amendment=draft,
        enterprise=enterprise,
        basis=basis,
        version=draft.version,
        by=draft.created_by,
        at=now(),
    )


def amend_remove(draft: ListAmendment, enterprise: Enterprise, reason: str = "已关停") -> None:
    entry_remove(
        amendment=draft,
        enterprise=enterprise,
        reason=reason,
        version=draft.version,
        by=draft.created_by,
        at=now(),
    )


def amend_correct(
    draft: ListAmendment, enterprise: Enterprise, why: str = "公布有误", **words: object
) -> None:
    entry_correct(
        amendment=draft,
        enterprise=enterprise,
        words=words,
        reason=why,
        version=draft.version,
        by=draft.created_by,
        at=now(),
    )


def issue(draft: ListAmendment, on: date = date(2026, 6, 1), document_no: str = "") -> ListAmendment:
    """Issue a draft as this copy shows it, under a number of its own unless one is given."""
    number = document_no or f"晋环函〔{on.year}〕{next(_numbers)}号"
    paper = Paper(number, "山西省生态环境厅", on)
    return amendment_issue(amendment=draft, paper=paper, version=draft.version, by=draft.created_by, at=now())


def make_issued(
    mandatory_list: MandatoryList,
    on: date = date(2026, 6, 1),
    *,
    add: Sequence[Enterprise] = (),
    remove: Sequence[Enterprise] = (),
    correct: dict[Enterprise, dict[str, object]] | None = None,
    by: User | None = None,
) -> ListAmendment:
    """An issued amendment of some entries."""
    draft = make_amendment(mandatory_list, by)
    for enterprise in add:
        amend_add(draft, enterprise)
    for enterprise in remove:
        amend_remove(draft, enterprise)
    for enterprise, words in (correct or {}).items():
        amend_correct(draft, enterprise, **words)
    return issue(draft, on)


def entry_of(mandatory_list: MandatoryList, enterprise: Enterprise) -> Listing:
    """The standing entry of an enterprise, else the one that was taken off last."""
    rows = Listing.objects.filter(mandatory_list=mandatory_list, enterprise=enterprise)
    standing = rows.exclude(state=ListingState.REMOVED).first()
    return standing or rows.order_by("-pk")[0]
