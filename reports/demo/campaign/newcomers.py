"""Who acts for enterprises changes: a hand-over, a second enterprise, people who left, invitations."""

from datetime import datetime, timedelta

from django.db.models import Count, Q
from django.utils import timezone

from accounts.models import User
from accounts.services.users import one_time_password
from enterprises.models import Enterprise, Representative
from enterprises.services.accepting import invitation_accept, invitation_register
from enterprises.services.invitations import invitation_issue
from enterprises.services.representatives import representative_end
from reports.demo.campaign.lists import Stage
from reports.demo.campaign.people import XIAOYI, Cast


def people_deeds(stage: Stage, at: datetime) -> None:
    """At the enterprise with an account, and at five others of 孝义 and 太原."""
    cast, person = stage.cast, stage.cast.users["qiye"]
    near = _others(stage, cast, XIAOYI)
    if stage.own is None or len(near) < 4:
        return
    county = cast.users["xiaoyi"]
    joined, handed_over, *_rest, waiting, expired = near
    _joins(joined, person, county, at - timedelta(days=30))
    _hands_over(handed_over, county, at - timedelta(days=45))
    _left(expired, county, at - timedelta(days=80))
    invitation_issue(enterprise=expired, by=county, at=at - timedelta(days=75), invitee="乔卫民")
    _left(waiting, county, at - timedelta(days=20))
    invitation_issue(enterprise=waiting, by=county, at=at - timedelta(days=12))
    for enterprise in _others(stage, cast, "1401")[-2:]:
        _left(enterprise, cast.users["taiyuan"], at - timedelta(days=9))
    invitation_issue(enterprise=stage.own, by=person, at=at - timedelta(days=3), invitee="白雪")


def _others(stage: Stage, cast: Cast, code: str) -> list[Enterprise]:
    """Those that owe most stand last."""
    rows = Enterprise.objects.filter(pk__in=cast.representatives, region__code__startswith=code)
    own = stage.own.pk if stage.own else None
    owing = Q(listings__duties__met_on__isnull=True)
    rows = rows.exclude(pk=own).annotate(owed=Count("listings__duties", filter=owing))
    return list(rows.select_related("region").order_by("owed", "pk"))


def _joins(enterprise: Enterprise, person: User, by: User, at: datetime) -> None:
    """One account for a second enterprise."""
    issued = invitation_issue(enterprise=enterprise, by=by, at=at, invitee=person.name)
    invitation_accept(invitation=issued.invitation, by=person, at=at + timedelta(days=2))


def _hands_over(enterprise: Enterprise, by: User, at: datetime) -> None:
    leaver = Representative.objects.select_related("user").get(enterprise=enterprise, until__isnull=True)
    issued = invitation_issue(enterprise=enterprise, by=by, at=at, invitee="段文斌", predecessor=leaver)
    invitation_register(
        invitation=issued.invitation,
        username="duanwenbin",
        name="段文斌",
        password=one_time_password(),
        at=at + timedelta(days=4),
    )


def _left(enterprise: Enterprise, by: User, at: datetime) -> None:
    rows = Representative.objects.filter(enterprise=enterprise, until__isnull=True)
    for row in rows.select_related("user", "enterprise__region"):
        representative_end(
            representative=row,
            until=timezone.localtime(at).date(),
            why="离职，单位未指定接替的人",
            by=by,
            at=at,
        )
