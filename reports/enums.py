"""Names of what is reported to others."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class CreditKind(models.TextChoices):
    """What the credit platform is told."""

    LISTS = "lists", _("审核名单")
    PENALTIES = "penalties", _("行政处罚")


class CreditState(models.TextChoices):
    MAKING = "making", _("生成中")
    MADE = "made", _("已生成")
    UNCHANGED = "unchanged", _("没有变化")
    FAILED = "failed", _("没有完成")


class CreditFlag(models.TextChoices):
    """What became of a row since it was last sent."""

    NEW = "new", _("新增")
    CHANGED = "changed", _("变更")
    WITHDRAWN = "withdrawn", _("撤销")
    SAME = "same", _("无变化")
    REFUSED = "refused", _("未报送")


class StatementPurpose(models.TextChoices):
    """What a statement of results is wanted for."""

    PERMIT = "permit", _("排污许可")
    EIA = "eia", _("环境影响评价")
    PROJECT = "project", _("项目审批或备案")
    OTHER = "other", _("其他")


class StatementState(models.TextChoices):
    ISSUED = "issued", _("有效")
    WITHDRAWN = "withdrawn", _("已撤回")
