"""Reads of consulting bodies and experts: what they did, and how often the first try passed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Sum

from accounts.models import Region, User
from audits.enums import SEATED, Outcome, ReviewKind, RoundState
from audits.models import Agency, Auditor, Expert, Review, ReviewExpert, Round
from config.common.access import Role
from enterprises.models import Industry


def agencies_for(user: User) -> QuerySet[Agency]:
    """Officers and departments see all consulting bodies, an auditor only the own one."""
    agencies = Agency.objects.select_related("region")
    return agencies.filter(auditors__user=user) if user.role == Role.AGENCY else agencies


def version_of(user: User, pk: int) -> int:
    """The version an agency has now."""
    return agencies_for(user).get(pk=pk).version


def agencies_known() -> QuerySet[Agency]:
    """All of them, for an enterprise to choose the one it has hired; names are public."""
    return Agency.objects.order_by("name")


def agencies_listed(user: User) -> QuerySet[Agency]:
    """Rows of the list, with figures over all its rounds (table E); each is one grouped subquery."""
    rounds = Round.objects.filter(agency=OuterRef("pk")).order_by().values("agency")
    decided = Review.objects.filter(round__agency=OuterRef("pk")).exclude(outcome="")
    first = decided.filter(attempt=1).order_by().values("round__agency")
    passed = first.filter(outcome=Outcome.PASSED)
    auditors = Auditor.objects.filter(agency=OuterRef("pk")).order_by().values("agency")
    return agencies_for(user).annotate(
        auditors_n=_counted(auditors),
        rounds_n=_counted(rounds),
        closed_n=_counted(rounds.filter(state=RoundState.CLOSED)),
        enterprises_n=_counted(rounds, "enterprise_id"),
        first_n=_counted(first),
        first_passed_n=_counted(passed),
    )


def _counted(grouped: QuerySet, field: str = "pk") -> Subquery:
    return Subquery(grouped.annotate(n=Count(field, distinct=True)).values("n"))


@dataclass(frozen=True)
class TryFacts:
    """Tries of one kind: first ones decided and passed, later ones passed; mean score of all tries."""

    kind: str
    decided: int
    passed: int
    later: int
    mean_score: Decimal | None


def agency_tries(user: User, agency: Agency) -> list[TryFacts]:
    """First-try figures of evaluation and acceptance; one query."""
    reviews = Review.objects.filter(round__agency=agency).exclude(outcome="").order_by()
    rows = reviews.values("kind").annotate(
        decided=Count("pk", filter=Q(attempt=1)),
        passed=Count("pk", filter=Q(attempt=1, outcome=Outcome.PASSED)),
        later=Count("pk", filter=Q(attempt__gt=1, outcome=Outcome.PASSED)),
        scored=Count("score"),
        total=Sum("score"),
    )
    found = {row["kind"]: row for row in rows}
    return [_tries(kind, found.get(kind)) for kind in ReviewKind]


def _tries(kind: str, row: Mapping[str, Any] | None) -> TryFacts:
    if row is None:
        return TryFacts(kind, 0, 0, 0, None)
    mean = row["total"] / row["scored"] if row["scored"] else None
    return TryFacts(kind, row["decided"], row["passed"], row["later"], mean)


def agency_rounds(user: User, agency: Agency) -> QuerySet[Round]:
    """The agency's rounds inside what the person may see, newest first."""
    rounds = Round.objects.visible_to(user).filter(agency=agency).order_by("-opened_on", "-pk")
    return rounds.select_related("enterprise__region__city")


def auditors_of(agency: Agency) -> list[Auditor]:
    return list(Auditor.objects.filter(agency=agency).select_related("user"))


def experts_for(user: User, on: date) -> QuerySet[Expert]:
    """The pool, known to officers, with each expert's load: seats held, this year's, unfinished, declined."""
    seated = Q(reviews__state__in=SEATED)
    pool = Expert.objects.prefetch_related("industries").annotate(
        reviews_n=Count("reviews", filter=seated),
        year_n=Count("reviews", filter=seated & Q(reviews__review__applied_on__year=on.year)),
        open_n=Count("reviews", filter=seated & Q(reviews__review__outcome="")),
        declined_n=Count("reviews", filter=~seated),
    )
    return pool if user.is_officer else pool.filter(user=user)


def seats_of(user: User, expert: Expert) -> QuerySet[ReviewExpert]:
    """The expert's places on panels inside what the person may see, newest first."""
    seats = ReviewExpert.objects.filter(expert=expert, review__round__in=Round.objects.visible_to(user))
    return seats.select_related("review__round__enterprise__region__city").order_by("-review_id", "-pk")


def accounts_without_place(role: str) -> QuerySet[User]:
    """Accounts of a role that no auditor or expert stands for yet."""
    free = User.objects.filter(role=role, is_active=True, auditor__isnull=True, expert__isnull=True)
    return free.order_by("username")


def seats() -> QuerySet[Region]:
    return Region.objects.current().select_related("city")


def industries() -> QuerySet[Industry]:
    return Industry.objects.exclude(level="section")
