"""One deed over many rows: the set frozen by ids, and what came of each."""

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from operations.enums import BulkState


class BulkRunQuerySet(models.QuerySet["BulkRun"]):
    def visible_to(self, user: User) -> "BulkRunQuerySet":
        return self.filter(owner=user)


class BulkRun(models.Model):
    """A deed (config.common.bulk) over rows of a list; a draft until its owner has confirmed what will happen."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="bulk_runs")
    page = models.CharField(max_length=80)
    action = models.CharField(max_length=40)
    title = models.CharField(_("办理事项"), max_length=120)
    params = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    undo_of = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="undone_by")
    job = models.ForeignKey("operations.Job", models.PROTECT, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)

    objects = BulkRunQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["owner", "-id"], name="bulk_run_owner")]
        constraints = [
            models.CheckConstraint(
                name="bulk_run_confirmed_has_job",
                condition=models.Q(confirmed_at__isnull=True, job__isnull=True)
                | models.Q(confirmed_at__isnull=False, job__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return self.title


class BulkRowQuerySet(models.QuerySet["BulkRow"]):
    def visible_to(self, user: User) -> "BulkRowQuerySet":
        return self.filter(run__owner=user)


class BulkRow(models.Model):
    """One row of a run: what came of it, in the sentence the single deed gives; `result` is what an undo needs."""

    run = models.ForeignKey(BulkRun, models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField()
    thing_id = models.BigIntegerField()
    name = models.CharField(_("对象"), max_length=200)
    href = models.CharField(max_length=300, blank=True)
    state = models.CharField(_("结果"), max_length=10, choices=BulkState, default=BulkState.WAITING)
    said = models.CharField(_("说明"), max_length=500, blank=True)
    result = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    done_at = models.DateTimeField(null=True, blank=True)

    objects = BulkRowQuerySet.as_manager()

    class Meta:
        ordering = ["run", "number"]
        indexes = [models.Index(fields=["run", "state"], name="bulk_row_state")]
        constraints = [
            models.UniqueConstraint(fields=["run", "thing_id"], name="bulk_row_once"),
            models.CheckConstraint(
                name="bulk_row_done_has_time",
                condition=models.Q(state=BulkState.WAITING, done_at__isnull=True)
                | ~models.Q(state=BulkState.WAITING) & models.Q(done_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.name
