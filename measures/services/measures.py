"""Measures: proposing, changing, moving."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.services.activity import activity_record
from audits.models import Round
from config.common.errors import Problem, Refused, Stale
from config.common.lifecycles import Move
from config.common.versions import guarded_update
from measures import rules
from measures.calculations.cost import cost_class_of
from measures.enums import CHEAP, COSTLY, CostClass, MeasureKind, MeasureState
from measures.lifecycle import LIFECYCLE
from measures.models import Measure, MeasureMove
from measures.services.effects import effects_for_trail, effects_put, effects_words

EDITABLE = (
    "title",
    "kind",
    "description",
    "investment_planned_wan",
    "investment_actual_wan",
    "benefit_expected_wan",
    "benefit_achieved_wan",
    "planned_on",
    "cost_class",
    "cost_class_reason",
)
_BELOW_ZERO = ("benefit_expected_wan", "benefit_achieved_wan")
_REASON_OF = {
    MeasureState.SCREENED_OUT: "state_reason",
    MeasureState.INFEASIBLE: "state_reason",
    MeasureState.DROPPED: "state_reason",
}


@transaction.atomic
def measure_create(
    *,
    round_: Round,
    title: str,
    kind: str,
    by: User,
    at: datetime,
    on: date,
    effects: Sequence[Mapping[str, Any]] = (),
    **details: Any,
) -> Measure:
    """Propose a measure; it gets the round's next number: WD1… for no- and low-cost, ZG1… for costly ones.

    `details`: the other names of EDITABLE. Without `cost_class` the class follows from the planned
    investment and the round's limits; another one needs `cost_class_reason`.
    """
    rules.check_writes(by, round_)
    rules.check_round_is_open(round_)
    values = _checked({"title": title, "kind": kind} | details)
    values |= _classed(round_, values, values.get("investment_planned_wan") or Decimal(0))
    Round.objects.select_for_update().get(pk=round_.pk)  # numbers are given one after the other
    measure = Measure.objects.create(
        round=round_,
        number=_next_number(round_, values["cost_class"]),
        proposed_on=_not_ahead(on, at),
        created_by=by,
        created_at=at,
        **values,
    )
    effects_put(measure, effects, by=by, at=at)
    _record(by, at, "measure_create", measure, {}, {name: str(value) for name, value in values.items()})
    return measure


@transaction.atomic
def measure_update(
    *,
    measure: Measure,
    version: int,
    by: User,
    at: datetime,
    effects: Sequence[Mapping[str, Any]] | None = None,
    **changes: Any,
) -> Measure:
    """Change what is said about a measure (names of EDITABLE) and, when given, its whole set of effects.

    The number stays: a name once given in papers is not given anew.
    """
    rules.check_writes(by, measure.round)
    rules.check_round_is_open(measure.round)
    rules.check_editable(measure)
    values = _checked(changes)
    if {"investment_planned_wan", "cost_class", "cost_class_reason"} & values.keys():
        planned = values.get("investment_planned_wan", measure.investment_planned_wan) or Decimal(0)
        values |= _classed(measure.round, _with_present_class(measure, values), planned)
    old = {name: str(getattr(measure, name)) for name in values}
    words = effects_for_trail(measure) if effects is not None else ""
    try:
        guarded_update(measure, version=version, **values)
    except Stale as error:
        raise _with_effects(error, measure, effects) from error
    if effects is not None:
        effects_put(measure, effects, by=by, at=at)
        old["effects"], values["effects"] = words, effects_for_trail(measure)
    changed = {name: str(value) for name, value in values.items() if str(value) != old[name]}
    _record(by, at, "measure_update", measure, {name: old[name] for name in changed}, changed)
    return measure


@transaction.atomic
def measure_move(
    *,
    measure: Measure,
    move: str,
    by: User,
    at: datetime,
    on: date,
    reason: str = "",
    version: int | None = None,
) -> Measure:
    """Bring a measure along one move of its lifecycle; `on` is the day it happened.

    For a costly measure begun before the round's evaluation `reason` is why it begins early.
    """
    rules.check_writes(by, measure.round)
    rules.check_round_is_open(measure.round)
    way = rules.check_move(measure, LIFECYCLE.move(move), by, reason)
    rules.check_dates(measure, way, on, timezone.localtime(at).date())
    changes: dict[str, Any] = {way.sets: on} if way.sets else {}
    if way.to_state in _REASON_OF:
        changes[_REASON_OF[MeasureState(way.to_state)]] = reason
    if way.name == "begin" and measure.cost_class in COSTLY and measure.round.evaluated_on is None:
        changes["begun_early_reason"] = reason
    return measure_go(measure, way, by=by, at=at, on=on, reason=reason, version=version, changes=changes)


def measure_go(
    measure: Measure,
    move: Move,
    *,
    by: User,
    at: datetime,
    on: date,
    reason: str = "",
    version: int | None = None,
    changes: Mapping[str, Any] | None = None,
) -> Measure:
    """The move itself, checks done: the row, its move row, its activity row. Called inside a transaction."""
    before = measure.state
    guarded_update(measure, version=version, state=move.to_state, **(changes or {}))
    MeasureMove.objects.create(
        measure=measure, from_state=before, to_state=move.to_state, reason=reason, on=on, by=by, at=at
    )
    new = {"state": move.to_state, "on": str(on)} | ({"reason": reason} if reason else {})
    _record(by, at, "measure_move", measure, {"state": before}, new)
    return measure


def _record(by: User, at: datetime, verb: str, measure: Measure, old: dict, new: dict) -> None:
    region = measure.round.enterprise.region
    activity_record(by=by, at=at, verb=verb, thing=measure, region=region, old=old, new=new)


def _checked(values: Mapping[str, Any]) -> dict[str, Any]:
    unknown = set(values) - set(EDITABLE)
    if unknown:
        raise TypeError(f"not editable: {', '.join(sorted(unknown))}")
    problems = []
    if "title" in values and not str(values["title"]).strip():
        problems.append(Problem("title", _("请填写方案名称。")))
    if "kind" in values and values["kind"] not in MeasureKind.values:
        problems.append(Problem("kind", _("请在八类中选择方案类型。")))
    if values.get("cost_class") and values["cost_class"] not in CostClass.values:
        problems.append(Problem("cost_class", _("费用类别只有无费、低费、中费、高费。")))
    if problems:
        raise Refused(_("方案没有保存，请按提示改正。"), problems)
    names = [name for name in EDITABLE if name.endswith("_wan") and name in values]
    rules.check_amounts((_field_name(name), values[name], name in _BELOW_ZERO) for name in names)
    return dict(values)


def _field_name(name: str) -> str:
    return str(getattr(Measure._meta.get_field(name), "verbose_name", name))


def _with_present_class(measure: Measure, values: Mapping[str, Any]) -> dict[str, Any]:
    """An override once given (it has a reason) holds until another class is chosen."""
    kept = {"cost_class": measure.cost_class, "cost_class_reason": measure.cost_class_reason}
    return (kept if measure.cost_class_reason else {}) | dict(values)


def _classed(round_: Round, values: Mapping[str, Any], investment: Decimal) -> dict[str, Any]:
    """The class by the round's limits, or the one chosen with a reason."""
    computed = cost_class_of(
        investment, low_limit_wan=round_.low_cost_limit_wan, high_limit_wan=round_.high_cost_limit_wan
    )
    chosen = values.get("cost_class") or computed
    reason = str(values.get("cost_class_reason") or "").strip()
    if chosen != computed and not reason:
        raise Refused(
            _("按本轮标准，投资 %(wan)s 万元属于“%(computed)s”；要改为“%(chosen)s”请写明调整理由。")
            % {"wan": investment, "computed": computed.label, "chosen": CostClass(chosen).label},
            [Problem("cost_class_reason", _("请填写费用类别调整理由。"))],
        )
    return {"cost_class": chosen, "cost_class_reason": reason if chosen != computed else ""}


def _next_number(round_: Round, cost_class: str) -> str:
    prefix = "WD" if cost_class in CHEAP else "ZG"
    taken = Measure.objects.filter(round=round_, number__startswith=prefix).values_list("number", flat=True)
    numbers = [int(number[2:]) for number in taken if number[2:].isdigit()]
    return f"{prefix}{max(numbers, default=0) + 1}"


def _not_ahead(on: date, at: datetime) -> date:
    if on > timezone.localtime(at).date():
        raise Refused(_("提出日期不能晚于今天。"))
    return on


def _with_effects(error: Stale, measure: Measure, effects: Sequence[Mapping[str, Any]] | None) -> Stale:
    """The stale save with both sets of effects among both texts."""
    if effects is None:
        return error
    theirs = error.theirs | {"effects": effects_words(measure)}
    return Stale(
        error.sentence, theirs=theirs, yours=error.yours | {"effects": effects_words(measure, effects)}
    )
