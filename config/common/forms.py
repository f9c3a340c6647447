"""What every editing form shares: the version it read, and refusals shown as form errors."""

from typing import Any

from django import forms
from django.http import HttpRequest, QueryDict

from config.common.errors import Refused


class VersionedForm(forms.Form):
    """A form that edits a row: it carries the version the person read."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


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
