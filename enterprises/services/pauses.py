"""Pausing and extending a duty's clock: asked for with a paper, decided by another officer, told in the history.

An officer asks, or the enterprise itself; the enterprise is told what became of its request.
"""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.services.activity import activity_record
from config.common.access import Role
from config.common.errors import NotAllowed, Refused
from config.common.kept import edition_bump
from config.common.versions import guarded_update
from enterprises.calculations.clock import WorkCalendar, rolled_on
from enterprises.calculations.duty_history import ClockEvent, ClockState, replay, replay_state
from enterprises.enums import AdjustmentKind, AdjustmentState, DutyEvent
from enterprises.models import Duty, DutyAdjustment
from enterprises.rules import clock as rules
from enterprises.rules.clock import ExtensionTerms, PauseTerms
from enterprises.rules.registry import check_acts_for, check_in_charge
from enterprises.selectors.clock import clock_event, pauses_standing, working_calendar
from enterprises.selectors.people import acts_for, people_acting
from enterprises.services.duties import duty_note, histories_begin
from operations.facts import Telling
from operations.services.attachments import attachment_write
from operations.services.notices import people_tell


@transaction.atomic
def pause_request(*, duty: Duty, terms: PauseTerms, by: User, at: datetime) -> DutyAdjustment:
    """Ask that a duty's clock stand still from one day to another; refused without a document."""
    _held(duty)
    _check_may_ask(by, duty)
    rules.check_adjustable(duty, terms, timezone.localtime(at).date())
    rules.check_pause(duty, terms, pauses_standing(duty))
    days = {"from_on": terms.from_on, "to_on": terms.to_on}
    return _request(duty, AdjustmentKind.PAUSE, terms, days, by, at)


@transaction.atomic
def extension_request(*, duty: Duty, terms: ExtensionTerms, by: User, at: datetime) -> DutyAdjustment:
    """Ask for a later day, within the maximum that the duty's term allows; refused without a document."""
    _held(duty)
    _check_may_ask(by, duty)
    rules.check_adjustable(duty, terms, timezone.localtime(at).date())
    rules.check_extension(duty, terms, _state_of(duty).lawful_on)
    return _request(duty, AdjustmentKind.EXTENSION, terms, {"until_on": terms.until_on}, by, at)


def _check_may_ask(by: User, duty: Duty) -> None:
    """The officer in charge, or who acts for the enterprise."""
    enterprise = duty.listing.enterprise
    if by.role == Role.ENTERPRISE:
        check_acts_for(by, represents=acts_for(by, enterprise))
    else:
        check_in_charge(by, enterprise.region)


def _request(
    duty: Duty,
    kind: AdjustmentKind,
    terms: PauseTerms | ExtensionTerms,
    days: dict[str, date],
    by: User,
    at: datetime,
) -> DutyAdjustment:
    waiting = duty.adjustments.filter(state=AdjustmentState.REQUESTED, kind=kind)
    if terms.document is None:  # the rule has refused this already
        raise Refused(_("请附上依据文件：没有文件不能中止或延长法定期限。"))
    if waiting.exists():
        raise Refused(_("这项义务已有一份同类申请待审批，请先办结。"))
    adjustment = DutyAdjustment.objects.create(
        duty=duty,
        kind=kind,
        reason=terms.reason.strip(),
        document=attachment_write(attachment=terms.document),
        asked_by=by,
        asked_at=at,
        **days,
    )
    _tell("adjustment_request", adjustment, by, at, {"reason": adjustment.reason, **days})
    return adjustment


@transaction.atomic
def adjustment_approve(
    *, adjustment: DutyAdjustment, version: int, by: User, at: datetime, note: str = ""
) -> DutyAdjustment:
    """Grant a request: the due date moves, with a row in the history. Nobody grants his own.

    What held when it was asked for must hold now: the duty open, no pause beside it, the maximum kept.
    """
    rules.check_waits(adjustment)
    rules.check_may_decide(by, adjustment)
    duty = adjustment.duty
    _held(duty)
    _decide(adjustment, AdjustmentState.APPROVED, version, by, at, note)
    on = timezone.localtime(at).date()
    asked_on = timezone.localtime(adjustment.asked_at).date()
    if adjustment.kind == AdjustmentKind.PAUSE and adjustment.from_on and adjustment.to_on:
        pause = PauseTerms(adjustment.reason, adjustment.document, adjustment.from_on, adjustment.to_on)
        rules.check_adjustable(duty, pause, min(asked_on, duty.due_on))
        rules.check_pause(duty, pause, pauses_standing(duty).exclude(pk=adjustment.pk))
        _move(adjustment, DutyEvent.PAUSED, on, by, at, days=pause.days)
    elif adjustment.until_on:
        extension = ExtensionTerms(adjustment.reason, adjustment.document, adjustment.until_on)
        rules.check_adjustable(duty, extension, min(asked_on, duty.due_on))
        rules.check_extension(duty, extension, _state_of(duty).lawful_on)
        _move(adjustment, DutyEvent.EXTENDED, on, by, at, until_on=extension.until_on)
    return adjustment


@transaction.atomic
def adjustment_refuse(
    *, adjustment: DutyAdjustment, version: int, note: str, by: User, at: datetime
) -> DutyAdjustment:
    """Turn a request down, with a reason; the due date stays."""
    rules.check_waits(adjustment)
    rules.check_may_decide(by, adjustment)
    if not note.strip():
        raise Refused(_("不批准时请写明意见。"))
    _decide(adjustment, AdjustmentState.REFUSED, version, by, at, note)
    return adjustment


