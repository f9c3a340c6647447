"""Merging two registrations of one enterprise, and undoing it exactly."""

from datetime import date
from typing import Any

import pytest

from accounts.models import Activity
from audits.models import Round
from audits.services.rounds import round_open
from config.common.access import Role
from config.common.errors import NotAllowed, Refused, Stale
from enterprises.models import CorrectionOrder, Enterprise, EnterpriseMerge, KeyArea
from enterprises.selectors.enterprises import enterprise_search
from enterprises.selectors.merges import survivor_of
from enterprises.services.enterprises import enterprise_update
from enterprises.services.merges import enterprise_merge, merge_undo
from tests.factories.accounts import make_user, now, place, system
from tests.factories.enterprises import make_enterprise, make_order, make_representative
from tests.factories.lists import make_entry, make_list, make_listing
from tests.unwritten import everything

pytestmark = pytest.mark.django_db
TOLD = {"Activity", "EnterpriseMerge"}  # what a merge and its undoing add for good


def merge(
    survivor: Enterprise, merged: Enterprise, take: tuple[str, ...] = (), **facts: Any
) -> EnterpriseMerge:
    values: dict[str, Any] = {"by": system(), "at": now(), "reason": "同一厂区重复登记"} | facts
    versions = values.pop("versions", (survivor.version, merged.version))
    return enterprise_merge(survivor=survivor, merged=merged, take=take, versions=versions, **values)


def dump() -> dict[str, list[dict[str, Any]]]:
    """Everything; without versions, which only ever grow, and without what tells of the deed."""
    return everything(left_out=TOLD, without=["version"])


def two_with_everything() -> tuple[Enterprise, Enterprise]:
    """Both with lists, rounds, orders, permits, people, names; some of it the same on both."""
    person = make_representative(one := make_enterprise("太原晋源焦化有限公司", permits=["PSAME", "PONE"]))
    two = make_enterprise(
        "太原市晋源焦化厂", permits=["PSAME", "PTWO"], address="晋祠路 1 号", old_code="12345678-9"
    )
    make_representative(two, person)
    make_representative(two)
    enterprise_update(enterprise=two, version=1, by=system(), at=now(), name="晋源焦化厂")
    for enterprise, areas in ((one, ["汾河流域"]), (two, ["汾河流域", "居民聚集地"])):
        enterprise.key_areas.set(KeyArea.objects.filter(name__in=areas))
        opened = round_open(
            enterprise=enterprise, listing=None, opened_on=date(2020, 1, 1), by=system(), at=now()
        )
        Round.objects.filter(pk=opened.pk).update(state="CLOSED", stage="CLOSED")
        make_listing(enterprise)
        make_order(enterprise)
    return one, two


def test_everything_that_hangs_on_the_merged_one_goes_to_the_survivor() -> None:
    one, two = two_with_everything()
    done = merge(one, two, ("address",))
    assert sorted(one.permits.values_list("number", flat=True)) == ["PONE", "PSAME", "PTWO"]
    assert (one.listings.count(), one.orders.count(), one.representatives.count()) == (2, 2, 2)
    assert sorted(Round.objects.filter(enterprise=one).values_list("number", flat=True)) == [1, 2]
    assert one.key_areas.count() == 2
    assert set(one.former_names.values_list("name", flat=True)) == {"太原市晋源焦化厂", "晋源焦化厂"}
    assert Enterprise.objects.get(pk=one.pk).address == "晋祠路 1 号"
    assert done.record["columns"] == {"address": ["", "晋祠路 1 号"]}
    assert list(Activity.objects.filter(verb="enterprise_merge").values_list("thing_id", flat=True)) == [
        one.pk,
        two.pk,
    ]


def test_the_merged_ones_code_and_names_find_the_survivor_and_it_is_nowhere_else() -> None:
    one, two = two_with_everything()
    merge(one, two)
    officer = make_user()
    for text in (two.uscc, "晋源焦化厂", "太原市晋源", "12345678-9", "PTWO"):
        assert [row.pk for row in enterprise_search(officer, text)] == [one.pk], text
    assert not Enterprise.objects.filter(pk=two.pk).exists()
    assert survivor_of(two.pk) == one.pk
    assert survivor_of(one.pk) is None


