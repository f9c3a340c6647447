"""The plant and the officer at work in the browser: plan, stages, files, report, moves, reviews."""

from datetime import timedelta
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from audits.enums import SEVEN_STAGES
from audits.models import AuditPlan, Review, Round, RoundFile, RoundStage, Target
from config.common.access import Role
from tests.factories.accounts import client_of, make_user
from tests.factories.audits import crew_of, fill_application, make_expert, make_round, today

pytestmark = pytest.mark.django_db


def plan_form(round_, **changes):
    """What the browser sends for a plan with one member and one target."""
    plan = AuditPlan.objects.get(round=round_)
    data = {
        "version": plan.version,
        "responsible": "孙环保",
        "agency": "",
        "low_cost_limit_wan": "5",
        "high_cost_limit_wan": "100",
        "focus": "炼焦",
        "training": "动员会",
        "intended_measures": "",
        "team-TOTAL_FORMS": "3",
        "team-INITIAL_FORMS": "0",
        "team-0-name": "赵建国",
        "team-0-is_leader": "on",
        "team-0-from_management": "on",
        "targets-TOTAL_FORMS": "3",
        "targets-INITIAL_FORMS": "0",
        "targets-0-indicator": "吨焦新水耗",
        "targets-0-unit": "t/t",
        "targets-0-present": "1.8",
        "targets-0-near": "1.5",
    }
    for number, stage in enumerate(SEVEN_STAGES, start=1):
        data[f"schedule-{stage.lower()}"] = str(round_.opened_on + timedelta(days=30 * number))
    return data | changes


def post(round_, page, data, user=None, args=()):
    client = client_of(user or crew_of(round_).plant)
    return client.post(reverse(f"audits:{page}", args=[round_.pk, *args]), data, follow=True)


def fresh(round_):
    return Round.objects.get(pk=round_.pk)


def test_a_plan_is_saved_and_handed_in_from_its_page():
    round_ = make_round()
    assert post(round_, "plan_edit", plan_form(round_, save="1")).status_code == 200
    assert fresh(round_).state == "PLANNED"
    response = post(round_, "plan_edit", plan_form(round_, submit="1"))
    assert "已提交" in response.content.decode()
    assert fresh(round_).state == "PLAN_SUBMITTED"


def test_an_incomplete_plan_is_kept_and_the_page_says_what_is_missing():
    round_ = make_round()
    bare = plan_form(round_, submit="1") | {"team-0-name": "", "team-0-is_leader": "", "focus": "焦炉"}
    bare.pop("team-0-from_management")
    words = unescape(post(round_, "plan_edit", bare).content.decode())
    assert "内容已保存，但没有提交" in words
    assert "审核小组应有一名来自管理层的组长" in words
    assert AuditPlan.objects.get(round=round_).focus == "焦炉"
    assert fresh(round_).state == "PLANNED"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"team-0-name": "", "team-0-post": "组长"}, "请填写姓名"),
        ({"targets-0-near": ""}, "指标要写全"),
        ({"targets-0-indicator": ""}, "请填写指标名称"),
        ({"targets-0-present": "一点八"}, "数"),
        ({"low_cost_limit_wan": "0.0000001"}, "小数"),
    ],
)
def test_a_wrong_row_is_said_beside_its_field_and_nothing_is_saved(changes, words):
    round_ = make_round()
    response = post(round_, "plan_edit", plan_form(round_, save="1", **changes))
    assert response.status_code == 422
    assert words in response.content.decode()
    assert Target.objects.count() == 0


def test_a_stale_plan_shows_both_texts_and_saves_on_the_second_try():
    round_ = make_round()
    old = plan_form(round_, save="1", focus="我写的")
    post(round_, "plan_edit", plan_form(round_, save="1", focus="别人写的"))
    response = post(round_, "plan_edit", old)
    words = response.content.decode()
    assert response.status_code == 412
    assert "我写的" in words
    assert "别人写的" in words
    again = old | {"version": response.context["forms"].plan.data["version"]}
    assert post(round_, "plan_edit", again).status_code == 200
    assert AuditPlan.objects.get(round=round_).focus == "我写的"


def test_an_officer_reads_the_plan_and_may_not_write_it():
    round_ = make_round("OPTIONS_IN_PROGRESS")
    officer = crew_of(round_).officer
    page = client_of(officer).get(reverse("audits:plan_edit", args=[round_.pk]))
    assert page.context["closed"]
    assert post(round_, "plan_edit", plan_form(round_, save="1"), officer).status_code == 403


def test_a_stage_is_saved_proved_and_handed_in():
    round_ = make_round("PREPARATION_IN_PROGRESS")
    upload = SimpleUploadedFile("签到表.pdf", b"%PDF-1.7 list", "application/pdf")
    given = {"proves": "培训签到", "file": upload}
    assert post(round_, "stage_file_add", given, args=["preparation"]).status_code == 200
    file = RoundFile.objects.get(round=round_)
    row = RoundStage.objects.get(round=round_, stage="PREPARATION")
    data = {"version": row.version, "planned_on": str(row.planned_on), "responsible": "李四"}
    data |= {"result": "已完成", "submit": "1"}
    post(round_, "stage_edit", data, args=["preparation"])
    assert fresh(round_).state == "PREPARATION_SUBMITTED"
    client = client_of(crew_of(round_).plant)
    assert client.post(reverse("audits:round_file_remove", args=[file.pk])).status_code == 422
    assert RoundFile.objects.filter(pk=file.pk).exists()


