"""Rows of annexes A, C and D in chunks: fetched by their ids, so that no cursor stays open beside other work."""

from array import array
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, QuerySet
from django.db.models.functions import Coalesce

from audits.models import Review, ReviewExpert, Round
from enterprises.enums import DutyCode
from enterprises.models import Duty, Enterprise, Listing
from measures.enums import CHEAP, COSTLY, PAST_CHEAP, PAST_COSTLY, STANDING
from measures.models import Effect, Measure, PastEffect, PastMeasures, PastResult
from reports.facts import ResultRow
from reports.selectors.events import listings_in
from reports.selectors.grouping import Event, Scope, count_of, total

CHUNK = 500

_MEASURE = ("round__enterprise__", "round__listing__")
_PROPOSED = Event("proposed_on", *_MEASURE)
_IMPLEMENTED = Event("implemented_on", *_MEASURE)
_EFFECT = Event("measure__implemented_on", "measure__round__enterprise__", "measure__round__listing__")
_DECIDED = Event("decided_on", *_MEASURE)
_PAST = ("result__round__enterprise__", "result__round__listing__")
_PAST_PROPOSED = Event("result__proposed_on", *_PAST)
_PAST_IMPLEMENTED = Event("result__implemented_on", *_PAST)
_PAST_BENEFIT = Event("implemented_on", *_MEASURE)


def in_chunks(ordered: QuerySet) -> Iterator[list[int]]:
    """The ids of a queryset in its order, five hundred at a time."""
    ids = array("q", ordered.values_list("pk", flat=True))
    for start in range(0, len(ids), CHUNK):
        yield list(ids[start : start + CHUNK])


def published_listings(scope: Scope) -> Iterator[list[Listing]]:
    """Annex A: the listings behind the figure `listed`, with what was published and the day the round is due."""
    wanted = listings_in(scope).filter(region_id__in=scope.ids)
    ordered = wanted.order_by("listed_day", "mandatory_list", "number")
    related = ("mandatory_list", "added_by", "enterprise__industry", "region__city", "region__parent")
    due = Prefetch("duties", Duty.objects.filter(code=DutyCode.FINISH), to_attr="finish_duties")
    for ids in in_chunks(ordered):
        rows = Listing.objects.filter(pk__in=ids).select_related(*related).prefetch_related(due)
        yield _in_order(rows, ids)


def decided_reviews(scope: Scope) -> Iterator[list[Review]]:
    """Annex D: every evaluation and acceptance decided in P, with agency, auditors and panel."""
    ordered = _DECIDED.rows(Review.objects.exclude(outcome=""), scope).order_by("decided_on", "pk")
    panel = Prefetch("panel", ReviewExpert.objects.select_related("expert").order_by("-is_lead", "pk"))
    for ids in in_chunks(ordered):
        rows = Review.objects.filter(pk__in=ids).select_related("round__enterprise__region", "round__agency")
        yield _in_order(rows.prefetch_related(panel, "round__agency__auditors"), ids)


def enterprise_results(scope: Scope) -> Iterator[list[ResultRow]]:
    """Annex C: each enterprise that was listed or had a measure proposed or implemented in P."""
    for ids in in_chunks(_with_results(scope).order_by("region__code", "pinyin")):
        enterprises = Enterprise.objects.filter(pk__in=ids).select_related(
            "region__city", "region__parent", "industry"
        )
        sums = _sums(scope, ids)
        levels = _levels(scope, ids)
        yield [
            ResultRow(one, sums[one.pk], *levels.get(one.pk, ("", ""))) for one in _in_order(enterprises, ids)
        ]


def enterprise_count(scope: Scope) -> int:
    """How many rows annex C will have."""
    return _with_results(scope).count()


def _with_results(scope: Scope) -> QuerySet[Enterprise]:
    listed = listings_in(scope).filter(region_id__in=scope.ids).values("enterprise_id")
    proposed = _PROPOSED.rows(Measure.objects.all(), scope).values("round__enterprise_id")
    implemented = _IMPLEMENTED.rows(Measure.objects.filter(state__in=STANDING), scope)
    past = [
        event.rows(PastResult.objects.all(), scope).values("round__enterprise_id")
        for event in (_PAST_BENEFIT, Event("proposed_on", *_MEASURE))
    ]
    return Enterprise.objects.filter(
        Q(pk__in=listed)
        | Q(pk__in=proposed)
        | Q(pk__in=implemented.values("round__enterprise_id"))
        | Q(pk__in=past[0])
        | Q(pk__in=past[1])
    )


