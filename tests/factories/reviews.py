"""Reviews in any state, walked by the real services: applied, accepted, drawn, answered, scored, merged, decided."""

from datetime import datetime, timedelta
from decimal import Decimal

from django.utils import timezone

from accounts.models import User
from audits.enums import DrawScope, Outcome, ReviewState, SeatState
from audits.models import Expert, Review, ReviewExpert, Round
from audits.selectors.panels import earliest_meeting, seats_taken
from audits.selectors.scoring import item_facts
from audits.selectors.sheets import sheet_of
from audits.services.applications import review_accept, review_return
from audits.services.panels import panel_draw, panel_send, seat_answer
from audits.services.reviews import review_decide
from audits.services.scoring import Opinion, SheetEntry, review_merge, scoring_close, seat_score
from enterprises.models import Industry
from tests.factories.accounts import now
from tests.factories.audits import crew_of, make_expert, make_round, today

ORDER = ["APPLIED", "ACCEPTED", "PANEL", "ANSWERED", "SCORING", "SCORED", "CLOSED", "MERGED", "DECIDED"]
SIZE = 3
SEED = 20261124


def make_pool(number: int = 5, industry_of: Round | None = None) -> list[Expert]:
    """Experts of different employers; of the round's industry when one is given."""
    made = [make_expert(f"山西第{n}研究院") for n in range(number)]
    if industry_of is not None and industry_of.enterprise.industry:
        for expert in made:
            expert.industries.add(industry_of.enterprise.industry)
    return made


def fresh(review: Review) -> Review:
    return Review.objects.select_related("sheet", "round__enterprise__region__city", "round__agency").get(
        pk=review.pk
    )


def make_review(
    state: str = ReviewState.APPLIED,
    *,
    kind: str = "evaluation",
    share: str = "0.92",
    round_: Round | None = None,
    lead: Expert | None = None,
) -> Review:
    """A review brought to `state` (or ANSWERED, SCORED); each expert gives that share of every maximum.

    With `lead` the panel is drawn from a pool of that expert and two new ones, and they lead.
    """
    round_ = round_ or make_round(f"{kind.upper()}_APPLIED")
    review = Review.objects.filter(round=round_, kind=kind).latest("pk")
    # the round was walked today, but a meeting lies days behind the application
    Review.objects.filter(pk=review.pk).update(applied_on=today() - timedelta(days=14))
    review = fresh(review)
    officer = crew_of(review.round).officer
    if state == ReviewState.RETURNED:
        return review_return(review=review, version=review.version, reason="材料不清", by=officer, at=now())
    if lead is None and not Expert.objects.exists():
        make_pool()
    if lead is not None:
        _only(review, [lead, *make_pool(2)])
    for step in ORDER[1 : ORDER.index(state) + 1]:
        _WAYS[step](review, officer, Decimal(share))
        review = fresh(review)
    return review


def bring(review: Review, *steps: str, share: str = "0.92") -> Review:
    """Take a review on by these steps from where it stands; who has answered or scored is left alone."""
    for step in steps:
        review = fresh(review)
        _WAYS[step](review, crew_of(review.round).officer, Decimal(share))
    return fresh(review)


def _only(review: Review, experts: list[Expert]) -> None:
    """An industry that these experts alone know."""
    plant = review.round.enterprise
    industry = Industry.objects.create(code=f"Z{plant.pk % 1000:03d}", name="试验行业", level="class")
    plant.__class__.objects.filter(pk=plant.pk).update(industry=industry)
    plant.industry = industry
    for expert in experts:
        expert.industries.add(industry)


def ago() -> datetime:
    """When the papers went out, so that the meeting was before today."""
    return now() - timedelta(days=12)


def _accept(review: Review, officer: User, _share: Decimal) -> None:
    review_accept(review=review, version=review.version, by=officer, at=now())


def _draw(review: Review, officer: User, _share: Decimal) -> None:
    industry = review.round.enterprise.industry
    alone = industry is not None and industry.code.startswith("Z")
    scope = DrawScope.INDUSTRY if alone else DrawScope.ALL
    facts = {"size": SIZE, "scope": scope, "seed": SEED, "by": officer, "at": now()}
    panel_draw(review=review, version=review.version, **facts)


def _answer(review: Review, _officer: User, _share: Decimal) -> None:
    for seat in seats_taken(review):
        if seat.state == SeatState.INVITED:
            seat_answer(seat=own(seat), accepts=True, by=user_of(seat), at=now())


def _send(review: Review, officer: User, _share: Decimal) -> None:
    at = ago()
    lead = min(seat.expert_id for seat in seats_taken(review))
    held_on = earliest_meeting(timezone.localtime(at).date())
    panel_send(review=review, version=review.version, held_on=held_on, lead_id=lead, by=officer, at=at)


def _score(review: Review, _officer: User, share: Decimal) -> None:
    for seat in seats_taken(review):
        if seat.submitted_at is None:
            score(seat, share)


def _close(review: Review, officer: User, _share: Decimal) -> None:
    scoring_close(review=review, version=review.version, excuses={}, by=officer, at=now())


def _merge(review: Review, _officer: User, _share: Decimal) -> None:
    lead = next(seat for seat in seats_taken(review) if seat.is_lead)
    levels = {name: getattr(review.round, name) for name in ("level_before", "level_after")}
    opinion = Opinion("资料齐全，数据可信。", frozenset(), **levels)
    review_merge(review=review, version=review.version, opinion=opinion, by=user_of(lead), at=now())


def _decide(review: Review, officer: User, share: Decimal) -> None:
    outcome = Outcome.PASSED
    due_on = None
    if review.kind == "evaluation" and share < Decimal("0.9"):
        outcome = Outcome.SUPPLEMENT
    elif review.kind == "acceptance" and share < Decimal("0.6"):
        outcome, due_on = Outcome.RECTIFY, today() + timedelta(days=60)
    facts = {"outcome": outcome, "decided_on": today(), "rectify_due_on": due_on}
    review_decide(review=review, version=review.version, **facts, by=officer, at=now())


_WAYS = {
    "ACCEPTED": _accept,
    "PANEL": _draw,
    "ANSWERED": _answer,
    "SCORING": _send,
    "SCORED": _score,
    "CLOSED": _close,
    "MERGED": _merge,
    "DECIDED": _decide,
}


def own(seat: ReviewExpert) -> ReviewExpert:
    """The seat with everything a service reads."""
    related = ("expert__user", "review__sheet", "review__round__enterprise__region", "review__round__agency")
    return ReviewExpert.objects.select_related(*related).get(pk=seat.pk)


def user_of(seat: ReviewExpert) -> User:
    return User.objects.get(pk=seat.expert.user_id)


def score(seat: ReviewExpert, share: Decimal = Decimal("0.92"), *, hand_in: bool = True) -> ReviewExpert:
    """The expert's own sheet with that share of every maximum."""
    mine = own(seat)
    scores = {
        item.pk: (item.maximum * share).quantize(Decimal("0.1"))
        for item in item_facts(sheet_of(mine.review))
        if not item.is_bonus
    }
    entry = SheetEntry(scores, frozenset(), "材料充分。")
    return seat_score(seat=mine, entry=entry, hand_in=hand_in, by=user_of(seat), at=now())
