"""Who may be sent, and what a verdict does to a measure."""

from datetime import timedelta
from decimal import Decimal

import pytest

from accounts.models import Activity
from audits.models import Expert
from config.common.access import Role
from config.common.errors import NotAllowed, Refused
from enterprises.models import Representative
from measures.enums import MeasureState, Verdict
from measures.models import Effect, Verification, VerificationPhoto
from measures.services.measures import measure_move
from measures.services.verifications import verifier_assign
from operations.models import Attachment
from tests.factories.accounts import make_user, now
from tests.factories.audits import crew_of, make_agency, make_expert, today
from tests.factories.enterprises import make_enterprise, make_representative
from tests.factories.measures import (
    make_assignment,
    make_measure,
    make_verification,
    make_verifier,
    make_working_round,
    photo,
    report_figures,
)

pytestmark = pytest.mark.django_db
S = MeasureState
D = Decimal


def send(round_, verifier, **details):
    values = {"visit_on": today(), "by": crew_of(round_).officer, "at": now()}
    return verifier_assign(round_=round_, verifier=verifier, **(values | details))


def test_an_officer_of_the_territory_sends_a_verifier():
    round_ = make_working_round()
    assignment = send(round_, make_verifier())
    assert (assignment.round_id, assignment.done_on) == (round_.pk, None)
    assert Activity.objects.get(verb="verifier_assign").new["enterprise"] == round_.enterprise.name


@pytest.mark.parametrize("role", [Role.ENTERPRISE, Role.AGENCY, Role.EXPERT, Role.CITY])
def test_only_a_verifier_is_sent(role):
    with pytest.raises(Refused, match="只能指派现场核查员"):
        send(make_working_round(), make_user(role))


def test_a_closed_account_is_not_sent():
    verifier = make_verifier()
    verifier.is_active = False
    with pytest.raises(Refused):
        send(make_working_round(), verifier)


def test_only_officers_of_the_territory_send():
    round_ = make_working_round()
    for by in (crew_of(round_).plant, make_user(Role.CITY, "140200"), make_verifier()):
        with pytest.raises(NotAllowed):
            send(round_, make_verifier(), by=by)


def test_a_visit_is_not_in_the_past_and_not_ordered_twice():
    round_, verifier = make_working_round(), make_verifier()
    with pytest.raises(Refused, match="早于今天"):
        send(round_, verifier, visit_on=today() - timedelta(days=1))
    send(round_, verifier)
    with pytest.raises(Refused, match="无需重复"):
        send(round_, verifier)


def former_representative(enterprise):
    """A person whose account was the enterprise's before it became a verifier's."""
    person = make_verifier()
    Representative.objects.create(enterprise=enterprise, user=person, since=today(), until=today())
    return person


def tied_representative(round_):
    person = former_representative(round_.enterprise)
    Representative.objects.filter(user=person).update(until=None)
    return person


def tied_former_representative(round_):
    return former_representative(round_.enterprise)


def tied_by_another_site(round_):
    return former_representative(make_enterprise(uscc=round_.enterprise.uscc))


def tied_auditor(round_):
    verifier = make_verifier()
    round_.agency.auditors.create(name=verifier.name, user=verifier)
    return verifier


def tied_by_phone(round_):
    make_representative(round_.enterprise, make_user(Role.ENTERPRISE, phone="13700001111"))
    return make_verifier(phone="13700001111")


def tied_by_mailbox(round_):
    make_representative(round_.enterprise, make_user(Role.ENTERPRISE, email="Wang@plant.cn"))
    return make_verifier(email="wang@plant.cn")


def tied_by_employer(round_):
    expert = make_expert(employer=round_.enterprise.name)
    verifier = make_verifier()
    Expert.objects.filter(pk=expert.pk).update(user=verifier)
    return verifier


def tied_by_agency_employer(round_):
    expert = make_expert(employer=round_.agency.name)
    verifier = make_verifier()
    Expert.objects.filter(pk=expert.pk).update(user=verifier)
    return verifier


