"""Dated changes: renames, moves, splits, and the refusals of each."""

from datetime import date

import pytest

from accounts.models import Activity
from audits.models import Round
from audits.services.rounds import round_open
from config.common.access import Role
from config.common.errors import NotAllowed, Refused, Stale
from enterprises.models import Enterprise, EnterpriseChange, EnterprisePlacement, Listing
from enterprises.presenters.list_files import place_cells
from enterprises.presenters.list_papers import entry_words
from enterprises.presenters.lists import place_words
from enterprises.rules.moves import ChangeTerms
from enterprises.selectors.enterprises import enterprise_search
from enterprises.services.moves import (
    NewSite,
    enterprise_move,
    enterprise_rename,
    enterprise_split,
    place_confirm,
)
from reports.selectors.figures import figures
from tests.factories.accounts import make_user, now, place, system
from tests.factories.audits import today
from tests.factories.enterprises import make_enterprise
from tests.factories.lists import make_entry, make_list, make_listing

pytestmark = pytest.mark.django_db
TERMS = ChangeTerms(date(2026, 7, 1), "搬迁入园", "并环函〔2026〕8号")


def move(enterprise: Enterprise, code: str, terms: ChangeTerms = TERMS, **facts) -> Enterprise:
    values = {"version": enterprise.version, "by": system(), "at": now()} | facts
    return enterprise_move(enterprise=enterprise, region=place(code), terms=terms, **values)


def placements(enterprise: Enterprise) -> list:
    rows = EnterprisePlacement.objects.filter(enterprise=enterprise)
    return list(rows.values_list("region__code", "from_on", "to_on"))


def sentences(caught) -> str:
    return "".join(problem.sentence for problem in caught.value.problems)


def test_a_rename_keeps_the_former_name_until_its_day_with_reason_and_document() -> None:
    made = make_enterprise("太原第一焦化厂")
    enterprise_rename(
        enterprise=made, name="太原 晋源焦化有限公司", terms=TERMS, version=1, by=system(), at=now()
    )
    made.refresh_from_db()
    assert (made.name, made.initials, made.version) == ("太原 晋源焦化有限公司", "tyjyjhyxgs", 2)
    assert list(made.former_names.values_list("name", "until")) == [("太原第一焦化厂", date(2026, 7, 1))]
    change = EnterpriseChange.objects.get(enterprise=made)
    assert (change.kind, change.on, change.reason, change.document_no) == (
        "rename",
        date(2026, 7, 1),
        "搬迁入园",
        "并环函〔2026〕8号",
    )
    assert [row.pk for row in enterprise_search(make_user(), "第一焦化")] == [made.pk]
    assert Activity.objects.get(verb="enterprise_rename").new["on"] == "2026-07-01"


def test_a_rename_to_the_same_or_to_a_neighbours_name_is_refused() -> None:
    made = make_enterprise("太原焦化厂")
    make_enterprise("晋源焦化厂", uscc="")
    for name, words in (("太原 焦化厂", "相同"), (" ", "相同"), ("晋源焦化厂", "请合并")):
        with pytest.raises(Refused) as caught:
            enterprise_rename(enterprise=made, name=name, terms=TERMS, version=1, by=system(), at=now())
        assert words in sentences(caught)
    assert not EnterpriseChange.objects.exists()


def test_a_move_is_a_placement_from_its_day() -> None:
    made = make_enterprise(region="140105")
    move(made, "140106")
    made.refresh_from_db()
    assert made.region.code == "140106"
    day = date(2026, 7, 1)
    assert placements(made) == [("140105", None, day), ("140106", day, None)]
    assert EnterpriseChange.objects.get().new == "太原市 迎泽区"


def test_a_move_before_the_enterprise_existed_is_refused() -> None:
    made = make_enterprise(region="140105", founded_on=date(2015, 5, 1))
    with pytest.raises(Refused) as caught:
        move(made, "140106", ChangeTerms(date(2014, 1, 1), "搬迁"))
    assert "自2015年5月1日才有" in sentences(caught)
    assert placements(made) == [("140105", None, None)]


def test_a_move_into_a_place_not_in_force_that_day_is_refused() -> None:
    made = make_enterprise(region="140602")
    for code, day, words in (
        ("140681", date(2016, 1, 1), "自2018年1月1日起才设立"),
        ("140624", date(2019, 1, 1), "已于2018年1月1日撤销"),
    ):
        with pytest.raises(Refused) as caught:
            move(made, code, ChangeTerms(day, "搬迁"))
        assert words in sentences(caught)


def test_a_move_into_a_county_abolished_since_goes_on_to_its_one_successor() -> None:
    made = make_enterprise(region="140602")
    move(made, "140624", ChangeTerms(date(2016, 1, 1), "搬迁"))
    made.refresh_from_db()
    first, second = date(2016, 1, 1), date(2018, 1, 1)
    assert placements(made) == [("140602", None, first), ("140624", first, second), ("140681", second, None)]
    assert made.region.code == "140681"


