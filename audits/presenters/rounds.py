"""A round in words: its state as a light, its row in lists, its dates, its story."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from accounts.models import Level, Region
from audits.enums import RoundState, Stage
from audits.lifecycle import LIFECYCLE
from audits.models import Round, RoundFile, RoundMove
from audits.selectors.rounds import LATE, ON_TIME, SOON, RoundCounts
from config.common.wording import Light, due_light, number_words
from enterprises.enums import DutyCode, ListingState
from enterprises.facts import Paused
from enterprises.models import Duty, Listing
from enterprises.rules.clock import is_paused

_RETURNED = (
    "_RETURNED",
    RoundState.EVALUATION_SUPPLEMENT,
    RoundState.ACCEPTANCE_RECTIFY,
    RoundState.ACCEPTANCE_FAILED,
)
_WAITING = ("_SUBMITTED", "_APPLIED", "_SCORED", RoundState.REPORTED)
_TONES = {
    RoundState.PLANNED: "todo",
    RoundState.CLOSED: "done",
    RoundState.SUSPENDED: "paused",
    RoundState.DEFERRED: "paused",
    RoundState.EXEMPTED: "done",
    RoundState.ROLLED_OVER: "paused",
    RoundState.LAPSED: "paused",
}


def state_light(state: str) -> Light:
    """A round's state as colour, icon and word."""
    known = RoundState(state)
    if known in _TONES:
        return Light(_TONES[known], str(known.label))
    if state.endswith(_RETURNED):
        return Light("returned", str(known.label))
    return Light("info" if state.endswith(_WAITING) else "ok", str(known.label))


def category_words(listing: Listing | None) -> list[str]:
    """双超, 双有, 高耗能; a voluntary round says so."""
    return [str(one.label) for one in listing.categories] if listing else [_("自愿性")]


def round_words(round_: Round) -> str:
    """2026年第1轮"""
    return _("%(year)d年第%(number)d轮") % {"year": round_.year, "number": round_.number}


def is_set_aside(round_: Round) -> bool:
    return round_.listing is not None and round_.listing.state != ListingState.LISTED


def round_rows(
    rounds: list[Any], today: date, within: Region | None = None, *, paused: Paused = ()
) -> list[dict[str, Any]]:
    """Rows of rounds_listed; inside one city its name is not said in every row."""
    one_city = within is not None and within.level != Level.PROVINCE
    return [_row(round_, today, one_city, paused) for round_ in rounds]


def _light(round_: Any, today: date, paused: Paused) -> Light:
    """The light of the next duty; violet while its clock stands still, or the entry was set aside."""
    stands = is_set_aside(round_) or (round_.listing_id, round_.next_due_on) in paused
    return due_light(round_.next_due_on, None, today, paused=stands)


def _row(round_: Any, today: date, one_city: bool, paused: Paused) -> dict[str, Any]:
    light = _light(round_, today, paused) if round_.next_due_on else None
    return {
        "href": reverse("audits:round_detail", args=[round_.pk]),
        "name": round_.enterprise.name,
        "place": round_.enterprise.region.name if one_city else round_.enterprise.region.full_name,
        "industry": round_.enterprise.industry.name if round_.enterprise.industry else "",
        "categories": category_words(round_.listing),
        "words": _("%(words)s · 往年导入") % {"words": round_words(round_)}
        if round_.imported
        else round_words(round_),
        "state": state_light(round_.state),
        "duty": DutyCode(round_.next_duty).label if round_.next_duty else "",
        "due_on": round_.next_due_on,
        "light": light,
        "agency": round_.agency.name if round_.agency else "",
        **_more(round_),
    }


def _more(round_: Any) -> dict[str, Any]:
    """What the list shows when it is asked for."""
    days = ("opened_on", "started_on", "reported_on", "evaluated_on", "accepted_on")
    return {name: getattr(round_, name) for name in days} | {
        "officer": round_.officer.name if round_.officer else "",
        "uscc": round_.enterprise.uscc,
        "responsible": round_.responsible,
    }


