"""Measures as rows, cards and stories."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from config.common.errors import Stale
from config.common.quantities import plain, rounded
from config.common.wording import Light, date_words, listed, number_words, percent_of, percent_words
from measures.calculations.cost import payback_years, yearly_cash_flow_wan
from measures.calculations.energy import energy_saved_tce
from measures.enums import CHEAP, COSTLY, CostClass, MeasureKind, MeasureState
from measures.facts import SharedClaim
from measures.models import Effect, Measure, MeasureMove, PostAssessmentItem
from measures.presenters.origins import effect_origin, money_origin, proof_rows
from measures.presenters.trails import round_words
from measures.presenters.visits import verification_row
from measures.selectors.measures import MeasureTotals
from measures.selectors.origins import Origin

S = MeasureState
STATE_TONES = {
    S.PROPOSED: "todo",
    S.SCREENED_OUT: "paused",
    S.FEASIBLE: "ok",
    S.INFEASIBLE: "returned",
    S.IN_PROGRESS: "ok",
    S.IMPLEMENTED: "done",
    S.VERIFIED: "done",
    S.DROPPED: "paused",
}


def state_light(measure: Measure, today: date | None = None) -> Light:
    """The state; late when it was promised for a day that has passed."""
    state = S(measure.state)
    label = str(state.label)
    if today and measure.planned_on and measure.planned_on < today and state in (S.FEASIBLE, S.IN_PROGRESS):
        return Light("late", _("%(state)s·逾期") % {"state": label})
    return Light(STATE_TONES[state], label)


def measure_rows(measures: Iterable[Measure], today: date) -> list[dict[str, Any]]:
    """Rows of the list."""
    return [
        {
            "number": measure.number,
            "title": measure.title,
            "href": reverse("measures:measure_detail", args=[measure.pk]),
            "enterprise": measure.round.enterprise.name,
            "place": measure.round.enterprise.region.name,
            "year": measure.round.year,
            "kind": measure.get_kind_display(),
            "cost": measure.get_cost_class_display(),
            "investment": investment_of(measure),
            "benefit": benefit_of(measure),
            "state": state_light(measure, today),
            "proposed_on": measure.proposed_on,
            "planned_on": measure.planned_on,
            "implemented_on": measure.implemented_on,
        }
        for measure in measures
    ]


def investment_of(measure: Measure) -> Decimal:
    """What was spent where it is known, else what is planned."""
    actual = measure.investment_actual_wan
    return measure.investment_planned_wan if actual is None else actual


def benefit_of(measure: Measure) -> Decimal:
    """The verified reading, else what was achieved, else what is expected."""
    counted = measure.benefit_counted_wan
    return measure.benefit_expected_wan if counted is None else counted


def value_of(effect: Effect) -> Decimal:
    known = (effect.verified, effect.achieved)
    return next((amount for amount in known if amount is not None), effect.expected)


def panel_rows(measures: Iterable[Measure], today: date) -> list[dict[str, Any]]:
    """Rows of the round's panel: 编号 方案 费用 投资 效益 偿还期 主要环境效益 状态."""
    return [
        {
            "number": measure.number,
            "title": measure.title,
            "href": reverse("measures:measure_detail", args=[measure.pk]),
            "cost": measure.get_cost_class_display(),
            "investment": investment_of(measure),
            "benefit": benefit_of(measure) or None,
            "payback": payback_of(measure),
            "effect": main_effect(measure),
            "state": state_light(measure, today),
        }
        for measure in measures
    ]


def payback_of(measure: Measure) -> Decimal | None:
    """Years; asked of medium- and high-cost measures only."""
    if measure.cost_class not in COSTLY or benefit_of(measure) <= 0:
        return None
    investment = investment_of(measure)
    return payback_years(investment, yearly_cash_flow_wan(investment, benefit_of(measure)))


def main_effect(measure: Measure) -> str:
    """The first effect in the order of the indicators: 节水 31,200 t/a."""
    effect = next((effect for effect in measure.effects.all() if value_of(effect)), None)
    if effect is None:
        return ""
    return f"{effect.indicator.words} {number_words(value_of(effect))} {effect.indicator.unit_words}"


