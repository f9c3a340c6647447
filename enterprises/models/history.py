"""What became of an enterprise: codes it bore, dated changes, merges with all they moved, likely doubles."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from config.common.access import OFFICERS
from enterprises.enums import ChangeKind
from enterprises.models.enterprise import Enterprise, visible_enterprises


class EnterpriseCode(models.Model):
    """A code under which the enterprise is also found: one it bore before, or that of one merged into it."""

    enterprise = models.ForeignKey(Enterprise, models.CASCADE, related_name="former_codes")
    code = models.CharField(_("代码"), max_length=18, db_index=True)
    until = models.DateField()

    class Meta:
        ordering = ["-until", "-pk"]
        verbose_name = _("曾用代码")

    def __str__(self) -> str:
        return self.code


class EnterpriseChange(models.Model):
    """A dated change with its reason and document. `other` is the enterprise it was split from or into."""

    enterprise = models.ForeignKey(Enterprise, models.CASCADE, related_name="changes")
    kind = models.CharField(max_length=10, choices=ChangeKind)
    on = models.DateField(_("生效日期"))
    old = models.CharField(max_length=160, blank=True)
    new = models.CharField(max_length=160, blank=True)
    reason = models.CharField(_("原因"), max_length=300)
    document_no = models.CharField(_("文号"), max_length=60, blank=True)
    other = models.ForeignKey(Enterprise, models.PROTECT, null=True, blank=True, related_name="+")
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["-on", "-pk"]
        verbose_name = _("变更记录")

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.on}"


class MergeQuerySet(models.QuerySet["EnterpriseMerge"]):
    def visible_to(self, user: User) -> "MergeQuerySet":
        """Officers see the merges of their territory."""
        if user.role not in OFFICERS:
            return self.none()
        return self.filter(visible_enterprises(user, "survivor__"))


class EnterpriseMerge(models.Model):
    """Two registrations of one enterprise made one. `record` holds what was moved, changed and made:

    `rows`: [model, id, column, {other column: old value}], `columns`: {survivor's column: [old, new]},
    `made`: [model, id].
    """

    survivor = models.ForeignKey(Enterprise, models.PROTECT, related_name="merges")
    merged = models.ForeignKey(Enterprise, models.PROTECT, related_name="+")
    merged_on = models.DateField()
    reason = models.CharField(_("合并理由"), max_length=300)
    record = models.JSONField(default=dict)
    merged_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    merged_at = models.DateTimeField()
    undone_on = models.DateField(null=True, blank=True)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)

    objects = MergeQuerySet.as_manager()

    class Meta:
        ordering = ["-merged_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["merged"], condition=Q(undone_on__isnull=True), name="merged_once"
            ),
            models.CheckConstraint(condition=~Q(survivor=F("merged")), name="merge_of_two"),
            models.CheckConstraint(
                name="merge_undone_whole",
                condition=Q(undone_on__isnull=True, undone_by__isnull=True, undone_at__isnull=True)
                | Q(undone_on__isnull=False, undone_by__isnull=False, undone_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.merged_id}→{self.survivor_id}"


class DuplicatePairQuerySet(models.QuerySet["DuplicatePair"]):
    def visible_to(self, user: User) -> "DuplicatePairQuerySet":
        """Pairs of which both lie in the officer's territory."""
        if user.role not in OFFICERS:
            return self.none()
        return self.filter(visible_enterprises(user, "first__"), visible_enterprises(user, "second__"))


class DuplicatePair(models.Model):
    """Two that may be one, and why; `dismissed_*` remembers that a person said they are not."""

    first = models.ForeignKey(Enterprise, models.CASCADE, related_name="+")
    second = models.ForeignKey(Enterprise, models.CASCADE, related_name="+")
    likeness = models.PositiveSmallIntegerField(_("相似度"))
    same_code = models.BooleanField(default=False)
    same_name = models.BooleanField(default=False)
    same_address = models.BooleanField(default=False)
    found_at = models.DateTimeField()
    dismissed_on = models.DateField(null=True, blank=True)
    dismissed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=300, blank=True)

    objects = DuplicatePairQuerySet.as_manager()

    class Meta:
        ordering = ["-likeness", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="duplicate_pair_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="duplicate_pair_ordered"),
        ]

    def __str__(self) -> str:
        return f"{self.first_id}~{self.second_id}"
