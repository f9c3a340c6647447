"""The job: figures, checks, files, one last transaction; refused with the unit's name, safe to run twice."""

import json
from collections.abc import Iterator
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from pytest_django import DjangoDbBlocker

from accounts.models import Activity, User
from config.common.access import Role
from config.common.errors import Refused
from enterprises.models import EnterprisePlacement
from operations.models import Attachment
from operations.services.attachments import attachment_read
from reports.models import AnnualReport
from reports.services.annual_reports import report_request
from tests.factories.accounts import make_user, now
from tests.held import held
from tests.integration.reports import world
from tests.integration.reports.making import asked_for, made, run

pytestmark = pytest.mark.usefixtures("db")


@pytest.fixture
def db(report: AnnualReport, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with held(django_db_blocker):
        yield


@pytest.fixture
def officer(report: AnnualReport) -> User:
    return report.created_by


def test_a_report_is_frozen_with_three_files_its_hash_and_one_deed(report: AnnualReport) -> None:
    content = attachment_read(report.json_file)
    assert json.loads(content) == report.snapshot
    assert sha256(content).hexdigest() == report.sha256
    assert report.json_file.name == "annual-140000-2010.json"
    assert attachment_read(report.pdf_file).startswith(b"%PDF-")
    assert report.xlsx_file.kind == "xlsx"
    assert Activity.objects.filter(verb="report_make", thing_id=report.pk).count() == 1
    assert report.job.percent == 0 or report.job.state == "done"
    assert not list(Path(settings.MEDIA_ROOT).glob(".*"))  # no scratch file is left


def test_the_bar_never_goes_back_and_names_each_city(officer: User, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[tuple[int, str]] = []
    monkeypatch.setattr("tests.integration.reports.test_make_annual_report.SEEN", seen)
    settings.JOB_CHECKPOINT.append("tests.integration.reports.test_make_annual_report.note")
    try:
        made(officer)
    finally:
        settings.JOB_CHECKPOINT.pop()
    percents = [percent for percent, _step in seen]
    assert percents == sorted(percents)
    assert max(percents) < 100
    steps = " ".join(step for _percent, step in seen)
    assert "核对太原市的各级合计" in steps
    assert "写出附表C" in steps


SEEN: list[tuple[int, str]] = []


def note(job: Any, number: int) -> None:
    """Hook JOB_CHECKPOINT of the test above."""
    job.refresh_from_db()
    SEEN.append((job.percent, job.step))


def test_running_the_job_twice_changes_nothing(report: AnnualReport) -> None:
    before = (report.sha256, report.finished_at, Attachment.objects.count(), Activity.objects.count())
    type(report.job).objects.filter(pk=report.job_id).update(state="queued", percent=0)
    assert run(report).state == "done"
    report.refresh_from_db()
    assert before == (report.sha256, report.finished_at, Attachment.objects.count(), Activity.objects.count())


def test_the_same_data_give_the_same_hash_on_the_same_day(officer: User, report: AnnualReport) -> None:
    assert made(officer).sha256 == report.sha256


def test_changing_one_measure_changes_the_report(officer: User, report: AnnualReport) -> None:
    effect = world.Effect.objects.get(verified__isnull=False)
    effect.verified += 1
    effect.save()
    second = made(officer)
    assert (report.snapshot["totals"]["benefits"]["so2"], second.snapshot["totals"]["benefits"]["so2"]) == (
        "11.250001",
        "12.250001",
    )


def test_a_gap_in_an_enterprises_places_fails_the_report_and_names_it(officer: User) -> None:
    EnterprisePlacement.objects.filter(enterprise__name="甲焦化").update(from_on=date(2010, 6, 1))
    report = asked_for(officer)
    job = run(report)
    assert job.state == "failed"
    assert "甲焦化" in job.reason
    report.refresh_from_db()
    assert (report.snapshot, report.json_file_id, report.finished_at) == (None, None, None)


def test_sums_that_do_not_agree_fail_the_report_and_name_the_city(
    officer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The tree is bent: 平城区 says it belongs to 太原市 while its path lies in 大同市."""
    county = world.region(world.PINGCHENG)
    type(county).objects.filter(pk=county.pk).update(city=world.region(world.TAIYUAN))
    job = run(asked_for(officer))
    assert job.state == "failed"
    assert "各级数字之和不相符" in job.reason
    assert "太原市" in job.reason
    assert "大同市" in job.reason


def test_rows_that_change_while_the_report_is_made_fail_it(
    officer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = world.Measure.objects.filter(cost_class="high")

    def meddle(*_args: Any) -> str:
        real.update(investment_actual_wan=world.Decimal(1))
        return "山西省生态环境厅"

    monkeypatch.setattr("reports.tasks.authority_of", meddle)
    job = run(asked_for(officer))
    assert job.state == "failed"
    assert "附表C" in job.reason


def test_two_clicks_give_one_report(officer: User) -> None:
    wanted = {"region": world.region(world.SHANXI), "year": 2010, "since": 2009, "by": officer}
    first, second = report_request(**wanted, at=now()), report_request(**wanted, at=now())
    assert first.pk == second.pk
    assert AnnualReport.objects.filter(finished_at=None).count() == 1


@pytest.mark.parametrize(
    ("code", "year", "since", "words"),
    [
        (world.SHANXI, 2002, 2002, "年度应在 2003 至"),
        (world.SHANXI, 2999, 2010, "年度应在 2003 至"),
        (world.SHANXI, 2010, 2011, "起始年度应在 2003 至 2010"),
        ("140300", 2010, 2010, "阳泉市到2010年底还没有公布过名单"),
    ],
)
def test_what_cannot_be_reported_is_refused_before_anything_is_written(
    officer: User, code: str, year: int, since: int, words: str
) -> None:
    before = AnnualReport.objects.count()
    with pytest.raises(Refused, match=words):
        asked_for(officer, code, year=year, since=since)
    assert AnnualReport.objects.count() == before


def test_an_officer_cannot_report_on_another_city(officer: User) -> None:
    with pytest.raises(Refused, match="大同市不在您的管辖范围内"):
        asked_for(make_user(Role.CITY), world.DATONG)