def test_a_file_is_removed_while_its_stage_is_open():
    round_ = make_round("PREPARATION_IN_PROGRESS")
    upload = SimpleUploadedFile("签到表.pdf", b"%PDF-1.7 list", "application/pdf")
    post(round_, "stage_file_add", {"proves": "签到", "file": upload}, args=["preparation"])
    file = RoundFile.objects.get(round=round_)
    client = client_of(crew_of(round_).plant)
    assert client.post(reverse("audits:round_file_remove", args=[file.pk])).status_code == 302
    assert not RoundFile.objects.exists()


def test_a_wrong_file_is_refused_beside_its_field():
    round_ = make_round("PREPARATION_IN_PROGRESS")
    bad = {"proves": "签到", "file": SimpleUploadedFile("a.pdf", b"MZ program")}
    response = post(round_, "stage_file_add", bad, args=["preparation"])
    assert response.status_code == 422
    assert "没有保存" in response.content.decode()


def test_what_was_reached_is_entered_in_the_implementation_stage():
    round_ = make_round("IMPLEMENTATION_IN_PROGRESS")
    target = Target.objects.get(plan__round=round_)
    row = RoundStage.objects.get(round=round_, stage="IMPLEMENTATION")
    data = {"version": row.version, "level_after": "II", f"reached_{target.pk}": "1.45", "save": "1"}
    post(round_, "stage_edit", data, args=["implementation"])
    assert str(Target.objects.get(pk=target.pk).reached) == "1.45"
    assert fresh(round_).level_after == "II"


def test_the_report_is_handed_in_with_its_file():
    round_ = make_round("FEASIBILITY_APPROVED")
    data = {"version": round_.version, "on": str(today())}
    assert "未上传清洁生产审核报告" in post(round_, "report_submit", data).content.decode()
    report = SimpleUploadedFile("报告.pdf", b"%PDF-1.7 report", "application/pdf")
    assert post(round_, "report_submit", data | {"report": report}).status_code == 200
    assert fresh(round_).reported_on == today()


def test_the_officers_buttons_pass_and_return_a_stage():
    round_ = make_round("OPTIONS_SUBMITTED")
    officer = crew_of(round_).officer
    assert post(round_, "round_move", {}, officer, ["options_return"]).status_code == 422
    wrong = {"reason": "缺技术要点", "version": round_.version + 5}
    assert post(round_, "round_move", wrong, officer, ["options_return"]).status_code == 412
    post(round_, "round_move", {"reason": "缺技术要点"}, officer, ["options_return"])
    assert fresh(round_).state == "OPTIONS_RETURNED"
    story = client_of(officer).get(reverse("audits:round_story", args=[round_.pk])).content.decode()
    assert "缺技术要点" in story
    passed = make_round("OPTIONS_SUBMITTED")
    post(passed, "round_move", {"version": passed.version}, officer, ["options_approve"])
    assert fresh(passed).state == "FEASIBILITY_IN_PROGRESS"


def test_a_role_without_the_right_to_move_is_forbidden():
    round_ = make_round("OPTIONS_SUBMITTED")
    assert post(round_, "round_move", {}, args=["options_approve"]).status_code == 403


def test_the_button_that_cannot_be_pressed_says_why():
    round_ = make_round("OPTIONS_IN_PROGRESS")
    page = client_of(crew_of(round_).plant).get(reverse("audits:round_detail", args=[round_.pk]))
    assert page.context["actions"].first["reason"] == "尚有 4 项未完成，见下"
    assert "无/低费方案应有至少一项已开始实施" in page.content.decode()


def test_an_evaluation_is_asked_for_its_panel_named_and_its_result_recorded():
    round_ = make_round("REPORTED")
    crew, expert = crew_of(round_), make_expert()
    fill_application(round_, "evaluation", crew.plant)
    post(round_, "review_apply", {"on": str(today())}, args=["evaluation"])
    review = Review.objects.get(round=round_)
    officer = client_of(crew.officer)
    panel = {"version": review.version, "experts": [expert.pk], "lead": expert.pk, "held_on": str(today())}
    assert officer.post(reverse("audits:review_panel", args=[review.pk]), panel).status_code == 302
    review.refresh_from_db()
    record = reverse("audits:review_record", args=[review.pk])
    result = {"version": review.version, "held_on": str(today()), "score": "92", "level_before": "III"}
    bad = officer.post(record, result | {"outcome": "passed", "vetoes": "弄虚作假"})
    assert (bad.status_code, "不能是“通过”" in bad.content.decode()) == (422, True)
    assert client_of(expert.user).post(record, result).status_code == 302
    review.refresh_from_db()
    decided = result | {"outcome": "passed", "version": review.version, "decided_on": str(today())}
    assert officer.post(record, decided).status_code == 302
    assert fresh(round_).state == "IMPLEMENTATION_IN_PROGRESS"


def test_a_second_application_is_refused_with_what_is_possible():
    round_ = make_round("EVALUATION_APPLIED")
    response = post(round_, "review_apply", {"on": str(today())}, args=["evaluation"])
    assert response.status_code == 422
    assert "现在可以办理" in response.content.decode()


def test_an_expert_off_the_panel_may_not_record():
    round_ = make_round("EVALUATION_APPLIED")
    review = Review.objects.get(round=round_)
    url = reverse("audits:review_record", args=[review.pk])
    assert client_of(make_expert().user).get(url).status_code == 404
    assert client_of(make_user(Role.VERIFIER)).get(url).status_code == 403
