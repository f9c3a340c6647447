"""What every form page of audits does with a service's answer: done, refused, stale."""

from collections.abc import Callable
from typing import Any

from django import forms

from config.common.errors import NotAllowed, Refused, Stale
from config.common.forms import add_refusal


def try_to_save(
    form: forms.Form, deed: Callable[[], Any], context: dict[str, Any], fresh: Callable[[], int] | None = None
) -> bool:
    """Do it; a refusal is shown on the form, a stale save with both texts, and nothing typed is lost.

    Sets `error` and `status` in `context` for a stale save: 412, and the form then carries the
    version of `fresh`, so that saving again is a decision. A missing right goes up as 403.
    """
    try:
        deed()
    except NotAllowed:
        raise
    except Stale as error:
        context["error"] = _named(form, error)
        context["status"] = 412
        _take_version(form, fresh)
    except Refused as error:
        add_refusal(form, error)
    else:
        return True
    return False


def status_of(form: forms.Form, context: dict[str, Any]) -> int:
    return int(context.pop("status", 422 if form.errors else 200))


def _named(form: forms.Form, error: Stale) -> Stale:
    """Both texts under the labels people see."""
    labels = {name: str(field.label or name) for name, field in form.fields.items()}
    theirs, yours = (
        {labels.get(name, name): value for name, value in side.items()}
        for side in (error.theirs, error.yours)
    )
    return Stale(error.sentence, theirs=theirs, yours=yours)


def _take_version(form: forms.Form, fresh: Callable[[], int] | None) -> None:
    data = form.data.copy()
    if fresh:
        data["version"] = str(fresh())
    form.data = data
