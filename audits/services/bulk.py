"""Deeds on many rounds at once, each as if it were done alone: assign, remind, extend, return."""

from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import User
from audits.enums import RoundState
from audits.lifecycle import BY_REVIEW, LIFECYCLE
from audits.models import Round
from audits.services.assignments import round_assign
from audits.services.moves import round_move
from config.common.errors import NotAllowed, Refused
from enterprises.services.bulk import duty_extend, listing_remind, next_duty

Done = tuple[str, dict[str, Any]]


def bulk_assign(*, thing_id: int, params: dict[str, Any], by: User, at: datetime) -> Done:
    round_ = _round(thing_id, by)
    officer = User.objects.select_related("region").get(pk=params["officer"])
    old = round_.officer_id
    if old == officer.pk:
        raise Refused(_("经办人已经是%(name)s，没有变动。") % {"name": officer.name})
    round_assign(round_=round_, officer=officer, by=by, at=at)
    return _("经办人：%(name)s。") % {"name": officer.name}, {"old": old, "new": officer.pk}


def bulk_unassign(
    *, thing_id: int, params: dict[str, Any], result: dict[str, Any], by: User, at: datetime
) -> Done:
    """Put the officer before back, if nobody named another one since."""
    round_ = _round(thing_id, by)
    if round_.officer_id != result["new"]:
        name = round_.officer.name if round_.officer else _("无")
        raise Refused(_("之后已有人改动（现在的经办人：%(name)s），没有撤销。") % {"name": name})
    old = User.objects.select_related("region").filter(pk=result["old"]).first() if result["old"] else None
    round_assign(round_=round_, officer=old, by=by, at=at)
    return _("经办人恢复为：%(name)s。") % {"name": old.name if old else _("无")}, {}


def bulk_return(*, thing_id: int, params: dict[str, Any], by: User, at: datetime) -> Done:
    """Return what the round has handed in, plan or stage, for the reason of the whole set."""
    round_ = _round(thing_id, by)
    leaving = [move for move in LIFECYCLE.leaving(round_.state) if move.name not in BY_REVIEW]
    step = next((move for move in leaving if move.name.endswith("_return")), None)
    if step is None:
        state = {"state": RoundState(round_.state).label}
        raise Refused(_("本轮现处于“%(state)s”，没有待审查的计划或阶段成果可以退回。") % state)
    on = date.fromisoformat(params["on"])
    round_move(round_=round_, move=step.name, by=by, at=at, on=on, reason=params["reason"])
    return _("已办理：%(move)s。") % {"move": step.story}, {}


def bulk_remind(*, thing_id: int, params: dict[str, Any], by: User, at: datetime) -> Done:
    on, note = date.fromisoformat(params["on"]), params.get("note", "")
    count = listing_remind(listing_id=_listing_id(_round(thing_id, by)), note=note, on=on, by=by, at=at)
    return _("已提醒 %(n)d 人。") % {"n": count}, {}


def bulk_extend(*, thing_id: int, params: dict[str, Any], by: User, at: datetime) -> Done:
    """A request to extend the round's next legal duty; it waits for another officer."""
    round_ = _round(thing_id, by)
    _listing_id(round_)
    return duty_extend(duty=next_duty(round_.listing), params=params, by=by, at=at)  # type: ignore[arg-type]


def _listing_id(round_: Round) -> int:
    if round_.listing_id is None:
        raise Refused(_("自愿性审核没有法定期限。"))
    return round_.listing_id


def _round(pk: int, by: User) -> Round:
    rows = Round.objects.visible_to(by).select_related(
        "enterprise__region__city", "officer", "listing", "agency"
    )
    round_ = rows.filter(pk=pk).first()
    if round_ is None:
        raise NotAllowed(_("这一行不在您的工作范围内，或已不存在。"))
    return round_
