"""The annual report: a frozen snapshot with its hash, and the documents made from it."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Region, User
from config.common.access import OFFICERS, Role
from operations.models import Attachment, Job


class AnnualReportQuerySet(models.QuerySet["AnnualReport"]):
    def visible_to(self, user: User) -> "AnnualReportQuerySet":
        """Reports on one's own territory or on places inside it."""
        if user.role in OFFICERS or user.role == Role.DEPARTMENT:
            return self.filter(region_id__in=user.territory_ids())
        return self.none()


class AnnualReport(models.Model):
    """One report on a region and a year (or since a year). `snapshot` is frozen; `sha256` is of its canonical JSON."""

    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("区域"))
    year = models.PositiveSmallIntegerField(_("年度"))
    since = models.PositiveSmallIntegerField(_("起始年度"))
    snapshot = models.JSONField(null=True)
    sha256 = models.CharField(max_length=64, blank=True)
    json_file = models.ForeignKey(Attachment, models.PROTECT, null=True, related_name="+")
    pdf_file = models.ForeignKey(Attachment, models.PROTECT, null=True, related_name="+")
    xlsx_file = models.ForeignKey(Attachment, models.PROTECT, null=True, related_name="+")
    job = models.ForeignKey(Job, models.PROTECT, null=True, related_name="+")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = AnnualReportQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["region", "year"], name="annual_report_region")]

    def __str__(self) -> str:
        return f"{self.region_id} {self.since}–{self.year}"

    @property
    def trail_name(self) -> str:
        years = f"{self.year}" if self.since == self.year else f"{self.since}—{self.year}"
        return f"{self.region.name}{years}年报告"