@transaction.atomic
def pause_resume(
    *, adjustment: DutyAdjustment, resumed_on: date, version: int, by: User, at: datetime
) -> DutyAdjustment:
    """End a pause early: the clock counts again from `resumed_on`, and the due date moves back by the rest."""
    rules.check_may_decide(by, adjustment)
    _held(adjustment.duty)
    rules.check_resume(adjustment, resumed_on, timezone.localtime(at).date())
    guarded_update(adjustment, version=version, state=AdjustmentState.ENDED, ended_on=resumed_on)
    from_on = adjustment.from_on or resumed_on
    _move(adjustment, DutyEvent.RESUMED, resumed_on, by, at, days=(resumed_on - from_on).days)
    _tell("pause_resume", adjustment, by, at, {"ended_on": resumed_on})
    return adjustment


@transaction.atomic
def extension_undo(
    *, adjustment: DutyAdjustment, version: int, note: str, by: User, at: datetime
) -> DutyAdjustment:
    """Take an extension back by a counter-row: the history keeps both, the day is the one before."""
    rules.check_may_decide(by, adjustment)
    _held(adjustment.duty)
    rules.check_undo(adjustment)
    if not note.strip():
        raise Refused(_("撤销延期请写明理由。"))
    guarded_update(adjustment, version=version, state=AdjustmentState.UNDONE, note=note.strip())
    on = timezone.localtime(at).date()
    _move(adjustment, DutyEvent.EXTENSION_UNDONE, on, by, at, reason=note.strip())
    _tell("extension_undo", adjustment, by, at, {"note": adjustment.note})
    return adjustment


@transaction.atomic
def extension_withdraw(*, adjustment: DutyAdjustment, by: User, at: datetime) -> None:
    """The asker takes a request back before anybody has decided it; the due date has not moved.

    What was asked for stands in the trail; the duty may be asked about again.
    """
    if by.pk != adjustment.asked_by_id:
        raise NotAllowed(_("只有申请人可以撤回自己的申请。"))
    rules.check_waits(adjustment)
    guarded_update(adjustment)
    facts = {"reason": adjustment.reason, "until_on": adjustment.until_on, "from_on": adjustment.from_on}
    _tell("adjustment_withdraw", adjustment, by, at, facts)
    adjustment.delete()


def _held(duty: Duty) -> None:
    """The duty as it stands now, held until the end of the transaction, its history begun."""
    now = Duty.objects.select_for_update().get(pk=duty.pk)
    duty.due_on, duty.met_on, duty.provisional = now.due_on, now.met_on, now.provisional
    histories_begin(duties=Duty.objects.filter(pk=duty.pk))


def _state_of(duty: Duty) -> ClockState:
    state = replay_state(clock_event(row) for row in duty.changes.order_by("number"))
    return state or ClockState(duty.due_on)


def _decide(
    adjustment: DutyAdjustment, state: AdjustmentState, version: int, by: User, at: datetime, note: str
) -> None:
    guarded_update(
        adjustment, version=version, state=state, decided_by=by, decided_at=at, note=note.strip()[:300]
    )
    _tell("adjustment_decide", adjustment, by, at, {"state": adjustment.get_state_display(), "note": note})
    if adjustment.asked_by.role == Role.ENTERPRISE:
        _answer(adjustment, by, at)


def _answer(adjustment: DutyAdjustment, by: User, at: datetime) -> None:
    """The site's people learn what became of their request, and why."""
    listing = adjustment.duty.listing
    words = _("%(name)s：%(who)s对%(kind)s申请（%(duty)s）的答复是“%(state)s”。%(note)s") % {
        "name": listing.name,
        "who": by.region.bureau_name if by.region else by.name,
        "kind": adjustment.get_kind_display(),
        "duty": adjustment.duty.get_code_display(),
        "state": adjustment.get_state_display(),
        "note": adjustment.note,
    }
    href = reverse("enterprises:clock_detail", args=[listing.pk]) + f"#duty-{adjustment.duty_id}"
    mark = str(adjustment.version)
    telling = Telling("adjustment_decided", "enterprises.adjustment", adjustment.pk, mark, words, href)
    people_tell(telling=telling, people=people_acting(listing.enterprise), at=at)


def _move(
    adjustment: DutyAdjustment, kind: DutyEvent, on: date, by: User, at: datetime, **facts: Any
) -> None:
    """Write the event, and the day that the whole history now gives."""
    duty = adjustment.duty
    event = ClockEvent(kind, case=adjustment.pk, days=facts.get("days", 0), until_on=facts.get("until_on"))
    events = [clock_event(row) for row in duty.changes.order_by("number")]
    rolled = rolled_days(replay_state([*events, event]), rolls=duty.regime.rolls_to_working_day)
    due_on = replay([*events, replace(event, rolled=rolled)]) or duty.due_on
    duty.due_on = due_on
    Duty.objects.filter(pk=duty.pk).update(due_on=due_on)
    facts.setdefault("reason", adjustment.reason)
    duty_note(duty=duty, kind=kind, on=on, by=by, at=at, adjustment=adjustment, rolled=rolled, **facts)
    edition_bump()


def rolled_days(state: ClockState | None, *, rolls: bool, calendar: WorkCalendar | None = None) -> int:
    """By how many days the last day after all pauses moves on to a working day, where the term rolls."""
    if state is None or not rolls or not state.pauses:
        return 0
    last = replace(state, rolled=0).lawful_on
    return (rolled_on(last, calendar or working_calendar()) - last).days


def _tell(verb: str, adjustment: DutyAdjustment, by: User, at: datetime, new: dict[str, Any]) -> None:
    listing = adjustment.duty.listing
    facts = {"kind": adjustment.get_kind_display(), "duty": adjustment.duty.get_code_display()}
    region = listing.enterprise.region
    activity_record(by=by, at=at, verb=verb, thing=listing, region=region, new=facts | new)
