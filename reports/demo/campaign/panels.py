"""Applications of the demonstration that a drawn panel judges: one in every state, so that each desk has its work."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import count
from typing import Any

from django.utils import timezone

from accounts.models import User
from audits.calculations.draw import draw_order
from audits.enums import DrawScope, Outcome, RoundState, SeatState
from audits.models import Expert, Review, ReviewExpert
from audits.selectors.fees import fees_for
from audits.selectors.panels import earliest_meeting, seats_taken
from audits.selectors.scoring import item_facts
from audits.selectors.sheets import sheet_of
from audits.services.applications import review_accept
from audits.services.fees import Payment, fee_pay
from audits.services.panels import panel_draw, panel_send, seat_answer
from audits.services.reviews import review_decide
from audits.services.scoring import Opinion, SheetEntry, review_merge, scoring_close, seat_score
from reports.demo.campaign import words
from reports.demo.campaign.diary import Script, working_time
from reports.demo.campaign.lists import Stage
from reports.demo.campaign.plot import JUDGED
from reports.demo.campaign.walk import Walk

SEATS = 3
# where the applications of each end stand today, one after the other
_ENDS = {
    RoundState.EVALUATION_APPLIED: ("PANEL", "SCORING", "ACCEPTED", "APPLIED"),
    RoundState.EVALUATION_SCORED: ("MERGED", "PAID"),
    RoundState.ACCEPTANCE_APPLIED: ("SCORING", "APPLIED"),
    RoundState.ACCEPTANCE_SCORED: ("CLOSED",),
}
# how many days ago each step was made
_DAYS = {"ACCEPTED": 18, "PANEL": 17, "ANSWERED": 16, "SCORING": 15, "SCORED": 9, "CLOSED": 7, "MERGED": 5}
_DAYS |= {"DECIDED": 3, "PAID": 1}
_SHARES = ("0.94", "0.91", "0.95", "0.93")


def panel_scripts(stage: Stage) -> Iterator[Script]:
    """One script for each application that is judged by a panel."""
    for target in JUDGED:
        walks = [walk for walk in stage.walks if walk.part.target == target]
        for walk, end in zip(walks, _ENDS[target], strict=False):
            yield _judged(stage, walk, end)


def _judged(stage: Stage, walk: Walk, end: str) -> Script:
    review = walk.reviews[target_kind(walk)]
    panel = _Panel(review, walk.officer, stage.cast.experts, ahead=end == "SCORING")
    for step, deed in panel.deeds(end):
        days = 1 if step == end == "PANEL" else _DAYS[step]  # who is asked still has time to answer
        at = working_time(stage.random, stage.today - timedelta(days=days))
        yield at
        deed(at)


def target_kind(walk: Walk) -> str:
    return walk.part.target.split("_")[0].lower()


class _Panel:
    """One review and who brings it along; `ahead`: its meeting lies in the days to come."""

    def __init__(self, review: Review, officer: User, pool: list[Expert], *, ahead: bool) -> None:
        self.review, self.officer, self.pool, self.ahead = review, officer, pool, ahead

    def deeds(self, end: str) -> list[tuple[str, Callable[[datetime], None]]]:
        """Everything until the review stands at `end`; with the meeting ahead the last sheet is not in yet."""
        way: list[tuple[str, Callable[[datetime], None]]] = [
            ("ACCEPTED", self._accept),
            ("PANEL", self._draw),
            ("ANSWERED", self._answer),
            ("SCORING", self._send),
            ("SCORED", self._score),
            ("CLOSED", self._close),
            ("MERGED", self._merge),
            ("DECIDED", self._decide),
            ("PAID", self._pay),
        ]
        if end == "APPLIED":
            return []
        last = next(number for number, (step, _deed) in enumerate(way) if step == end)
        return way[: last + 2] if self.ahead else way[: last + 1]

    def _accept(self, at: datetime) -> None:
        review_accept(review=self.review, version=self.review.version, by=self.officer, at=at)

    def _draw(self, at: datetime) -> None:
        """By a seed that asks the expert who has an account of the demonstration."""
        ids = [expert.pk for expert in self.pool]
        seed = next(n for n in count(self.review.pk) if ids[0] in draw_order(n, ids)[:SEATS])
        facts: dict[str, Any] = {
            "size": SEATS,
            "scope": DrawScope.ALL,
            "seed": seed,
            "by": self.officer,
            "at": at,
        }
        panel_draw(review=self.review, version=self.review.version, **facts)

    def _answer(self, at: datetime) -> None:
        for seat in self._seats():
            if seat.state == SeatState.INVITED:
                seat_answer(seat=seat, accepts=True, by=_user(seat), at=at)

    def _send(self, at: datetime) -> None:
        sent_on = timezone.localtime(at).date()
        held_on = sent_on + timedelta(days=20) if self.ahead else earliest_meeting(sent_on)
        facts: dict[str, Any] = {"held_on": held_on, "lead_id": self.pool[0].pk, "by": self.officer, "at": at}
        panel_send(review=self.review, version=self.review.version, **facts)

    def _score(self, at: datetime) -> None:
        """Everybody's sheet; before a meeting that lies ahead the account of the demonstration has not begun."""
        for seat, share in zip(self._seats(), _SHARES, strict=False):
            if not (self.ahead and seat.expert_id == self.pool[0].pk):
                scores = {
                    item.pk: (item.maximum * Decimal(share)).quantize(Decimal("0.5"))
                    for item in item_facts(sheet_of(self.review))
                    if not item.is_bonus
                }
                entry = SheetEntry(scores, frozenset(), words.SHEET_REMARK)
                seat_score(seat=seat, entry=entry, hand_in=True, by=_user(seat), at=at)

    def _close(self, at: datetime) -> None:
        scoring_close(review=self.review, version=self.review.version, excuses={}, by=self.officer, at=at)

    def _merge(self, at: datetime) -> None:
        lead = next(seat for seat in self._seats() if seat.is_lead)
        levels = {name: getattr(self.review.round, name) for name in ("level_before", "level_after")}
        opinion = Opinion(words.OPINIONS[self.review.kind, Outcome.PASSED], frozenset(), **levels)
        review_merge(review=self.review, version=self.review.version, opinion=opinion, by=_user(lead), at=at)

    def _decide(self, at: datetime) -> None:
        facts: dict[str, Any] = {"outcome": Outcome.PASSED, "decided_on": timezone.localtime(at).date()}
        review_decide(review=self.review, version=self.review.version, **facts, by=self.officer, at=at)

    def _pay(self, at: datetime) -> None:
        """The lead's fee; the members' wait for the next day of payments."""
        fee = fees_for(self.officer).filter(seat__review=self.review, seat__is_lead=True)[0]
        on = timezone.localtime(at).date()
        payment = Payment(on, f"记-{on:%Y%m}-{fee.pk:03d}", fee.payer.bureau_name)
        fee_pay(fee=fee, payment=payment, by=self.officer, at=at)

    def _seats(self) -> list[ReviewExpert]:
        """The seats with this one review in memory, so that there is one version of it."""
        seats = seats_taken(self.review)
        for seat in seats:
            seat.review = self.review
        return seats


def _user(seat: ReviewExpert) -> User:
    if seat.expert.user is None:
        raise TypeError(seat.expert.name)
    return seat.expert.user
