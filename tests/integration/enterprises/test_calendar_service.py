"""A year's calendar loaded in versions; what was counted through the year is counted again."""

import json
from datetime import date
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from accounts.models import Activity
from config.common.access import Role
from config.common.errors import NotAllowed, Refused
from enterprises.enums import CalendarState, DutyCode, DutyEvent
from enterprises.models import CalendarYear, Duty, LegalRegime, Listing
from enterprises.selectors.clock import working_calendar
from enterprises.services.calendar import dues_recompute
from enterprises.services.duties import duties_open
from operations.models import Job
from operations.runner import run_job
from tests.factories.accounts import make_user, system
from tests.factories.clock import days_of, extension_of, load_days, pause_of, replayed
from tests.factories.lists import make_entry, make_list, make_listing
from tests.integration.enterprises.test_pauses_service import approve

pytestmark = pytest.mark.django_db
# 1 January 2027 is a Friday: a long New Year, and a Saturday on which one works
NEW_YEAR = "2027-01-01,rest,元旦\n2027-01-04,rest,元旦\n2027-01-09,working,元旦调休\n"


@pytest.fixture
def working_term(db):
    """The plan within 45 working days again (环发〔2005〕151号 as a term of today)."""
    return LegalRegime.objects.create(
        regime="local",
        code=DutyCode.FILE_PLAN,
        duty="报送审核计划",
        base_event="list_published",
        number=45,
        unit="day",
        day_kind="working",
        scope="all",
        basis="省内规定",
        effective_from=date(2026, 6, 1),
        mark="?",
    )


@pytest.fixture
def plan(working_term) -> Duty:
    """45 working days from 30 November 2026 go through 2027, whose calendar is not there yet."""
    return begun(make_listing(published_on=date(2026, 3, 31)), DutyCode.FILE_PLAN, date(2026, 11, 30))


def begun(listing: Listing, code: str, base_on: date) -> Duty:
    """The duty as it would stand had the list been published on `base_on`."""
    duties_open(listings=[listing], base_event="list_published", base_on=base_on)
    return Duty.objects.select_related("listing__enterprise__region", "regime").get(
        listing=listing, code=code
    )


def test_a_year_without_a_calendar_makes_a_working_term_provisional_and_nothing_else(plan):
    assert plan.provisional
    assert plan.due_on == date(2027, 2, 1)
    assert not Duty.objects.exclude(pk=plan.pk).filter(provisional=True).exists()


def test_loading_the_year_counts_again_by_a_job_and_leaves_a_row_in_the_history(plan):
    loaded = load_days(2027, NEW_YEAR, by=make_user(Role.PROVINCE))
    plan.refresh_from_db()
    assert plan.due_on == date(2027, 2, 1)  # the job has not run yet
    job = run_job(loaded.job.pk)
    assert job.result == {"year": 2027, "seen": 1, "changed": 1}
    plan.refresh_from_db()
    assert (plan.due_on, plan.provisional) == (date(2027, 2, 2), False)
    assert replayed(plan) == plan.due_on
    change = plan.changes.get(kind=DutyEvent.RECOMPUTED)
    assert "2027 年工作日历第 1 版" in change.reason
    assert change.steps[1]["holidays"] == [{"name": "元旦", "days": ["2027-01-01", "2027-01-04"]}]
    assert change.steps[1]["make_up_days"] == [{"name": "元旦调休", "on": "2027-01-09"}]
    assert Activity.objects.filter(verb="dues_recompute").count() == 1


def test_counting_again_twice_changes_nothing_the_second_time(plan):
    loaded = load_days(2027, NEW_YEAR)
    facts = {"calendar": loaded.calendar, "after": 0, "by": system(), "at": timezone.now()}
    assert dues_recompute(**facts).changed == 1
    assert dues_recompute(**facts).changed == 0
    assert plan.changes.filter(kind=DutyEvent.RECOMPUTED).count() == 1


def test_a_correction_is_a_new_version_and_the_earlier_one_is_kept(plan):
    run_job(load_days(2027, NEW_YEAR).job.pk)
    second = load_days(2027, "2027-01-01,rest,元旦\n", version=1)
    run_job(second.job.pk)
    assert second.calendar.version == 2
    assert [days_of(row) for row in CalendarYear.objects.filter(year=2027).order_by("version")] == [3, 1]
    assert not working_calendar()(date(2027, 1, 4))
    plan.refresh_from_db()
    assert plan.due_on == replayed(plan) == date(2027, 2, 2)
    third = load_days(2027, "2027-01-01,rest,元旦\n2027-01-04,rest,元旦\n")
    run_job(third.job.pk)
    plan.refresh_from_db()
    assert plan.due_on == replayed(plan) == date(2027, 2, 3)


def test_the_same_days_again_change_nothing_and_ask_for_no_job():
    load_days(2027, NEW_YEAR)
    again = load_days(2027, NEW_YEAR)
    assert not again.changed
    assert again.job is None
    assert CalendarYear.objects.filter(year=2027).count() == 1