def count_chips(counts: RoundCounts, query: Any) -> dict[str, list[dict[str, Any]]]:
    """Stages and lateness with their counts, each a link that filters; the chosen one links back."""
    words = {LATE: (_("逾期"), "late"), SOON: (_("7 天内到期"), "soon"), ON_TIME: (_("未逾期"), "ok")}
    stages = [
        _chip(query, "stage", stage.value, str(stage.label), counts.stages.get(stage.value, 0))
        for stage in Stage
        if counts.stages.get(stage.value)
    ]
    lateness = [
        _chip(query, "lateness", word, label, counts.lateness[word])
        | {"light": Light(tone, f"{label} {number_words(counts.lateness[word])}")}
        for word, (label, tone) in words.items()
    ]
    return {"stages": stages, "lateness": lateness}


def _chip(query: Any, key: str, value: str, label: str, count: int) -> dict[str, Any]:
    active = query.get(key) == value
    changed = query.copy()
    changed.pop("page", None)
    if active:
        changed.pop(key)
    else:
        changed[key] = value
    return {"label": label, "count": count, "active": active, "href": f"?{changed.urlencode()}"}


def duty_rows(duties: Iterable[Duty], round_: Round, today: date) -> list[dict[str, Any]]:
    """Each legal duty: its day, its light, and the article that sets the day."""
    aside = is_set_aside(round_)
    return [
        {
            "term": DutyCode(duty.code).label,
            "value": (_("%(day)s 前（暂定）") if duty.provisional else _("%(day)s 前"))
            % {"day": duty.due_on},
            "light": due_light(
                duty.due_on, duty.met_on, today, paused=aside or is_paused(duty.adjustments.all(), today)
            ),
            "why": _why(duty),
        }
        for duty in duties
    ]


def rectify_row(due_on: date, today: date) -> dict[str, Any]:
    """What a voluntary round has to mend; it has no listing whose duty would say so."""
    light = due_light(due_on, None, today)
    value = _("%(day)s 前") % {"day": due_on}
    return {"term": DutyCode.RECTIFY.label, "value": value, "light": light, "why": ""}


def _why(duty: Duty) -> str:
    if duty.code == DutyCode.RECTIFY:
        return _("%(day)s 作出限期整改的结论时确定") % {"day": duty.base_on}
    return _("自 %(day)s 起 %(n)d%(unit)s（%(basis)s）") % {
        "day": duty.base_on,
        "n": duty.regime.number,
        "unit": _unit_words(duty),
        "basis": duty.regime.basis,
    }


def _unit_words(duty: Duty) -> str:
    units = {"day": _("日"), "month": _("个月"), "year": _("年")}
    working = duty.regime.day_kind == "working"
    return _("个工作日") if working else units[duty.regime.unit]


def story(moves: Iterable[RoundMove]) -> list[dict[str, Any]]:
    """What happened, newest first."""
    return [_event(made) for made in moves]


def _event(made: RoundMove) -> dict[str, Any]:
    known = LIFECYCLE.move(made.move)
    done = localtime(made.at)
    when = f"{made.on:%m-%d} {done:%H:%M}" if done.date() == made.on else f"{made.on:%Y-%m-%d}"
    backwards = made.to_state.endswith(_RETURNED)
    return {
        "text": known.story if known else made.move,
        "note": made.reason,
        "when": when,
        "who": _("%(name)s（%(words)s）") % {"name": made.by.name, "words": made.by.get_role_display()},
        "tone": "returned" if backwards else "",
    }


def file_rows(files: Iterable[RoundFile], removable: bool = False) -> list[dict[str, Any]]:
    return [
        {
            "name": file.attachment.name,
            "proves": file.proves,
            "stage": Stage(file.stage).label,
            "kind": file.attachment.kind.upper(),
            "stored_at": localtime(file.attachment.stored_at),
            "href": reverse("audits:round_file", args=[file.pk]),
            "remove_href": reverse("audits:round_file_remove", args=[file.pk]) if removable else "",
        }
        for file in files
    ]
