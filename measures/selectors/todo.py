"""Hook TODO: what of measures, visits and post-assessments waits for a person.

Each item's number is the count of the list its link opens. What would flood the home page is one item.
"""

from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from config.common.access import OFFICERS, Role
from config.common.todo import DutyItem
from enterprises.enums import RosterState
from measures.enums import FindingState
from measures.models import Measure
from measures.selectors import measures as reads
from measures.selectors.findings import answered_findings, open_findings
from measures.selectors.past import past_waiting
from measures.selectors.post_assessments import due_post_assessments, rounds_to_post_assess
from measures.selectors.terms import term_counts
from measures.selectors.visits import visits_today

_MANY = 8


def todo_items(user: User, on: date) -> list[DutyItem]:
    if user.role in (Role.ENTERPRISE, Role.AGENCY):
        return [*_terms(user, on), *_overdue(user, on), *_without_figures(user), *_findings(user)]
    if user.role == Role.VERIFIER:
        return _visits(user, on)
    if user.role in OFFICERS:
        return [
            *_terms(user, on),
            *_to_send(user),
            *_post_assessments(user, on),
            *_to_plan(user, on),
            *_past_previews(user),
            *_findings(user),
        ]
    return []


def _past_previews(user: User) -> list[DutyItem]:
    rows = list(past_waiting(user)[: _MANY + 1])
    if len(rows) > _MANY:
        href = f"{reverse('measures:past_import_list')}?state={RosterState.PREVIEWED}"
        text = _("%(count)d 份往年数据待确认") % {"count": past_waiting(user).count()}
        return [DutyItem(text, href, kind="past_waiting")]
    return [
        DutyItem(
            text=_("确认往年数据导入：%(name)s") % {"name": row.file.name},
            href=reverse("measures:past_import_detail", args=[row.pk]),
            kind="past_waiting",
        )
        for row in rows
    ]


def _terms(user: User, on: date) -> list[DutyItem]:
    """Costly measures whose year after the evaluation is over, or nearly."""
    late, soon = term_counts(user, on)
    href = f"{reverse('measures:measure_list')}?waiting="
    items = [
        _counted(late, _("项中/高费方案已过评估后的实施期限"), f"{href}past_term", kind="measure_past_term"),
        _counted(soon, _("项中/高费方案的实施期限将到"), f"{href}near_term", kind="measure_near_term"),
    ]
    return [item for item, count in zip(items, (late, soon), strict=True) if count]


def _overdue(user: User, on: date) -> list[DutyItem]:
    rows = reads.overdue(reads.measures_for(user), on).order_by("planned_on", "pk")
    text = _("方案 %(measure)s 已过计划完成日期，请登记完成或说明原因")
    return _measure_items(rows, "measures:measure_move", text, "overdue", _("项方案已过计划完成日期"))


def _without_figures(user: User) -> list[DutyItem]:
    rows = reads.without_figures(reads.measures_for(user)).order_by("implemented_on", "pk")
    text = _("方案 %(measure)s 已实施，请补填实际效益")
    return _measure_items(rows, "measures:measure_edit", text, "figures", _("项已实施方案缺实际效益"))


def _measure_items(rows: QuerySet[Measure], page: str, text: str, waiting: str, noun: str) -> list[DutyItem]:
    """One item for each measure; when there are many, one for all of them with the list behind it."""
    found = list(rows[: _MANY + 1])
    if len(found) > _MANY:
        return [_counted(rows.count(), noun, f"{reverse('measures:measure_list')}?waiting={waiting}")]
    return [
        DutyItem(
            text=text % {"measure": f"{measure.number} {measure.title}"},
            href=reverse(page, args=[measure.pk]),
            due_on=measure.planned_on if waiting == "overdue" else None,
            where=measure.round.enterprise.name,
            kind=f"measure_{waiting}",
        )
        for measure in found
    ]


def _counted(count: int, noun: str, href: str, **details: Any) -> DutyItem:
    return DutyItem(text=f"{count} {noun}", href=href, **details)


def _visits(user: User, on: date) -> list[DutyItem]:
    visits: list[Any] = list(visits_today(user, on)[: _MANY + 1])
    href = reverse("measures:assignment_list")
    if len(visits) > _MANY:
        return [_counted(visits_today(user, on).count(), _("次现场核查待完成"), href, due_on=on)]
    return [
        DutyItem(
            text=ngettext("现场核查：%(n)d 项已实施方案", "现场核查：%(n)d 项已实施方案", visit.standing)
            % {"n": visit.standing},
            href=reverse("measures:visit_detail", args=[visit.pk]),
            due_on=visit.visit_on,
            where=visit.round.enterprise.name,
            kind="visit",
        )
        for visit in visits
    ]


def _to_send(user: User) -> list[DutyItem]:
    count = reads.awaiting_visit(Measure.objects.visible_to(user)).count()
    href = f"{reverse('measures:measure_list')}?waiting=visit"
    return [_counted(count, _("项已实施方案待指派现场核查"), href, kind="assign")] if count else []


def _post_assessments(user: User, on: date) -> list[DutyItem]:
    rows = due_post_assessments(user, on)
    found = list(rows[: _MANY + 1])
    if len(found) > _MANY:
        href = f"{reverse('measures:post_assessment_list')}?state=due"
        return [_counted(rows.count(), _("个轮次的后评估即将到期或已逾期"), href, due_on=found[0].planned_on)]
    return [
        DutyItem(
            text=_("开展后评估并登记结论"),
            href=reverse("measures:post_assessment_edit", args=[row.pk]),
            due_on=row.planned_on,
            where=row.round.enterprise.name,
            kind="post_assessment",
        )
        for row in found
    ]


def _to_plan(user: User, on: date) -> list[DutyItem]:
    count = rounds_to_post_assess(user, on).count()
    href = reverse("measures:post_assessment_candidate_list")
    noun = _("个轮次验收已满一年，未安排后评估")
    return [_counted(count, noun, href, kind="post_assessment_plan")] if count else []


def _findings(user: User) -> list[DutyItem]:
    """The enterprise mends what is open, the bureau looks at what was answered."""
    bureau = user.role in OFFICERS
    rows = answered_findings(user) if bureau else open_findings(user)
    found = list(rows[: _MANY + 1])
    if len(found) > _MANY:
        state = FindingState.ANSWERED if bureau else FindingState.OPEN
        href = f"{reverse('measures:finding_list')}?state={state}"
        noun = _("个核查问题待复核") if bureau else _("个核查问题待整改")
        return [_counted(rows.count(), noun, href, kind="finding", due_on=found[0].due_on)]
    words = _("复核整改情况：%(text)s") if bureau else _("整改核查发现的问题：%(text)s")
    return [
        DutyItem(
            text=words % {"text": row.text[:40]},
            href=reverse("measures:finding_detail", args=[row.pk]),
            due_on=row.due_on,
            where=row.round.enterprise.name,
            kind="finding",
        )
        for row in found
    ]
