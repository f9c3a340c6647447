"""What moves bring with them: dates, legal duties, the listing's state, story, trail and notices."""

from datetime import timedelta

import pytest

from accounts.models import Activity
from audits.enums import Stage
from audits.models import AuditPlan, Round, RoundMove, RoundStage
from audits.services.moves import round_move
from config.common.access import Role
from config.common.errors import NotAllowed, Refused, Stale
from enterprises.enums import DutyCode
from enterprises.models import Duty, Listing
from operations.models import Notice
from tests.factories.accounts import make_user, now
from tests.factories.audits import crew_of, fill_plan, make_agency, make_auditor, make_round, today, walk_to

pytestmark = pytest.mark.django_db


def go(round_, move, by, **facts):
    return round_move(round_=round_, move=move, by=by, at=now(), **{"on": today()} | facts)


def met_on(round_, code):
    return Duty.objects.get(listing=round_.listing, code=code).met_on


def test_the_audit_began_the_day_the_approved_plan_was_handed_in():
    round_ = make_round()
    crew, handed_in = crew_of(round_), today() - timedelta(days=3)
    fill_plan(round_, crew.plant)
    go(round_, "plan_submit", crew.plant, on=handed_in)
    go(round_, "plan_approve", crew.officer)
    assert round_.started_on == handed_in
    assert met_on(round_, DutyCode.START) == handed_in
    assert AuditPlan.objects.get(round=round_).approved_on == today()


def test_the_report_meets_the_duty_to_finish_and_keeps_its_first_day_when_handed_in_again():
    round_ = make_round("REPORTED")
    first = today() - timedelta(days=1)
    Round.objects.filter(pk=round_.pk).update(reported_on=first)
    round_.refresh_from_db()
    round_ = walk_to(walk_to(walk_to(round_, "EVALUATION_SCORED"), "PREPARATION_IN_PROGRESS"), "REPORTED")
    assert round_.reported_on == first
    assert met_on(round_, DutyCode.FINISH) == today()


def test_passing_the_evaluation_begins_the_duties_that_run_from_it():
    round_ = make_round("IMPLEMENTATION_IN_PROGRESS")
    assert round_.evaluated_on == today()
    begun = Duty.objects.filter(listing=round_.listing, base_on=today()).values_list("code", flat=True)
    assert {DutyCode.IMPLEMENT, DutyCode.APPLY_ACCEPTANCE} <= set(begun)


def test_a_closed_round_carries_all_its_dates_and_levels():
    round_ = make_round("CLOSED")
    dates = [round_.started_on, round_.reported_on, round_.evaluated_on, round_.accepted_on, round_.closed_on]
    assert dates == [today()] * 5
    assert (round_.level_before, round_.level_after) == ("III", "II")
    assert met_on(round_, DutyCode.APPLY_ACCEPTANCE) == met_on(round_, DutyCode.IMPLEMENT) == today()


def test_a_return_to_an_earlier_stage_clears_what_must_be_done_again():
    round_ = make_round("OPTIONS_SUBMITTED")
    go(round_, "back_to_pre_assessment", crew_of(round_).officer, reason="能耗数据与统计不符")
    stages = {row.stage: row.approved_on for row in RoundStage.objects.filter(round=round_)}
    assert round_.state == "PRE_ASSESSMENT_RETURNED"
    assert stages[Stage.PREPARATION] == today()
    assert {stages[Stage.PRE_ASSESSMENT], stages[Stage.ASSESSMENT]} == {None}


@pytest.mark.parametrize(
    ("move", "state"), [("exempt", "exempted"), ("defer", "deferred"), ("roll_over", "rolled_over")]
)
def test_what_is_set_aside_says_so_on_the_list(move, state):
    round_ = make_round("ASSESSMENT_IN_PROGRESS")
    go(round_, move, crew_of(round_).officer, reason="企业已关闭,晋环函〔2026〕9号")
    listing = Listing.objects.get(pk=round_.listing_id)
    assert (listing.state, listing.state_on, listing.state_reason) == (
        state,
        today(),
        "企业已关闭,晋环函〔2026〕9号",
    )
    assert round_.state_before == "ASSESSMENT_IN_PROGRESS"