@pytest.mark.parametrize("take", [(), ("name", "uscc", "old_code", "address", "industry", "founded_on")])
def test_undoing_a_merge_brings_back_every_row_exactly(take: tuple[str, ...]) -> None:
    one, two = two_with_everything()
    before = dump()
    done = merge(one, two, take)
    assert dump() != before
    merge_undo(merge=done, by=system(), at=now())
    assert dump() == before
    assert done.undone_on is not None


def test_what_came_after_the_merge_stays_with_the_survivor_when_it_is_undone() -> None:
    one, two = two_with_everything()
    done = merge(one, two, ("address",))
    later = make_order(one)
    one.refresh_from_db()
    enterprise_update(enterprise=one, version=one.version, by=system(), at=now(), address="新址")
    merge_undo(merge=done, by=system(), at=now())
    assert CorrectionOrder.objects.get(pk=later.pk).enterprise_id == one.pk
    assert Enterprise.objects.get(pk=one.pk).address == "新址"


def test_two_with_open_rounds_are_not_merged_and_nothing_is_written() -> None:
    one, two = make_enterprise("甲焦化厂"), make_enterprise("乙焦化厂")
    for enterprise in (one, two):
        round_open(enterprise=enterprise, listing=None, opened_on=date(2026, 1, 5), by=system(), at=now())
    before = dump()
    with pytest.raises(Refused) as caught:
        merge(one, two)
    assert [problem.code for problem in caught.value.problems] == ["open_rounds"]
    assert "请先办结其中一轮" in caught.value.problems[0].sentence
    assert dump() == before


def test_two_on_one_list_are_not_merged() -> None:
    one, two = make_enterprise("甲焦化厂"), make_enterprise("乙焦化厂")
    draft = make_list()
    for enterprise in (one, two):
        make_entry(draft, enterprise)
    with pytest.raises(Refused) as caught:
        merge(one, two)
    assert "请先以修改单移出其中一家" in caught.value.problems[0].sentence
    assert draft.title in caught.value.problems[0].sentence


def test_a_merge_needs_a_reason_another_enterprise_and_both_places() -> None:
    one, two = make_enterprise("甲焦化厂"), make_enterprise("乙焦化厂", "140106")
    with pytest.raises(Refused) as caught:
        merge(one, one, reason=" ")
    assert [problem.code for problem in caught.value.problems] == ["other", "reason"]
    with pytest.raises(NotAllowed, match="迎泽区"):
        merge(one, two, by=make_user(Role.COUNTY, "140105"))
    with pytest.raises(TypeError):
        merge(one, two, ("region",))


def test_a_merge_of_what_somebody_changed_since_is_stale() -> None:
    one, two = make_enterprise("甲焦化厂"), make_enterprise("乙焦化厂")
    with pytest.raises(Stale):
        merge(one, two, versions=(1, 2))
    with pytest.raises(Stale):
        merge(one, two, versions=(2, 1))


def test_only_the_last_of_two_merges_can_be_undone_and_only_once() -> None:
    one, two, three = make_enterprise("甲焦化厂"), make_enterprise("乙焦化厂"), make_enterprise("丙焦化厂")
    officer = make_user()
    before = dump()
    first = merge(two, three)
    second = merge(one, two)
    assert survivor_of(three.pk) == one.pk
    assert [row.pk for row in enterprise_search(officer, three.uscc)] == [one.pk]
    with pytest.raises(Refused, match="请先撤销后一次合并"):
        merge_undo(merge=first, by=system(), at=now())
    merge_undo(merge=second, by=system(), at=now())
    merge_undo(merge=first, by=system(), at=now())
    assert dump() == before
    with pytest.raises(Refused, match="已经撤销"):
        merge_undo(merge=first, by=system(), at=now())


def test_a_site_registered_with_the_code_of_a_merged_one_gets_a_number_of_its_own() -> None:
    one, two = make_enterprise("甲焦化厂"), make_enterprise("乙焦化厂")
    merge(one, two)
    third = make_enterprise("丙焦化厂", "140106", uscc=two.uscc)
    assert third.site_no == 2
    merge_undo(merge=EnterpriseMerge.objects.get(), by=system(), at=now())
    assert place("140105").pk == Enterprise.objects.get(pk=two.pk).region_id
