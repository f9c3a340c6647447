"""Real things inside generated requests: what names a row names one that is there, most of the time."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st
from schemathesis import Case, GenerationMode

from measures.lifecycle import LIFECYCLE
from tests.factories.audits import today
from tests.integration.api.world import World

Draw = Callable[[st.SearchStrategy], Any]
# what a parameter or a field of a body names, wherever it stands
NAMES = {
    "region": "regions",
    "industry": "industries",
    "enterprise": "enterprises",
    "mandatory_list": "lists",
    "listing": "listings",
    "round": "rounds",
    "measure": "measures",
    "assignment": "assignments",
    "agency": "agencies",
}
AMOUNTS = (
    "baseline",
    "expected",
    "achieved",
    "value",
    "investment_planned_wan",
    "investment_actual_wan",
    "benefit_expected_wan",
    "benefit_achieved_wan",
    "benefit_read_wan",
)
INDICATORS = ("water", "cod", "electricity", "energy_saved")
LEFT_AS_GENERATED = 5  # one in so many
MODES = st.sampled_from([GenerationMode.POSITIVE] * 4 + [GenerationMode.NEGATIVE])


def real_cases(operation: Any, world: World) -> st.SearchStrategy[Case]:
    """Requests as the schema describes them, with ids, versions, days, moves and amounts out of the world."""

    @st.composite
    def drawn(draw: Draw) -> Case:
        case = draw(operation.as_strategy(draw(MODES)))
        known = _known(world)
        for name, value in (case.query or {}).items():
            if name in known:
                case.query[name] = _mostly(draw, known[name], value)
        if isinstance(case.body, dict):
            case.body = _with_real(draw, case.body, known)
        if "id" in case.path_parameters:
            _name_a_row(draw, case, world)
        _pair(draw, case, world)
        return case

    return drawn()


def _known(world: World) -> dict[str, st.SearchStrategy]:
    day = st.integers(0, 40).map(lambda days: (today() - timedelta(days=days)).isoformat())
    amount = st.integers(0, 60_000_000_000).map(lambda scaled: str(Decimal(scaled) / 10**6))
    ids = {name: st.sampled_from(world.ids[kind]) for name, kind in NAMES.items()}
    days = dict.fromkeys(("on", "proposed_on", "planned_on", "visited_on"), day)
    moves = {"move": st.sampled_from(sorted({move.name for move in LIFECYCLE.moves}))}
    pages = {"page": st.just(1), "page_size": st.integers(1, 200)}
    return (
        ids
        | days
        | moves
        | pages
        | dict.fromkeys(AMOUNTS, amount)
        | {"indicator": st.sampled_from(INDICATORS)}
        | _sheet(amount)
    )


def _sheet(amount: st.SearchStrategy) -> dict[str, st.SearchStrategy]:
    """The figures of a feasibility sheet; a subsidy above the investment comes now and then."""
    years, rate = st.integers(1, 100), st.sampled_from(["0", "0.05", "0.25", "1"])
    rates = dict.fromkeys(("tax_rate", "discount_rate"), rate)
    spans = dict.fromkeys(("depreciation_years", "years"), years)
    money = dict.fromkeys(("construction", "interest", "working_capital", "yearly_saving"), amount)
    return rates | spans | money | {"subsidy": st.sampled_from(["0", "12.5"])}


def _mostly(draw: Draw, real: st.SearchStrategy, generated: Any) -> Any:
    return generated if draw(st.integers(1, LEFT_AS_GENERATED)) == LEFT_AS_GENERATED else draw(real)


def _with_real(draw: Draw, value: Any, known: dict[str, st.SearchStrategy]) -> Any:
    if isinstance(value, list):
        return [_with_real(draw, one, known) for one in value]
    if not isinstance(value, dict):
        return value
    return {
        name: _mostly(draw, known[name], one) if name in known else _with_real(draw, one, known)
        for name, one in value.items()
    }


def _name_a_row(draw: Draw, case: Case, world: World) -> None:
    kind = case.path.removeprefix("/api/v1/").split("/")[0]
    case.path_parameters["id"] = _mostly(draw, st.sampled_from(world.ids[kind]), case.path_parameters["id"])


def _pair(draw: Draw, case: Case, world: World) -> None:
    """What two separate draws seldom are: a move its measure can make, a measure of the visit, a row's version."""
    body = case.body if isinstance(case.body, dict) else {}
    if {"assignment", "measure"} <= body.keys():
        pair = (body["assignment"], body["measure"])
        body["assignment"], body["measure"] = _mostly(draw, st.sampled_from(world.visits), pair)
    if "move" in body:
        pair = (case.path_parameters["id"], body["move"])
        case.path_parameters["id"], body["move"] = _mostly(draw, st.sampled_from(world.moves), pair)
        body["reason"] = _mostly(draw, st.just("按规定办理"), body.get("reason", ""))
    if "If-Match" in case.operation.headers:
        version = world.versions.get(case.path_parameters["id"], 1)
        case.headers["If-Match"] = _mostly(draw, st.sampled_from([f'"{version}"'] * 4 + ['"0"']), '"x"')