@pytest.mark.parametrize("move", ["suspend", "defer"])
def test_a_resumed_round_goes_on_where_it_stood(move):
    round_ = make_round("ASSESSMENT_RETURNED")
    officer = crew_of(round_).officer
    go(round_, move, officer, reason="停产检修")
    go(round_, "resume", officer)
    assert (round_.state, round_.stage, round_.state_before) == ("ASSESSMENT_RETURNED", Stage.ASSESSMENT, "")
    assert Listing.objects.get(pk=round_.listing_id).state == "listed"


def test_a_voluntary_round_goes_the_whole_way_without_a_listing():
    round_ = make_round("CLOSED", voluntary=True)
    assert round_.listing is None
    set_aside = make_round("EXEMPTED", voluntary=True)
    assert set_aside.state == "EXEMPTED"


def test_an_unfinished_stage_is_refused_with_every_missing_thing_and_its_link():
    round_ = make_round("PRE_ASSESSMENT_IN_PROGRESS")
    with pytest.raises(Refused, match="尚有 3 项未完成") as refusal:
        go(round_, "pre_assessment_submit", crew_of(round_).plant)
    codes = [problem.code for problem in refusal.value.problems]
    assert codes == ["level_before", "pre_assessment_responsible", "pre_assessment_result"]
    assert all(problem.link for problem in refusal.value.problems)
    round_.refresh_from_db()
    assert round_.state == "PRE_ASSESSMENT_IN_PROGRESS"


def test_a_step_cannot_be_skipped_and_the_refusal_says_what_is_possible():
    round_ = make_round("PREPARATION_IN_PROGRESS")
    with pytest.raises(Refused, match="现在可以办理：“提交本阶段”"):
        go(round_, "report_submit", crew_of(round_).plant)


def test_an_ended_round_does_not_move():
    round_ = make_round("CLOSED")
    with pytest.raises(Refused, match=r"已验收结束.*不能再"):
        go(round_, "suspend", crew_of(round_).officer, reason="误操作")


@pytest.mark.parametrize(("days", "words"), [(1, "晚于今天"), (-400, "早于本轮开启")])
def test_a_move_is_dated_between_the_opening_and_today(days, words):
    round_ = make_round()
    with pytest.raises(Refused, match=words):
        go(round_, "suspend", crew_of(round_).officer, reason="停产", on=today() + timedelta(days=days))


def test_two_officers_cannot_both_move_from_what_they_read():
    round_ = make_round("OPTIONS_SUBMITTED")
    officer, read = crew_of(round_).officer, round_.version
    other = Round.objects.get(pk=round_.pk)
    go(round_, "options_approve", officer, version=read)
    with pytest.raises(Stale):
        go(other, "options_return", officer, version=read, reason="缺要点")
    assert RoundMove.objects.filter(round=round_, move="options_return").count() == 0


def test_an_officer_of_another_city_has_no_say():
    round_ = make_round("OPTIONS_SUBMITTED")
    with pytest.raises(NotAllowed, match="工作范围"):
        go(round_, "options_approve", make_user(Role.CITY, "140200"))


def test_each_move_leaves_one_row_in_the_story_and_one_in_the_trail():
    round_ = make_round("PLAN_SUBMITTED")
    before = RoundMove.objects.count(), Activity.objects.filter(verb="round_move").count()
    go(round_, "plan_return", crew_of(round_).officer, reason="组长不是管理层")
    made = RoundMove.objects.latest("pk")
    deed = Activity.objects.filter(verb="round_move").latest("pk")
    assert (RoundMove.objects.count(), Activity.objects.filter(verb="round_move").count()) == (
        before[0] + 1,
        before[1] + 1,
    )
    assert (made.from_state, made.to_state, made.reason) == (
        "PLAN_SUBMITTED",
        "PLAN_RETURNED",
        "组长不是管理层",
    )
    assert deed.new["state"] == "PLAN_RETURNED"
    assert deed.region_path == round_.enterprise.region.path


def test_who_waits_is_told_once_and_nobody_of_the_own_deed():
    agency = make_agency()
    auditor = make_auditor(agency)
    round_ = make_round("PLAN_SUBMITTED", agency=agency)
    crew = crew_of(round_)
    told = Notice.objects.filter(rule="round_move", case_id=round_.pk)
    assert [notice.recipient for notice in told] == [crew.officer]
    go(round_, "plan_return", crew.officer, reason="缺进度")
    returned = told.filter(text__contains="退回审核计划")
    assert {notice.recipient for notice in returned} == {crew.plant, auditor}
    assert all("缺进度" in notice.text for notice in returned)
