"""Evaluation and acceptance: one try, and who sits on its panel."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from audits.enums import CleanerLevel, Outcome, ReviewKind, ReviewState, SeatState
from audits.models.people import Expert
from audits.models.round import Round
from audits.models.sheet import ScoreSheet
from config.common.quantities import QuantityField
from config.common.versions import Versioned
from operations.models import Attachment


class ReviewQuerySet(models.QuerySet["Review"]):
    def visible_to(self, user: User) -> "ReviewQuerySet":
        return self.filter(round__in=Round.objects.visible_to(user))


class Review(Versioned):
    """One try at evaluation or acceptance: date, experts, score, outcome, level before and after, opinion.

    `by_hand`: what was done outside of the platform and entered here, or imported; it has no draw and no sheets.
    `step_due_on`: by when the lead merges the closed sheets, then by when the bureau decides.
    """

    round = models.ForeignKey(Round, models.CASCADE, related_name="reviews")
    kind = models.CharField(max_length=10, choices=ReviewKind)
    state = models.CharField(
        max_length=10, choices=ReviewState, default=ReviewState.APPLIED, db_default=ReviewState.APPLIED
    )
    by_hand = models.BooleanField(_("手工登记"), default=False, db_default=False)
    attempt = models.PositiveSmallIntegerField(default=1)
    sheet = models.ForeignKey(ScoreSheet, models.PROTECT, null=True, related_name="reviews")
    applied_on = models.DateField(_("申请日期"))
    return_reason = models.CharField(_("退回原因"), max_length=500, blank=True, db_default="")
    papers_on = models.DateField(_("材料送达日期"), null=True, blank=True)
    held_on = models.DateField(_("评审日期"), null=True, blank=True)
    score = QuantityField(_("得分"), null=True, blank=True)
    vetoes = models.CharField(_("否决事项"), max_length=300, blank=True)
    outcome = models.CharField(_("结论"), max_length=10, choices=Outcome, blank=True)
    decided_on = models.DateField(_("作出结论日期"), null=True, blank=True)
    level_before = models.CharField(max_length=6, choices=CleanerLevel, blank=True)
    level_after = models.CharField(max_length=6, choices=CleanerLevel, blank=True)
    level_proof = models.ForeignKey(Attachment, models.PROTECT, null=True, blank=True, related_name="+")
    opinion = models.TextField(_("评审意见"), blank=True)
    step_due_on = models.DateField(_("本步期限"), null=True, blank=True)
    rectify_due_on = models.DateField(_("整改期限"), null=True, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()

    objects = ReviewQuerySet.as_manager()

    class Meta:
        ordering = ["-applied_on", "-pk"]
        indexes = [
            models.Index(fields=["kind", "decided_on"], name="review_decided"),
            models.Index(fields=["held_on"], condition=Q(state="SCORING"), name="review_scoring"),
            models.Index(
                fields=["step_due_on"], condition=Q(step_due_on__isnull=False), name="review_step_due"
            ),
            models.Index(
                fields=["rectify_due_on"],
                condition=Q(rectify_due_on__isnull=False),
                name="review_rectify_due",
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["round", "kind", "attempt"], name="review_attempt_once"),
            models.CheckConstraint(
                name="review_decided_has_outcome",
                condition=(Q(state=ReviewState.DECIDED) & ~Q(outcome=""))
                | (~Q(state=ReviewState.DECIDED) & Q(outcome="")),
            ),
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
    """An expert on the panel of one review: how they came, what they answered, when their sheet was handed in."""

    review = models.ForeignKey(Review, models.CASCADE, related_name="panel")
    expert = models.ForeignKey(Expert, models.PROTECT, related_name="reviews")
    is_lead = models.BooleanField(default=False)
    state = models.CharField(
        max_length=10, choices=SeatState, default=SeatState.NAMED, db_default=SeatState.NAMED
    )
    position = models.PositiveIntegerField(_("抽取次序"), null=True, blank=True)
    answer_due_on = models.DateField(_("答复期限"), null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(_("原因"), max_length=300, blank=True, db_default="")
    submitted_at = models.DateTimeField(null=True, blank=True)
    total = QuantityField(_("总分"), unit="分", null=True, blank=True)
    remarks = models.TextField(_("专家意见"), blank=True, db_default="")
    excused = models.CharField(_("缺表说明"), max_length=300, blank=True, db_default="")

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["review", "expert"], name="review_expert_once")]
        indexes = [models.Index(fields=["answer_due_on"], condition=Q(state="invited"), name="seat_asked")]

    def __str__(self) -> str:
        return f"{self.review_id} {self.expert_id}"

    @property
    def trail_name(self) -> str:
        return f"{self.review.trail_name} {self.expert.name}"
