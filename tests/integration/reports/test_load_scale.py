"""The scale data: its proportions, its county, its refusals."""

import io
import json
from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from accounts.models import Region, User
from audits.lifecycle import stage_of
from audits.models import Round
from config.common import uscc
from enterprises.models import Enterprise, EnterprisePlacement, Listing
from measures.models import Effect, Measure
from reports.selectors.figures import figures

pytestmark = pytest.mark.django_db


def load(enterprises: int) -> dict:
    output = io.StringIO()
    call_command("load_scale", "--enterprises", str(enterprises), "--json", stdout=output)
    return json.loads(output.getvalue())


def test_every_five_enterprises_have_two_rounds_and_fifty_measures():
    answer = load(1_000)
    assert (answer["enterprise"], answer["round"], answer["measure"]) == (1_000, 400, 10_000)
    assert (Enterprise.objects.count(), Round.objects.count(), Measure.objects.count()) == (
        1_000,
        400,
        10_000,
    )
    assert Listing.objects.count() == 400
    assert EnterprisePlacement.objects.filter(from_on=None, to_on=None).count() == 1_000


@pytest.mark.parametrize("enterprises", [500, 1_500])
def test_one_county_has_a_hundred_enterprises_at_every_size(enterprises):
    load(enterprises)
    officer = User.objects.get(username="scale-county")
    assert Enterprise.objects.visible_to(officer).count() == 100
    assert Round.objects.visible_to(officer).count() == 40
    assert not officer.has_usable_password()


def test_the_rows_are_as_the_services_would_have_made_them():
    load(500)
    connection.check_constraints()
    for round_ in Round.objects.select_related("listing"):
        assert round_.stage == stage_of(round_.state)
        assert round_.listing.enterprise_id == round_.enterprise_id
        assert round_.stages.count() == 7
    assert [code for code in Enterprise.objects.values_list("uscc", flat=True) if uscc.check(code)] == []
    assert not Effect.objects.filter(measure__implemented_on=None, achieved__isnull=False).exists()


def test_the_report_counts_it():
    load(500)
    province = Region.objects.get(code="140000")
    found = figures(province, 2022, 2026, date(2026, 12, 31))
    assert found.totals.values["listed"] == 200
    assert found.totals.values["post_assessed"] > 0
    assert (
        sum(row.values["measures_implemented_costly"] for row in found.by_place)
        == (found.totals.values["measures_implemented_costly"])
    )


def test_new_rows_find_free_numbers_after_it():
    load(500)
    region = Region.objects.get(code="140100")
    assert Enterprise.objects.create(name="新企业", region=region, created_at=timezone.now()).pk > 500


@pytest.mark.parametrize("enterprises", [0, 7, 100_005])
def test_a_size_that_is_not_meant_is_refused(enterprises):
    with pytest.raises(CommandError, match="企业数"):
        load(enterprises)


def test_nothing_is_loaded_beside_enterprises():
    load(500)
    with pytest.raises(CommandError, match="库中已有企业"):
        load(500)
