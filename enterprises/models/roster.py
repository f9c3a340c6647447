"""An uploaded roster and its staged rows: nothing is registered before a person confirms the preview."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from enterprises.models.listing import MandatoryList
from enterprises.models.sheet import SheetImport, SheetRow


class RosterImportQuerySet(models.QuerySet["RosterImport"]):
    def visible_to(self, user: User) -> "RosterImportQuerySet":
        return self.filter(created_by=user)


class RosterImport(SheetImport):
    """One uploaded roster for a province and a year."""

    year = models.PositiveSmallIntegerField(_("年度"))
    accept_partial = models.BooleanField(default=False)
    mandatory_list = models.ForeignKey(MandatoryList, models.PROTECT, null=True, related_name="imports")

    objects = RosterImportQuerySet.as_manager()


class RosterRow(SheetRow):
    """One row of a roster."""

    roster = models.ForeignKey(RosterImport, models.CASCADE, related_name="rows")

    class Meta(SheetRow.Meta):
        abstract = False
        indexes = [models.Index(fields=["roster", "state", "id"], name="roster_row_state")]
        constraints = [models.UniqueConstraint(fields=["roster", "sheet", "row"], name="roster_row_once")]
