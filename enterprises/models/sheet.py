"""An uploaded sheet and its staged rows, whatever it is imported into: abstract, one pair for each kind of sheet.

What a bureau has said of headings that no column of ours bears is kept beside them.
"""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Region, User
from config.common.versions import Versioned
from enterprises.enums import RosterState, RowState, SheetUse
from enterprises.models.enterprise import Enterprise
from operations.models import Attachment, Job


class SheetImport(Versioned):
    """One uploaded sheet for a province; `check_job` reads it, `apply_job` registers it."""

    file = models.ForeignKey(Attachment, models.PROTECT, related_name="+")
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("省"))
    state = models.CharField(max_length=10, choices=RosterState, default=RosterState.UPLOADED)
    counts = models.JSONField(default=dict)
    facts = models.JSONField(default=dict)
    reason = models.TextField(blank=True)
    marked_copy = models.ForeignKey(Attachment, models.PROTECT, null=True, related_name="+")
    check_job = models.ForeignKey(Job, models.PROTECT, null=True, related_name="+")
    apply_job = models.ForeignKey(Job, models.PROTECT, null=True, related_name="+")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    applied_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.file.name


class SheetRow(models.Model):
    """One row of the file as read: its cells, what it would do, and every problem with it."""

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
        abstract = True
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.sheet}!{self.row}"


class HeadingMappingQuerySet(models.QuerySet["HeadingMapping"]):
    def visible_to(self, user: User) -> "HeadingMappingQuerySet":
        return self.filter(region=user.region_id)


class HeadingMapping(models.Model):
    """What a bureau has said that a heading means in its workbooks of one kind: said once, used from then on."""

    kind = models.CharField(max_length=10, choices=SheetUse)
    region = models.ForeignKey(Region, models.PROTECT, related_name="+")
    heading = models.CharField(_("表头"), max_length=120)
    heading_key = models.CharField(max_length=120)
    field = models.CharField(max_length=60)
    chosen_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    chosen_at = models.DateTimeField()

    objects = HeadingMappingQuerySet.as_manager()

    class Meta:
        ordering = ["heading_key", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "region", "heading_key"], name="heading_mapping_once")
        ]

    def __str__(self) -> str:
        return self.heading
