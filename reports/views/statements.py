"""Statements of results: the list, issuing one from an enterprise's page, its paper, its withdrawal."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from config.common.access import Permission, allowed, needs
from config.common.downloads import attachment_answer
from config.common.errors import Refused
from config.common.forms import add_refusal, sent
from config.common.http import list_answer
from config.common.tables import table_page
from enterprises.selectors.enterprises import enterprise_for
from reports.calculations.snapshot import sha256_of
from reports.documents import statement as documents
from reports.enums import StatementState
from reports.forms import StatementForm, StatementWithdrawalForm
from reports.models import ResultStatement
from reports.presenters import statement_facts as facts_words
from reports.presenters import statements as words
from reports.selectors import statements as reads
from reports.services import statements as writes
from reports.tables import STATEMENTS


@needs(Permission.STATEMENTS_READ)
def statement_list(request: HttpRequest) -> HttpResponse:
    return list_answer(request, "reports/statement_list.html", {"list": table_page(request, STATEMENTS)})


@needs(Permission.STATEMENTS_READ)
def enterprise_statements(request: HttpRequest, pk: int) -> HttpResponse:
    """Those on one enterprise, a part for its page."""
    enterprise = get_object_or_404(enterprise_for(request.user, pk))
    context = {
        "enterprise": enterprise,
        "rows": words.statement_rows(reads.statements_of(request.user, enterprise)),
        "may_issue": allowed(request.user, Permission.STATEMENTS_WRITE),
    }
    return TemplateResponse(request, "reports/enterprise_statements.html", context)


@needs(Permission.STATEMENTS_WRITE)
def statement_create(request: HttpRequest, pk: int) -> HttpResponse:
    """The facts that will stand in the statement, and what it is wanted for."""
    enterprise = get_object_or_404(enterprise_for(request.user, pk))
    form = StatementForm(sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            made = writes.statement_issue(
                enterprise=enterprise,
                terms=form.terms(),
                facts_read=form.cleaned_data["facts_read"],
                by=request.user,
                at=timezone.now(),
            )
        except Refused as error:
            add_refusal(form, error)
        else:
            messages.success(request, _("已出具，编号%(number)s。") % {"number": made.number})
            return redirect("reports:statement_detail", pk=made.pk)
    facts = reads.facts_of(request.user, enterprise, timezone.localdate())
    context = {"form": form, "enterprise": enterprise, "facts_read": sha256_of(facts), **_facts(facts)}
    status = 422 if form.errors else 200
    return TemplateResponse(request, "reports/statement_create.html", context, status=status)


@needs(Permission.STATEMENTS_READ)
def statement_detail(request: HttpRequest, pk: int) -> HttpResponse:
    statement = get_object_or_404(reads.statement_for(request.user, pk))
    standing = statement.state == StatementState.ISSUED
    context = {
        "statement": statement,
        "light": words.statement_light(statement),
        "terms": words.statement_terms(statement),
        "may_withdraw": standing and allowed(request.user, Permission.STATEMENTS_WRITE),
        **_facts(statement.facts),
    }
    return TemplateResponse(request, "reports/statement_detail.html", context)


@needs(Permission.STATEMENTS_READ)
def statement_paper(request: HttpRequest, pk: int) -> HttpResponse:
    """The statement as a PDF; of a withdrawn one it says so at its head."""
    statement = get_object_or_404(reads.statement_for(request.user, pk))
    content = documents.statement_pdf(statement)
    return attachment_answer(content, documents.statement_name(statement), content_type="application/pdf")


@needs(Permission.STATEMENTS_WRITE)
def statement_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    statement = get_object_or_404(reads.statement_for(request.user, pk))
    form = StatementWithdrawalForm(sent(request), initial={"version": statement.version})
    if request.method == "POST" and form.is_valid():
        try:
            _withdraw(request, statement, **form.cleaned_data)
        except Refused as error:
            add_refusal(form, error)
        else:
            messages.success(request, _("已撤回，企业会收到通知。"))
            return redirect("reports:statement_detail", pk=pk)
    context = {"form": form, "statement": statement, "light": words.statement_light(statement)}
    status = 422 if form.errors else 200
    return TemplateResponse(request, "reports/statement_withdraw.html", context, status=status)


def _withdraw(request: HttpRequest, statement: ResultStatement, *, reason: str, version: int) -> None:
    writes.statement_withdraw(
        statement=statement, reason=reason, version=version, by=request.user, at=timezone.now()
    )


def _facts(facts: dict[str, Any]) -> dict[str, Any]:
    return {
        "summary": facts_words.statement_summary(facts),
        "plant": facts_words.enterprise_rows(facts),
        "sections": facts_words.statement_sections(facts),
    }
