"""The calendar gets years and versions; duties get pauses, extensions and an append-only history.

Duties that stand already begin their history with the day they have.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


_TABLE = "enterprises_dutychange"
_BATCH = 2_000
_POSTGRES = """
CREATE FUNCTION enterprises_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'the history of a duty is append-only'; END $$;
"""


def give_days_their_year(apps, schema_editor):
    years, days = apps.get_model("enterprises", "CalendarYear"), apps.get_model("enterprises", "CalendarDay")
    for year in sorted({day.year for day in days.objects.dates("on", "year")}):
        calendar = years.objects.create(
            year=year, source=f"国务院办公厅关于{year}年部分节假日安排的通知"
        )
        days.objects.filter(on__year=year).update(calendar=calendar)
    _settle(schema_editor)


def begin_histories(apps, schema_editor):
    duties, changes = apps.get_model("enterprises", "Duty"), apps.get_model("enterprises", "DutyChange")
    last = 0
    while batch := list(duties.objects.filter(pk__gt=last).order_by("pk")[:_BATCH]):
        last = batch[-1].pk
        rows = [
            changes(
                duty=duty, number=1, kind="opened", on=duty.base_on, due_on=duty.due_on, counted_on=duty.due_on
            )
            for duty in batch
        ]
        rows += [
            changes(duty=duty, number=2, kind="met", on=duty.met_on, due_on=duty.due_on)
            for duty in batch
            if duty.met_on
        ]
        changes.objects.bulk_create(rows, batch_size=_BATCH)
    _settle(schema_editor)


def _settle(schema_editor):
    """PostgreSQL checks foreign keys at the end, and alters no table before."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        schema_editor.execute("SET CONSTRAINTS ALL DEFERRED")


