"""What the enterprise writes in a round: the plan, its team and targets, the seven stages."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from audits.enums import Stage
from audits.models.round import Round
from config.common.quantities import QuantityField
from config.common.versions import Versioned


class RoundStage(Versioned):
    """One of the seven stages of a round: planned and actual dates, who answers for it, its result in words."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="stages")
    stage = models.CharField(max_length=20, choices=Stage)
    planned_on = models.DateField(_("计划完成"), null=True, blank=True)
    submitted_on = models.DateField(_("提交日期"), null=True, blank=True)
    approved_on = models.DateField(_("通过日期"), null=True, blank=True)
    responsible = models.CharField(_("负责人"), max_length=60, blank=True)
    result = models.TextField(_("阶段成果"), blank=True)
    facts = models.JSONField(default=dict)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["round", "stage"], name="round_stage_once")]

    def __str__(self) -> str:
        return f"{self.round_id} {self.stage}"

    @property
    def trail_name(self) -> str:
        return f"{self.round.trail_name} {self.get_stage_display()}"


class AuditPlan(Versioned):
    """The plan the enterprise files: focus, training, schedule (in the stages), measures it intends."""

    round = models.OneToOneField(Round, models.CASCADE, related_name="plan")
    focus = models.CharField(_("审核重点"), max_length=300, blank=True)
    training = models.CharField(_("宣传培训安排"), max_length=500, blank=True)
    intended_measures = models.TextField(_("拟实施的方案"), blank=True)
    submitted_on = models.DateField(null=True, blank=True)
    approved_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(self.round_id)


class TeamMember(models.Model):
    """A member of the audit team (worksheet 1-1)."""

    plan = models.ForeignKey(AuditPlan, models.CASCADE, related_name="team")
    name = models.CharField(_("姓名"), max_length=60)
    post = models.CharField(_("小组职务"), max_length=60)
    department = models.CharField(_("部门及职务"), max_length=120, blank=True)
    duty = models.CharField(_("职责"), max_length=200, blank=True)
    is_leader = models.BooleanField(_("组长"), default=False)
    from_management = models.BooleanField(_("管理层"), default=False)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name


class Target(models.Model):
    """A target of the audit (worksheet 2-13): present value, near and far aim, what was reached."""

    plan = models.ForeignKey(AuditPlan, models.CASCADE, related_name="targets")
    indicator = models.CharField(_("指标"), max_length=80)
    unit = models.CharField(_("单位"), max_length=30)
    present = QuantityField(_("现状"))
    near = QuantityField(_("近期目标"))
    far = QuantityField(_("远期目标"), null=True, blank=True)
    reached = QuantityField(_("达到值"), null=True, blank=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.indicator
