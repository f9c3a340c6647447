"""Telling who waits: one notice for each person and move, in the platform."""

from datetime import datetime

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from audits.lifecycle import CONCLUSIONS
from audits.models import Review, Round, RoundMove
from config.common.access import Role
from config.common.lifecycles import Move
from operations.models import Notice


def move_tell(*, round_: Round, move: Move, made: RoundMove, at: datetime) -> None:
    """Write the notices the table names; nobody is told of the own deed."""
    text = _("%(enterprise)s：%(said)s") % {"enterprise": round_.enterprise.name, "said": move.story}
    if made.reason:
        text = f"{text}。{made.reason}"
    href = _lands(round_, move)
    Notice.objects.bulk_create(
        [
            Notice(
                rule="round_move",
                case_kind="audits.round",
                case_id=round_.pk,
                recipient=person,
                key=f"round_move:{made.pk}:{person.pk}",
                text=text[:500],
                href=href,
                created_at=at,
            )
            for person in _recipients(round_, move)
            if person.pk != made.by_id
        ]
    )


def _lands(round_: Round, move: Move) -> str:
    """A conclusion is read on the review's page, where its letter is and what follows; all else on the round's."""
    if move.name in CONCLUSIONS:
        review = Review.objects.filter(round=round_).exclude(outcome="").order_by("-pk").first()
        if review is not None:
            return reverse("audits:review_detail", args=[review.pk])
    return reverse("audits:round_detail", args=[round_.pk])


def _recipients(round_: Round, move: Move) -> list[User]:
    """The site's people, or the officers nearest to it: the county's, else the city's."""
    if not move.tells:
        return []
    active = User.objects.filter(is_active=True)
    if Role.ENTERPRISE in move.tells:
        site = Q(
            role=Role.ENTERPRISE,
            represents__enterprise_id=round_.enterprise_id,
            represents__until__isnull=True,
        )
        agency = Q(auditor__agency_id=round_.agency_id) if round_.agency_id else Q(pk__in=[])
        return list(active.filter(site | agency).distinct())
    region = round_.enterprise.region
    for place in (region.pk, region.city_id):
        officers = list(active.filter(role__in=move.tells, region_id=place)) if place else []
        if officers:
            return officers
    return []
