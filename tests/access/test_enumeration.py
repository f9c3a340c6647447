"""F18: what is another's and what does not exist answer alike; others' ids inside a form reach nothing either."""

import re
from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.http import HttpResponse
from django.urls import reverse

from accounts.models import User
from accounts.services.users import token_create
from config.common.access import Role
from enterprises.models import CorrectionOrder, Enterprise, Listing
from measures.models import Measure, PostAssessmentItem, Verification, VerifierAssignment
from reports.models import AnnualReport
from tests.access.browser import form_on
from tests.access.reading import text_of
from tests.access.table import Line, lines
from tests.access.world import Place, World, undone
from tests.factories.accounts import make_user, now
from tests.factories.audits import today

NOWHERE = 2**40
GUARDED = [line for line in lines() if line.foreign == "404"]


@pytest.mark.parametrize("line", GUARDED, ids=[line.name for line in GUARDED])
def test_what_is_anothers_answers_like_what_does_not_exist(world: World, line: Line) -> None:
    """The same status and the same words, so that nobody learns by counting through the ids."""
    for role in (role for role, cell in line.cells.items() if cell == "ok"):
        unknown: dict[tuple, tuple[int, str]] = {}
        for thing in world.foreign(role, line.thing)[-2:]:
            rest = thing[1:]
            nowhere = uuid4() if isinstance(thing[0], UUID) else NOWHERE
            unknown[rest] = unknown.get(rest) or _answer(world, role, line, (nowhere, *rest))
            assert _answer(world, role, line, thing) == unknown[rest], (role, thing)


def _answer(world: World, role: str, line: Line, thing: tuple) -> tuple[int, str]:
    client, facts = world.clients[role], {}
    if line.url.startswith("api-") and line.method != "GET":
        facts = {"data": {}, "content_type": "application/json", "HTTP_IF_MATCH": '"1"'}
    with undone(client):
        response = getattr(client, line.method.lower())(line.address(thing), **facts)
        return response.status_code, _without_tokens(text_of(response), line.address(thing))


def _without_tokens(text: str, address: str) -> str:
    """The words of an answer without what differs from call to call: the form token, and the address itself."""
    return re.sub(r"\b\w{64}\b", "", text).replace(address, "")


# ---- others' ids inside what is sent ---------------------------------------------------------

Fields = dict[str, Any]
Case = tuple[str, str, Callable[[World], tuple], Callable[[World, Place], Fields], Any]


def _order(_world: World, other: Place) -> Fields:
    days = {"issued_on": today(), "due_on": today().replace(year=today().year + 1)}
    return {
        "article": 1,
        "listing": other.things["listing"][0],
        "document_no": "晋责改1号",
        "text": "改",
    } | days


def _elsewhere(_world: World, other: Place) -> Fields:
    return {"region": other.region.pk, "name": "搬来的厂", "status": "active", "year": 2026}


def _verifier_elsewhere(_world: World, other: Place) -> Fields:
    sent = make_user(Role.VERIFIER, other.region)
    return {"verifier": sent.pk, "visit_on": today()}


CASES: list[Case] = [
    (Role.COUNTY, "enterprises:enterprise_create", lambda _w: (), _elsewhere, Enterprise),
    (Role.COUNTY, "enterprises:enterprise_edit", lambda w: w.here.things["enterprise"], _elsewhere, Enterprise),
    (Role.COUNTY, "enterprises:order_create", lambda w: w.here.things["enterprise"], _order, CorrectionOrder),
    (Role.PROVINCE, "enterprises:listing_add", lambda w: w.here.things["draft"],
     lambda _w, o: {"enterprise": o.things["enterprise"][0], "categories": ["TOXIC"]}, Listing),
    (Role.COUNTY, "measures:assignment_create", lambda w: w.here.things["round"], _verifier_elsewhere,
     VerifierAssignment),
    (Role.COUNTY, "measures:post_assessment_edit", lambda w: w.here.things["post_assessment"],
     lambda _w, o: {"items-0-measure": o.things["measure"][0], "conclusion": "好"}, PostAssessmentItem),
    (Role.COUNTY, "reports:annual_report_create", lambda _w: (), _elsewhere, AnnualReport),
]  # fmt: skip


@pytest.mark.parametrize(("role", "url", "thing", "sent", "model"), CASES, ids=[case[1] for case in CASES])
def test_an_id_of_anothers_inside_a_form_is_no_choice(world, role, url, thing, sent, model) -> None:
    """Refused on the form (422), and nothing is written."""
    other = world.places["abroad"] if role == Role.PROVINCE else world.there
    client, address = world.clients[role], reverse(url, args=thing(world))
    data = sent(world, other)
    page, _names = form_on(text_of(client.get(address)), address)
    before = list(model.objects.order_by("pk").values())
    response = client.post(address, page | data)
    assert response.status_code == 422
    assert list(model.objects.order_by("pk").values()) == before
    assert other.mark not in _but_typed(text_of(response), data)


def _but_typed(text: str, data: Fields) -> str:
    for value in data.values():
        text = text.replace(f'value="{value}"', "")
    return text


@pytest.mark.parametrize("mixed", [("here", "there"), ("there", "here"), ("there", "there")])
def test_a_verifier_records_own_visits_to_measures_of_the_same_round_alone(world: World, mixed) -> None:
    visit, measure = (world.places[name].things["visit+measure"] for name in mixed)
    client = world.clients[Role.VERIFIER]
    address = reverse("measures:verification_create", args=[visit[0], measure[1]])
    assert client.get(address).status_code == 404
    assert client.post(address, {"found": "在运行"}).status_code == 404
    before = Verification.objects.count()
    body = {"assignment": visit[0], "measure": measure[1], "visited_on": str(today())}
    answer = _post(
        world, Role.VERIFIER, "api-verifications-list", body | {"found": "在", "verdict": "stands"}
    )
    assert answer.status_code == 404
    assert Verification.objects.count() == before


def test_a_measure_for_anothers_round_is_for_a_round_that_is_not_there(world: World) -> None:
    before = Measure.objects.count()
    body = {"title": "插入的方案", "kind": "management", "proposed_on": str(today())}
    answers = [
        _post(world, role, "api-measures-list", body | {"round": number})
        for role in (Role.ENTERPRISE, Role.AGENCY)
        for number in (world.there.things["round"][0], NOWHERE)
    ]
    assert {(answer.status_code, answer.content) for answer in answers} == {(404, answers[0].content)}
    assert Measure.objects.count() == before


def test_a_key_opens_what_its_person_may_see_and_nothing_more(world: World) -> None:
    officer = User.objects.get(pk=world.here.people[Role.COUNTY].pk)
    key = token_create(user=officer, name="程序", by=officer, at=now())
    client, facts = world.clients["anonymous"], {"HTTP_AUTHORIZATION": f"Token {key}"}
    found = client.get(reverse("api-enterprises-list"), **facts).json()
    assert found["count"] == Enterprise.objects.filter(region=world.here.region).count()
    for kind in ("enterprise", "measure", "verification", "report", "round"):
        address = reverse(f"api-{kind}s-detail", args=world.there.things[kind])
        assert client.get(address, **facts).status_code == 404


def _post(world: World, role: str, url: str, body: Fields) -> HttpResponse:
    return world.clients[role].post(reverse(url), body, content_type="application/json")