TIES = [
    tied_representative,
    tied_former_representative,
    tied_by_another_site,
    tied_auditor,
    tied_by_phone,
    tied_by_mailbox,
    tied_by_employer,
    tied_by_agency_employer,
]


@pytest.mark.parametrize("tie", TIES)
def test_a_verifier_is_never_of_the_enterprise_or_the_agency(tie):
    round_ = make_working_round(agency=make_agency())
    with pytest.raises(Refused, match="无关"):
        send(round_, tie(round_))


def test_an_expert_of_elsewhere_may_be_sent():
    round_ = make_working_round(agency=make_agency())
    expert = make_expert(employer="太原理工大学")
    verifier = make_verifier(phone="13700002222", email="a@b.cn")
    Expert.objects.filter(pk=expert.pk).update(user=verifier)
    assert send(round_, verifier).pk


def test_a_tie_that_came_later_stops_the_record():
    measure = make_measure(state=S.IMPLEMENTED)
    assignment = make_assignment(measure.round)
    Representative.objects.create(
        enterprise=measure.round.enterprise, user=assignment.verifier, since=today()
    )
    with pytest.raises(Refused, match="无关"):
        make_verification(measure, assignment=assignment)


def test_only_the_person_sent_records():
    measure = make_measure(state=S.IMPLEMENTED)
    assignment = make_assignment(measure.round)
    for by in (make_verifier(), crew_of(measure.round).officer, crew_of(measure.round).plant):
        with pytest.raises(NotAllowed):
            make_verification(measure, assignment=assignment, by=by)


def test_nobody_verifies_an_own_claim():
    measure = make_measure(state=S.IMPLEMENTED)
    assignment = make_assignment(measure.round)
    type(measure).objects.filter(pk=measure.pk).update(created_by=assignment.verifier)
    with pytest.raises(Refused, match="填报过"):
        make_verification(measure, assignment=assignment)


def test_what_stands_is_verified_with_its_readings():
    measure = make_measure(state=S.IMPLEMENTED)
    assignment = make_assignment(measure.round)
    made = make_verification(measure, assignment=assignment, photos=[photo(), photo("b.png", "PNG")])
    measure.refresh_from_db()
    assert (measure.state, measure.verified_on, measure.benefit_verified_wan) == (S.VERIFIED, today(), D(75))
    assert Effect.objects.get(measure=measure).verified == D(29_500)
    assert [p.attachment.kind for p in VerificationPhoto.objects.filter(verification=made)] == [
        "jpeg",
        "jpeg",
    ]
    assert list(measure.moves.values_list("to_state", flat=True))[-1] == S.VERIFIED
    deeds = Activity.objects.filter(actor_id=assignment.verifier_id).order_by("pk")
    assert list(deeds.values_list("verb", flat=True)) == ["measure_move", "verification_record"]


def test_what_stands_partly_stays_implemented_with_the_readings_instead_of_the_claims():
    measure = make_measure(state=S.IMPLEMENTED)
    make_verification(measure, Verdict.PARTLY)
    measure.refresh_from_db()
    assert (measure.state, measure.verified_on, measure.benefit_counted_wan) == (S.IMPLEMENTED, None, D(75))
    assert Effect.objects.get(measure=measure).verified == D(29_500)


def test_what_is_absent_is_not_implemented_any_more():
    measure = make_measure(state=S.IMPLEMENTED)
    make_verification(measure, Verdict.ABSENT, found="现场没有这台设备")
    measure.refresh_from_db()
    effect = Effect.objects.get(measure=measure)
    assert (measure.state, measure.implemented_on, measure.benefit_counted_wan) == (S.IN_PROGRESS, None, None)
    assert (effect.achieved, effect.verified, effect.expected) == (None, None, D(31_200))
    assert measure.moves.last().reason == "现场没有这台设备"


def test_an_absent_measure_can_be_built_claimed_and_verified_again():
    measure = make_measure(state=S.IMPLEMENTED)
    make_verification(measure, Verdict.ABSENT)
    measure.refresh_from_db()
    by = crew_of(measure.round).plant
    measure_move(measure=measure, move="implement", by=by, at=now(), on=today())
    report_figures(measure)
    make_verification(measure)
    measure.refresh_from_db()
    assert measure.state == S.VERIFIED


