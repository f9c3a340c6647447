"""From the county's word to the province's draft: every move by every role, and what it leaves behind."""

import pytest

from accounts.models import Activity
from config.common.access import Role
from config.common.errors import NotAllowed, Refused, Stale
from enterprises.enums import RecommendationState
from enterprises.facts import ListingBasis
from enterprises.lifecycle import RECOMMENDATION
from enterprises.models import Listing, ListRecommendation
from enterprises.services.lists import listing_remove
from enterprises.services.recommendations import (
    recommendation_create,
    recommendation_edit,
    recommendation_move,
    recommendations_move,
    recommendations_take,
)
from tests.factories.accounts import make_user, now
from tests.factories.enterprises import make_enterprise
from tests.factories.lists import make_entry, make_list, publish
from tests.factories.recommendations import BENZENE, OVER, SO2, make_recommendation, officers_of

pytestmark = pytest.mark.django_db
S = RecommendationState
ROLES = (Role.COUNTY, Role.CITY, Role.PROVINCE)


def move(row, name, by, reason="说明"):
    return recommendation_move(recommendation=row, move=name, by=by, at=now(), reason=reason)


@pytest.mark.parametrize("state", [s for s in S if s != S.TAKEN])
@pytest.mark.parametrize("role", ROLES)
def test_each_state_lets_exactly_the_moves_of_the_table_through(state, role):
    row = make_recommendation(state)
    by = officers_of(row.region)[role]
    for step in RECOMMENDATION.moves:
        if step.name == "take":
            continue
        row.refresh_from_db()
        ListRecommendation.objects.filter(pk=row.pk).update(state=state)
        row.state = state
        possible = state in step.from_states and role in step.roles
        before = Activity.objects.filter(verb="recommendation_move").count()
        if possible:
            move(row, step.name, by)
            assert row.state == step.to_state
        else:
            with pytest.raises(Refused):
                move(row, step.name, by)
        assert Activity.objects.filter(verb="recommendation_move").count() == before + possible


def test_a_return_and_a_leaving_out_need_their_reason():
    row = make_recommendation(S.SUBMITTED)
    with pytest.raises(Refused, match="要写明原因"):
        move(row, "return", officers_of(row.region)[Role.CITY], reason=" ")
    assert row.state == S.SUBMITTED


def test_it_goes_up_only_with_a_fact_for_each_category():
    basis = ListingBasis(("OVER_LIMIT", "TOXIC"), "超标，并使用苯", (SO2,))
    row = make_recommendation(basis=basis)
    county = officers_of(row.region)[Role.COUNTY]
    with pytest.raises(Refused) as refused:
        move(row, "submit", county)
    assert [p.sentence for p in refused.value.problems] == ["按所选类别，还要填写有毒有害物质的依据。"]
    whole = ListingBasis(basis.categories, basis.reason, (SO2, BENZENE))
    recommendation_edit(recommendation=row, version=row.version, basis=whole, by=county, at=now())
    assert move(row, "submit", county).state == S.SUBMITTED
    with pytest.raises(Refused, match="不能再修改"):
        recommendation_edit(recommendation=row, version=row.version, basis=whole, by=county, at=now())


def test_two_who_edit_are_told_apart():
    row = make_recommendation()
    county = officers_of(row.region)[Role.COUNTY]
    recommendation_edit(recommendation=row, version=1, basis=OVER, by=county, at=now())
    with pytest.raises(Stale):
        recommendation_edit(recommendation=row, version=1, basis=OVER, by=county, at=now())


def test_an_enterprise_is_recommended_once_a_year_and_only_by_its_own_bureaus():
    plant = make_enterprise()
    make_recommendation(enterprise=plant)
    with pytest.raises(Refused, match="已推荐列入 2027 年度"):
        make_recommendation(enterprise=plant)
    stranger = make_user(Role.COUNTY, "140106")
    with pytest.raises(NotAllowed, match="不在您的辖区"):
        recommendation_create(enterprise=plant, year=2028, basis=OVER, by=stranger, at=now())
    with pytest.raises(NotAllowed):
        recommendation_create(enterprise=plant, year=2028, basis=OVER, by=make_user(), at=now())


def test_a_withdrawn_one_makes_room_for_another():
    plant = make_enterprise()
    make_recommendation(S.WITHDRAWN, enterprise=plant)
    assert make_recommendation(enterprise=plant).pk


def test_the_province_sees_what_a_city_passed_and_a_neighbour_sees_nothing():
    drafted, passed = make_recommendation(), make_recommendation(S.PASSED)
    seen = ListRecommendation.objects.visible_to
    assert set(seen(make_user(Role.PROVINCE))) == {passed}
    assert set(seen(make_user(Role.CITY))) == {drafted, passed}
    assert not seen(make_user(Role.COUNTY, "140106")).exists()
    assert not seen(make_user(Role.ENTERPRISE)).exists()


def test_many_are_moved_together_or_not_at_all():
    rows = [make_recommendation(S.SUBMITTED), make_recommendation()]
    city = make_user(Role.CITY)
    with pytest.raises(Refused) as refused:
        recommendations_move(recommendations=rows, move="pass", by=city, at=now())
    assert len(refused.value.problems) == 1
    assert ListRecommendation.objects.get(pk=rows[0].pk).state == S.SUBMITTED
    assert recommendations_move(
        recommendations=[ListRecommendation.objects.get(pk=rows[0].pk)], move="pass", by=city, at=now()
    )


def test_compiling_puts_them_on_the_draft_with_their_facts_and_taking_them_off_brings_them_back():
    rows = [make_recommendation(S.PASSED), make_recommendation(S.PASSED)]
    province, draft = make_user(), make_list(2027)
    assert recommendations_take(mandatory_list=draft, recommendations=rows, by=province, at=now()) == 2
    listing = Listing.objects.get(enterprise=rows[0].enterprise)
    assert (listing.reason, listing.facts) == (OVER.reason, [SO2.plain()])
    assert {row.state for row in ListRecommendation.objects.all()} == {S.TAKEN}
    listing_remove(listing=listing, by=province, at=now())
    again = ListRecommendation.objects.get(pk=rows[0].pk)
    assert (again.state, again.listing) == (S.PASSED, None)


def test_nothing_is_compiled_into_another_year_or_into_a_published_list():
    row = make_recommendation(S.PASSED, year=2028)
    province = make_user()
    with pytest.raises(Refused, match="推荐的是 2028 年度"):
        recommendations_take(mandatory_list=make_list(2027), recommendations=[row], by=province, at=now())
    published = make_list(2028)
    make_entry(published)
    published.refresh_from_db()
    publish(published)
    with pytest.raises(Refused, match="已经公布"):
        recommendations_take(mandatory_list=published, recommendations=[row], by=province, at=now())
    assert ListRecommendation.objects.get().state == S.PASSED
