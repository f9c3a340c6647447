"""The log of a visit: one for each assignment, sent from a phone, perhaps a day later, and kept once."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from config.common.quantities import QuantityField
from measures.models.measure import VerifierAssignment


class VisitQuerySet(models.QuerySet["Visit"]):
    def visible_to(self, user: User) -> "VisitQuerySet":
        return self.filter(assignment__in=VerifierAssignment.objects.visible_to(user))


class Visit(models.Model):
    """When and where, who was there, and what the verifier signed; never edited.

    `key` was made on the phone and names the visit for ever; `digest` is the SHA-256 of what was sent under
    it. `photos_named` photographs belong to it; it is whole (`completed_at`) when the last of them is in.
    """

    assignment = models.OneToOneField(VerifierAssignment, models.PROTECT, related_name="visit")
    key = models.UUIDField(unique=True)
    digest = models.CharField(max_length=64)
    started_at = models.DateTimeField(_("到场时间"))
    ended_at = models.DateTimeField(_("离场时间"))
    place = models.CharField(_("地点"), max_length=120)
    latitude = QuantityField(_("纬度"), null=True, blank=True)
    longitude = QuantityField(_("经度"), null=True, blank=True)
    people = models.CharField(_("在场人员"), max_length=300)
    representative = models.CharField(_("企业代表"), max_length=60)
    signed_name = models.CharField(_("核查员签名"), max_length=60)
    remarks = models.JSONField(default=list)
    photos_named = models.PositiveSmallIntegerField(default=0)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    completed_at = models.DateTimeField(null=True, blank=True)

    objects = VisitQuerySet.as_manager()

    class Meta:
        ordering = ["-started_at", "-pk"]
        constraints = [
            models.CheckConstraint(name="visit_ends_after_start", condition=Q(ended_at__gte=F("started_at"))),
        ]

    def __str__(self) -> str:
        return str(self.key)

    @property
    def trail_name(self) -> str:
        return self.assignment.trail_name
