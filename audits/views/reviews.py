"""Pages of evaluation and acceptance: the list, one of them, what is entered by hand."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from audits import rules
from audits.forms.reviews import PanelForm, ReviewForm
from audits.lifecycle_reviews import BY_HAND
from audits.models import Review
from audits.presenters import review_page as page
from audits.presenters import reviews as words
from audits.presenters.rounds import file_rows, round_words
from audits.selectors import applications, panels, scoring
from audits.selectors import reviews as reads
from audits.selectors.sheets import sheet_of, thresholds
from audits.services import reviews as writes
from audits.tables import REVIEWS
from audits.views.saving import status_of, try_to_save
from config.common.access import Permission, allowed, needs
from config.common.http import list_answer, page_or_part
from config.common.tables import table_page

_RESULT = ("version", "held_on", "score", "outcome", "decided_on", "level_before", "level_after")


@needs(Permission.REVIEWS_READ)
def review_list(request: HttpRequest) -> HttpResponse:
    sees_fees = allowed(request.user, Permission.FEES_READ)
    context = {"list": table_page(request, REVIEWS), "sees_fees": sees_fees}
    return list_answer(request, "audits/review_list.html", context)


@needs(Permission.REVIEWS_READ)
def review_detail(request: HttpRequest, pk: int) -> HttpResponse:
    review = get_object_or_404(reads.reviews_for(request.user), pk=pk)
    seats = panels.seats_of(review)
    draw = panels.draw_of(review)
    sheet = sheet_of(review)
    by_hand = review.by_hand or draw is None
    result = scoring.merged(review) if allowed(request.user, Permission.REVIEWS_RECORD) else None
    context = {
        "review": review,
        "words": round_words(review.round),
        "outcome": words.outcome_light(review),
        "state": page.state_light(review),
        "steps": page.steps_of(review),
        "actions": page.review_actions(request.user, review, panels.own_seat(request.user, review)),
        "facts": words.review_facts(review),
        "seats": page.seat_rows(seats, draw),
        "draw": draw if allowed(request.user, Permission.REVIEWS_RECORD) else None,
        "table": page.score_table(result, sheet.spread_limit) if sheet else None,
        "requirements": page.requirement_rows(
            review.kind,
            applications.materials_of(review.round, review.kind),
            applications.known_proofs(review.round, review.kind),
        ),
        "files": file_rows(reads.review_files(review)),
        "papers": page.paper_rows(request.user, review),
        "earlier": words.review_rows(reads.earlier_tries(review)),
        **_by_hand(request, review, by_hand),
    }
    return page_or_part(request, "audits/review_detail.html", context)


def _by_hand(request: HttpRequest, review: Review, possible: bool) -> dict[str, Any]:
    """What was held outside of the platform is entered by hand, beside the way through the panel."""
    open_ = possible and review.state in BY_HAND
    return {
        "may_record": open_ and allowed(request.user, Permission.REVIEWS_RECORD),
        "record_reason": rules.refusal(rules.check_panel, review, request.user, decides=False),
        "may_invite": open_ and request.user.is_officer,
    }


@needs(Permission.ROUNDS_DECIDE)
def review_panel(request: HttpRequest, pk: int) -> HttpResponse:
    """Name the experts and the day they meet."""
    review = get_object_or_404(reads.reviews_for(request.user), pk=pk)
    form = PanelForm(
        request.POST or None,
        initial=_panel_now(review),
        experts=reads.experts_free_for(review.round),
    )
    context = {"review": review, "form": form, "words": round_words(review.round)}
    if request.method == "POST" and form.is_valid():
        facts = {"by": request.user, "at": timezone.now(), **_panel_values(form)}
        save = partial(writes.review_panel_set, review=review, **facts)
        if try_to_save(form, save, context, fresh=lambda: reads.version_of(request.user, pk)):
            messages.success(request, _("专家组已确定，专家会在“待办”中看到。"))
            return redirect("audits:review_detail", pk=pk)
    return page_or_part(request, "audits/review_panel.html", context, status=status_of(form, context))


@needs(Permission.REVIEWS_RECORD)
def review_record(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter what the review came to; a score first and the decision later, or both at once."""
    review = get_object_or_404(reads.reviews_for(request.user), pk=pk)
    rules.check_panel(review, request.user, decides=False)
    may_decide = not rules.refusal(rules.check_panel, review, request.user, decides=True)
    form = ReviewForm(
        request.POST or None, initial=_result_now(review), kind=review.kind, may_decide=may_decide
    )
    context = {
        "review": review,
        "form": form,
        "words": round_words(review.round),
        "thresholds": words.threshold_rows(thresholds(sheet_of(review))),
    }
    if request.method == "POST" and form.is_valid():
        facts = {"by": request.user, "at": timezone.now(), **form.cleaned_data}
        save = partial(writes.review_record, review=review, **facts)
        if try_to_save(form, save, context, fresh=lambda: reads.version_of(request.user, pk)):
            messages.success(request, _("评审结果已登记。"))
            return redirect("audits:review_detail", pk=pk)
    return page_or_part(request, "audits/review_record.html", context, status=status_of(form, context))


def _panel_now(review: Review) -> dict[str, Any]:
    seats = reads.panel_of(review)
    return {
        "version": review.version,
        "held_on": review.held_on,
        "experts": [seat.expert_id for seat in seats],
        "lead": next((seat.expert_id for seat in seats if seat.is_lead), None),
    }


def _panel_values(form: PanelForm) -> dict[str, Any]:
    values = form.cleaned_data
    return {
        "version": values["version"],
        "held_on": values["held_on"],
        "expert_ids": [expert.pk for expert in values["experts"]],
        "lead_id": values["lead"].pk if values["lead"] else None,
    }


def _result_now(review: Review) -> dict[str, Any]:
    names = (*_RESULT, "opinion", "vetoes", "rectify_due_on")
    now = {name: getattr(review, name) for name in names}
    return now | {"held_on": review.held_on or timezone.localdate()}
