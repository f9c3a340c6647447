"""Reads of a measure's building."""

from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet

from accounts.models import User
from measures.models import Funding, FundingDraw, Measure, WorkStep


@dataclass(frozen=True)
class Works:
    """Steps by their planned day; sources with what was drawn."""

    steps: list[WorkStep]
    fundings: list[Funding]


def works_of(measure: Measure) -> Works:
    """Of a measure the caller has checked to be the reader's; three queries."""
    draws = Prefetch("draws", FundingDraw.objects.select_related("recorded_by"))
    fundings = Funding.objects.filter(measure=measure).prefetch_related(draws)
    return Works(list(WorkStep.objects.filter(measure=measure)), list(fundings))


def fundings_for(user: User) -> QuerySet[Funding]:
    return (
        Funding.objects.visible_to(user)
        .select_related("measure__round__enterprise__region")
        .prefetch_related("draws")
    )
