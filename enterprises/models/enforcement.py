"""Correction orders and penalties with their articles."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from config.common.quantities import QuantityField
from config.common.versions import Versioned
from enterprises.enums import AnswerState, OrderKind, OrderState, PenaltyState
from enterprises.models.enterprise import Enterprise, visible_enterprises
from enterprises.models.listing import Duty, Listing
from operations.models import Attachment


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


class Withdrawable(models.Model):
    """Abstract: a decision that can be taken back, by a document that says why. It stays, and says so."""

    withdrawn_on = models.DateField(_("撤销日期"), null=True, blank=True)
    withdrawn_document = models.CharField(_("撤销决定文号"), max_length=60, blank=True)
    withdrawn_reason = models.CharField(_("撤销理由"), max_length=300, blank=True)
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True


def _withdrawn_whole(state: str) -> models.Q:
    """Withdrawn with day, document, reason and person; or not at all."""
    named = ~models.Q(withdrawn_document="") & ~models.Q(withdrawn_reason="")
    dated = models.Q(withdrawn_on__isnull=False, withdrawn_by__isnull=False, withdrawn_at__isnull=False)
    nothing = models.Q(withdrawn_on__isnull=True, withdrawn_document="", withdrawn_reason="")
    return models.Q(state=state) & dated & named | ~models.Q(state=state) & nothing


class OrderQuerySet(models.QuerySet["CorrectionOrder"]):
    def visible_to(self, user: User) -> "OrderQuerySet":
        return self.filter(visible_enterprises(user, "enterprise__"))


class CorrectionOrder(Versioned, Withdrawable):
    """An order to publish or to correct by a date, under an article, with its document number.

    `duty` is the overdue duty it rests on, `occasion` what else it rests on in words, such as the finding of a
    visit. `state` is where it was brought (lifecycle.ORDER); that its term has run out follows from the day.
    """

    enterprise = models.ForeignKey(Enterprise, models.PROTECT, related_name="orders")
    listing = models.ForeignKey(Listing, models.PROTECT, null=True, blank=True, related_name="orders")
    duty = models.ForeignKey(Duty, models.PROTECT, null=True, blank=True, related_name="orders")
    occasion = models.CharField(_("起因"), max_length=200, blank=True)
    state = models.CharField(max_length=10, choices=OrderState, default=OrderState.ISSUED)
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
        constraints = [
            models.UniqueConstraint(fields=["document_no"], name="order_document_once"),
            models.CheckConstraint(
                name="order_withdrawn_whole", condition=_withdrawn_whole(OrderState.WITHDRAWN)
            ),
            models.CheckConstraint(
                name="order_met_has_date",
                condition=~models.Q(state=OrderState.MET) | models.Q(met_on__isnull=False),
            ),
        ]

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
    duty = models.ForeignKey(Duty, models.SET_NULL, null=True, blank=True, related_name="+")
    occasion = models.CharField(max_length=200, blank=True)
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


class Penalty(Versioned, Withdrawable):
    """A fine under an article, only with the article's own precondition and inside its range. Amount in yuan."""

    order = models.ForeignKey(CorrectionOrder, models.PROTECT, related_name="penalties")
    article = models.ForeignKey(PenaltyArticle, models.PROTECT, related_name="+")
    document_no = models.CharField(_("文号"), max_length=60, unique=True)
    decided_on = models.DateField(_("决定日期"))
    amount_yuan = QuantityField(_("罚款金额"), unit="元")
    state = models.CharField(max_length=10, choices=PenaltyState, default=PenaltyState.DECIDED)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()

    objects = PenaltyQuerySet.as_manager()

    class Meta:
        ordering = ["-decided_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="penalty_withdrawn_whole", condition=_withdrawn_whole(PenaltyState.WITHDRAWN)
            ),
        ]

    def __str__(self) -> str:
        return self.document_no


class OrderAnswerQuerySet(models.QuerySet["OrderAnswer"]):
    def visible_to(self, user: User) -> "OrderAnswerQuerySet":
        return self.filter(order__in=CorrectionOrder.objects.visible_to(user))


class OrderAnswer(models.Model):
    """What an enterprise handed in to show that it has corrected; the bureau accepts it or returns it with a reason."""

    order = models.ForeignKey(CorrectionOrder, models.PROTECT, related_name="answers")
    number = models.PositiveSmallIntegerField()
    corrected_on = models.DateField(_("完成改正日期"))
    text = models.CharField(_("改正情况"), max_length=1000)
    state = models.CharField(max_length=10, choices=AnswerState, default=AnswerState.WAITING)
    reason = models.CharField(_("退回理由"), max_length=300, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    answered_at = models.DateTimeField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)

    objects = OrderAnswerQuerySet.as_manager()

    class Meta:
        ordering = ["order", "number"]
        constraints = [
            models.UniqueConstraint(fields=["order", "number"], name="order_answer_once"),
            models.CheckConstraint(
                name="order_answer_decided_whole",
                condition=models.Q(
                    state=AnswerState.WAITING, decided_by__isnull=True, decided_at__isnull=True
                )
                | ~models.Q(state=AnswerState.WAITING)
                & models.Q(decided_by__isnull=False, decided_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.order_id} #{self.number}"


class OrderProof(models.Model):
    answer = models.ForeignKey(OrderAnswer, models.PROTECT, related_name="proofs")
    file = models.ForeignKey(Attachment, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(self.file_id)
