"""Headings of a sheet of the past that are not known: what the bureau says of them, units and all."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse

from config.common.access import Role
from enterprises.enums import RosterState, SheetUse
from enterprises.models import HeadingMapping
from measures.models import PastEffect, PastImport
from operations.runner import run_job
from tests.factories.accounts import client_of, make_user
from tests.factories.lists import make_heading
from tests.factories.past import past_checked, past_imported, past_row

pytestmark = pytest.mark.django_db


def row(water: str = "一年省下的水（万吨）") -> dict[str, Any]:
    given = past_row()
    del given["节水（t/a）"]
    given["厂家"] = given.pop("企业名称")
    return given | {water: "1.2"}


def settle(past: PastImport, **data: Any) -> Any:
    client = client_of(past.created_by)
    address = reverse("measures:past_import_columns", args=[past.pk])
    return client.post(address, {"version": past.version} | data) if data else client.get(address)


def test_what_was_said_of_a_heading_is_read_in_the_headings_unit(tmp_path: Path):
    past = past_checked(tmp_path, row())
    assert past.state == RosterState.FAILED
    assert "一年省下的水" in settle(past).content.decode()
    numbers = {one["heading"]: n for n, one in enumerate(past.facts["headings"][0]["unknown"])}
    chosen = {
        f"heading_{numbers['厂家']}": "name",
        f"heading_{numbers['一年省下的水（万吨）']}": "effect_water",
    }
    assert settle(past, **chosen).status_code == 302
    past.refresh_from_db()
    run_job(past.check_job_id)
    past.refresh_from_db()
    assert (past.state, past.counts["new"]) == (RosterState.PREVIEWED, 1)
    again = past_imported(tmp_path, row(), by=past.created_by)
    assert again.state == RosterState.APPLIED
    assert PastEffect.objects.get(indicator__code="water").achieved == Decimal(12000)


def test_a_unit_that_cannot_be_turned_into_ours_is_refused(tmp_path: Path):
    past = past_checked(tmp_path, row("一年省下的水（桶）"))
    numbers = {one["heading"]: n for n, one in enumerate(past.facts["headings"][0]["unknown"])}
    chosen = {
        f"heading_{numbers['厂家']}": "name",
        f"heading_{numbers['一年省下的水（桶）']}": "effect_water",
    }
    answer = settle(past, **chosen)
    assert answer.status_code == 422
    assert "“一年省下的水（桶）”的单位不能换算成" in answer.content.decode()
    assert not HeadingMapping.objects.exists()


def test_what_was_said_of_rosters_is_not_said_of_the_past(tmp_path: Path):
    officer = make_user(Role.PROVINCE)
    make_heading(officer, "厂家", "name", SheetUse.ROSTER)
    assert past_checked(tmp_path, row(), by=officer).state == RosterState.FAILED
    make_heading(officer, "厂家", "name", SheetUse.PAST)
    assert past_checked(tmp_path, row(), by=officer).state == RosterState.PREVIEWED
