"""Words for people: why a duty is due on its day, step by step, and what moved it."""

from datetime import date, timedelta
from typing import Any

from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from accounts.models import User
from config.common.access import Permission, Role, allowed
from config.common.errors import NotAllowed
from config.common.wording import Light, date_words, due_light, listed
from enterprises.calculations.clock import Step, WorkCalendar, count
from enterprises.calculations.duty_history import ClockEvent, replay
from enterprises.enums import AdjustmentKind, AdjustmentState, DutyEvent, ListingState
from enterprises.models import Duty, DutyAdjustment, DutyChange, Listing
from enterprises.rules.clock import check_may_decide, is_paused, last_day, pause_stands
from enterprises.selectors.clock import clock_event, term_of

_COUNTED = {DutyEvent.OPENED, DutyEvent.RECOMPUTED}
_PAUSING = {DutyEvent.PAUSED, DutyEvent.RESUMED}
_TONES = {
    AdjustmentState.REQUESTED: "soon",
    AdjustmentState.APPROVED: "ok",
    AdjustmentState.REFUSED: "returned",
    AdjustmentState.ENDED: "done",
    AdjustmentState.UNDONE: "returned",
}
_EVENT_TONES = {
    DutyEvent.PAUSED: "paused",
    DutyEvent.EXTENDED: "soon",
    DutyEvent.EXTENSION_UNDONE: "returned",
    DutyEvent.MET: "ok",
    DutyEvent.REOPENED: "returned",
}


def explained(listing: Listing, calendar: WorkCalendar) -> dict[str, Any]:
    """Why each duty of an entry is due on its day, in the shape of `explain_due --json`."""
    return {"listing": listing.pk, "duties": [_explained(duty, calendar) for duty in listing.duties.all()]}


def _explained(duty: Duty, calendar: WorkCalendar) -> dict[str, Any]:
    return {
        "code": duty.code,
        "regime": duty.regime.regime,
        "article": duty.regime.basis,
        "base_on": duty.base_on.isoformat(),
        "steps": [step | {"text": step_words(step)} for step in steps_of(duty, calendar)],
        "pauses": [
            _pause(row) for row in sorted(duty.adjustments.all(), key=lambda row: row.pk) if pause_stands(row)
        ],
        "due_on": duty.due_on.isoformat(),
        "provisional": duty.provisional,
    }


def _pause(row: DutyAdjustment) -> dict[str, Any]:
    last = last_day(row)
    days = (last - row.from_on).days + 1 if last and row.from_on else 0
    return {
        "from": row.from_on.isoformat() if row.from_on else "",
        "to": last.isoformat() if last else "",
        "days": days,
        "reason": row.reason,
        "document": row.document.name,
        "approved_by": row.decided_by.name if row.decided_by else "",
    }


def steps_of(duty: Duty, calendar: WorkCalendar) -> list[Step]:
    """The count by law, then what decisions added; each step with the day it leads to."""
    changes = list(duty.changes.all())
    counted = [row for row in changes if row.kind in _COUNTED]
    steps: list[Step] = list(counted[-1].steps) if counted else []
    if not steps:
        steps = list(count(duty.base_on, term_of(duty.regime), calendar).steps)
    if not counted:
        return steps
    events = [clock_event(counted[-1])]
    for row in changes:
        if row.kind in _COUNTED or row.adjustment is None:
            continue
        events.append(clock_event(row))
        steps.append(_decided_step(row, events))
    return steps


def _decided_step(row: DutyChange, events: list[ClockEvent]) -> Step:
    reached = replay(events) or row.due_on
    step: Step = {"step": row.kind, "on": reached.isoformat(), "reason": row.reason}
    if row.kind in _PAUSING and row.adjustment and row.adjustment.from_on:
        first = row.adjustment.from_on
        last = first + timedelta(days=row.days - 1)
        step |= {"days": row.days, "from": first.isoformat(), "to": last.isoformat()}
    if row.until_on:
        step["until"] = row.until_on.isoformat()
    return step


def step_words(step: Step) -> str:
    """One step as a sentence."""
    facts = {name: _day(value) for name, value in step.items() if name in {"on", "from", "to", "until"}}
    facts |= {name: step[name] for name in ("number", "days", "wanted") if name in step}
    if step["step"] == "calendar":
        return _term_words(step, facts)
    sentence = _SENTENCES[step["step"]]() % facts
    return sentence + _rest_words(step)


