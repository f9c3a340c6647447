"""What moves a due date: pauses and extensions with their papers, and the history that gives the day."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from config.common.versions import Versioned
from enterprises.enums import AdjustmentKind, AdjustmentState, DutyEvent
from enterprises.models.law import CalendarYear
from enterprises.models.listing import Duty, Listing
from operations.models import Attachment


class AdjustmentQuerySet(models.QuerySet["DutyAdjustment"]):
    def visible_to(self, user: User) -> "AdjustmentQuerySet":
        return self.filter(duty__listing__in=Listing.objects.visible_to(user))


class DutyAdjustment(Versioned):
    """A request to pause a duty's clock or to extend it: with reason and document, decided by another officer.

    A pause runs from `from_on` to `to_on`, both days included; one that ended early has `ended_on`, the first
    day counted again. An extension sets `until_on`.
    """

    duty = models.ForeignKey(Duty, models.PROTECT, related_name="adjustments")
    kind = models.CharField(_("事项"), max_length=10, choices=AdjustmentKind)
    state = models.CharField(max_length=10, choices=AdjustmentState, default=AdjustmentState.REQUESTED)
    reason = models.CharField(_("理由"), max_length=300)
    document = models.ForeignKey(Attachment, models.PROTECT, related_name="+", verbose_name=_("依据文件"))
    from_on = models.DateField(_("中止自"), null=True, blank=True)
    to_on = models.DateField(_("中止至"), null=True, blank=True)
    until_on = models.DateField(_("延期至"), null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    note = models.CharField(_("审批意见"), max_length=300, blank=True)

    objects = AdjustmentQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="adjustment_has_its_days",
                condition=Q(kind=AdjustmentKind.PAUSE, from_on__lte=F("to_on"), until_on__isnull=True)
                | Q(kind=AdjustmentKind.EXTENSION, until_on__isnull=False, from_on__isnull=True),
            ),
            models.CheckConstraint(
                name="adjustment_decided_by_another",
                condition=Q(state=AdjustmentState.REQUESTED, decided_by__isnull=True, decided_at__isnull=True)
                | Q(decided_by__isnull=False, decided_at__isnull=False) & ~Q(decided_by=F("asked_by")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.duty_id}"


class DutyChange(models.Model):
    """One event in the life of a duty's clock. Append-only (a trigger refuses UPDATE and DELETE).

    The due date follows from these rows alone (calculations.duty_history.replay). `due_on` is the day after the
    event, `steps` how it was counted; `on` the day the event took place. Without `made_by` the platform took
    over what stood before the history began.
    """

    duty = models.ForeignKey(Duty, models.PROTECT, related_name="changes")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=16, choices=DutyEvent)
    on = models.DateField()
    due_on = models.DateField()
    counted_on = models.DateField(null=True, blank=True)
    days = models.SmallIntegerField(default=0)
    until_on = models.DateField(null=True, blank=True)
    rolled = models.PositiveSmallIntegerField(default=0)
    provisional = models.BooleanField(default=False)
    steps = models.JSONField(default=list, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    adjustment = models.ForeignKey(DutyAdjustment, models.PROTECT, null=True, related_name="changes")
    calendar = models.ForeignKey(CalendarYear, models.PROTECT, null=True, related_name="+")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["duty", "number"]
        constraints = [
            models.UniqueConstraint(fields=["duty", "number"], name="duty_change_number_once"),
            models.CheckConstraint(
                name="duty_change_counts_when_opened",
                condition=~Q(kind__in=[DutyEvent.OPENED, DutyEvent.RECOMPUTED]) | Q(counted_on__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.duty_id} #{self.number} {self.kind}"
