"""Reads of panels: the pool of a draw, its story, the seats."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q, QuerySet

from accounts.models import User
from audits.calculations.draw import ExpertFacts
from audits.enums import SEATED, DrawScope
from audits.models import Expert, ExpertTie, PanelDraw, Review, ReviewExpert
from config.common.access import Role
from enterprises.calculations.clock import due_on
from enterprises.selectors.clock import working_calendar

PAPERS_DAYS = 3
"""Working days the papers are with the experts before the meeting (Hunan's practice)."""


def pool_of(review: Review, scope: str) -> list[ExpertFacts]:
    """The experts a draw looks at: those who know the industry (its class, division or plan industry), or all."""
    experts = Expert.objects.all()
    if scope == DrawScope.INDUSTRY:
        experts = experts.filter(_knows(review)).distinct()
    rows = list(experts.order_by("pk").values_list("pk", "name", "employer", "user__is_active", "user__role"))
    ties: dict[int, list[tuple[str, str]]] = {}
    told = ExpertTie.objects.filter(expert__in=experts.values("pk")).order_by("pk")
    for expert_id, kind, organisation in told.values_list("expert_id", "kind", "organisation"):
        ties.setdefault(expert_id, []).append((kind, organisation))
    return [
        ExpertFacts(pk, name, employer, bool(active and role == Role.EXPERT), tuple(ties.get(pk, ())))
        for pk, name, employer, active, role in rows
    ]


def _knows(review: Review) -> Q:
    industry = review.round.enterprise.industry
    if industry is None:
        return Q(pk__in=[])
    known = Q(industries=industry.pk)
    if industry.parent_id:
        known |= Q(industries=industry.parent_id)
    if industry.plan_industry:
        known |= Q(industries__plan_industry=industry.plan_industry)
    return known | Q(industries__parent=industry.pk)


def parties_of(review: Review) -> list[str]:
    """Whom the experts must be independent of."""
    round_ = review.round
    return [round_.enterprise.name, *([round_.agency.name] if round_.agency else [])]


def draw_of(review: Review) -> PanelDraw | None:
    """The last draw of a review."""
    return PanelDraw.objects.filter(review=review).select_related("by", "industry").order_by("-pk").first()


def seats_of(review: Review) -> list[ReviewExpert]:
    """Everybody who was ever asked, in the order of the draw."""
    seats = ReviewExpert.objects.filter(review=review).select_related("expert__user")
    return list(seats.order_by("position", "pk"))


def seats_taken(review: Review) -> list[ReviewExpert]:
    return [seat for seat in seats_of(review) if seat.state in SEATED]


def own_seat(user: User, review: Review) -> ReviewExpert | None:
    seats = ReviewExpert.objects.filter(review=review, expert__user=user, state__in=SEATED)
    return seats.select_related("expert", "review__round__enterprise").first()


def experts_named(ids: Iterable[int]) -> dict[int, Expert]:
    return Expert.objects.in_bulk(list(ids))


def earliest_meeting(sent_on: date) -> date:
    """The first day a panel may meet whose papers go out on that day."""
    return working_days_after(sent_on, PAPERS_DAYS)


def working_days_after(on: date, days: int) -> date:
    """The last of so many working days, the first one being the day after `on`."""
    return due_on(on, days, "day", "working", rests=working_calendar())


def ties_of(expert: Expert) -> QuerySet[ExpertTie]:
    return ExpertTie.objects.filter(expert=expert).select_related("declared_by")
