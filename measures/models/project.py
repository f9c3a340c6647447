"""Research, demonstration and renovation projects, and the measures they carry."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Region, User
from config.common.quantities import QuantityField
from config.common.versions import Versioned
from enterprises.models import Enterprise
from enterprises.models.enterprise import visible_enterprises
from measures.enums import ProjectKind, ProjectState
from measures.models.measure import Measure, Technology


class ProjectQuerySet(models.QuerySet["Project"]):
    def visible_to(self, user: User) -> "ProjectQuerySet":
        """Those of the officer's bureaus and of enterprises one may see."""
        seen = visible_enterprises(user, "enterprise__")
        if user.is_officer:
            seen |= Q(region_id__in=user.territory_ids())
        return self.filter(seen)


class Project(Versioned):
    """A project a bureau keeps: who undertakes it, its money in 万元, its documents, and what it carries.

    What it saves is never typed: it is counted from `measures`. Without `enterprise` (an institute's research) it
    carries none, and `undertaker` says who works on it.
    """

    kind = models.CharField(_("类别"), max_length=13, choices=ProjectKind)
    title = models.CharField(_("项目名称"), max_length=120)
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("管理机关"))
    enterprise = models.ForeignKey(
        Enterprise, models.PROTECT, null=True, related_name="projects", verbose_name=_("实施企业")
    )
    undertaker = models.CharField(_("承担单位"), max_length=120)
    technology = models.ForeignKey(Technology, models.PROTECT, null=True, related_name="projects")
    measures = models.ManyToManyField(Measure, related_name="projects")
    begins_on = models.DateField(_("计划开始"))
    ends_on = models.DateField(_("计划完成"))
    investment_wan = QuantityField(_("总投资"), help_text="万元")
    public_wan = QuantityField(_("其中财政资金"), help_text="万元")
    funder = models.CharField(_("资金来源"), max_length=120, blank=True)
    state = models.CharField(max_length=8, choices=ProjectState, default=ProjectState.PROPOSED)
    approval_no = models.CharField(_("立项文号"), max_length=60, blank=True)
    approved_on = models.DateField(_("立项日期"), null=True)
    acceptance_no = models.CharField(_("验收文号"), max_length=60, blank=True)
    accepted_on = models.DateField(_("验收日期"), null=True)
    ended_on = models.DateField(_("终止日期"), null=True)
    result = models.CharField(_("成果或终止原因"), max_length=500, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    objects = ProjectQuerySet.as_manager()

    class Meta:
        ordering = ["-begins_on", "-pk"]
        constraints = [
            models.CheckConstraint(name="project_days_in_order", condition=Q(ends_on__gt=F("begins_on"))),
            models.CheckConstraint(
                name="project_public_within", condition=Q(public_wan__lte=F("investment_wan"))
            ),
            models.CheckConstraint(
                name="project_accepted_by_document",
                condition=~Q(state=ProjectState.ACCEPTED)
                | (Q(accepted_on__isnull=False) & ~Q(acceptance_no="") & ~Q(result="")),
            ),
        ]

    def __str__(self) -> str:
        return self.title
