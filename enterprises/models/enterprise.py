"""Enterprises: the audited unit is the site; one code may have several."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Region, User
from config.common.access import OFFICERS, Role
from config.common.plug import hooks
from config.common.versions import Versioned
from enterprises.enums import EnterpriseStatus, PlanField, Scale, SubjectKind
from enterprises.models.industry import Industry


class EnterpriseQuerySet(models.QuerySet["Enterprise"]):
    def visible_to(self, user: User) -> "EnterpriseQuerySet":
        """Officers and departments see their territory, an enterprise its own sites, others what their work names."""
        return self.filter(visible_enterprises(user))


def visible_enterprises(user: User, prefix: str = "") -> Q:
    """The condition for what `user` may see, on an Enterprise or, with a prefix, on a row that points to one."""
    if user.role in OFFICERS or user.role == Role.DEPARTMENT:
        return Q(**{f"{prefix}region_id__in": user.territory_ids()})
    key = f"{prefix}pk__in" if prefix == "" else f"{prefix.removesuffix('__')}_id__in"
    seen = Q(**{key: Representative.objects.filter(user=user, until__isnull=True).values("enterprise_id")})
    for hook in hooks("ENTERPRISE_VISIBLE"):
        seen |= Q(**{key: hook(user)})
    return seen


class EnterpriseManager(models.Manager.from_queryset(EnterpriseQuerySet)):  # type: ignore[misc]  # Django's own idiom
    """Those that stand for themselves: a merged one is found only through its survivor."""

    def get_queryset(self) -> EnterpriseQuerySet:
        rows: EnterpriseQuerySet = super().get_queryset()
        return rows.filter(merged_into__isnull=True)


class KeyArea(models.Model):
    """An area of the plan with special attention: 汾河流域, protection zones, along motorways …"""

    name = models.CharField(_("名称"), max_length=60, unique=True)
    mark = models.CharField(max_length=1, blank=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name


class Park(models.Model):
    """An industrial park (园区) of a place; enterprises name the one they lie in."""

    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("所在区域"))
    name = models.CharField(_("园区名称"), max_length=80)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["region__code", "name"]
        constraints = [models.UniqueConstraint(fields=["region", "name"], name="park_once")]

    def __str__(self) -> str:
        return self.name


class Enterprise(Versioned):
    """One site of an enterprise. `uscc` may be empty when the published list had none.

    `region` is the nearest known place; what was published and could not be resolved is kept in
    `region_as_published` and `industry_as_published`.
    """

    uscc = models.CharField(_("统一社会信用代码"), max_length=18, blank=True)
    site_no = models.PositiveSmallIntegerField(_("厂区序号"), default=1)
    old_code = models.CharField(_("组织机构代码"), max_length=10, blank=True)
    name = models.CharField(_("企业名称"), max_length=120)
    name_key = models.CharField(max_length=120, db_index=True)
    pinyin = models.CharField(max_length=400)
    initials = models.CharField(max_length=120)
    region = models.ForeignKey(Region, models.PROTECT, verbose_name=_("所在区域"))
    region_as_published = models.CharField(max_length=80, blank=True)
    industry = models.ForeignKey(Industry, models.PROTECT, null=True, blank=True, verbose_name=_("行业"))
    industry_as_published = models.CharField(max_length=120, blank=True)
    address = models.CharField(_("地址"), max_length=200, blank=True)
    legal_representative = models.CharField(_("法定代表人"), max_length=60, blank=True)
    scale = models.CharField(_("规模"), max_length=10, choices=Scale, blank=True, default="")
    status = models.CharField(
        _("状态"), max_length=10, choices=EnterpriseStatus, default=EnterpriseStatus.ACTIVE
    )
    key_areas = models.ManyToManyField(KeyArea, blank=True, verbose_name=_("重点区域"))
    kind = models.CharField(
        _("对象类别"),
        max_length=10,
        choices=SubjectKind,
        default=SubjectKind.PLANT,
        db_default=SubjectKind.PLANT,
    )
    plan_field = models.CharField(
        _("规划领域"), max_length=12, choices=PlanField, blank=True, default="", db_default=""
    )
    park = models.ForeignKey(Park, models.PROTECT, null=True, blank=True, verbose_name=_("所在园区"))
    founded_on = models.DateField(_("成立日期"), null=True, blank=True)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField()

    objects = EnterpriseManager()
    everywhere = models.Manager()  # merged ones too

    class Meta:
        ordering = ["pinyin", "pk"]
        indexes = [
            models.Index(fields=["region", "pinyin", "id"], name="enterprise_region_pinyin"),
            models.Index(fields=["uscc"], name="enterprise_uscc"),
            models.Index(fields=["pinyin", "id"], name="enterprise_pinyin"),
            models.Index(fields=["initials"], name="enterprise_initials"),
            models.Index(fields=["old_code"], name="enterprise_old_code"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["uscc", "site_no"],
                condition=~Q(uscc="") & Q(merged_into__isnull=True),
                name="enterprise_site_once",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class EnterpriseName(models.Model):
    """A former name, found by search."""

    enterprise = models.ForeignKey(Enterprise, models.CASCADE, related_name="former_names")
    name = models.CharField(max_length=120)
    name_key = models.CharField(max_length=120, db_index=True)
    until = models.DateField()

    class Meta:
        ordering = ["-until", "-pk"]

    def __str__(self) -> str:
        return self.name


class EnterprisePlacement(models.Model):
    """Where the enterprise lay, from a day on (null: always) to before another (null: still). One open row each."""

    enterprise = models.ForeignKey(Enterprise, models.CASCADE, related_name="placements")
    region = models.ForeignKey(Region, models.PROTECT, related_name="+")
    from_on = models.DateField(null=True, blank=True)
    to_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["enterprise"], condition=Q(to_on__isnull=True), name="placement_one_open"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enterprise_id}@{self.region_id}"


class Permit(models.Model):
    """A discharge permit: 22 characters = USCC + 3-digit site + 1 mark."""

    enterprise = models.ForeignKey(Enterprise, models.CASCADE, related_name="permits")
    number = models.CharField(_("排污许可证编号"), max_length=22, db_index=True)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["enterprise", "number"], name="permit_once")]

    def __str__(self) -> str:
        return self.number


class Representative(models.Model):
    """A person who acts for an enterprise, from when, let in by whom, until when and why; one may act for several."""

    enterprise = models.ForeignKey(Enterprise, models.CASCADE, related_name="representatives")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="represents")
    since = models.DateField()
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    until = models.DateField(null=True, blank=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    ended_why = models.CharField(_("结束原因"), max_length=200, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["enterprise", "user"], condition=Q(until__isnull=True), name="representative_once"
            ),
            models.CheckConstraint(
                name="representative_ended_by_somebody",
                condition=Q(until__isnull=False) | Q(ended_by__isnull=True, ended_why=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id}→{self.enterprise_id}"
