"""Measures, their effects, what verifiers saw, and whether it lasted."""

from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from audits.models import Round
from config.common.access import Role
from config.common.quantities import QuantityField
from config.common.versions import Versioned
from config.common.wording import name_words, unit_words
from measures.enums import (
    COSTLY,
    STANDING,
    CostClass,
    EffectSource,
    MeasureKind,
    MeasureState,
    PhotoKind,
    Running,
    TechnologyState,
    Verdict,
)
from operations.models import Attachment


class BenefitIndicator(models.Model):
    """What a measure saves or cuts, with the unit it is counted in. A derived one is never added to its sources."""

    code = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=40)
    english = models.CharField(max_length=40)
    unit = models.CharField(max_length=12)
    order = models.PositiveSmallIntegerField()
    note = models.CharField(max_length=200, blank=True)
    mark = models.CharField(max_length=1)

    class Meta:
        ordering = ["order"]

    def __str__(self) -> str:
        return f"{self.name}（{self.unit}）"

    @property
    def words(self) -> str:
        return name_words(self.name, self.english)

    @property
    def unit_words(self) -> str:
        return unit_words(self.unit)


class CoalFactor(models.Model):
    """Standard coal (kgce) for one unit of an energy (GB/T 2589)."""

    energy = models.CharField(max_length=40, unique=True)
    kgce = QuantityField()
    unit = models.CharField(max_length=6)
    mark = models.CharField(max_length=1)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.energy


class Technology(Versioned):
    """A technology to be spread: field, industry, what it cuts, how ripe it is, where that was read."""

    field = models.CharField(_("领域"), max_length=20)
    industry = models.CharField(_("行业"), max_length=40)
    target = models.CharField(_("削减对象"), max_length=20)
    name = models.CharField(_("技术"), max_length=120)
    maturity = models.CharField(_("成熟度"), max_length=10)
    mark = models.CharField(max_length=1)
    source = models.CharField(_("来源"), max_length=200, blank=True)
    state = models.CharField(max_length=8, choices=TechnologyState, default=TechnologyState.CURRENT)
    retired_reason = models.CharField(max_length=200, blank=True)
    edited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    edited_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["industry", "target", "name"], name="technology_once")]

    def __str__(self) -> str:
        return self.name


class MeasureQuerySet(models.QuerySet["Measure"]):
    def visible_to(self, user: User) -> "MeasureQuerySet":
        """The measures of the rounds one may see."""
        if user.is_officer or user.role == Role.DEPARTMENT:
            return self.filter(round__enterprise__region_id__in=user.territory_ids())
        return self.filter(round__in=Round.objects.visible_to(user))

    def costly(self) -> "MeasureQuerySet":
        return self.filter(cost_class__in=COSTLY)

    def standing(self) -> "MeasureQuerySet":
        return self.filter(state__in=STANDING)


