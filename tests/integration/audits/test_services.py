"""Plans, stages, files, reviews, agencies: what is kept, and what is refused."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import Activity
from audits import rules
from audits.models import AuditPlan, Review, RoundFile, RoundStage, Target, TeamMember
from audits.services.agencies import agency_create, agency_update, auditor_add, expert_create
from audits.services.plans import plan_save
from audits.services.reviews import review_panel_set, review_record
from audits.services.stages import file_add, file_remove, report_add, stage_save
from config.common.access import Role
from config.common.errors import NotAllowed, Refused, Stale
from tests.factories.accounts import make_user, now
from tests.factories.audits import (
    TARGETS,
    TEAM,
    crew_of,
    fill_plan,
    make_agency,
    make_auditor,
    make_expert,
    make_round,
    today,
    walk_to,
)

pytestmark = pytest.mark.django_db


def save(round_, **changes):
    plan = AuditPlan.objects.get(round=round_)
    facts = {"version": plan.version, "by": crew_of(round_).plant, "at": now()}
    return plan_save(round_=round_, **facts | changes)


def pdf(name="记录.pdf"):
    return SimpleUploadedFile(name, b"%PDF-1.7 paper", "application/pdf")


def test_a_draft_plan_is_kept_though_it_is_not_complete():
    round_ = make_round()
    save(round_, focus="炼焦", team=TEAM[:1])
    assert AuditPlan.objects.get(round=round_).focus == "炼焦"
    assert TeamMember.objects.get(plan__round=round_).name == "赵建国"


def test_what_is_not_sent_stays_and_what_was_reached_stays_with_its_target():
    round_ = make_round()
    fill_plan(round_, crew_of(round_).plant)
    Target.objects.filter(plan__round=round_).update(reached=Decimal("1.4"))
    save(round_, targets=[TARGETS[0] | {"near": Decimal("1.6")}])
    target = Target.objects.get(plan__round=round_)
    assert (target.near, target.reached) == (Decimal("1.6"), Decimal("1.4"))
    assert TeamMember.objects.filter(plan__round=round_).count() == 2


def test_a_plan_that_waits_for_the_officer_is_not_changed():
    with pytest.raises(Refused, match="不能修改"):
        save(make_round("PLAN_SUBMITTED"), focus="别处")


def test_two_editors_of_one_plan_do_not_overwrite_each_other():
    round_ = make_round()
    save(round_, focus="甲")
    with pytest.raises(Stale) as stale:
        save(round_, version=1, focus="乙")
    assert (stale.value.theirs["focus"], stale.value.yours["focus"]) == ("甲", "乙")


def test_the_low_cost_limit_lies_below_the_high_cost_one():
    with pytest.raises(Refused, match="低费上限"):
        save(make_round(), low_cost_limit_wan=Decimal(100), high_cost_limit_wan=Decimal(100))


def test_officers_and_strangers_do_not_write_the_plan():
    round_ = make_round()
    for stranger in (crew_of(round_).officer, make_user(Role.ENTERPRISE), make_auditor(make_agency())):
        with pytest.raises(NotAllowed):
            save(round_, by=stranger, focus="x")


def test_a_name_that_is_no_field_of_the_plan_is_a_programming_error():
    with pytest.raises(TypeError):
        save(make_round(), state="CLOSED")


def stage_of(round_, stage):
    row = RoundStage.objects.get(round=round_, stage=stage)
    row.round = round_
    return row


def test_a_later_stage_may_be_drafted_and_an_approved_one_is_closed():
    round_ = make_round("ASSESSMENT_IN_PROGRESS")
    facts = {"version": 1, "by": crew_of(round_).plant, "at": now()}
    stage_save(stage=stage_of(round_, "OPTIONS"), result="草稿", **facts)
    with pytest.raises(Refused, match="不能修改"):
        stage_save(stage=stage_of(round_, "PREPARATION"), result="改写", **facts)
    with pytest.raises(TypeError):
        stage_save(stage=stage_of(round_, "OPTIONS"), **facts | {"version": 2}, approved_on=today())


def test_a_file_is_tied_to_its_stage_and_to_what_it_proves():
    round_ = make_round("ASSESSMENT_IN_PROGRESS")
    by = crew_of(round_).plant
    file = file_add(round_=round_, stage="ASSESSMENT", proves="物料平衡实测", upload=pdf(), by=by, at=now())
    assert (file.attachment.kind, file.proves) == ("pdf", "物料平衡实测")
    file_remove(file=file, by=by, at=now())
    assert not RoundFile.objects.filter(round=round_).exists()
    assert Activity.objects.filter(verb="round_file_remove").count() == 1


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"proves": " "}, "证明什么"),
        ({"upload": SimpleUploadedFile("a.pdf", b"MZ not a paper")}, "不是"),
        ({"stage": "PREPARATION"}, "不能修改"),
    ],
)
def test_a_file_that_proves_nothing_or_is_not_what_it_says_is_refused(facts, words):
    round_ = make_round("ASSESSMENT_IN_PROGRESS")
    given = {"stage": "ASSESSMENT", "proves": "记录", "upload": pdf(), "by": crew_of(round_).plant}
    with pytest.raises(Refused, match=words):
        file_add(round_=round_, at=now(), **given | facts)


def test_a_report_is_taken_only_when_it_is_due():
    round_ = make_round("OPTIONS_IN_PROGRESS")
    by = crew_of(round_).plant
    with pytest.raises(Refused, match="方案确定"):
        report_add(round_=round_, upload=pdf(), by=by, at=now())


def waiting(kind="EVALUATION"):
    round_ = make_round(f"{kind}_APPLIED")
    review = Review.objects.get(round=round_, outcome="")
    review.round = round_
    return review


def record(review, **changes):
    facts = {"held_on": today(), "score": Decimal(92), "opinion": "同意"}
    facts |= {"version": review.version, "by": crew_of(review.round).officer, "at": now()}
    return review_record(review=review, **facts | changes)


def test_a_score_alone_leaves_the_decision_open():
    review = record(waiting())
    assert (review.round.state, review.outcome, review.decided_on) == ("EVALUATION_SCORED", "", None)
    record(review, outcome="passed", level_before="III")
    assert (review.round.state, review.decided_on) == ("IMPLEMENTATION_IN_PROGRESS", today())


def test_a_second_try_is_counted_apart_from_the_first():
    review = waiting()
    record(review, outcome="supplement", score=Decimal(80))
    walk_to(review.round, "EVALUATION_APPLIED")
    tries = Review.objects.filter(round=review.round).order_by("attempt")
    assert list(tries.values_list("attempt", "outcome")) == [(1, "supplement"), (2, "")]


@pytest.mark.parametrize(
    ("kind", "result", "code"),
    [
        ("EVALUATION", {"outcome": "passed", "vetoes": "弄虚作假"}, "outcome"),
        ("EVALUATION", {"outcome": "rectify"}, "outcome"),
        ("ACCEPTANCE", {"outcome": "redo"}, "outcome"),
        ("ACCEPTANCE", {"outcome": "passed", "level_after": "below"}, "level_after"),
        ("ACCEPTANCE", {"outcome": "rectify"}, "rectify_due_on"),
        ("ACCEPTANCE", {"outcome": "rectify", "rectify_due_on": "today"}, "rectify_due_on"),
        ("ACCEPTANCE", {"outcome": "failed", "opinion": " "}, "opinion"),
        ("EVALUATION", {"score": Decimal("100.5")}, "score"),
        ("EVALUATION", {"held_on": "tomorrow"}, "held_on"),
        ("EVALUATION", {"held_on": "yesterday"}, "held_on"),
        ("EVALUATION", {"outcome": "passed", "decided_on": "yesterday"}, "decided_on"),
    ],
)
def test_a_result_that_contradicts_itself_is_refused_and_nothing_is_kept(kind, result, code):
    days = {"today": 0, "tomorrow": 1, "yesterday": -1}
    result = {
        name: today() + timedelta(days=days[value]) if value in days else value
        for name, value in result.items()
    }
    review = waiting(kind)
    with pytest.raises(Refused) as refusal:
        record(review, **result)
    assert code in [problem.code for problem in refusal.value.problems]
    review.refresh_from_db()
    assert (review.score, review.round.state) == (None, f"{kind}_APPLIED")


def test_a_decided_review_is_closed():
    review = waiting()
    record(review, outcome="passed")
    with pytest.raises(Refused, match="已有结论"):
        record(review, score=Decimal(50))


def test_the_panel_scores_and_its_lead_decides():
    review = waiting()
    lead, member, stranger = make_expert(), make_expert("山西大学"), make_expert("中北大学")
    review_panel_set(
        review=review,
        version=review.version,
        expert_ids=[member.pk, lead.pk],
        lead_id=lead.pk,
        held_on=today(),
        by=crew_of(review.round).officer,
        at=now(),
    )
    with pytest.raises(NotAllowed):
        record(review, by=stranger.user)
    record(review, by=member.user)
    with pytest.raises(NotAllowed, match="组长"):
        record(review, by=member.user, outcome="passed")
    record(review, by=lead.user, outcome="passed")
    assert review.round.state == "IMPLEMENTATION_IN_PROGRESS"


def test_experts_of_the_enterprise_or_its_agency_stand_aside():
    agency = make_agency("山西自家咨询有限公司")
    round_ = make_round("EVALUATION_APPLIED", agency=agency)
    review = Review.objects.get(round=round_)
    review.round = round_
    facts = {"review": review, "version": 1, "by": crew_of(round_).officer, "at": now()}
    for employer in (agency.name, round_.enterprise.name):
        with pytest.raises(Refused, match="回避"):
            review_panel_set(expert_ids=[make_expert(employer).pk], **facts)
    with pytest.raises(Refused, match="专家库"):
        review_panel_set(expert_ids=[987654], **facts)
    with pytest.raises(Refused, match="组长应是"):
        review_panel_set(expert_ids=[make_expert().pk], lead_id=987654, **facts)


def test_agencies_and_experts_are_kept_by_the_province():
    city, province = make_user(Role.CITY), make_user(Role.PROVINCE)
    with pytest.raises(NotAllowed):
        agency_create(name="某某咨询", by=city, at=now())
    agency = agency_create(name="某某咨询", by=province, at=now())
    with pytest.raises(Refused, match="已登记"):
        agency_create(name="某某咨询 ", by=province, at=now())
    changed = agency_update(agency=agency, version=1, name="某某环保咨询", by=province, at=now())
    assert changed.name == "某某环保咨询"


def test_an_account_stands_for_one_person_of_its_role():
    province, auditor = make_user(Role.PROVINCE), make_user(Role.AGENCY)
    facts = {"by": province, "at": now()}
    agency = make_agency()
    auditor_add(agency=agency, name="甲", user=auditor, **facts)
    with pytest.raises(Refused, match="另一人"):
        auditor_add(agency=agency, name="乙", user=auditor, **facts)
    with pytest.raises(Refused, match="角色"):
        expert_create(name="丙", employer="某校", user=make_user(Role.CITY), **facts)


def test_the_plant_does_not_change_its_own_score():
    review = record(waiting())
    with pytest.raises(NotAllowed):
        record(review, by=crew_of(review.round).plant, score=Decimal(99))
    assert Review.objects.get(pk=review.pk).score == Decimal(92)


def test_only_officers_of_the_territory_name_the_panel():
    review = waiting()
    expert = make_expert()
    facts = {"review": review, "version": review.version, "expert_ids": [expert.pk], "at": now()}
    for stranger in (crew_of(review.round).plant, make_user(Role.CITY, "140200")):
        with pytest.raises(NotAllowed):
            review_panel_set(by=stranger, **facts)


def test_a_refusal_of_a_check_is_its_sentence_and_none_is_empty():
    round_ = make_round()
    assert rules.refusal(rules.check_plant, round_, crew_of(round_).plant) == ""
    assert "企业或其咨询机构" in rules.refusal(rules.check_plant, round_, crew_of(round_).officer)


def test_an_expert_who_is_not_on_this_panel_does_not_record_though_the_round_is_theirs_by_another():
    review = waiting()
    expert = make_expert()
    review.panel.create(expert=expert)
    second = Review.objects.create(
        round=review.round, kind="evaluation", attempt=2, applied_on=today(), created_at=now()
    )
    with pytest.raises(NotAllowed, match="不是这次评审的专家"):
        record(second, by=expert.user)
