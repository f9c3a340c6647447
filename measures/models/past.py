"""The past as bureaus kept it: results of imported rounds in the shape of table C, and the sheets they came from.

No measure is made up: of a round that was done before the platform, only how many there were in each cost class,
what was spent, and what all of them together gained is known.
"""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from audits.enums import Outcome
from audits.models import Round
from config.common.quantities import QuantityField
from config.common.versions import Versioned
from enterprises.models import SheetImport, SheetRow
from measures.enums import PastClass
from measures.models.measure import BenefitIndicator


class PastImportQuerySet(models.QuerySet["PastImport"]):
    def visible_to(self, user: User) -> "PastImportQuerySet":
        return self.filter(created_by=user)


class PastImport(SheetImport):
    """One uploaded sheet of earlier lists, rounds and results."""

    objects = PastImportQuerySet.as_manager()


class PastRow(SheetRow):
    """One row of it: an enterprise on the list of a year."""

    past = models.ForeignKey(PastImport, models.CASCADE, related_name="rows")

    class Meta(SheetRow.Meta):
        abstract = False
        indexes = [models.Index(fields=["past", "state", "id"], name="past_row_state")]
        constraints = [models.UniqueConstraint(fields=["past", "sheet", "row"], name="past_row_once")]


class PastResultQuerySet(models.QuerySet["PastResult"]):
    def visible_to(self, user: User) -> "PastResultQuerySet":
        return self.filter(round__in=Round.objects.visible_to(user))


class PastResult(Versioned):
    """What is known of an imported round beside its dates.

    `proposed_on` and `implemented_on` are the days on which its measures are counted. An acceptance that was not
    passed stands here with its day; one that was is the round's `accepted_on`.
    """

    round = models.OneToOneField(Round, models.PROTECT, related_name="past_result")
    source = models.ForeignKey(PastImport, models.PROTECT, related_name="+")
    disclosed_on = models.DateField(_("公示日期"), null=True, blank=True)
    proposed_on = models.DateField(_("方案提出日期"), null=True, blank=True)
    implemented_on = models.DateField(_("方案完成日期"), null=True, blank=True)
    acceptance_on = models.DateField(_("验收日期"), null=True, blank=True)
    acceptance = models.CharField(_("验收结论"), max_length=10, choices=Outcome, blank=True)
    benefit_wan = QuantityField(_("经济效益"), unit="万元/a", null=True, blank=True)

    objects = PastResultQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["proposed_on"], name="past_proposed"),
            models.Index(fields=["implemented_on"], name="past_implemented"),
            models.Index(fields=["disclosed_on"], name="past_disclosed"),
        ]

    def __str__(self) -> str:
        return str(self.round_id)

    @property
    def trail_name(self) -> str:
        return self.round.trail_name


class PastMeasures(models.Model):
    """How many measures of one cost class were proposed and carried out, and their money in 万元."""

    result = models.ForeignKey(PastResult, models.CASCADE, related_name="measures")
    cost_class = models.CharField(_("费用类别"), max_length=12, choices=PastClass)
    proposed = models.PositiveIntegerField(_("提出"), default=0)
    implemented = models.PositiveIntegerField(_("实施"), default=0)
    investment_planned_wan = QuantityField(_("计划投资"), unit="万元", null=True, blank=True)
    investment_wan = QuantityField(_("实际投资"), unit="万元", null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["result", "cost_class"], name="past_class_once"),
            models.CheckConstraint(
                name="past_done_not_above_proposed", condition=Q(implemented__lte=F("proposed"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.result_id} {self.cost_class}"


class PastEffect(models.Model):
    """What all measures of the round gained in one indicator each year, in the indicator's unit."""

    result = models.ForeignKey(PastResult, models.CASCADE, related_name="effects")
    indicator = models.ForeignKey(BenefitIndicator, models.PROTECT, related_name="+")
    achieved = QuantityField(_("实际"))

    class Meta:
        ordering = ["indicator__order"]
        constraints = [models.UniqueConstraint(fields=["result", "indicator"], name="past_effect_once")]

    def __str__(self) -> str:
        return f"{self.result_id} {self.indicator_id}"
