"""The watchlist (名录库): who is not on a list but was given a day by which to audit and be accepted."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from config.common.versions import Versioned
from enterprises.enums import WatchState
from enterprises.models.enterprise import Enterprise, visible_enterprises


class WatchEntryQuerySet(models.QuerySet["WatchEntry"]):
    def visible_to(self, user: User) -> "WatchEntryQuerySet":
        return self.filter(visible_enterprises(user, "enterprise__"))


class WatchEntry(Versioned):
    """One enterprise, or another subject, of the library with its two dates; met days come from its rounds."""

    enterprise = models.ForeignKey(Enterprise, models.PROTECT, related_name="watched")
    reason = models.CharField(_("入库理由"), max_length=300)
    document_no = models.CharField(_("文号"), max_length=60, blank=True)
    added_on = models.DateField(_("入库日期"))
    audit_by = models.DateField(_("完成审核期限"))
    accept_by = models.DateField(_("通过验收期限"), null=True, blank=True)
    audited_on = models.DateField(_("完成审核日期"), null=True, blank=True)
    accepted_on = models.DateField(_("通过验收日期"), null=True, blank=True)
    state = models.CharField(_("状态"), max_length=6, choices=WatchState, default=WatchState.OPEN)
    ended_on = models.DateField(null=True, blank=True)
    end_reason = models.CharField(_("移出理由"), max_length=300, blank=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    objects = WatchEntryQuerySet.as_manager()

    class Meta:
        ordering = ["audit_by", "pk"]
        verbose_name = _("名录库条目")
        indexes = [models.Index(fields=["audit_by", "id"], name="watch_audit_by")]
        constraints = [
            models.UniqueConstraint(
                fields=["enterprise"], condition=Q(state=WatchState.OPEN), name="watch_open_once"
            ),
            models.CheckConstraint(
                name="watch_end_whole",
                condition=Q(state=WatchState.OPEN, ended_on__isnull=True)
                | Q(state=WatchState.ENDED, ended_on__isnull=False) & ~Q(end_reason=""),
            ),
            models.CheckConstraint(
                name="watch_audit_before_acceptance",
                condition=Q(accept_by__isnull=True) | Q(accept_by__gte=F("audit_by")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enterprise_id} {self.audit_by}"
