"""Invitations: one-time letters by which a person comes to act for an enterprise."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from config.common.access import OFFICERS, Role
from enterprises.enums import InvitationState
from enterprises.models.enterprise import Enterprise, Representative
from enterprises.models.listing import Listing


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def visible_to(self, user: User) -> "InvitationQuerySet":
        """Officers see those of their territory, representatives those of their enterprises; nobody else any."""
        if user.role in OFFICERS:
            return self.filter(enterprise__region_id__in=user.territory_ids())
        if user.role != Role.ENTERPRISE:
            return self.none()
        own = Representative.objects.filter(user=user, until__isnull=True)
        return self.filter(enterprise__in=own.values("enterprise_id"))

    def waiting(self) -> "InvitationQuerySet":
        """Neither accepted nor revoked; perhaps expired."""
        return self.filter(accepted_at__isnull=True, revoked_at__isnull=True)

    def open(self, at: datetime) -> "InvitationQuerySet":
        """Those that can be accepted at that moment."""
        return self.waiting().filter(expires_at__gt=at)


class Invitation(models.Model):
    """Whoever holds its secret may act for the enterprise, once and until it expires.

    Its two secrets are not stored: they are derived from `nonce` and the platform's key, only their hashes are here.
    `listing`: the entry whose letter prints it. `predecessor`: whose place is taken when it is accepted.
    """

    enterprise = models.ForeignKey(Enterprise, models.CASCADE, related_name="invitations")
    listing = models.ForeignKey(
        Listing, models.CASCADE, null=True, blank=True, related_name="invitations", verbose_name=_("名单")
    )
    predecessor = models.ForeignKey(
        Representative, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("接替谁")
    )
    invitee = models.CharField(_("邀请谁"), max_length=60, blank=True)
    nonce = models.CharField(max_length=43, unique=True)
    token_digest = models.CharField(max_length=64, unique=True)
    code_digest = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField(_("有效期至"))
    accepted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    accepted_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    revoked_at = models.DateTimeField(null=True)
    replaced_by = models.ForeignKey("self", models.SET_NULL, null=True, related_name="+")

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["enterprise", "-id"], name="invitation_enterprise")]
        constraints = [
            models.UniqueConstraint(
                fields=["listing"],
                condition=Q(accepted_at__isnull=True, revoked_at__isnull=True),
                name="invitation_one_letter",
            ),
            models.CheckConstraint(
                name="invitation_ends_once",
                condition=Q(accepted_at__isnull=True) | Q(revoked_at__isnull=True),
            ),
            models.CheckConstraint(
                name="invitation_accepted_pair",
                condition=Q(accepted_at__isnull=True, accepted_by__isnull=True)
                | Q(accepted_at__isnull=False, accepted_by__isnull=False),
            ),
            models.CheckConstraint(
                name="invitation_revoked_pair",
                condition=Q(revoked_at__isnull=True, revoked_by__isnull=True)
                | Q(revoked_at__isnull=False, revoked_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enterprise_id}#{self.pk}"

    def state(self, at: datetime) -> InvitationState:
        if self.accepted_at:
            return InvitationState.ACCEPTED
        if self.revoked_at:
            return InvitationState.REPLACED if self.replaced_by_id else InvitationState.REVOKED
        return InvitationState.OPEN if self.expires_at > at else InvitationState.EXPIRED