class Measure(Versioned):
    """A cleaner-production measure of a round: money in 万元 and 万元/a, dates in the order of its life.

    `benefit_verified_wan` is what a verifier read; where it is set it replaces the claim in every figure.
    """

    round = models.ForeignKey(Round, models.PROTECT, related_name="measures")
    number = models.CharField(_("编号"), max_length=12)
    title = models.CharField(_("方案名称"), max_length=120)
    kind = models.CharField(_("类型"), max_length=20, choices=MeasureKind)
    cost_class = models.CharField(_("费用类别"), max_length=6, choices=CostClass)
    cost_class_reason = models.CharField(_("费用类别调整理由"), max_length=200, blank=True)
    state = models.CharField(max_length=12, choices=MeasureState, default=MeasureState.PROPOSED)
    description = models.TextField(_("方案简述"), blank=True)
    technology = models.ForeignKey(
        Technology, models.PROTECT, null=True, blank=True, related_name="measures", verbose_name=_("所用技术")
    )
    investment_planned_wan = QuantityField(_("计划投资"), unit="万元", default=0)
    investment_actual_wan = QuantityField(_("实际投资"), unit="万元", null=True, blank=True)
    benefit_expected_wan = QuantityField(_("预期经济效益"), unit="万元/a", default=0)
    benefit_achieved_wan = QuantityField(_("实际经济效益"), unit="万元/a", null=True, blank=True)
    benefit_verified_wan = QuantityField(_("核实经济效益"), unit="万元/a", null=True, blank=True)
    proposed_on = models.DateField(_("提出日期"))
    planned_on = models.DateField(_("计划完成"), null=True, blank=True)
    begun_on = models.DateField(_("开工日期"), null=True, blank=True)
    begun_early_reason = models.CharField(_("评估前开工理由"), max_length=200, blank=True)
    implemented_on = models.DateField(_("完成日期"), null=True, blank=True)
    verified_on = models.DateField(_("核实日期"), null=True, blank=True)
    dropped_on = models.DateField(_("放弃日期"), null=True, blank=True)
    state_reason = models.CharField(_("原因"), max_length=300, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    objects = MeasureQuerySet.as_manager()

    class Meta:
        ordering = ["round", "pk"]
        indexes = [
            models.Index(fields=["implemented_on"], name="measure_implemented"),
            models.Index(fields=["proposed_on"], name="measure_proposed"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["round", "number"], name="measure_number_once"),
            models.CheckConstraint(
                name="standing_measure_has_date",
                condition=~Q(state__in=["implemented", "verified"]) | Q(implemented_on__isnull=False),
            ),
            models.CheckConstraint(
                name="dropped_measure_has_reason",
                condition=~Q(state="dropped") | Q(dropped_on__isnull=False) & ~Q(state_reason=""),
            ),
            models.CheckConstraint(
                name="measure_money_not_negative",
                condition=Q(investment_planned_wan__gte=0)
                & (Q(investment_actual_wan__isnull=True) | Q(investment_actual_wan__gte=0)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    @property
    def trail_name(self) -> str:
        return f"{self.round.trail_name} {self}"

    @property
    def benefit_counted_wan(self) -> Decimal | None:
        """What figures count once it is implemented: the verified reading, else what was achieved."""
        verified = self.benefit_verified_wan
        return self.benefit_achieved_wan if verified is None else verified


class MeasureMove(models.Model):
    """One move of a measure's life: from, to, who, when, why."""

    measure = models.ForeignKey(Measure, models.CASCADE, related_name="moves")
    from_state = models.CharField(max_length=12, choices=MeasureState)
    to_state = models.CharField(max_length=12, choices=MeasureState)
    reason = models.CharField(max_length=300, blank=True)
    on = models.DateField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.from_state}→{self.to_state}"


class EffectQuerySet(models.QuerySet["Effect"]):
    def visible_to(self, user: User) -> "EffectQuerySet":
        """The effects of the measures one may see."""
        if user.is_officer or user.role == Role.DEPARTMENT:
            return self.filter(measure__round__enterprise__region_id__in=user.territory_ids())
        return self.filter(measure__round__in=Round.objects.visible_to(user))


class Effect(models.Model):
    """A measure's yearly effect on one indicator, in the indicator's unit; never above its baseline."""

    measure = models.ForeignKey(Measure, models.CASCADE, related_name="effects")
    indicator = models.ForeignKey(BenefitIndicator, models.PROTECT, related_name="+")
    baseline = QuantityField(_("基准值"), null=True, blank=True)
    expected = QuantityField(_("预期"), default=0)
    achieved = QuantityField(_("实际"), null=True, blank=True)
    verified = QuantityField(_("核实"), null=True, blank=True)
    meter = models.CharField(_("计量表或计量点"), max_length=80, blank=True)
    source = models.CharField(_("数据来源"), max_length=10, choices=EffectSource, blank=True)
    stated_at = models.DateTimeField(null=True)
    stated_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    objects = EffectQuerySet.as_manager()

    class Meta:
        ordering = ["indicator__order"]
        constraints = [models.UniqueConstraint(fields=["measure", "indicator"], name="effect_once")]

    def __str__(self) -> str:
        return f"{self.measure_id} {self.indicator_id}"


class AssignmentQuerySet(models.QuerySet["VerifierAssignment"]):
    def visible_to(self, user: User) -> "AssignmentQuerySet":
        if user.role == Role.VERIFIER:
            return self.filter(verifier=user)
        return self.filter(round__in=Round.objects.visible_to(user))


class VerifierAssignment(Versioned):
    """The bureau's order to a verifier to see on site what stands; never of the round's enterprise or agency."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="assignments")
    verifier = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="assignments")
    visit_on = models.DateField(_("核查日期"))
    note = models.CharField(_("核查要求"), max_length=300, blank=True)
    done_on = models.DateField(_("完成日期"), null=True, blank=True)
    assigned_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    assigned_at = models.DateTimeField()

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        ordering = ["visit_on", "pk"]
        indexes = [models.Index(fields=["verifier", "visit_on"], name="assignment_verifier")]

    def __str__(self) -> str:
        return f"{self.round_id} {self.visit_on}"

    @property
    def trail_name(self) -> str:
        return f"{self.round.trail_name} {self.visit_on}"


class VerificationQuerySet(models.QuerySet["Verification"]):
    def visible_to(self, user: User) -> "VerificationQuerySet":
        if user.role == Role.VERIFIER:
            return self.filter(assignment__verifier=user)
        return self.filter(measure__in=Measure.objects.visible_to(user))


class Verification(models.Model):
    """What a verifier found of one measure on one visit. Never edited: a later visit is a later row."""

    assignment = models.ForeignKey(VerifierAssignment, models.PROTECT, related_name="verifications")
    measure = models.ForeignKey(Measure, models.PROTECT, related_name="verifications")
    visited_on = models.DateField(_("核查日期"))
    found = models.CharField(_("现场情况"), max_length=500)
    verdict = models.CharField(_("结论"), max_length=10, choices=Verdict)
    benefit_read_wan = QuantityField(_("核实经济效益"), unit="万元/a", null=True, blank=True)
    remark = models.CharField(_("与现状不一致"), max_length=300, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    objects = VerificationQuerySet.as_manager()

    class Meta:
        ordering = ["-visited_on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["assignment", "measure"], name="verification_once"),
        ]

    def __str__(self) -> str:
        return f"{self.measure_id} {self.visited_on}"

    @property
    def trail_name(self) -> str:
        return self.measure.trail_name


class Reading(models.Model):
    """A reading of one indicator at a verification, per year in the indicator's unit."""

    verification = models.ForeignKey(Verification, models.CASCADE, related_name="readings")
    indicator = models.ForeignKey(BenefitIndicator, models.PROTECT, related_name="+")
    value = QuantityField(_("读数"))

    class Meta:
        ordering = ["indicator__order"]
        constraints = [models.UniqueConstraint(fields=["verification", "indicator"], name="reading_once")]

    def __str__(self) -> str:
        return f"{self.verification_id} {self.indicator_id}"


class VerificationPhoto(models.Model):
    """A photograph of a visit: of one measure, of the site, or the verifier's signature.

    The picture is kept without anything hidden in it; what its file said of time and place stands in fields,
    and `original_sha256` names the file as the camera wrote it. A visit sent from a phone names its
    photographs beforehand (`key`, `sent_sha256`): such a row waits for its picture.
    """

    verification = models.ForeignKey(Verification, models.CASCADE, null=True, related_name="photos")
    visit = models.ForeignKey("measures.Visit", models.CASCADE, null=True, related_name="photos")
    attachment = models.ForeignKey(Attachment, models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=10, choices=PhotoKind, default=PhotoKind.MEASURE)
    key = models.UUIDField(null=True, unique=True)
    sent_sha256 = models.CharField(max_length=64, blank=True)
    original_sha256 = models.CharField(max_length=64, blank=True)
    taken_at = models.DateTimeField(null=True)
    latitude = QuantityField(null=True)
    longitude = QuantityField(null=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="photo_belongs_somewhere",
                condition=Q(verification__isnull=False) | Q(visit__isnull=False),
            ),
            models.CheckConstraint(
                name="photo_is_there_or_named", condition=Q(attachment__isnull=False) | Q(key__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return str(self.attachment_id)


class PostAssessmentQuerySet(models.QuerySet["PostAssessment"]):
    def visible_to(self, user: User) -> "PostAssessmentQuerySet":
        return self.filter(round__in=Round.objects.visible_to(user))


class PostAssessment(Versioned):
    """Do the savings of an accepted round still stand, one to three years later?"""

    round = models.OneToOneField(Round, models.PROTECT, related_name="post_assessment")
    planned_on = models.DateField(_("计划日期"))
    assessed_on = models.DateField(_("后评估日期"), null=True, blank=True)
    conclusion = models.TextField(_("结论"), blank=True)
    assessed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    objects = PostAssessmentQuerySet.as_manager()

    class Meta:
        ordering = ["-planned_on", "-pk"]

    def __str__(self) -> str:
        return f"{self.round_id} {self.planned_on}"

    @property
    def trail_name(self) -> str:
        return f"{self.round.trail_name} {self.planned_on}"


class PostAssessmentItem(models.Model):
    """One measure a year later: still running, and what it yields against what was claimed (万元/a)."""

    post_assessment = models.ForeignKey(PostAssessment, models.CASCADE, related_name="items")
    measure = models.ForeignKey(Measure, models.PROTECT, related_name="post_items")
    running = models.CharField(_("运行情况"), max_length=10, choices=Running)
    claimed_wan = QuantityField(_("原报效益"), unit="万元/a")
    read_wan = QuantityField(_("现场核实效益"), unit="万元/a", null=True, blank=True)
    note = models.CharField(_("说明"), max_length=300, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["post_assessment", "measure"], name="post_item_once")]

    def __str__(self) -> str:
        return f"{self.post_assessment_id} {self.measure_id}"
