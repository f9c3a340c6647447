"""Pages of scoring: one's own sheet, its closing, the merged opinion, the decision, the papers."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from audits.forms.panels import CloseForm, DecideForm, MergeForm, ScoreForm
from audits.models import Review, ReviewExpert, ScoreSheet
from audits.presenters import review_page as words
from audits.presenters import review_papers as papers
from audits.presenters.reviews import threshold_rows
from audits.presenters.rounds import file_rows
from audits.selectors import scoring as reads
from audits.selectors.applications import known_proofs, materials_of
from audits.selectors.panels import draw_of, seats_taken
from audits.selectors.rectifications import proposed_on
from audits.selectors.reviews import review_files, reviews_for, version_of, works_of
from audits.selectors.sheets import sheet_of, thresholds, vetoes_of
from audits.services import scoring as writes
from audits.services.reviews import review_decide as decide
from audits.views.panels import PAGE, seat_at
from audits.views.saving import status_of, try_to_save
from config.common.access import Permission, needs
from config.common.downloads import attachment_answer
from config.common.http import page_or_part


@needs(Permission.REVIEWS_SCORE)
def seat_score(request: HttpRequest, pk: int) -> HttpResponse:
    """One's own sheet, item by item; kept unfinished or handed in."""
    seat = seat_at(request, pk)
    sheet = sheet_of(seat.review)
    form = _score_form(request, seat, sheet)
    context = {"review": seat.review, "seat": seat, "form": form, "sheet": sheet}
    context |= {"closed": writes.closed_words(seat), **_papers(seat.review)}
    if request.method == "POST" and form.is_valid():
        hand_in = "hand_in" in request.POST
        entry = writes.SheetEntry(form.scores(), form.veto_ids(), form.cleaned_data["remarks"])
        facts = {"entry": entry, "hand_in": hand_in, "by": request.user, "at": timezone.now()}
        if try_to_save(form, partial(writes.seat_score, seat=seat, **facts), context):
            messages.success(request, _("评分表已提交，截止前可以修改。") if hand_in else _("评分已暂存。"))
            return redirect("audits:review_detail" if hand_in else "audits:seat_score", pk=pk)
    context["sections"] = words.score_sections(form, reads.item_rows(sheet))
    context["vetoes"] = [field for field in form if field.name.startswith("veto_")]
    return page_or_part(request, "audits/seat_score.html", context, status=status_of(form, context))


def _papers(review: Review) -> dict[str, Any]:
    """What an expert reads beside the sheet."""
    materials = materials_of(review.round, review.kind)
    known = known_proofs(review.round, review.kind)
    return {
        "requirements": words.requirement_rows(review.kind, materials, known),
        "files": file_rows(review_files(review)),
    }


def _score_form(request: HttpRequest, seat: ReviewExpert, sheet: ScoreSheet | None) -> ScoreForm:
    own = reads.own_sheet(seat)
    first: dict[str, Any] = {f"item_{pk}": score for pk, score in own.scores.items()}
    first |= {f"veto_{pk}": True for pk in own.veto_ids} | {"remarks": seat.remarks}
    vetoes = vetoes_of(sheet) if sheet else []
    data = request.POST if request.method == "POST" else None
    return ScoreForm(data, initial=first, items=reads.item_facts(sheet), vetoes=vetoes)


@needs(Permission.ROUNDS_DECIDE)
def scoring_close(request: HttpRequest, pk: int) -> HttpResponse:
    """Close scoring; from then on the sheets lie open."""
    review = get_object_or_404(reviews_for(request.user), pk=pk)
    missing = [seat for seat in seats_taken(review) if seat.submitted_at is None]
    data = request.POST if request.method == "POST" else None
    form = CloseForm(data, initial={"version": review.version}, missing=missing)
    context = {"review": review, "form": form, "heading": _("截止评分"), "label": _("截止评分")}
    context["note"] = (
        _("还有 %(n)d 份评分表没有提交。") % {"n": len(missing)} if missing else _("评分表已全部提交。")
    )
    if data is not None and form.is_valid():
        facts = {"version": form.cleaned_data["version"], "excuses": form.excuses()}
        done = partial(writes.scoring_close, review=review, **facts, by=request.user, at=timezone.now())
        if try_to_save(form, done, context, fresh=lambda: version_of(request.user, pk)):
            messages.success(request, _("评分已截止，由组长汇总。"))
            return redirect("audits:review_detail", pk=pk)
    return page_or_part(request, PAGE, context, status=status_of(form, context))


