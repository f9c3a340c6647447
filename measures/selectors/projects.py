"""Reads of projects: one's own, what they carry, and what that is counted to save."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from accounts.models import User
from enterprises.models import Enterprise
from measures.enums import STANDING
from measures.models import Effect, Measure, Project


def projects_for(user: User) -> QuerySet[Any]:
    """With the number of measures each carries, those that stand, and their counted benefit (one query)."""
    standing = Q(measures__state__in=STANDING)
    counted = Coalesce("measures__benefit_verified_wan", "measures__benefit_achieved_wan")
    rows = Project.objects.visible_to(user).select_related(
        "region", "enterprise__region", "technology", "created_by"
    )
    return rows.annotate(
        carried=Count("measures"),
        standing=Count("measures", filter=standing),
        benefit=Sum(counted, filter=standing),
    )


def measures_carried(user: User, project: Project) -> QuerySet[Measure]:
    """The carried measures the reader may see."""
    rows = Measure.objects.visible_to(user).filter(projects=project)
    return rows.select_related("round__enterprise__region__city").order_by("round__year", "pk")


def measures_to_carry(user: User, enterprise: Enterprise | None) -> QuerySet[Measure]:
    """What a project of the enterprise can carry, newest rounds first."""
    rows = Measure.objects.visible_to(user).filter(round__enterprise=enterprise)
    return rows.select_related("round").order_by("-round__year", "-round_id", "pk")


@dataclass(frozen=True)
class Saved:
    """One indicator of what a project's standing measures save."""

    name: str
    unit: str
    counted: Decimal
    read: int
    measures: int


def saved_by(project: Project) -> list[Saved]:
    """The verified reading where there is one, else what was reported; in the indicator's unit (one query)."""
    rows = Effect.objects.filter(measure__projects=project, measure__state__in=STANDING)
    sums = rows.values_list("indicator__name", "indicator__unit").annotate(
        sum_counted=Sum(Coalesce("verified", "achieved")), read=Count("verified"), number=Count("pk")
    )
    found = sums.order_by("indicator_id").filter(sum_counted__isnull=False)
    return [Saved(*row) for row in found]


def enterprises_named(user: User, words: str) -> list[Enterprise]:
    """The enterprises of the reader's sight with this code or exactly this name; a code may have several sites."""
    rows = Enterprise.objects.visible_to(user).filter(Q(uscc=words.upper()) | Q(name=words))
    return list(rows.select_related("region__city").order_by("pk")[:5])
