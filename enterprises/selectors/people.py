"""Reads about who acts for enterprises, and who is invited to."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from accounts.models import User
from config.common.access import Role
from enterprises.calculations.invitation_codes import typed_digest
from enterprises.enums import ListingState, ListState
from enterprises.models import Duty, Enterprise, Invitation, Listing, Representative
from operations.enums import BulkState
from operations.models import BulkRun


def acts_for(user: User, enterprise: Enterprise) -> bool:
    return Representative.objects.filter(user=user, enterprise=enterprise, until__isnull=True).exists()


def people_acting(enterprise: Enterprise) -> list[int]:
    """The ids of those who act for an enterprise and can sign in."""
    rows = Representative.objects.filter(enterprise=enterprise, until__isnull=True, user__is_active=True)
    return list(rows.order_by("pk").values_list("user", flat=True))


def others_acting(representative: Representative) -> bool:
    """Whether somebody else who can sign in acts for the same enterprise."""
    return (
        Representative.objects.filter(
            enterprise=representative.enterprise_id, until__isnull=True, user__is_active=True
        )
        .exclude(user=representative.user_id)
        .exists()
    )


def unmanned(listings: Iterable[Listing]) -> set[int]:
    """Ids of the listed enterprises for which nobody acts who can sign in."""
    ids = {row.enterprise_id for row in listings}
    acting = Representative.objects.filter(enterprise__in=ids, until__isnull=True, user__is_active=True)
    return ids - set(acting.values_list("enterprise_id", flat=True))


def letters_waiting(listings: Collection[int]) -> QuerySet[Invitation]:
    """The invitations of these listings' letters that nobody has accepted yet."""
    rows = Invitation.objects.waiting().filter(listing__in=listings)
    return rows.select_related("enterprise__region")


def invitation_by_secret(text: str) -> Invitation | None:
    """The invitation that a link or a typed code belongs to, whatever became of it."""
    digest = typed_digest(text)
    rows = Invitation.objects.select_related("enterprise__region__city", "made_by", "predecessor__user")
    return rows.filter(token_digest=digest).first() or rows.filter(code_digest=digest).first()


def invitation_by_id(pk: int) -> Invitation | None:
    """The invitation that somebody has shown the secret of."""
    rows = Invitation.objects.select_related(
        "enterprise__region__city", "made_by__region", "predecessor__user", "predecessor__enterprise__region"
    )
    return rows.filter(pk=pk).first()


@dataclass(frozen=True)
class EnterprisePeople:
    """Who acts and acted for an enterprise, and who is or was invited."""

    acting: list[Representative]
    ended: list[Representative]
    waiting: list[Invitation]
    over: list[Invitation]


def enterprise_people(user: User, enterprise: Enterprise) -> EnterprisePeople:
    """Four queries; the caller has checked that the enterprise is the reader's."""
    rows = enterprise.representatives.select_related("user", "added_by", "ended_by")
    invited = Invitation.objects.visible_to(user).filter(enterprise=enterprise)
    invited = invited.select_related(
        "made_by", "accepted_by", "revoked_by", "predecessor__user", "listing__mandatory_list"
    )
    waiting = invited.waiting()
    return EnterprisePeople(
        acting=list(rows.filter(until__isnull=True)),
        ended=list(rows.filter(until__isnull=False).order_by("-until", "-pk")[:20]),
        waiting=list(waiting),
        over=list(invited.exclude(pk__in=waiting.values("pk"))[:20]),
    )


def invitations_for(user: User) -> QuerySet[Invitation]:
    rows = Invitation.objects.visible_to(user)
    return rows.select_related("enterprise__region__city", "listing", "predecessor__user")


def represented_by(user: User) -> QuerySet[Representative]:
    """What a person acts for now."""
    rows = Representative.objects.filter(user=user, until__isnull=True, enterprise__merged_into__isnull=True)
    return rows.select_related("enterprise__region__city", "enterprise__industry").order_by(
        "enterprise__pinyin", "pk"
    )


def unmanned_listed(user: User) -> QuerySet[Enterprise]:
    """Enterprises in a person's sight that are on a published list, owe something, and have nobody who can sign in.

    Each with the year it was listed last, and how long its newest unaccepted invitation holds.
    """
    owed = Duty.objects.filter(listing=OuterRef("pk"), met_on__isnull=True)
    listed = Listing.objects.filter(
        Exists(owed),
        enterprise=OuterRef("pk"),
        mandatory_list__state=ListState.PUBLISHED,
        state=ListingState.LISTED,
    ).order_by("-mandatory_list__year", "-pk")
    acting = Representative.objects.filter(
        enterprise=OuterRef("pk"), until__isnull=True, user__is_active=True
    )
    waiting = Invitation.objects.waiting().filter(enterprise=OuterRef("pk")).order_by("-pk")
    rows = Enterprise.objects.visible_to(user).filter(Exists(listed), ~Exists(acting))
    return rows.select_related("region__city").annotate(
        listed_year=Subquery(listed.values("mandatory_list__year")[:1]),
        invited_until=Subquery(waiting.values("expires_at")[:1]),
    )


def newest_waiting(enterprises: Collection[int]) -> dict[int, Invitation]:
    """The newest invitation of each that nobody has accepted, expired ones too; a hand-over is left alone."""
    rows = Invitation.objects.waiting().filter(enterprise__in=enterprises, predecessor__isnull=True)
    return {row.enterprise_id: row for row in rows.select_related("enterprise__region").order_by("pk")}


def enterprise_account(username: str) -> User | None:
    """The enterprise account with exactly this user name."""
    return User.objects.filter(username=username, role=Role.ENTERPRISE, is_active=True).first()


def representatives_for(user: User) -> QuerySet[Representative]:
    """Who acts now for the enterprises a person may see."""
    seen = Enterprise.objects.visible_to(user).values("pk")
    rows = Representative.objects.filter(until__isnull=True, enterprise__in=seen)
    return rows.select_related("user", "enterprise__region")


def renewed_in(user: User, run: BulkRun, at: datetime) -> QuerySet[Invitation]:
    """What a run over many rows has issued and can still be accepted, in the order of the places."""
    done = run.rows.filter(state=BulkState.DONE).values_list("result", flat=True)
    ids = [result["invitation"] for result in done if "invitation" in result]
    rows = Invitation.objects.visible_to(user).open(at).filter(pk__in=ids)
    return rows.select_related("enterprise__region__city").order_by(
        "enterprise__region__code", "enterprise__pinyin", "pk"
    )
