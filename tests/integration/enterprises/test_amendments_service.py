"""Amending a published list: drafted, issued once, each entry with its own effect, nothing edited after."""

from datetime import date

import pytest

from accounts.models import Activity
from audits.enums import RoundState
from audits.models import Round
from config.common.access import Role
from config.common.errors import NotAllowed, Refused, Stale
from enterprises.enums import DutyCode, ListingState, ListState
from enterprises.facts import ListingBasis, Paper
from enterprises.models import AmendmentItem, Duty, ListAmendment, Listing
from enterprises.selectors.duties import overdue_listings
from enterprises.services.amendment_issue import amendment_issue
from enterprises.services.amendments import (
    amendment_create,
    amendment_update,
    amendment_withdraw,
    entry_add,
    item_drop,
)
from enterprises.services.merges import enterprise_merge
from tests.factories.accounts import make_user, now, system
from tests.factories.amendments import (
    amend_add,
    amend_correct,
    amend_remove,
    entry_of,
    issue,
    make_amendment,
    make_issued,
)
from tests.factories.enterprises import make_enterprise, make_uscc
from tests.factories.lists import make_entry, make_list, open_rounds, publish
from tests.factories.recommendations import OVER

pytestmark = pytest.mark.django_db


@pytest.fixture
def published():
    """A list of 31 March with two entries whose rounds are open."""
    draft = make_list()
    entries = [make_entry(draft, make_enterprise()) for _ in range(2)]
    draft.refresh_from_db()
    publish(draft, date(2026, 3, 31))
    open_rounds(draft)
    return draft, entries


def dues(listing):
    return dict(Duty.objects.filter(listing=listing).values_list("code", "due_on"))


def test_an_added_entry_gets_the_next_number_its_own_dates_and_its_round(published):
    mandatory_list, _entries = published
    newcomer = make_enterprise()
    amendment = make_issued(mandatory_list, date(2026, 6, 15), add=[newcomer])
    entry = entry_of(mandatory_list, newcomer)
    assert (entry.number, entry.added_by, entry.listed_on) == (3, amendment, date(2026, 6, 15))
    assert (entry.uscc, entry.reason) == (newcomer.uscc, OVER.reason)
    assert dues(entry) == {
        DutyCode.DISCLOSE: date(2026, 7, 15),
        DutyCode.START: date(2026, 8, 15),
        DutyCode.FINISH: date(2027, 6, 15),
    }
    open_rounds(mandatory_list)
    assert Round.objects.get(listing=entry).opened_on == date(2026, 6, 15)
    assert Round.objects.filter(listing__mandatory_list=mandatory_list).count() == 3


def test_a_removed_entry_owes_nothing_more_and_its_round_ends(published):
    mandatory_list, entries = published
    officer = make_user(Role.CITY)
    assert len(overdue_listings(officer, date(2026, 10, 1))) == 2
    amendment = make_issued(mandatory_list, date(2026, 6, 1), remove=[entries[0].enterprise])
    entry = Listing.objects.get(pk=entries[0].pk)
    assert (entry.state, entry.state_on, entry.state_reason) == (
        ListingState.REMOVED,
        date(2026, 6, 1),
        "已关停",
    )
    assert entry.state_document == amendment.document_no
    assert list(overdue_listings(officer, date(2026, 10, 1))) == [entries[1]]
    round_ = Round.objects.get(listing=entry)
    assert round_.state == RoundState.EXEMPTED
    move = round_.moves.get()
    assert (move.on, move.reason) == (date(2026, 6, 1), f"{amendment.document_no}移出名单：已关停")


def test_an_entry_removed_before_its_round_was_opened_gets_none():
    draft = make_list()
    entry = make_entry(draft)
    make_entry(draft)
    draft.refresh_from_db()
    publish(draft)
    make_issued(draft, remove=[entry.enterprise])
    open_rounds(draft)
    assert list(Round.objects.values_list("listing__number", flat=True)) == [2]


def test_a_correction_changes_the_published_words_and_keeps_the_old_ones(published):
    mandatory_list, entries = published
    plant, code = entries[0].enterprise, make_uscc()
    words = {"name": "更正后的名称", "uscc": code.lower(), "categories": ["TOXIC", "ENERGY"]}
    amendment = make_issued(mandatory_list, correct={plant: words})
    entry, item = Listing.objects.get(pk=entries[0].pk), AmendmentItem.objects.get(amendment=amendment)
    assert (entry.name, entry.uscc, entry.toxic, entry.energy) == ("更正后的名称", code, True, True)
    assert item.old == {"name": plant.name, "uscc": plant.uscc, "categories": ["TOXIC"]}
    assert item.values == {"name": "更正后的名称", "uscc": code, "categories": ["TOXIC", "ENERGY"]}
    plant.refresh_from_db()
    assert plant.name != "更正后的名称"
    assert len(dues(entry)) == 3


