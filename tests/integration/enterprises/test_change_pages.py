"""The pages of dated changes, merges, doubles, places to confirm, the watchlist and parks."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import Activity, User
from accounts.services.regions import region_changes_load
from config.common.access import Role
from config.common.errors import Refused
from enterprises.calculations.likeness import likely_doubles
from enterprises.models import DuplicatePair, Enterprise, EnterpriseMerge, KeyArea, Listing, Park, WatchEntry
from enterprises.rules.moves import ChangeTerms
from enterprises.rules.watch import WatchTerms
from enterprises.selectors.duplicates import subjects_in
from enterprises.services.duplicates import duplicate_dismiss, duplicates_write
from enterprises.services.moves import NewSite, enterprise_split
from enterprises.services.parks import park_create
from enterprises.services.watch import watch_add, watch_end, watch_met, watch_update
from operations.models import Job
from operations.runner import run_job
from tests.factories.accounts import client_of, make_user, now, place, system
from tests.factories.enterprises import industry, make_enterprise, make_representative
from tests.factories.lists import make_listing

pytestmark = pytest.mark.django_db
CHANGE = {"on": "2026-07-01", "reason": "搬迁入园", "document_no": "", "version": 1}


def url(name: str, *args: int) -> str:
    return reverse(f"enterprises:{name}", args=args)


def text(response) -> str:
    return response.content.decode()


def test_the_three_changes_are_saved_from_their_pages() -> None:
    made = make_enterprise("太原焦化厂")
    city = client_of(make_user(Role.CITY))
    assert "原名称仍可查到" in text(city.get(url("enterprise_rename", made.pk)))
    assert city.post(url("enterprise_rename", made.pk), CHANGE | {"name": "晋源焦化"}).status_code == 302
    moved = CHANGE | {"region": place("140106").pk, "version": 2}
    assert city.post(url("enterprise_move", made.pk), moved).status_code == 302
    parted = CHANGE | {"name": "清徐分厂", "region": place("140121").pk, "uscc": made.uscc, "version": 3}
    answer = city.post(url("enterprise_split", made.pk), parted)
    new = Enterprise.objects.get(name="清徐分厂")
    assert answer["Location"] == url("enterprise_detail", new.pk)
    body = text(city.get(url("enterprise_detail", made.pk)))
    for words in (
        "更名：太原焦化厂 → 晋源焦化",
        "太原市 小店区 → 太原市 迎泽区",
        "分立出：清徐分厂",
        "搬迁入园",
    ):
        assert words in body, words
    assert "分立自：晋源焦化" in text(city.get(url("enterprise_detail", new.pk)))


def test_a_refused_change_says_why_beside_the_field_and_a_stale_one_is_412() -> None:
    made = make_enterprise(founded_on=date(2020, 1, 1))
    city = client_of(make_user(Role.CITY))
    early = city.post(url("enterprise_rename", made.pk), CHANGE | {"name": "新名", "on": "2010-01-01"})
    assert early.status_code == 422
    assert "自2020年1月1日才有" in early.context["form"].errors["on"][0]
    stale = city.post(url("enterprise_rename", made.pk), CHANGE | {"name": "新名", "version": 7})
    assert stale.status_code == 412
    made.refresh_from_db()
    assert made.version == 1


def test_two_are_compared_merged_found_and_undone() -> None:
    one, two = (
        make_enterprise("甲焦化厂"),
        make_enterprise("乙焦化厂", address="湖滨路 1 号", permits=["PTWO"]),
    )
    make_listing(two)
    county = client_of(make_user(Role.COUNTY))
    assert county.get(url("enterprise_merge", one.pk)).context["choice"]
    page = county.get(url("enterprise_merge", one.pk), {"other": two.pk})
    for words in ("湖滨路 1 号", "名单条目", "排污许可证", two.uscc):
        assert words in text(page), words
    sent = {"other": two.pk, "version": 1, "other_version": 1, "take": ["address"], "reason": "重复登记"}
    answer = county.post(url("enterprise_merge", one.pk), sent)
    merge = EnterpriseMerge.objects.get()
    assert answer["Location"] == url("merge_detail", merge.pk)
    assert "湖滨路 1 号" in text(county.get(url("merge_detail", merge.pk)))
    assert county.get(url("enterprise_detail", two.pk))["Location"] == url("enterprise_detail", one.pk)
    assert county.get(url("enterprise_search"), {"q": two.uscc})["Location"] == url(
        "enterprise_detail", one.pk
    )
    elsewhere = client_of(make_user(Role.COUNTY, "140106"))
    assert elsewhere.get(url("enterprise_detail", two.pk)).status_code == 404
    assert elsewhere.get(url("merge_detail", merge.pk)).status_code == 404
    assert county.post(url("merge_undo", merge.pk)).status_code == 302
    assert county.get(url("enterprise_detail", two.pk)).status_code == 200
    assert county.post(url("merge_undo", merge.pk)).status_code == 422


def test_what_stands_against_a_merge_is_said_before_and_after() -> None:
    one, two = make_enterprise("甲焦化厂"), make_enterprise("乙焦化厂")
    for enterprise in (one, two):
        terms = WatchTerms(timezone.localdate() + timedelta(days=30), None, "重点行业")
        watch_add(enterprise=enterprise, terms=terms, by=system(), at=now())
    county = client_of(make_user(Role.COUNTY))
    assert "两家都在名录库中" in text(county.get(url("enterprise_merge", one.pk), {"other": two.pk}))
    sent = {"other": two.pk, "version": 1, "other_version": 1, "reason": "重复登记"}
    answer = county.post(url("enterprise_merge", one.pk), sent)
    assert answer.status_code == 422
    assert not EnterpriseMerge.objects.exists()


def test_doubles_of_the_territory_are_found_by_a_job_decided_and_remembered() -> None:
    one, two = make_enterprise("山西晋源焦化有限公司"), make_enterprise("晋源焦化厂", uscc="")
    make_enterprise("山西晋源焦化有限责任公司", "140302", uscc="")
    officer = make_user(Role.CITY)
    city = client_of(officer)
    job_page = city.post(url("duplicate_find"))["Location"]
    run_job(Job.objects.get(task="enterprises.tasks.find_duplicates").pk)
    assert city.get(job_page).status_code == 200
    rows = city.get(url("duplicate_list")).context["list"].rows
    assert [(row["likeness"], row["grounds"]) for row in rows] == [(100, ["名称相似"])]
    assert "山西晋源焦化有限公司" in text(city.get(url("enterprise_detail", two.pk)))
    pair = DuplicatePair.objects.get()
    assert (
        client_of(make_user(Role.COUNTY, "140106")).post(url("duplicate_dismiss", pair.pk)).status_code == 404
    )
    assert city.post(url("duplicate_dismiss", pair.pk), {"reason": " "}).status_code == 422
    assert city.post(url("duplicate_dismiss", pair.pk), {"reason": "两个厂区"}).status_code == 302
    assert city.get(url("duplicate_list")).context["list"].total == 0
    assert city.get(url("duplicate_list"), {"decided": "on"}).context["list"].total == 1
    run_again(officer)
    assert DuplicatePair.objects.get().dismissed_on is not None
    with pytest.raises(Refused, match="已有人判定过"):
        duplicate_dismiss(pair=pair, reason="再判", by=system(), at=now())
    assert Activity.objects.filter(verb="duplicate_dismiss", thing_id=one.pk).count() == 1


def run_again(officer: User) -> None:
    region = officer.region
    assert region is not None
    duplicates_write(region=region, found=likely_doubles(subjects_in(region)), at=now())


def test_a_pair_that_is_no_longer_alike_goes_when_nobody_decided_on_it() -> None:
    officer = make_user(Role.CITY)
    make_enterprise("山西晋源焦化有限公司")
    two = make_enterprise("晋源焦化厂", uscc="")
    run_again(officer)
    Enterprise.objects.filter(pk=two.pk).update(name_key="清徐陈醋厂")
    run_again(officer)
    assert not DuplicatePair.objects.exists()


def test_sites_split_from_one_another_are_no_doubles() -> None:
    officer = make_user(Role.CITY)
    old = make_enterprise("山西晋源焦化有限公司")
    part = NewSite("山西晋源焦化公司", place("140106"), old.uscc)
    terms = ChangeTerms(date(2026, 7, 1), "另设厂区")
    enterprise_split(enterprise=old, part=part, terms=terms, version=1, by=system(), at=now())
    run_again(officer)
    assert not DuplicatePair.objects.exists()


def test_an_ambiguous_place_is_asked_about_with_its_candidates() -> None:
    split = make_enterprise("云州厂", "140200", region_as_published="南郊区")
    make_enterprise("晋城厂", "140000", region_as_published="城区")
    county = make_enterprise(region="140105")
    province = client_of(make_user())
    page = province.get(url("unplaced_list"))
    asked = {row["name"]: [one["name"] for one in row["candidates"]] for row in page.context["list"].rows}
    assert asked["云州厂"] == ["大同市 平城区", "大同市 云冈区"]
    assert asked["晋城厂"] == ["大同市 平城区", "阳泉市 城区", "长治市 潞州区", "晋城市 城区"]
    assert county.name not in asked
    chosen = {"version": 1, "region": place("140214").pk}
    assert province.post(url("enterprise_place", split.pk), chosen).status_code == 302
    assert list(asked) != [row["name"] for row in province.get(url("unplaced_list")).context["list"].rows]
    wrong = province.post(url("enterprise_place", split.pk), {"version": 2, "region": place("140105").pk})
    assert wrong.status_code == 422


def test_who_lies_in_a_county_abolished_since_is_asked_about_its_heirs() -> None:
    day = timezone.localdate() - timedelta(days=30)
    plant, before = make_enterprise("小店厂", "140105"), date(day.year - 1, 3, 1)
    early, late = make_listing(plant, published_on=before), make_listing(plant, published_on=day)
    change = {"old_code": "140105", "old_name": "小店区", "new_codes": "140106|140107", "parent": "140100"}
    region_changes_load(rows=[change | {"effective_on": day.isoformat(), "mark": "L"}])
    city = client_of(make_user(Role.CITY))
    (row,) = city.get(url("unplaced_list")).context["list"].rows
    assert [one["name"] for one in row["candidates"]] == ["太原市 迎泽区", "太原市 杏花岭区"]
    assert "撤销" in row["written"]
    elsewhere = {"version": plant.version, "region": place("140203").pk}
    assert city.post(url("enterprise_place", plant.pk), elsewhere).status_code == 422
    chosen = {"version": plant.version, "region": place("140106").pk}
    assert city.post(url("enterprise_place", plant.pk), chosen).status_code == 302
    lay = list(plant.placements.order_by("to_on").values_list("region__code", "from_on", "to_on"))
    assert sorted(lay, key=lambda one: one[0]) == [("140105", None, day), ("140106", day, None)]
    kept = [Listing.objects.get(pk=one.pk).region.code for one in (early, late)]
    assert kept == ["140105", "140106"]
    assert city.get(url("unplaced_list")).context["list"].total == 0


def test_a_county_still_standing_until_a_day_to_come_is_not_asked_about() -> None:
    plant = make_enterprise("小店厂", "140105")
    day = timezone.localdate() + timedelta(days=30)
    change = {"old_code": "140105", "old_name": "小店区", "new_codes": "140106|140107", "parent": "140100"}
    region_changes_load(rows=[change | {"effective_on": day.isoformat(), "mark": "L"}])
    city = client_of(make_user(Role.CITY))
    assert city.get(url("unplaced_list")).context["list"].total == 0
    early = city.post(
        url("enterprise_place", plant.pk), {"version": plant.version, "region": place("140106").pk}
    )
    assert (early.status_code, "才撤销" in text(early)) == (422, True)


def test_the_library_shows_its_dates_and_lights_and_filters_by_them() -> None:
    today = timezone.localdate()
    hotel = make_enterprise("晋源宾馆", kind="hotel", plan_field="services", industry=None)
    plant = make_enterprise("甲厂")
    for enterprise, days in ((hotel, 3), (plant, 90)):
        terms = WatchTerms(today + timedelta(days=days), today + timedelta(days=200), "重点行业限期审核")
        watch_add(enterprise=enterprise, terms=terms, by=system(), at=now())
    county = client_of(make_user(Role.COUNTY))
    body = text(county.get(url("watch_list")))
    for words in ("还剩 3 天", "还剩 90 天", "宾馆", "重点行业限期审核"):
        assert words in body, words
    WatchEntry.objects.filter(enterprise=hotel).update(audit_by=today - timedelta(days=1))
    late = county.get(url("watch_list"), {"state": "late"}).context["list"]
    assert [row["name"] for row in late.rows] == ["晋源宾馆"]
    watch_met(enterprise_id=hotel.pk, on=today, accepted=False)
    assert county.get(url("watch_list"), {"state": "late"}).context["list"].total == 0
    assert county.get(url("watch_list")).context["list"].total == 2
    assert client_of(make_representative(plant)).get(url("watch_list")).status_code == 403


def test_an_entry_is_made_changed_and_ended_from_its_pages() -> None:
    today = timezone.localdate()
    made = make_enterprise("甲厂")
    county = client_of(make_user(Role.COUNTY))
    dates = {
        "audit_by": today + timedelta(days=60),
        "accept_by": today + timedelta(days=30),
        "reason": "重点行业",
    }
    wrong = county.post(url("watch_create"), dates | {"enterprise": made.pk})
    assert wrong.status_code == 422
    assert "不能早于完成审核" in wrong.context["form"].errors["accept_by"][0]
    right = dates | {"accept_by": today + timedelta(days=90)}
    assert county.post(url("watch_create"), right | {"enterprise": made.pk}).status_code == 302
    entry = WatchEntry.objects.get()
    longer = right | {"audit_by": today + timedelta(days=80), "version": 1}
    assert county.post(url("watch_edit", entry.pk), longer).status_code == 302
    assert county.post(url("watch_edit", entry.pk), longer).status_code == 412
    assert county.post(url("watch_end", entry.pk), {"reason": "", "version": 2}).status_code == 422
    assert county.post(url("watch_end", entry.pk), {"reason": "已关停", "version": 2}).status_code == 302
    entry.refresh_from_db()
    assert (entry.state, entry.end_reason, entry.version) == ("ended", "已关停", 3)
    terms = WatchTerms(today + timedelta(days=9), None, "再")
    for refused in (
        lambda: watch_update(entry=entry, terms=terms, version=3, by=system(), at=now()),
        lambda: watch_end(entry=entry, reason="再", version=3, by=system(), at=now()),
    ):
        with pytest.raises(Refused, match="移出名录库"):
            refused()


def test_fields_areas_parks_kinds_and_the_library_filter_the_registry() -> None:
    park = park_create(name="清徐经济开发区", region=place("140105"), by=system(), at=now())
    one = make_enterprise("甲厂", park=park, key_areas=[KeyArea.objects.get(name="汾河流域")])
    make_enterprise("乙村", kind="village", plan_field="agriculture", industry=None)
    listed = make_enterprise("丙厂", industry=industry("3011"))
    make_listing(listed)
    county = client_of(make_user(Role.COUNTY))
    for query, names in (
        ({"park": park.pk}, ["甲厂"]),
        ({"area": KeyArea.objects.get(name="汾河流域").pk}, ["甲厂"]),
        ({"kind": "village"}, ["乙村"]),
        ({"field": "agriculture"}, ["乙村"]),
        ({"field": "industry"}, ["丙厂", "甲厂"]),
        ({"library": "candidate"}, ["甲厂"]),
        ({"library": "in"}, []),
    ):
        rows = county.get(url("enterprise_list"), query).context["list"].rows
        assert sorted(row["name"] for row in rows) == names, query
    assert "清徐经济开发区" in text(county.get(url("enterprise_detail", one.pk)))


def test_a_park_is_registered_once() -> None:
    county = client_of(make_user(Role.COUNTY))
    sent = {"name": "清徐 开发区", "region": place("140105").pk}
    assert county.post(url("park_list"), sent).status_code == 302
    again = county.post(url("park_list"), sent)
    assert again.status_code == 422
    assert "已登记了" in text(again)
    assert Park.objects.count() == 1
    with pytest.raises(Refused, match="园区名称"):
        park_create(name=" ", region=place("140105"), by=system(), at=now())


@pytest.mark.parametrize("name", ["duplicate_list", "unplaced_list", "watch_list", "park_list"])
def test_twenty_rows_of_a_list_cost_the_queries_of_one(name: str) -> None:
    officer = make_user(Role.CITY)
    client = client_of(officer)
    client.get(url(name))
    counts = []
    for number in (1, 19):
        for row in range(number):
            one = make_enterprise(f"第{number}{row}厂", "140100", region_as_published="城区")
            two = make_enterprise(f"另{number}{row}厂", "140100")
            DuplicatePair.objects.create(first=one, second=two, likeness=90, same_name=True, found_at=now())
            park_create(name=f"园区{number}{row}", region=place("140105"), by=system(), at=now())
            terms = WatchTerms(timezone.localdate() + timedelta(days=30), None, "限期")
            watch_add(enterprise=one, terms=terms, by=system(), at=now())
        with CaptureQueriesContext(connection) as queries:
            client.get(url(name))
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 12
