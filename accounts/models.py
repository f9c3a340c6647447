"""People, territory, departments, tokens and the trail."""

from datetime import date
from typing import Any

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from config.common.access import ADMINISTRATORS, OFFICERS, Role
from config.common.versions import Versioned


class Level(models.TextChoices):
    """A level of government."""

    PROVINCE = "province", _("省")
    CITY = "city", _("设区市")
    COUNTY = "county", _("县（市、区）")


class AttemptKind(models.TextChoices):
    """What is counted so that nobody guesses or pesters: wrong codes and dead links, letters that were asked for."""

    WRONG_CODE = "wrong_code"
    RESET_BY_PLACE = "reset_by_place"
    RESET_OF_PERSON = "reset_of_person"
    EMAIL_LETTER = "email_letter"


_BUREAUS = {Level.PROVINCE: "生态环境厅", Level.CITY: "生态环境局", Level.COUNTY: "生态环境分局"}


class RegionQuerySet(models.QuerySet["Region"]):
    def within(self, region: "Region") -> "RegionQuerySet":
        """The region itself and everything below it."""
        return self.filter(path__startswith=region.path)

    def on(self, day: Any) -> "RegionQuerySet":
        """Those in force on `day`."""
        return self.filter(
            Q(effective_from__isnull=True) | Q(effective_from__lte=day),
            Q(effective_to__isnull=True) | Q(effective_to__gt=day),
        )

    def current(self) -> "RegionQuerySet":
        return self.filter(effective_to__isnull=True)


class Region(models.Model):
    """A place of GB/T 2260 with its validity; `path` lists the codes from the province down, each ended by a slash."""

    code = models.CharField(_("代码"), max_length=6, unique=True)
    name = models.CharField(_("名称"), max_length=40)
    level = models.CharField(max_length=10, choices=Level)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    province = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    city = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    path = models.CharField(max_length=40, unique=True)
    effective_from = models.DateField(null=True, blank=True)
    effective_to = models.DateField(null=True, blank=True)
    mark = models.CharField(max_length=1, blank=True)

    objects = RegionQuerySet.as_manager()

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name

    @property
    def full_name(self) -> str:
        """太原市 小店区, for 城区 is in two cities; the place itself when it is a city or a province."""
        if self.city is None or self.city_id == self.pk:
            return self.name
        return f"{self.city.name} {self.name}"

    @property
    def bureau_name(self) -> str:
        """Its ecology and environment authority; a municipality's is a bureau like a city's."""
        municipality = self.level == Level.PROVINCE and self.name.endswith("市")
        kind = Level.CITY if municipality else Level(self.level)
        return f"{self.name}{_BUREAUS[kind]}"

    def stands(self, on: date) -> bool:
        """Whether the place is in force on a day."""
        begun = self.effective_from is None or self.effective_from <= on
        return begun and (self.effective_to is None or self.effective_to > on)

    def covers(self, other: "Region") -> bool:
        return other.path.startswith(self.path)

    def may_mean(self, other: "Region") -> bool:
        """What hangs here for want of certainty lies below, or below the place above where this one was abolished."""
        around = self.path if self.effective_to is None else self.path.removesuffix(f"{self.code}/")
        return other.path != self.path and other.path.startswith(around)


class RegionChange(models.Model):
    """A division that was renamed, merged or split: the old place and one of its successors."""

    old = models.ForeignKey(Region, models.PROTECT, related_name="successions")
    new = models.ForeignKey(Region, models.PROTECT, related_name="predecessors")
    effective_on = models.DateField()
    mark = models.CharField(max_length=1, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["old", "new"], name="region_change_once")]

    def __str__(self) -> str:
        return f"{self.old_id}→{self.new_id}"


class Department(models.Model):
    """A department of government at a level: owns duties and tasks. A bureau is the environment department."""

    class Kind(models.TextChoices):
        ENVIRONMENT = "environment", _("生态环境")
        REFORM = "reform", _("发展改革")
        INDUSTRY = "industry", _("工业和信息化")
        OTHER = "other", _("其他")

    region = models.ForeignKey(Region, models.PROTECT)
    kind = models.CharField(max_length=20, choices=Kind)
    name = models.CharField(_("名称"), max_length=80)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["region", "name"], name="department_once")]

    def __str__(self) -> str:
        return self.name


class UserQuerySet(models.QuerySet["User"]):
    def visible_to(self, user: "User") -> "UserQuerySet":
        """Administrators see all people; others only themselves."""
        if user.role in {Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN}:
            return self.exclude(role=Role.BUILTIN)
        return self.filter(pk=user.pk)


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):  # type: ignore[misc]  # Django's own idiom
    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(username=username)


