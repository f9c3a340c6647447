"""Honours: published criteria, the rolls that award them, and awards taken back."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Region, User
from audits.models import Round
from config.common.versions import Versioned
from enterprises.models import Enterprise
from enterprises.models.enterprise import visible_enterprises
from measures.enums import HonourKind, HonourState


class HonourCriteria(models.Model):
    """A version of the criteria of one honour. `rules`: [code, value] pairs of calculations.honours.CHECKS."""

    kind = models.CharField(_("荣誉"), max_length=16, choices=HonourKind)
    number = models.PositiveSmallIntegerField(_("版本"))
    effective_on = models.DateField(_("施行日期"))
    basis = models.CharField(_("依据"), max_length=200)
    rules = models.JSONField()
    mark = models.CharField(max_length=1)

    class Meta:
        ordering = ["kind", "-number"]
        constraints = [models.UniqueConstraint(fields=["kind", "number"], name="honour_criteria_once")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} v{self.number}"


class HonourRoll(models.Model):
    """One published document that awards an honour, under the criteria that were in force."""

    region = models.ForeignKey(Region, models.PROTECT, related_name="+")
    criteria = models.ForeignKey(HonourCriteria, models.PROTECT, related_name="rolls")
    document_no = models.CharField(_("文号"), max_length=60, unique=True)
    authority = models.CharField(_("发布机关"), max_length=80)
    published_on = models.DateField(_("公布日期"))
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    published_at = models.DateTimeField()

    class Meta:
        ordering = ["-published_on", "-pk"]

    def __str__(self) -> str:
        return self.document_no


class HonourQuerySet(models.QuerySet["Honour"]):
    def visible_to(self, user: User) -> "HonourQuerySet":
        return self.filter(visible_enterprises(user, "enterprise__"))

    def public(self) -> "HonourQuerySet":
        """Awards are published, and so is that one was taken back."""
        return self.all()


class Honour(Versioned):
    """An award to one enterprise with its rank and the facts it rests on, as they stood when it was published."""

    roll = models.ForeignKey(HonourRoll, models.PROTECT, related_name="honours")
    enterprise = models.ForeignKey(Enterprise, models.PROTECT, related_name="honours")
    round = models.ForeignKey(Round, models.PROTECT, related_name="+")
    rank = models.PositiveIntegerField(_("名次"))
    facts = models.JSONField()
    state = models.CharField(max_length=10, choices=HonourState, default=HonourState.AWARDED)
    withdrawn_on = models.DateField(_("撤销日期"), null=True, blank=True)
    withdrawn_document = models.CharField(_("撤销决定文号"), max_length=60, blank=True)
    withdrawn_reason = models.CharField(_("撤销理由"), max_length=300, blank=True)
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = HonourQuerySet.as_manager()

    class Meta:
        ordering = ["roll", "rank", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["roll", "enterprise"], name="honour_once"),
            models.CheckConstraint(
                name="honour_withdrawn_whole",
                condition=Q(
                    state=HonourState.WITHDRAWN, withdrawn_on__isnull=False, withdrawn_by__isnull=False
                )
                & ~Q(withdrawn_document="")
                & ~Q(withdrawn_reason="")
                | Q(state=HonourState.AWARDED, withdrawn_on__isnull=True, withdrawn_document=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.roll_id} {self.enterprise_id}"
