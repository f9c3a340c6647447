"""Earlier entries taken over into the next draft: overdue ones (转入下一批), and those whose interval is over."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from config.common.errors import Refused
from enterprises.facts import facts_of
from enterprises.models import Listing, MandatoryList
from enterprises.selectors.next_list import next_list_proposals
from enterprises.services.lists import listing_add


@transaction.atomic
def proposals_take(
    *, mandatory_list: MandatoryList, listings: Sequence[Listing], by: User, at: datetime
) -> int:
    """Put the enterprises of the chosen earlier entries on the draft, with their categories and facts.

    The reason says why it was proposed. Refused when one is not proposed (any more).
    """
    if not listings:
        raise Refused(_("请先勾选要列入的企业。"))
    on = timezone.localtime(at).date()
    proposed = {one.listing.pk: one for one in next_list_proposals(by, mandatory_list, on)}
    for listing in listings:
        if listing.pk not in proposed:
            raise Refused(_("“%(name)s”已不在建议之列，请刷新页面。") % {"name": listing.name})
        listing_add(
            mandatory_list=mandatory_list,
            enterprise=listing.enterprise,
            categories=listing.categories,
            reason=proposed[listing.pk].reason[:300],
            facts=facts_of(listing.facts),
            by=by,
            at=at,
        )
    return len(listings)
