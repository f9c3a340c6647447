"""The mandatory list as a document, its entries, and their legal duties."""

from datetime import date
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from accounts.models import Region, User
from config.common.access import OFFICERS, Role
from config.common.versions import Versioned
from enterprises.enums import Category, DutyCode, ListingState, ListState
from enterprises.facts import Paper
from enterprises.models.enterprise import Enterprise, visible_enterprises
from enterprises.models.law import LegalRegime


class MandatoryListQuerySet(models.QuerySet["MandatoryList"]):
    def visible_to(self, user: User) -> "MandatoryListQuerySet":
        """Published lists are public; drafts are seen by officers of the list's own level only."""
        published = Q(state=ListState.PUBLISHED)
        if user.role in OFFICERS and user.region:
            return self.filter(published | Q(region_id=user.region_id))
        return self.filter(published)

    def public(self) -> "MandatoryListQuerySet":
        """What everybody may read without signing in."""
        return self.filter(state=ListState.PUBLISHED)


class MandatoryList(Versioned):
    """The yearly published document of who must audit. Once published it is never edited, only amended.

    `imported`: published before the platform was there, taken over from a sheet; no clock of it runs here.
    """

    region = models.ForeignKey(Region, models.PROTECT, verbose_name=_("省"))
    year = models.PositiveSmallIntegerField(_("年度"))
    batch = models.PositiveSmallIntegerField(_("批次"), default=1)
    title = models.CharField(_("标题"), max_length=120)
    state = models.CharField(max_length=10, choices=ListState, default=ListState.DRAFT)
    document_no = models.CharField(_("文号"), max_length=60, blank=True)
    authority = models.CharField(_("发布机关"), max_length=80, blank=True)
    published_on = models.DateField(_("公布日期"), null=True, blank=True)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    published_at = models.DateTimeField(null=True, blank=True)
    imported = models.BooleanField(_("往年导入"), default=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    objects = MandatoryListQuerySet.as_manager()

    class Meta:
        ordering = ["-year", "-batch"]
        constraints = [
            models.UniqueConstraint(fields=["region", "year", "batch"], name="mandatory_list_once"),
            models.UniqueConstraint(
                fields=["region", "document_no"], condition=~Q(document_no=""), name="document_no_once"
            ),
            models.CheckConstraint(
                name="published_list_is_complete",
                condition=Q(state=ListState.DRAFT)
                | Q(published_on__isnull=False, published_at__isnull=False, published_by__isnull=False)
                & ~Q(document_no="")
                & ~Q(authority=""),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class ListingQuerySet(models.QuerySet["Listing"]):
    def visible_to(self, user: User) -> "ListingQuerySet":
        """Rows of lists one may see: an entry of a published list is public, territory narrows what is worked on."""
        if user.role in OFFICERS or user.role == Role.DEPARTMENT:
            mine = Q(enterprise__region_id__in=user.territory_ids())
            draft = Q(mandatory_list__state=ListState.PUBLISHED) | Q(mandatory_list__region_id=user.region_id)
            return self.filter(mine & draft)
        published = Q(mandatory_list__state=ListState.PUBLISHED)
        return self.filter(published & visible_enterprises(user, "enterprise__"))

    def public(self) -> "ListingQuerySet":
        """Every entry of a published list; one that was removed says so."""
        return self.filter(mandatory_list__state=ListState.PUBLISHED)

    def standing(self, on: date) -> "ListingQuerySet":
        """What was on its list at the end of a day: added by then, and not taken off by then."""
        there = Q(added_by__isnull=True) | Q(added_by__amended_on__lte=on)
        return self.filter(there).exclude(state=ListingState.REMOVED, state_on__lte=on)

    def with_listed_on(self) -> models.QuerySet[Any]:
        """Each with `listed_day`: the publication's, or its amendment's."""
        return self.annotate(listed_day=Coalesce("added_by__amended_on", "mandatory_list__published_on"))


class Listing(Versioned):
    """One enterprise on a list, with what was published about it. `region` is where it lay on that day.

    `facts` are enterprises.facts.ListingFact as plain values. `added_by` is the amendment that put it on a
    list published before; `uscc` the code that was published, `region_as_published` the place in the
    publication's own words where they could not be resolved: the place is found later, the words stay.
    `reported_on`: on an imported list, which has no duties, the day the audit report was handed in, from
    which the next round is counted.
    """

    mandatory_list = models.ForeignKey(MandatoryList, models.PROTECT, related_name="listings")
    enterprise = models.ForeignKey(Enterprise, models.PROTECT, related_name="listings")
    number = models.PositiveIntegerField(_("序号"))
    name = models.CharField(_("公布名称"), max_length=120)
    uscc = models.CharField(_("公布代码"), max_length=18, blank=True)
    region = models.ForeignKey(Region, models.PROTECT, related_name="+")
    region_as_published = models.CharField(max_length=80, blank=True)
    over_limit = models.BooleanField(_("双超"), default=False)
    toxic = models.BooleanField(_("双有"), default=False)
    energy = models.BooleanField(_("高耗能"), default=False)
    reason = models.CharField(_("入列原因"), max_length=300, blank=True)
    facts = models.JSONField(default=list, blank=True)
    added_by = models.ForeignKey(
        "enterprises.ListAmendment", models.PROTECT, null=True, blank=True, related_name="added"
    )
    reported_on = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=12, choices=ListingState, default=ListingState.LISTED)
    state_on = models.DateField(null=True, blank=True)
    state_reason = models.CharField(max_length=300, blank=True)
    state_document = models.CharField(max_length=60, blank=True)

    objects = ListingQuerySet.as_manager()

    class Meta:
        ordering = ["mandatory_list", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["mandatory_list", "enterprise"],
                condition=~Q(state=ListingState.REMOVED),
                name="listing_once",
            ),
            models.UniqueConstraint(fields=["mandatory_list", "number"], name="listing_number_once"),
            models.CheckConstraint(
                name="listing_has_category",
                condition=Q(over_limit=True) | Q(toxic=True) | Q(energy=True),
            ),
            models.CheckConstraint(
                name="listing_state_has_date",
                condition=Q(state=ListingState.LISTED) | Q(state_on__isnull=False) & ~Q(state_reason=""),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def listed_on(self) -> date | None:
        """The day it came onto the list: the publication's, or its amendment's."""
        return self.added_by.amended_on if self.added_by else self.mandatory_list.published_on

    @property
    def paper(self) -> Paper:
        """The document that put it onto the list."""
        source = self.added_by or self.mandatory_list
        return Paper(source.document_no, source.authority, self.listed_on)

    @property
    def place_as_published(self) -> str:
        """The publication's own words for a place that it could not resolve; of a draft the registry's."""
        published = self.mandatory_list.state == ListState.PUBLISHED
        return self.region_as_published if published else self.enterprise.region_as_published

    @property
    def categories(self) -> list[Category]:
        flags = {
            Category.OVER_LIMIT: self.over_limit,
            Category.TOXIC: self.toxic,
            Category.ENERGY: self.energy,
        }
        return [category for category, on in flags.items() if on]


class Duty(models.Model):
    """A legal duty of a listing with its due date, the term it came from, and the day it was met.

    `due_on` is what the duty's history (DutyChange) gives today. `provisional`: its counting passed through a
    year whose calendar is not published yet.
    """

    listing = models.ForeignKey(Listing, models.CASCADE, related_name="duties")
    code = models.CharField(max_length=20, choices=DutyCode)
    regime = models.ForeignKey(LegalRegime, models.PROTECT, related_name="+")
    base_on = models.DateField()
    due_on = models.DateField()
    met_on = models.DateField(null=True, blank=True)
    provisional = models.BooleanField(default=False)

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [models.UniqueConstraint(fields=["listing", "code"], name="duty_once")]
        indexes = [
            models.Index(fields=["due_on"], condition=Q(met_on__isnull=True), name="duty_open"),
        ]

    def __str__(self) -> str:
        return f"{self.get_code_display()} {self.due_on}"