def test_a_category_that_is_added_begins_its_own_duties_on_the_day_of_the_amendment():
    draft = make_list(2010)
    entry = make_entry(draft)
    draft.refresh_from_db()
    publish(draft, date(2010, 2, 10))
    assert DutyCode.DISCLOSE not in dues(entry)
    before = dues(entry)
    make_issued(draft, date(2010, 5, 6), correct={entry.enterprise: {"categories": ["TOXIC", "OVER_LIMIT"]}})
    assert dues(entry) == before | {DutyCode.DISCLOSE: date(2010, 6, 6)}


def test_each_effect_leaves_one_line_in_the_trail(published):
    mandatory_list, entries = published
    amendment = make_issued(
        mandatory_list,
        add=[make_enterprise()],
        remove=[entries[0].enterprise],
        correct={entries[1].enterprise: {"reason": "使用二氯甲烷"}},
    )
    verbs = ["amendment_issue", "amendment_add", "amendment_remove", "amendment_correct", "round_move"]
    assert {verb: Activity.objects.filter(verb=verb).count() for verb in verbs} == dict.fromkeys(verbs, 1)
    told = Activity.objects.get(verb="amendment_issue").new
    assert (told["add"], told["remove"], told["correct"]) == (1, 1, 1)
    assert Activity.objects.get(verb="amendment_correct").note == amendment.document_no


def test_an_amendment_is_issued_once(published):
    mandatory_list, entries = published
    draft = make_amendment(mandatory_list)
    amend_correct(draft, entries[0].enterprise, name="更正后的名称")
    seen = ListAmendment.objects.select_related("mandatory_list__region").get(pk=draft.pk)
    issue(draft)
    with pytest.raises(Refused, match="已经发布，不能再修改或重复发布"):
        issue(draft)
    with pytest.raises(Stale):
        issue(seen)
    assert Activity.objects.filter(verb="amendment_correct").count() == 1


def test_a_draft_that_changed_meanwhile_is_looked_at_again(published):
    mandatory_list, entries = published
    draft = make_amendment(mandatory_list)
    amend_remove(draft, entries[0].enterprise)
    seen = ListAmendment.objects.get(pk=draft.pk)
    amend_remove(draft, entries[1].enterprise)
    with pytest.raises(Stale):
        issue(seen)
    assert not Listing.objects.filter(state=ListingState.REMOVED).exists()


def test_everything_that_is_missing_is_said_at_once_and_nothing_is_written(published):
    mandatory_list, entries = published
    draft = make_amendment(mandatory_list)
    amend_add(draft, make_enterprise(uscc=""), ListingBasis(["TOXIC"], "", ()))
    amend_correct(draft, entries[0].enterprise, why="", name="新名")
    with pytest.raises(Refused) as refused:
        amendment_issue(
            amendment=draft,
            paper=Paper("", " ", None),
            version=draft.version,
            by=draft.created_by,
            at=now(),
        )
    assert [problem.code for problem in refused.value.problems] == [
        "document_no_missing",
        "authority_missing",
        "amended_on_missing",
        "without_code",
        "without_reason",
        "without_reason",
    ]
    assert all(problem.link for problem in refused.value.problems)
    assert ListAmendment.objects.get().state == ListState.DRAFT
    assert Listing.objects.count() == 2


@pytest.mark.parametrize(
    ("on", "code"), [(date(2026, 3, 30), "amended_on_early"), (date(2099, 1, 1), "amended_on_future")]
)
def test_an_amendment_is_dated_between_the_last_document_and_today(published, on, code):
    mandatory_list, entries = published
    draft = make_amendment(mandatory_list)
    amend_remove(draft, entries[0].enterprise)
    with pytest.raises(Refused) as refused:
        issue(draft, on)
    assert [problem.code for problem in refused.value.problems] == [code]


def test_an_amendment_follows_the_one_before(published):
    mandatory_list, entries = published
    make_issued(mandatory_list, date(2026, 6, 1), remove=[entries[0].enterprise])
    second = make_amendment(mandatory_list)
    assert second.number == 2
    amend_remove(second, entries[1].enterprise)
    with pytest.raises(Refused) as refused:
        issue(second, date(2026, 5, 31))
    assert [problem.code for problem in refused.value.problems] == ["amended_on_early"]


def test_an_empty_amendment_is_not_issued(published):
    mandatory_list, _entries = published
    with pytest.raises(Refused) as refused:
        issue(make_amendment(mandatory_list))
    assert [problem.code for problem in refused.value.problems] == ["no_items"]


def test_a_number_serves_one_document(published):
    mandatory_list, entries = published
    draft = make_amendment(mandatory_list)
    amend_remove(draft, entries[0].enterprise)
    with pytest.raises(Refused) as refused:
        issue(draft, document_no=mandatory_list.document_no)
    assert [problem.code for problem in refused.value.problems] == ["document_no_taken"]
    with pytest.raises(Refused, match="已用于另一份名单或修订文件"):
        change(draft, document_no=mandatory_list.document_no)
    with pytest.raises(Refused, match="不合规范"):
        change(draft, document_no="七十七号")
    issued = issue(draft, document_no="晋环函〔2026〕900号")
    other = make_list(2027)
    make_entry(other)
    other.refresh_from_db()
    with pytest.raises(Refused) as refused:
        publish(other, date(2026, 4, 1), issued.document_no)
    assert [problem.code for problem in refused.value.problems] == ["document_no_taken"]


