"""What stands in the database, so that two courses of events can be compared."""

import re
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Max

from accounts.models import Activity
from operations.models import Notice

APPS = ("accounts", "operations", "enterprises", "audits", "measures", "reports")
# reference rows nobody edits, and rows whose text is made anew each time
_LEFT_OUT = {"Region", "Industry", "CalendarDay", "Technology", "Activity", "ActivitySeal", "Job", "Pulse"}
_ALWAYS_NEW = {"password", "digest", "key", "nonce", "token_digest", "code_digest", "token", "stored_as"}
_OF_ITS_CASE = {"case_id", "href"}  # a notice names its case by a number without a foreign key
_LABELS = {model._meta.label: model for model in apps.get_models()}
Marks = dict[type[models.Model], int]


def our_models() -> list[type[models.Model]]:
    """The models people's deeds write to."""
    found = [model for app in APPS for model in apps.get_app_config(app).get_models()]
    return [model for model in found if model.__name__ not in _LEFT_OUT]


def high_marks() -> Marks:
    """The highest id of each model: whatever lies above is new."""
    every = [model for app in APPS for model in apps.get_app_config(app).get_models()]
    return {model: model._default_manager.aggregate(top=Max("pk"))["top"] or 0 for model in every}


def state_since(marks: Marks) -> dict[str, list[str]]:
    """All rows by model, without times; ids of new rows are just `new`, for a sequence never goes back."""
    rows = {model.__name__: sorted(_row(model, row, marks) for row in _all(model)) for model in our_models()}
    deeds = Activity.objects.filter(pk__gt=marks[Activity]).values_list("actor_id", "role", "verb")
    return rows | {"Activity": sorted(map(str, deeds))}


def _all(model: type[models.Model]) -> Any:
    return model._default_manager.order_by().iterator()


def _row(model: type[models.Model], row: models.Model, marks: Marks) -> str:
    return str({field.name: _value(field, row, marks) for field in model._meta.concrete_fields})


def _value(field: models.Field, row: models.Model, marks: Marks) -> Any:
    value = getattr(row, field.attname)
    if isinstance(row, Notice) and row.pk > marks[Notice] and field.name in _OF_ITS_CASE:
        return re.sub(r"\d+", "new", str(value))
    if isinstance(field, models.DateTimeField) or field.name in _ALWAYS_NEW:
        return value is not None
    if isinstance(field, models.JSONField):
        return _named(value, marks)
    kind = field.related_model if field.is_relation else field.model if field.primary_key else None
    return "new" if kind in marks and value is not None and value > marks[kind] else value


def _named(value: Any, marks: Marks) -> Any:
    """JSON that names rows as [model, id], as the record of a merger does: new ids are just `new` here, too."""
    if isinstance(value, dict):
        return {key: _named(inner, marks) for key, inner in value.items()}
    if not isinstance(value, list):
        return value
    match value:
        case [str(label), int(key)] if label in _LABELS:
            return [label, "new" if key > marks[_LABELS[label]] else key]
    return [_named(inner, marks) for inner in value]
