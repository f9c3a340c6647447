"""One deed over many rows: frozen, shown, done row by row as the person who asked, undone where nobody changed it."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Activity, User
from audits.models import Round
from audits.services.assignments import round_assign
from config.common.access import Role
from enterprises.enums import DutyCode
from enterprises.models import DutyAdjustment
from operations.models import BulkRow, BulkRun, JobState, Notice
from operations.runner import run_job
from operations.services.bulk import drafts_expire
from operations.services.jobs import job_cancel
from tests.factories.accounts import client_of, make_user, now
from tests.factories.audits import make_round

pytestmark = pytest.mark.django_db
CREATE, ROWS = reverse("operations:bulk_create"), reverse("operations:bulk_row_list")
PAGE = "audits:round_list"


@pytest.fixture
def officer() -> User:
    return make_user(Role.CITY)


def draft(client: Client, action: str, page: str = PAGE, **sent: Any) -> BulkRun:
    answer = client.post(CREATE, {"page": page, "action": action, "query": ""} | (sent or {"all": "1"}))
    assert answer.status_code == 302, answer.content.decode()
    return BulkRun.objects.latest("pk")


def confirm(client: Client, run: BulkRun, **sent: Any):
    return client.post(reverse("operations:bulk_detail", args=[run.pk]), sent)


def do(
    client: Client, action: str, sent: dict[str, Any], **chosen: Any
) -> tuple[BulkRun, dict[str, tuple[str, str]]]:
    run = draft(client, action, **chosen)
    answer = confirm(client, run, **sent)
    assert answer.status_code == 302, answer.content.decode()
    run.refresh_from_db()
    assert run_job(run.job_id).state == JobState.DONE
    return run, came_of(run)


def came_of(run: BulkRun) -> dict[str, tuple[str, str]]:
    return {row.name: (row.state, row.said) for row in run.rows.all()}


def undo(client: Client, run: BulkRun) -> dict[str, tuple[str, str]]:
    client.post(reverse("operations:bulk_undo", args=[run.pk]))
    undoing = BulkRun.objects.get(undo_of=run)
    run_job(undoing.job_id)
    return came_of(undoing)


def named(name: str, **more: Any) -> Round:
    round_ = make_round(**more)
    type(round_.enterprise).objects.filter(pk=round_.enterprise_id).update(name=name)
    return round_


def test_the_rows_are_those_that_were_shown_whatever_the_list_shows_later(officer) -> None:
    first, second = named("甲厂"), named("乙厂")
    client = client_of(officer)
    run = draft(client, "rounds_assign")
    page = client.get(reverse("operations:bulk_detail", args=[run.pk])).content.decode()
    assert "甲厂" in page
    assert "确认办理 2 行" in page
    later = named("丙厂")
    assert confirm(client, run, officer=officer.pk).status_code == 302
    run.refresh_from_db()
    run_job(run.job_id)
    dealt = dict(Round.objects.values_list("pk", "officer_id"))
    assert dealt == {first.pk: officer.pk, second.pk: officer.pk, later.pk: None}
    assert Activity.objects.filter(verb="round_assign").count() == 2


def test_ticked_rows_alone_are_done_and_only_those_of_the_readers_own_list(officer) -> None:
    mine, other = named("甲厂"), named("乙厂")
    client = client_of(make_user(Role.COUNTY, "140106"))
    refused = client.post(CREATE, {"page": PAGE, "action": "rounds_remind", "ids": [mine.pk]})
    assert refused.status_code == 422
    assert "没有选中任何一行。请先勾选，或选择“全部”。" in refused.content.decode()
    _run, rows = do(client_of(officer), "rounds_assign", {"officer": officer.pk}, ids=[other.pk, 999_999])
    assert rows == {"乙厂": ("done", f"经办人：{officer.name}。")}


def test_each_row_is_refused_with_the_sentence_of_the_single_deed(officer) -> None:
    named("甲厂")
    abroad = make_user(Role.COUNTY, "140106")
    _run, rows = do(client_of(officer), "rounds_assign", {"officer": abroad.pk})
    assert rows["甲厂"] == (
        "refused",
        f"{abroad.name}的辖区（{abroad.region.name}）不包括太原市 小店区，不能担任经办人。",
    )


def test_undoing_an_assignment_puts_back_what_nobody_changed_since(officer) -> None:
    kept, changed = named("甲厂"), named("乙厂")
    before = make_user(Role.COUNTY)
    round_assign(round_=kept, officer=before, by=officer, at=now())
    client = client_of(officer)
    run, _rows = do(client, "rounds_assign", {"officer": officer.pk})
    round_assign(round_=Round.objects.get(pk=changed.pk), officer=before, by=officer, at=now())
    assert undo(client, run) == {
        "甲厂": ("done", f"经办人恢复为：{before.name}。"),
        "乙厂": ("refused", f"之后已有人改动（现在的经办人：{before.name}），没有撤销。"),
    }
    again = client.post(reverse("operations:bulk_undo", args=[run.pk]))
    assert "这次批量办理已经撤销过" in again.content.decode()


def test_a_reminder_pressed_twice_on_a_day_is_sent_once(officer) -> None:
    named("甲厂")
    client = client_of(officer)
    _run, rows = do(client, "rounds_remind", {"note": "请电话联系。"})
    told = Notice.objects.filter(rule="remind")
    assert rows["甲厂"] == ("done", f"已提醒 {told.count()} 人。")
    assert told.count() > 0
    assert "请电话联系。" in told[0].text
    before = told.count()
    _run, rows = do(client, "rounds_remind", {})
    assert rows["甲厂"] == ("refused", "今天已经就这项义务提醒过，没有重复发送。")
    assert told.count() == before


def test_what_waits_is_returned_for_one_reason_and_the_rest_says_why_not(officer) -> None:
    waiting, working = named("甲厂", state="PLAN_SUBMITTED"), named("乙厂")
    _run, rows = do(client_of(officer), "rounds_return", {"reason": "缺少培训安排"})
    assert rows == {
        "甲厂": ("done", "已办理：退回审核计划。"),
        "乙厂": ("refused", "本轮现处于“未启动”，没有待审查的计划或阶段成果可以退回。"),
    } or rows["乙厂"][1].endswith("没有待审查的计划或阶段成果可以退回。")
    assert Round.objects.get(pk=waiting.pk).state == "PLAN_RETURNED"
    assert Round.objects.get(pk=working.pk).moves.count() == 0


def test_an_application_is_not_returned_with_plans_and_stages_behind_the_review_s_back(officer) -> None:
    waiting = named("甲厂", state="EVALUATION_APPLIED")
    _run, rows = do(client_of(officer), "rounds_return", {"reason": "缺少培训安排"})
    assert rows["甲厂"][0] == "refused"
    assert Round.objects.get(pk=waiting.pk).state == "EVALUATION_APPLIED"


def test_an_extension_is_asked_for_each_row_and_withdrawn_where_nobody_decided(officer) -> None:
    round_ = make_round()
    duty = round_.listing.duties.get(code=DutyCode.DISCLOSE)
    type(duty).objects.filter(listing=round_.listing).update(due_on=timezone.localdate() + timedelta(days=5))
    client = client_of(officer)
    until = timezone.localdate() + timedelta(days=10)
    sent = {
        "until_on": until.isoformat(),
        "reason": "停产检修",
        "document": SimpleUploadedFile("批复.pdf", b"%PDF-1.7 text", "application/pdf"),
    }
    run, rows = do(client, "disclosures_extend", sent, page="enterprises:disclosure_list", all="1")
    state, said = next(iter(rows.values()))
    if state == "refused":  # the term allows no extension: then nothing was asked for
        assert "最多延长" in said
        assert not DutyAdjustment.objects.exists()
        return
    assert said.startswith("已提出延期申请，待其他人员审批：")
    assert next(iter(undo(client, run).values()))[0] == "done"
    assert not DutyAdjustment.objects.exists()
    assert Activity.objects.filter(verb="adjustment_withdraw").count() == 1


def test_a_cancelled_run_keeps_what_is_done_says_so_and_a_retry_goes_on(officer, settings) -> None:
    for number in range(3):
        named(f"第{number}厂")
    client = client_of(officer)
    run = draft(client, "rounds_assign")
    confirm(client, run, officer=officer.pk)
    run.refresh_from_db()
    settings.JOB_CHECKPOINT = [f"{__name__}.cancel_at_second"]
    job = run_job(run.job_id)
    assert (job.state, job.reason) == (
        JobState.CANCELLED,
        "已按要求取消：1 行已经办理并保留结果，2 行没有办理；重试会接着办。",
    )
    settings.JOB_CHECKPOINT = []
    client.post(reverse("operations:job_retry", args=[job.pk]))
    assert run_job(run.job_id).state == JobState.DONE
    assert Activity.objects.filter(verb="round_assign").count() == 3
    page = client.get(ROWS, {"run": run.pk, "state": "done"})
    assert page.context["list"].total == 3
    assert "撤销这次办理" in page.content.decode()


def cancel_at_second(job, number: int) -> None:
    """Hook JOB_CHECKPOINT: the owner cancels while the first row is being done."""
    if number == 1:
        job_cancel(job=type(job).objects.get(pk=job.pk), by=job.created_by, at=now())


def test_rights_that_end_meanwhile_end_the_work_row_by_row(officer) -> None:
    named("甲厂")
    client = client_of(officer)
    run = draft(client, "rounds_assign")
    confirm(client, run, officer=officer.pk)
    run.refresh_from_db()
    User.objects.filter(pk=officer.pk).update(role=Role.DEPARTMENT)
    run_job(run.job_id)
    assert came_of(run) == {"甲厂": ("refused", "您现在没有“指派经办人”的权限。")}
    assert not Round.objects.filter(officer__isnull=False).exists()


@pytest.mark.parametrize(
    ("sent", "status", "said"),
    [
        ({"action": "rounds_burn"}, 422, "没有这项批量办理"),
        ({"page": "enterprises:order_list"}, 422, "没有这项批量办理"),
        ({"all": "", "ids": ["x"]}, 422, "没有选中任何一行"),
    ],
)
def test_what_cannot_be_begun_leaves_nothing(officer, sent: dict[str, Any], status: int, said: str) -> None:
    named("甲厂")
    first = {"page": PAGE, "action": "rounds_remind", "query": "", "all": "1"}
    answer = client_of(officer).post(CREATE, first | sent)
    assert (answer.status_code, said in answer.content.decode()) == (status, True)
    assert not BulkRun.objects.exists()


def test_a_missing_reason_is_asked_for_and_nothing_is_done(officer) -> None:
    named("甲厂", state="PLAN_SUBMITTED")
    client = client_of(officer)
    run = draft(client, "rounds_return")
    assert confirm(client, run, reason="").status_code == 422
    run.refresh_from_db()
    assert (run.confirmed_at, run.job) == (None, None)


def test_a_draft_nobody_confirms_is_thrown_away(officer) -> None:
    named("甲厂")
    draft(client_of(officer), "rounds_remind")
    assert drafts_expire(at=now()) == 0
    drafts_expire(at=now() + timedelta(days=2))
    assert not BulkRow.objects.exists()


def test_a_plant_ticks_nothing_and_the_officers_list_offers_what_may_be_done(officer) -> None:
    round_ = named("甲厂")
    text = client_of(officer).get(reverse(PAGE)).content.decode()
    assert 'id="bulk"' in text
    assert f'value="{round_.pk}" form="bulk"' in text
    assert 'id="bulk"' not in client_of(make_user(Role.DEPARTMENT)).get(reverse(PAGE)).content.decode()


def test_who_deals_with_a_round_finds_it_in_the_list_and_in_the_to_do(officer) -> None:
    round_ = named("甲厂", state="PLAN_SUBMITTED")
    named("乙厂", state="PLAN_SUBMITTED")
    round_assign(round_=Round.objects.get(pk=round_.pk), officer=officer, by=officer, at=now())
    client = client_of(officer)
    assert client.get(reverse(PAGE), {"officer": "mine_waiting"}).context["list"].total == 1
    assert client.get(reverse(PAGE), {"officer": "nobody"}).context["list"].total == 1
    assert "由您经办的 1 轮待办理" in client.get(reverse("reports:home")).content.decode()
