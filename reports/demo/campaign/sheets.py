"""The feasibility of the demonstration's costly measures: three conclusions and a cash sheet."""

from datetime import datetime
from decimal import Decimal

from accounts.models import User
from measures.calculations.feasibility import CashSheet
from measures.enums import Aspect
from measures.models import Measure
from measures.services.feasibility import Judgement, conclusion_record

_CENT = Decimal("0.01")
_REASONS = {
    Aspect.TECHNICAL: "同类装置在省内两家企业稳定运行一年以上，与现有工艺衔接，施工期可安排在年度检修。",
    Aspect.ENVIRONMENTAL: "按物料衡算可减少排放，不增加新的污染物；噪声和固废另有处置去向。",
    Aspect.ECONOMIC: "按设备报价和近三年平均价格测算，偿还期、净现值和内部收益率见测算表。",
}
_DEAR = "按设备报价和近三年平均价格测算，投资偿还期超过基准年限。"
_DESPITE = "以污染物削减为主要目的，是实现审核目标和达标排放必需的方案。"


def conclude(measure: Measure, person: User, at: datetime, *, passed: bool) -> None:
    """Yes on technology and environment; the money decides."""
    for aspect in (Aspect.TECHNICAL, Aspect.ENVIRONMENTAL):
        _record(measure, aspect, Judgement(True, _REASONS[aspect]), person, at)
    sheet = _sheet(measure, passed)
    judgement = Judgement(passed, _REASONS[Aspect.ECONOMIC] if passed else _DEAR, _DESPITE if passed else "")
    _record(measure, Aspect.ECONOMIC, judgement, person, at, sheet)


def _record(
    measure: Measure,
    aspect: Aspect,
    judgement: Judgement,
    person: User,
    at: datetime,
    sheet: CashSheet | None = None,
) -> None:
    conclusion_record(
        measure=measure, aspect=aspect, judgement=judgement, version=0, sheet=sheet, by=person, at=at
    )


def _sheet(measure: Measure, passed: bool) -> CashSheet:
    """The planned investment in its parts; what is found too dear saves a tenth of it a year."""
    planned = measure.investment_planned_wan
    interest = (planned * Decimal("0.03")).quantize(_CENT)
    working = (planned * Decimal("0.05")).quantize(_CENT)
    saving = measure.benefit_expected_wan if passed else (planned / 10).quantize(_CENT)
    return CashSheet(
        construction=planned - interest - working,
        interest=interest,
        working_capital=working,
        subsidy=Decimal(0),
        yearly_saving=saving,
        depreciation_years=10,
        tax_rate=Decimal("0.25"),
        years=10,
        discount_rate=Decimal("0.05"),
    )