class User(AbstractBaseUser, Versioned):
    """One person, one role, one account. Built-in actors (the platform itself) cannot sign in."""

    username = models.CharField(_("用户名"), max_length=60, unique=True)
    name = models.CharField(_("姓名"), max_length=60)
    role = models.CharField(_("角色"), max_length=20, choices=Role)
    region = models.ForeignKey(Region, models.PROTECT, null=True, blank=True, verbose_name=_("所属区域"))
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, verbose_name=_("所属部门")
    )
    email = models.EmailField(_("电子邮箱"), blank=True)
    email_confirmed_at = models.DateTimeField(_("邮箱确认时间"), null=True, blank=True)
    pending_email = models.EmailField(_("待确认的邮箱"), blank=True)
    phone = models.CharField(_("手机"), max_length=20, blank=True)
    is_active = models.BooleanField(_("启用"), default=True)
    must_change_password = models.BooleanField(default=False)
    password_changed_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: list[str] = []  # type: ignore[misc]  # Django's own idiom

    objects = UserManager()  # type: ignore[misc]  # Django's own idiom

    class Meta:
        ordering = ["username"]
        constraints = [
            models.CheckConstraint(
                name="officer_has_region",
                condition=~Q(role__in=sorted([*OFFICERS, Role.DEPARTMENT])) | Q(region__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_officer(self) -> bool:
        return self.role in OFFICERS

    @property
    def is_administrator(self) -> bool:
        return self.role in ADMINISTRATORS

    @property
    def is_builtin(self) -> bool:
        return self.role == Role.BUILTIN

    @property
    def email_waits(self) -> str:
        """The address that was given and not confirmed yet, if there is one."""
        return self.pending_email or ("" if self.email_confirmed_at else self.email)

    def territory_ids(self) -> list[int]:
        """Ids of the regions this person's work covers; read once for each request, empty without a region."""
        if self.region_id is None:
            return []
        cached: list[int] | None = self.__dict__.get("_territory_ids")
        if cached is None:
            cached = list(Region.objects.within(self.region).values_list("pk", flat=True))  # type: ignore[arg-type]
            self.__dict__["_territory_ids"] = cached
        return cached


class Attempt(models.Model):
    """Something that may be tried only so often; whose it was is kept as a keyed hash, for a day."""

    kind = models.CharField(max_length=20, choices=AttemptKind)
    digest = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["kind", "digest", "at"], name="attempt_recent")]

    def __str__(self) -> str:
        return f"{self.kind} {self.at}"


class ResetRequest(models.Model):
    """Somebody has lost a password, as typed; the worker looks who it is, writes the letter and takes the row away."""

    typed = models.CharField(max_length=254)
    asked_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(self.pk)


class SignInQuerySet(models.QuerySet["SignIn"]):
    def visible_to(self, user: User) -> "SignInQuerySet":
        return self.filter(user=user)


class SignIn(models.Model):
    """A browser in which a person signed in; its session carries the id. Kept for a month, for the person alone."""

    class End(models.TextChoices):
        """Why it is over."""

        LEFT = "left", _("已退出")
        LIMIT = "limit", _("在别处登录，超过上限")
        ENDED = "ended", _("由本人结束")
        PASSWORD = "password", _("密码已更换")  # a reason, no password
        CLOSED = "closed", _("账号已停用")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="sign_ins")
    address = models.CharField(_("来自"), max_length=45, blank=True)
    agent = models.CharField(_("浏览器"), max_length=300, blank=True)
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    end = models.CharField(max_length=10, choices=End, blank=True)

    objects = SignInQuerySet.as_manager()

    class Meta:
        ordering = ["-started_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="sign_in_end_has_reason",
                condition=Q(ended_at__isnull=True, end="") | Q(ended_at__isnull=False) & ~Q(end=""),
            )
        ]
        indexes = [models.Index(fields=["user", "ended_at", "started_at"], name="sign_in_live")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.started_at}"


class ApiToken(models.Model):
    """A key for programs; only its SHA-256 is kept."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="api_tokens")
    name = models.CharField(_("用途"), max_length=60)
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name


class ActivityQuerySet(models.QuerySet["Activity"]):
    def visible_to(self, user: User) -> "ActivityQuerySet":
        """The log administrator sees all; an officer what happened in the own territory; others their own deeds."""
        if user.role == Role.LOG_ADMIN:
            return self
        if user.is_officer:
            return self.filter(region_path__startswith=user.region.path)  # type: ignore[union-attr]
        return self.filter(actor_id=user.pk)


class Activity(models.Model):
    """One deed in the append-only trail: who, when, from where, what, old and new value.

    It has no foreign keys, so that nothing it tells of can change or remove it; triggers refuse
    UPDATE and DELETE on both databases.
    """

    at = models.DateTimeField(db_index=True)
    actor_id = models.BigIntegerField(db_index=True)
    actor = models.CharField(max_length=120)
    role = models.CharField(max_length=20)
    address = models.CharField(max_length=45, blank=True)
    request_id = models.CharField(max_length=36, blank=True)
    verb = models.CharField(max_length=60)
    thing_kind = models.CharField(max_length=60)
    thing_id = models.BigIntegerField(null=True)
    thing = models.CharField(max_length=200)
    region_path = models.CharField(max_length=40, blank=True)
    old = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    new = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    note = models.CharField(max_length=500, blank=True)

    objects = ActivityQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["thing_kind", "thing_id"], name="activity_thing"),
            models.Index(fields=["region_path"], name="activity_region"),
        ]

    def __str__(self) -> str:
        return f"{self.actor} {self.verb} {self.thing}"


class ActivitySeal(models.Model):
    """A link of the chain: the hash of the one before and of this activity. Made in order by the sweep."""

    activity_id = models.BigIntegerField(unique=True)
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64, unique=True)
    sealed_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["previous"], name="activity_seal_chain")]

    def __str__(self) -> str:
        return self.digest
