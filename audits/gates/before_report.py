"""Stages one to five: focus, targets, the level at the start, and the report that ends them."""

from django.urls import reverse
from django.utils.translation import gettext as _

from audits.enums import Stage
from audits.facts import RoundFacts
from audits.gates.plan import plan_link
from config.common.errors import Problem


def focus_is_chosen(facts: RoundFacts) -> list[Problem]:
    """Worksheet 2-12: where in the plant the audit digs deeper."""
    if facts.focus.strip():
        return []
    return [Problem("focus", _("未确定审核重点"), plan_link(facts, "id_focus"))]


def targets_are_set(facts: RoundFacts) -> list[Problem]:
    """Worksheet 2-13: at least one target with a near aim."""
    if any(target.near is not None for target in facts.targets):
        return []
    return [Problem("targets", _("未设置清洁生产目标（至少一项近期目标）"), plan_link(facts, "targets"))]


def level_before_is_entered(facts: RoundFacts) -> list[Problem]:
    """The cleaner-production level before the audit, to compare with the one after."""
    if facts.level_before:
        return []
    link = reverse("audits:stage_edit", args=[facts.round_id, Stage.PRE_ASSESSMENT.lower()])
    return [Problem("level_before", _("未填写审核前清洁生产水平等级"), f"{link}#id_level_before")]


def report_is_attached(facts: RoundFacts) -> list[Problem]:
    """What is handed in is a report, not a click."""
    if facts.has_report:
        return []
    link = reverse("audits:report_submit", args=[facts.round_id])
    return [Problem("report", _("未上传清洁生产审核报告"), f"{link}#id_report")]