def _sums(scope: Scope, ids: list[int]) -> Mapping[int, Mapping[str, int]]:
    """Figures and indicators of some enterprises, scaled integers, by enterprise and code."""
    sums: dict[int, dict[str, int]] = defaultdict(dict)
    costly, cheap = Q(cost_class__in=COSTLY), Q(cost_class__in=CHEAP)
    mine = Measure.objects.filter(round__enterprise__in=ids)
    _add(
        sums,
        _PROPOSED.rows(mine, scope),
        measures_proposed_costly=Count("pk", filter=costly),
        measures_no_low_proposed=Count("pk", filter=cheap),
        investment_planned_wan=total("investment_planned_wan", filter=costly),
    )
    _add(
        sums,
        _IMPLEMENTED.rows(mine.filter(state__in=STANDING), scope),
        measures_implemented_costly=Count("pk", filter=costly),
        measures_no_low_implemented=Count("pk", filter=cheap),
        investment_wan=total("investment_actual_wan", filter=costly),
        economic_benefit_wan=total(Coalesce("benefit_verified_wan", "benefit_achieved_wan")),
    )
    effects = Effect.objects.filter(measure__round__enterprise__in=ids, measure__state__in=STANDING)
    gained = (
        _EFFECT.rows(effects, scope)
        .order_by()
        .values_list("measure__round__enterprise_id", "indicator__code")
        .annotate(gained=total(Coalesce("verified", "achieved")))
    )
    for enterprise_id, code, amount in gained:
        sums[enterprise_id][code] = int(amount or 0)
    _add_past(sums, scope, ids)
    return sums


def _add_past(sums: dict[int, dict[str, int]], scope: Scope, ids: list[int]) -> None:
    """What imported rounds proposed and gained, beside what was done here."""
    classes = PastMeasures.objects.filter(result__round__enterprise__in=ids)
    costly, cheap = Q(cost_class__in=PAST_COSTLY), Q(cost_class__in=PAST_CHEAP)
    round_ = "result__round__"
    _add(
        sums,
        _PAST_PROPOSED.rows(classes, scope),
        round_,
        measures_proposed_costly=count_of("proposed", filter=costly),
        measures_no_low_proposed=count_of("proposed", filter=cheap),
        investment_planned_wan=total("investment_planned_wan", filter=costly),
    )
    _add(
        sums,
        _PAST_IMPLEMENTED.rows(classes, scope),
        round_,
        measures_implemented_costly=count_of("implemented", filter=costly),
        measures_no_low_implemented=count_of("implemented", filter=cheap),
        investment_wan=total("investment_wan", filter=costly),
    )
    results = PastResult.objects.filter(round__enterprise__in=ids)
    _add(sums, _PAST_BENEFIT.rows(results, scope), economic_benefit_wan=total("benefit_wan"))
    effects = PastEffect.objects.filter(result__round__enterprise__in=ids)
    gained = _PAST_IMPLEMENTED.rows(effects, scope).order_by()
    for enterprise_id, code, amount in gained.values_list(
        "result__round__enterprise_id", "indicator__code"
    ).annotate(gained=total("achieved")):
        sums[enterprise_id][code] = sums[enterprise_id].get(code, 0) + int(amount or 0)


def _add(sums: dict[int, dict[str, int]], rows: QuerySet, round_: str = "round__", **aggregates: Any) -> None:
    grouped = rows.order_by().values(k_enterprise=F(f"{round_}enterprise_id"))
    named = grouped.annotate(**{f"n_{code}": aggregate for code, aggregate in aggregates.items()})
    for enterprise_id, *values in named.values_list("k_enterprise", *(f"n_{code}" for code in aggregates)):
        row = sums[enterprise_id]
        for code, value in zip(aggregates, values, strict=True):
            row[code] = row.get(code, 0) + int(value or 0)


def _levels(scope: Scope, ids: list[int]) -> dict[int, tuple[str, str]]:
    """Level before and after, from the latest round opened by the end of P."""
    later = Round.objects.filter(
        enterprise=OuterRef("enterprise"), number__gt=OuterRef("number"), opened_on__lte=scope.period.last
    )
    latest = Round.objects.filter(~Exists(later), enterprise__in=ids, opened_on__lte=scope.period.last)
    rows = latest.order_by().values_list("enterprise_id", "level_before", "level_after")
    return {enterprise_id: (before, after) for enterprise_id, before, after in rows}


def _in_order(rows: QuerySet, ids: list[int]) -> list[Any]:
    by_id = {row.pk: row for row in rows}
    return [by_id[pk] for pk in ids if pk in by_id]
