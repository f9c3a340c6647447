"""Reads of the technology library: entries, how far they are taken up, and which fit a round."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Count, F, Max, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from accounts.models import User
from audits.models import Round
from enterprises.enums import Category, FactKind
from enterprises.facts import facts_of
from measures.calculations.suggestions import Plant, Suggestion, suggestions
from measures.enums import STANDING, MeasureState, TechnologyState
from measures.models import Measure, Technology

FEW = 3
"""Fewer enterprises than this: their money is not shown to others, for it would be theirs alone."""


def technologies_for(user: User) -> QuerySet[Any]:
    """The library with its adoption, for who may read it; the province sees retired entries too."""
    rows = with_adoption(Technology.objects.all())
    return rows if user.is_officer else rows.filter(state=TechnologyState.CURRENT)


def technologies_public() -> QuerySet[Any]:
    return with_adoption(Technology.objects.filter(state=TechnologyState.CURRENT)).order_by(
        "field", "industry", "target", "pk"
    )


def found_by(rows: QuerySet[Any], text: str, wanted: dict[str, str]) -> QuerySet[Any]:
    """By a part of the name, and by industry or target."""
    return rows.filter(name__icontains=text.strip(), **wanted)


def with_adoption(rows: QuerySet[Technology]) -> QuerySet[Any]:
    """How many rounds and enterprises name it, how many measures stand, what they cost and yield (one query)."""
    standing = Q(measures__state__in=STANDING)
    counted = Coalesce("measures__benefit_verified_wan", "measures__benefit_achieved_wan")
    return rows.annotate(
        rounds=Count("measures__round", distinct=True),
        enterprises=Count("measures__round__enterprise", filter=standing, distinct=True),
        implemented=Count("measures", filter=standing, distinct=True),
        verified=Count("measures", filter=Q(measures__state=MeasureState.VERIFIED), distinct=True),
        invested=Sum("measures__investment_actual_wan", filter=standing),
        benefit=Sum(counted, filter=standing),
        newest=Max("measures__implemented_on", filter=standing),
    )


def technology_words(names: Iterable[str]) -> dict[str, list[str]]:
    """The values in use of each column of the library, for its filters and forms."""
    return {
        name: list(Technology.objects.order_by(F(name)).values_list(name, flat=True).distinct())
        for name in names
    }


def technology_choices() -> QuerySet[Technology]:
    """What a measure can name: entries that are not retired."""
    return Technology.objects.filter(state=TechnologyState.CURRENT).order_by("industry", "target", "pk")


def measures_of(user: User, technology: Technology) -> QuerySet[Measure]:
    """The measures of the reader's own sight that name it, those that stand first."""
    rows = Measure.objects.visible_to(user).filter(technology=technology)
    return rows.select_related("round__enterprise__region__city").order_by(
        F("implemented_on").desc(nulls_last=True), "pk"
    )


def plant_of(round_: Round) -> Plant:
    """What the round's enterprise and its entry on the list say."""
    industry, listing = round_.enterprise.industry, round_.listing
    facts = facts_of(listing.facts) if listing else ()
    words = (industry.plan_industry, industry.name) if industry else ()
    energy = any(fact.kind == FactKind.ENERGY for fact in facts) or bool(
        listing and Category.ENERGY in listing.categories
    )
    over = (fact.name for fact in facts if fact.kind != FactKind.ENERGY)
    return Plant(tuple(word for word in words if word), tuple(dict.fromkeys(over)), energy)


def suggestions_for(round_: Round) -> list[Suggestion]:
    """Two queries: what the round names already, and the library."""
    taken = set(
        Measure.objects.filter(round=round_, technology__isnull=False).values_list("technology_id", flat=True)
    )
    return suggestions(plant_of(round_), technology_choices(), taken=taken)
