"""Standard coal derived from what was saved of each energy; shown, never added to its sources."""

from collections.abc import Mapping
from decimal import Decimal

DERIVED = "energy_saved"

# Indicator → energy of coal_factors.csv and kgce of its factor → tce of the indicator's unit:
# t × kgce/kg = tce; 万kWh and 万m³ are 10,000 units of kgce, a tenth of them 1,000: times 10.
# Natural gas has a range (1.1000–1.3300); the lower end never overstates a saving.
SOURCES: dict[str, tuple[str, Decimal]] = {
    "coal": ("原煤", Decimal(1)),
    "electricity": ("电力(当量值)", Decimal(10)),
    "gas": ("天然气(低)", Decimal(10)),
}


def energy_saved_tce(saved: Mapping[str, Decimal | None], factors: Mapping[str, Decimal]) -> Decimal | None:
    """tce/a from t/a of coal, 万kWh/a of electricity and 万m³/a of gas; None when none of them is known.

    `saved` maps indicator codes to amounts, `factors` the energies of coal_factors.csv to kgce
    (GB/T 2589; electricity by calorific value 0.1229 kgce/kWh).
    """
    parts = [
        amount * factors[energy] * scale
        for code, (energy, scale) in SOURCES.items()
        if (amount := saved.get(code)) is not None
    ]
    return sum(parts, Decimal(0)) if parts else None
