"""The clock of what is to be mended after an acceptance: begun, reminded of, met, given again, and over."""

from datetime import timedelta

import pytest
from django.urls import reverse

from audits.models import Review
from audits.selectors.agencies import agency_tries
from audits.selectors.rectifications import rectify_term
from audits.selectors.todo import todo_items
from audits.services.applications import review_apply, review_return
from audits.services.moves import round_move
from audits.services.reviews import review_decide
from config.common.access import Role
from config.common.errors import Refused
from enterprises.calculations.duty_history import replay
from enterprises.enums import DutyCode
from enterprises.models import Duty, DutyChange
from enterprises.selectors.clock import clock_event
from operations.models import Notice
from operations.services.notices import notices_write
from tests.factories.accounts import client_of, make_user, now
from tests.factories.audits import crew_of, fill_application, make_agency, make_round, today, walk_to
from tests.factories.reviews import fresh, make_review

pytestmark = pytest.mark.django_db


def duty_of(round_):
    return Duty.objects.get(listing=round_.listing_id, code=DutyCode.RECTIFY)


def apply_again(round_):
    plant = crew_of(round_).plant
    fill_application(round_, "acceptance", plant)
    return review_apply(round_=round_, kind="acceptance", by=plant, at=now(), on=today())


def overdue(round_):
    Duty.objects.filter(listing=round_.listing_id, code=DutyCode.RECTIFY).update(
        due_on=today() - timedelta(days=3)
    )


def test_the_conclusion_begins_a_duty_that_lists_calendar_and_round_page_show_with_its_origin():
    round_ = make_review("DECIDED", kind="acceptance", share="0.5").round
    duty = duty_of(round_)
    Duty.objects.filter(listing=round_.listing_id).exclude(pk=duty.pk).update(met_on=today())
    assert (duty.base_on, duty.due_on, duty.met_on) == (today(), today() + timedelta(days=60), None)
    client = client_of(crew_of(round_).plant)
    (row,) = client.get(reverse("audits:round_list")).context["list"].rows
    assert (row["duty"], row["due_on"]) == ("整改并再次申请验收", duty.due_on)
    page = client.get(reverse("audits:round_detail", args=[round_.pk])).content.decode()
    assert "作出限期整改的结论时确定" in page
    (item,) = [one for one in todo_items(crew_of(round_).plant, today()) if one.kind == "round_work"]
    assert (item.text, item.due_on) == ("整改后再次申请验收", duty.due_on)


def test_applying_again_is_the_second_try_and_meets_the_duty_and_a_return_opens_it_with_its_day():
    round_ = make_round("ACCEPTANCE_RECTIFY")
    due_on = duty_of(round_).due_on
    second = apply_again(round_)
    assert (second.attempt, duty_of(round_).met_on) == (2, today())
    second.round = round_
    officer = crew_of(round_).officer
    review_return(review=second, version=second.version, reason="缺监测报告", by=officer, at=now())
    assert (duty_of(round_).met_on, duty_of(round_).due_on) == (None, due_on)
    round_.refresh_from_db(fields=["state"])
    assert round_.state == "ACCEPTANCE_RECTIFY"
    (item,) = [one for one in todo_items(crew_of(round_).plant, today()) if one.kind == "round_work"]
    assert item.text == "整改后再次申请验收"


def test_a_returned_second_application_that_is_never_made_again_can_still_be_found_failed():
    round_ = make_round("ACCEPTANCE_RECTIFY")
    second, officer = apply_again(round_), crew_of(round_).officer
    second.round = round_
    review_return(review=second, version=second.version, reason="缺监测报告", by=officer, at=now())
    overdue(round_)
    round_.refresh_from_db(fields=["state", "version"])
    round_move(round_=round_, move="rectify_lapse", by=officer, at=now(), on=today(), reason="逾期未整改")
    assert round_.state == "ACCEPTANCE_FAILED"


def test_a_first_application_that_is_returned_leaves_the_round_where_it_was_before():
    review = make_review("RETURNED", kind="acceptance")
    assert review.round.state == "CONTINUATION_APPROVED"


