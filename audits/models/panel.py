"""Who judges: what ties experts to others, how a panel was drawn, what each scored alone."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Region, User
from audits.enums import DrawScope, Mark, Requirement, ReviewKind, TieKind
from audits.models.people import Expert
from audits.models.review import Review, ReviewExpert
from audits.models.round import Round
from audits.models.sheet import SheetItem, SheetVeto
from config.common.quantities import QuantityField
from enterprises.models import Industry
from operations.models import Attachment


class ExpertTie(models.Model):
    """What ties an expert to an enterprise or an agency, now or earlier; a reason to stand aside.

    `organisation` is the name as told; `organisation_key` is what names are compared by.
    """

    expert = models.ForeignKey(Expert, models.CASCADE, related_name="ties")
    kind = models.CharField(_("关系"), max_length=10, choices=TieKind)
    organisation = models.CharField(_("单位名称"), max_length=120)
    organisation_key = models.CharField(max_length=120, db_index=True)
    note = models.CharField(_("说明"), max_length=200, blank=True)
    declared_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    declared_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.expert_id} {self.organisation}"


class MaterialQuerySet(models.QuerySet["ReviewMaterial"]):
    def visible_to(self, user: User) -> "MaterialQuerySet":
        return self.filter(round__in=Round.objects.visible_to(user))


class ReviewMaterial(models.Model):
    """A file of an application, tied to the requirement it proves; `review` is empty until it is applied."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="materials")
    kind = models.CharField(max_length=10, choices=ReviewKind)
    requirement = models.CharField(_("证明"), max_length=20, choices=Requirement)
    attachment = models.ForeignKey(Attachment, models.PROTECT, related_name="+")
    review = models.ForeignKey(Review, models.CASCADE, null=True, blank=True, related_name="materials")

    objects = MaterialQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.requirement

    @property
    def trail_name(self) -> str:
        return f"{self.round.trail_name} {self.get_requirement_display()}"


class PanelDraw(models.Model):
    """One draw, whole: with seed, algorithm and the pool anybody gets the same order again.

    `pool`: ids of the eligible in rising order; `order`: the same as drawn; `excluded`: [{expert, name, employer,
    why}].
    """

    review = models.ForeignKey(Review, models.CASCADE, related_name="draws")
    seed = models.BigIntegerField(_("随机种子"))
    algorithm = models.CharField(_("算法"), max_length=40)
    size = models.PositiveSmallIntegerField(_("人数"))
    scope = models.CharField(_("范围"), max_length=10, choices=DrawScope)
    industry = models.ForeignKey(Industry, models.PROTECT, null=True, blank=True, related_name="+")
    pool: Any = models.JSONField(default=list)
    order: Any = models.JSONField(default=list)
    excluded: Any = models.JSONField(default=list)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.review_id} {self.seed}"


class ItemScore(models.Model):
    """What one expert gave for one item; read by nobody else before scoring is closed."""

    seat = models.ForeignKey(ReviewExpert, models.CASCADE, related_name="scores")
    item = models.ForeignKey(SheetItem, models.PROTECT, related_name="+")
    score = QuantityField(_("得分"), unit="分")

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["seat", "item"], name="item_score_once")]

    def __str__(self) -> str:
        return f"{self.seat_id} {self.item_id}"


class SeatVeto(models.Model):
    """A veto item that one expert found."""

    seat = models.ForeignKey(ReviewExpert, models.CASCADE, related_name="vetoes")
    veto = models.ForeignKey(SheetVeto, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["seat", "veto"], name="seat_veto_once")]

    def __str__(self) -> str:
        return f"{self.seat_id} {self.veto_id}"


class FeeRate(models.Model):
    """What an expert is paid for one review from a day on; a bureau's own, or the platform's reference without one.

    Never changed: a new rate is a new version, and a fee keeps the version it was earned under.
    """

    region = models.ForeignKey(
        Region, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("主管部门")
    )
    effective_from = models.DateField(_("启用日期"))
    member_yuan = QuantityField(_("成员每次"), unit="元")
    lead_yuan = QuantityField(_("组长每次"), unit="元")
    basis = models.CharField(_("依据"), max_length=200)
    mark = models.CharField(_("核对"), max_length=1, choices=Mark, default=Mark.UNCERTAIN)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    set_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-effective_from"]
        constraints = [
            models.UniqueConstraint(fields=["region", "effective_from"], name="fee_rate_once"),
            models.UniqueConstraint(
                fields=["effective_from"], condition=Q(region__isnull=True), name="fee_reference_once"
            ),
        ]

    def __str__(self) -> str:
        return str(self.effective_from)

    @property
    def trail_name(self) -> str:
        return f"{self.region.bureau_name if self.region else ''} {self.effective_from}".strip()


class FeeQuerySet(models.QuerySet["ReviewFee"]):
    def visible_to(self, user: User) -> "FeeQuerySet":
        """Officers see those of their territory's reviews, an expert the own ones; nobody else any."""
        if user.is_officer:
            return self.filter(seat__review__in=Review.objects.visible_to(user))
        return self.filter(seat__expert__user=user)


class ReviewFee(models.Model):
    """What one expert is owed for one review. The payer is always a bureau (Art. 27(5)): there is no other column."""

    seat = models.OneToOneField(ReviewExpert, models.CASCADE, related_name="fee")
    payer = models.ForeignKey(Region, models.PROTECT, related_name="+")
    amount_yuan = QuantityField(_("劳务费"), unit="元")
    earned_on = models.DateField(_("评审日期"))
    rate = models.ForeignKey(FeeRate, models.PROTECT, null=True, related_name="fees")
    paid_on = models.DateField(_("发放日期"), null=True, blank=True)
    voucher = models.CharField(_("付款凭证号"), max_length=60, blank=True, db_default="")
    paid_from = models.CharField(_("付款单位"), max_length=120, blank=True, db_default="")
    paid_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    paid_at = models.DateTimeField(null=True)

    objects = FeeQuerySet.as_manager()

    class Meta:
        ordering = ["-earned_on", "-pk"]
        indexes = [models.Index(fields=["-earned_on", "-id"], name="review_fee_earned")]
        constraints = [
            models.CheckConstraint(
                name="fee_paid_by_somebody_at_a_time",
                condition=Q(paid_by__isnull=True, paid_at__isnull=True)
                | Q(paid_by__isnull=False, paid_at__isnull=False, paid_on__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.seat_id}"

    @property
    def trail_name(self) -> str:
        return f"{self.seat.review.trail_name} {self.seat.expert.name}"
