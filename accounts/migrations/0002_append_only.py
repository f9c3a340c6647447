"""The trail can only grow: UPDATE and DELETE of activities and seals are refused by the database itself."""

from typing import Any

from django.db import migrations

_TABLES = ("accounts_activity", "accounts_activityseal")

_POSTGRES = """
CREATE FUNCTION accounts_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'the activity trail is append-only'; END $$;
"""


def make_triggers(apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(_POSTGRES)
    for table in _TABLES:
        for deed in ("UPDATE", "DELETE"):
            schema_editor.execute(_trigger(schema_editor.connection.vendor, table, deed))


def drop_triggers(apps: Any, schema_editor: Any) -> None:
    for table in _TABLES:
        for deed in ("UPDATE", "DELETE"):
            on_table = f" ON {table}" if schema_editor.connection.vendor == "postgresql" else ""
            schema_editor.execute(f"DROP TRIGGER {table}_no_{deed.lower()}{on_table}")
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP FUNCTION accounts_refuse_change()")


def _trigger(vendor: str, table: str, deed: str) -> str:
    name = f"{table}_no_{deed.lower()}"
    if vendor == "postgresql":
        return f"CREATE TRIGGER {name} BEFORE {deed} ON {table} FOR EACH ROW EXECUTE FUNCTION accounts_refuse_change()"
    return (
        f"CREATE TRIGGER {name} BEFORE {deed} ON {table} "
        "BEGIN SELECT RAISE(ABORT, 'the activity trail is append-only'); END"
    )


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]

    operations = [migrations.RunPython(make_triggers, drop_triggers, elidable=False)]