def cost_counts(measures: Iterable[Measure]) -> str:
    """无/低费 14 · 中费 3 · 高费 2"""
    classes = [measure.cost_class for measure in measures]
    cheap = sum(cost_class in CHEAP for cost_class in classes)
    return _("无/低费 %(cheap)d · 中费 %(medium)d · 高费 %(high)d") % {
        "cheap": cheap,
        "medium": classes.count(CostClass.MEDIUM),
        "high": classes.count(CostClass.HIGH),
    }


def shared_claim_words(claims: Iterable[SharedClaim]) -> list[str]:
    within = _(
        "%(numbers)s 都算在计量表“%(meter)s”上（%(name)s），合计 %(claimed)s %(unit)s，"
        "未超过基准值 %(baseline)s %(unit)s。"
    )
    named = _(
        "%(numbers)s 都算在计量表“%(meter)s”上（%(name)s），合计 %(claimed)s %(unit)s，"
        "超过基准值 %(baseline)s %(unit)s，请核对是否重复。"
    )
    sentence = _(
        "%(numbers)s 按同一基准值（%(baseline)s %(unit)s）申报%(name)s，"
        "合计 %(claimed)s %(unit)s，"
        "超过基准，请核对是否重复。"
    )
    return [
        (sentence if not claim.meter else named if claim.beyond else within)
        % {
            "meter": claim.meter,
            "numbers": listed(claim.numbers),
            "name": claim.name,
            "unit": claim.unit,
            "baseline": number_words(claim.baseline),
            "claimed": number_words(claim.claimed),
        }
        for claim in claims
    ]


def totals_row(totals: MeasureTotals) -> dict[str, Any]:
    return {
        "measures": totals.measures,
        "planned": totals.planned_wan,
        "actual": totals.actual_wan,
        "expected": totals.expected_wan,
        "counted": totals.counted_wan,
    }


# ---- one measure -------------------------------------------------------------------------------


def measure_card(measure: Measure, today: date) -> dict[str, Any]:
    """The head of a measure's page."""
    enterprise = measure.round.enterprise
    return {
        "pk": measure.pk,
        "number": measure.number,
        "title": measure.title,
        "description": measure.description,
        "state": state_light(measure, today),
        "reason": measure.state_reason,
        "enterprise": enterprise.name,
        "round": round_words(measure.round),
        "round_href": reverse("audits:round_detail", args=[measure.round_id]),
        "tags": [measure.get_kind_display(), measure.get_cost_class_display()],
        "technology": measure.technology.name if measure.technology else "",
        "edit_href": reverse("measures:measure_edit", args=[measure.pk]),
        "move_href": reverse("measures:measure_move", args=[measure.pk]),
    }


def money_rows(measure: Measure, origins: Mapping[str, Origin]) -> list[dict[str, Any]]:
    """Expected, achieved, verified; for costly ones how soon it comes back."""
    spent = {"investment_planned_wan": _("预期"), "investment_actual_wan": _("实际")}
    earned = {"benefit_expected_wan": _("预期"), "benefit_achieved_wan": _("实际")}
    plan, actual = measure.investment_planned_wan, measure.investment_actual_wan
    rows = [
        {
            "name": _("投资（万元）"),
            "expected": plan,
            "achieved": actual,
            "verified": None,
            "origin": money_origin("investment", measure, origins, spent),
        },
        {
            "name": _("经济效益（万元/a）"),
            "expected": measure.benefit_expected_wan,
            "achieved": measure.benefit_achieved_wan,
            "verified": measure.benefit_verified_wan,
            "origin": money_origin("benefit", measure, origins, earned),
        },
    ]
    if measure.cost_class in COSTLY:
        amounts = {
            "expected": _payback(plan, measure.benefit_expected_wan),
            "achieved": _payback(actual, measure.benefit_achieved_wan),
            "verified": _payback(actual, measure.benefit_verified_wan),
        }
        rows.append({"name": _("投资偿还期（a）"), **amounts})
    return rows


def _payback(investment: Decimal | None, benefit: Decimal | None) -> Decimal | None:
    if investment is None or benefit is None or benefit <= 0:
        return None
    return payback_years(investment, yearly_cash_flow_wan(investment, benefit))


