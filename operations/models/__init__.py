"""Jobs, checked files, notices, and the platform's own pulse."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from config.common.access import ADMINISTRATORS, Role
from operations.enums import MailKind, MailState, NoticeKind


class JobState(models.TextChoices):
    QUEUED = "queued", _("等待中")
    RUNNING = "running", _("进行中")
    DONE = "done", _("已完成")
    FAILED = "failed", _("失败")
    CANCELLED = "cancelled", _("已取消")


class JobQuerySet(models.QuerySet["Job"]):
    def visible_to(self, user: User) -> "JobQuerySet":
        """One's own; administrators see all (metadata only: presenters leave arguments and results out)."""
        return self if user.role in ADMINISTRATORS else self.filter(created_by=user)


class Job(models.Model):
    """A piece of long work. This row is the truth; the message in the queue only hints at it.

    `task` is the dotted path of a function in some app's tasks module, `args` its keyword arguments (ids).
    `attempt` fences: a late finisher with an old attempt may not write. `language` is the requester's: what the
    work writes for people is in it, whatever the worker's own is.
    """

    task = models.CharField(max_length=120)
    args = models.JSONField(default=dict)
    title = models.CharField(_("任务"), max_length=200)
    state = models.CharField(max_length=10, choices=JobState, default=JobState.QUEUED)
    dedupe_key = models.CharField(max_length=200, unique=True)
    language = models.CharField(max_length=10, default=settings.LANGUAGE_CODE)
    attempt = models.PositiveIntegerField(default=0)
    failures = models.PositiveIntegerField(default=0)
    lease_until = models.DateTimeField(null=True, blank=True)
    dispatched_at = models.DateTimeField(null=True, blank=True)
    dispatches = models.PositiveIntegerField(default=0)
    cancel_asked = models.BooleanField(default=False)
    step = models.CharField(max_length=200, blank=True)
    percent = models.PositiveSmallIntegerField(default=0)
    result = models.JSONField(default=dict)
    result_href = models.CharField(max_length=300, blank=True)
    reason = models.TextField(blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="jobs")
    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["state", "lease_until"], name="job_state_lease"),
            models.Index(fields=["created_by", "-id"], name="job_owner"),
        ]
        constraints = [
            models.CheckConstraint(name="job_percent", condition=models.Q(percent__lte=100)),
            models.CheckConstraint(
                name="job_done_is_100",
                condition=~models.Q(percent=100) | models.Q(state=JobState.DONE),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_over(self) -> bool:
        return self.state in {JobState.DONE, JobState.FAILED, JobState.CANCELLED}


class Attachment(models.Model):
    """A checked file under its SHA-256. It has no URL of its own: the owning app serves it after its own check."""

    name = models.CharField(_("文件名"), max_length=200)
    kind = models.CharField(max_length=10)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    stored_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    stored_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name


class MailQuerySet(models.QuerySet["Mail"]):
    def visible_to(self, user: User) -> "MailQuerySet":
        """The system administrator looks after all of them (never their text); others only after their own."""
        return self if user.role == Role.SYSTEM_ADMIN else self.filter(recipient=user)


class Mail(models.Model):
    """One letter to one person: the digest of the notices that point to it, or one about the own account.

    The row is written with its notices, the text is made when it is sent, the address is the person's own on
    that day. `next_try_at` null: it will not be tried again.
    """

    kind = models.CharField(
        _("内容"), max_length=20, choices=MailKind, default=MailKind.DIGEST, db_default=MailKind.DIGEST
    )
    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="mails")
    on = models.DateField()
    key = models.CharField(max_length=100, unique=True)
    state = models.CharField(max_length=10, choices=MailState, default=MailState.QUEUED)
    tries = models.PositiveIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)

    objects = MailQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["state", "next_try_at"], name="mail_due"),
            models.Index(fields=["recipient", "-id"], name="mail_recipient"),
        ]
        constraints = [
            models.CheckConstraint(
                name="mail_sent_has_time",
                condition=~models.Q(state=MailState.SENT) | models.Q(sent_at__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return self.key


class MutedKind(models.Model):
    """A kind of notice a person does not want by e-mail; on the platform it is shown all the same."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="muted_kinds")
    kind = models.CharField(max_length=20, choices=NoticeKind)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["user", "kind"], name="muted_kind_once")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.kind}"


class CalendarFeed(models.Model):
    """The secret address of a person's calendar; only its SHA-256 is kept. A revoked one opens nothing."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="calendar_feeds")
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user"], condition=models.Q(revoked_at__isnull=True), name="calendar_feed_once"
            )
        ]

    def __str__(self) -> str:
        return f"feed {self.pk}"


class NoticeRun(models.Model):
    """A day whose reminders are out; the next run covers the days since."""

    on = models.DateField(unique=True)
    ran_at = models.DateTimeField()

    class Meta:
        ordering = ["on"]

    def __str__(self) -> str:
        return str(self.on)


class NoticeQuerySet(models.QuerySet["Notice"]):
    def visible_to(self, user: User) -> "NoticeQuerySet":
        return self.filter(recipient=user)


class Notice(models.Model):
    """One message to one person, once for each (rule, case, recipient, due date)."""

    rule = models.CharField(max_length=60)
    case_kind = models.CharField(max_length=60)
    case_id = models.BigIntegerField()
    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices")
    due_on = models.DateField(null=True, blank=True)
    key = models.CharField(max_length=200, unique=True)
    text = models.CharField(max_length=500)
    href = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    mail = models.ForeignKey(Mail, models.SET_NULL, null=True, blank=True, related_name="notices")

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["recipient", "read_at"], name="notice_unread"),
            models.Index(fields=["recipient", "-id"], name="notice_recipient"),
            models.Index(fields=["created_at"], name="notice_created"),
        ]

    def __str__(self) -> str:
        return self.text


class Pulse(models.Model):
    """When the sweep last ran: worker health is this row under two minutes old, not *a process exists*."""

    name = models.CharField(max_length=40, unique=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


from operations.models.bulk import BulkRow, BulkRun  # noqa: E402 -- they name Job by its label
from operations.models.lists import DefaultView, Export, SavedView  # noqa: E402

__all__ = [
    "Attachment",
    "BulkRow",
    "BulkRun",
    "CalendarFeed",
    "DefaultView",
    "Export",
    "Job",
    "JobState",
    "Mail",
    "MutedKind",
    "Notice",
    "NoticeRun",
    "Pulse",
    "SavedView",
]
