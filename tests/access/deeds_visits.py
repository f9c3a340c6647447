"""The deeds on site, of what was found there, and of looking again later."""

from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile

from audits.enums import RoundState
from audits.models import Round
from config.common.access import Role
from measures.models import Finding, Measure, VerifierAssignment
from measures.services.findings import finding_decide
from tests.access.browser import Fields
from tests.access.deed import Deed, fresh_round, just, own
from tests.access.world import Thing, World
from tests.factories.accounts import now
from tests.factories.audits import today, walk_to
from tests.factories.measures import make_measure, photo
from tests.factories.visits import picture, seen, visit_body

_COUNTY, _PLANT = Role.COUNTY, Role.ENTERPRISE


def _open_finding(world: World) -> Thing:
    """HERE's finding, returned by its officer."""
    finding = Finding.objects.select_related("round__enterprise").get(pk=world.here.things["finding"][0])
    officer = world.here.people[Role.COUNTY]
    said = {"decision": "return", "reason": "证明不清"}
    finding_decide(finding=finding, version=finding.version, by=officer, at=now(), **said)
    return (finding.pk,)


def _log(world: World, _page: Fields) -> Fields:
    """What the phone of HERE's verifier says of the measure that was not seen yet."""
    assignment = VerifierAssignment.objects.get(pk=world.here.things["visit"][0])
    waiting = Measure.objects.get(pk=world.here.things["visit+measure"][1])
    return visit_body(assignment, seen(waiting))


def _drawable(world: World) -> Thing:
    """A round of HERE accepted more than a year ago, with a measure that stands."""
    round_ = fresh_round(world, RoundState.IMPLEMENTATION_IN_PROGRESS)
    make_measure(round_, "implemented")
    walk_to(round_, RoundState.CLOSED)
    Round.objects.filter(pk=round_.pk).update(accepted_on=today() - timedelta(days=400))
    return ()


VISIT_DEEDS = [
    Deed("measures:field_visit", Role.VERIFIER, own("visit+key"), _log),
    Deed("measures:finding_answer", _PLANT, _open_finding,
         lambda _w, _p: {"version": 3, "answer": "已检定", "proofs": photo("整改.jpg")}),
    Deed("measures:finding_decide", _COUNTY, own("finding"), just(version=2, decision="close", reason="")),
    Deed("measures:finding_order", _COUNTY, own("finding"), just()),
    Deed("measures:field_photo", Role.VERIFIER, own("named_photo"),
         lambda _w, _p: {"photo": SimpleUploadedFile("p.jpg", picture(), "image/jpeg")}),
    Deed("measures:post_plan_create", _COUNTY, _drawable, just(seed="核对")),
]  # fmt: skip
