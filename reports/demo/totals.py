"""What the founding plan says of 2003 to 2010, and how the demonstration divides it.

Source: 《山西省清洁生产"十二五"规划》 一(一).
"""

from dataclasses import dataclass
from decimal import Decimal

LISTED_BY_YEAR = {2003: 20, 2004: 45, 2005: 80, 2006: 130, 2007: 180, 2008: 210, 2009: 220, 2010: 210}
LISTED = 1_095
ACCEPTED, EVALUATED_ONLY, REPORTED_ONLY, STARTED_ONLY = 427, 96, 120, 300
COSTLY_PROPOSED, COSTLY_IMPLEMENTED = 2_580, 2_320
INVESTED_WAN = Decimal(512_400)


@dataclass(frozen=True)
class Total:
    """An indicator's total in its own unit and the step in which it is shared out."""

    value: Decimal
    step: Decimal


# the plan gives soot and dust as one figure, 22.9 万t/a: divided here 13.84 to 9.06
EFFECTS: dict[str, Total] = {
    "cod": Total(Decimal(10_800), Decimal("0.01")),
    "soot": Total(Decimal(138_400), Decimal("0.01")),
    "dust": Total(Decimal(90_600), Decimal("0.01")),
    "so2": Total(Decimal(136_700), Decimal("0.01")),
    "water": Total(Decimal(137_340_000), Decimal(1)),
    "electricity": Total(Decimal(19_700), Decimal("0.01")),
    "coal": Total(Decimal(30_200), Decimal("0.01")),
    # not in the plan: free, for the demonstration alone
    "ammonia_nitrogen": Total(Decimal(1_260), Decimal("0.01")),
    "wastewater": Total(Decimal(61_500_000), Decimal(1)),
    "solid_waste": Total(Decimal(2_840_000), Decimal(1)),
    "materials": Total(Decimal(48_600), Decimal("0.1")),
}
ECONOMIC_BENEFIT_WAN = Decimal(183_600)
