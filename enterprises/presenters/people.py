"""Who acts for an enterprise and who is invited, in words."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import User
from config.common.access import Role
from config.common.wording import Light, date_words, masked_phone
from enterprises.enums import InvitationState
from enterprises.models import Invitation, Representative
from enterprises.presenters.qr import qr_svg
from enterprises.selectors.people import EnterprisePeople
from enterprises.services.invitations import Issued
from operations.services.mails import absolute

_TONES = {
    InvitationState.OPEN: "soon",
    InvitationState.ACCEPTED: "ok",
    InvitationState.EXPIRED: "late",
    InvitationState.REVOKED: "paused",
    InvitationState.REPLACED: "paused",
}


def people_page(people: EnterprisePeople, reader: User, at: datetime) -> dict[str, Any]:
    """Rows of the people page; what the reader may do with each stands beside it."""
    return {
        "acting": [_acting(row, reader) for row in people.acting],
        "ended": [_ended(row) for row in people.ended],
        "waiting": [invitation_row(row, at) for row in people.waiting],
        "over": [invitation_row(row, at) for row in people.over],
    }


def _acting(row: Representative, reader: User) -> dict[str, Any]:
    own = row.user_id == reader.pk
    return {
        "pk": row.pk,
        "name": row.user.name,
        "phone": masked_phone(row.user.phone) if row.user.phone else "",
        "since": date_words(row.since),
        "by": row.added_by.name if row.added_by else "",
        "own": own,
        "light": None if row.user.is_active else Light("paused", _("账号已停用")),
        "may_end": own or reader.role != Role.ENTERPRISE,
    }


def _ended(row: Representative) -> dict[str, str]:
    return {
        "name": row.user.name,
        "term": _("%(since)s至%(until)s") % {"since": date_words(row.since), "until": date_words(row.until)},
        "why": row.ended_why,
        "by": row.ended_by.name if row.ended_by else "",
    }


def invitation_row(row: Invitation, at: datetime) -> dict[str, Any]:
    state = row.state(at)
    return {
        "pk": row.pk,
        "who": _invitee(row),
        "what": _purpose(row),
        "made_by": row.made_by.name,
        "made_on": date_words(row.made_at),
        "expires_on": date_words(row.expires_at),
        "accepted_by": row.accepted_by.name if row.accepted_by else "",
        "light": Light(_TONES[state], str(state.label)),
        "expired": state == InvitationState.EXPIRED,
    }


def _invitee(row: Invitation) -> str:
    if row.invitee:
        return row.invitee
    return _("随告知书寄给企业") if row.listing_id else _("未写姓名")


def _purpose(row: Invitation) -> str:
    if row.predecessor is not None:
        return _("接替%(name)s") % {"name": row.predecessor.user.name}
    return row.listing.mandatory_list.title if row.listing else _("共同办理")


def issued_words(issued: Issued) -> dict[str, Any]:
    """What is shown and printed once: the link, the code to type, the picture, and how long they hold."""
    return {
        "link": invitation_link(issued),
        "place": absolute(reverse("enterprises:invitation_open")),
        "code": issued.secret.printed_code,
        "qr": qr_svg(invitation_link(issued)),
        "expires_on": date_words(issued.invitation.expires_at),
    }


def printed_invitations(issued: Mapping[int, Issued]) -> dict[int, dict[str, Any]]:
    """The same for the letters of listings, always Chinese."""
    with translation.override("zh-hans"):
        return {pk: issued_words(one) for pk, one in issued.items()}


def invitation_link(issued: Issued) -> str:
    """The secret stands behind #, which browsers tell no server: no log of any machine on the way holds it."""
    return f"{absolute(reverse('enterprises:invitation_open'))}#{issued.secret.token}"


def unmanned_rows(rows: list[Any], at: datetime) -> list[dict[str, Any]]:
    """Enterprises of `unmanned_listed`."""
    return [
        {
            "pk": row.pk,
            "name": row.name,
            "place": row.region.full_name,
            "year": row.listed_year,
            "href": reverse("enterprises:enterprise_people", args=[row.pk]),
            "light": _invited_light(row.invited_until, at),
        }
        for row in rows
    ]


def _invited_light(until: datetime | None, at: datetime) -> Light:
    if until is None:
        return Light("todo", _("没有邀请"))
    if until <= at:
        return Light("late", _("邀请已于%(day)s过期") % {"day": date_words(until)})
    return Light("soon", _("邀请有效期至%(day)s") % {"day": date_words(until)})


def my_enterprise_rows(rows: list[Representative]) -> list[dict[str, Any]]:
    return [
        {
            "name": row.enterprise.name,
            "place": row.enterprise.region.full_name,
            "since": date_words(row.since),
            "href": reverse("enterprises:enterprise_detail", args=[row.enterprise_id]),
            "people_href": reverse("enterprises:enterprise_people", args=[row.enterprise_id]),
        }
        for row in rows
    ]
