"""What is told to others, frozen: annual reports, sendings to the credit platform, statements of results."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Region, User
from config.common.access import OFFICERS, Role
from config.common.versions import Versioned
from enterprises.models import Enterprise
from enterprises.models.enterprise import visible_enterprises
from operations.models import Attachment, Job
from reports.enums import CreditFlag, CreditKind, CreditState, StatementPurpose, StatementState


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


class CreditSendingQuerySet(models.QuerySet["CreditSending"]):
    def visible_to(self, user: User) -> "CreditSendingQuerySet":
        """Those of one's own territory and of places inside it; for officers of province and city."""
        if user.role in (Role.PROVINCE, Role.CITY):
            return self.filter(region_id__in=user.territory_ids())
        return self.none()


class CreditSending(models.Model):
    """One file for the credit platform: what stands, each row with what changed since the sending before it.

    Sendings of one authority and kind form a chain. `same` counts rows that did not change, `refused` those
    that could not be sent for want of a code or a document number.
    """

    region = models.ForeignKey(Region, models.PROTECT, related_name="+")
    kind = models.CharField(_("报送内容"), max_length=10, choices=CreditKind)
    number = models.PositiveIntegerField(_("报送次序"))
    state = models.CharField(max_length=10, choices=CreditState, default=CreditState.MAKING)
    rows = models.PositiveIntegerField(default=0)
    added = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    withdrawn = models.PositiveIntegerField(default=0)
    same = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    csv_file = models.ForeignKey(Attachment, models.PROTECT, null=True, related_name="+")
    xlsx_file = models.ForeignKey(Attachment, models.PROTECT, null=True, related_name="+")
    job = models.ForeignKey(Job, models.PROTECT, null=True, related_name="+")
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    sent_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = CreditSendingQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["region", "kind", "number"], name="credit_sending_once")
        ]

    def __str__(self) -> str:
        return f"{self.region_id} {self.kind} {self.number}"

    @property
    def trail_name(self) -> str:
        return f"{self.region.name}{self.get_kind_display()}第{self.number}次报送"


class CreditRow(models.Model):
    """One row of a sending that was new, changed, withdrawn or refused; what did not change has no row.

    `subject` is the id of the list's entry or of the fine, `digest` of what was sent of it.
    """

    sending = models.ForeignKey(CreditSending, models.CASCADE, related_name="entries")
    subject = models.PositiveBigIntegerField()
    flag = models.CharField(max_length=10, choices=CreditFlag)
    values = models.JSONField()
    digest = models.CharField(max_length=64)
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["sending", "subject"], name="credit_row_once")]

    def __str__(self) -> str:
        return f"{self.sending_id} {self.subject}"


class StatementQuerySet(models.QuerySet["ResultStatement"]):
    def visible_to(self, user: User) -> "StatementQuerySet":
        """Officers and other departments see those on enterprises of their territory, an enterprise its own."""
        if user.role in OFFICERS | {Role.DEPARTMENT, Role.ENTERPRISE}:
            return self.filter(visible_enterprises(user, "enterprise__"))
        return self.none()

    def public(self) -> "StatementQuerySet":
        """Whoever holds a number may ask whether it stands."""
        return self.all()


class ResultStatement(Versioned):
    """How an enterprise stands in cleaner-production audits as of a day, for a permit, an EIA or a project's approval.

    `facts` are frozen and never edited; `sha256` is of their canonical JSON. A statement that was wrong is withdrawn.
    """

    enterprise = models.ForeignKey(Enterprise, models.PROTECT, related_name="statements")
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("出具机关所在地"))
    year = models.PositiveSmallIntegerField(_("年度"))
    sequence = models.PositiveIntegerField(_("顺序号"))
    number = models.CharField(_("编号"), max_length=40, unique=True)
    purpose = models.CharField(_("用途"), max_length=10, choices=StatementPurpose)
    addressee = models.CharField(_("收件单位"), max_length=80)
    file_no = models.CharField(_("许可证号或项目编号"), max_length=60, blank=True)
    as_of = models.DateField(_("数据截止日期"))
    name = models.CharField(_("企业名称"), max_length=120)
    facts = models.JSONField()
    sha256 = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=StatementState, default=StatementState.ISSUED)
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    issued_at = models.DateTimeField()
    withdrawn_reason = models.CharField(_("撤回理由"), max_length=300, blank=True)
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = StatementQuerySet.as_manager()

    class Meta:
        ordering = ["-issued_at", "-pk"]
        indexes = [models.Index(fields=["enterprise", "-issued_at"], name="statement_enterprise")]
        constraints = [
            models.UniqueConstraint(fields=["region", "year", "sequence"], name="statement_once"),
            models.CheckConstraint(name="statement_addressed", condition=~Q(addressee="")),
            models.CheckConstraint(
                name="statement_withdrawn_whole",
                condition=Q(
                    state=StatementState.WITHDRAWN, withdrawn_by__isnull=False, withdrawn_at__isnull=False
                )
                & ~Q(withdrawn_reason="")
                | Q(
                    state=StatementState.ISSUED,
                    withdrawn_by__isnull=True,
                    withdrawn_at__isnull=True,
                    withdrawn_reason="",
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def trail_name(self) -> str:
        return f"{self.name}审核情况说明 {self.number}"