@pytest.mark.parametrize(
    ("verdict", "state", "verified_on"),
    [
        (Verdict.STANDS, S.VERIFIED, True),
        (Verdict.PARTLY, S.IMPLEMENTED, False),
        (Verdict.ABSENT, S.IN_PROGRESS, False),
    ],
)
def test_a_later_visit_overrules_an_earlier_one(verdict, state, verified_on):
    measure = make_measure(state=S.VERIFIED)
    make_verification(measure, verdict)
    measure.refresh_from_db()
    assert (measure.state, bool(measure.verified_on)) == (state, verified_on)


def test_a_visit_is_done_when_every_standing_measure_is_recorded():
    round_ = make_working_round()
    first, second = make_measure(round_, S.IMPLEMENTED), make_measure(round_, S.IMPLEMENTED)
    assignment = make_assignment(round_)
    make_verification(first, assignment=assignment)
    assert assignment.done_on is None
    make_verification(second, Verdict.ABSENT, assignment=assignment)
    assert assignment.done_on == today()


def test_a_measure_is_recorded_once_for_each_visit():
    measure = make_measure(state=S.IMPLEMENTED)
    assignment = make_assignment(measure.round)
    make_verification(measure, assignment=assignment)
    with pytest.raises(Refused, match="已登记过"):
        make_verification(measure, assignment=assignment)


@pytest.mark.parametrize(
    ("details", "words"),
    [
        ({"verdict": "perhaps"}, "结论"),
        ({"verdict": Verdict.ABSENT, "readings": [{"indicator": "water", "value": D(1)}]}, "没有读数"),
        ({"verdict": Verdict.PARTLY, "readings": [], "benefit_read_wan": None}, "至少填写一项"),
        ({"readings": [{"indicator": "coal", "value": D(1)}]}, "读数没有保存"),
        ({"readings": [{"indicator": "water", "value": D(1)}] * 2}, "读数没有保存"),
        ({"readings": [{"indicator": "water", "value": D(60_001)}]}, "读数没有保存"),
        ({"readings": [{"indicator": "water", "value": D(-1)}]}, "有数值不能保存"),
        ({"found": "  "}, "现场情况"),
        ({"photos": [photo()] * 13}, "最多 12 张"),
        ({"visited_on": today() + timedelta(days=2)}, "晚于今天"),
        ({"visited_on": today() - timedelta(days=1)}, "早于方案完成"),
    ],
)
def test_an_impossible_record_is_refused_and_nothing_is_written(details, words):
    measure = make_measure(state=S.IMPLEMENTED)
    assignment = make_assignment(measure.round)
    with pytest.raises(Refused, match=words):
        make_verification(measure, details.pop("verdict", Verdict.STANDS), assignment, **details)
    measure.refresh_from_db()
    assert measure.state == S.IMPLEMENTED
    assert not Verification.objects.exists()
    assert not Attachment.objects.filter(kind="jpeg").exists()


def test_a_file_that_is_no_photograph_is_refused():
    measure = make_measure(state=S.IMPLEMENTED)
    fake = photo("现场.jpg")
    fake.file.seek(0)
    fake.file.truncate()
    fake.file.write(b"%PDF-1.7 not a picture")
    fake.size = 22
    fake.file.seek(0)
    with pytest.raises(Refused, match="不是"):
        make_verification(measure, photos=[photo(), fake])
    assert not Verification.objects.exists()
    assert not Attachment.objects.filter(kind="jpeg").exists()


def test_only_implemented_measures_of_the_own_round_are_recorded():
    measure, other = make_measure(state=S.IN_PROGRESS), make_measure(state=S.IMPLEMENTED)
    assignment = make_assignment(measure.round)
    with pytest.raises(Refused, match="只有已实施"):
        make_verification(measure, assignment=assignment, readings=[])
    with pytest.raises(Refused, match="不属于"):
        make_verification(other, assignment=assignment)