def make_triggers(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    if vendor == "postgresql":
        schema_editor.execute(_POSTGRES)
    for deed in ("UPDATE", "DELETE"):
        refuse = "BEGIN SELECT RAISE(ABORT, 'the history of a duty is append-only'); END"
        if vendor == "postgresql":
            refuse = "FOR EACH ROW EXECUTE FUNCTION enterprises_refuse_change()"
        schema_editor.execute(
            f"CREATE TRIGGER {_TABLE}_no_{deed.lower()} BEFORE {deed} ON {_TABLE} {refuse}"
        )


def drop_triggers(apps, schema_editor):
    postgres = schema_editor.connection.vendor == "postgresql"
    for deed in ("UPDATE", "DELETE"):
        on_table = f" ON {_TABLE}" if postgres else ""
        schema_editor.execute(f"DROP TRIGGER {_TABLE}_no_{deed.lower()}{on_table}")
    if postgres:
        schema_editor.execute("DROP FUNCTION enterprises_refuse_change()")


class Migration(migrations.Migration):
    dependencies = [
        ("enterprises", "0002_region_statistics"),
        ("operations", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="DutyAdjustment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "kind",
                    models.CharField(
                        choices=[("pause", "中止计算"), ("extension", "延期")],
                        max_length=10,
                        verbose_name="事项",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("requested", "待审批"),
                            ("approved", "已批准"),
                            ("refused", "未批准"),
                            ("ended", "提前恢复"),
                            ("undone", "已撤销"),
                        ],
                        default="requested",
                        max_length=10,
                    ),
                ),
                ("reason", models.CharField(max_length=300, verbose_name="理由")),
                ("from_on", models.DateField(blank=True, null=True, verbose_name="中止自")),
                ("to_on", models.DateField(blank=True, null=True, verbose_name="中止至")),
                ("until_on", models.DateField(blank=True, null=True, verbose_name="延期至")),
                ("ended_on", models.DateField(blank=True, null=True)),
                ("asked_at", models.DateTimeField()),
                ("decided_at", models.DateTimeField(null=True)),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="审批意见")),
            ],
            options={
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="DutyChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("opened", "开始计算"),
                            ("recomputed", "重新计算"),
                            ("paused", "中止计算"),
                            ("resumed", "提前恢复计算"),
                            ("extended", "延期"),
                            ("extension_undone", "撤销延期"),
                            ("met", "履行"),
                        ],
                        max_length=16,
                    ),
                ),
                ("on", models.DateField()),
                ("due_on", models.DateField()),
                ("counted_on", models.DateField(blank=True, null=True)),
                ("days", models.SmallIntegerField(default=0)),
                ("until_on", models.DateField(blank=True, null=True)),
                ("rolled", models.PositiveSmallIntegerField(default=0)),
                ("provisional", models.BooleanField(default=False)),
                ("steps", models.JSONField(blank=True, default=list)),
                ("reason", models.CharField(blank=True, max_length=300)),
                ("made_at", models.DateTimeField(null=True)),
            ],
            options={
                "ordering": ["duty", "number"],
            },
        ),
        migrations.AddField(
            model_name="duty",
            name="provisional",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="legalregime",
            name="extension_days",
            field=models.PositiveSmallIntegerField(default=90),
        ),
        migrations.AlterField(
            model_name="calendarday",
            name="on",
            field=models.DateField(),
        ),
        migrations.CreateModel(
            name="CalendarYear",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(verbose_name="年度")),
                ("version", models.PositiveSmallIntegerField(default=1, verbose_name="版本")),
                (
                    "state",
                    models.CharField(
                        choices=[("published", "正式"), ("provisional", "暂定")],
                        default="published",
                        max_length=12,
                    ),
                ),
                ("source", models.CharField(max_length=120, verbose_name="依据文件")),
                ("loaded_at", models.DateTimeField(null=True)),
                (
                    "document",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="operations.attachment",
                    ),
                ),
                (
                    "loaded_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-year", "-version"],
            },
        ),
        migrations.AddField(
            model_name="calendarday",
            name="calendar",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="days",
                to="enterprises.calendaryear",
            ),
        ),
        migrations.RunPython(give_days_their_year, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="calendarday",
            name="calendar",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="days",
                to="enterprises.calendaryear",
            ),
        ),
        migrations.AddConstraint(
            model_name="calendarday",
            constraint=models.UniqueConstraint(fields=("calendar", "on"), name="calendar_day_once"),
        ),
        migrations.AddField(
            model_name="dutyadjustment",
            name="asked_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="dutyadjustment",
            name="decided_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="dutyadjustment",
            name="document",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="operations.attachment",
                verbose_name="依据文件",
            ),
        ),
        migrations.AddField(
            model_name="dutyadjustment",
            name="duty",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="adjustments", to="enterprises.duty"
            ),
        ),
        migrations.AddField(
            model_name="dutychange",
            name="adjustment",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="changes",
                to="enterprises.dutyadjustment",
            ),
        ),
        migrations.AddField(
            model_name="dutychange",
            name="calendar",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="enterprises.calendaryear",
            ),
        ),
        migrations.AddField(
            model_name="dutychange",
            name="duty",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="changes", to="enterprises.duty"
            ),
        ),
        migrations.AddField(
            model_name="dutychange",
            name="made_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="calendaryear",
            constraint=models.UniqueConstraint(fields=("year", "version"), name="calendar_year_version_once"),
        ),
        migrations.AddConstraint(
            model_name="calendaryear",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("loaded_at__isnull", True), ("loaded_by__isnull", True)),
                    models.Q(("loaded_at__isnull", False), ("loaded_by__isnull", False)),
                    _connector="OR",
                ),
                name="calendar_year_loaded_by_and_at",
            ),
        ),
        migrations.AddConstraint(
            model_name="dutyadjustment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("from_on__lte", models.F("to_on")), ("kind", "pause"), ("until_on__isnull", True)
                    ),
                    models.Q(("from_on__isnull", True), ("kind", "extension"), ("until_on__isnull", False)),
                    _connector="OR",
                ),
                name="adjustment_has_its_days",
            ),
        ),
        migrations.AddConstraint(
            model_name="dutyadjustment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("decided_at__isnull", True), ("decided_by__isnull", True), ("state", "requested")
                    ),
                    models.Q(
                        ("decided_at__isnull", False),
                        ("decided_by__isnull", False),
                        models.Q(("decided_by", models.F("asked_by")), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="adjustment_decided_by_another",
            ),
        ),
        migrations.AddConstraint(
            model_name="dutychange",
            constraint=models.UniqueConstraint(fields=("duty", "number"), name="duty_change_number_once"),
        ),
        migrations.AddConstraint(
            model_name="dutychange",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind__in", ["opened", "recomputed"]), _negated=True),
                    ("counted_on__isnull", False),
                    _connector="OR",
                ),
                name="duty_change_counts_when_opened",
            ),
        ),
        migrations.RunPython(begin_histories, migrations.RunPython.noop),
        migrations.RunPython(make_triggers, drop_triggers, elidable=False),
    ]
