"""Words for people: projects, their facts, and what they are counted to save."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from config.common.access import Permission, allowed
from config.common.wording import Light, date_words, number_words
from measures.enums import ProjectState
from measures.lifecycle import PROJECT
from measures.models import Project
from measures.selectors.projects import Saved

_TONES = {
    ProjectState.PROPOSED: "todo",
    ProjectState.GOING: "info",
    ProjectState.ACCEPTED: "done",
    ProjectState.ENDED: "paused",
}


def project_light(row: Project) -> Light:
    return Light(_TONES[ProjectState(row.state)], row.get_state_display())


def project_rows(rows: Iterable[Any]) -> list[dict[str, Any]]:
    return [
        {
            "title": row.title,
            "href": reverse("measures:project_detail", args=[row.pk]),
            "kind": row.get_kind_display(),
            "undertaker": row.undertaker,
            "place": row.enterprise.region.name if row.enterprise else row.region.name,
            "begins_on": row.begins_on,
            "ends_on": row.ends_on,
            "investment_wan": row.investment_wan,
            "public_wan": row.public_wan,
            "carried": row.carried,
            "benefit": row.benefit,
            "light": project_light(row),
        }
        for row in rows
    ]


def project_facts(row: Any) -> list[dict[str, Any]]:
    plant, technology = row.enterprise, row.technology
    facts = [
        {"term": _("类别"), "value": row.get_kind_display()},
        {"term": _("承担单位"), "value": row.undertaker},
        _linked(_("实施企业"), plant, "enterprises:enterprise_detail"),
        _linked(_("所用技术"), technology, "measures:technology_detail"),
        {"term": _("管理机关"), "value": row.region.bureau_name},
        {"term": _("计划期"), "value": f"{date_words(row.begins_on)} – {date_words(row.ends_on)}"},
        {"term": _("总投资（万元）"), "value": number_words(row.investment_wan)},
        {"term": _("其中财政资金（万元）"), "value": number_words(row.public_wan), "note": row.funder},
        _dated(_("立项"), row.approval_no, row.approved_on),
        _dated(_("验收"), row.acceptance_no, row.accepted_on),
    ]
    if row.ended_on:
        facts.append({"term": _("终止日期"), "value": date_words(row.ended_on)})
    return [fact for fact in facts if fact]


def _linked(term: str, thing: Any, page: str) -> dict[str, Any]:
    return {"term": term, "value": thing.name, "href": reverse(page, args=[thing.pk])} if thing else {}


def _dated(term: str, number: str, on: Any) -> dict[str, Any]:
    return {"term": term, "value": number, "note": date_words(on)} if on else {}


def saved_rows(row: Any, saved: Iterable[Saved]) -> list[dict[str, Any]]:
    """What the carried measures are counted to bring, and of how many it was read on site."""
    rows = [
        {"term": _("携带的方案"), "value": number_words(row.carried)},
        {"term": _("其中已实施"), "value": number_words(row.standing)},
        {"term": _("经济效益（万元/a）"), "value": number_words(row.benefit)},
    ]
    for one in saved:
        facts = {"read": one.read, "all": one.measures}
        note = _("%(all)d 项方案，其中 %(read)d 项为现场核实") % facts
        rows.append({"term": f"{one.name}（{one.unit}）", "value": number_words(one.counted), "note": note})
    return rows


def project_actions(user: User, row: Project, *, keeps: bool) -> list[dict[str, Any]]:
    """What the reader may do with it now; the first is the main one."""
    if not keeps or not allowed(user, Permission.PROJECTS_WRITE):
        return []
    return [
        {"label": str(move.label), "href": reverse("measures:project_move", args=[row.pk, move.name])}
        for move in PROJECT.leaving(row.state)
    ]