def change(draft, **changes):
    return amendment_update(amendment=draft, version=draft.version, by=draft.created_by, at=now(), **changes)


def test_what_is_not_listed_is_neither_removed_nor_corrected(published):
    mandatory_list, entries = published
    draft = make_amendment(mandatory_list)
    stranger = make_enterprise()
    with pytest.raises(Refused, match="不在这份名单上"):
        amend_remove(draft, stranger)
    with pytest.raises(Refused, match="不在这份名单上"):
        amend_correct(draft, stranger, name="新名")
    amend_remove(draft, entries[0].enterprise)
    issue(draft)
    second = make_amendment(mandatory_list)
    with pytest.raises(Refused, match="或已经移出"):
        amend_remove(second, entries[0].enterprise)
    assert AmendmentItem.objects.count() == 1


def test_what_is_listed_is_not_added_again_nor_what_another_list_of_the_year_has(published):
    mandatory_list, entries = published
    draft = make_amendment(mandatory_list)
    with pytest.raises(Refused, match="已在这份名单上"):
        amend_add(draft, entries[0].enterprise)
    second = make_list(2026, batch=2)
    elsewhere = make_entry(second).enterprise
    second.refresh_from_db()
    publish(second)
    amend_add(draft, elsewhere)
    with pytest.raises(Refused) as refused:
        issue(draft)
    assert [problem.code for problem in refused.value.problems] == ["listed_elsewhere"]
    assert second.title in refused.value.problems[0].sentence


def test_a_removal_needs_its_reason_and_a_correction_must_correct_something(published):
    mandatory_list, entries = published
    draft = make_amendment(mandatory_list)
    with pytest.raises(Refused, match="写明移出的原因"):
        amend_remove(draft, entries[0].enterprise, " ")
    with pytest.raises(Refused, match="没有更正任何内容"):
        amend_correct(draft, entries[0].enterprise, name=entries[0].name)
    with pytest.raises(Refused) as refused:
        amend_correct(draft, entries[0].enterprise, uscc="91140105MA000000")
    assert "18 位" in refused.value.problems[0].sentence
    assert not AmendmentItem.objects.exists()


def test_a_wrong_removal_is_put_right_by_another_amendment(published):
    mandatory_list, entries = published
    plant = entries[0].enterprise
    first = make_issued(mandatory_list, date(2026, 6, 1), remove=[plant])
    second = amendment_create(
        mandatory_list=mandatory_list, reason="移出有误", amends=first, by=first.created_by, at=now()
    )
    amend_add(second, plant)
    issue(second, date(2026, 7, 1))
    entry = entry_of(mandatory_list, plant)
    assert (entry.number, entry.listed_on, entry.state) == (3, date(2026, 7, 1), ListingState.LISTED)
    assert Listing.objects.get(pk=entries[0].pk).state == ListingState.REMOVED
    open_rounds(mandatory_list)
    assert Round.objects.get(listing=entry).number == 2


def test_one_amendment_is_drafted_at_a_time_and_a_withdrawn_one_leaves_its_number(published):
    mandatory_list, entries = published
    draft = make_amendment(mandatory_list)
    amend_remove(draft, entries[0].enterprise)
    with pytest.raises(Refused, match="已有一次修订在起草"):
        make_amendment(mandatory_list)
    item = AmendmentItem.objects.select_related("amendment__mandatory_list__region").get()
    item_drop(item=item, version=draft.version, by=draft.created_by, at=now())
    with pytest.raises(Stale):
        amendment_withdraw(amendment=draft, version=1, by=draft.created_by, at=now())
    draft.refresh_from_db()
    amendment_withdraw(amendment=draft, version=draft.version, by=draft.created_by, at=now())
    assert make_amendment(mandatory_list).number == 1


def test_only_a_published_list_is_amended_and_only_by_its_province(published):
    mandatory_list, _entries = published
    with pytest.raises(Refused, match="还是草稿"):
        make_amendment(make_list(2027))
    for stranger in (make_user(Role.CITY), system()):
        with pytest.raises(NotAllowed, match="省级主管部门起草和发布"):
            make_amendment(mandatory_list, stranger)
    draft = make_amendment(mandatory_list)
    with pytest.raises(NotAllowed):
        entry_add(
            amendment=draft,
            enterprise=make_enterprise(),
            basis=OVER,
            version=draft.version,
            by=make_user(Role.COUNTY),
            at=now(),
        )


def test_two_on_one_list_may_be_merged_once_one_of_them_is_taken_off(published):
    mandatory_list, entries = published
    survivor, double = entries[0].enterprise, entries[1].enterprise
    make_issued(mandatory_list, remove=[double])
    for row in (survivor, double):
        row.refresh_from_db()
    enterprise_merge(
        survivor=survivor,
        merged=double,
        take=[],
        reason="重复登记",
        versions=(survivor.version, double.version),
        by=system(),
        at=now(),
    )
    assert Listing.objects.filter(mandatory_list=mandatory_list, enterprise=survivor).count() == 2
    assert AmendmentItem.objects.get().enterprise_id == double.pk
