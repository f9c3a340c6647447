"""The pages of measures: list, detail, create, edit, move, the round's panel, technologies."""

from decimal import Decimal

import pytest
from django.urls import reverse

from audits.models import Round
from config.common.access import Role
from measures.enums import MeasureState
from measures.models import Measure, Technology
from tests.factories.accounts import client_of, make_user
from tests.factories.audits import crew_of, make_agency, make_auditor, make_round, walk_to
from tests.factories.enterprises import make_enterprise, make_representative
from tests.factories.measures import (
    make_accepted_round,
    make_assignment,
    make_measure,
    make_post_assessment,
    make_verification,
    make_working_round,
    photo,
)
from tests.held import held
from tests.integration.measures.pages import HTMX, day, measure_data, page, queries_of

pytestmark = pytest.mark.usefixtures("db")
S = MeasureState


@pytest.fixture(scope="module")
def prepared(django_db_setup, django_db_blocker):
    with held(django_db_blocker):
        yield make_working_round().pk


@pytest.fixture
def db(prepared, django_db_blocker):
    with held(django_db_blocker):
        yield


@pytest.fixture
def round_(db, prepared):
    return Round.objects.get(pk=prepared)


@pytest.fixture
def plant(round_):
    return client_of(crew_of(round_).plant)


@pytest.fixture
def officer(round_):
    return client_of(crew_of(round_).officer)


def strangers():
    """People who must not see a measure of 太原市."""
    return [
        client_of(make_user(Role.CITY, "140200")),
        client_of(make_user(Role.DEPARTMENT, "140200")),
        client_of(make_representative(make_enterprise())),
        client_of(make_auditor(make_agency())),
        client_of(make_user(Role.VERIFIER)),
        client_of(make_user(Role.EXPERT)),
    ]


# ---- measure_list ------------------------------------------------------------------------------


def test_measure_list_shows_the_filtered_sums_of_the_database(officer, round_):
    make_measure(round_, S.IMPLEMENTED)
    make_measure(round_, costly=True)
    whole = page(officer, "measure_list")
    assert "共 <b>3</b>" in whole.content.decode()
    assert whole.context["totals"]["planned"] == Decimal("323.2")
    part = officer.get(reverse("measures:measure_list"), {"cost_class": "high"}, **HTMX)
    assert "<html" not in part.content.decode()
    assert part.context["totals"]["planned"] == Decimal(320)
    assert part.context["totals"]["counted"] == 0


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"q": "废水"}, 1),
        ({"q": "ZG1"}, 1),
        ({"q": "炼焦有限公司"}, 2),
        ({"q": "没有这个"}, 0),
        ({"kind": "technology"}, 1),
        ({"state": "feasible"}, 1),
        ({"waiting": "overdue"}, 1),
        ({"waiting": "figures"}, 0),
        ({"waiting": "visit"}, 0),
        ({"industry": "焦化"}, 2),
        ({"year": "1999"}, 0),
        ({"round": "2147483600"}, 0),
        ({"order": "-investment"}, 2),
        ({"order": "password"}, 2),
        ({"page": "99"}, 2),
    ],
)
def test_measure_list_filters_and_orders(officer, round_, query, found):
    make_measure(round_, S.FEASIBLE, costly=True, planned_on="2020-01-01")
    assert page(officer, "measure_list", **query).context["list"].total == found


def test_measure_list_filters_by_city(officer, round_):
    city = round_.enterprise.region.city_id
    assert page(officer, "measure_list", city=city).context["list"].total == 1
    foreign = page(officer, "measure_list", city=make_user(Role.CITY, "140200").region_id)
    assert "city" in foreign.context["list"].filter.form.errors


def test_measure_list_counts_what_waits_for_a_visit(officer, round_):
    make_measure(round_, S.IMPLEMENTED, benefit_expected_wan=Decimal(1))
    assert page(officer, "measure_list", waiting="visit").context["list"].total == 1
    make_assignment(round_)
    assert page(officer, "measure_list", waiting="visit").context["list"].total == 0


