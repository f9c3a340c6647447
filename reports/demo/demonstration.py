"""The whole demonstration in one transaction: accounts, the history, the campaign, the accounts' file."""

import json
import os
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts.models import Region, User
from accounts.services.users import one_time_password
from audits.enums import RoundState
from audits.models import Round
from config.common.access import Role
from measures.models import Measure
from reports.demo.campaign import afterwards, desk
from reports.demo.campaign.agreements import agreements_made
from reports.demo.campaign.amendments import amendment_issued, clocks_adjusted
from reports.demo.campaign.credit import credit_sent
from reports.demo.campaign.honours import honours_awarded
from reports.demo.campaign.lists import Stage, play_list, stage_load
from reports.demo.campaign.many_rows import files_made, rows_dealt_with
from reports.demo.campaign.newcomers import people_deeds
from reports.demo.campaign.own_lists import views_kept
from reports.demo.campaign.panels import panel_scripts
from reports.demo.campaign.past import past_imported
from reports.demo.campaign.people import ACCOUNTS, cast_make
from reports.demo.campaign.plot import list_plots
from reports.demo.campaign.post_plan import year_looked_at
from reports.demo.campaign.projects import projects_kept
from reports.demo.campaign.recommendations import recommendation_deeds
from reports.demo.campaign.registry import registry_deeds
from reports.demo.campaign.reminders import reminders_sent
from reports.demo.campaign.statements import statements_issued
from reports.demo.campaign.visits import settle_findings
from reports.demo.campaign.walk import Walk
from reports.demo.history import write_history
from reports.demo.scale import check_no_enterprise

SEED = 20260325
PROVINCE = "140000"


@transaction.atomic
def write_demonstration(
    *, keep_at: Path, by: User, at: datetime, say: Callable[[str], None] = lambda _line: None
) -> dict[str, Any]:
    """Fill an empty installation; the accounts with their one password go to `keep_at`, readable by its owner only."""
    check_no_enterprise()
    today = timezone.localtime(at).date()
    province = Region.objects.get(code=PROVINCE)
    password = one_time_password()
    say("2003—2010")
    counts = write_history(province=province, by=by, at=at)
    cast = cast_make(password=password, province=province, by=by, at=at - timedelta(days=1_100))
    stage = Stage(Random(SEED), today, province, cast, desk.audit_report())
    stage_load(stage)
    for plot in list_plots(today):
        say(plot.document_no)
        stage.diary.add(play_list(stage, plot))
    stage.diary.run()
    _beside(stage)
    stage.diary.run()
    _desk(stage, at)
    past_imported(stage, at - timedelta(days=3))
    accounts_keep(keep_at, password)
    lists = list(stage.lists.values())
    campaign = Round.objects.filter(Q(listing__mandatory_list__in=lists) | Q(imported=True))
    return {
        **counts,
        "campaign_rounds": campaign.count(),
        "states": campaign.values("state").distinct().count(),
        "campaign_measures": Measure.objects.filter(round__in=campaign).count(),
        "accounts": str(keep_at),
    }


def _beside(stage: Stage) -> None:
    """Disclosures, orders and post-assessments."""
    never = [walk for walk in stage.walks if walk.part.target == RoundState.PLANNED]
    silent = _silent(stage)
    for walk in stage.walks:
        if walk is not silent:
            stage.diary.add(afterwards.disclosure(stage, walk))
        if walk.part.target not in {RoundState.EXEMPTED, RoundState.ROLLED_OVER}:
            stage.diary.add(afterwards.order_to_publish(stage, walk))
    for number, walk in enumerate(never[:3]):
        stage.diary.add(afterwards.order_to_audit(stage, walk, fine=number == 0))
    for script in panel_scripts(stage):
        stage.diary.add(script)
    oldest = min(stage.lists)
    accepted = [walk for walk in stage.walks if walk.part.target == RoundState.CLOSED]
    for number, walk in enumerate(walk for walk in accepted if walk.round.year == oldest):
        stage.diary.add(afterwards.post_assessment(stage, walk, number))


def _silent(stage: Stage) -> Walk | None:
    """One of 太原's enterprises that never disclosed, so that its officer has an order to look after."""
    return next(
        (
            walk
            for walk in stage.walks
            if walk.officer.username == "taiyuan" and walk.part.target.endswith("_IN_PROGRESS")
        ),
        None,
    )


def _desk(stage: Stage, at: datetime) -> None:
    earlier = at - timedelta(hours=20)
    amendment_issued(stage, earlier - timedelta(days=24))
    clocks_adjusted(stage, earlier - timedelta(days=12))
    afterwards.visits_ahead(stage, earlier)
    plants = {walk.round.pk: walk.person for walk in stage.walks}
    settle_findings(plants, {walk.round.pk: walk.officer for walk in stage.walks}, earlier)
    year_looked_at(stage, at)
    registry_deeds(stage, earlier)
    people_deeds(stage, earlier)
    agreements_made(stage, earlier)
    recommendation_deeds(stage, earlier - timedelta(days=10))
    year = desk.draft_next(stage, earlier)
    desk.rosters_in_preview(stage, year, at)
    desk.reports_made(stage, at)
    credit_sent(stage, at)
    honours_awarded(stage, earlier)
    statements_issued(stage, earlier)
    projects_kept(stage, earlier)
    views_kept(stage, earlier)
    rows_dealt_with(stage, earlier)
    files_made(stage, earlier)
    reminders_sent(at)


def accounts_keep(path: Path, password: str) -> None:
    """The list that script/server prints."""
    rows = [
        {"role": str(Role(role).label), "username": username, "password": password, "name": name}
        for role, username, name, _code in ACCOUNTS
    ]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        json.dump(rows, file, ensure_ascii=False, indent=1)
