"""What an amendment of a list means for rounds: those of removed entries end, and its job opens the added ones'."""

from datetime import datetime

from django.utils.translation import gettext as _

from accounts.models import User
from audits.lifecycle import OVER
from audits.models import Round
from audits.services.moves import round_move
from enterprises.enums import AmendmentKind
from enterprises.models import ListAmendment


def rounds_amend(*, amendment: ListAmendment, by: User, at: datetime) -> None:
    """Hook LIST_AMENDED, in the issue's transaction: nobody goes on auditing what the document took off the list."""
    removed = amendment.items.filter(kind=AmendmentKind.REMOVE)
    rounds = Round.objects.filter(listing__in=removed.values("listing")).exclude(state__in=OVER)
    reasons = dict(removed.values_list("enterprise_id", "reason"))
    for round_ in rounds.select_related("enterprise__region", "listing").order_by("pk"):
        facts = {"number": amendment.document_no, "reason": reasons[round_.enterprise_id]}
        round_move(
            round_=round_,
            move="exempt",
            by=by,
            at=at,
            on=max(amendment.amended_on or round_.opened_on, round_.opened_on),
            reason=_("%(number)s移出名单：%(reason)s") % facts,
        )
