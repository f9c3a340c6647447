"""An invitation is accepted: once, by one person, who then acts for the enterprise."""

from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.services.activity import activity_record
from accounts.services.own_emails import email_change
from accounts.services.registration import person_register
from config.common.access import Role
from enterprises.models import Invitation, Representative
from enterprises.rules.people import check_can_be_accepted, check_may_accept
from enterprises.selectors.people import acts_for
from enterprises.services.invitations import day_of
from enterprises.services.representatives import representative_begin, representative_leave
from operations.facts import Telling
from operations.services.notices import people_tell


@transaction.atomic
def invitation_register(*, invitation: Invitation, at: datetime, email: str = "", **person: str) -> User:
    """A new person opens an account and acts for the enterprise from today.

    `person`: username, name, password, phone. A letter asks to confirm the `email`.
    """
    check_can_be_accepted(invitation, at)
    user = person_register(**person, role=Role.ENTERPRISE, at=at)
    invitation_accept(invitation=invitation, by=user, at=at)
    if email:
        email_change(email=email, by=user, at=at)
    return user


@transaction.atomic
def invitation_accept(*, invitation: Invitation, by: User, at: datetime) -> Representative:
    """The person acts for the enterprise from today; whoever handed over does not any more."""
    enterprise = invitation.enterprise
    check_can_be_accepted(invitation, at)
    check_may_accept(by, acts=acts_for(by, enterprise))
    taken = Invitation.objects.open(at).filter(pk=invitation.pk).update(accepted_by=by, accepted_at=at)
    if not taken:
        invitation.refresh_from_db()
        check_can_be_accepted(invitation, at)
    activity_record(
        by=by,
        at=at,
        verb="invitation_accept",
        thing=enterprise,
        region=enterprise.region,
        new={"name": by.name},
    )
    row = representative_begin(enterprise=enterprise, user=by, since=day_of(at), by=invitation.made_by, at=at)
    _hand_over(invitation.predecessor, by, at)
    return row


def _hand_over(predecessor: Representative | None, by: User, at: datetime) -> None:
    if predecessor is None or predecessor.until is not None or predecessor.user_id == by.pk:
        return
    why = _("已交接给%(name)s") % {"name": by.name}
    representative_leave(representative=predecessor, until=day_of(at), by=by, at=at, why=why)
    enterprise = predecessor.enterprise
    words = _("您已接手%(where)s，原经办人%(name)s不再办理；已填写的内容都在。") % {
        "where": enterprise.name,
        "name": predecessor.user.name,
    }
    href = reverse("enterprises:enterprise_detail", args=[enterprise.pk])
    mark = str(predecessor.pk)
    telling = Telling("handed_over", "enterprises.enterprise", enterprise.pk, mark, words, href)
    people_tell(telling=telling, people=[by.pk], at=at)