def effect_rows(
    measure: Measure, effects: Sequence[Effect], factors: Mapping[str, Decimal]
) -> list[dict[str, Any]]:
    """Each effect with its four amounts, and the standard coal derived from them, marked as not to be added."""
    rows: list[dict[str, Any]] = [
        {
            "name": effect.indicator.words,
            "unit": effect.indicator.unit_words,
            "baseline": effect.baseline,
            "expected": effect.expected,
            "achieved": effect.achieved,
            "verified": effect.verified,
            "origin": effect_origin(effect, measure),
        }
        for effect in effects
    ]
    derived: dict[str, Any] = {
        name: _printed(energy_saved_tce({e.indicator.code: getattr(e, name) for e in effects}, factors))
        for name in ("expected", "achieved", "verified")
    }
    if any(amount is not None for amount in derived.values()):
        rows.append(
            {"name": _("节能（折标煤）"), "unit": "tce/a", "baseline": None, "derived": True, **derived}
        )
    return rows


def _printed(tonnes: Decimal | None) -> Decimal | None:
    """A converted figure is no more exact than its factors."""
    return None if tonnes is None else plain(rounded(tonnes, 2))


def date_rows(measure: Measure) -> list[dict[str, Any]]:
    rows = [
        {"term": _("提出"), "value": date_words(measure.proposed_on)},
        {"term": _("计划完成"), "value": date_words(measure.planned_on)},
        {"term": _("开工"), "value": date_words(measure.begun_on), "note": measure.begun_early_reason},
        {"term": _("完成"), "value": date_words(measure.implemented_on)},
        {"term": _("核实"), "value": date_words(measure.verified_on)},
    ]
    if measure.dropped_on:
        rows.append(
            {"term": _("放弃"), "value": date_words(measure.dropped_on), "note": measure.state_reason}
        )
    return rows


def move_events(moves: Iterable[MeasureMove], measure: Measure) -> list[dict[str, Any]]:
    """The story, newest first, down to the proposal."""
    events = [
        {
            "text": f"{move.get_from_state_display()} → {move.get_to_state_display()}",
            "when": date_words(move.on),
            "who": move.by.name,
            "note": move.reason,
        }
        for move in moves
    ]
    first = {"text": _("提出方案"), "when": date_words(measure.proposed_on), "who": ""}
    return [*reversed(events), first]


def post_item_rows(items: Iterable[PostAssessmentItem]) -> list[dict[str, Any]]:
    return [
        {
            "when": date_words(item.post_assessment.assessed_on),
            "href": reverse("measures:post_assessment_edit", args=[item.post_assessment_id]),
            "running": item.get_running_display(),
            "claimed": item.claimed_wan,
            "read": item.read_wan,
            "share": percent_words(percent_of(item.read_wan, item.claimed_wan)),
            "note": item.note,
        }
        for item in items
    ]


def measure_page(
    measure: Measure, factors: Mapping[str, Decimal], origins: Mapping[str, Origin], today: date
) -> dict[str, Any]:
    """Everything the page of a measure shows, from idea to post-assessment."""
    return {
        "measure": measure_card(measure, today),
        "money": money_rows(measure, origins),
        "proofs": proof_rows(measure.proofs.all()),
        "effects": effect_rows(measure, list(measure.effects.all()), factors),
        "dates": date_rows(measure),
        "events": move_events(measure.moves.all(), measure),
        "verifications": [verification_row(v) for v in measure.verifications.all()],
        "post_items": post_item_rows(measure.post_items.all()),
    }


_WORDS_OF = {"kind": MeasureKind, "cost_class": CostClass}


def stale_in_words(error: Stale) -> Stale:
    """Both texts of a stale save under the names and words people know; only what differs."""
    names = [name for name in error.yours if error.theirs.get(name) != error.yours[name]]
    theirs = {_label(name): _word(name, error.theirs.get(name, "")) for name in names}
    yours = {_label(name): _word(name, error.yours[name]) for name in names}
    return Stale(error.sentence, theirs=theirs, yours=yours)


def _label(name: str) -> str:
    if name == "effects":
        return _("环境效益（基准值/预期/实际）")
    return str(getattr(Measure._meta.get_field(name), "verbose_name", name))


def _word(name: str, value: str) -> str:
    choices = _WORDS_OF.get(name)
    if choices and value in choices.values:
        return str(choices(value).label)
    return "" if value == "None" else value
