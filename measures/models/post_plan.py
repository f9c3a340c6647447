"""The yearly plan of post-assessment: which measures are looked at, drawn by lot from strata."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Region, User
from config.common.access import OFFICERS
from measures.enums import Strata
from measures.models.measure import Measure, PostAssessment


class PostPlanQuerySet(models.QuerySet["PostPlan"]):
    def visible_to(self, user: User) -> "PostPlanQuerySet":
        """An office sees the plans made for its territory or parts of it."""
        if user.role not in OFFICERS:
            return self.none()
        return self.filter(region__in=user.territory_ids())


class PostPlan(models.Model):
    """One plan for each office and year; never edited: what was drawn is drawn.

    `seed` and the strata's frames let anybody draw it again.
    """

    region = models.ForeignKey(Region, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField(_("年度"))
    by_strata = models.CharField(_("分层方式"), max_length=16, choices=Strata)
    planned_on = models.DateField(_("计划日期"))
    seed = models.CharField(_("随机种子"), max_length=40)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    objects = PostPlanQuerySet.as_manager()

    class Meta:
        ordering = ["-year", "region__code", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["region", "year"], name="post_plan_once"),
            models.CheckConstraint(name="post_plan_has_seed", condition=~Q(seed="")),
        ]

    def __str__(self) -> str:
        return f"{self.year}"

    @property
    def trail_name(self) -> str:
        return _("%(region)s %(year)d年度后评估计划") % {"region": self.region.name, "year": self.year}


class PostStratum(models.Model):
    """One stratum as it was when the sample was drawn: `frame` lists its measures."""

    plan = models.ForeignKey(PostPlan, models.CASCADE, related_name="strata")
    name = models.CharField(max_length=80)
    frame = models.JSONField()
    size = models.PositiveIntegerField()
    drawn = models.PositiveIntegerField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "name"], name="post_stratum_once"),
            models.CheckConstraint(
                name="post_stratum_holds_sample", condition=Q(drawn__lte=models.F("size"))
            ),
        ]

    def __str__(self) -> str:
        return self.name


class PostSample(models.Model):
    """A drawn measure, and the post-assessment in which it is looked at."""

    stratum = models.ForeignKey(PostStratum, models.CASCADE, related_name="samples")
    measure = models.ForeignKey(Measure, models.PROTECT, related_name="post_samples")
    post_assessment = models.ForeignKey(PostAssessment, models.PROTECT, related_name="samples")

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["stratum", "measure"], name="post_sample_once")]

    def __str__(self) -> str:
        return f"{self.stratum_id} {self.measure_id}"