def test_measure_list_costs_the_same_for_one_and_for_twenty_rows(officer, round_):
    one = queries_of(officer, "measure_list")
    for _number in range(20):
        make_measure(round_)
    assert queries_of(officer, "measure_list") == one <= 12


def test_measure_list_is_empty_for_strangers(round_):
    make_measure(round_)
    for client in strangers():
        assert page(client, "measure_list").context["list"].total == 0


def test_measure_list_offers_the_enterprise_its_one_open_round(plant, round_):
    assert (
        reverse("measures:measure_create", args=[round_.pk]) in page(plant, "measure_list").content.decode()
    )


# ---- measure_detail ----------------------------------------------------------------------------


def test_measure_detail_tells_the_story_from_idea_to_post_assessment():
    round_ = make_working_round()
    measure = make_measure(round_, S.IMPLEMENTED, costly=True)
    make_verification(measure, photos=[photo()])
    post = make_post_assessment(walk_to(round_, "CLOSED"), recorded=True)
    text = page(client_of(crew_of(round_).officer), "measure_detail", measure.pk).content.decode()
    for words in (
        "29,500",
        "60,000",
        "31,200",
        "已核实",
        "可行 → 实施中",
        "设备在运行",
        "偿还期",
        "/measures/photos/",
    ):
        assert words in text
    assert reverse("measures:post_assessment_edit", args=[post.pk]) in text


def test_measure_detail_shows_derived_standard_coal_apart(officer, round_):
    effects = [{"indicator": "electricity", "expected": Decimal(100)}]
    measure = make_measure(round_, effects=effects)
    text = page(officer, "measure_detail", measure.pk).content.decode()
    assert "122.9" in text
    assert "折算，不另计" in text


def test_measure_detail_of_another_tenant_is_not_found(round_):
    measure = make_measure(round_)
    for client in strangers():
        page(client, "measure_detail", measure.pk, status=404)


def test_measure_detail_costs_the_same_for_a_short_and_a_long_story(officer, round_):
    measure = make_measure(round_, S.IMPLEMENTED)
    short = queries_of(officer, "measure_detail", measure.pk)
    for _visit in range(3):
        make_verification(measure, "partly", photos=[photo()])
    # readings, photographs and their files are read once each, however many there are
    assert queries_of(officer, "measure_detail", measure.pk) <= short + 4


def test_measure_detail_says_why_a_verified_measure_cannot_be_changed(plant, round_):
    measure = make_measure(round_, S.VERIFIED)
    assert "已经现场核实，不能再修改" in page(plant, "measure_detail", measure.pk).content.decode()


# ---- measure_create ----------------------------------------------------------------------------


def test_measure_create_proposes_with_money_and_effects(plant, round_):
    url = reverse("measures:measure_create", args=[round_.pk])
    assert "本轮标准" in plant.get(url).content.decode()
    response = plant.post(url, measure_data())
    measure = Measure.objects.get(title="酚氰废水深度处理回用")
    assert response.headers["Location"] == reverse("measures:measure_detail", args=[measure.pk])
    assert (measure.number, measure.investment_planned_wan) == ("ZG1", Decimal(320))
    assert measure.effects.get().expected == Decimal(31_200)


@pytest.mark.parametrize(
    "wrong",
    [
        {"title": ""},
        {"kind": "magic"},
        {"investment_planned_wan": "-1"},
        {"investment_planned_wan": "NaN"},
        {"benefit_expected_wan": "1e400"},
        {"on": "2999-01-01"},
        {"on": "昨天"},
        {"cost_class": "no"},
        {"effects-0-expected": "-4"},
        {"effects-0-indicator": "gold", "effects-0-expected": "1"},
        {"effects-0-indicator": "energy_saved", "effects-0-expected": "1"},
        {"effects-TOTAL_FORMS": "x"},
    ],
)
def test_measure_create_refuses_with_a_sentence(plant, round_, wrong):
    before = Measure.objects.count()
    response = plant.post(reverse("measures:measure_create", args=[round_.pk]), measure_data(**wrong))
    assert response.status_code == 422
    assert "field-error" in response.content.decode() or "note-late" in response.content.decode()
    assert Measure.objects.count() == before


