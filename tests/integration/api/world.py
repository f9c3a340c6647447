"""A small world for the API: rounds and measures in many states, and the people of three roles around them."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Model

from accounts.models import Region, User
from audits.enums import RoundState
from audits.models import Agency, Round
from config.common.access import Role
from enterprises.models import Enterprise, Industry, ListAmendment, Listing, MandatoryList
from measures.enums import MeasureState, Verdict
from measures.lifecycle import LIFECYCLE
from measures.models import Measure, Verification, VerifierAssignment
from reports.models import AnnualReport
from tests.factories.accounts import make_user, place
from tests.factories.amendments import make_issued
from tests.factories.audits import make_agency, make_round, today
from tests.factories.enterprises import make_enterprise, make_representative
from tests.factories.lists import make_entry, make_list, make_listing
from tests.factories.measures import make_assignment, make_measure, make_verification
from tests.factories.reports import make_report

S = RoundState
ELSEWHERE = (S.PLANNED, S.PLAN_SUBMITTED, S.OPTIONS_IN_PROGRESS, S.SUSPENDED, S.CLOSED)
KINDS: dict[str, type[Model]] = {
    "regions": Region,
    "industries": Industry,
    "enterprises": Enterprise,
    "lists": MandatoryList,
    "listings": Listing,
    "rounds": Round,
    "measures": Measure,
    "verifications": Verification,
    "assignments": VerifierAssignment,
    "agencies": Agency,
    "reports": AnnualReport,
    "amendments": ListAmendment,
}
SOME = 60


@dataclass(frozen=True)
class World:
    """`ids` by kind, everybody's together, half of the rounds being the plant's that is at work.

    `versions` of measures; `moves`: what the plant can do with which measure; `visits`: which measure the
    verifier can still record on which visit.
    """

    people: dict[str, User]
    ids: dict[str, list[int]]
    versions: dict[int, int]
    moves: list[tuple[int, str]]
    visits: list[tuple[int, int]]


def build() -> World:
    """Everything, once; takes a few seconds."""
    agency = make_agency()
    plant = make_enterprise("晋源焦化有限公司")
    people = {
        "province": make_user(Role.PROVINCE),
        "enterprise": make_representative(plant),
        "verifier": make_user(Role.VERIFIER),
    }
    working = make_round(S.IMPLEMENTATION_IN_PROGRESS, enterprise=plant, agency=agency)
    for number, state in enumerate(MeasureState):
        make_measure(working, state, costly=number % 2 == 0, on=working.opened_on)
    assignment, *waiting = _visit(working, people["verifier"])
    for number, state in enumerate(ELSEWHERE):
        _elsewhere(state, "140226" if number % 2 else "140106", agency)
    make_entry(make_list(today().year + 1))
    _amended(plant)
    make_report(place("140000"), people["province"])
    make_report(place("140105"), make_user(Role.COUNTY, "140105"), year=today().year - 1)
    ids = {kind: _some(model) for kind, model in KINDS.items()}
    ids["rounds"] += [working.pk] * len(ids["rounds"])
    return World(
        people=people,
        ids=ids,
        versions=dict(Measure.objects.values_list("pk", "version")),
        moves=[
            (measure.pk, move.name)
            for measure in Measure.objects.filter(round=working)
            for move in LIFECYCLE.leaving(measure.state)
            if Role.ENTERPRISE in move.roles
        ],
        visits=[(assignment.pk, measure.pk) for measure in waiting],
    )


def _visit(round_: Round, verifier: User) -> Iterable[VerifierAssignment | Measure]:
    """An open visit on which one measure has been seen and three have not; nobody of the plant is the verifier."""
    assignment = make_assignment(round_, verifier)
    seen, *waiting = (
        make_measure(round_, MeasureState.IMPLEMENTED, on=round_.opened_on) for _number in range(4)
    )
    make_verification(seen, Verdict.PARTLY, assignment)
    return assignment, *waiting


def _amended(plant: Enterprise) -> None:
    """Documents that put something of the plant's list right, and something of another's."""
    for enterprise in (plant, make_enterprise(region="140226")):
        listing = Listing.objects.filter(enterprise=enterprise).first() or make_listing(enterprise)
        make_issued(listing.mandatory_list, today(), correct={enterprise: {"reason": "在线监测连续超标"}})


def _elsewhere(state: str, code: str, agency: Agency) -> None:
    """Another plant's round; where measures may stand, one of its own."""
    plant = make_enterprise(region=code)
    make_representative(plant)
    early = state in (S.PLANNED, S.PLAN_SUBMITTED)
    round_ = make_round(state, enterprise=plant, agency=None if early else agency)
    if state == S.OPTIONS_IN_PROGRESS:
        make_measure(round_, MeasureState.PROPOSED)
        make_assignment(round_)


def _some(model: type[Model]) -> list[int]:
    """The newest ids of a kind, and the eldest: reference tables have thousands."""
    ids = list(model._default_manager.order_by("pk").values_list("pk", flat=True))
    return ids if len(ids) <= SOME else ids[:5] + ids[-SOME:]
