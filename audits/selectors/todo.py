"""What waits in audits, computed from the rows: the enterprise's next step, the officer's desk, the expert's papers."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from django.db.models import Case, Count, F, Min, Q, When
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.models import User
from audits.enums import RoundState, Stage, Waiting
from audits.lifecycle import PLANT, WAITING, WAITING_FOR_OFFICER, WAITING_FOR_PLANT, gate_of, stage_of
from audits.models import Round
from audits.selectors.rounds import (
    LATE,
    MINE_WAITING,
    UNMENDED,
    lateness_condition,
    rectify_due,
    rounds_listed,
)
from audits.selectors.todo_reviews import expert_items, fee_items, officer_review_step, with_review
from config.common.access import Role
from config.common.todo import DutyItem
from enterprises.selectors.clock import paused_dues

_MANY = 8
_APPLY = {
    RoundState.REPORTED: gettext_lazy("申请评估"),
    RoundState.EVALUATION_SUPPLEMENT: gettext_lazy("补充材料后再次申请评估"),
    RoundState.CONTINUATION_APPROVED: gettext_lazy("申请验收"),
    RoundState.ACCEPTANCE_RECTIFY: gettext_lazy("整改后再次申请验收"),
    RoundState.ACCEPTANCE_FAILED: gettext_lazy("按意见重新实施"),
}


def todo_items(user: User, on: date) -> list[DutyItem]:
    """Hook TODO: each round by itself; of what would flood the desk, one line with the list behind it."""
    if user.role in PLANT:
        return _round_items(user, on, WAITING_FOR_PLANT, _plant_item)
    if user.is_officer:
        return [
            *_overdue(user, on),
            *fee_items(user),
            *_round_items(user, on, WAITING_FOR_OFFICER, _officer_item),
        ]
    if user.role == Role.EXPERT:
        return expert_items(user)
    return []


def _round_items(
    user: User, on: date, kinds: Sequence[Waiting], item_of: Callable[[Round], DutyItem]
) -> list[DutyItem]:
    """Three queries: how many wait in each state, the rounds of those kinds that have few, whose clocks stand."""
    states = [state for kind in kinds for state in WAITING[kind]]
    waiting = rounds_listed(user).filter(state__in=states)
    mine = Q(officer=user)
    counted = list(
        waiting.order_by()
        .values_list("state")
        .annotate(
            number=Count("pk"),
            soonest=Min("next_due_on"),
            own=Count("pk", filter=mine),
            own_soonest=Min("next_due_on", filter=mine),
        )
    )
    counts = {state: (number, due_on) for state, number, due_on, _own, _own_due_on in counted}
    items = _assigned([(own, due_on) for _state, _number, _due_on, own, due_on in counted])
    singly: list[str] = []
    for kind in kinds:
        found = [counts[state] for state in WAITING[kind] if state in counts]
        number = sum(count for count, _due_on in found)
        if number > _MANY:
            due_on = min((due for _count, due in found if due), default=None)
            items.append(_counted(kind, number, due_on))
        else:
            singly += WAITING[kind]
    few = list(with_review(waiting.filter(state__in=singly)).order_by("next_due_on", "pk"))
    paused = paused_dues({round_.listing_id for round_ in few}, on)
    return items + [
        replace(item_of(round_), paused=(round_.listing_id, round_.next_due_on) in paused) for round_ in few
    ]


def _counted(kind: Waiting, number: int, due_on: date | None) -> DutyItem:
    text = ngettext("%(n)d 轮%(what)s", "%(n)d 轮%(what)s", number) % {"n": number, "what": kind.label}
    query = urlencode({"waiting": kind.value})
    return DutyItem(text, f"{reverse('audits:round_list')}?{query}", due_on, kind="rounds_waiting")


def _assigned(own: list[tuple[int, date | None]]) -> list[DutyItem]:
    """One line for the rounds the officer deals with and is waited for; the list behind it has the same number."""
    number = sum(count for count, _due_on in own)
    if not number:
        return []
    text = ngettext("由您经办的 %(n)d 轮待办理", "由您经办的 %(n)d 轮待办理", number) % {"n": number}
    query = urlencode({"officer": MINE_WAITING})
    soonest = min((due for _count, due in own if due), default=None)
    return [DutyItem(text, f"{reverse('audits:round_list')}?{query}", soonest, kind="rounds_mine")]


def _overdue(user: User, on: date) -> list[DutyItem]:
    """One line for all that should have begun, one for all that did not mend; each list has the same number."""
    starts = lateness_condition(LATE, on) & Q(stage=Stage.PLANNED)
    late = rounds_listed(user).filter(starts | lateness_condition(UNMENDED, on))
    late = late.annotate(
        late_on=Case(When(stage=Stage.PLANNED, then=F("next_due_on")), default=rectify_due())
    )
    grouped = late.order_by().values_list("stage").annotate(number=Count("pk"), soonest=Min("late_on"))
    found = {stage: (number, soonest) for stage, number, soonest in grouped}
    items = []
    if Stage.PLANNED in found:
        number, soonest = found[Stage.PLANNED]
        text = ngettext("%(n)d 家企业逾期未启动审核", "%(n)d 家企业逾期未启动审核", number)
        href = _late_rounds(stage=Stage.PLANNED, lateness=LATE)
        items.append(DutyItem(text % {"n": number}, href, soonest, kind="overdue_start"))
    if Stage.ACCEPTANCE in found:
        number, soonest = found[Stage.ACCEPTANCE]
        text = ngettext(
            "%(n)d 家企业整改逾期，未再次申请验收", "%(n)d 家企业整改逾期，未再次申请验收", number
        )
        href = _late_rounds(lateness=UNMENDED)
        items.append(DutyItem(text % {"n": number}, href, soonest, kind="overdue_rectify"))
    return items


def _late_rounds(**filters: str) -> str:
    return f"{reverse('audits:round_list')}?{urlencode(filters)}"


def next_step(round_: Round) -> tuple[str, str]:
    """The one next thing of the plant: its words and where it is done."""
    page = reverse("audits:round_detail", args=[round_.pk])
    state, stage = RoundState(round_.state), stage_of(round_.state)
    if state in _APPLY:
        return str(_APPLY[state]), page
    if state in {RoundState.PLANNED, RoundState.PLAN_RETURNED}:
        words = _("修改并重新报送审核计划") if state == RoundState.PLAN_RETURNED else _("编报审核计划")
        return words, reverse("audits:plan_edit", args=[round_.pk])
    if gate_of(state) == Stage.REPORTED:
        return _("报送审核报告"), reverse("audits:report_submit", args=[round_.pk])
    words = _("按退回意见修改“%(stage)s”") if state.endswith("_RETURNED") else _("完成“%(stage)s”阶段并提交")
    return words % {"stage": stage.label}, reverse("audits:stage_edit", args=[round_.pk, stage.lower()])


def officer_step(round_: Round) -> str:
    """What the officer is waited for."""
    state, stage = RoundState(round_.state), stage_of(round_.state)
    if state == RoundState.PLAN_SUBMITTED:
        return _("审查审核计划")
    if state == RoundState.REPORTED:
        return _("审核报告已报送，组织评估")
    if state.endswith("_APPLIED"):
        return _("组织%(stage)s并登记结果") % {"stage": stage.label}
    if state.endswith("_SCORED"):
        return _("登记%(stage)s结论") % {"stage": stage.label}
    return _("审查“%(stage)s”阶段成果") % {"stage": stage.label}


def _plant_item(round_: Any) -> DutyItem:
    words, href = next_step(round_)
    return DutyItem(
        words,
        href,
        round_.next_due_on,
        round_.enterprise.name,
        "round_work",
    )


def _officer_item(round_: Any) -> DutyItem:
    page = reverse("audits:round_detail", args=[round_.pk])
    step = officer_review_step(round_)
    words, href = step or (officer_step(round_), page)
    due_on = round_.review_due_on if step and round_.review_due_on else round_.next_due_on
    return DutyItem(words, href, due_on, round_.enterprise.name, "round_decide")
