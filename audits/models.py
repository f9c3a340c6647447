"""The round: who works on it, its plan, its stages, its moves, its reviews."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Region, User
from audits.enums import ROUND_OVER, CleanerLevel, Outcome, ReviewKind, RoundKind, RoundState, Stage
from config.common.access import Role
from config.common.plug import hooks
from config.common.quantities import QuantityField
from config.common.versions import Versioned
from enterprises.enums import ListState
from enterprises.models import Enterprise, Industry, Listing
from enterprises.models.enterprise import visible_enterprises
from operations.models import Attachment


class Agency(Versioned):
    """A consulting body; what it earns in first tries is counted from its rounds."""

    name = models.CharField(_("机构名称"), max_length=120, unique=True)
    uscc = models.CharField(_("统一社会信用代码"), max_length=18, blank=True)
    region = models.ForeignKey(Region, models.PROTECT, null=True, blank=True)
    staff = models.PositiveSmallIntegerField(_("专职人员"), default=0)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["name"]
        verbose_name = _("咨询机构")

    def __str__(self) -> str:
        return self.name


class Auditor(models.Model):
    """A certified person of an agency, with an account when they work on the platform."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="auditors")
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="auditor"
    )
    name = models.CharField(_("姓名"), max_length=60)
    certificate_no = models.CharField(_("证书编号"), max_length=60, blank=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name


class Expert(models.Model):
    """An evaluator from the pool. `employer` excludes from the rounds of that enterprise or agency."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="expert"
    )
    name = models.CharField(_("姓名"), max_length=60)
    employer = models.CharField(_("工作单位"), max_length=120)
    title = models.CharField(_("职称"), max_length=60, blank=True)
    industries = models.ManyToManyField(Industry, blank=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name


class RoundQuerySet(models.QuerySet["Round"]):
    def visible_to(self, user: User) -> "RoundQuerySet":
        """Rounds of the enterprises one may see; agency, expert and verifier see only those they work on."""
        if user.role == Role.AGENCY:
            return self.filter(agency__auditors__user=user)
        if user.role == Role.EXPERT:
            return self.filter(
                pk__in=ReviewExpert.objects.filter(expert__user=user).values("review__round_id")
            )
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


class RoundStage(Versioned):
    """One of the seven stages of a round: planned and actual dates, who answers for it, its result in words."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="stages")
    stage = models.CharField(max_length=20, choices=Stage)
    planned_on = models.DateField(_("计划完成"), null=True, blank=True)
    submitted_on = models.DateField(_("提交日期"), null=True, blank=True)
    approved_on = models.DateField(_("通过日期"), null=True, blank=True)
    responsible = models.CharField(_("负责人"), max_length=60, blank=True)
    result = models.TextField(_("阶段成果"), blank=True)
    facts = models.JSONField(default=dict)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["round", "stage"], name="round_stage_once")]

    def __str__(self) -> str:
        return f"{self.round_id} {self.stage}"

    @property
    def trail_name(self) -> str:
        return f"{self.round.trail_name} {self.get_stage_display()}"


class AuditPlan(Versioned):
    """The plan the enterprise files: focus, training, schedule (in the stages), measures it intends."""

    round = models.OneToOneField(Round, models.CASCADE, related_name="plan")
    focus = models.CharField(_("审核重点"), max_length=300, blank=True)
    training = models.CharField(_("宣传培训安排"), max_length=500, blank=True)
    intended_measures = models.TextField(_("拟实施的方案"), blank=True)
    submitted_on = models.DateField(null=True, blank=True)
    approved_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(self.round_id)


class TeamMember(models.Model):
    """A member of the audit team (worksheet 1-1)."""

    plan = models.ForeignKey(AuditPlan, models.CASCADE, related_name="team")
    name = models.CharField(_("姓名"), max_length=60)
    post = models.CharField(_("小组职务"), max_length=60)
    department = models.CharField(_("部门及职务"), max_length=120, blank=True)
    duty = models.CharField(_("职责"), max_length=200, blank=True)
    is_leader = models.BooleanField(_("组长"), default=False)
    from_management = models.BooleanField(_("管理层"), default=False)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name


class Target(models.Model):
    """A target of the audit (worksheet 2-13): present value, near and far aim, what was reached."""

    plan = models.ForeignKey(AuditPlan, models.CASCADE, related_name="targets")
    indicator = models.CharField(_("指标"), max_length=80)
    unit = models.CharField(_("单位"), max_length=30)
    present = QuantityField(_("现状"))
    near = QuantityField(_("近期目标"))
    far = QuantityField(_("远期目标"), null=True, blank=True)
    reached = QuantityField(_("达到值"), null=True, blank=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.indicator


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


class ReviewQuerySet(models.QuerySet["Review"]):
    def visible_to(self, user: User) -> "ReviewQuerySet":
        return self.filter(round__in=Round.objects.visible_to(user))


class Review(Versioned):
    """One try at evaluation or acceptance: date, experts, score, outcome, level before and after, opinion."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="reviews")
    kind = models.CharField(max_length=10, choices=ReviewKind)
    attempt = models.PositiveSmallIntegerField(default=1)
    applied_on = models.DateField(_("申请日期"))
    held_on = models.DateField(_("评审日期"), null=True, blank=True)
    score = QuantityField(_("得分"), null=True, blank=True)
    vetoes = models.CharField(_("否决事项"), max_length=300, blank=True)
    outcome = models.CharField(_("结论"), max_length=10, choices=Outcome, blank=True)
    decided_on = models.DateField(_("作出结论日期"), null=True, blank=True)
    level_before = models.CharField(max_length=6, choices=CleanerLevel, blank=True)
    level_after = models.CharField(max_length=6, choices=CleanerLevel, blank=True)
    opinion = models.TextField(_("评审意见"), blank=True)
    rectify_due_on = models.DateField(_("整改期限"), null=True, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()

    objects = ReviewQuerySet.as_manager()

    class Meta:
        ordering = ["-applied_on", "-pk"]
        indexes = [models.Index(fields=["kind", "decided_on"], name="review_decided")]
        constraints = [
            models.UniqueConstraint(fields=["round", "kind", "attempt"], name="review_attempt_once"),
            models.CheckConstraint(
                name="review_outcome_has_date",
                condition=Q(outcome="") | Q(decided_on__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round_id} {self.kind} {self.attempt}"

    @property
    def trail_name(self) -> str:
        return f"{self.round.trail_name} 第{self.attempt}次{self.get_kind_display()}"


class ReviewExpert(models.Model):
    """An expert on the panel of one review."""

    review = models.ForeignKey(Review, models.CASCADE, related_name="panel")
    expert = models.ForeignKey(Expert, models.PROTECT, related_name="reviews")
    is_lead = models.BooleanField(default=False)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["review", "expert"], name="review_expert_once")]

    def __str__(self) -> str:
        return f"{self.review_id} {self.expert_id}"
