"""Pages of a panel: the draw, its story, the experts' answers, the papers."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from audits.enums import DrawScope, ReviewState, SeatState
from audits.forms.panels import AnswerForm, ConflictForm, DrawForm, SendForm
from audits.models import Review, ReviewExpert
from audits.presenters import review_page as words
from audits.selectors import panels as reads
from audits.selectors.reviews import reviews_for, version_of
from audits.services import panels as writes
from audits.views.saving import status_of, try_to_save
from config.common.access import Permission, needs
from config.common.http import page_or_part

PAGE = "audits/review_step.html"


@needs(Permission.ROUNDS_DECIDE)
def panel_draw(request: HttpRequest, pk: int) -> HttpResponse:
    """Draw a panel at random from those who may judge."""
    review = get_object_or_404(reviews_for(request.user), pk=pk)
    first = {"version": review.version, "size": 5, "scope": DrawScope.INDUSTRY}
    form = DrawForm(request.POST or None, initial=first)
    context = {"review": review, "form": form, "heading": _("抽取专家"), "label": _("抽取")}
    context["note"] = _(
        "在熟悉本行业的专家中随机抽取；与企业、咨询机构有任职、咨询等关系的自动回避。抽取的种子、名单和次序都会保存，可以复核。"
    )
    if request.method == "POST" and form.is_valid():
        facts = {"by": request.user, "at": timezone.now(), **form.cleaned_data}
        done = partial(writes.panel_draw, review=review, **facts)
        if try_to_save(form, done, context, fresh=lambda: version_of(request.user, pk)):
            messages.success(request, _("专家已抽取，等专家答复。"))
            return redirect("audits:panel_story", pk=pk)
    return page_or_part(request, PAGE, context, status=status_of(form, context))


@needs(Permission.REVIEWS_RECORD)
def panel_story(request: HttpRequest, pk: int) -> HttpResponse:
    """How a panel was drawn: pool, who stood aside and why, the order, who was asked."""
    review = get_object_or_404(reviews_for(request.user), pk=pk)
    draw = reads.draw_of(review)
    seats = reads.seats_of(review)
    context: dict[str, Any] = {"review": review, "draw": draw}
    if draw is not None:
        shown = draw.order[:50]
        names = reads.experts_named(shown)
        context |= {
            "facts": words.draw_facts(draw),
            "excluded": words.excluded_rows(draw)[:200],
            "order": words.order_rows(shown, names, seats),
            "more": len(draw.order) - len(shown),
        }
    return page_or_part(request, "audits/panel_story.html", context)


@needs(Permission.REVIEWS_SCORE)
def seat_answer(request: HttpRequest, pk: int) -> HttpResponse:
    """The expert comes, or declines with a reason."""
    seat = seat_at(request, pk)
    form = AnswerForm(request.POST or None, initial={"accepts": "1"})
    context = {"review": seat.review, "form": form, "heading": _("答复邀请"), "label": _("答复")}
    context["note"] = words.answer_note(seat)
    if request.method == "POST" and form.is_valid():
        accepts = form.cleaned_data["accepts"] == "1"
        facts = {"accepts": accepts, "reason": form.cleaned_data["reason"]}
        done = partial(writes.seat_answer, seat=seat, **facts, by=request.user, at=timezone.now())
        if try_to_save(form, done, context):
            messages.success(request, _("已应邀，材料送达后可以评分。") if accepts else _("已谢绝。"))
            return _after(pk, stays=accepts)
    return page_or_part(request, PAGE, context, status=status_of(form, context))


@needs(Permission.REVIEWS_SCORE)
def seat_conflict(request: HttpRequest, pk: int) -> HttpResponse:
    """The expert remembers a tie and leaves the panel."""
    seat = seat_at(request, pk)
    form = ConflictForm(request.POST or None)
    context = {"review": seat.review, "form": form, "heading": _("申明回避"), "label": _("申明回避")}
    context["note"] = _("申明后您退出本次评审，已填的评分作废，由下一位专家递补；以后的抽取也会据此回避。")
    if request.method == "POST" and form.is_valid():
        facts = {"by": request.user, "at": timezone.now(), **form.cleaned_data}
        if try_to_save(form, partial(writes.seat_conflict, seat=seat, **facts), context):
            messages.success(request, _("已申明回避，感谢您。"))
            return _after(pk, stays=False)
    return page_or_part(request, PAGE, context, status=status_of(form, context))


@needs(Permission.ROUNDS_DECIDE)
def panel_send(request: HttpRequest, pk: int) -> HttpResponse:
    """Send the papers, name the lead and the day."""
    review = get_object_or_404(reviews_for(request.user), pk=pk)
    earliest = reads.earliest_meeting(timezone.localdate())
    first = {"version": review.version, "held_on": earliest}
    form = SendForm(request.POST or None, initial=first, seats=_accepted(review))
    context = {"review": review, "form": form, "heading": _("送达材料"), "label": _("送达材料")}
    context["note"] = _("送达后专家可以阅读材料并各自评分，截止前互不可见，主管部门也看不到。")
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        facts = {"held_on": values["held_on"], "lead_id": int(values["lead"]), "version": values["version"]}
        done = partial(writes.panel_send, review=review, **facts, by=request.user, at=timezone.now())
        if try_to_save(form, done, context, fresh=lambda: version_of(request.user, pk)):
            messages.success(request, _("材料已送达，专家可以评分。"))
            return redirect("audits:review_detail", pk=pk)
    return page_or_part(request, PAGE, context, status=status_of(form, context))


def _accepted(review: Review) -> list[ReviewExpert]:
    return [seat for seat in reads.seats_taken(review) if seat.state == SeatState.ACCEPTED]


def seat_at(request: HttpRequest, pk: int) -> ReviewExpert:
    """One's own seat on a review that is drawn; nobody else's exists."""
    review = get_object_or_404(reviews_for(request.user), pk=pk)
    seat = reads.own_seat(request.user, review)
    if seat is None or review.state in {ReviewState.APPLIED, ReviewState.ACCEPTED}:
        raise Http404
    return seat


def _after(pk: int, *, stays: bool) -> HttpResponse:
    return redirect("audits:review_detail", pk=pk) if stays else redirect("reports:home")