def test_measure_create_takes_no_other_columns(plant, round_):
    extra = {"state": "verified", "benefit_verified_wan": "999", "number": "ZG99", "round": "1"}
    plant.post(reverse("measures:measure_create", args=[round_.pk]), measure_data(**extra))
    measure = Measure.objects.get(title="酚氰废水深度处理回用")
    assert (measure.state, measure.benefit_verified_wan, measure.number) == ("proposed", None, "ZG1")


def test_measure_create_is_for_the_own_enterprise_and_agency(officer, round_):
    url = reverse("measures:measure_create", args=[round_.pk])
    assert officer.get(url).status_code == 403
    assert client_of(make_representative(make_enterprise())).post(url, measure_data()).status_code == 404


# ---- measure_edit ------------------------------------------------------------------------------


def edit_data(measure, **given):
    return measure_data(version=measure.version, planned_on=day(), **given)


def test_measure_edit_saves_money_and_effects(plant, round_):
    measure = make_measure(round_, costly=True)
    url = reverse("measures:measure_edit", args=[measure.pk])
    assert "60000" in plant.get(url).content.decode()
    response = plant.post(url, edit_data(measure, title="改名", investment_actual_wan="301.25"))
    assert response.status_code == 302
    measure.refresh_from_db()
    assert (measure.title, measure.investment_actual_wan) == ("改名", Decimal("301.25"))


def test_measure_edit_that_is_stale_shows_both_texts_and_loses_nothing(plant, round_):
    measure = make_measure(round_, costly=True)
    url = reverse("measures:measure_edit", args=[measure.pk])
    late = edit_data(measure, title="后保存")
    plant.post(url, edit_data(measure, title="先保存"))
    response = plant.post(url, late)
    text = response.content.decode()
    assert response.status_code == 412
    assert "先保存" in text
    assert 'value="后保存"' in text
    assert f'name="version" value="{measure.version + 1}"' in text
    assert plant.post(url, late | {"version": measure.version + 1}).status_code == 302
    assert Measure.objects.get(pk=measure.pk).title == "后保存"


def test_measure_edit_refuses_a_claim_above_its_baseline(plant, round_):
    measure = make_measure(round_)
    data = edit_data(measure) | {"effects-3-achieved": "60001"}
    response = plant.post(reverse("measures:measure_edit", args=[measure.pk]), data)
    assert response.status_code == 422
    assert "超过基准值" in response.content.decode()


def test_measure_edit_of_another_tenant_is_not_found(round_):
    measure = make_measure(round_)
    stranger = client_of(make_representative(make_enterprise()))
    url = reverse("measures:measure_edit", args=[measure.pk])
    assert stranger.get(url).status_code == 404
    assert stranger.post(url, edit_data(measure)).status_code == 404


# ---- measure_move ------------------------------------------------------------------------------


def move_data(measure, move, **given):
    return {"move": move, "on": day(), "reason": "", "version": measure.version} | given


def test_measure_move_offers_only_what_begins_here(plant, round_):
    measure = make_measure(round_, S.IN_PROGRESS)
    text = page(plant, "measure_move", measure.pk, move="implement").content.decode()
    assert 'value="implement"' in text
    assert 'value="screen_out"' not in text


def test_measure_move_moves(plant, round_):
    measure = make_measure(round_, S.IN_PROGRESS)
    plant.post(reverse("measures:measure_move", args=[measure.pk]), move_data(measure, "implement"))
    assert Measure.objects.get(pk=measure.pk).state == S.IMPLEMENTED


