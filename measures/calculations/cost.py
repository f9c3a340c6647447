"""Cost class and payback of a measure."""

from decimal import Decimal

from measures.enums import CostClass

# 企业所得税法 art. 4 (25 %); its implementing regulations art. 60 (production machinery: 10 years).
INCOME_TAX = Decimal("0.25")
DEPRECIATION_YEARS = 10


def cost_class_of(investment_wan: Decimal, *, low_limit_wan: Decimal, high_limit_wan: Decimal) -> CostClass:
    """The class by the round's own limits: none at 0, low up to its limit, high above its limit (all 万元).

    There is no national threshold; each round declares its limits (domain/README.md §4).
    """
    if investment_wan == 0:
        return CostClass.NO
    if investment_wan <= low_limit_wan:
        return CostClass.LOW
    return CostClass.HIGH if investment_wan > high_limit_wan else CostClass.MEDIUM


def yearly_cash_flow_wan(investment_wan: Decimal, saving_wan: Decimal) -> Decimal:
    """F = E + D in 万元/a: the yearly saving less the tax on it, depreciation being free of tax.

    D = I / Y, T = P − D, E = T × (1 − tax), F = E + D (worksheet 5-3); no tax is owed on a loss.
    """
    depreciation = investment_wan / DEPRECIATION_YEARS
    taxable = saving_wan - depreciation
    return saving_wan - max(taxable, Decimal(0)) * INCOME_TAX


def payback_years(investment_wan: Decimal, cash_flow_wan: Decimal) -> Decimal | None:
    """N = I / F in years; None (shown —) when nothing is invested or nothing comes back."""
    if investment_wan == 0 or cash_flow_wan <= 0:
        return None
    return investment_wan / cash_flow_wan
