"""What measures must show before a stage of their round is left."""

from collections.abc import Callable, Collection, Sequence

from django.utils.translation import gettext as _

from audits.enums import Stage
from config.common.errors import Problem
from measures.enums import ASPECTS, CHEAP, COSTLY, STANDING, MeasureKind, MeasureState
from measures.facts import MeasureFacts

Measures = Sequence[MeasureFacts]
Check = Callable[[Measures, str], list[Problem]]

_BEGUN = {MeasureState.IN_PROGRESS, *STANDING}
_UNDECIDED = {MeasureState.PROPOSED}
_UNFINISHED = {MeasureState.FEASIBLE, MeasureState.IN_PROGRESS}


def measures_are_listed(measures: Measures, listing: str) -> list[Problem]:
    if measures:
        return []
    return [Problem("measures_are_listed", _("还没有提出任何清洁生产方案。"), listing)]


def every_measure_has_a_kind(measures: Measures, listing: str) -> list[Problem]:
    return [
        Problem(
            "every_measure_has_a_kind",
            _("方案 %(number)s 未归入八类，不能汇总筛选结果。") % {"number": measure.number},
            measure.href,
        )
        for measure in measures
        if measure.kind not in MeasureKind.values
    ]


def a_no_or_low_cost_measure_has_begun(measures: Measures, listing: str) -> list[Problem]:
    """Audit while implementing: at least one no- or low-cost measure is under way."""
    cheap = [measure for measure in measures if measure.cost_class in CHEAP]
    if any(measure.state in _BEGUN for measure in cheap):
        return []
    sentence = _("无/低费方案应有至少一项已开始实施（现 0 / %(count)d）。") % {"count": len(cheap)}
    return [Problem("a_no_or_low_cost_measure_has_begun", sentence, cheap[0].href if cheap else listing)]


def every_costly_measure_is_decided(measures: Measures, listing: str) -> list[Problem]:
    return [
        Problem(
            "every_costly_measure_is_decided",
            _("中/高费方案 %(number)s“%(title)s”还没有可行性结论。") % _named(measure),
            measure.href,
        )
        for measure in _costly(measures, _UNDECIDED)
    ]


def every_decision_stands_on_its_conclusions(measures: Measures, listing: str) -> list[Problem]:
    """Feasible by three conclusions, infeasible by one that says no."""
    return [
        Problem(
            "every_decision_stands_on_its_conclusions",
            _("中/高费方案 %(number)s“%(title)s”已判定，但缺技术、环境、经济可行性结论。") % _named(measure),
            f"{measure.href}feasibility/",
        )
        for measure in _costly(measures, {*_BEGUN, MeasureState.FEASIBLE, MeasureState.INFEASIBLE})
        if not _stands(measure)
    ]


def _stands(measure: MeasureFacts) -> bool:
    if measure.state == MeasureState.INFEASIBLE:
        return bool(measure.refused)
    return set(measure.concluded) == set(ASPECTS)


def the_recommended_measures_can_carry_the_targets(measures: Measures, listing: str) -> list[Problem]:
    """What is aimed at is carried by measures that are to be built and say what they will save."""
    going = _costly(measures, {MeasureState.FEASIBLE, *_BEGUN})
    if not going or any(measure.effects_expected for measure in measures):
        return []
    sentence = _("推荐的中/高费方案都没有填预期环境效益，支撑不了审核目标；请在方案页补填。")
    return [Problem("the_recommended_measures_can_carry_the_targets", sentence, listing)]


def every_feasible_costly_measure_is_finished(measures: Measures, listing: str) -> list[Problem]:
    return [
        Problem(
            "every_feasible_costly_measure_is_finished",
            _("中/高费方案 %(number)s“%(title)s”尚未实施，也未写明放弃的原因。") % _named(measure),
            measure.href,
        )
        for measure in _costly(measures, _UNFINISHED)
    ]


def every_finished_costly_measure_has_its_money(measures: Measures, listing: str) -> list[Problem]:
    return [
        Problem(
            "every_finished_costly_measure_has_its_money",
            _("方案 %(number)s“%(title)s”未填实际投资或实际经济效益。") % _named(measure),
            measure.href,
        )
        for measure in _costly(measures, STANDING)
        if measure.investment_actual_wan is None or measure.benefit_achieved_wan is None
    ]


def every_finished_costly_measure_has_its_effects(measures: Measures, listing: str) -> list[Problem]:
    return [
        Problem(
            "every_finished_costly_measure_has_its_effects",
            _("方案 %(number)s“%(title)s”未填实施前后的环境效益数据。") % _named(measure),
            measure.href,
        )
        for measure in _costly(measures, STANDING)
        if measure.effects == 0 or measure.effects_achieved < measure.effects
    ]


CHECKS: dict[str, tuple[Check, ...]] = {
    Stage.OPTIONS: (
        measures_are_listed,
        every_measure_has_a_kind,
        a_no_or_low_cost_measure_has_begun,
    ),
    Stage.FEASIBILITY: (
        measures_are_listed,
        every_costly_measure_is_decided,
        every_decision_stands_on_its_conclusions,
        the_recommended_measures_can_carry_the_targets,
    ),
    Stage.IMPLEMENTATION: (
        every_feasible_costly_measure_is_finished,
        every_finished_costly_measure_has_its_money,
        every_finished_costly_measure_has_its_effects,
    ),
}


def problems_before_leaving(stage: str, measures: Measures, listing: str = "") -> list[Problem]:
    """Everything that still stands against leaving `stage`; `listing` is the page of the round's measures."""
    return [problem for check in CHECKS.get(stage, ()) for problem in check(measures, listing)]


def _costly(measures: Measures, states: Collection[str]) -> list[MeasureFacts]:
    return [m for m in measures if m.cost_class in COSTLY and m.state in states]


def _named(measure: MeasureFacts) -> dict[str, str]:
    return {"number": measure.number, "title": measure.title}
