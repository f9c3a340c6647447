"""PostgreSQL counts every region of an enterprise by itself.

A province has more counties than the hundred values that a column's statistics remember by default: a small
county was taken for one of average size, and its officer's lists read whole tables.
"""

from django.db import migrations

_COLUMN = "ALTER TABLE enterprises_enterprise ALTER COLUMN region_id SET STATISTICS {}"


def remember_every_region(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(_COLUMN.format(1_000))


def remember_as_usual(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(_COLUMN.format(-1))


class Migration(migrations.Migration):
    dependencies = [("enterprises", "0001_initial")]

    operations = [migrations.RunPython(remember_every_region, remember_as_usual)]
