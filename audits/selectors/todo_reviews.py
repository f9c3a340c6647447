"""What waits of evaluations and acceptances: each seat of an expert, the officer's next step of an application."""

from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.models import User
from audits.enums import SEATED, ReviewState, SeatState
from audits.lifecycle import stage_of
from audits.models import Review, ReviewExpert
from audits.selectors.fees import fees_owed
from config.common.todo import DutyItem

_OFFICER = {
    ReviewState.APPLIED: gettext_lazy("受理%(kind)s申请"),
    ReviewState.ACCEPTED: gettext_lazy("抽取%(kind)s专家"),
    ReviewState.PANEL: gettext_lazy("专家应邀后送达%(kind)s材料"),
    ReviewState.SCORING: gettext_lazy("评审会后截止%(kind)s评分"),
    ReviewState.CLOSED: gettext_lazy("%(kind)s评分已截止，等组长汇总"),
    ReviewState.MERGED: gettext_lazy("作出%(kind)s结论"),
}


def expert_items(user: User) -> list[DutyItem]:
    """What this expert does next in each review they sit on; nothing while others have to do something."""
    seats = ReviewExpert.objects.filter(expert__user=user, state__in=SEATED, review__outcome="")
    seats = seats.filter(review__in=Review.objects.visible_to(user)).select_related(
        "review__round__enterprise"
    )
    return [item for seat in seats.order_by("review__held_on", "review_id") if (item := _expert_item(seat))]


def _expert_item(seat: ReviewExpert) -> DutyItem | None:
    review = seat.review
    step = _expert_step(seat, ReviewState(review.state))
    if step is None:
        return None
    words, page = step
    text = words % {"kind": review.get_kind_display()}
    href = reverse(f"audits:{page}", args=[review.pk])
    due_on = seat.answer_due_on if seat.state == SeatState.INVITED else review.step_due_on or review.held_on
    return DutyItem(text, href, due_on, review.round.enterprise.name, "review")


def _expert_step(seat: ReviewExpert, state: ReviewState) -> tuple[str, str] | None:
    if seat.state == SeatState.NAMED:
        return _("审阅材料并登记%(kind)s评分"), "review_detail"
    if seat.state == SeatState.INVITED:
        return _("答复%(kind)s评审邀请"), "seat_answer"
    if state == ReviewState.SCORING and seat.submitted_at is None:
        return _("阅读%(kind)s材料并评分"), "seat_score"
    if state == ReviewState.CLOSED and seat.is_lead:
        return _("汇总专家组的%(kind)s意见"), "review_merge"
    return None


def with_review(rounds: QuerySet[Any, Any]) -> QuerySet[Any, Any]:
    """Each round with its last application: `review_pk`, its state and its step's day; entered by hand it has none."""
    last = Review.objects.filter(round=OuterRef("pk"), outcome="", by_hand=False).order_by("-pk")
    return rounds.annotate(
        review_pk=Subquery(last.values("pk")[:1]),
        review_state=Subquery(last.values("state")[:1]),
        review_due_on=Subquery(last.values("step_due_on")[:1]),
    )


def officer_review_step(round_: Any) -> tuple[str, str] | None:
    """What the officer does with the application of a round `with_review`, and where; None when there is none."""
    if not round_.state.endswith(("_APPLIED", "_SCORED")) or round_.review_state not in _OFFICER:
        return None
    words = _OFFICER[ReviewState(round_.review_state)] % {"kind": stage_of(round_.state).label}
    return words, reverse("audits:review_detail", args=[round_.review_pk])


def fee_items(user: User) -> list[DutyItem]:
    """One line for what the officer's own bureau owes experts; the list behind it has the same number."""
    number = fees_owed(user).count()
    if not number:
        return []
    text = ngettext("%(n)d 笔专家劳务费待发放", "%(n)d 笔专家劳务费待发放", number) % {"n": number}
    return [DutyItem(text, f"{reverse('audits:fee_list')}?state=own", kind="fees_owed")]
