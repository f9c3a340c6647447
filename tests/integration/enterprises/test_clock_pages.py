"""The pages of the clock: why a duty is due on its day, requests and decisions, terms and calendars, the command."""

import json
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from config.common.access import Role
from enterprises.enums import AdjustmentState, CalendarState, DutyCode
from enterprises.models import CalendarYear, Duty, DutyAdjustment, LegalRegime
from enterprises.selectors.next_round import next_round_of
from enterprises.services.calendar import CalendarPaper, calendar_load
from enterprises.services.duties import duty_meet
from tests.factories.accounts import client_of, make_user
from tests.factories.clock import extension_of, pause_of
from tests.factories.enterprises import industry, make_enterprise
from tests.factories.lists import make_listing
from tests.integration.enterprises.test_pauses_service import approve

pytestmark = pytest.mark.django_db


@pytest.fixture
def duty() -> Duty:
    """To hand the report in within a year from 31 March 2026."""
    listing = make_listing(make_enterprise(industry=industry("3843")), published_on=date(2026, 3, 31))
    rows = Duty.objects.select_related(
        "listing__enterprise__industry", "listing__enterprise__region", "regime"
    )
    return rows.get(listing=listing, code=DutyCode.FINISH)


def page(user, name: str, *args, **query) -> str:
    response = client_of(user).get(reverse(f"enterprises:{name}", args=args), query)
    assert response.status_code == 200
    return response.content.decode()


def pdf() -> SimpleUploadedFile:
    return SimpleUploadedFile("停产批复.pdf", b"%PDF-1.7 paper", "application/pdf")


def test_the_page_says_each_step_each_pause_and_the_whole_history(duty):
    start = duty.listing.duties.get(code=DutyCode.DISCLOSE)
    approve(pause_of(duty, date(2026, 4, 10), days=20))
    approve(extension_of(start, date(2026, 5, 30), on=date(2026, 4, 20)))
    text = page(make_user(Role.COUNTY), "clock_detail", duty.listing_id)
    for words in (
        "清洁生产审核办法 第十七条",
        "自2026年3月31日起算，当日不计入。",
        "加 1 年，到2027年3月31日。",
        "2026年4月10日至2026年4月29日中止计算 20 天，期限到2027年4月20日。",
        "当月没有 31 日，取月末2026年4月30日。",
        "经批准延期，期限到2026年5月30日。",
        "停产批复.pdf",
    ):
        assert words in text
    assert "暂定" not in text


def test_a_provisional_day_is_said_to_be_so(duty):
    Duty.objects.filter(pk=duty.pk).update(provisional=True)
    officer = make_user(Role.COUNTY)
    assert "暂定" in page(officer, "clock_detail", duty.listing_id)
    assert "（暂定）" in page(officer, "enterprise_detail", duty.listing.enterprise_id)


def test_enterprise_page_and_list_entries_lead_to_it(duty):
    link = reverse("enterprises:clock_detail", args=[duty.listing_id])
    officer = make_user(Role.COUNTY)
    assert link in page(officer, "enterprise_detail", duty.listing.enterprise_id)
    assert link in page(officer, "mandatory_list_detail", duty.listing.mandatory_list_id)


def test_a_pause_is_asked_for_and_approved_on_the_pages(duty):
    county, city = make_user(Role.COUNTY), make_user(Role.CITY)
    first = timezone.localdate() + timedelta(days=1)
    sent = {"duty": duty.pk, "from_on": first, "to_on": first + timedelta(days=4), "reason": "停产检修"}
    address = reverse("enterprises:pause_create", args=[duty.listing_id])
    refused = client_of(county).post(address, sent)
    assert refused.status_code == 422
    assert "没有文件不能中止" in refused.content.decode()
    assert client_of(county).post(address, sent | {"document": pdf()}).status_code == 302
    asked = DutyAdjustment.objects.get()
    decide = reverse("enterprises:adjustment_decide", args=[asked.pk])
    assert "不能审批自己提出的申请" in page(county, "clock_detail", duty.listing_id)
    assert client_of(county).post(decide, {"version": 1, "decision": "approve"}).status_code == 403
    assert client_of(city).post(decide, {"version": 1, "decision": "approve"}).status_code == 302
    duty.refresh_from_db()
    assert duty.due_on == date(2027, 4, 5)
    again = client_of(city).post(decide, {"version": 1, "decision": "approve"})
    assert again.status_code == 422
    document = client_of(county).get(reverse("enterprises:adjustment_document", args=[asked.pk]))
    assert b"".join(document) == b"%PDF-1.7 paper" if document.streaming else document.content
    end = reverse("enterprises:adjustment_end", args=[asked.pk])
    assert client_of(city).post(end, {"version": 2, "resumed_on": "no day"}).status_code == 422


