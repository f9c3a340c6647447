"""The yearly plan: measures drawn by lot from strata, looked at, and what that says of whether savings last."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from accounts.models import Activity
from audits.models import Review, ReviewExpert, Round
from config.common.access import Role
from config.common.errors import NotAllowed, Refused
from enterprises.selectors.next_list import FADED, next_list_proposals
from measures.enums import Running, Strata
from measures.models import PostAssessment, PostPlan, PostSample
from measures.selectors.post_assessments import measures_to_assess
from measures.selectors.post_plans import (
    delivering_of_agency,
    delivering_of_expert,
    drawn_again,
    strata_found,
)
from measures.selectors.priorities import stopped_measures
from measures.selectors.story import measure_events
from measures.services.post_assessments import post_assessment_record
from measures.services.post_plans import post_plan_draw
from tests.factories.accounts import client_of, make_user, now
from tests.factories.audits import crew_of, make_agency, make_expert, today
from tests.factories.lists import make_list
from tests.factories.measures import make_accepted_round
from tests.held import held
from tests.integration.measures.pages import page, queries_of

pytestmark = pytest.mark.usefixtures("db")
CITY = "太原市"


@pytest.fixture(scope="module")
def prepared(django_db_setup, django_db_blocker):
    with held(django_db_blocker):
        pk = make_accepted_round(measures=4).pk
        Round.objects.filter(pk=pk).update(accepted_on=today() - timedelta(days=400), agency=make_agency())
        yield pk


@pytest.fixture
def db(prepared, django_db_blocker):
    with held(django_db_blocker):
        yield


@pytest.fixture
def round_(db, prepared):
    return Round.objects.select_related("enterprise__region").get(pk=prepared)


@pytest.fixture
def officer(round_):
    return crew_of(round_).officer


def draw(by, number=3, **said):
    facts = {"by_strata": Strata.CITY, "planned_on": today(), "wanted": {CITY: number}, "seed": "2026-后评估"}
    return post_plan_draw(by=by, at=now(), **(facts | said))


def record(plan, by, running):
    """Each drawn measure in turn is found so."""
    post = PostAssessment.objects.select_related("round__enterprise__region").get()
    items = [
        {
            "measure": measure,
            "running": found,
            "read_wan": Decimal(0) if found == Running.STOPPED else Decimal(70),
            "note": "",
        }
        for measure, found in zip(measures_to_assess(by, post), running, strict=True)
    ]
    facts = {"assessed_on": today(), "conclusion": "部分停用。", "by": by, "at": now()}
    return post_assessment_record(post_assessment=post, version=post.version, items=items, **facts)


def test_what_is_drawn_becomes_a_task_and_can_be_drawn_again_from_the_seed(round_, officer):
    plan = draw(officer)
    assert (plan.seed, drawn_again(plan)) == ("2026-后评估", True)
    post = PostAssessment.objects.get()
    assert (post.round_id, post.planned_on) == (round_.pk, today())
    asked = [measure.pk for measure in measures_to_assess(officer, post)]
    drawn = list(PostSample.objects.order_by("measure_id").values_list("measure_id", flat=True))
    assert (asked, len(drawn)) == (drawn, 3)
    assert Activity.objects.get(verb="post_plan_draw").thing_id == plan.pk
    PostSample.objects.filter(measure_id=drawn[0]).delete()
    assert not drawn_again(plan)


@pytest.mark.parametrize(
    ("wanted", "sentence"),
    [
        ({CITY: 5}, "“太原市”层共有 4 项方案，不能抽取 5 项；请填 0 到 4。"),
        ({"海南市": 1}, "“海南市”层共有 0 项方案，不能抽取 1 项；请填 0 到 0。"),
        ({CITY: 0}, "请至少在一层抽取一项方案。"),
    ],
)
def test_a_sample_larger_than_its_stratum_is_refused_by_name(officer, wanted, sentence):
    with pytest.raises(Refused) as refused:
        draw(officer, wanted=wanted)
    assert sentence in [refused.value.sentence, *(one.sentence for one in refused.value.problems)]
    assert not PostPlan.objects.exists()
    assert not PostAssessment.objects.exists()


def test_one_plan_a_year_and_only_by_an_office(round_, officer):
    draw(officer)
    with pytest.raises(Refused, match="每年一份"):
        draw(officer)
    with pytest.raises(NotAllowed):
        draw(crew_of(round_).plant)


def test_rounds_accepted_too_lately_or_too_long_ago_are_not_drawn(round_, officer):
    for days in (300, 3 * 365 + 5):
        Round.objects.filter(pk=round_.pk).update(accepted_on=today() - timedelta(days=days))
        with pytest.raises(Refused, match="超过了该层"):
            draw(officer, 1)


def test_the_rate_stands_with_its_sample_and_interval(round_, officer):
    plan = draw(officer)
    assert strata_found(plan)[0].assessed == 0
    record(plan, officer, [Running.DELIVERING, Running.DELIVERING, Running.STOPPED])
    (found,) = strata_found(plan)
    assert (found.size, found.drawn, found.assessed, found.delivering) == (4, 3, 3, 2)
    card = page(client_of(officer), "post_plan_detail", plan.pk).context["card"]
    assert card["rate"] == {"share": "66.7%", "interval": "20.8%–93.9%", "sample": "2 / 3 项"}
    assert delivering_of_agency(officer, round_.agency_id) == (2, 3)
    shown = page(client_of(officer), "agency_persistence", round_.agency_id).content.decode()
    assert "66.7%" in shown
    assert "2 / 3 项" in shown
    lead = make_expert()
    ReviewExpert.objects.create(review=Review.objects.filter(round=round_)[0], expert=lead)
    assert delivering_of_expert(officer, lead.pk) == (2, 3)
    assert delivering_of_expert(officer, make_expert().pk) == (0, 0)
    assert "2 / 3 项" in page(client_of(officer), "expert_persistence", lead.pk).content.decode()
    (event,) = [one for one in measure_events(officer, [round_.enterprise_id]) if one.kind == "后评估"]
    assert event.text.startswith("2 / 3 项方案持续运行")


def test_an_enterprise_whose_measures_were_stopped_is_put_forward_for_the_next_list(round_, officer):
    record(draw(officer), officer, [Running.DELIVERING, Running.DELIVERING, Running.STOPPED])
    user, year = make_user(Role.PROVINCE, "140000"), today().year
    assert list(stopped_measures(user, today())) == [round_.enterprise_id]
    assert stopped_measures(user, today() + timedelta(days=3 * 365 + 1)) == {}
    (proposal,) = next_list_proposals(user, make_list(year + 1), today())
    assert (proposal.listing.enterprise_id, proposal.kind) == (round_.enterprise_id, FADED)
    assert "3 项方案中 1 项已停用" in proposal.reason


def test_an_officer_draws_on_the_page_and_is_told_what_cannot_be(officer):
    client, address = client_of(officer), reverse("measures:post_plan_create")
    facts = {"by_strata": "class_industry", "planned_on": str(today())}
    shown = client.get(address, facts)
    rows = shown.context["strata"].forms
    assert sum(row.initial["size"] for row in rows) == 4
    data = facts | {"strata-TOTAL_FORMS": len(rows), "strata-INITIAL_FORMS": len(rows), "seed": ""}
    for at, row in enumerate(rows):
        data |= {f"strata-{at}-stratum": row.initial["stratum"], f"strata-{at}-number": "99"}
    refused = client.post(address, data)
    assert refused.status_code == 422
    assert "不能抽取 99 项" in refused.content.decode()
    drawn = client.post(address, data | {"strata-0-number": "1"})
    plan = PostPlan.objects.get()
    assert drawn.headers["Location"] == reverse("measures:post_plan_detail", args=[plan.pk])
    assert len(plan.seed) == 16
    listed = page(client, "post_assessment_list", plan=plan.pk).context["list"]
    assert listed.total == 1
    assert page(client, "post_plan_list").context["list"].total == 1


def test_a_plan_of_another_territory_does_not_exist_for_others(officer):
    plan = draw(officer)
    stranger = client_of(make_user(Role.CITY, "140200"))
    page(stranger, "post_plan_detail", plan.pk, status=404)
    assert page(stranger, "post_plan_list").context["list"].total == 0


def test_the_plan_list_costs_the_same_for_one_and_for_ten(officer):
    draw(officer)
    client = client_of(officer)
    one = queries_of(client, "post_plan_list")
    kept = {"by_strata": "city", "planned_on": today(), "seed": "s", "created_at": now()}
    PostPlan.objects.bulk_create(
        PostPlan(region=officer.region, year=year, created_by=officer, **kept) for year in range(2000, 2010)
    )
    assert queries_of(client, "post_plan_list") == one <= 8
