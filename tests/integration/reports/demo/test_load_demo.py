"""The demonstration: the founding plan's table out of its rows, every state walked to, nothing twice."""

import json
import stat
from decimal import Decimal

import pytest
from django.conf import settings
from django.contrib.auth.hashers import check_password
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from accounts.models import Activity, Region, User
from audits.enums import RoundState
from audits.lifecycle import LIFECYCLE, stage_of
from audits.models import Review, Round, RoundMove
from config.common.access import Role
from enterprises.enums import ListState, RosterState
from enterprises.models import (
    CorrectionOrder,
    Disclosure,
    Duty,
    Enterprise,
    MandatoryList,
    Penalty,
    RosterImport,
)
from measures.enums import MeasureState, Verdict
from measures.models import Measure, PostAssessment, Verification, VerifierAssignment
from reports.models import AnnualReport
from reports.selectors.figures import figures

pytestmark = [pytest.mark.usefixtures("db"), pytest.mark.xdist_group("demonstration")]


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


def test_the_report_says_what_the_plan_says():
    report = AnnualReport.objects.get(year=2010)
    totals = report.snapshot["totals"]
    assert (totals["listed"], totals["accepted"]) == (1_095, 427)
    assert totals["investment_wan"] == "512400"
    assert report.pdf_file is not None


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
    published = campaign.values("listing__mandatory_list").distinct().count()
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


def test_the_verifier_has_visits_today():
    hecha = User.objects.get(username="hecha")
    assert VerifierAssignment.objects.filter(
        verifier=hecha, visit_on=timezone.localdate(), done_on=None
    ).exists()


def test_the_enterprise_has_one_round_over_and_one_half_way():
    qiye = User.objects.get(username="qiye")
    states = set(Round.objects.visible_to(qiye).values_list("state", flat=True))
    assert states == {RoundState.CLOSED, RoundState.OPTIONS_IN_PROGRESS}


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
    from config.common import uscc

    assert [code for code in Enterprise.objects.values_list("uscc", flat=True) if uscc.check(code)] == []


def test_a_second_load_is_refused_with_a_sentence():
    with pytest.raises(CommandError, match="库中已有企业"):
        call_command("load_demo")