def test_an_extension_is_asked_for_turned_down_and_another_undone(duty):
    county, city = client_of(make_user(Role.COUNTY)), client_of(make_user(Role.CITY))
    address = reverse("enterprises:extension_create", args=[duty.listing_id])
    for decision, until in (("refuse", date(2027, 4, 20)), ("approve", date(2027, 5, 20))):
        sent = {"duty": duty.pk, "until_on": until, "reason": "设备到货推迟", "document": pdf()}
        assert county.post(address, sent).status_code == 302
        asked = DutyAdjustment.objects.order_by("-pk").first()
        decide = reverse("enterprises:adjustment_decide", args=[asked.pk])
        assert city.post(decide, {"version": 1, "decision": decision, "note": "已核"}).status_code == 302
    duty.refresh_from_db()
    assert duty.due_on == date(2027, 5, 20)
    undo = reverse("enterprises:adjustment_end", args=[asked.pk])
    assert city.post(undo, {"version": 2, "note": "批准有误"}).status_code == 302
    duty.refresh_from_db()
    assert duty.due_on == date(2027, 3, 31)
    states = DutyAdjustment.objects.order_by("pk").values_list("state", flat=True)
    assert list(states) == [AdjustmentState.REFUSED, AdjustmentState.UNDONE]


def test_the_page_costs_the_same_for_one_pause_and_for_five(duty, django_assert_max_num_queries):
    officer = client_of(make_user(Role.COUNTY))
    address = reverse("enterprises:clock_detail", args=[duty.listing_id])
    for n in range(5):
        approve(pause_of(duty, date(2026, 4, 10) + timedelta(days=10 * n), days=3))
        duty.refresh_from_db()
    officer.get(address)
    with django_assert_max_num_queries(14):
        assert officer.get(address).status_code == 200


def test_terms_and_calendars_are_read_and_a_year_is_loaded(duty):
    plant = make_user(Role.ENTERPRISE)
    text = page(plant, "regime_list")
    assert "环发〔2005〕151号" in text
    assert "45 个工作日" in text
    assert "据实务经验，未见原文" in text
    assert "尚未公布" in page(plant, "calendar_list")
    province = client_of(make_user(Role.PROVINCE))
    address = reverse("enterprises:calendar_create", args=[2027])
    sent = {"version": 0, "source": "国办通知", "state": "published"}
    twice = SimpleUploadedFile("2027.csv", b"2027-01-01,rest\n2027-01-01,rest\n", "text/csv")
    refused = province.post(address, sent | {"file": twice})
    assert refused.status_code == 422
    assert "同一天只能写一次" in refused.content.decode()
    good = SimpleUploadedFile("2027.csv", "2027-01-01,rest,元旦\n".encode(), "text/csv")
    assert province.post(address, sent | {"file": good}).status_code == 302
    assert CalendarYear.objects.get(year=2027).days.count() == 1
    assert "元旦" in page(plant, "calendar_detail", 2027)
    assert client_of(plant).get(reverse("enterprises:calendar_detail", args=[2035])).status_code == 404


