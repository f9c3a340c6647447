"""The list as it stood on any day: the page, the export, the API, and whatever counts from the day of listing."""

import io
from datetime import date

import openpyxl
import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from config.common.access import Role
from config.common.errors import Refused
from enterprises.enums import ListingState
from enterprises.models import Listing
from enterprises.rules.watch import WatchTerms
from enterprises.selectors.next_list import next_list_proposals
from enterprises.selectors.story import own_events
from enterprises.selectors.watch import watched_for
from enterprises.services.disclosures import disclosure_submit
from enterprises.services.watch import watch_add
from reports.presenters.public_site import entry_row
from reports.selectors.progress import progress
from reports.selectors.public_site import public_entries
from tests.factories.accounts import client_of, make_user, now, place, system
from tests.factories.amendments import entry_of, make_issued
from tests.factories.enterprises import make_enterprise
from tests.factories.lists import make_entry, make_list, publish
from tests.integration.enterprises.pages import url_of

pytestmark = pytest.mark.django_db

MARCH, MAY, JUNE, JULY = date(2026, 3, 31), date(2026, 5, 1), date(2026, 6, 15), date(2026, 7, 1)


@pytest.fixture
def history():
    """Published in March; in June one is removed, one corrected, one added; in July the added one is corrected."""
    draft = make_list(2026)
    gone, wrong, stays = (make_entry(draft, make_enterprise()) for _ in range(3))
    draft.refresh_from_db()
    row = publish(draft, MARCH)
    newcomer = make_enterprise()
    words = {"name": "六月的名称", "categories": ["ENERGY"]}
    make_issued(row, JUNE, add=[newcomer], remove=[gone.enterprise], correct={wrong.enterprise: words})
    make_issued(row, JULY, correct={newcomer: {"name": "七月的名称"}})
    return row, gone, wrong, stays, newcomer


def shown(row, on=None, **query):
    client = client_of(make_user(Role.PROVINCE))
    query |= {"on": on.isoformat()} if on else {}
    return client.get(url_of("mandatory_list_detail", row.pk), query).content.decode()


def table_of(page):
    return page[page.index('id="rows"') :]


def test_the_page_shows_the_list_of_the_day_that_is_asked_for(history):
    row, gone, wrong, stays, newcomer = history
    before, june, today = table_of(shown(row, MAY)), table_of(shown(row, JUNE)), table_of(shown(row))
    assert [name in before for name in (gone.name, wrong.name, stays.name)] == [True, True, True]
    assert "六月的名称" not in before
    assert f">{newcomer.name}<" not in before
    assert [name in june for name in (f">{gone.name}<", "六月的名称", f">{newcomer.name}<")] == [
        False,
        True,
        True,
    ]
    assert [name in today for name in ("六月的名称", "七月的名称", "2026年6月15日增列")] == [True, True, True]
    assert "共 <b>3</b> 家企业" in today


def test_the_figures_and_filters_are_of_that_day_too(history):
    row, _gone, _wrong, _stays, _newcomer = history
    assert "共 <b>3</b> 家企业" in shown(row, MAY, category="TOXIC")
    assert "没有符合条件的企业" in shown(row, MAY, category="ENERGY")
    june = table_of(shown(row, JUNE, category="ENERGY"))
    assert "共 <b>1</b> 家企业" in june
    assert "六月的名称" in june
    assert "?category=TOXIC&amp;on=2026-05-01" in shown(row, MAY)


def test_a_day_before_the_publication_says_so_and_one_to_come_is_today(history):
    row = history[0]
    page = shown(row, date(2026, 3, 1))
    assert "2026年3月31日公布，您选的那一天还没有公布" in page
    assert "没有符合条件的企业" in page
    assert "七月的名称" in shown(row, date(2099, 1, 1))
    client = client_of(make_user(Role.PROVINCE))
    assert client.get(url_of("mandatory_list_detail", row.pk), {"on": "昨天"}).status_code == 200


def test_the_export_has_the_entries_of_the_day(history):
    row, gone, _wrong, stays, newcomer = history
    names = {on: exported(row, on) for on in (MAY, JULY)}
    assert gone.name in names[MAY]
    assert newcomer.name not in names[MAY]
    assert set(names[JULY]) >= {"六月的名称", "七月的名称", stays.name}
    assert gone.name not in names[JULY]
    assert "2026年5月1日" in names[MAY][0]


def exported(row, on):
    client = client_of(make_user(Role.PROVINCE))
    answer = client.get(url_of("mandatory_list_export", row.pk), {"on": on.isoformat()})
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    return [cell for line in sheet.iter_rows(values_only=True) for cell in line if isinstance(cell, str)]


