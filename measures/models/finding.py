"""What a visit found wanting: a task of the enterprise until the bureau is content."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from audits.models import Round
from config.common.access import Role
from config.common.versions import Versioned
from measures.enums import FindingState, Severity
from measures.models.measure import Measure
from measures.models.visit import Visit
from operations.models import Attachment


class FindingQuerySet(models.QuerySet["Finding"]):
    def visible_to(self, user: User) -> "FindingQuerySet":
        """A verifier's own; for others those of the rounds they may see."""
        if user.role == Role.VERIFIER:
            return self.filter(visit__assignment__verifier=user)
        return self.filter(round__in=Round.objects.visible_to(user))


class Finding(Versioned):
    """What has to be mended, by when and by whom; about one measure or the round as a whole."""

    visit = models.ForeignKey(Visit, models.PROTECT, related_name="findings")
    round = models.ForeignKey(Round, models.PROTECT, related_name="findings")
    measure = models.ForeignKey(Measure, models.PROTECT, null=True, blank=True, related_name="findings")
    number = models.PositiveSmallIntegerField()
    text = models.CharField(_("问题"), max_length=500)
    severity = models.CharField(_("程度"), max_length=8, choices=Severity)
    due_on = models.DateField(_("整改期限"))
    responsible = models.CharField(_("责任人"), max_length=60)
    state = models.CharField(max_length=8, choices=FindingState, default=FindingState.OPEN)
    answer = models.TextField(_("整改情况"), blank=True)
    return_reason = models.CharField(_("退回原因"), max_length=300, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    order_asked_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()

    objects = FindingQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "pk"]
        indexes = [models.Index(fields=["state", "due_on"], name="finding_due")]
        constraints = [
            models.UniqueConstraint(fields=["visit", "number"], name="finding_number_once"),
            models.CheckConstraint(
                name="closed_finding_has_date",
                condition=Q(state="closed", closed_on__isnull=False)
                | ~Q(state="closed") & Q(closed_on__isnull=True),
            ),
            models.CheckConstraint(
                name="answered_finding_has_answer", condition=~Q(state="answered") | ~Q(answer="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}"

    @property
    def trail_name(self) -> str:
        return f"{self.round.trail_name} {self.text[:40]}"


class FindingMove(models.Model):
    """One step of a finding: answered, returned, closed; by whom and with which words."""

    finding = models.ForeignKey(Finding, models.CASCADE, related_name="moves")
    from_state = models.CharField(max_length=8, choices=FindingState)
    to_state = models.CharField(max_length=8, choices=FindingState)
    words = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.from_state}→{self.to_state}"


class FindingProof(models.Model):
    """A paper or photograph that shows what was mended."""

    finding = models.ForeignKey(Finding, models.CASCADE, related_name="proofs")
    attachment = models.ForeignKey(Attachment, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(self.attachment_id)
