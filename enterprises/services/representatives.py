"""Who acts for an enterprise, from when to when, and how one hands over to another."""

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.services.activity import activity_record
from config.common.access import Role
from config.common.errors import Refused
from config.common.wording import date_words
from enterprises.models import Enterprise, Representative
from enterprises.rules.people import check_may_end
from enterprises.rules.registry import check_in_charge
from enterprises.selectors.people import acts_for, others_acting
from enterprises.services.invitations import invitations_of_leaver_revoke
from operations.facts import Telling
from operations.services.notices import people_tell


@transaction.atomic
def representative_add(
    *, enterprise: Enterprise, user: User, since: date, by: User, at: datetime
) -> Representative:
    """Let a person act for an enterprise; one person may act for several."""
    check_in_charge(by, enterprise.region)
    return representative_begin(enterprise=enterprise, user=user, since=since, by=by, at=at)


@transaction.atomic
def representative_begin(
    *, enterprise: Enterprise, user: User, since: date, by: User, at: datetime
) -> Representative:
    """The same for a caller that has checked who lets the person in (`by`): an officer, or who invited."""
    if user.role != Role.ENTERPRISE:
        raise Refused(_("“%(name)s”不是企业账号，不能代表企业办理。") % {"name": user.name})
    try:
        with transaction.atomic():
            row = Representative.objects.create(enterprise=enterprise, user=user, since=since, added_by=by)
    except IntegrityError as error:
        raise Refused(_("“%(name)s”已经是这家企业的经办人。") % {"name": user.name}) from error
    activity_record(
        by=by, at=at, verb="representative_add", thing=enterprise, region=enterprise.region, note=user.name
    )
    return row


@transaction.atomic
def representative_end(
    *, representative: Representative, until: date, by: User, at: datetime, why: str = ""
) -> Representative:
    """From this day on the person no longer sees the enterprise; what was done stays signed.

    Officers end anybody's; a representative ends the own, unless nobody would be left. Invitations that the
    person made and nobody has accepted end, too.
    """
    enterprise, leaver = representative.enterprise, representative.user
    check_may_end(
        by,
        enterprise,
        is_own=leaver.pk == by.pk and acts_for(by, enterprise),
        others=others_acting(representative),
    )
    return representative_leave(representative=representative, until=until, by=by, at=at, why=why)


@transaction.atomic
def representative_leave(
    *, representative: Representative, until: date, by: User, at: datetime, why: str = ""
) -> Representative:
    """The same for a caller that has checked the right: a hand-over that was accepted."""
    enterprise = representative.enterprise
    ended = {"until": until, "ended_by": by, "ended_why": " ".join(why.split())[:200]}
    open_rows = Representative.objects.filter(pk=representative.pk, until__isnull=True)
    if not open_rows.update(**ended):
        raise Refused(_("这位经办人的委托已经结束。"))
    for name, value in ended.items():
        setattr(representative, name, value)
    told = {"name": representative.user.name} | ({"reason": ended["ended_why"]} if why else {})
    activity_record(
        by=by, at=at, verb="representative_end", thing=enterprise, region=enterprise.region, new=told
    )
    invitations_of_leaver_revoke(representative=representative, by=by, at=at)
    _tell_leaver(representative, by, at)
    return representative


def _tell_leaver(representative: Representative, by: User, at: datetime) -> None:
    """Who does not act for an enterprise any more learns it and why; nobody of the own deed."""
    if representative.user_id == by.pk:
        return
    why = f"（{representative.ended_why}）" if representative.ended_why else ""
    facts = {"where": representative.enterprise.name, "day": date_words(representative.until), "why": why}
    words = _("自%(day)s起，您不再办理%(where)s的事项%(why)s；以前的办理记录仍以您的名义保留。") % facts
    href, mark = reverse("accounts:profile"), str(representative.pk)
    telling = Telling("handed_over", "enterprises.representative", representative.pk, mark, words, href)
    people_tell(telling=telling, people=[representative.user_id], at=at)