def _term_words(step: Step, facts: dict[str, Any]) -> str:
    words = {
        "day": _("加 %(number)d 日，到%(on)s。"),
        "month": _("加 %(number)d 个月，到%(on)s。"),
        "year": _("加 %(number)d 年，到%(on)s。"),
    }
    return words[step["unit"]] % facts


_SENTENCES = {
    "base": lambda: _("自%(on)s起算，当日不计入。"),
    "set": lambda: _("主管部门作出结论时确定，到%(on)s。"),
    "clamp": lambda: _("当月没有 %(wanted)d 日，取月末%(on)s。"),
    "working": lambda: _("数 %(number)d 个工作日，到%(on)s。"),
    "roll": lambda: _("%(from)s是休息日，顺延到%(on)s。"),
    "paused": lambda: _("%(from)s至%(to)s中止计算 %(days)d 天，期限到%(on)s。"),
    "resumed": lambda: _("提前恢复计算，中止实为 %(days)d 天，期限到%(on)s。"),
    "extended": lambda: _("经批准延期，期限到%(on)s。"),
    "extension_undone": lambda: _("撤销延期，期限回到%(on)s。"),
}


def _rest_words(step: Step) -> str:
    """Rest days that were skipped, by name, and weekends on which one works."""
    words = []
    if step.get("weekend_days"):
        words.append(_("跳过周末 %(n)d 天。") % {"n": step["weekend_days"]})
    for holiday in step.get("holidays", []):
        days = listed(_short(day) for day in holiday["days"])
        words.append(_("跳过%(name)s（%(days)s）。") % {"name": holiday["name"], "days": days})
    if step.get("make_up_days"):
        days = listed(_short(row["on"]) for row in step["make_up_days"])
        words.append(_("调休上班日照计（%(days)s）。") % {"days": days})
    return "".join(words)


def _day(iso: str) -> str:
    return date_words(date.fromisoformat(iso))


def _short(iso: str) -> str:
    return iso[5:]


# ---- the page ---------------------------------------------------------------------------------


def clock_page(user: User, listing: Listing, calendar: WorkCalendar, today: date) -> dict[str, Any]:
    """Everything the page of one entry's dates shows."""
    return {
        "listing": listing,
        "heading": listing.name,
        "list_title": listing.mandatory_list.title,
        "duties": [
            _duty_card(duty, user, calendar, today, removed=listing.state == ListingState.REMOVED)
            for duty in listing.duties.all()
        ],
        "may_adjust": allowed(user, Permission.DUTIES_ADJUST) and listing.state != ListingState.REMOVED,
        "may_ask": allowed(user, Permission.DUTIES_ASK) and listing.state != ListingState.REMOVED,
        "asks_own": user.role == Role.ENTERPRISE,
        "removed": _removed_words(listing),
    }


def _removed_words(listing: Listing) -> str:
    """Why nothing is owed any more; empty while the entry stands."""
    if listing.state != ListingState.REMOVED:
        return ""
    facts = {
        "day": date_words(listing.state_on),
        "number": listing.state_document,
        "reason": listing.state_reason,
    }
    return _("%(day)s由%(number)s移出名单：%(reason)s。以下期限自那一天起不再履行。") % facts


def _duty_card(
    duty: Duty, user: User, calendar: WorkCalendar, today: date, *, removed: bool
) -> dict[str, Any]:
    return {
        "pk": duty.pk,
        "label": duty.get_code_display(),
        "due_on": date_words(duty.due_on),
        "light": duty_light(duty, today, removed=removed),
        "provisional": duty.provisional,
        "facts": [
            {"term": _("依据"), "value": duty.regime.basis, "note": mark_words(duty.regime.mark)},
            {"term": _("期限规定"), "value": regime_term(duty.regime)},
            {"term": _("起算日"), "value": date_words(duty.base_on)},
        ],
        "steps": [step_words(step) for step in steps_of(duty, calendar)],
        "adjustments": [_adjustment(row, user) for row in duty.adjustments.all()],
        "events": [_event(row) for row in reversed(duty.changes.all())],
        "open": duty.met_on is None,
    }


def due_words(duty: Duty) -> str:
    """The due date, with its mark while it is provisional."""
    return date_words(duty.due_on) + (_("（暂定）") if duty.provisional else "")


