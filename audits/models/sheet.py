"""Score sheets as data: sections, items, vetoes, thresholds. What is published is never changed again."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from audits.enums import Mark, Outcome, ReviewKind, SheetState
from config.common.access import Role
from config.common.quantities import QuantityField
from config.common.versions import Versioned


class ScoreSheetQuerySet(models.QuerySet["ScoreSheet"]):
    def visible_to(self, user: User) -> "ScoreSheetQuerySet":
        """What is published is everybody's; drafts are the province's."""
        return self if user.role == Role.PROVINCE else self.filter(state=SheetState.PUBLISHED)


class ScoreSheet(Versioned):
    """One edition of the sheet for a kind of review. Reviews applied for from `effective_from` on are scored by it.

    `spread_limit`: from this difference between two experts' totals on, the lead is warned.
    """

    kind = models.CharField(_("类别"), max_length=10, choices=ReviewKind)
    name = models.CharField(_("评分表名称"), max_length=120)
    edition = models.PositiveSmallIntegerField(_("版次"), default=1)
    basis = models.CharField(_("依据"), max_length=200)
    mark = models.CharField(_("核对"), max_length=1, choices=Mark, default=Mark.UNCERTAIN)
    note = models.CharField(_("说明"), max_length=300, blank=True)
    spread_limit = QuantityField(_("分差提示"), unit="分", default=15)
    state = models.CharField(max_length=10, choices=SheetState, default=SheetState.DRAFT)
    effective_from = models.DateField(_("启用日期"), null=True, blank=True)
    copied_from = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="copies")
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    published_at = models.DateTimeField(null=True, blank=True)

    objects = ScoreSheetQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "-effective_from", "-pk"]
        verbose_name = _("评分表")
        constraints = [
            models.UniqueConstraint(fields=["kind", "name", "edition"], name="sheet_edition_once"),
            models.CheckConstraint(
                name="published_sheet_has_a_day",
                condition=Q(state=SheetState.DRAFT) | Q(effective_from__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.trail_name

    @property
    def trail_name(self) -> str:
        return f"{self.name} 第{self.edition}版"


class SheetItem(models.Model):
    """One thing that is scored, up to its maximum; a bonus counts on top of the hundred."""

    sheet = models.ForeignKey(ScoreSheet, models.CASCADE, related_name="items")
    number = models.PositiveSmallIntegerField()
    section = models.CharField(_("部分"), max_length=80)
    title = models.CharField(_("评分项目"), max_length=200)
    maximum = QuantityField(_("满分"), unit="分")
    is_bonus = models.BooleanField(_("加分项"), default=False)
    mark = models.CharField(_("核对"), max_length=1, choices=Mark, default=Mark.UNCERTAIN)

    class Meta:
        ordering = ["number", "pk"]
        constraints = [models.UniqueConstraint(fields=["sheet", "number"], name="sheet_item_once")]

    def __str__(self) -> str:
        return self.title


class SheetVeto(models.Model):
    """What lets no review pass, whatever it scored."""

    sheet = models.ForeignKey(ScoreSheet, models.CASCADE, related_name="vetoes")
    number = models.PositiveSmallIntegerField()
    text = models.CharField(_("否决事项"), max_length=200)
    mark = models.CharField(_("核对"), max_length=1, choices=Mark, default=Mark.UNCERTAIN)

    class Meta:
        ordering = ["number", "pk"]
        constraints = [models.UniqueConstraint(fields=["sheet", "number"], name="sheet_veto_once")]

    def __str__(self) -> str:
        return self.text


class SheetThreshold(models.Model):
    """From this score on, a review has this outcome."""

    sheet = models.ForeignKey(ScoreSheet, models.CASCADE, related_name="thresholds")
    from_score = QuantityField(_("起始得分"), unit="分")
    outcome = models.CharField(_("结论"), max_length=10, choices=Outcome)
    mark = models.CharField(_("核对"), max_length=1, choices=Mark, default=Mark.UNCERTAIN)

    class Meta:
        ordering = ["from_score"]
        constraints = [models.UniqueConstraint(fields=["sheet", "from_score"], name="sheet_threshold_once")]

    def __str__(self) -> str:
        return f"{self.from_score} {self.outcome}"