def test_a_returned_answer_to_supplements_waits_for_the_supplements_again():
    round_ = make_round("EVALUATION_SUPPLEMENT")
    plant, officer = crew_of(round_).plant, crew_of(round_).officer
    fill_application(round_, "evaluation", plant)
    second = review_apply(round_=round_, kind="evaluation", by=plant, at=now(), on=today())
    second.round = round_
    review_return(review=second, version=second.version, reason="仍缺物料平衡", by=officer, at=now())
    assert second.round.state == "EVALUATION_SUPPLEMENT"
    again = review_apply(round_=round_, kind="evaluation", by=plant, at=now(), on=today())
    assert (again.pk, again.attempt) == (second.pk, 2)


def test_a_second_rectification_begins_the_clock_afresh():
    round_ = make_round("ACCEPTANCE_RECTIFY")
    first = duty_of(round_)
    apply_again(round_)
    round_ = walk_to(walk_to(round_, "ACCEPTANCE_SCORED"), "ACCEPTANCE_RECTIFY")
    again = duty_of(round_)
    assert (again.pk, again.met_on) == (first.pk, None)
    changes = DutyChange.objects.filter(duty=again).order_by("number")
    assert [row.kind for row in changes] == ["opened", "met", "opened"]
    assert replay([clock_event(row) for row in changes]) == again.due_on


def test_a_day_beyond_the_term_and_its_extension_is_refused_with_the_last_possible_one():
    review = make_review("MERGED", kind="acceptance", share="0.5")
    term = rectify_term(today())
    facts = {"outcome": "rectify", "decided_on": today(), "by": crew_of(review.round).officer, "at": now()}
    late = term.latest_on + timedelta(days=1)
    with pytest.raises(Refused) as refusal:
        review_decide(review=review, version=review.version, rectify_due_on=late, **facts)
    assert f"最迟到{term.latest_on.year}年" in refusal.value.problems[0].sentence
    assert (fresh(review).state, Duty.objects.filter(code=DutyCode.RECTIFY).exists()) == ("MERGED", False)
    review_decide(review=fresh(review), version=review.version, rectify_due_on=term.latest_on, **facts)
    assert duty_of(review.round).due_on == term.latest_on


def test_a_failed_acceptance_has_no_day_though_the_form_proposed_one():
    review = make_review("MERGED", kind="acceptance", share="0.5")
    officer = crew_of(review.round).officer
    address = reverse("audits:review_decide", args=[review.pk])
    form = client_of(officer).get(address).context["form"]
    assert form.initial["rectify_due_on"] == rectify_term(today()).proposed_on
    facts = {"outcome": "failed", "decided_on": today(), "rectify_due_on": today() + timedelta(days=60)}
    review_decide(review=review, version=review.version, **facts, by=officer, at=now())
    assert fresh(review).rectify_due_on is None
    assert not Duty.objects.filter(code=DutyCode.RECTIFY).exists()


def test_what_was_not_mended_in_time_is_taken_as_failed_but_not_a_day_before():
    round_ = make_round("ACCEPTANCE_RECTIFY")
    officer = crew_of(round_).officer
    page = client_of(officer).get(reverse("audits:round_detail", args=[round_.pk])).content.decode()
    assert "尚未届满，不能认定不通过" in page
    lapse = {"move": "rectify_lapse", "by": officer, "at": now(), "on": today(), "reason": "逾期未整改"}
    with pytest.raises(Refused, match="尚未届满"):
        round_move(round_=round_, **lapse)
    Duty.objects.filter(listing=round_.listing_id, code=DutyCode.DISCLOSE).update(
        due_on=today() - timedelta(days=99)
    )
    assert not [one for one in todo_items(officer, today()) if one.kind == "overdue_rectify"]
    overdue(round_)
    (item,) = [one for one in todo_items(officer, today()) if one.kind == "overdue_rectify"]
    assert (item.text, item.due_on) == ("1 家企业整改逾期，未再次申请验收", today() - timedelta(days=3))
    assert client_of(officer).get(item.href).context["list"].total == 1
    round_move(round_=round_, **lapse)
    assert round_.state == "ACCEPTANCE_FAILED"


