"""Which measures are worth a closer look: factors with weights, scores, and the sum they make."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from audits.models import Round
from config.common.quantities import QuantityField
from config.common.versions import Versioned
from config.common.wording import name_words
from measures.enums import MARK_LABELS
from measures.models.measure import Measure


class ScreeningScheme(models.Model):
    """The factors measures are screened by from a day on; the newest on the day decides. Never edited.

    `weight_total` is what a round's weights must add up to; None where the handbook asks for no sum.
    """

    valid_from = models.DateField(_("自何日起"), unique=True)
    weight_total = QuantityField(_("权重合计应为"), null=True, blank=True)
    basis = models.CharField(_("依据"), max_length=120)
    mark = models.CharField(_("可靠程度"), max_length=1, choices=MARK_LABELS)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-valid_from"]

    def __str__(self) -> str:
        return f"{self.valid_from} {self.basis}"

    @property
    def trail_name(self) -> str:
        return str(self)


class ScreeningFactor(models.Model):
    """One factor of a scheme: its usual weight, and between what a round may choose its own."""

    scheme = models.ForeignKey(ScreeningScheme, models.CASCADE, related_name="factors")
    order = models.PositiveSmallIntegerField()
    name = models.CharField(_("因素"), max_length=20)
    english = models.CharField(max_length=40, blank=True)
    least = QuantityField(_("权重下限"))
    most = QuantityField(_("权重上限"))
    weight = QuantityField(_("通常权重"))

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["scheme", "name"], name="screening_factor_once"),
            models.CheckConstraint(
                name="screening_weight_between",
                condition=Q(least__gt=0, least__lte=models.F("weight"), most__gte=models.F("weight")),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def words(self) -> str:
        return name_words(self.name, self.english)


class ScreeningQuerySet(models.QuerySet["Screening"]):
    def visible_to(self, user: User) -> "ScreeningQuerySet":
        return self.filter(round__in=Round.objects.visible_to(user))


class Screening(Versioned):
    """The screening of a round's measures: it keeps the scheme it was begun with, and the line then in force."""

    round = models.OneToOneField(Round, models.PROTECT, related_name="screening")
    scheme = models.ForeignKey(ScreeningScheme, models.PROTECT, related_name="+")
    line = QuantityField(_("筛选线（满分的 %）"))
    kept_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    kept_at = models.DateTimeField()

    objects = ScreeningQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(self.round_id)

    @property
    def trail_name(self) -> str:
        return self.round.trail_name


class ScreeningWeight(models.Model):
    """The weight a round gives to a factor."""

    screening = models.ForeignKey(Screening, models.CASCADE, related_name="weights")
    factor = models.ForeignKey(ScreeningFactor, models.PROTECT, related_name="+")
    weight = QuantityField(_("权重"))

    class Meta:
        ordering = ["factor__order"]
        constraints = [models.UniqueConstraint(fields=["screening", "factor"], name="screening_weight_once")]

    def __str__(self) -> str:
        return f"{self.factor_id} {self.weight}"


class ScreeningScore(models.Model):
    """What a measure scores on a factor, 1 to 10, and who said so."""

    measure = models.ForeignKey(Measure, models.CASCADE, related_name="scores")
    factor = models.ForeignKey(ScreeningFactor, models.PROTECT, related_name="+")
    score = models.PositiveSmallIntegerField(_("得分"))
    scored_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    scored_at = models.DateTimeField()

    class Meta:
        ordering = ["factor__order"]
        constraints = [
            models.UniqueConstraint(fields=["measure", "factor"], name="screening_score_once"),
            models.CheckConstraint(name="screening_score_1_to_10", condition=Q(score__gte=1, score__lte=10)),
        ]

    def __str__(self) -> str:
        return f"{self.measure_id} {self.score}"
