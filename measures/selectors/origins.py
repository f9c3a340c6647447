"""Where a measure's figures come from: who said them, when, and by which papers."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from accounts.models import User
from accounts.selectors.people import activities_of
from measures.models import BenefitIndicator, Measure, MeasureProof

_TOLD = ("measure_create", "measure_update")


@dataclass(frozen=True)
class Origin:
    """Who said a figure last, and when."""

    who: str
    at: datetime


def proofs_for(user: User) -> QuerySet[MeasureProof]:
    return MeasureProof.objects.visible_to(user).select_related(
        "attachment", "indicator", "added_by", "measure__round__enterprise__region"
    )


def indicators_claimed(measure: Measure) -> QuerySet[BenefitIndicator]:
    """What a paper of the measure may be about; the caller has checked that it is the reader's."""
    return BenefitIndicator.objects.filter(pk__in=measure.effects.values("indicator"))


def origins_of(user: User, measure: Measure) -> dict[str, Origin]:
    """By column of the measure, from the trail: the last deed that set it. One query."""
    rows = activities_of(user, measure._meta.label_lower, measure.pk).filter(verb__in=_TOLD)
    found: dict[str, Origin] = {}
    for who, at, new in rows.values_list("actor", "at", "new"):
        for name in new:
            found.setdefault(name, Origin(who, at))
    return found
