"""Rows by the hundred thousand: COPY on PostgreSQL, prepared statements on SQLite, no model objects."""

import io
import json
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.core.management.color import no_style
from django.db import connection, models
from django.db.models.expressions import DatabaseDefault

_ESCAPED = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


class Table:
    """Writes rows of one model. `columns` are given with each row, in this order; the others hold their defaults.

    Values are those of the database: ids for foreign keys, scaled integers for amounts (`scaled`).
    Where ids are among the columns they begin with `first_id`, and `close` sets the database's counter behind them.
    """

    def __init__(self, model: type[models.Model], columns: Sequence[str], **constants: Any) -> None:
        self.model = model
        self.first_id = 1 + (model._base_manager.aggregate(last=models.Max("pk"))["last"] or 0)
        fields = {field.name: field for field in model._meta.concrete_fields}
        given = [fields.pop(name) for name in columns]
        fields.pop("id", None)
        values = [(field, constants.get(name, field.get_default())) for name, field in fields.items()]
        rest = [(field, value) for field, value in values if not isinstance(value, DatabaseDefault)]
        self._names = [str(field.column) for field in [*given, *(field for field, _value in rest)]]
        self._constants = tuple(_prepared(field, value) for field, value in rest)
        self._table = model._meta.db_table

    def write(self, rows: Iterable[tuple[Any, ...]]) -> None:
        if connection.vendor == "postgresql":
            self._copy(rows)
        else:
            self._insert(rows)

    def close(self) -> None:
        with connection.cursor() as cursor:
            for statement in connection.ops.sequence_reset_sql(no_style(), [self.model]):
                cursor.execute(statement)

    def _copy(self, rows: Iterable[tuple[Any, ...]]) -> None:
        tail = "".join(f"\t{_text(value)}" for value in self._constants)
        lines = io.StringIO()
        for row in rows:
            lines.write("\t".join(map(_text, row)))
            lines.write(f"{tail}\n")
        lines.seek(0)
        with connection.cursor() as cursor:
            cursor.copy_expert(f"COPY {self._table} ({self._columns()}) FROM STDIN", lines)

    def _insert(self, rows: Iterable[tuple[Any, ...]]) -> None:
        places = ",".join(["%s"] * len(self._names))
        statement = f"INSERT INTO {self._table} ({self._columns()}) VALUES ({places})"  # noqa: S608 -- ours
        with connection.cursor() as cursor:
            cursor.executemany(statement, [(*row, *self._constants) for row in rows])

    def _columns(self) -> str:
        return ",".join(connection.ops.quote_name(name) for name in self._names)


def _prepared(field: models.Field, value: Any) -> Any:
    if isinstance(field, models.JSONField):
        return None if value is None else json.dumps(value, ensure_ascii=False)
    if isinstance(value, models.Model):
        value = value.pk
    return field.get_db_prep_save(value, connection)


def _text(value: Any) -> str:
    """One value as COPY reads it."""
    if value is None:
        return "\\N"
    if value is True:
        return "t"
    if value is False:
        return "f"
    if isinstance(value, str):
        return value.translate(_ESCAPED)
    return value.isoformat() if isinstance(value, date) else str(value)


def statistics_refresh() -> None:
    """Let the planner know of rows that came by the thousand in one transaction; it would guess far too few.

    SQLite refuses inside a transaction, and plans well enough without.
    """
    if connection.vendor == "sqlite" and connection.in_atomic_block:
        return
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
