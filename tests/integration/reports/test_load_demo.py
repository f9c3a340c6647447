"""The demonstration: the founding plan's table out of its rows and out of its report's files, every state walked to.

《山西省清洁生产"十二五"规划》 一(一): 1,095 listed, 427 accepted, 2,580 proposed, 2,320 implemented, 51.24 亿元,
COD 1.08, soot and dust 22.9, SO2 13.67, water 13,734, coal 3.02 万t/a, electricity 1.97 亿kWh/a.
"""

import io
import json
import re
import stat
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from django.conf import settings
from django.contrib.auth.hashers import check_password
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from accounts.models import Activity, Region, User
from audits.enums import RoundState
from audits.lifecycle import LIFECYCLE, stage_of
from audits.models import Review, Round, RoundMove
from config.common import tables as lists
from config.common.access import Role
from config.common.tables import tables
from enterprises.enums import ListState, RosterState
from enterprises.models import (
    CorrectionOrder,
    Disclosure,
    Duty,
    Enterprise,
    Invitation,
    MandatoryList,
    Penalty,
    RosterImport,
)
from enterprises.selectors.people import unmanned_listed
from measures.enums import MeasureState, Verdict
from measures.models import Measure, PastImport, PastRow, PostAssessment, Verification, VerifierAssignment
from operations.enums import BulkState
from operations.models import BulkRow, BulkRun, Export
from operations.services.attachments import attachment_read
from reports.models import AnnualReport
from reports.selectors.figures import figures
from tests.factories.accounts import client_of
from tests.held import held

pytestmark = [pytest.mark.demonstration, pytest.mark.usefixtures("db")]

COUNTS = {
    "listed": 1095,
    "accepted": 427,
    "measures_proposed_costly": 2580,
    "measures_implemented_costly": 2320,
}
BENEFITS = {"cod": 10_800, "so2": 136_700, "water": 137_340_000, "electricity": 19_700, "coal": 30_200}
# Who sees the rows of a list that the province does not, or not the most of them.
READERS = {
    "accounts:activity_list": "shenji",
    "accounts:user_list": "anquan",
    "enterprises:recommendation_list": "lvliang",
    "enterprises:roster_import_list": "lvliang",
    "measures:past_import_list": "lvliang",
    "operations:job_list": "anquan",
    "operations:mail_list": "xitong",
    "operations:notice_list": "jigou",
}
INVESTED_WAN, SOOT_AND_DUST = Decimal(512_400), Decimal(229_000)


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker) -> Iterator[dict[str, Any]]:
    """What the command answered; loading takes half a minute."""
    with held(django_db_blocker):
        output = io.StringIO()
        call_command("load_demo", "--json", stdout=output)
        yield json.loads(output.getvalue())


@pytest.fixture
def db(demo, django_db_blocker) -> Iterator[None]:
    with held(django_db_blocker):
        yield


@pytest.fixture
def campaign(db):
    return Round.objects.filter(year__gt=2010)


def of_history(statement: str) -> list:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall()


STANDING = "state IN ('implemented', 'verified') AND implemented_on BETWEEN '2003-01-01' AND '2010-12-31'"


def test_measures_add_up_to_the_plan():
    """《山西省清洁生产"十二五"规划》 一(一): 2,580 proposed, 2,320 implemented, 51.24 亿元."""
    costly = "cost_class IN ('medium', 'high')"
    [[built, scaled]] = of_history(
        f"SELECT count(*), sum(investment_actual_wan) FROM measures_measure WHERE {costly} AND {STANDING}"
    )
    [[proposed]] = of_history(
        f"SELECT count(*) FROM measures_measure WHERE {costly} AND proposed_on BETWEEN '2003-01-01' AND '2010-12-31'"
    )
    assert (proposed, built) == (2_580, 2_320)
    assert Decimal(int(scaled)) / 10**6 == Decimal(512_400)