@needs(Permission.REVIEWS_SCORE)
def review_merge(request: HttpRequest, pk: int) -> HttpResponse:
    """The lead's opinion on all sheets."""
    review = get_object_or_404(reviews_for(request.user), pk=pk)
    result = reads.merged(review)
    form = MergeForm(
        request.POST or None,
        request.FILES or None,
        initial=_merge_now(review, result),
        vetoes=result.vetoes if result else [],
    )
    context = {"review": review, "form": form, "table": _table(review, result)}
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        opinion = writes.Opinion(
            values["text"],
            frozenset(int(one) for one in values["vetoes"]),
            values["level_before"],
            values["level_after"],
        )
        facts = {"version": values["version"], "opinion": opinion, "proof": values["proof"]}
        done = partial(writes.review_merge, review=review, **facts, by=request.user, at=timezone.now())
        if try_to_save(form, done, context, fresh=lambda: version_of(request.user, pk)):
            messages.success(request, _("意见已汇总，由主管部门作出结论。"))
            return redirect("audits:review_detail", pk=pk)
    return page_or_part(request, "audits/review_merge.html", context, status=status_of(form, context))


def _table(review: Review, result: reads.Merged | None) -> dict[str, Any] | None:
    sheet = sheet_of(review)
    return words.score_table(result, sheet.spread_limit) if sheet else None


def _merge_now(review: Review, result: reads.Merged | None) -> dict[str, Any]:
    found = [veto.pk for veto, number in result.vetoes if number] if result else []
    levels = {name: getattr(review.round, name) for name in ("level_before", "level_after")}
    return {"version": review.version, "text": review.opinion, "vetoes": found} | levels


@needs(Permission.ROUNDS_DECIDE)
def review_decide(request: HttpRequest, pk: int) -> HttpResponse:
    """The bureau's conclusion; what passes is what the sheet's thresholds say."""
    review = get_object_or_404(reviews_for(request.user), pk=pk)
    today = timezone.localdate()
    first = {"version": review.version, "decided_on": today, "rectify_due_on": proposed_on(today)}
    computed = reads.computed_outcome(review)
    form = DecideForm(request.POST or None, initial=first, kind=review.kind, computed=computed)
    context = {"review": review, "form": form, "heading": _("作出结论"), "label": _("作出结论")}
    context["thresholds"] = threshold_rows(thresholds(sheet_of(review)))
    context["confirm"] = _("作出结论后本轮随之流转，结论不能再改。")
    if request.method == "POST" and form.is_valid():
        facts = {"by": request.user, "at": timezone.now(), **form.cleaned_data}
        done = partial(decide, review=review, **facts)
        if try_to_save(form, done, context, fresh=lambda: version_of(request.user, pk)):
            messages.success(request, _("结论已作出。"))
            return redirect("audits:review_detail", pk=pk)
    return page_or_part(request, PAGE, context, status=status_of(form, context))


@needs(Permission.REVIEWS_READ)
def review_paper(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """Minutes, opinion form or letter as a PDF; made of rows that do not change any more."""
    review = get_object_or_404(reviews_for(request.user), pk=pk)
    if kind not in papers.papers_for(request.user.role, review):
        raise Http404
    works = works_of(review) if kind == "opinion" else None
    sources = papers.PaperSources(review, seats_taken(review), draw_of(review), reads.merged(review), works)
    paper = papers.paper_of(kind, sources)
    return attachment_answer(papers.paper_pdf(paper), paper.name, content_type="application/pdf")
