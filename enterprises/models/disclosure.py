"""What a listed enterprise made public, in all its versions, and what the bureau found."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from config.common.versions import Versioned
from enterprises.enums import STANDING_DISCLOSURES, DisclosureState, ListingState, ListState
from enterprises.models.listing import Listing
from operations.models import Attachment


class Published(models.Model):
    """Abstract: what was made public, where and when, with its proof, and what the bureau found.

    `values` is {category: {label: text}}; `reasons` of a returned one [{"key": "TOXIC.4" or a column, "reason": text}].
    """

    disclosed_on = models.DateField(_("公示日期"))
    place = models.CharField(_("公示载体"), max_length=200)
    url = models.URLField(_("公示网址"), blank=True)
    values = models.JSONField(default=dict)
    proof = models.ForeignKey(Attachment, models.PROTECT, null=True, blank=True, related_name="+")
    photo = models.ForeignKey(Attachment, models.PROTECT, null=True, blank=True, related_name="+")
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=DisclosureState, default=DisclosureState.SUBMITTED)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    checked_at = models.DateTimeField(null=True, blank=True)
    reasons = models.JSONField(default=list, blank=True)

    class Meta:
        abstract = True


def _is_decided() -> Q:
    decided = Q(checked_by__isnull=False, checked_at__isnull=False)
    waiting = Q(state=DisclosureState.SUBMITTED, checked_by__isnull=True, checked_at__isnull=True)
    return waiting | ~Q(state=DisclosureState.SUBMITTED) & decided


class DisclosureQuerySet(models.QuerySet["Disclosure"]):
    def visible_to(self, user: User) -> "DisclosureQuerySet":
        return self.filter(listing__in=Listing.objects.visible_to(user))

    def public(self) -> "DisclosureQuerySet":
        """Those that stand, of entries that are still on a published list."""
        listed = Q(listing__mandatory_list__state=ListState.PUBLISHED)
        listed &= ~Q(listing__state=ListingState.REMOVED)
        return self.filter(listed, state__in=STANDING_DISCLOSURES)


class Disclosure(Published, Versioned):
    """The disclosure of a listing as it stands now; DisclosureVersion keeps the chain."""

    listing = models.OneToOneField(Listing, models.PROTECT, related_name="disclosure")

    objects = DisclosureQuerySet.as_manager()

    class Meta:
        ordering = ["-disclosed_on", "-pk"]
        indexes = [
            models.Index(fields=["disclosed_on"], name="disclosure_on"),
            models.Index(
                fields=["submitted_at"],
                condition=Q(state=DisclosureState.SUBMITTED),
                name="disclosure_to_check",
            ),
        ]
        constraints = [models.CheckConstraint(name="disclosure_decided_by_and_at", condition=_is_decided())]

    def __str__(self) -> str:
        return str(self.listing_id)


class DisclosureVersion(Published):
    """One submission of a disclosure and its outcome; the last one says what the disclosure says."""

    disclosure = models.ForeignKey(Disclosure, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["disclosure", "number"]
        constraints = [
            models.UniqueConstraint(fields=["disclosure", "number"], name="disclosure_version_once"),
            models.CheckConstraint(name="disclosure_version_decided", condition=_is_decided()),
        ]

    def __str__(self) -> str:
        return f"{self.disclosure_id} v{self.number}"