def test_the_api_answers_for_a_day_and_tells_the_amendments(history):
    row, gone, wrong, _stays, newcomer = history
    client = client_of(make_user(Role.PROVINCE))

    def names(on=""):
        query = {"mandatory_list": row.pk} | ({"on": on} if on else {})
        return [one["name"] for one in client.get(reverse("api-listings-list"), query).json()["results"]]

    assert names("2026-05-01")[:2] == [gone.name, wrong.name]
    assert newcomer.name in names("2026-06-20")
    assert names("2026-03-01") == []
    assert "七月的名称" in names("2026-07-01")
    assert client.get(reverse("api-listings-list"), {"on": "2026-13-01"}).status_code == 400
    found = client.get(reverse("api-amendments-list"), {"mandatory_list": row.pk}).json()["results"]
    assert [(one["number"], one["amended_on"], len(one["items"])) for one in found] == [
        (1, "2026-06-15", 3),
        (2, "2026-07-01", 1),
    ]
    assert found[1]["items"][0]["old"] == {"name": newcomer.name}


def test_the_page_costs_the_same_however_many_entries_were_corrected(history, django_assert_num_queries):
    row = history[0]
    client = client_of(make_user(Role.PROVINCE))
    address = url_of("mandatory_list_detail", row.pk)
    client.get(address)
    with django_assert_num_queries(14):
        client.get(address, {"on": "2026-06-20"})
    with django_assert_num_queries(14):
        client.get(address, {"on": "2026-05-01"})


def test_an_added_entry_discloses_from_its_own_day_on(history):
    row, *_rest, newcomer = history
    entry = entry_of(row, newcomer)
    with pytest.raises(Refused) as refused:
        disclosure_submit(listing=entry, disclosed_on=date(2026, 6, 14), place="报纸", by=system(), at=now())
    assert "不能早于列入名单的日期（2026年6月15日）" in refused.value.problems[0].sentence


def test_its_dates_are_explained_from_its_own_day(history, capsys):
    row, *_rest, newcomer = history
    call_command("explain_due", str(entry_of(row, newcomer).pk), "--json")
    assert '"base_on": "2026-06-15"' in capsys.readouterr().out


def test_progress_counts_an_entry_from_its_day_and_until_its_removal(history):
    province = place("140000")

    def listed(on):
        return sum(row.counts["listed"] for row in progress(province, 2026, 2026, on))

    assert [listed(on) for on in (MAY, JUNE, JULY)] == [3, 3, 3]
    make_issued(history[0], date(2026, 8, 1), remove=[history[3].enterprise])
    assert [listed(on) for on in (JULY, date(2026, 8, 1))] == [3, 2]


def test_the_story_of_an_enterprise_names_the_amendment(history):
    _row, gone, wrong, _stays, newcomer = history
    officer = make_user(Role.PROVINCE)
    told = {one.enterprise_id: own_events(officer, [one.enterprise_id]) for one in (gone, wrong)}
    assert ("移出", JUNE) in [(event.kind, event.on) for event in told[gone.enterprise_id]]
    assert ("名单更正", JUNE) in [(event.kind, event.on) for event in told[wrong.enterprise_id]]
    assert ("增列", JUNE) in [(event.kind, event.on) for event in own_events(officer, [newcomer.pk])]


def test_a_removed_entry_is_neither_counted_nor_proposed_nor_called_late(history):
    _row, gone, *_rest = history
    officer = make_user(Role.PROVINCE)
    following = make_list(2027)
    proposed = next_list_proposals(officer, following, date(2027, 9, 1))
    assert gone.enterprise_id not in [one.listing.enterprise_id for one in proposed]
    assert Listing.objects.get(pk=gone.pk).state == ListingState.REMOVED
    page = client_of(officer).get(url_of("mandatory_list_list")).content.decode()
    assert '<td class="num" data-label="企业数">3</td>' in page


def test_whoever_waits_in_the_library_is_listed_when_an_amendment_adds_it(history):
    row = history[0]
    plant = make_enterprise()
    watch_add(enterprise=plant, terms=WatchTerms(date(2099, 1, 1), None, "重点"), by=system(), at=now())
    officer = make_user(Role.PROVINCE)
    assert not watched_for(officer).get().is_listed
    make_issued(row, timezone.localdate(), add=[plant])
    assert watched_for(officer).get().is_listed


def test_the_public_reads_by_which_document_and_when_an_entry_was_added(history):
    row, _gone, _wrong, stays, newcomer = history
    rows = {one["name"]: one for one in map(entry_row, public_entries(mandatory_list=row))}
    first, added = rows[stays.name], rows["七月的名称"]
    assert (first["document_no"], first["published_on"]) == (row.document_no, MARCH)
    assert (added["document_no"], added["published_on"]) == (
        entry_of(row, newcomer).added_by.document_no,
        JUNE,
    )
