"""Invitations issued anew for many enterprises at once, and printed afterwards by who did so."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.services.activity import activity_record
from config.common.errors import NotAllowed, Refused
from config.common.wording import date_words
from enterprises.calculations.invitation_codes import secret_of
from enterprises.models import Enterprise, Invitation
from enterprises.selectors.people import people_acting
from enterprises.services.bulk import Done
from enterprises.services.invitations import Issued, invitations_renew, secret_still_fits
from operations.models import BulkRun

RENEW = "invitations_renew"


def bulk_renew(*, thing_id: int, params: dict[str, Any], by: User, at: datetime) -> Done:
    """A fresh invitation in the place of the newest that waits; not where somebody can sign in by now."""
    enterprise = Enterprise.objects.visible_to(by).select_related("region").filter(pk=thing_id).first()
    if enterprise is None:
        raise NotAllowed(_("这一行不在您的工作范围内，或已不存在。"))
    if people_acting(enterprise):
        raise Refused(_("这家企业已有经办人可以登录，没有换发邀请。"))
    (issued,) = invitations_renew(enterprises=[enterprise], by=by, at=at)
    said = _("已换发邀请，有效期至%(day)s。") % {"day": date_words(issued.invitation.expires_at)}
    return said, {"invitation": issued.invitation.pk}


@transaction.atomic
def invitations_print(
    *, run: BulkRun, invitations: Sequence[Invitation], by: User, at: datetime
) -> list[Issued]:
    """The secrets of what a run issued and nobody has used yet; the trail says who printed how many."""
    issued = [Issued(row, secret_of(row.nonce)) for row in invitations]
    whole = [one for one in issued if secret_still_fits(one)]
    if whole:
        new = {"rows": len(whole)}
        activity_record(by=by, at=at, verb="invitations_print", thing=run, region=by.region, new=new)
    return whole
