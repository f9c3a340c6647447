"""An uploaded roster and its staged rows: nothing is registered before a person confirms the preview."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Region, User
from config.common.versions import Versioned
from enterprises.enums import RosterState, RowState
from enterprises.models.enterprise import Enterprise
from enterprises.models.listing import MandatoryList
from operations.models import Attachment, Job


class RosterImportQuerySet(models.QuerySet["RosterImport"]):
    def visible_to(self, user: User) -> "RosterImportQuerySet":
        return self.filter(created_by=user)


class RosterImport(Versioned):
    """One uploaded roster for a province and a year; `check_job` reads it, `apply_job` registers it."""

    file = models.ForeignKey(Attachment, models.PROTECT, related_name="+")
    region = models.ForeignKey(Region, models.PROTECT, verbose_name=_("省"))
    year = models.PositiveSmallIntegerField(_("年度"))
    state = models.CharField(max_length=10, choices=RosterState, default=RosterState.UPLOADED)
    accept_partial = models.BooleanField(default=False)
    counts = models.JSONField(default=dict)
    facts = models.JSONField(default=dict)
    reason = models.TextField(blank=True)
    mandatory_list = models.ForeignKey(MandatoryList, models.PROTECT, null=True, related_name="imports")
    marked_copy = models.ForeignKey(Attachment, models.PROTECT, null=True, related_name="+")
    check_job = models.ForeignKey(Job, models.PROTECT, null=True, related_name="+")
    apply_job = models.ForeignKey(Job, models.PROTECT, null=True, related_name="+")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    applied_at = models.DateTimeField(null=True, blank=True)

    objects = RosterImportQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.file.name


class RosterRow(models.Model):
    """One row of the file as read: its cells, what it would do, and every problem with it."""

    roster = models.ForeignKey(RosterImport, models.CASCADE, related_name="rows")
    sheet = models.CharField(max_length=31)
    row = models.PositiveIntegerField()
    state = models.CharField(max_length=8, choices=RowState)
    warned = models.BooleanField(default=False)
    cells = models.JSONField(default=dict)
    values = models.JSONField(default=dict)
    changes = models.JSONField(default=dict)
    problems = models.JSONField(default=list)
    enterprise = models.ForeignKey(Enterprise, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["roster", "state", "id"], name="roster_row_state")]
        constraints = [models.UniqueConstraint(fields=["roster", "sheet", "row"], name="roster_row_once")]

    def __str__(self) -> str:
        return f"{self.sheet}!{self.row}"
