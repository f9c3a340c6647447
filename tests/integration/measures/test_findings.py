"""A finding is a task: answered with proof by the enterprise, closed or returned by the bureau, or made an order."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from audits.models import Round
from config.common.access import Role
from config.common.errors import NotAllowed, Refused, Stale
from enterprises.models import CorrectionOrder, OrderDraft
from measures.enums import FindingState, MeasureState
from measures.models import Finding
from measures.selectors.findings import finding_cases
from measures.selectors.todo import todo_items
from measures.services.findings import finding_answer, finding_decide
from tests.factories.accounts import client_of, make_user, now
from tests.factories.audits import crew_of, today
from tests.factories.measures import make_measure, make_verifier, photo
from tests.factories.visits import make_finding
from tests.held import held
from tests.integration.measures.pages import page, queries_of

pytestmark = pytest.mark.usefixtures("db")


@pytest.fixture(scope="module")
def prepared(django_db_setup, django_db_blocker):
    with held(django_db_blocker):
        yield make_finding(make_measure(state=MeasureState.IMPLEMENTED)).pk


@pytest.fixture
def db(prepared, django_db_blocker):
    with held(django_db_blocker):
        yield


@pytest.fixture
def finding(db, prepared):
    return Finding.objects.select_related("round__enterprise__region", "measure", "visit").get(pk=prepared)


@pytest.fixture
def crew(finding):
    return crew_of(finding.round)


def answer(finding, by, **said):
    values = {"version": finding.version, "answer": "水表已检定", "proofs": [photo("检定证书.jpg")]}
    return finding_answer(finding=finding, by=by, at=now(), **(values | said))


def url(name, finding):
    return reverse(f"measures:{name}", args=[finding.pk])


def test_the_enterprise_answers_with_proof_and_the_bureau_closes(finding, crew):
    plant, officer = client_of(crew.plant), client_of(crew.officer)
    assert "提交整改情况" in page(plant, "finding_detail", finding.pk).content.decode()
    data = {"version": 1, "answer": "水表已检定", "proofs": [photo("检定证书.jpg")]}
    assert plant.post(url("finding_answer", finding), data).status_code == 302
    shown = page(officer, "finding_detail", finding.pk)
    proof = shown.context["card"]["proofs"][0]
    assert proof["name"] == "检定证书.jpg"
    assert b"".join(officer.get(proof["href"]).streaming_content)
    closed = officer.post(url("finding_decide", finding), {"version": 2, "decision": "close"})
    assert closed.status_code == 302
    finding.refresh_from_db()
    assert (finding.state, finding.closed_on) == (FindingState.CLOSED, timezone.localdate())
    assert [move.to_state for move in finding.moves.all()] == ["answered", "closed"]


def test_an_answer_without_proof_or_words_is_refused(finding, crew):
    plant = client_of(crew.plant)
    for data in ({"answer": "已改"}, {"answer": " ", "proofs": [photo()]}):
        assert plant.post(url("finding_answer", finding), {"version": 1} | data).status_code == 422
    with pytest.raises(Refused, match="1 至 6 份"):
        answer(finding, crew.plant, proofs=[])
    finding.refresh_from_db()
    assert (finding.state, finding.moves.count(), finding.proofs.count()) == (FindingState.OPEN, 0, 0)


def test_a_returned_finding_says_why_and_is_answered_again(finding, crew):
    answer(finding, crew.plant)
    facts = {"finding": finding, "decision": "return", "by": crew.officer, "at": now()}
    with pytest.raises(Refused, match="必须写明"):
        finding_decide(version=2, reason=" ", **facts)
    with pytest.raises(Stale):
        finding_decide(version=1, reason="照片不清", **facts)
    finding_decide(version=2, reason="照片不清", **facts)
    assert "照片不清" in page(client_of(crew.plant), "finding_detail", finding.pk).content.decode()
    answer(finding, crew.plant)
    assert finding.return_reason == ""


def test_nobody_answers_or_closes_for_others(finding, crew):
    with pytest.raises(NotAllowed):
        answer(finding, crew.officer)
    answer(finding, crew.plant)
    stranger = make_user(Role.CITY, "140200")
    for by in (crew.plant, stranger):
        with pytest.raises(NotAllowed):
            finding_decide(finding=finding, version=2, decision="close", reason="", by=by, at=now())
    for by in (stranger, make_verifier()):
        page(client_of(by), "finding_detail", finding.pk, status=404)


def test_an_officer_turns_a_finding_into_the_draft_of_an_order(finding, crew):
    officer = client_of(crew.officer)
    response = officer.post(url("finding_order", finding))
    draft = OrderDraft.objects.get()
    assert f"draft={draft.pk}" in response.headers["Location"]
    assert finding.text in draft.text
    assert finding.text in officer.get(response.headers["Location"]).content.decode()
    assert not CorrectionOrder.objects.exists()


def test_findings_stand_on_the_first_screen_of_who_has_to_act(finding, crew):
    def texts(user):
        return [item.text for item in todo_items(user, today()) if item.kind == "finding"]

    assert texts(crew.plant) == ["整改核查发现的问题：计量表未检定"]
    assert texts(crew.officer) == []
    answer(finding, crew.plant)
    assert texts(crew.plant) == []
    assert texts(crew.officer) == ["复核整改情况：计量表未检定"]


def test_who_mends_is_reminded_by_the_due_date(finding, crew):
    (batch,) = finding_cases([finding.due_on], 10)
    assert (batch[0].id, crew.plant.pk in batch[0].plant) == (finding.pk, True)
    assert list(finding_cases([finding.due_on + timedelta(days=1)], 10)) == []
    answer(finding, crew.plant)
    assert list(finding_cases([finding.due_on], 10)) == []


def test_finding_list_filters_and_costs_the_same_for_one_and_for_twenty(finding, crew):
    officer = client_of(crew.officer)
    for query, found in (
        ({"state": "open"}, 1),
        ({"state": "closed"}, 0),
        ({"severity": "serious"}, 1),
        ({"q": "计量表"}, 1),
        ({"q": "没有这个"}, 0),
        ({"until": str(today())}, 0),
    ):
        assert page(officer, "finding_list", **query).context["list"].total == found
    one = queries_of(officer, "finding_list")
    facts = {name: getattr(finding, name) for name in ("visit", "measure", "text", "severity", "due_on")}
    Finding.objects.bulk_create(
        Finding(
            round=Round.objects.get(pk=finding.round_id),
            number=n,
            responsible="李强",
            created_at=now(),
            **facts,
        )
        for n in range(2, 21)
    )
    assert queries_of(officer, "finding_list") == one <= 8
