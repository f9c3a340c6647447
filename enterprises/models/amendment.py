"""What follows a published list: amendments as documents of their own, and the papers made of both."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Region, User
from config.common.access import OFFICERS
from config.common.versions import Versioned
from enterprises.enums import AmendmentKind, DocumentKind, ListState
from enterprises.models.enterprise import Enterprise
from enterprises.models.listing import Listing, MandatoryList
from operations.models import Attachment


class ListAmendmentQuerySet(models.QuerySet["ListAmendment"]):
    def visible_to(self, user: User) -> "ListAmendmentQuerySet":
        """Issued ones are public like the list; a draft is seen by officers of the list's own level only."""
        issued = Q(state=ListState.PUBLISHED)
        if user.role in OFFICERS and user.region:
            return self.filter(issued | Q(mandatory_list__region_id=user.region_id))
        return self.filter(issued)


class ListAmendment(Versioned):
    """A document that changes a published list: drafted, then issued once, never edited after.

    `amends` names the earlier amendment this one puts right, where it does.
    """

    mandatory_list = models.ForeignKey(MandatoryList, models.PROTECT, related_name="amendments")
    amends = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="amended_by")
    number = models.PositiveSmallIntegerField(_("次序"))
    reason = models.CharField(_("修订原因"), max_length=300)
    state = models.CharField(max_length=10, choices=ListState, default=ListState.DRAFT)
    document_no = models.CharField(_("文号"), max_length=60, blank=True)
    authority = models.CharField(_("发布机关"), max_length=80, blank=True)
    amended_on = models.DateField(_("修订日期"), null=True, blank=True)
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    issued_at = models.DateTimeField(null=True, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    objects = ListAmendmentQuerySet.as_manager()

    class Meta:
        ordering = ["mandatory_list", "number"]
        constraints = [
            models.UniqueConstraint(fields=["mandatory_list", "number"], name="amendment_number_once"),
            models.UniqueConstraint(
                fields=["mandatory_list"], condition=Q(state=ListState.DRAFT), name="amendment_draft_once"
            ),
            models.UniqueConstraint(
                fields=["mandatory_list", "document_no"],
                condition=~Q(document_no=""),
                name="amendment_document_no_once",
            ),
            models.CheckConstraint(
                name="issued_amendment_is_complete",
                condition=Q(state=ListState.DRAFT)
                | Q(amended_on__isnull=False, issued_at__isnull=False, issued_by__isnull=False)
                & ~Q(document_no="")
                & ~Q(authority=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.mandatory_list_id}/{self.number}"

    @property
    def trail_name(self) -> str:
        return f"{self.mandatory_list.title} 第{self.number}次修订"


class AmendmentItem(models.Model):
    """One entry that an amendment adds, removes or corrects.

    `values` is what is to stand: of an added entry its basis (once issued, all its published words), of a
    corrected one the changed columns; `old` what stood before, kept when it was issued: the words of
    enterprises.calculations.list_history.
    """

    amendment = models.ForeignKey(ListAmendment, models.CASCADE, related_name="items")
    kind = models.CharField(max_length=8, choices=AmendmentKind)
    enterprise = models.ForeignKey(Enterprise, models.PROTECT, related_name="+")
    listing = models.ForeignKey(
        Listing, models.PROTECT, null=True, blank=True, related_name="amendment_items"
    )
    reason = models.CharField(_("原因"), max_length=300)
    values = models.JSONField(default=dict)
    old = models.JSONField(default=dict)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["amendment", "enterprise"], name="amendment_item_once"),
            models.CheckConstraint(
                name="amendment_item_names_entry",
                condition=Q(kind=AmendmentKind.ADD) | Q(listing__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.enterprise_id}"

    @property
    def trail_name(self) -> str:
        return self.enterprise.name


class ListDocumentQuerySet(models.QuerySet["ListDocument"]):
    def visible_to(self, user: User) -> "ListDocumentQuerySet":
        """Notices and amended lists are public like the list; letters are for officers of the places they go to."""
        public = [DocumentKind.NOTICE, DocumentKind.WHOLE]
        notices = Q(kind__in=public, mandatory_list__in=MandatoryList.objects.visible_to(user))
        if user.role in OFFICERS:
            return self.filter(notices | Q(region_id__in=user.territory_ids()))
        return self.filter(notices)


class ListDocument(models.Model):
    """A paper made of a published list, or of one of its amendments: the notice, or the letters of one city."""

    mandatory_list = models.ForeignKey(MandatoryList, models.PROTECT, related_name="documents")
    amendment = models.ForeignKey(
        ListAmendment, models.PROTECT, null=True, blank=True, related_name="documents"
    )
    kind = models.CharField(max_length=8, choices=DocumentKind)
    region = models.ForeignKey(Region, models.PROTECT, related_name="+")
    part = models.PositiveSmallIntegerField(default=1)
    rows = models.PositiveIntegerField()
    pages = models.PositiveIntegerField()
    file = models.ForeignKey(Attachment, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    objects = ListDocumentQuerySet.as_manager()

    class Meta:
        ordering = ["amendment", "kind", "region__code", "part"]
        constraints = [
            models.UniqueConstraint(
                fields=["mandatory_list", "kind", "region", "part"],
                condition=Q(amendment__isnull=True),
                name="list_document_once",
            ),
            models.UniqueConstraint(
                fields=["amendment", "kind", "region", "part"],
                condition=Q(amendment__isnull=False),
                name="amendment_document_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.region_id} {self.part}"