def test_a_move_into_a_county_that_was_split_since_is_asked_about_never_guessed() -> None:
    made = make_enterprise(region="140602")
    with pytest.raises(Refused) as caught:
        move(made, "140211", ChangeTerms(date(2016, 1, 1), "搬迁"))
    assert "平城区、云冈区" in sentences(caught)
    assert placements(made) == [("140602", None, None)]


def test_moves_come_in_order_need_a_reason_and_are_not_of_tomorrow() -> None:
    made = make_enterprise(region="140105")
    move(made, "140106")
    for terms, words in (
        (ChangeTerms(date(2026, 3, 1), "搬迁"), "更早的迁移不能插在其前"),
        (ChangeTerms(date(2999, 1, 1), "搬迁"), "不能晚于今天"),
        (ChangeTerms(date(2026, 8, 1), "  "), "请写明原因"),
    ):
        with pytest.raises(Refused) as caught:
            move(made, "140107", terms)
        assert words in sentences(caught) or "自2026年7月1日起已在" in sentences(caught)
    with pytest.raises(Refused) as caught:
        move(made, "140106", ChangeTerms(date(2026, 8, 1), "搬迁"))
    assert "已经在那里" in sentences(caught)


def test_a_stale_move_and_one_out_of_the_own_territory_write_nothing() -> None:
    made = make_enterprise(region="140105")
    with pytest.raises(Stale):
        move(made, "140106", version=9)
    with pytest.raises(NotAllowed, match="迎泽区不在您的管辖范围"):
        move(made, "140106", by=make_user(Role.COUNTY, "140105"))


def test_the_half_year_before_a_move_counts_in_the_old_county_the_rest_in_the_new() -> None:
    made = make_enterprise(region="140105")
    round_ = round_open(enterprise=made, listing=None, opened_on=date(2026, 2, 1), by=system(), at=now())
    Round.objects.filter(pk=round_.pk).update(started_on=date(2026, 3, 1), reported_on=date(2026, 9, 1))
    move(made, "140106")
    counted = {
        code: figures(place(code), 2026, 2026, today()).totals.values
        for code in ("140105", "140106", "140100")
    }
    assert [(c["voluntary_started"], c["voluntary_reported"]) for c in counted.values()] == [
        (1, 0),
        (0, 1),
        (1, 1),
    ]


def test_a_split_makes_a_new_site_that_begins_that_day_with_links_both_ways() -> None:
    old = make_enterprise("太原焦化有限公司")
    part = NewSite("太原焦化清徐分公司", place("140121"), old.uscc)
    made = enterprise_split(enterprise=old, part=part, terms=TERMS, version=1, by=system(), at=now())
    assert (made.site_no, made.industry_id, made.founded_on) == (2, old.industry_id, TERMS.on)
    assert placements(made) == [("140121", None, None)]
    links = EnterpriseChange.objects.order_by("pk").values_list("enterprise_id", "kind", "other_id")
    assert list(links) == [(old.pk, "split", made.pk), (made.pk, "founded", old.pk)]
    with pytest.raises(Refused) as caught:
        move(made, "140106", ChangeTerms(date(2026, 6, 30), "搬迁"))
    assert "自2026年7月1日才有" in sentences(caught)


def test_confirming_a_place_corrects_it_from_the_beginning_with_its_listings() -> None:
    made = make_enterprise(region="140400", region_as_published="郊区")
    listing = make_listing(made)
    place_confirm(enterprise=made, region=place("140403"), version=1, by=system(), at=now())
    made.refresh_from_db()
    listing.refresh_from_db()
    assert (made.region.code, listing.region.code, made.region_as_published) == ("140403", "140403", "")
    assert placements(made) == [("140403", None, None)]
    with pytest.raises(Refused, match="之下选一个"):
        place_confirm(enterprise=made, region=place("140400"), version=2, by=system(), at=now())


def test_a_published_list_keeps_its_words_for_a_place_that_is_found_later() -> None:
    made = make_enterprise(region="140400", region_as_published="郊区")
    listing = make_listing(made)
    draft_entry = make_entry(make_list(2027), made)
    place_confirm(enterprise=made, region=place("140403"), version=1, by=system(), at=now())
    rows = Listing.objects.select_related("mandatory_list", "enterprise", "region__city")
    published, drafted = rows.get(pk=listing.pk), rows.get(pk=draft_entry.pk)
    assert (published.region.code, drafted.region.code) == ("140403", "140403")
    assert place_words(published) == "长治市 潞州区（公布为“郊区”）"
    assert place_words(drafted) == "长治市 潞州区"
    assert entry_words(published)["county"] == "郊区"
    assert place_cells(published) == ("长治市", "潞州区")
