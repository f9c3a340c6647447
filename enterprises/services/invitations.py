"""Invitations to act for an enterprise: issued, printed in letters, issued anew, revoked."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.services.activity import activity_record, activity_records
from config.common.errors import Refused
from enterprises.calculations.invitation_codes import InvitationSecret, digest_of, secret_of
from enterprises.models import Enterprise, Invitation, Listing, Representative
from enterprises.rules.people import check_may_invite
from enterprises.selectors.people import acts_for, letters_waiting, newest_waiting, unmanned


@dataclass(frozen=True)
class Issued:
    """An invitation and its secrets, which are said this once."""

    invitation: Invitation
    secret: InvitationSecret


@transaction.atomic
def invitation_issue(
    *,
    enterprise: Enterprise,
    by: User,
    at: datetime,
    invitee: str = "",
    predecessor: Representative | None = None,
) -> Issued:
    """Invite a person; with `predecessor` that one's place is taken when the invitation is accepted."""
    check_may_invite(by, enterprise, acts=acts_for(by, enterprise))
    if predecessor is not None and (predecessor.until or predecessor.enterprise_id != enterprise.pk):
        raise Refused(_("要交出的人现在不是这家企业的经办人，请刷新页面后再办理。"))
    row = _new(enterprise, by, at)
    row.invitee, row.predecessor = " ".join(invitee.split())[:60], predecessor
    row.save()
    _tell("invitation_issue", row, by, at)
    return Issued(row, secret_of(row.nonce))


@transaction.atomic
def invitation_reissue(*, invitation: Invitation, by: User, at: datetime) -> Issued:
    """A new one in its place, with the full time to accept; the old one opens nothing any more."""
    check_may_invite(by, invitation.enterprise, acts=acts_for(by, invitation.enterprise))
    _end(invitation, by, at)
    row = _new(invitation.enterprise, by, at)
    row.listing, row.invitee, row.predecessor = invitation.listing, invitation.invitee, invitation.predecessor
    row.save()
    Invitation.objects.filter(pk=invitation.pk).update(replaced_by=row)
    _tell("invitation_reissue", row, by, at)
    return Issued(row, secret_of(row.nonce))


@transaction.atomic
def invitations_renew(*, enterprises: Sequence[Enterprise], by: User, at: datetime) -> list[Issued]:
    """A fresh invitation for each, in the place of the newest that nobody has accepted; to be printed and sent."""
    waiting = newest_waiting([row.pk for row in enterprises])
    return [
        invitation_reissue(invitation=waiting[row.pk], by=by, at=at)
        if row.pk in waiting
        else invitation_issue(enterprise=row, by=by, at=at)
        for row in enterprises
    ]


@transaction.atomic
def invitation_revoke(*, invitation: Invitation, by: User, at: datetime) -> None:
    check_may_invite(by, invitation.enterprise, acts=acts_for(by, invitation.enterprise))
    _end(invitation, by, at)
    _tell("invitation_revoke", invitation, by, at)


@transaction.atomic
def invitations_of_leaver_revoke(*, representative: Representative, by: User, at: datetime) -> None:
    """What a person handed out before leaving lets nobody in any more."""
    rows = Invitation.objects.waiting().filter(
        enterprise=representative.enterprise_id, made_by=representative.user_id
    )
    left = list(rows.select_related("enterprise__region"))
    rows.update(revoked_by=by, revoked_at=at)
    activity_records(
        by=by,
        at=at,
        verb="invitation_revoke",
        things=[(row.enterprise, row.enterprise.region, {}, {"name": row.invitee}) for row in left],
    )


@transaction.atomic
def invitations_for_letters(*, listings: Sequence[Listing], by: User, at: datetime) -> dict[int, Issued]:
    """For each listing whose enterprise has nobody who can sign in the invitation that its letter prints.

    Made once for each letter: asked again, the same invitation with the same secrets.
    """
    alone = unmanned(listings)
    wanted = {row.pk: row for row in listings if row.enterprise_id in alone}
    there = {row.listing_id: row for row in letters_waiting(wanted)}
    new = [_new(row.enterprise, by, at, row) for pk, row in wanted.items() if pk not in there]
    made = Invitation.objects.bulk_create(new)
    activity_records(
        by=by,
        at=at,
        verb="invitation_issue",
        things=[
            (row.enterprise, row.enterprise.region, {}, {"expires_on": day_of(row.expires_at)})
            for row in made
        ],
    )
    both = there | {row.listing_id: row for row in made}
    issued = {pk: Issued(row, secret_of(row.nonce)) for pk, row in both.items() if pk is not None}
    return {pk: one for pk, one in issued.items() if secret_still_fits(one)}


def secret_still_fits(issued: Issued) -> bool:
    """Not when the platform's key was changed since: then only what was printed before still opens."""
    return issued.invitation.code_digest == digest_of(issued.secret.code)


def _new(enterprise: Enterprise, by: User, at: datetime, listing: Listing | None = None) -> Invitation:
    nonce = secrets.token_urlsafe(32)
    secret = secret_of(nonce)
    return Invitation(
        enterprise=enterprise,
        listing=listing,
        nonce=nonce,
        token_digest=digest_of(secret.token),
        code_digest=digest_of(secret.code),
        made_by=by,
        made_at=at,
        expires_at=at + timedelta(days=settings.INVITATION_DAYS),
    )


def _end(invitation: Invitation, by: User, at: datetime) -> None:
    rows = Invitation.objects.waiting().filter(pk=invitation.pk)
    if not rows.update(revoked_by=by, revoked_at=at):
        raise Refused(_("这份邀请已经被接受、撤销或换发，没有改动。请刷新页面查看。"))
    invitation.revoked_by, invitation.revoked_at = by, at


def _tell(verb: str, row: Invitation, by: User, at: datetime) -> None:
    """The trail says who invited whom until when, and nothing by which the invitation could be used."""
    new = {"name": row.invitee, "expires_on": day_of(row.expires_at)}
    place = row.enterprise.region
    activity_record(by=by, at=at, verb=verb, thing=row.enterprise, region=place, new=new)


def day_of(at: datetime) -> date:
    return timezone.localtime(at).date()