def test_effects_add_up_to_the_plan():
    """COD 1.08, soot and dust together 22.9, SO2 13.67 万t/a; water 13,734 万t/a; 1.97 亿kWh/a; coal 3.02 万t/a."""
    rows = of_history(
        "SELECT indicator.code, sum(coalesce(effect.verified, effect.achieved)) FROM measures_effect effect"
        " JOIN measures_measure measure ON measure.id = effect.measure_id"
        " JOIN measures_benefitindicator indicator ON indicator.id = effect.indicator_id"
        f" WHERE measure.{STANDING.replace('implemented_on', 'measure.implemented_on')} GROUP BY indicator.code"
    )
    found = {code: Decimal(int(amount)) / 10**6 for code, amount in rows}
    assert found["cod"] == Decimal(10_800)
    assert found["soot"] + found["dust"] == Decimal(229_000)
    assert found["so2"] == Decimal(136_700)
    assert found["water"] == Decimal(137_340_000)
    assert found["electricity"] == Decimal(19_700)
    assert found["coal"] == Decimal(30_200)


def test_the_command_says_what_it_made(demo):
    assert demo["campaign_rounds"] == Round.objects.filter(year__gt=2010).count()
    assert demo["states"] == len(RoundState.values)


def test_no_row_balances_the_others():
    """Every city and every key industry has its part, and no measure a tenth of anything."""
    province = Region.objects.get(code="140000")
    found = figures(province, 2003, 2010, timezone.localdate())
    assert len([row for row in found.by_place if row.values["accepted"] > 10]) == 11
    assert len([row for row in found.by_industry if row.values["listed"] > 30]) >= 6
    history = Measure.objects.filter(round__year__lte=2010)
    assert not history.filter(investment_actual_wan__gte=Decimal(51_240)).exists()


def test_changing_one_measure_changes_the_report():
    measure = Measure.objects.filter(round__year__lte=2010, implemented_on__year__lte=2010).costly().first()
    Measure.objects.filter(pk=measure.pk).update(
        investment_actual_wan=measure.investment_actual_wan + Decimal("0.01")
    )
    province = Region.objects.get(code="140000")
    totals = figures(province, 2003, 2010, timezone.localdate()).totals
    assert totals.values["investment_wan"] == Decimal("512400.01")


# ---- the report on 2003—2010, read back from its files ---------------------------------------------


@pytest.fixture
def report(db: None) -> AnnualReport:
    found = AnnualReport.objects.get(year=2010, region__code="140000")
    assert found.since == 2003
    return found


@pytest.fixture
def snapshot(report: AnnualReport) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(attachment_read(report.json_file))
    return read


def test_the_totals_are_the_plans(snapshot: dict[str, Any]) -> None:
    totals = snapshot["totals"]
    assert {code: totals[code] for code in COUNTS} == COUNTS
    assert Decimal(totals["investment_wan"]) == INVESTED_WAN
    benefits = {code: Decimal(value) for code, value in totals["benefits"].items()}
    assert {code: benefits[code] for code in BENEFITS} == BENEFITS
    assert benefits["soot"] + benefits["dust"] == SOOT_AND_DUST
    # GB/T 2589: raw coal 0.7143 tce/t, electricity by calorific value 0.1229 kgce/kWh = 1.229 tce/万kWh
    assert benefits["energy_saved"] == 30_200 * Decimal("0.7143") + 19_700 * Decimal("1.229")


@pytest.mark.parametrize("table", ["by_city", "by_industry", "by_year"])
def test_each_table_adds_up_to_the_plan(snapshot: dict[str, Any], table: str) -> None:
    rows = snapshot[table]
    assert {code: sum(row[code] for row in rows) for code in COUNTS} == COUNTS
    assert sum(Decimal(row["investment_wan"]) for row in rows) == INVESTED_WAN
    assert sum(Decimal(row["benefits"]["cod"]) for row in rows) == BENEFITS["cod"]


def test_the_paper_says_it_in_the_plans_words(report: AnnualReport) -> None:
    reader = PdfReader(io.BytesIO(attachment_read(report.pdf_file)))
    text = re.sub(r"\s", "", "".join(page.extract_text() for page in reader.pages))
    for words in (
        "企业1095家",
        "427家企业完成清洁生产审核",
        "累计提出中高费方案2580个，投资51.24亿元，实施中高费方案2320个",
        "化学需氧量减排1.08万吨/年",
        "烟（粉）尘减排22.9万吨/年",
        "二氧化硫减排13.67万吨/年、节水13734万吨/年、节电1.97亿千瓦时/年、节煤3.02万吨/年",
        "512,400",
    ):
        assert words in text