def test_a_provisional_calendar_counts_its_days_and_keeps_the_mark(plan):
    run_job(load_days(2027, NEW_YEAR, state=CalendarState.PROVISIONAL).job.pk)
    plan.refresh_from_db()
    assert (plan.due_on, plan.provisional) == (date(2027, 2, 2), True)
    run_job(load_days(2027, NEW_YEAR).job.pk)  # the same days, now published
    plan.refresh_from_db()
    assert (plan.due_on, plan.provisional) == (date(2027, 2, 2), False)
    assert plan.changes.count() == 3


def test_pauses_and_extensions_stand_when_the_day_is_counted_again(plan):
    approve(pause_of(plan, date(2026, 12, 10), days=5), on=date(2026, 12, 11))
    plan.refresh_from_db()
    assert plan.due_on == date(2027, 2, 6)
    run_job(load_days(2027, NEW_YEAR).job.pk)
    plan.refresh_from_db()
    assert plan.due_on == replayed(plan) == date(2027, 2, 7)
    approve(extension_of(plan, date(2027, 3, 1)), on=date(2027, 2, 7))
    run_job(load_days(2027, "2027-01-01,rest,元旦\n").job.pk)
    plan.refresh_from_db()
    assert plan.due_on == replayed(plan) == date(2027, 3, 1)


def test_a_term_that_rolls_asks_the_calendar_of_its_last_day():
    listing = make_listing(published_on=date(2026, 3, 31))
    LegalRegime.objects.filter(code=DutyCode.IMPLEMENT).update(
        rolls_to_working_day=True, number=1, unit="month", base_event="list_published"
    )
    duty = begun(listing, DutyCode.IMPLEMENT, date(2026, 12, 1))
    assert (duty.due_on, duty.provisional) == (date(2027, 1, 1), True)
    run_job(load_days(2027, NEW_YEAR).job.pk)
    duty.refresh_from_db()
    assert (duty.due_on, duty.provisional) == (date(2027, 1, 5), False)
    approve(pause_of(duty, date(2026, 12, 10), days=4), on=date(2026, 12, 11))
    duty.refresh_from_db()
    assert duty.due_on == replayed(duty) == date(2027, 1, 9)  # a Saturday on which one works
    run_job(load_days(2027, "2027-01-01,rest,元旦\n").job.pk)
    duty.refresh_from_db()
    # without the make-up day: counted to Monday 4 January, four days of pause, Friday 8 January
    assert duty.due_on == replayed(duty) == date(2027, 1, 8)


def test_the_cost_is_the_same_for_one_duty_and_for_twenty(working_term, django_assert_max_num_queries):
    mandatory_list = make_list()
    listings = [make_entry(mandatory_list) for _n in range(20)]
    duties_open(listings=listings, base_event="list_published", base_on=date(2026, 11, 30))
    loaded = load_days(2027, NEW_YEAR)
    with django_assert_max_num_queries(20):
        done = dues_recompute(calendar=loaded.calendar, after=0, by=system(), at=timezone.now())
    assert (done.seen, done.changed) == (20, 20)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2027-01-01,rest\n2027-01-01,rest\n", "已经出现过"),
        ("2026-01-01,rest\n", "不在 2027 年"),
        ("2027-01-01,perhaps\n", "无法识别"),
    ],
)
def test_a_bad_file_is_refused_whole(text, words):
    with pytest.raises(Refused) as refused:
        load_days(2027, text)
    assert words in refused.value.problems[0].sentence
    assert not CalendarYear.objects.filter(year=2027).exists()
    assert not Job.objects.exists()


def test_only_the_province_loads_and_not_over_a_version_it_has_not_seen():
    with pytest.raises(NotAllowed, match="省级主管部门"):
        load_days(2027, NEW_YEAR, by=make_user(Role.CITY))
    load_days(2027, NEW_YEAR)
    with pytest.raises(Refused, match="别人已载入"):
        load_days(2027, "2027-01-01,rest\n", version=0)
    with pytest.raises(Refused, match="2003 至 2100"):
        load_days(1999, "1999-01-01,rest\n")


def test_the_command_loads_recounts_and_answers_in_one_object(plan, tmp_path: Path, capsys):
    file = tmp_path / "2027.csv"
    file.write_bytes("日期,班休,名称\n2027-01-01,休,元旦\n2027-01-04,休,元旦\n".encode("gb18030"))
    call_command("load_calendar", str(file), "--year", "2027", "--json")
    answer = json.loads(capsys.readouterr().out)
    assert answer == {
        "year": 2027, "version": 1, "state": "published", "days": 2, "changed": True, "recomputed": 1,
    }  # fmt: skip
    call_command("load_calendar", str(file), "--year", "2027", "--json")
    assert json.loads(capsys.readouterr().out)["changed"] is False
    file.write_text("2027-01-01,rest\n2027-01-01,rest\n")
    with pytest.raises(CommandError, match="已经出现过"):
        call_command("load_calendar", str(file), "--year", "2027")