def duty_light(duty: Duty, today: date, *, removed: bool = False) -> Light:
    """The traffic light; violet while a granted pause runs, or once the entry was taken off its list.

    The adjustments are fetched already.
    """
    if removed and duty.met_on is None:
        return Light("paused", _("不再履行"))
    return due_light(duty.due_on, duty.met_on, today, paused=is_paused(duty.adjustments.all(), today))


def _adjustment(row: DutyAdjustment, user: User) -> dict[str, Any]:
    standing = row.state == AdjustmentState.APPROVED and row.duty.met_on is None
    pause = row.kind == AdjustmentKind.PAUSE
    reason = _reason_not(user, row)
    return {
        "pk": row.pk,
        "version": row.version,
        "title": row.get_kind_display(),
        "words": _adjustment_words(row),
        "light": Light(_TONES[AdjustmentState(row.state)], row.get_state_display()),
        "reason": row.reason,
        "document": row.document.name,
        "href": reverse("enterprises:adjustment_document", args=[row.pk]),
        "asked": _("%(who)s %(day)s 申请")
        % {"who": row.asked_by.name, "day": f"{localtime(row.asked_at):%Y-%m-%d}"},
        "decided": _decided_words(row),
        "waits": row.state == AdjustmentState.REQUESTED,
        "may_not": reason,
        "may_withdraw": row.state == AdjustmentState.REQUESTED and row.asked_by_id == user.pk,
        "may_resume": standing and pause and not reason,
        "may_undo": standing and not pause and not reason,
    }


def request_rows(rows: list[DutyAdjustment]) -> list[dict[str, Any]]:
    """Requests that wait, each with the page on which it is decided."""
    return [
        {
            "name": row.duty.listing.name,
            "place": row.duty.listing.enterprise.region.full_name,
            "kind": row.get_kind_display(),
            "duty": row.duty.get_code_display(),
            "due_on": date_words(row.duty.due_on),
            "words": _adjustment_words(row),
            "reason": row.reason,
            "asked": row.asked_by.name,
            "asked_on": f"{localtime(row.asked_at):%Y-%m-%d}",
            "href": reverse("enterprises:clock_detail", args=[row.duty.listing_id]) + f"#duty-{row.duty_id}",
        }
        for row in rows
    ]


def _adjustment_words(row: DutyAdjustment) -> str:
    if row.kind == AdjustmentKind.EXTENSION:
        return _("延期至%(day)s") % {"day": date_words(row.until_on)}
    return _("%(from)s至%(to)s") % {"from": date_words(row.from_on), "to": date_words(last_day(row))}


def _decided_words(row: DutyAdjustment) -> str:
    if row.decided_by is None or row.decided_at is None:
        return ""
    facts = {"who": row.decided_by.name, "day": f"{localtime(row.decided_at):%Y-%m-%d}", "note": row.note}
    if row.note:
        return _("%(who)s %(day)s 办理：%(note)s") % facts
    return _("%(who)s %(day)s 办理") % facts


def _reason_not(user: User, row: DutyAdjustment) -> str:
    """Why this person may not decide; empty when nothing stands against it."""
    if not allowed(user, Permission.DUTIES_ADJUST):
        return _("由主管部门审批。")
    try:
        check_may_decide(user, row)
    except NotAllowed as refusal:
        return refusal.sentence
    return ""


def _event(row: DutyChange) -> dict[str, Any]:
    who = row.made_by.name if row.made_by else ""
    return {
        "text": _("%(what)s，期限%(day)s") % {"what": row.get_kind_display(), "day": date_words(row.due_on)},
        "note": row.reason + (_("（暂定）") if row.provisional else ""),
        "when": row.on.isoformat(),
        "who": who,
        "tone": _EVENT_TONES.get(DutyEvent(row.kind), ""),
    }


def regime_term(row: Any) -> str:
    """一个月、45 个工作日… of a row of LegalRegime."""
    if row.day_kind == "working":
        words = _("%(n)d 个工作日")
    else:
        words = {"day": _("%(n)d 日"), "month": _("%(n)d 个月"), "year": _("%(n)d 年")}[row.unit]
    term = words % {"n": row.number}
    return term + _("，末日逢休息日顺延") if row.rolls_to_working_day else term


def mark_words(mark: str) -> str:
    """How sure one is of a row: read in the text, told by practitioners, or different from place to place."""
    return {"L": _("已核对原文"), "R": _("据实务经验，未见原文"), "?": _("各地不一，由省里确认")}.get(
        mark, ""
    )