def test_the_command_prints_exactly_the_object(duty, capsys):
    approve(pause_of(duty, date(2026, 4, 10), days=20))
    call_command("explain_due", str(duty.listing_id), "--json")
    answer = json.loads(capsys.readouterr().out)
    assert set(answer) == {"listing", "duties"}
    assert answer["listing"] == duty.listing_id
    keys = {"code", "regime", "article", "base_on", "steps", "pauses", "due_on", "provisional"}
    assert all(set(row) == keys for row in answer["duties"])
    row = next(row for row in answer["duties"] if row["code"] == DutyCode.FINISH)
    assert (row["regime"], row["base_on"], row["due_on"]) == ("order38", "2026-03-31", "2027-04-20")
    assert [step["step"] for step in row["steps"]] == ["base", "calendar", "paused"]
    (pause,) = row["pauses"]
    assert (pause["from"], pause["to"], pause["days"]) == ("2026-04-10", "2026-04-29", 20)


def test_a_term_is_tried_for_a_day_and_provisional_while_a_year_is_not_published():
    plant = make_user(Role.ENTERPRISE)
    row = LegalRegime.objects.get(code="file_plan")
    asked = {"term": row.pk, "base_on": "2026-11-24"}
    text = page(plant, "regime_list", **asked)
    for words in (
        "期限到2027年1月26日",
        "暂定",
        "2027 年的工作日历还没有公布",
        "数 45 个工作日",
        "那一天不适用",
    ):
        assert words in text, words
    assert not Duty.objects.exists()
    new_year = SimpleUploadedFile("2027.csv", "2027-01-01,rest,元旦\n".encode(), "text/csv")
    paper = CalendarPaper(new_year, "国办通知", CalendarState.PUBLISHED)
    calendar_load(year=2027, paper=paper, version=0, by=make_user(Role.PROVINCE), at=timezone.now())
    text = page(plant, "regime_list", **asked)
    assert "期限到2027年1月27日" in text
    assert "跳过元旦（01-01）" in text
    assert "经过的年份都已公布工作日历" in text


def test_without_a_question_the_page_shows_an_example_and_says_what_is_wrong_with_a_bad_one():
    plant = make_user(Role.ENTERPRISE)
    text = page(plant, "regime_list")
    assert "45 个工作日" in text
    assert "期限到" in text
    wrong = client_of(plant).get(reverse("enterprises:regime_list"), {"term": "999", "base_on": "昨天"})
    assert wrong.status_code == 422
    assert "期限到" not in wrong.content.decode()
    assert {"term", "base_on"} == set(wrong.context["form"].errors)


def test_the_command_speaks_to_people_and_refuses_an_unknown_entry(duty, capsys):
    call_command("explain_due", str(duty.listing_id))
    assert "自2026年3月31日起算，当日不计入。" in capsys.readouterr().out
    with pytest.raises(CommandError, match="没有编号为 99999 的名单条目"):
        call_command("explain_due", "99999")


def test_the_next_round_follows_the_industrys_cycle_and_is_explained_on_the_page(duty):
    on, words = next_round_of(duty.listing)
    assert on == date(2029, 3, 31)  # lead batteries: every two years, from the day the report is due
    assert "还没有报送" in words
    duty_meet(listing=duty.listing, code=DutyCode.FINISH, on=date(2026, 11, 2))
    on, words = next_round_of(duty.listing)
    assert on == date(2028, 11, 2)
    assert "环发〔2010〕54号，每 2 年一轮" in words
    assert words in page(make_user(Role.COUNTY), "enterprise_detail", duty.listing.enterprise_id)


@pytest.mark.parametrize(
    ("code", "categories", "on"),
    [
        ("2521", ["OVER_LIMIT"], date(2032, 3, 31)),  # coking: a key industry of the plan, every five
        ("3011", ["TOXIC"], date(2030, 3, 31)),  # cement: every three, sooner than the five of 双有
    ],
)
def test_the_earliest_of_all_terms_holds(code, categories, on):
    listing = make_listing(
        make_enterprise(industry=industry(code)), categories, published_on=date(2026, 3, 31)
    )
    assert next_round_of(listing)[0] == on
