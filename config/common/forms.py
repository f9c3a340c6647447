"""What every editing form shares: the version it read, and refusals shown as form errors."""

from collections.abc import Callable, Iterable
from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest, QueryDict

from config.common.errors import Refused


class VersionedForm(forms.Form):
    """A form that edits a row: it carries the version the person read."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


def offer(
    form: forms.BaseForm, name: str, rows: QuerySet[Any], *, words: Callable[[Any], str] | None = None
) -> None:
    """Let a field choose among these rows, each called by its `words`."""
    field = cast(forms.ModelChoiceField, form.fields[name])
    field.queryset = rows
    if words:
        field.label_from_instance = words  # type: ignore[assignment, method-assign]  # Django's way to name them


def offer_choices(form: forms.BaseForm, name: str, choices: Iterable[tuple[Any, Any]]) -> None:
    """Let a field choose among these values and their labels."""
    cast(forms.ChoiceField, form.fields[name]).choices = list(choices)


def sent(request: HttpRequest) -> QueryDict | None:
    """What a form is bound to: the data of a POST, even when it is empty; else nothing."""
    return request.POST if request.method == "POST" else None


def add_refusal(form: forms.BaseForm, error: Refused) -> None:
    """Show a service's refusal on its form, each problem beside the field it is named after, else on its own line."""
    form.add_error(None, error.sentence)
    shown = {field.name for field in form.visible_fields()}
    for problem in error.problems:
        form.add_error(problem.code if problem.code in shown else None, problem.sentence)


def changed_values(form: forms.BaseForm) -> dict[str, Any]:
    """The cleaned values without the version: what a service takes."""
    return {name: value for name, value in form.cleaned_data.items() if name != "version"}
