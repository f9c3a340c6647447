"""Papers that prove what is said of a measure."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from measures.enums import ProofAbout
from measures.models.measure import BenefitIndicator, Measure
from operations.models import Attachment


class MeasureProofQuerySet(models.QuerySet["MeasureProof"]):
    def visible_to(self, user: User) -> "MeasureProofQuerySet":
        return self.filter(measure__in=Measure.objects.visible_to(user))


class MeasureProof(models.Model):
    """One paper: a meter's record, a monitoring report, an invoice; of one indicator or of the whole measure."""

    measure = models.ForeignKey(Measure, models.CASCADE, related_name="proofs")
    about = models.CharField(_("证明什么"), max_length=6, choices=ProofAbout)
    indicator = models.ForeignKey(BenefitIndicator, models.PROTECT, null=True, related_name="+")
    attachment = models.ForeignKey(Attachment, models.PROTECT, related_name="+")
    note = models.CharField(_("说明"), max_length=200, blank=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    objects = MeasureProofQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.measure_id} {self.about}"

    @property
    def trail_name(self) -> str:
        return f"{self.measure.trail_name} {self.attachment.name}"
