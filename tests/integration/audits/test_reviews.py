"""A review from its application to its decision: who judges, blind, by the sheet; and every way it is refused."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from accounts.models import Activity
from audits.calculations.draw import draw_order
from audits.enums import DrawScope, ReviewState, SeatState
from audits.models import (
    ExpertTie,
    ItemScore,
    PanelDraw,
    Review,
    ReviewExpert,
    ReviewFee,
    ReviewMaterial,
)
from audits.selectors.panels import earliest_meeting, seats_of, seats_taken
from audits.selectors.scoring import item_facts, merged
from audits.selectors.sheets import sheet_of
from audits.services.applications import material_remove, review_apply
from audits.services.panels import panel_draw, panel_send, seat_answer, seat_conflict
from audits.services.reviews import review_decide, review_record
from audits.services.scoring import Opinion, SheetEntry, review_merge, scoring_close, seat_score
from config.common.access import Role
from config.common.errors import NotAllowed, Refused
from tests.access.reading import text_of
from tests.factories.accounts import client_of, make_user, now
from tests.factories.audits import crew_of, fill_application, make_expert, make_round, today
from tests.factories.reviews import fresh, make_pool, make_review, own, score, user_of

pytestmark = pytest.mark.django_db


def officer_of(review):
    return crew_of(review.round).officer


def draw(review, size=3, scope=DrawScope.ALL, seed=7):
    facts = {"size": size, "scope": scope, "seed": seed, "by": officer_of(review), "at": now()}
    return panel_draw(review=review, version=review.version, **facts)


def sentences(refusal):
    return " ".join(problem.sentence for problem in refusal.value.problems)


# ---- application -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("state", "kind", "missing"),
    [("REPORTED", "evaluation", 2), ("CONTINUATION_APPROVED", "acceptance", 3)],
)
def test_an_application_lacking_material_is_refused_with_every_missing_proof(state, kind, missing):
    round_ = make_round(state)
    plant = crew_of(round_).plant
    ReviewMaterial.objects.filter(round=round_, kind=kind).delete()
    with pytest.raises(Refused, match=f"还缺 {missing} 项") as refusal:
        review_apply(round_=round_, kind=kind, by=plant, at=now(), on=today())
    assert len(refusal.value.problems) == missing
    round_.refresh_from_db()
    assert (round_.state, Review.objects.filter(round=round_, kind=kind).exists()) == (state, False)


def test_an_application_sent_back_is_the_same_try_when_it_comes_again():
    review = make_review(ReviewState.RETURNED)
    round_ = review.round
    assert (round_.state, review.return_reason) == ("REPORTED", "材料不清")
    plant = crew_of(round_).plant
    page = text_of(client_of(plant).get(reverse("audits:review_apply", args=[round_.pk, "evaluation"])))
    assert "材料不清" in page
    again = review_apply(round_=round_, kind="evaluation", by=plant, at=now(), on=today())
    assert (again.pk, again.attempt, again.state, again.return_reason) == (review.pk, 1, "APPLIED", "")


def test_files_go_with_the_application_and_stay():
    round_ = make_round("REPORTED")
    plant = crew_of(round_).plant
    fill_application(round_, "evaluation", plant)
    review_apply(round_=round_, kind="evaluation", by=plant, at=now(), on=today())
    material = ReviewMaterial.objects.filter(round=round_)[0]
    with pytest.raises(Refused, match="不能移除"):
        material_remove(material=material, by=plant, at=now())


# ---- panel -----------------------------------------------------------------------------------


def test_a_draw_is_kept_whole_and_anybody_repeats_it():
    make_pool(6)
    review = make_review("ACCEPTED")
    made = draw(review)
    assert made.order == draw_order(made.seed, made.pool)
    assert [seat.expert_id for seat in seats_of(review)] == made.order[:3]
    assert {seat.state for seat in seats_of(review)} == {SeatState.INVITED}
    page = text_of(client_of(officer_of(review)).get(reverse("audits:panel_story", args=[review.pk])))
    assert str(made.seed) in page


def test_who_is_employed_by_the_enterprise_or_has_advised_it_is_never_drawn_and_the_page_says_why():
    review = make_review("ACCEPTED")
    plant = review.round.enterprise.name
    employed, adviser = make_expert(plant), make_expert("山西第九研究院")
    tie = {"kind": "advised", "organisation": plant, "organisation_key": plant}
    ExpertTie.objects.create(expert=adviser, declared_by=adviser.user, declared_at=now(), **tie)
    made = draw(review, size=5)
    assert {employed.pk, adviser.pk}.isdisjoint(made.order)
    page = text_of(client_of(officer_of(review)).get(reverse("audits:panel_story", args=[review.pk])))
    assert f"在{plant}任职" in page
    assert f"为{plant}提供过咨询" in page


def test_only_experts_of_the_industry_are_drawn_and_too_few_are_refused_with_the_way_out():
    review = make_review("ACCEPTED")
    with pytest.raises(Refused, match=r"只有 0 位.*扩大到全部专家"):
        draw(review, scope=DrawScope.INDUSTRY)
    knowing = make_pool(3, industry_of=review.round)
    made = draw(review, scope=DrawScope.INDUSTRY)
    assert set(made.order) == {expert.pk for expert in knowing}
    assert PanelDraw.objects.count() == 1


def test_who_declines_is_replaced_by_the_next_of_the_same_order_and_the_panel_is_not_drawn_again():
    make_pool(5)
    review = make_review("ACCEPTED")
    made = draw(review)
    seat = own(seats_of(review)[0])
    with pytest.raises(Refused, match="原因"):
        seat_answer(seat=seat, accepts=False, by=user_of(seat), at=now())
    seat_answer(seat=seat, accepts=False, reason="出差", by=user_of(seat), at=now())
    assert [one.expert_id for one in seats_taken(review)] == made.order[1:4]
    with pytest.raises(Refused, match="不能重新抽取"):
        draw(fresh(review))
    assert client_of(user_of(seat)).get(reverse("audits:review_detail", args=[review.pk])).status_code == 404


def test_a_used_up_order_is_drawn_again_without_those_who_were_asked():
    make_pool(3)
    review = make_review("ACCEPTED")
    draw(review)
    gone = own(seats_of(review)[0])
    seat_answer(seat=gone, accepts=False, reason="出差", by=user_of(gone), at=now())
    newcomer = make_expert("新来研究院")
    draw(fresh(review))
    assert newcomer.pk in {seat.expert_id for seat in seats_taken(review)}
    assert gone.expert_id not in {seat.expert_id for seat in seats_taken(review)}


def test_a_conflict_declared_afterwards_voids_the_sheet_and_is_heeded_by_the_next_draw():
    review = make_review("SCORED")
    seat = own(seats_taken(review)[1])
    told = {"kind": "advised", "organisation": review.round.enterprise.name}
    seat_conflict(seat=seat, **told, by=user_of(seat), at=now())
    assert not ItemScore.objects.filter(seat=seat).exists()
    assert len(seats_taken(review)) == 3
    assert ExpertTie.objects.get().expert_id == seat.expert_id


def test_another_experts_seat_cannot_be_answered():
    review = make_review("PANEL")
    seat, other = (own(one) for one in seats_of(review)[:2])
    with pytest.raises(NotAllowed):
        seat_answer(seat=seat, accepts=True, by=user_of(other), at=now())


def test_papers_later_than_three_working_days_before_the_meeting_are_refused_with_the_first_day():
    review = make_review("ANSWERED")
    lead = seats_taken(review)[0].expert_id
    earliest = earliest_meeting(today())
    facts = {"lead_id": lead, "by": officer_of(review), "at": now(), "version": review.version}
    with pytest.raises(Refused) as refusal:
        panel_send(review=review, held_on=earliest - timedelta(days=1), **facts)
    assert "至少 3 个工作日" in sentences(refusal)
    assert fresh(review).state == ReviewState.PANEL
    panel_send(review=review, held_on=earliest, **facts)
    assert fresh(review).papers_on == today()


def test_papers_do_not_go_out_before_everybody_has_answered():
    review = make_review("PANEL")
    seat = seats_of(review)[0]
    facts = {"held_on": today() + timedelta(days=30), "by": officer_of(review), "at": now()}
    with pytest.raises(Refused) as refusal:
        panel_send(review=review, version=review.version, lead_id=seat.expert_id, **facts)
    assert "还没有答复" in sentences(refusal)
    assert "组长应是已应邀" in sentences(refusal)


# ---- scoring ---------------------------------------------------------------------------------


def test_a_sheet_over_its_maximum_is_refused_and_nothing_is_kept():
    seat = own(seats_taken(make_review("SCORING"))[0])
    item = item_facts(sheet_of(seat.review))[0]
    entry = SheetEntry({item.pk: item.maximum + 1}, frozenset())
    with pytest.raises(Refused) as refusal:
        seat_score(seat=seat, entry=entry, hand_in=False, by=user_of(seat), at=now())
    assert f"0 到 {item.maximum} 分" in sentences(refusal)
    assert not ItemScore.objects.exists()


def test_nobody_sees_a_sheet_before_scoring_is_closed_neither_on_pages_nor_in_the_trail():
    review = make_review("SCORING")
    first, second, _third = seats_taken(review)
    score(first, Decimal("0.777"))
    assert merged(fresh(review)) is None
    page = reverse("audits:review_detail", args=[review.pk])
    own_words = "38.85"
    total = str(ReviewExpert.objects.get(pk=first.pk).total)
    for person in (officer_of(review), crew_of(review.round).plant, user_of(second)):
        assert total not in text_of(client_of(person).get(page))
    other = text_of(client_of(user_of(second)).get(reverse("audits:seat_score", args=[review.pk])))
    assert total not in other
    assert own_words not in other
    told = Activity.objects.filter(verb__in=["seat_score", "seat_hand_in"]).values_list("new", flat=True)
    assert total not in str(list(told))


def test_scoring_is_not_closed_without_all_sheets_unless_a_missing_one_is_excused():
    review = make_review("SCORING")
    first, second, third = seats_taken(review)
    score(first)
    score(second)
    facts = {"by": officer_of(review), "at": now(), "version": review.version}
    with pytest.raises(Refused, match="还有 1 份评分表没有提交"):
        scoring_close(review=review, excuses={}, **facts)
    assert fresh(review).state == ReviewState.SCORING
    scoring_close(review=review, excuses={third.pk: "突发疾病"}, **facts)
    assert fresh(review).state == ReviewState.CLOSED
    assert len(merged(fresh(review)).seats) == 2


def test_scoring_after_closing_is_refused():
    seat = own(seats_taken(make_review("CLOSED"))[0])
    with pytest.raises(Refused, match="不能评分"):
        score(seat)


def test_a_meeting_that_lies_ahead_is_not_closed():
    review = make_review("SCORED")
    Review.objects.filter(pk=review.pk).update(held_on=today() + timedelta(days=1))
    review = fresh(review)
    with pytest.raises(Refused, match="会后才能截止"):
        scoring_close(review=review, version=review.version, excuses={}, by=officer_of(review), at=now())


def test_a_wide_spread_warns_the_lead():
    review = make_review("SCORING")
    for seat, share in zip(seats_taken(review), ("0.95", "0.9", "0.6"), strict=True):
        score(seat, Decimal(share))
    scoring_close(review=review, version=review.version, excuses={}, by=officer_of(review), at=now())
    page = text_of(client_of(officer_of(review)).get(reverse("audits:review_detail", args=[review.pk])))
    assert "超过提示线 15 分" in page


def test_only_the_lead_merges_and_another_level_needs_its_proof():
    review = make_review("CLOSED")
    lead, member, _third = sorted(seats_taken(review), key=lambda seat: not seat.is_lead)
    opinion = Opinion("同意", frozenset(), "II", "I")
    facts = {"version": review.version, "opinion": opinion, "at": now()}
    with pytest.raises(NotAllowed, match="组长"):
        review_merge(review=review, by=user_of(member), **facts)
    with pytest.raises(Refused) as refusal:
        review_merge(review=review, by=user_of(lead), **facts)
    assert "评定依据" in sentences(refusal)


# ---- decision --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "share", "outcome", "state"),
    [
        ("evaluation", "0.92", "passed", "IMPLEMENTATION_IN_PROGRESS"),
        ("evaluation", "0.8", "supplement", "EVALUATION_SUPPLEMENT"),
        ("acceptance", "0.6", "passed", "CLOSED"),
        ("acceptance", "0.5", "rectify", "ACCEPTANCE_RECTIFY"),
    ],
)
def test_the_outcome_is_what_the_sheets_thresholds_say(kind, share, outcome, state):
    review = make_review("DECIDED", kind=kind, share=share)
    review.round.refresh_from_db()
    assert (review.outcome, review.round.state, review.by_hand) == (outcome, state, False)


def test_passing_against_the_sheet_is_refused():
    review = make_review("MERGED", share="0.8")
    facts = {"outcome": "passed", "decided_on": today(), "by": officer_of(review), "at": now()}
    with pytest.raises(Refused) as refusal:
        review_decide(review=review, version=review.version, **facts)
    assert "80 分和否决事项的结论是“补充材料”" in sentences(refusal)
    assert fresh(review).state == ReviewState.MERGED


def test_a_drawn_review_is_not_recorded_by_hand_and_one_by_hand_says_so():
    review = make_review("PANEL")
    facts = {"held_on": today(), "score": Decimal(92), "by": officer_of(review), "at": now()}
    with pytest.raises(Refused, match="不能手工登记"):
        review_record(review=review, version=review.version, **facts)
    by_hand = make_review("APPLIED")
    Review.objects.filter(pk=by_hand.pk).update(applied_on=today())
    review_record(review=fresh(by_hand), version=by_hand.version, **facts | {"by": officer_of(by_hand)})
    page = text_of(client_of(officer_of(by_hand)).get(reverse("audits:review_detail", args=[by_hand.pk])))
    assert "手工登记" in page


def test_each_expert_who_scored_is_owed_a_fee_by_the_bureau_that_decided():
    review = make_review("DECIDED")
    fees = ReviewFee.objects.filter(seat__review=review)
    assert {fee.payer for fee in fees} == {officer_of(review).region}
    assert sorted(fee.amount_yuan for fee in fees) == [800, 800, 1000]


# ---- pages -----------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["evaluation", "acceptance"])
def test_every_step_is_reached_and_its_page_opens_for_everybody_around(kind):
    for state in ("APPLIED", "ACCEPTED", "PANEL", "SCORING", "CLOSED", "MERGED", "DECIDED"):
        review = make_review(state, kind=kind)
        page = reverse("audits:review_detail", args=[review.pk])
        for person in (officer_of(review), crew_of(review.round).plant):
            assert client_of(person).get(page).status_code == 200


def test_the_whole_way_through_the_pages():
    make_pool(4)
    review = make_review("APPLIED")
    officer = client_of(officer_of(review))

    def post(name, data, who=officer):
        answer = who.post(reverse(f"audits:{name}", args=[review.pk]), data)
        assert answer.status_code == 302, text_of(answer)
        review.refresh_from_db()

    post("review_accept", {})
    post("panel_draw", {"version": review.version, "size": 3, "scope": "all"})
    experts = [client_of(user_of(seat)) for seat in seats_taken(review)]
    for expert in experts:
        post("seat_answer", {"accepts": "1"}, expert)
    lead = seats_taken(review)[0].expert_id
    held_on = earliest_meeting(today())
    post("panel_send", {"version": review.version, "held_on": str(held_on), "lead": lead})
    points = {f"item_{item.pk}": str(item.maximum) for item in item_facts(sheet_of(review))}
    for expert in experts:
        post("seat_score", points | {"hand_in": "1"}, expert)
    Review.objects.filter(pk=review.pk).update(held_on=today())
    review.refresh_from_db()
    post("scoring_close", {"version": review.version})
    levels = {name: getattr(review.round, name) for name in ("level_before", "level_after")}
    post("review_merge", {"version": review.version, "text": "同意通过"} | levels, experts[0])
    decision = {"version": review.version, "outcome": "passed", "decided_on": str(today())}
    Review.objects.filter(pk=review.pk).update(applied_on=today())
    post("review_decide", decision)
    assert (review.state, review.outcome, review.score) == ("DECIDED", "passed", 100)


def test_a_stranger_among_the_experts_finds_no_seat():
    review = make_review("SCORING")
    stranger = client_of(make_expert("外省研究院").user)
    assert stranger.get(reverse("audits:seat_score", args=[review.pk])).status_code == 404
    assert (
        client_of(make_user(Role.VERIFIER)).get(reverse("audits:seat_score", args=[review.pk])).status_code
        == 403
    )
