"""Reference rows of measures: benefit indicators, coal factors, technologies; loaded after every migrate."""

from pathlib import Path
from typing import Any

from config.common.csvrows import read_rows

_FIXTURES = Path(__file__).parent / "fixtures"
_LIBRARY = "国家清洁生产技术推行方案与本省规划"


def load_reference(sender: Any, **_facts: Any) -> None:
    _load_indicators(sender.get_model("BenefitIndicator"))
    _load_factors(sender.get_model("CoalFactor"))
    _load_technologies(sender.get_model("Technology"))
    _load_parameters(sender.get_model("MeasureParameter"))
    _load_criteria(sender.get_model("HonourCriteria"))
    _load_screening(sender.get_model("ScreeningScheme"), sender.get_model("ScreeningFactor"))


def _load_indicators(model: Any) -> None:
    rows = read_rows(_FIXTURES / "benefit_indicators.csv")
    kept = ("name", "english", "unit", "note", "mark")
    for order, row in enumerate(rows, start=1):
        defaults = {name: row[name] for name in kept} | {"order": order}
        model.objects.get_or_create(code=row["code"], defaults=defaults)


def _load_factors(model: Any) -> None:
    if model.objects.exists():
        return
    for row in read_rows(_FIXTURES / "coal_factors.csv"):
        model.objects.create(
            energy=row["energy"], kgce=row["kgce_per_unit"], unit=row["unit"], mark=row["mark"]
        )


def _load_technologies(model: Any) -> None:
    if model.objects.exists():
        return
    names = {"technology": "name"}
    for row in read_rows(_FIXTURES / "technologies.csv"):
        model.objects.create(**{names.get(key, key): value for key, value in row.items()}, source=_LIBRARY)


def _load_parameters(model: Any) -> None:
    """Rows that are there stay; what the province set later stands beside them."""
    if model.objects.exists():
        return
    for row in read_rows(_FIXTURES / "measure_parameters.csv"):
        model.objects.create(**row)


_BOTH = [
    ["accepted_within_years", 3],
    ["overdue_at_most", 0],
    ["open_orders_at_most", 0],
    ["no_fine_years", 3],
    ["level_at_least", "II"],
]
# The plan names both honours and gives no criteria: these are proposals, to be replaced by a later version.
_CRITERIA = (
    ("advanced", [*_BOTH, ["accepted_at_try", 1], ["verified_measures_at_least", 1]]),
    ("zero_discharge", [*_BOTH, ["verified_measures_at_least", 1], ["wastewater_cut_percent", 95]]),
)


def _load_criteria(model: Any) -> None:
    if model.objects.exists():
        return
    for kind, rules in _CRITERIA:
        model.objects.create(
            kind=kind,
            number=1,
            effective_on="2010-01-01",
            basis="本省清洁生产规划（条件为建议值）",
            rules=rules,
            mark="?",
        )


_SCREENING = "权重总和计分排序法的通行权重，未见全国统一规定"


def _load_screening(schemes: Any, factors: Any) -> None:
    """The factors of the handbooks with their usual weights; the province may set others from a day on."""
    if schemes.objects.exists():
        return
    scheme = schemes.objects.create(valid_from="2004-10-01", basis=_SCREENING, mark="R")
    for order, row in enumerate(read_rows(_FIXTURES / "screening_factors.csv"), start=1):
        factors.objects.create(scheme=scheme, order=order, **row)
