"""Each person's own desk: a plant's rounds, an agency's board, a verifier's visits, an administrator's health."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from audits.enums import SEVEN_STAGES, RoundState, Stage
from audits.models import Round
from audits.selectors.todo import next_step
from config.common.wording import Light, date_words, due_light
from enterprises.facts import Paused
from measures.models import VerifierAssignment
from operations.models import JobState
from reports.selectors.home import Health

_SPINE = (*SEVEN_STAGES[:5], Stage.EVALUATION, *SEVEN_STAGES[5:], Stage.ACCEPTANCE)
_MARKS = {Stage.EVALUATION: gettext_lazy("评"), Stage.ACCEPTANCE: gettext_lazy("验")}
_BOARD = (
    (gettext_lazy("审核计划"), (Stage.PLANNED,)),
    (gettext_lazy("审核准备与预审核"), (Stage.PREPARATION, Stage.PRE_ASSESSMENT)),
    (gettext_lazy("审核与方案"), (Stage.ASSESSMENT, Stage.OPTIONS, Stage.FEASIBILITY)),
    (gettext_lazy("报告与评估"), (Stage.REPORTED, Stage.EVALUATION)),
    (gettext_lazy("实施"), (Stage.IMPLEMENTATION, Stage.CONTINUATION)),
    (gettext_lazy("验收"), (Stage.ACCEPTANCE,)),
)
_JOB_TONES = {"queued": "todo", "running": "ok", "done": "done", "failed": "late", "cancelled": "paused"}


def round_cards(
    rounds: Sequence[Round], reasons: Mapping[int, str], on: date, paused: Paused
) -> list[dict[str, Any]]:
    """A plant's rounds: where each stands, days left, the one next thing, why it was returned."""
    cards = []
    for one in rounds:
        words, href = next_step(one)
        waits = one.state.endswith(("_SUBMITTED", "_APPLIED", "_SCORED"))
        cards.append(
            {
                "title": one.enterprise.name,
                "subtitle": _("%(year)s年度第 %(number)s 轮 · %(state)s")
                % {"year": one.year, "number": one.number, "state": one.get_state_display()},
                "href": reverse("audits:round_detail", args=[one.pk]),
                "steps": _steps(one),
                "light": _light(one, on, paused),
                "due": date_words(_due(one)) if _due(one) else "",
                "next": "" if waits else words,
                "next_href": href,
                "waits": _("已提交，等主管部门审查") if waits else "",
                "reason": reasons.get(one.pk, ""),
            }
        )
    return cards


def _light(one: Round, on: date, paused: Paused) -> Light:
    return due_light(_due(one), None, on, paused=(one.listing_id, _due(one)) in paused)


def _due(one: Round) -> date | None:
    """The next open legal duty, annotated by rounds_listed."""
    due: date | None = getattr(one, "next_due_on", None)
    return due


def _steps(one: Round) -> list[dict[str, Any]]:
    """The nine steps of components/stepper.html, by the stage stored on the row."""
    here = _position(one)
    numbers = {stage: at for at, stage in enumerate(SEVEN_STAGES, start=1)}
    return [
        {
            "number": numbers.get(stage) or _MARKS[stage],
            "label": stage.label,
            "state": "done" if at < here else _now(one) if at == here else "todo",
        }
        for at, stage in enumerate(_SPINE)
    ]


def _position(one: Round) -> int:
    ends = {Stage.PLANNED: 0, Stage.REPORTED: _SPINE.index(Stage.EVALUATION), Stage.CLOSED: len(_SPINE)}
    stage = Stage(one.stage)
    if stage in ends:
        return ends[stage]
    return _SPINE.index(stage) if stage in _SPINE else 0


def _now(one: Round) -> str:
    if one.stage == Stage.ASIDE or one.state == RoundState.SUSPENDED:
        return "paused"
    return "returned" if one.state.endswith("_RETURNED") else "now"


def board(rounds: Sequence[Round], on: date, paused: Paused) -> list[dict[str, Any]]:
    """An agency's clients in columns by stage, the most urgent on top."""
    return [
        {
            "title": title,
            "cards": [
                {
                    "name": one.enterprise.name,
                    "state": one.get_state_display(),
                    "href": reverse("audits:round_detail", args=[one.pk]),
                    "light": _light(one, on, paused),
                }
                for one in rounds
                if one.stage in stages
            ],
        }
        for title, stages in _BOARD
    ]


def visit_cards(visits: Sequence[VerifierAssignment], on: date) -> dict[str, list[dict[str, Any]]]:
    """A verifier's visits: today's and missed ones, then those to come."""
    cards = [
        {
            "name": visit.round.enterprise.name,
            "address": visit.round.enterprise.address or visit.round.enterprise.region.name,
            "note": visit.note,
            "light": due_light(visit.visit_on, None, on),
            "day": date_words(visit.visit_on),
            "href": reverse("measures:visit_detail", args=[visit.pk]),
            "today": visit.visit_on <= on,
        }
        for visit in visits
    ]
    return {
        "today": [card for card in cards if card["today"]],
        "later": [card for card in cards if not card["today"]],
    }


def health_context(health: Health) -> dict[str, Any]:
    """Whether the worker is alive, how many jobs stand where, which failed."""
    return {
        "worker": {
            "tone": "ok" if health.worker_is_well else "late",
            "label": _("后台正常") if health.worker_is_well else _("后台巡检已停两分钟以上"),
        },
        "counts": [
            {"label": state.label, "value": health.counts.get(state.value, 0), "tone": _JOB_TONES[state]}
            for state in JobState
        ],
        "failed": [
            {
                "title": job.title,
                "owner": job.created_by.name,
                "ended_at": job.ended_at,
                "href": reverse("operations:job_detail", args=[job.pk]),
            }
            for job in health.failed
        ],
    }
