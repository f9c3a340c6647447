"""Everything that stands in the database, to show that a refusal wrote nothing and an undo brought all back."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import Any

from django.apps import apps
from django.db import models

APPS = ("enterprises", "audits", "measures", "reports", "operations", "accounts")
COUNTED = {"Attempt"}  # how often something was tried is kept of refusals, too


def everything(
    left_out: Collection[str] = COUNTED, without: Collection[str] = ()
) -> dict[str, list[dict[str, Any]]]:
    """Every row of every table of ours but of the models left out, with all columns but some."""
    found: dict[str, list[dict[str, Any]]] = {}
    for app in APPS:
        for model in apps.get_app_config(app).get_models(include_auto_created=True):
            if model.__name__ not in left_out:
                rows = model._base_manager.order_by("pk")
                found[model._meta.label] = [_values(row, without) for row in rows]
    return found


def _values(row: models.Model, without: Collection[str]) -> dict[str, Any]:
    columns = [field for field in row._meta.concrete_fields if field.name not in without]
    return {field.attname: getattr(row, field.attname) for field in columns}


@contextmanager
def nothing_written() -> Iterator[None]:
    """No row is added, changed or gone afterwards, in no table, the trail and the jobs included."""
    before = everything()
    yield
    after = everything()
    assert [name for name in before if before[name] != after[name]] == []
