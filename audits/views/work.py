"""Pages on which the plant works: the plan, a stage, the report."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from audits import rules
from audits.enums import SEVEN_STAGES, Stage
from audits.forms.plan import PlanForms
from audits.forms.rounds import FileForm, ReportForm, StageForm, first_move
from audits.models import Round, RoundStage
from audits.presenters.rounds import file_rows, round_words, state_light
from audits.selectors import rounds as reads
from audits.selectors.agencies import agencies_known
from audits.selectors.facts import stage_problems
from audits.services import plans, stages
from audits.services.moves import round_move
from audits.views.saving import status_of, try_to_save
from config.common.access import Permission, needs
from config.common.errors import Refused
from config.common.http import page_or_part


@needs(Permission.ROUNDS_READ)
def plan_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """The audit plan: written by the plant, read by everybody who sees the round."""
    round_ = get_object_or_404(reads.round_of(request.user), pk=pk)
    if request.method == "POST":
        rules.check_plant(round_, request.user)
    sheet = reads.round_sheet(round_)
    data = request.POST if request.method == "POST" else None
    forms = PlanForms(data, round_=round_, sheet=sheet, agencies=agencies_known())
    context = _context(request, round_, Stage.PLANNED, plans.check_plan_open, round_)
    context |= {"forms": forms, "sheet": sheet, "plan": round_.plan}
    if data is not None and forms.is_valid():
        facts = {"by": request.user, "at": timezone.now(), **forms.values()}
        save = partial(plans.plan_save, round_=round_, **facts)
        if try_to_save(forms.plan, save, context, fresh=lambda: reads.plan_version(round_)):
            messages.success(request, _("审核计划已保存。"))
            return _forward(request, round_, "plan_submit", "audits:plan_edit")
    status = context.pop("status", 422 if forms.has_errors else 200)
    return page_or_part(request, "audits/plan_edit.html", context, status=status)


@needs(Permission.ROUNDS_READ)
def stage_edit(request: HttpRequest, pk: int, stage: str) -> HttpResponse:
    """One of the seven stages: its result in words and the files that prove it."""
    round_ = get_object_or_404(reads.round_of(request.user), pk=pk)
    if request.method == "POST":
        rules.check_plant(round_, request.user)
    row = reads.stage_of_round(round_, _stage(stage))
    form = _stage_form(request, row)
    context = _context(request, round_, row.stage, stages.check_stage_open, round_, row.stage)
    if request.method == "POST" and form.is_valid():
        facts = {"by": request.user, "at": timezone.now(), **form.values()}
        save = partial(stages.stage_save, stage=row, **facts)
        if try_to_save(form, save, context, lambda: reads.stage_of_round(round_, row.stage).version):
            messages.success(request, _("已保存。"))
            return _forward(request, round_, f"{stage}_submit", "audits:stage_edit", stage)
    context |= {"row": row, "form": form, "file_form": FileForm()}
    context["files"] = file_rows(reads.files_of(round_, row.stage), removable=not context["closed"])
    return page_or_part(request, "audits/stage_edit.html", context, status=status_of(form, context))


@needs(Permission.ROUNDS_WORK)
def stage_file_add(request: HttpRequest, pk: int, stage: str) -> HttpResponse:
    """A file for a stage, with what it proves."""
    round_ = get_object_or_404(reads.round_of(request.user), pk=pk)
    form = FileForm(request.POST or None, request.FILES or None)
    context = {"round": round_, "stage": _stage(stage), "form": form, "words": round_words(round_)}
    if request.method == "POST" and form.is_valid():
        facts = {"proves": form.cleaned_data["proves"], "upload": form.cleaned_data["file"]}
        facts |= {"by": request.user, "at": timezone.now()}
        if try_to_save(form, partial(stages.file_add, round_=round_, stage=_stage(stage), **facts), context):
            messages.success(request, _("文件已上传。"))
            return redirect("audits:stage_edit", pk=pk, stage=stage)
    return page_or_part(request, "audits/stage_file_add.html", context, status=status_of(form, context))


@needs(Permission.ROUNDS_WORK)
def report_submit(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand in the audit report: the file, then the move."""
    round_ = get_object_or_404(reads.round_of(request.user), pk=pk)
    form = ReportForm(
        request.POST or None, request.FILES or None, initial=first_move(round_.version, timezone.localdate())
    )
    context = _context(request, round_, Stage.REPORTED, stages.check_report_due, round_)
    if request.method == "POST" and form.is_valid():
        hand_in = partial(_report_handed_in, request, round_, form.cleaned_data)
        if try_to_save(form, hand_in, context, fresh=lambda: reads.version_of(request.user, pk)):
            messages.success(request, _("审核报告已报送。"))
            return redirect("audits:round_detail", pk=pk)
    context |= {"form": form, "files": file_rows(reads.files_of(round_, Stage.REPORTED))}
    return page_or_part(request, "audits/report_submit.html", context, status=status_of(form, context))


def _report_handed_in(request: HttpRequest, round_: Round, values: dict[str, Any]) -> None:
    at = timezone.now()
    if values["report"]:
        stages.report_add(round_=round_, upload=values["report"], by=request.user, at=at)
    facts = {"on": values["on"], "version": values["version"]}
    round_move(round_=round_, move="report_submit", by=request.user, at=at, **facts)


def _forward(request: HttpRequest, round_: Round, move: str, page: str, *args: Any) -> HttpResponse:
    """After saving: hand in when that was asked; a refused hand-in keeps what was saved and shows what is missing."""
    if "submit" not in request.POST:
        return redirect(page, round_.pk, *args)
    at = timezone.now()
    try:
        round_move(round_=round_, move=move, by=request.user, at=at, on=timezone.localdate(at))
    except Refused as error:
        messages.error(request, _("内容已保存，但没有提交：%(why)s") % {"why": error.sentence})
        return redirect(page, round_.pk, *args)
    messages.success(request, _("已提交，等主管部门审查。"))
    return redirect("audits:round_detail", round_.pk)


def _context(
    request: HttpRequest, round_: Round, part: str, check: Callable[..., None], *facts: Any
) -> dict[str, Any]:
    """What the work pages share; `closed` is the sentence why nothing can be written, empty when it can."""
    closed = rules.refusal(rules.check_plant, round_, request.user) or rules.refusal(check, *facts)
    return {
        "round": round_,
        "words": round_words(round_),
        "state": state_light(round_.state),
        "closed": closed,
        "here": round_.stage == part or part == Stage.REPORTED,
        "problems": stage_problems(round_, part) if round_.stage == part else [],
    }


def _stage(name: str) -> Stage:
    """The stage an address names; anything else is not found."""
    if name.upper() not in SEVEN_STAGES:
        raise Http404
    return Stage(name.upper())


def _stage_form(request: HttpRequest, row: RoundStage) -> StageForm:
    names = ("version", "planned_on", "responsible", "result")
    initial = {name: getattr(row, name) for name in names}
    initial |= {name: getattr(row.round, name) for name in ("level_before", "level_after")}
    targets = reads.targets_of(row.round)
    return StageForm(request.POST or None, initial=initial, stage=row.stage, targets=targets)
