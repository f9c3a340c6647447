"""Reads of evaluations and acceptances."""

from django.db.models import QuerySet

from accounts.models import User
from audits.facts import WorksFacts
from audits.models import Expert, Review, ReviewExpert, Round, RoundFile
from config.common.plug import hooks


def reviews_for(user: User) -> QuerySet[Review]:
    """The reviews a person may see, with round and enterprise."""
    related = ("sheet", "round__enterprise__region__city", "round__enterprise__industry", "round__agency")
    return Review.objects.visible_to(user).select_related(*related, "round__listing", "recorded_by")


def version_of(user: User, pk: int) -> int:
    """The version a review has now."""
    return Review.objects.visible_to(user).get(pk=pk).version


def panel_of(review: Review) -> list[ReviewExpert]:
    return list(ReviewExpert.objects.filter(review=review).select_related("expert"))


def earlier_tries(review: Review) -> list[Review]:
    """Former attempts of the same kind, oldest first."""
    same = Review.objects.filter(round=review.round, kind=review.kind, attempt__lt=review.attempt)
    return list(same.order_by("attempt"))


def review_files(review: Review) -> list[RoundFile]:
    """The papers the panel reads: everything tied to the round."""
    files = RoundFile.objects.filter(round=review.round).select_related("attachment")
    return list(files.order_by("pk"))


def experts_free_for(round_: Round) -> QuerySet[Expert]:
    """The pool without those who must stand aside from this round."""
    owners = [round_.enterprise.name]
    if round_.agency is not None:
        owners.append(round_.agency.name)
    return Expert.objects.exclude(employer__in=owners)


def works_of(review: Review) -> WorksFacts | None:
    """What the round's measures came to, as the app above tells it; None where none does."""
    return next((hook(review.round) for hook in hooks("REVIEW_WORKS")), None)