def test_the_workbook_has_every_row_behind_the_totals(report: AnnualReport, snapshot: dict[str, Any]) -> None:
    book = openpyxl.load_workbook(io.BytesIO(attachment_read(report.xlsx_file)), read_only=True)
    listed = list(book["附表A 公布名单"].iter_rows(min_row=3, values_only=True))
    assert len(listed) == COUNTS["listed"]
    header, *results = book["附表C 审核结果"].iter_rows(min_row=2, values_only=True)
    at = {heading: number for number, heading in enumerate(header)}
    *rows, last = results
    for heading, wanted in (
        ("实施中/高费方案", COUNTS["measures_implemented_costly"]),
        ("实际投资（万元）", INVESTED_WAN),
        ("化学需氧量（COD）（t/a）", BENEFITS["cod"]),
        ("节水（t/a）", BENEFITS["water"]),
    ):
        added = sum(Decimal(str(row[at[heading]] or 0)) for row in rows)
        assert added == Decimal(str(last[at[heading]])) == wanted, heading
    decided = snapshot["totals"]["evaluations_decided"] + snapshot["totals"]["acceptances_decided"]
    assert len(list(book["附表D 评估与验收"].iter_rows(min_row=3, values_only=True))) == decided


# ---- the campaign ---------------------------------------------------------------------------------


def test_there_is_a_round_in_every_state(campaign):
    assert set(campaign.values_list("state", flat=True)) == set(RoundState.values)


def test_there_is_a_measure_in_every_state_and_every_verdict(campaign):
    assert set(Measure.objects.filter(round__in=campaign).values_list("state", flat=True)) == set(
        MeasureState.values
    )
    assert set(Verification.objects.values_list("verdict", flat=True)) == set(Verdict.values)


def test_every_move_is_of_the_table_and_has_one_activity(campaign):
    moves = list(RoundMove.objects.filter(round__in=campaign))
    for made in moves:
        assert made.from_state in LIFECYCLE.move(made.move).from_states
    told = Activity.objects.filter(verb="round_move").values_list("thing_id", "old__state", "new__state")
    assert sorted(told) == sorted((made.round_id, made.from_state, made.to_state) for made in moves)


def test_every_round_stands_where_its_moves_led():
    for round_ in Round.objects.all():
        assert round_.stage == stage_of(round_.state)
    for round_ in Round.objects.filter(moves__isnull=False).distinct():
        assert round_.state == round_.moves.last().to_state


def test_the_days_of_every_round_follow_each_other():
    names = ("opened_on", "started_on", "reported_on", "evaluated_on", "accepted_on", "post_assessed_on")
    for days in Round.objects.values_list(*names):
        known = [day for day in days if day]
        assert known == sorted(known)


def test_nothing_of_the_campaign_lies_ahead():
    assert not Activity.objects.filter(at__gt=timezone.now()).exists()
    assert not RoundMove.objects.filter(on__gt=timezone.localdate()).exists()


def test_the_campaign_lies_in_all_eleven_cities(campaign):
    assert campaign.values("enterprise__region__city").distinct().count() == 11


def test_what_should_be_there_is_there(campaign):
    assert Review.objects.filter(round__in=campaign, attempt=2).exists()
    assert CorrectionOrder.objects.filter(met_on__isnull=True).exists()
    assert Penalty.objects.count() == 1
    assert PostAssessment.objects.filter(assessed_on__isnull=False).exists()
    assert PostAssessment.objects.filter(assessed_on__isnull=True).exists()
    assert MandatoryList.objects.filter(state=ListState.DRAFT).count() == 1
    assert campaign.filter(imported=True).values("year").distinct().count() == 2
    published = campaign.filter(imported=False).values("listing__mandatory_list").distinct().count()
    assert published == 3
    late = Disclosure.objects.filter(listing__duties__code="disclose", listing__mandatory_list__year__gt=2010)
    assert any(row.disclosed_on > row.listing.duties.get(code="disclose").due_on for row in late)
    assert Duty.objects.filter(code="disclose", met_on=None, due_on__lt=timezone.localdate()).exists()


def test_a_dirty_roster_waits_in_preview():
    roster = RosterImport.objects.get(created_by__username="shengting")
    assert roster.state == RosterState.PREVIEWED
    assert roster.counts["bad"] >= 4
    assert roster.counts["warned"] >= 3
    assert roster.counts["new"] > 10


