"""Recommendations: which enterprises counties and cities want on the next list, and why."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Region, User
from config.common.access import OFFICERS, Role
from config.common.versions import Versioned
from enterprises.enums import Category, RecommendationState
from enterprises.models.enterprise import Enterprise
from enterprises.models.listing import Listing

S = RecommendationState
_OPEN = [S.DRAFT, S.SUBMITTED, S.RETURNED, S.PASSED, S.TAKEN, S.LEFT_OUT]


class ListRecommendationQuerySet(models.QuerySet["ListRecommendation"]):
    def visible_to(self, user: User) -> "ListRecommendationQuerySet":
        """Officers see their territory's; the province what a city has passed on to it."""
        if user.role not in OFFICERS:
            return self.none()
        mine = self.filter(region_id__in=user.territory_ids())
        return mine.filter(state__in=[S.PASSED, S.TAKEN, S.LEFT_OUT]) if user.role == Role.PROVINCE else mine


class ListRecommendation(Versioned):
    """An enterprise recommended for the list of a year. `region` is where it lay when it was recommended."""

    enterprise = models.ForeignKey(Enterprise, models.PROTECT, related_name="recommendations")
    region = models.ForeignKey(Region, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField(_("年度"))
    over_limit = models.BooleanField(_("双超"), default=False)
    toxic = models.BooleanField(_("双有"), default=False)
    energy = models.BooleanField(_("高耗能"), default=False)
    reason = models.CharField(_("入列原因"), max_length=300)
    facts = models.JSONField(default=list, blank=True)
    state = models.CharField(max_length=10, choices=RecommendationState, default=RecommendationState.DRAFT)
    state_reason = models.CharField(max_length=300, blank=True)
    listing = models.OneToOneField(
        Listing, models.PROTECT, null=True, blank=True, related_name="recommendation"
    )
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    moved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    moved_at = models.DateTimeField()

    objects = ListRecommendationQuerySet.as_manager()

    class Meta:
        ordering = ["-year", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["enterprise", "year"], condition=Q(state__in=_OPEN), name="recommendation_once"
            ),
            models.CheckConstraint(
                name="recommendation_has_category",
                condition=Q(over_limit=True) | Q(toxic=True) | Q(energy=True),
            ),
            models.CheckConstraint(
                name="recommendation_taken_has_listing",
                condition=Q(state=S.TAKEN, listing__isnull=False)
                | ~Q(state=S.TAKEN) & Q(listing__isnull=True),
            ),
        ]
        indexes = [models.Index(fields=["state", "year"], name="recommendation_state")]

    def __str__(self) -> str:
        return f"{self.enterprise_id} {self.year}"

    @property
    def categories(self) -> list[Category]:
        flags = {
            Category.OVER_LIMIT: self.over_limit,
            Category.TOXIC: self.toxic,
            Category.ENERGY: self.energy,
        }
        return [category for category, on in flags.items() if on]