@pytest.mark.parametrize("move", ["verify", "refute", "implement", "vanish", "drop"])
def test_measure_move_refuses_what_cannot_be(plant, round_, move):
    measure = make_measure(round_)
    response = plant.post(reverse("measures:measure_move", args=[measure.pk]), move_data(measure, move))
    assert response.status_code == 422
    assert Measure.objects.get(pk=measure.pk).state == S.PROPOSED


def test_measure_move_that_is_stale_is_refused(plant, round_):
    measure = make_measure(round_)
    data = move_data(measure, "begin", version=measure.version + 1)
    assert plant.post(reverse("measures:measure_move", args=[measure.pk]), data).status_code == 422
    assert Measure.objects.get(pk=measure.pk).state == S.PROPOSED


def test_measure_move_of_another_tenant_is_not_found(round_):
    measure = make_measure(round_)
    stranger = client_of(make_representative(make_enterprise()))
    data = move_data(measure, "begin")
    assert stranger.post(reverse("measures:measure_move", args=[measure.pk]), data).status_code == 404


def test_measure_move_has_nothing_to_offer_after_the_end(plant, round_):
    measure = make_measure(round_, S.DROPPED)
    assert "没有可以办理的下一步" in page(plant, "measure_move", measure.pk).content.decode()


# ---- round_measures ----------------------------------------------------------------------------


def test_round_measures_is_a_panel_with_payback_and_main_effect(officer, round_):
    make_measure(round_, costly=True)
    response = officer.get(reverse("measures:round_measures", args=[round_.pk]), **HTMX)
    text = response.content.decode()
    assert "<html" not in text
    for words in ("ZG1", "320.0", "86.5", "4.39", "节水 31,200 t/a", "无/低费 1 · 中费 0 · 高费 1"):
        assert words in text


def test_round_measures_flags_two_claims_on_one_meter(officer, round_):
    make_measure(round_)
    make_measure(round_)
    assert "请核对是否重复" in page(officer, "round_measures", round_.pk).content.decode()


def test_round_measures_costs_the_same_for_one_and_for_twenty(officer, round_):
    one = queries_of(officer, "round_measures", round_.pk)
    for _number in range(20):
        make_measure(round_)
    assert queries_of(officer, "round_measures", round_.pk) == one <= 11


def test_round_measures_of_another_tenant_is_not_found(round_):
    for client in strangers():
        page(client, "round_measures", round_.pk, status=404)


def test_round_measures_says_why_nothing_is_proposed_any_more():
    round_ = make_accepted_round()
    text = page(client_of(crew_of(round_).plant), "round_measures", round_.pk).content.decode()
    assert "不能再填报方案" in text


# ---- technology_list ---------------------------------------------------------------------------


def test_technology_list_filters_by_industry_and_target(officer):
    whole = page(officer, "technology_list")
    assert whole.context["list"].total == Technology.objects.count() > 50
    brewing = page(officer, "technology_list", industry="酿酒", target="COD", field="工业")
    expected = Technology.objects.filter(industry="酿酒", target="COD").count()
    assert brewing.context["list"].total == expected > 0


def test_technology_list_is_a_part_for_htmx(officer):
    response = officer.get(reverse("measures:technology_list"), {"maturity": "推广"}, **HTMX)
    assert "<html" not in response.content.decode()


def test_anonymous_is_sent_to_sign_in(client, round_):
    names = [
        ("measure_list", []),
        ("measure_detail", [1]),
        ("measure_edit", [1]),
        ("round_measures", [round_.pk]),
        ("technology_list", []),
    ]
    for name, args in names:
        assert client.get(reverse(f"measures:{name}", args=args)).status_code == 302


def test_a_planned_round_lists_no_measures():
    round_ = make_round()
    assert (
        "还没有提出方案"
        in page(client_of(crew_of(round_).plant), "round_measures", round_.pk).content.decode()
    )
