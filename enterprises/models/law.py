"""The law as data: terms, cycles, the calendar, what must be disclosed. Each row keeps its mark of certainty."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from enterprises.enums import CalendarState, Category, DutyCode
from operations.models import Attachment


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
    extension_days = models.PositiveSmallIntegerField(default=90)  # at most, by decision; set locally [?]
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


class CalendarYearQuerySet(models.QuerySet["CalendarYear"]):
    def current(self) -> "CalendarYearQuerySet":
        """The newest version of each year."""
        newer = CalendarYear.objects.filter(year=OuterRef("year"), version__gt=OuterRef("version"))
        return self.filter(~Exists(newer))


class CalendarYear(models.Model):
    """One version of a year's calendar and the paper it came by. Never changed: a correction is a new version.

    A year without a published version is provisional: it is counted by its weekdays, and due dates that
    pass through it are shown as such. `loaded_by` is empty for the years that come with the platform.
    """

    year = models.PositiveSmallIntegerField(_("年度"))
    version = models.PositiveSmallIntegerField(_("版本"), default=1)
    state = models.CharField(max_length=12, choices=CalendarState, default=CalendarState.PUBLISHED)
    source = models.CharField(_("依据文件"), max_length=120)
    document = models.ForeignKey(Attachment, models.PROTECT, null=True, blank=True, related_name="+")
    loaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    loaded_at = models.DateTimeField(null=True)

    objects = CalendarYearQuerySet.as_manager()

    class Meta:
        ordering = ["-year", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["year", "version"], name="calendar_year_version_once"),
            models.CheckConstraint(
                name="calendar_year_loaded_by_and_at",
                condition=Q(loaded_by__isnull=True, loaded_at__isnull=True)
                | Q(loaded_by__isnull=False, loaded_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year} v{self.version}"


class CalendarDay(models.Model):
    """A day that is not what its weekday says: a holiday, or a make-up working day (国务院办公厅 yearly notice)."""

    calendar = models.ForeignKey(CalendarYear, models.PROTECT, related_name="days")
    on = models.DateField()
    is_working = models.BooleanField()
    name = models.CharField(max_length=40, blank=True)
    mark = models.CharField(max_length=1, blank=True)

    class Meta:
        ordering = ["on"]
        constraints = [models.UniqueConstraint(fields=["calendar", "on"], name="calendar_day_once")]

    def __str__(self) -> str:
        return f"{self.on} {self.name}"


class DisclosureField(models.Model):
    """What a category must make public. `personal`: names a person, which the public site leaves out."""

    category = models.CharField(max_length=12, choices=Category)
    order = models.PositiveSmallIntegerField()
    label = models.CharField(max_length=60)
    repeats = models.BooleanField(default=False)
    personal = models.BooleanField(default=False)
    mark = models.CharField(max_length=1)

    class Meta:
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["category", "label"], name="disclosure_field_once")]

    def __str__(self) -> str:
        return self.label
