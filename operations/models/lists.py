"""Lists as files, and lists as people like to see them."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from config.common.versions import Versioned
from operations.enums import Sharing


class ExportQuerySet(models.QuerySet["Export"]):
    def visible_to(self, user: User) -> "ExportQuerySet":
        return self.filter(owner=user)


class Export(models.Model):
    """A list as a file, as its owner could see it when it was made: the parameters, and the file while it is kept.

    `stored_as` is a random name under settings.EXPORT_DIR, empty before it is made and after it has expired.
    """

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="exports")
    page = models.CharField(max_length=80)
    title = models.CharField(_("列表"), max_length=80)
    query = models.TextField(blank=True)
    words = models.TextField(_("条件"), blank=True)
    kind = models.CharField(_("格式"), max_length=4)
    rows = models.PositiveIntegerField(_("行数"), null=True, blank=True)
    notes = models.CharField(max_length=300, blank=True)
    stored_as = models.CharField(max_length=40, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    job = models.ForeignKey("operations.Job", models.PROTECT, null=True, blank=True, related_name="exports")
    created_at = models.DateTimeField()
    made_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)

    objects = ExportQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["owner", "-id"], name="export_owner"),
            models.Index(fields=["expires_at"], name="export_expiry"),
        ]
        constraints = [
            models.CheckConstraint(
                name="export_file_is_made",
                condition=models.Q(stored_as="") | models.Q(made_at__isnull=False, expires_at__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return self.title


class SavedViewQuerySet(models.QuerySet["SavedView"]):
    def visible_to(self, user: User) -> "SavedViewQuerySet":
        """One's own, and what colleagues of the same authority share; only parameters are ever shared."""
        mine = models.Q(owner=user)
        if user.region_id is None:
            return self.filter(mine)
        office = models.Q(sharing=Sharing.OFFICE, owner__region_id=user.region_id, owner__role=user.role)
        return self.filter(mine | office)

    def with_link(self, user: User) -> "SavedViewQuerySet":
        """Besides these, what is shared with everybody who has its address."""
        return self.filter(
            models.Q(pk__in=self.visible_to(user).values("pk")) | models.Q(sharing=Sharing.LINK)
        )


class SavedView(Versioned):
    """Filter, order and columns of a list under a name. It holds parameters and never rows."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="saved_views")
    page = models.CharField(max_length=80)
    name = models.CharField(_("视图名称"), max_length=40)
    query = models.TextField(blank=True)
    sharing = models.CharField(_("共享"), max_length=10, choices=Sharing, default=Sharing.PRIVATE)
    token = models.CharField(max_length=32, unique=True)
    created_at = models.DateTimeField()

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["owner", "page", "name"], name="saved_view_name_once"),
        ]

    def __str__(self) -> str:
        return self.name


class DefaultView(models.Model):
    """The view with which a person's list opens."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="default_views")
    page = models.CharField(max_length=80)
    view = models.ForeignKey(SavedView, models.CASCADE, related_name="defaults")

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["user", "page"], name="default_view_once")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.page}"
