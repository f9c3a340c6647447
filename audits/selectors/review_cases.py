"""A panel's duties as those who remind of them see them (hook NOTICE_CASES): in batches, by due date."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext as _

from audits.enums import SEATED, Outcome, ReviewState, RoundState, SeatState
from audits.models import Review, ReviewExpert
from audits.selectors.notices import people_of_agencies
from enterprises.selectors.notices import cases_in_batches, people_of_plants, places_above
from operations.facts import NoticeCase

_WITH_PLACE = "round__enterprise__region"
Made = Callable[[Sequence[Any]], list[NoticeCase]]


def answer_cases(due_dates: Collection[date], size: int) -> Iterator[list[NoticeCase]]:
    """Invitations that are not answered."""
    seats = ReviewExpert.objects.filter(
        state=SeatState.INVITED, review__state__in=[ReviewState.PANEL, ReviewState.SCORING]
    )
    yield from _seats(seats, "answer_due_on", due_dates, size, _answers)


def sheet_cases(due_dates: Collection[date], size: int) -> Iterator[list[NoticeCase]]:
    """Sheets that are not handed in; they are due on the day of the meeting."""
    seats = ReviewExpert.objects.filter(
        state=SeatState.ACCEPTED, submitted_at__isnull=True, review__state=ReviewState.SCORING
    )
    yield from _seats(seats, "review__held_on", due_dates, size, _sheets)


def step_cases(due_dates: Collection[date], size: int) -> Iterator[list[NoticeCase]]:
    """Closed sheets that the lead has not merged, merged opinions that the bureau has not decided on."""
    reviews = Review.objects.filter(
        state__in=[ReviewState.CLOSED, ReviewState.MERGED], step_due_on__isnull=False
    )
    reviews = reviews.annotate(due_on=F("step_due_on")).select_related(_WITH_PLACE, "round__officer")
    yield from cases_in_batches(reviews, due_dates, size, _steps)


def rectification_cases(due_dates: Collection[date], size: int) -> Iterator[list[NoticeCase]]:
    """What voluntary rounds have to mend; of a mandatory one the listing's duty reminds."""
    reviews = Review.objects.filter(
        outcome=Outcome.RECTIFY,
        rectify_due_on__isnull=False,
        round__state=RoundState.ACCEPTANCE_RECTIFY,
        round__listing__isnull=True,
    )
    reviews = reviews.annotate(due_on=F("rectify_due_on")).select_related(_WITH_PLACE)
    yield from cases_in_batches(reviews, due_dates, size, _rectifications)


def _seats(rows: Any, day: str, due_dates: Collection[date], size: int, made: Made) -> Iterator[Any]:
    rows = rows.annotate(due_on=F(day)).select_related(f"review__{_WITH_PLACE}", "expert__user")
    yield from cases_in_batches(rows, due_dates, size, made)


def _answers(seats: Sequence[Any]) -> list[NoticeCase]:
    return [_seat_case(seat, _("答复%(kind)s评审邀请"), "seat_answer") for seat in seats]


def _sheets(seats: Sequence[Any]) -> list[NoticeCase]:
    return [_seat_case(seat, _("提交%(kind)s评分表"), "seat_score") for seat in seats]


def _seat_case(seat: Any, words: str, page: str) -> NoticeCase:
    """The expert lands on the own page, officers on the review."""
    user, review = seat.expert.user, seat.review
    what = _("%(what)s（%(name)s）") % {
        "what": words % {"kind": review.get_kind_display()},
        "name": seat.expert.name,
    }
    return replace(
        case_of(review, what, seat.due_on),
        kind="audits.reviewexpert",
        id=seat.pk,
        href=reverse(f"audits:{page}", args=[review.pk]),
        plant=(user.pk,) if user is not None and user.is_active else (),
    )


def _steps(reviews: Sequence[Any]) -> list[NoticeCase]:
    ids = [review.pk for review in reviews if review.state == ReviewState.CLOSED]
    seats = ReviewExpert.objects.filter(
        review__in=ids, state__in=SEATED, is_lead=True, expert__user__is_active=True
    )
    leads = dict(seats.values_list("review_id", "expert__user_id"))
    return [_merge(one, leads) if one.state == ReviewState.CLOSED else _decision(one) for one in reviews]


def _merge(review: Any, leads: Mapping[int, int | None]) -> NoticeCase:
    lead = leads.get(review.pk)
    return replace(
        case_of(review, _("汇总%(kind)s意见") % {"kind": review.get_kind_display()}, review.due_on),
        kind="audits.review_merge",
        href=reverse("audits:review_merge", args=[review.pk]),
        plant=(lead,) if lead else (),
    )


def _decision(review: Any) -> NoticeCase:
    page = reverse("audits:review_decide", args=[review.pk])
    case = case_of(review, _("作出%(kind)s结论") % {"kind": review.get_kind_display()}, review.due_on)
    return replace(case, href=page, desk_href=page, plant=officer_of(review))


def officer_of(review: Review) -> tuple[int, ...]:
    """The round's own officer, who is told first."""
    officer = review.round.officer
    return (officer.pk,) if officer is not None and officer.is_active else ()


def _rectifications(reviews: Sequence[Any]) -> list[NoticeCase]:
    plants = people_of_plants({review.round.enterprise_id for review in reviews})
    agents = people_of_agencies({one.round.agency_id for one in reviews if one.round.agency_id})
    return [
        replace(
            case_of(review, _("整改并再次申请验收"), review.due_on),
            kind="audits.rectification",
            href=reverse("audits:review_apply", args=[review.round_id, review.kind]),
            plant=plants.get(review.round.enterprise_id, ()),
            agents=agents.get(review.round.agency_id, ()),
        )
        for review in reviews
    ]


def case_of(review: Review, what: str, due_on: date) -> NoticeCase:
    """A duty of a review that so far nobody but the authorities above it answers for."""
    page = reverse("audits:review_detail", args=[review.pk])
    return NoticeCase(
        kind="audits.review",
        id=review.pk,
        due_on=due_on,
        what=what,
        where=review.round.enterprise.name,
        href=page,
        desk_href=page,
        plant=(),
        agents=(),
        places=places_above(review.round.enterprise.region),
    )
