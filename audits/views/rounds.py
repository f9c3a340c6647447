"""Pages of rounds: the list, one round, its moves, its story, its files."""

from functools import partial

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from audits import rules
from audits.enums import SEVEN_STAGES
from audits.forms.bulk import HandOnForm
from audits.forms.rounds import MoveForm, first_move
from audits.lifecycle import BY_REVIEW, LIFECYCLE, gate_of
from audits.presenters import rounds as words
from audits.presenters.page import page_of
from audits.presenters.past import past_page_of
from audits.selectors import rounds as reads
from audits.selectors.facts import stage_problems
from audits.services.assignments import round_hand_on
from audits.services.moves import round_move as move_round
from audits.services.stages import file_remove
from audits.tables import ROUNDS
from audits.views.saving import status_of, try_to_save
from config.common.access import Permission, allowed, needs
from config.common.downloads import attachment_answer
from config.common.http import list_answer, page_or_part
from config.common.tables import table_page
from enterprises.selectors.clock import paused_dues
from enterprises.selectors.enterprises import enterprise_for
from operations.services.attachments import attachment_read


@needs(Permission.ROUNDS_READ)
def round_list(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    rows = table_page(request, ROUNDS)
    counted = rows.filter.narrow(reads.rounds_for(request.user), but=("stage", "lateness"))
    counts = reads.round_counts(counted, today)
    context = {"list": rows, "chips": words.count_chips(counts, request.GET), "today": today}
    return list_answer(request, "audits/round_list.html", context)


@needs(Permission.ROUNDS_READ)
def round_detail(request: HttpRequest, pk: int) -> HttpResponse:
    round_ = get_object_or_404(reads.any_round_of(request.user), pk=pk)
    if round_.imported:
        return page_or_part(request, "audits/round_detail.html", past_page_of(round_))
    part = gate_of(round_.state)
    problems = stage_problems(round_, part) if part else []
    sheet = reads.round_sheet(round_)
    context = page_of(request.user, round_, sheet, problems, timezone.localdate())
    return page_or_part(request, "audits/round_detail.html", context)


@needs(Permission.ROUNDS_READ)
def round_move(request: HttpRequest, pk: int, move: str) -> HttpResponse:
    """The question before a move: which day, and why; without a reason needed the page's button posts here."""
    round_ = get_object_or_404(reads.round_of(request.user), pk=pk)
    step = LIFECYCLE.move(move)
    if step is None or move in BY_REVIEW:
        raise Http404
    rules.check_role(step, request.user)
    today = timezone.localdate()
    first = first_move(round_.version, today)
    form = MoveForm(first | request.POST.dict() if request.method == "POST" else None, initial=first)
    context = {"round": round_, "move": step, "form": form, "heading": step.label}
    if request.method == "POST" and form.is_valid():
        facts = {"by": request.user, "at": timezone.now(), **form.cleaned_data}
        done = partial(move_round, round_=round_, move=move, **facts)
        if try_to_save(form, done, context, fresh=lambda: reads.version_of(request.user, pk)):
            messages.success(request, _("已办理：%(move)s。") % {"move": step.story})
            return redirect("audits:round_detail", pk=pk)
    return page_or_part(request, "audits/round_move.html", context, status=status_of(form, context))


@needs(Permission.ROUNDS_DECIDE)
def round_officer(request: HttpRequest, pk: int) -> HttpResponse:
    """Name who deals with the round, or hand it on."""
    round_ = get_object_or_404(reads.round_of(request.user), pk=pk)
    first = {"version": round_.version, "officer": round_.officer_id}
    officers = reads.officers_for(request.user, round_)
    form = HandOnForm(request.POST or None, officers=officers, initial=first)
    context = {"round": round_, "form": form, "heading": _("指派经办人")}
    if request.method == "POST" and form.is_valid():
        facts = {"by": request.user, "at": timezone.now(), **form.cleaned_data}
        done = partial(round_hand_on, round_=round_, **facts)
        if try_to_save(form, done, context, fresh=lambda: reads.version_of(request.user, pk)):
            messages.success(request, _("经办人已变更。"))
            return redirect("audits:round_detail", pk=pk)
    return page_or_part(request, "audits/round_officer.html", context, status=status_of(form, context))


@needs(Permission.ROUNDS_READ)
def round_story(request: HttpRequest, pk: int) -> HttpResponse:
    round_ = get_object_or_404(reads.round_of(request.user), pk=pk)
    context = {"round": round_, "events": words.story(reads.moves_of(round_))}
    return page_or_part(request, "audits/round_story.html", context)


@needs(Permission.ROUNDS_READ)
def enterprise_rounds(request: HttpRequest, pk: int) -> HttpResponse:
    """The rounds of one enterprise, for its own page (a part asked for by hx-get)."""
    get_object_or_404(enterprise_for(request.user, pk))
    rounds = reads.rounds_of_enterprise(request.user, pk)
    found, today = list(rounds), timezone.localdate()
    rows = words.round_rows(found, today, paused=paused_dues({row.listing_id for row in found}, today))
    free = allowed(request.user, Permission.ROUNDS_VOLUNTEER) and not rounds.unfinished().exists()
    context = {"rows": rows, "volunteer_pk": pk if free else None}
    return page_or_part(request, "audits/enterprise_rounds.html", context)


@needs(Permission.ROUNDS_READ)
def round_file(request: HttpRequest, pk: int) -> HttpResponse:
    """A file of a round, checked against its SHA-256, always as a download."""
    attachment = get_object_or_404(reads.file_of(request.user), pk=pk).attachment
    return attachment_answer(attachment_read(attachment), attachment.name)


@needs(Permission.ROUNDS_WORK)
@require_POST
def round_file_remove(request: HttpRequest, pk: int) -> HttpResponse:
    file = get_object_or_404(reads.file_of(request.user), pk=pk)
    round_id, stage = file.round_id, file.stage
    file_remove(file=file, by=request.user, at=timezone.now())
    messages.success(request, _("文件已移除。"))
    if stage in SEVEN_STAGES:
        return redirect("audits:stage_edit", pk=round_id, stage=stage.lower())
    return redirect("audits:round_detail", pk=round_id)
