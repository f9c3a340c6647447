"""The pages that imports of any kind of sheet share: choose a file, see what it would become, confirm or give up."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import django_filters
from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, resolve_url
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from config.common import previews
from config.common.access import Permission
from config.common.errors import Refused
from config.common.forms import VersionedForm, add_refusal, sent
from config.common.heading_forms import HeadingsForm
from config.common.http import list_answer, page_or_part
from config.common.listing import list_page
from config.common.tables import Column, Table, table_page

Present = Callable[[list[Any]], list[dict[str, Any]]]


@dataclass(frozen=True)
class SheetPages:
    """One kind: `name` is what services call its sheet; URL names and templates begin with `address`."""

    name: str
    address: str
    template_address: str
    imports: Callable[[Any], QuerySet[Any]]
    page: Callable[[Any, Any], dict[str, Any]]

    def of(self, request: HttpRequest, pk: int) -> Any:
        """The reader's own import; anybody else's is not there."""
        return get_object_or_404(self.imports(request.user), pk=pk)

    def list(self, request: HttpRequest, table: Table) -> TemplateResponse:
        """The reader's imports (a table of `sheet_table`)."""
        return list_answer(request, self._template("list"), {"list": table_page(request, table)})

    def create(self, request: HttpRequest, form: forms.Form, upload: Callable[..., Any]) -> HttpResponse:
        """The form with its refusals, or on to the preview."""
        user: Any = request.user
        province = user.region.province
        if request.method == "POST" and form.is_valid():
            wanted = {name: value for name, value in form.cleaned_data.items() if name != "file"}
            facts = {"region": province, "by": user, "at": timezone.now()}
            try:
                sheet = upload(upload=form.cleaned_data["file"], **wanted, **facts)
            except Refused as error:
                add_refusal(form, error)
            else:
                return redirect(f"{self.address}_detail", pk=sheet.pk)
        context = {
            "form": form,
            "province": province,
            "back": resolve_url(f"{self.address}_list"),
            "template": resolve_url(self.template_address),
        }
        status = 422 if form.errors else 200
        return TemplateResponse(request, self._template("create"), context, status=status)

    def detail(
        self, request: HttpRequest, sheet: Any, filterset: django_filters.FilterSet, present: Present
    ) -> TemplateResponse:
        rows = list_page(request, filterset, orderings={"row": ["pk"]}, default="row", present=present)
        state = request.GET.get("state", "")
        context = {
            "sheet": self.page(sheet, request.user),
            "tabs": previews.state_tabs(sheet.counts, state),
            "state": state,
            "list": rows,
        }
        return page_or_part(request, self._template("detail"), context, part="rows")

    def progress(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The bar of a running check or import; when it has ended the page is loaded anew."""
        page = self.page(self.of(request, pk), request.user)
        if not page["working"] or page["stuck"]:
            return HttpResponse(headers={"HX-Refresh": "true"})
        return TemplateResponse(request, "sheets/progress.html", {"sheet": page})

    def do(self, request: HttpRequest, pk: int, write: Callable[..., Any], **chosen: Any) -> HttpResponse:
        """One deed of a service on the sheet as it was read, and back to its page."""
        facts = {self.name: self.of(request, pk), "by": request.user, "at": timezone.now()}
        write(version=_version(request), **facts, **chosen)
        return redirect(f"{self.address}_detail", pk=pk)

    def columns(
        self, request: HttpRequest, pk: int, remembered: dict[str, Any], mapping: Any
    ) -> HttpResponse:
        """What the unknown headings mean: `remembered` rows by heading key, `mapping` = (columns, service)."""
        specs, write = mapping
        sheet = self.of(request, pk)
        form = HeadingsForm(
            sent(request),
            headings=sheet.facts.get("headings", []),
            specs=specs,
            said={key: row.field for key, row in remembered.items()},
            initial={"version": sheet.version},
        )
        if request.method == "POST" and form.is_valid():
            facts = {self.name: sheet, "by": request.user, "at": timezone.now()}
            try:
                write(version=form.cleaned_data["version"], chosen=form.chosen(), **facts)
            except Refused as error:
                add_refusal(form, error)
            else:
                return redirect(f"{self.address}_detail", pk=pk)
        words = {spec.key: spec.heading for spec in specs}
        context = {
            "sheet": self.page(sheet, request.user),
            "form": form,
            "back": resolve_url(f"{self.address}_detail", pk),
            "remembered": previews.heading_rows(remembered.values(), words),
        }
        return TemplateResponse(request, "sheets/columns.html", context, status=422 if form.errors else 200)

    def give_up(self, request: HttpRequest, pk: int, write: Callable[..., Any]) -> HttpResponse:
        self.do(request, pk, write)
        messages.success(request, _("已放弃这次导入，没有登记任何内容。"))
        return redirect(f"{self.address}_list")

    def _template(self, page: str) -> str:
        return f"{self.address.replace(':', '/')}_{page}.html"


def sheet_table(
    name: str,
    title: Any,
    filterset: Callable[..., django_filters.FilterSet],
    present: Present,
    *,
    years: str = "",
) -> Table:
    """The imports of one kind as a table; `years` is the column by which they can be sorted by year."""
    return Table(
        name=name,
        title=title,
        noun=_("次导入"),
        permission=Permission.ROSTERS_IMPORT,
        columns=(
            Column("name", _("文件"), href="href", naming=True),
            Column("years", _("年度"), order="year" if years else ""),
            Column("at", _("上传时间"), "moment", order="created"),
            Column("read", _("读取"), "number"),
            Column("new", _("新增"), "number"),
            Column("changed", _("有变化"), "number"),
            Column("same", _("相同"), "number"),
            Column("bad", _("有错"), "number"),
            Column("state", _("状态"), "light"),
        ),
        orderings={"created": ["created_at"]} | ({"year": [years]} if years else {}),
        default="-created",
        filterset=lambda user, data, today: filterset(data, user),
        present=lambda user, today: present,
    )


def _version(request: HttpRequest) -> int:
    form = VersionedForm(request.POST)
    return form.cleaned_data["version"] if form.is_valid() else 0