def test_the_past_was_imported_reported_on_and_another_year_waits_with_its_errors():
    spoiled = PastImport.objects.filter(created_by__username="shengting").latest("pk")
    assert spoiled.state == RosterState.PREVIEWED
    assert spoiled.counts["bad"] >= 4
    sheet = [row.values for row in PastRow.objects.filter(past__state=RosterState.APPLIED)]
    report = AnnualReport.objects.get(since=min(row["year"] for row in sheet))
    assert report.year == max(row["year"] for row in sheet)
    totals = json.loads(attachment_read(report.json_file))["totals"]
    done = [
        row["classes"]["medium_high"]
        for row in sheet
        if "medium_high" in row["classes"] and row["implemented_on"][:4] <= str(report.year)
    ]
    assert totals["listed"] == len(sheet) > 30
    assert totals["measures_implemented_costly"] == sum(one["implemented"] for one in done) > 0
    assert Decimal(totals["investment_wan"]) == sum(Decimal(one["invested"]) for one in done) > 0


def test_the_verifier_has_visits_today():
    hecha = User.objects.get(username="hecha")
    assert VerifierAssignment.objects.filter(
        verifier=hecha, visit_on=timezone.localdate(), done_on=None
    ).exists()


def test_the_enterprise_has_one_round_over_and_one_half_way():
    qiye = User.objects.get(username="qiye")
    states: dict[int, set[str]] = {}
    for enterprise, state in Round.objects.visible_to(qiye).values_list("enterprise_id", "state"):
        states.setdefault(enterprise, set()).add(state)
    assert {RoundState.CLOSED, RoundState.OPTIONS_IN_PROGRESS} in states.values()


def test_people_of_enterprises_come_and_go(campaign):
    own = User.objects.get(username="qiye")
    assert Enterprise.objects.visible_to(own).count() == 2
    officer = User.objects.get(username="xiaoyi")
    states = {row.state(timezone.now()) for row in Invitation.objects.visible_to(officer)}
    assert {"open", "accepted", "expired"} <= states
    assert unmanned_listed(officer).exists()


def test_officers_dealt_with_many_rows_and_everybody_made_a_file():
    for name in ("shengting", "taiyuan", "lvliang", "xiaoyi"):
        runs = BulkRun.objects.filter(owner__username=name)
        assert runs.filter(rows__state=BulkState.DONE).exists(), name
        assert not runs.filter(rows__state=BulkState.WAITING).exists(), name
    assert BulkRun.objects.filter(undo_of__isnull=False).count() == 1
    assert BulkRow.objects.filter(state=BulkState.REFUSED).exclude(said="").exists()
    made = Export.objects.exclude(stored_as="").values_list("owner__username", flat=True)
    assert len(set(made)) == 12


@pytest.mark.parametrize("name", sorted(tables()))
def test_every_list_costs_the_same_for_one_row_as_for_two_hundred(name: str, monkeypatch) -> None:
    client = client_of(User.objects.get(username=READERS.get(name, "shengting")))
    client.get(reverse(name))  # the first page of a session also writes the session
    costs = {}
    for size in (1, 10, 50, 200):
        monkeypatch.setattr(lists, "PAGE_SIZE", size)
        with CaptureQueriesContext(connection) as queries:
            shown = client.get(reverse(name)).context["list"]
        costs[min(size, shown.total)] = len(queries)
    assert shown.total
    assert len(set(costs.values())) == 1, f"queries by rows: {costs}"


def test_the_accounts_are_kept_for_their_owner_only():
    path = settings.VAR_DIR / "demo_accounts.json"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    rows = json.loads(path.read_text())
    assert {row["username"] for row in rows} >= {"shengting", "taiyuan", "xiaoyi", "qiye", "hecha", "shenji"}
    for row in rows:
        user = User.objects.get(username=row["username"])
        assert check_password(row["password"], user.password)
        assert not user.must_change_password
    assert {user.role for user in User.objects.filter(username__in=[row["username"] for row in rows])} == set(
        Role
    ) - {Role.BUILTIN}


def test_enterprises_have_valid_codes():
    """Every one that was ever listed; villages, doubles and unresolved places may have been entered without."""
    from config.common import uscc

    codes = Enterprise.objects.values_list("uscc", flat=True)
    listed = codes.filter(listings__isnull=False).distinct()
    assert [code for code in (*listed, *codes.exclude(uscc="")) if uscc.check(code)] == []


def test_a_second_load_is_refused_with_a_sentence():
    with pytest.raises(CommandError, match="库中已有企业"):
        call_command("load_demo")
