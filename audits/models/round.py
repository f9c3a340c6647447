"""The round: from opening to closing, with its moves and the files tied to it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from audits.enums import ROUND_OVER, SEATED, CleanerLevel, RoundKind, RoundState, Stage
from audits.models.people import Agency
from config.common.access import Role
from config.common.plug import hooks
from config.common.quantities import QuantityField
from config.common.versions import Versioned
from enterprises.enums import ListState
from enterprises.models import Enterprise, Listing
from enterprises.models.enterprise import visible_enterprises
from operations.models import Attachment


class RoundQuerySet(models.QuerySet["Round"]):
    def visible_to(self, user: User) -> "RoundQuerySet":
        """Rounds of the enterprises one may see; agency, expert and verifier see only those they work on."""
        if user.role == Role.AGENCY:
            return self.filter(agency__auditors__user=user)
        if user.role == Role.EXPERT:
            seated = self.model._base_manager.filter(
                reviews__panel__expert__user=user, reviews__panel__state__in=SEATED
            )
            return self.filter(pk__in=seated.values("pk"))
        if user.role == Role.VERIFIER:
            seen = Q(pk__in=[])
            for hook in hooks("ROUND_VISIBLE"):
                seen |= Q(pk__in=hook(user))
            return self.filter(seen)
        return self.filter(visible_enterprises(user, "enterprise__"))

    def unfinished(self) -> "RoundQuerySet":
        """Those that still go on, or wait until they may go on."""
        return self.exclude(state__in=ROUND_OVER)

    def public(self) -> "RoundQuerySet":
        """Accepted mandatory audits of entries on published lists."""
        published = Q(listing__mandatory_list__state=ListState.PUBLISHED)
        return self.filter(published, kind=RoundKind.MANDATORY, accepted_on__isnull=False)


class Round(Versioned):
    """One enterprise's (one site's) audit from opening to closing. The event dates are what figures count.

    `stage` is derived from `state` and stored for lists; a test keeps both in agreement. `imported`: it was
    done before the platform was there; only its dates and results are known, it has no plan and no stages.
    """

    enterprise = models.ForeignKey(Enterprise, models.PROTECT, related_name="rounds")
    listing = models.OneToOneField(Listing, models.PROTECT, null=True, blank=True, related_name="round")
    kind = models.CharField(max_length=10, choices=RoundKind)
    year = models.PositiveSmallIntegerField(_("年度"))
    number = models.PositiveSmallIntegerField(_("轮次"), default=1)
    state = models.CharField(max_length=30, choices=RoundState, default=RoundState.PLANNED)
    stage = models.CharField(max_length=20, choices=Stage, default=Stage.PLANNED)
    state_before = models.CharField(max_length=30, blank=True)
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, blank=True, related_name="rounds")
    responsible = models.CharField(_("企业负责人"), max_length=60, blank=True)
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    opened_on = models.DateField()
    started_on = models.DateField(_("启动日期"), null=True, blank=True)
    reported_on = models.DateField(_("报送报告日期"), null=True, blank=True)
    evaluated_on = models.DateField(_("评估通过日期"), null=True, blank=True)
    accepted_on = models.DateField(_("验收通过日期"), null=True, blank=True)
    post_assessed_on = models.DateField(_("后评估日期"), null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    imported = models.BooleanField(_("往年导入"), default=False)
    level_before = models.CharField(max_length=6, choices=CleanerLevel, blank=True, default="")
    level_after = models.CharField(max_length=6, choices=CleanerLevel, blank=True, default="")
    low_cost_limit_wan = QuantityField(_("低费上限"), unit="万元", default=5)
    high_cost_limit_wan = QuantityField(_("高费下限"), unit="万元", default=100)
    created_at = models.DateTimeField()

    objects = RoundQuerySet.as_manager()

    class Meta:
        ordering = ["-opened_on", "-pk"]
        indexes = [
            models.Index(fields=["enterprise", "-opened_on"], name="round_enterprise"),
            models.Index(fields=["stage"], name="round_stage"),
            models.Index(fields=["-opened_on", "-id"], name="round_opened"),
            models.Index(fields=["year"], name="round_year"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["enterprise", "number"], name="round_number_once"),
            models.CheckConstraint(
                name="mandatory_round_has_listing",
                condition=Q(kind=RoundKind.VOLUNTARY, listing__isnull=True)
                | Q(kind=RoundKind.MANDATORY, listing__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enterprise_id}-{self.number}"

    @property
    def trail_name(self) -> str:
        return f"{self.enterprise.name} {self.year}年第{self.number}轮"


class RoundMove(models.Model):
    """One move of the lifecycle: from, to, who, when, why. Exactly one activity row stands beside each."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="moves")
    move = models.CharField(max_length=30)
    from_state = models.CharField(max_length=30, choices=RoundState)
    to_state = models.CharField(max_length=30, choices=RoundState)
    reason = models.CharField(_("原因"), max_length=500, blank=True)
    on = models.DateField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["round", "id"], name="round_move_round")]

    def __str__(self) -> str:
        return f"{self.from_state}→{self.to_state}"


class RoundFile(models.Model):
    """A file tied to a stage of a round and to what it proves."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="files")
    stage = models.CharField(max_length=20, choices=Stage)
    proves = models.CharField(_("证明内容"), max_length=120)
    attachment = models.ForeignKey(Attachment, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.proves
