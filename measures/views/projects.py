"""Pages of projects: the list, one of them, entering, changing and moving it."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from config.common.access import Permission, allowed, needs
from config.common.errors import Refused
from config.common.forms import add_refusal, sent
from config.common.http import list_answer
from config.common.tables import table_page
from measures import rules
from measures.forms.projects import ProjectEditForm, ProjectForm, ProjectMoveForm
from measures.lifecycle import PROJECT
from measures.models import Project
from measures.presenters import projects as shown
from measures.presenters.measures import measure_rows
from measures.selectors import projects as reads
from measures.selectors.technologies import technology_choices
from measures.services import projects as services
from measures.services.projects import ProjectStep, ProjectTerms
from measures.tables_projects import PROJECTS

_TEXTS = ("kind", "title", "undertaker", "begins_on", "ends_on", "investment_wan", "public_wan", "funder")


@needs(Permission.PROJECTS_READ)
def project_list(request: HttpRequest) -> HttpResponse:
    may_write = allowed(request.user, Permission.PROJECTS_WRITE)
    context = {"list": table_page(request, PROJECTS), "may_write": may_write}
    return list_answer(request, "measures/project_list.html", context)


@needs(Permission.PROJECTS_READ)
def project_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """What a project is, which measures it carries, and what these are counted to save."""
    user = request.user
    project = get_object_or_404(reads.projects_for(user), pk=pk)
    keeps = user.is_officer and project.region_id in user.territory_ids()
    context = {
        "project": project,
        "light": shown.project_light(project),
        "facts": shown.project_facts(project),
        "saved": shown.saved_rows(project, reads.saved_by(project)),
        "measures": measure_rows(reads.measures_carried(user, project), timezone.localdate()),
        "actions": shown.project_actions(user, project, keeps=keeps),
        "may_edit": keeps and project.state in {"proposed", "going"},
    }
    return TemplateResponse(request, "measures/project_detail.html", context)


@needs(Permission.PROJECTS_WRITE)
def project_create(request: HttpRequest) -> HttpResponse:
    form = ProjectForm(sent(request), user=request.user, technologies=technology_choices())
    if request.method == "POST" and form.is_valid():
        done = partial(services.project_create, terms=ProjectTerms(**form.cleaned_data))
        project = _saved(request, form, done)
        if project:
            messages.success(request, _("项目已登记。"))
            return redirect("measures:project_detail", pk=project.pk)
    return _form_page(request, form, heading=_("登记项目"))


@needs(Permission.PROJECTS_WRITE)
def project_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Its words, money and days, and the measures it carries."""
    project = _kept(request, pk)
    measures = reads.measures_to_carry(request.user, project.enterprise)
    first = {name: getattr(project, name) for name in (*_TEXTS, "technology", "version")}
    first |= {"enterprise": project.enterprise.name if project.enterprise else ""}
    first |= {"measures": [one.pk for one in project.measures.all()]}
    facts = {"user": request.user, "technologies": technology_choices()}
    form = ProjectEditForm(sent(request), initial=first, measures=measures, **facts)
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        given = {"measures": values.pop("measures", ()), "version": values.pop("version")}
        done = partial(services.project_update, project=project, terms=ProjectTerms(**values), **given)
        if _saved(request, form, done):
            messages.success(request, _("项目已保存。"))
            return redirect("measures:project_detail", pk=pk)
    return _form_page(request, form, heading=_("修改项目"), project=project)


@needs(Permission.PROJECTS_WRITE)
def project_move(request: HttpRequest, pk: int, move: str) -> HttpResponse:
    """Approve, accept or end it, by document or with the reason."""
    project = _kept(request, pk)
    found = PROJECT.move(move)
    if found is None:
        raise Http404
    first = {"version": project.version, "on": timezone.localdate()}
    form = ProjectMoveForm(sent(request), initial=first, move=move)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        step = ProjectStep(values.get("document_no", ""), values["on"], values.get("words", ""))
        facts = {"project": project, "name": move, "step": step, "version": values["version"]}
        if _saved(request, form, partial(services.project_move, **facts)):
            messages.success(request, _("已办理“%(move)s”。") % {"move": found.label})
            return redirect("measures:project_detail", pk=pk)
    return _form_page(request, form, heading=str(found.label), project=project)


def _kept(request: HttpRequest, pk: int) -> Project:
    """A project the reader sees; not allowed where another bureau keeps it."""
    project: Project = get_object_or_404(reads.projects_for(request.user), pk=pk)
    rules.check_project_keeper(request.user, project)
    return project


def _saved(request: HttpRequest, form: Form, done: Any) -> Project | None:
    try:
        project: Project = done(by=request.user, at=timezone.now())
    except Refused as error:
        add_refusal(form, error)
        return None
    return project


def _form_page(request: HttpRequest, form: Form, **context: Any) -> HttpResponse:
    status = 422 if form.errors else 200
    return TemplateResponse(request, "measures/project_edit.html", {"form": form, **context}, status=status)