def test_a_voluntary_round_shows_its_day_on_its_page():
    round_ = make_round("ACCEPTANCE_RECTIFY", voluntary=True)
    due_on = Review.objects.filter(round=round_).latest("pk").rectify_due_on
    page = client_of(crew_of(round_).officer).get(reverse("audits:round_detail", args=[round_.pk]))
    assert f"{due_on} 前" in page.content.decode()
    assert not Duty.objects.filter(code=DutyCode.RECTIFY).exists()


def test_passes_at_a_later_try_are_counted_apart_from_first_tries():
    agency = make_agency()
    round_ = make_round("ACCEPTANCE_RECTIFY", agency=agency)
    apply_again(round_)
    walk_to(round_, "CLOSED")
    officer = crew_of(round_).officer
    evaluation, acceptance = agency_tries(officer, agency)
    assert (evaluation.decided, evaluation.passed, evaluation.later) == (1, 1, 0)
    assert (acceptance.decided, acceptance.passed, acceptance.later) == (1, 0, 1)
    home = client_of(officer).get(reverse("reports:home"), {"year": round_.year}).content.decode()
    assert "再次通过 1 家" in home


def test_reminders_go_out_before_and_after_the_day_and_climb_to_city_and_province():
    round_ = make_round("ACCEPTANCE_RECTIFY")
    city, province, due_on = crew_of(round_).officer, make_user(Role.PROVINCE), duty_of(round_).due_on
    county = make_user(Role.COUNTY, round_.enterprise.region)
    Duty.objects.filter(listing=round_.listing_id).exclude(code=DutyCode.RECTIFY).update(met_on=today())
    Notice.objects.all().delete()
    days = [due_on + timedelta(days=days) for days in range(-30, 31)]
    for _twice in range(2):
        notices_write(days=days, at=now(), fence=lambda: None, checkpoint=lambda _words: None)
    rows = Notice.objects.order_by("pk").values_list("recipient", "rule", "href")
    told = {
        user: [rule for person, rule, _href in rows if person == user.pk] for user in (city, province, county)
    }
    assert told == {
        city: ["escalate_city"],
        province: ["escalate_province"],
        county: ["due_in_7", "due_today", "overdue_1", "overdue_7", "overdue_30"],
    }
    plant = crew_of(round_).plant
    assert len([rule for person, rule, _href in rows if person == plant.pk]) == 7
    assert {href for _person, _rule, href in rows} == {reverse("audits:round_detail", args=[round_.pk])}


def test_what_a_voluntary_round_has_to_mend_is_found_by_the_lateness_filter_and_stands_in_the_list():
    round_ = make_round("ACCEPTANCE_RECTIFY", voluntary=True)
    officer, plant = crew_of(round_).officer, crew_of(round_).plant
    client = client_of(officer)

    def found(word):
        page = client.get(reverse("audits:round_list"), {"lateness": word})
        return [(row["duty"], row["due_on"]) for row in page.context["list"].rows]

    due_on = today() + timedelta(days=60)
    assert (found("late"), found("soon"), found("unmended")) == ([], [], [])
    assert found("on_time") == [("整改并再次申请验收", due_on)]
    Review.objects.filter(round=round_).update(rectify_due_on=today() + timedelta(days=3))
    assert (len(found("soon")), found("late")) == (1, [])
    Review.objects.filter(round=round_).update(rectify_due_on=today() - timedelta(days=3))
    assert (len(found("late")), len(found("unmended")), found("on_time")) == (1, 1, [])
    (item,) = [one for one in todo_items(officer, today()) if one.kind == "overdue_rectify"]
    assert item.due_on == today() - timedelta(days=3)
    (own,) = [one for one in todo_items(plant, today()) if one.kind == "round_work"]
    assert own.due_on == today() - timedelta(days=3)
