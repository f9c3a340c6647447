"""What measures achieved, added up: each counted once, verified before claimed, and only what one may see."""

from decimal import Decimal

import pytest

from measures.enums import MeasureState
from measures.models import BenefitIndicator
from measures.selectors.rollup import effects_rolled
from tests.factories.accounts import client_of
from tests.factories.audits import crew_of, today
from tests.factories.measures import make_measure, make_working_round
from tests.integration.measures.pages import page, queries_of

pytestmark = pytest.mark.django_db


def test_a_verified_reading_replaces_the_claim_and_what_does_not_stand_is_not_counted():
    round_ = make_working_round()
    make_measure(round_, MeasureState.VERIFIED)  # 30,000 achieved, 29,500 read
    make_measure(round_, MeasureState.IMPLEMENTED)  # 30,000 achieved
    make_measure(round_)  # only promised
    other = make_measure(None, MeasureState.IMPLEMENTED).round  # another plant's
    crew = crew_of(round_)
    (row,) = effects_rolled(crew.plant, ("indicator",))
    assert row.keys == (BenefitIndicator.objects.get(code="water").pk,)
    assert (row.measures, row.read) == (2, 1)
    assert (row.achieved, row.verified, row.counted) == (60_000, 29_500, 59_500)
    everybody = effects_rolled(crew.officer, ("place", "year"))
    assert sum(group.measures for group in everybody) == 3
    assert {group.keys for group in everybody} == {
        (one.enterprise.region_id, today().year) for one in (round_, other)
    }
    assert effects_rolled(crew.officer, ("indicator",), year=2001) == []


def test_the_page_goes_from_all_indicators_to_one_at_the_same_cost():
    round_ = make_working_round()
    make_measure(round_, MeasureState.VERIFIED)
    client = client_of(crew_of(round_).officer)
    whole = page(client, "effect_summary")
    assert [row["counted"] for row in whole.context["rows"]] == [Decimal(29_500)]
    one = page(client, "effect_summary", indicator="water", year=today().year)
    assert one.context["total"]["counted"] == 29_500
    assert [row["name"] for row in one.context["years"]] == [str(today().year)]
    before = queries_of(client, "effect_summary", indicator="water")
    make_measure(round_, MeasureState.IMPLEMENTED)
    assert queries_of(client, "effect_summary", indicator="water") == before


def test_an_impossible_year_is_told_and_an_unknown_indicator_shows_all():
    round_ = make_working_round()
    client = client_of(crew_of(round_).officer)
    assert "没有可汇总的效益" in page(client, "effect_summary", year=3).content.decode()
    assert page(client, "effect_summary", indicator="nothing").context["one"] is None
