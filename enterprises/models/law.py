"""The law as data: terms, cycles, the calendar, what must be disclosed. Each row keeps its mark of certainty."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from enterprises.enums import Category, DutyCode


class LegalRegime(models.Model):
    """One term: from which event, how long, in which days, for whom, by which paper, in force from when to when.

    `scope` is `all`, a Category, or `cycle:<cycle>` for industries of CycleIndustry.
    """

    regime = models.CharField(max_length=20)
    code = models.CharField(max_length=20, choices=DutyCode)
    duty = models.CharField(_("义务"), max_length=60)
    base_event = models.CharField(max_length=30)
    number = models.PositiveSmallIntegerField()
    unit = models.CharField(max_length=6, choices=[("day", _("日")), ("month", _("月")), ("year", _("年"))])
    day_kind = models.CharField(max_length=10, choices=[("calendar", _("自然日")), ("working", _("工作日"))])
    scope = models.CharField(max_length=30)
    basis = models.CharField(_("依据"), max_length=120)
    effective_from = models.DateField()
    effective_to = models.DateField(null=True, blank=True)
    rolls_to_working_day = models.BooleanField(default=False)
    mark = models.CharField(max_length=1)

    class Meta:
        ordering = ["effective_from", "regime", "code", "scope"]
        constraints = [
            models.UniqueConstraint(
                fields=["regime", "code", "scope", "effective_from"], name="legal_regime_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.duty} {self.basis}"


class CycleIndustry(models.Model):
    """An industry whose audits come round sooner (环发〔2010〕54号). `prefix` is matched against the industry code."""

    cycle = models.CharField(max_length=20)
    name = models.CharField(max_length=60)
    prefix = models.CharField(max_length=4)
    note = models.CharField(max_length=120, blank=True)
    mark = models.CharField(max_length=1)

    class Meta:
        ordering = ["cycle", "prefix"]
        constraints = [
            models.UniqueConstraint(fields=["cycle", "prefix", "name"], name="cycle_industry_once")
        ]

    def __str__(self) -> str:
        return self.name


class CalendarDay(models.Model):
    """A day that is not what its weekday says: a holiday, or a make-up working day (国务院办公厅 yearly notice)."""

    on = models.DateField(unique=True)
    is_working = models.BooleanField()
    name = models.CharField(max_length=40, blank=True)
    mark = models.CharField(max_length=1, blank=True)

    class Meta:
        ordering = ["on"]

    def __str__(self) -> str:
        return f"{self.on} {self.name}"


class DisclosureField(models.Model):
    """What a category must make public."""

    category = models.CharField(max_length=12, choices=Category)
    order = models.PositiveSmallIntegerField()
    label = models.CharField(max_length=60)
    repeats = models.BooleanField(default=False)
    mark = models.CharField(max_length=1)

    class Meta:
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["category", "label"], name="disclosure_field_once")]

    def __str__(self) -> str:
        return self.label
