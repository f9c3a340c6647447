"""Who is told of a panel's steps: invited, papers out, sheets in, closed, merged; each lands where it is done."""

from collections.abc import Iterable
from datetime import date, datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from audits.enums import SEATED, SeatState
from audits.models import Expert, Review, ReviewExpert
from audits.selectors.review_cases import case_of, officer_of
from config.common.wording import date_words
from operations.enums import Desk
from operations.facts import Telling
from operations.selectors import officers_by_place
from operations.services.notices import people_tell, recipients


def invited_tell(*, review: Review, expert_ids: Iterable[int], answer_due_on: date, at: datetime) -> None:
    """The experts are asked to answer by a day."""
    words = _("%(name)s：请于%(day)s前答复%(kind)s评审邀请。") % {
        **_facts(review),
        "day": date_words(answer_due_on),
    }
    people = Expert.objects.filter(pk__in=list(expert_ids), user__is_active=True)
    _tell(review, "invited", words, "seat_answer", people.values_list("user_id", flat=True), at)


def papers_tell(*, review: Review, at: datetime) -> None:
    """The panel has its papers; the sheet is handed in by the meeting day."""
    words = _("%(name)s：%(kind)s材料已送达，请阅读并于%(day)s前提交评分表。") % {
        **_facts(review),
        "day": date_words(review.held_on),
    }
    seats = ReviewExpert.objects.filter(review=review, state=SeatState.ACCEPTED)
    _tell(review, f"papers:{review.held_on}", words, "seat_score", _people(seats), at)


def answered_tell(*, review: Review, at: datetime) -> None:
    """Everybody comes: the papers can go out."""
    words = _("%(name)s：%(kind)s专家已全部应邀，请送达材料。") % _facts(review)
    seats = ReviewExpert.objects.filter(review=review, state=SeatState.ACCEPTED)
    mark = "answered:" + "-".join(str(pk) for pk in seats.values_list("pk", flat=True))
    _tell(review, mark, words, "panel_send", organisers(review), at)


def handed_in_tell(*, review: Review, at: datetime) -> None:
    """All sheets are in: scoring can be closed after the meeting."""
    words = _("%(name)s：%(kind)s评分表已全部提交，评审会后请截止评分。") % _facts(review)
    _tell(review, "handed_in", words, "scoring_close", organisers(review), at)


def closed_tell(*, review: Review, at: datetime) -> None:
    """Scoring is closed: the lead merges."""
    words = _("%(name)s：%(kind)s评分已截止，请于%(day)s前汇总专家组意见。") % {
        **_facts(review),
        "day": date_words(review.step_due_on),
    }
    lead = ReviewExpert.objects.filter(review=review, state__in=SEATED, is_lead=True)
    _tell(review, "closed", words, "review_merge", _people(lead), at)


def merged_tell(*, review: Review, at: datetime) -> None:
    """The opinion is there: the bureau decides."""
    words = _("%(name)s：%(kind)s意见已汇总，请于%(day)s前作出结论。") % {
        **_facts(review),
        "day": date_words(review.step_due_on),
    }
    _tell(review, "merged", words, "review_decide", organisers(review), at)


def organisers(review: Review) -> tuple[int, ...]:
    """Who holds a review: the round's own officer, else the county's, else the city's."""
    return officer_of(review) or recipients(
        case_of(review, "", review.applied_on), Desk.COUNTY, officers_by_place()
    )


def _facts(review: Review) -> dict[str, str]:
    return {"name": review.round.enterprise.name, "kind": review.get_kind_display()}


def _people(seats: Iterable[ReviewExpert]) -> list[int]:
    ids = [seat.expert_id for seat in seats]
    active = Expert.objects.filter(pk__in=ids, user__is_active=True)
    return list(active.values_list("user_id", flat=True))


def _tell(review: Review, mark: str, words: str, page: str, people: Iterable[int], at: datetime) -> None:
    telling = Telling(
        rule="panel_told",
        case_kind="audits.review",
        case_id=review.pk,
        mark=mark,
        text=words,
        href=reverse(f"audits:{page}", args=[review.pk]),
    )
    people_tell(telling=telling, people=people, at=at)
