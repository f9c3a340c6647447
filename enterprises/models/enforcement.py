"""Correction orders and penalties with their articles."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from config.common.quantities import QuantityField
from config.common.versions import Versioned
from enterprises.enums import OrderKind
from enterprises.models.enterprise import Enterprise, visible_enterprises
from enterprises.models.listing import Listing


class PenaltyArticle(models.Model):
    """An article that allows a fine: its act, its own precondition, its range in yuan."""

    code = models.CharField(max_length=6, unique=True)
    act = models.CharField(max_length=80)
    precondition = models.CharField(max_length=20)
    min_yuan = models.PositiveIntegerField()
    max_yuan = models.PositiveIntegerField()
    basis = models.CharField(max_length=120)
    mark = models.CharField(max_length=1)

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return f"{self.act}（{self.basis}）"


class OrderQuerySet(models.QuerySet["CorrectionOrder"]):
    def visible_to(self, user: User) -> "OrderQuerySet":
        return self.filter(visible_enterprises(user, "enterprise__"))


class CorrectionOrder(Versioned):
    """An order to publish or to correct by a date, under an article, with its document number."""

    enterprise = models.ForeignKey(Enterprise, models.PROTECT, related_name="orders")
    listing = models.ForeignKey(Listing, models.PROTECT, null=True, blank=True, related_name="orders")
    article = models.ForeignKey(PenaltyArticle, models.PROTECT, related_name="+", verbose_name=_("依据条款"))
    kind = models.CharField(_("类别"), max_length=10, choices=OrderKind)
    document_no = models.CharField(_("文号"), max_length=60)
    issued_on = models.DateField(_("下达日期"))
    due_on = models.DateField(_("改正期限"))
    text = models.CharField(_("责令内容"), max_length=500)
    met_on = models.DateField(_("改正日期"), null=True, blank=True)
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    issued_at = models.DateTimeField()

    objects = OrderQuerySet.as_manager()

    class Meta:
        ordering = ["-issued_on", "-pk"]
        constraints = [models.UniqueConstraint(fields=["document_no"], name="order_document_once")]

    def __str__(self) -> str:
        return self.document_no


class OrderDraftQuerySet(models.QuerySet["OrderDraft"]):
    def visible_to(self, user: User) -> "OrderDraftQuerySet":
        """For officers alone: nobody else learns of an order before it is issued."""
        return self.filter(visible_enterprises(user, "enterprise__")) if user.is_officer else self.none()


class OrderDraft(Versioned):
    """An order while it is being written, to one enterprise about one entry of a list or about none."""

    enterprise = models.ForeignKey(Enterprise, models.PROTECT, related_name="+")
    listing = models.ForeignKey(Listing, models.PROTECT, null=True, blank=True, related_name="+")
    article = models.ForeignKey(PenaltyArticle, models.PROTECT, null=True, blank=True, related_name="+")
    document_no = models.CharField(max_length=60, blank=True)
    issued_on = models.DateField(null=True, blank=True)
    due_on = models.DateField(null=True, blank=True)
    text = models.CharField(max_length=500, blank=True)
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    saved_at = models.DateTimeField()

    objects = OrderDraftQuerySet.as_manager()

    class Meta:
        ordering = ["-saved_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["enterprise", "listing"], name="order_draft_once"),
            models.UniqueConstraint(
                fields=["enterprise"],
                condition=models.Q(listing__isnull=True),
                name="order_draft_once_unlisted",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enterprise_id} {self.document_no}"


class PenaltyQuerySet(models.QuerySet["Penalty"]):
    def visible_to(self, user: User) -> "PenaltyQuerySet":
        return self.filter(visible_enterprises(user, "order__enterprise__"))


class Penalty(models.Model):
    """A fine under an article, only with the article's own precondition and inside its range. Amount in yuan."""

    order = models.ForeignKey(CorrectionOrder, models.PROTECT, related_name="penalties")
    article = models.ForeignKey(PenaltyArticle, models.PROTECT, related_name="+")
    document_no = models.CharField(_("文号"), max_length=60, unique=True)
    decided_on = models.DateField(_("决定日期"))
    amount_yuan = QuantityField(_("罚款金额"), unit="元")
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()

    objects = PenaltyQuerySet.as_manager()

    class Meta:
        ordering = ["-decided_on", "-pk"]

    def __str__(self) -> str:
        return self.document_no
