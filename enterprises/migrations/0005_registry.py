import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_level_words"),
        ("enterprises", "0004_list_document"),
    ]

    operations = [
        migrations.CreateModel(
            name="DuplicatePair",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("likeness", models.PositiveSmallIntegerField(verbose_name="相似度")),
                ("same_code", models.BooleanField(default=False)),
                ("same_name", models.BooleanField(default=False)),
                ("same_address", models.BooleanField(default=False)),
                ("found_at", models.DateTimeField()),
                ("dismissed_on", models.DateField(blank=True, null=True)),
                ("reason", models.CharField(blank=True, max_length=300)),
            ],
            options={
                "ordering": ["-likeness", "pk"],
            },
        ),
        migrations.CreateModel(
            name="EnterpriseChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("rename", "更名"),
                            ("move", "迁移"),
                            ("split", "分立出"),
                            ("founded", "分立自"),
                            ("place", "确认区域"),
                            ("recode", "代码变更"),
                        ],
                        max_length=10,
                    ),
                ),
                ("on", models.DateField(verbose_name="生效日期")),
                ("old", models.CharField(blank=True, max_length=160)),
                ("new", models.CharField(blank=True, max_length=160)),
                ("reason", models.CharField(max_length=300, verbose_name="原因")),
                ("document_no", models.CharField(blank=True, max_length=60, verbose_name="文号")),
                ("changed_at", models.DateTimeField()),
            ],
            options={
                "verbose_name": "变更记录",
                "ordering": ["-on", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="EnterpriseCode",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(db_index=True, max_length=18, verbose_name="代码")),
                ("until", models.DateField()),
            ],
            options={
                "verbose_name": "曾用代码",
                "ordering": ["-until", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="EnterpriseMerge",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("merged_on", models.DateField()),
                ("reason", models.CharField(max_length=300, verbose_name="合并理由")),
                ("record", models.JSONField(default=dict)),
                ("merged_at", models.DateTimeField()),
                ("undone_on", models.DateField(blank=True, null=True)),
                ("undone_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ["-merged_on", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Park",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=80, verbose_name="园区名称")),
                ("created_at", models.DateTimeField()),
            ],
            options={
                "ordering": ["region__code", "name"],
            },
        ),
        migrations.CreateModel(
            name="WatchEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                ("reason", models.CharField(max_length=300, verbose_name="入库理由")),
                ("document_no", models.CharField(blank=True, max_length=60, verbose_name="文号")),
                ("added_on", models.DateField(verbose_name="入库日期")),
                ("audit_by", models.DateField(verbose_name="完成审核期限")),
                ("accept_by", models.DateField(blank=True, null=True, verbose_name="通过验收期限")),
                ("audited_on", models.DateField(blank=True, null=True, verbose_name="完成审核日期")),
                ("accepted_on", models.DateField(blank=True, null=True, verbose_name="通过验收日期")),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "在库"), ("ended", "移出")],
                        default="open",
                        max_length=6,
                        verbose_name="状态",
                    ),
                ),
                ("ended_on", models.DateField(blank=True, null=True)),
                ("end_reason", models.CharField(blank=True, max_length=300, verbose_name="移出理由")),
                ("added_at", models.DateTimeField()),
            ],
            options={
                "verbose_name": "名录库条目",
                "ordering": ["audit_by", "pk"],
            },
        ),
        migrations.RemoveConstraint(
            model_name="enterprise",
            name="enterprise_site_once",
        ),
        migrations.AddField(
            model_name="enterprise",
            name="founded_on",
            field=models.DateField(blank=True, null=True, verbose_name="成立日期"),
        ),
        migrations.AddField(
            model_name="enterprise",
            name="kind",
            field=models.CharField(
                choices=[
                    ("plant", "企业"),
                    ("village", "村庄"),
                    ("building", "建筑"),
                    ("fleet", "车队"),
                    ("hotel", "宾馆"),
                ],
                db_default="plant",
                default="plant",
                max_length=10,
                verbose_name="对象类别",
            ),
        ),
        migrations.AddField(
            model_name="enterprise",
            name="merged_into",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="enterprises.enterprise",
            ),
        ),
        migrations.AddField(
            model_name="enterprise",
            name="plan_field",
            field=models.CharField(
                blank=True,
                choices=[
                    ("industry", "工业"),
                    ("agriculture", "农业"),
                    ("construction", "建筑业"),
                    ("transport", "交通运输"),
                    ("services", "商贸服务"),
                ],
                db_default="",
                default="",
                max_length=12,
                verbose_name="规划领域",
            ),
        ),
        migrations.AddField(
            model_name="duplicatepair",
            name="dismissed_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="duplicatepair",
            name="first",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="enterprises.enterprise"
            ),
        ),
        migrations.AddField(
            model_name="duplicatepair",
            name="second",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="enterprises.enterprise"
            ),
        ),
        migrations.AddField(
            model_name="enterprisechange",
            name="changed_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="enterprisechange",
            name="enterprise",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="changes",
                to="enterprises.enterprise",
            ),
        ),
        migrations.AddField(
            model_name="enterprisechange",
            name="other",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="enterprises.enterprise",
            ),
        ),
        migrations.AddField(
            model_name="enterprisecode",
            name="enterprise",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="former_codes",
                to="enterprises.enterprise",
            ),
        ),
        migrations.AddField(
            model_name="enterprisemerge",
            name="merged",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="enterprises.enterprise"
            ),
        ),
        migrations.AddField(
            model_name="enterprisemerge",
            name="merged_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="enterprisemerge",
            name="survivor",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="merges",
                to="enterprises.enterprise",
            ),
        ),
        migrations.AddField(
            model_name="enterprisemerge",
            name="undone_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="park",
            name="region",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.region",
                verbose_name="所在区域",
            ),
        ),
        migrations.AddField(
            model_name="enterprise",
            name="park",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                to="enterprises.park",
                verbose_name="所在园区",
            ),
        ),
        migrations.AddConstraint(
            model_name="enterprise",
            constraint=models.UniqueConstraint(
                condition=models.Q(models.Q(("uscc", ""), _negated=True), ("merged_into__isnull", True)),
                fields=("uscc", "site_no"),
                name="enterprise_site_once",
            ),
        ),
        migrations.AddField(
            model_name="watchentry",
            name="added_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="watchentry",
            name="enterprise",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="watched",
                to="enterprises.enterprise",
            ),
        ),
        migrations.AddConstraint(
            model_name="duplicatepair",
            constraint=models.UniqueConstraint(fields=("first", "second"), name="duplicate_pair_once"),
        ),
        migrations.AddConstraint(
            model_name="duplicatepair",
            constraint=models.CheckConstraint(
                condition=models.Q(("first__lt", models.F("second"))), name="duplicate_pair_ordered"
            ),
        ),
        migrations.AddConstraint(
            model_name="enterprisemerge",
            constraint=models.UniqueConstraint(
                condition=models.Q(("undone_on__isnull", True)), fields=("merged",), name="merged_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="enterprisemerge",
            constraint=models.CheckConstraint(
                condition=models.Q(("survivor", models.F("merged")), _negated=True), name="merge_of_two"
            ),
        ),
        migrations.AddConstraint(
            model_name="enterprisemerge",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("undone_at__isnull", True), ("undone_by__isnull", True), ("undone_on__isnull", True)
                    ),
                    models.Q(
                        ("undone_at__isnull", False),
                        ("undone_by__isnull", False),
                        ("undone_on__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="merge_undone_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="park",
            constraint=models.UniqueConstraint(fields=("region", "name"), name="park_once"),
        ),
        migrations.AddIndex(
            model_name="watchentry",
            index=models.Index(fields=["audit_by", "id"], name="watch_audit_by"),
        ),
        migrations.AddConstraint(
            model_name="watchentry",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "open")), fields=("enterprise",), name="watch_open_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="watchentry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_on__isnull", True), ("state", "open")),
                    models.Q(
                        ("ended_on__isnull", False),
                        ("state", "ended"),
                        models.Q(("end_reason", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="watch_end_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="watchentry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("accept_by__isnull", True), ("accept_by__gte", models.F("audit_by")), _connector="OR"
                ),
                name="watch_audit_before_acceptance",
            ),
        ),
    ]
