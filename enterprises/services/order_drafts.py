"""An order while it is being written: kept for the office until it is issued, never shown to the enterprise."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.services.activity import activity_record
from config.common.errors import Refused
from config.common.versions import guarded_update
from enterprises.models import Duty, Enterprise, Listing, OrderDraft, PenaltyArticle
from enterprises.rules.registry import check_in_charge


@dataclass(frozen=True)
class DraftTerms:
    """What is written so far; anything may still be missing."""

    article: PenaltyArticle | None = None
    listing: Listing | None = None
    document_no: str = ""
    issued_on: date | None = None
    due_on: date | None = None
    text: str = ""
    duty: Duty | None = None
    occasion: str = ""


@transaction.atomic
def order_draft_begin(*, enterprise: Enterprise, terms: DraftTerms, by: User, at: datetime) -> OrderDraft:
    """Keep what is written for the first time; one draft for each enterprise and entry."""
    check_in_charge(by, enterprise.region)
    try:
        with transaction.atomic():
            draft = OrderDraft.objects.create(enterprise=enterprise, **_values(terms, by, at))
    except IntegrityError as error:
        raise begun_elsewhere() from error
    _tell("order_draft_begin", draft, by, at)
    return draft


@transaction.atomic
def order_draft_keep(
    *, draft: OrderDraft, terms: DraftTerms, version: int, by: User, at: datetime
) -> OrderDraft:
    """Keep what is written now. The trail tells of the beginning and the end, not of each sentence meanwhile."""
    check_in_charge(by, draft.enterprise.region)
    try:
        with transaction.atomic():
            guarded_update(draft, version=version, **_values(terms, by, at))
    except IntegrityError as error:
        raise begun_elsewhere() from error
    return draft


def _values(terms: DraftTerms, by: User, at: datetime) -> dict[str, Any]:
    return vars(terms) | {"document_no": terms.document_no.strip(), "saved_by": by, "saved_at": at}


def begun_elsewhere() -> Refused:
    return Refused(_("这份草稿已由其他人员下达、放弃或另行起草。请刷新页面，核对后再填写。"))


@transaction.atomic
def order_draft_discard(*, draft: OrderDraft, by: User, at: datetime) -> None:
    """Throw it away; nothing was issued."""
    check_in_charge(by, draft.enterprise.region)
    _tell("order_draft_discard", draft, by, at)
    draft.delete()


def order_draft_take(*, enterprise: Enterprise, listing: Listing | None) -> None:
    """The order it was written for is issued: the draft is gone."""
    OrderDraft.objects.filter(enterprise=enterprise, listing=listing).delete()


def _tell(verb: str, draft: OrderDraft, by: User, at: datetime) -> None:
    told = {"article": draft.article.code if draft.article else "", "document_no": draft.document_no}
    region = draft.enterprise.region
    activity_record(by=by, at=at, verb=verb, thing=draft.enterprise, region=region, new=told)
