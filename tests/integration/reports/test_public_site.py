"""What a citizen finds without signing in: lists, enterprises, disclosures, results, statistics. Nobody's name."""

import re
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from audits.models import Auditor, Expert, TeamMember
from config.common.access import Role
from enterprises.models import Enterprise
from enterprises.services.disclosure_checks import disclosure_return
from reports.selectors.progress import progress
from tests.factories.accounts import client_of, make_user, now
from tests.held import held
from tests.integration.reports.public_world import MOBILE, PublicWorld, build_public_world

pytestmark = pytest.mark.django_db
PAGES = (
    "public_home", "public_lists", "public_search", "public_disclosures", "public_results", "public_statistics",
    "public_data",
)  # fmt: skip
FILES = ("public_disclosures_csv", "public_results_csv")
CEILING = 12


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker) -> Iterator[PublicWorld]:
    with held(django_db_blocker):
        yield build_public_world()


@pytest.fixture
def db(world, django_db_blocker) -> Iterator[None]:
    with held(django_db_blocker):
        yield


def read(name: str, *args: int, **query: object) -> str:
    response = Client().get(reverse(f"reports:{name}", args=args), query)
    assert response.status_code == 200, name
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return content.decode()


def addresses(world: PublicWorld) -> list[tuple[str, tuple[int, ...]]]:
    own = [("public_list", (world.mandatory_list.pk,)), ("public_list_csv", (world.mandatory_list.pk,))]
    plants = [("public_enterprise", (plant.pk,)) for plant in (world.accepted, world.quiet)]
    return [*((name, ()) for name in PAGES + FILES), *own, *plants]


def test_the_first_address_leads_a_citizen_to_the_public_site_and_an_officer_to_the_desk(world) -> None:
    assert Client().get("/")["Location"] == reverse("reports:public_home")
    assert client_of(make_user(Role.PROVINCE)).get("/").status_code == 200


def test_the_front_page_shows_the_years_numbers_and_the_latest(world) -> None:
    response = Client().get(reverse("reports:public_home"))
    total = response.context["total"]
    assert (response.context["year"], total.listed, total.disclosed, total.accepted) == (2026, 3, 1, 1)
    body = response.content.decode()
    assert world.mandatory_list.title in body
    assert world.draft.title not in body
    assert body.count("晋源百分%焦化_有限公司") == 2
    assert reverse("accounts:sign_in") in body


def test_a_list_shows_its_rows_its_notice_and_never_its_letters(world) -> None:
    body = read("public_list", world.mandatory_list.pk)
    for words in (
        "晋源百分%焦化_有限公司",
        "大同云冈水泥有限公司",
        f"公布通知 · {world.mandatory_list.document_no}",
        world.mandatory_list.document_no,
    ):
        assert words in body
    assert "告知书" not in body
    assert Client().get(reverse("reports:public_list", args=[world.draft.pk])).status_code == 404
    assert Client().get(reverse("reports:public_list_csv", args=[world.draft.pk])).status_code == 404


def test_the_notice_can_be_fetched_by_anybody_and_a_letter_by_nobody(world) -> None:
    notice, letters = world.mandatory_list.documents.order_by("-kind")
    answer = Client().get(reverse("reports:public_paper", args=[notice.pk]))
    assert answer.content.startswith(b"%PDF")
    assert Client().get(reverse("reports:public_paper", args=[letters.pk])).status_code == 404


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"q": "云冈"}, {"大同云冈水泥有限公司"}),
        ({"q": "大同"}, {"大同云冈水泥有限公司"}),
        ({"q": "小店"}, {"晋源百分%焦化_有限公司"}),
        ({"city": "140200"}, {"大同云冈水泥有限公司"}),
        ({"category": "TOXIC"}, set()),
        ({"q": "%"}, {"晋源百分%焦化_有限公司"}),
        ({"q": "_"}, {"晋源百分%焦化_有限公司"}),
        ({"q": "百_%"}, set()),
        ({"q": "\\"}, set()),
        ({"q": "' OR 1=1 --"}, set()),
    ],
)
def test_rows_are_found_by_what_people_type_and_wildcards_are_only_characters(world, query, found) -> None:
    response = Client().get(reverse("reports:public_list", args=[world.mandatory_list.pk]), query)
    assert {row["name"] for row in response.context["list"].rows} == found
    if "q" in query:
        hits = Client().get(reverse("reports:public_search"), query).context["list"].rows
        assert {row["name"] for row in hits} == found


def test_search_knows_codes_and_shows_what_was_typed_as_text(world) -> None:
    rows = Client().get(reverse("reports:public_search"), {"q": world.quiet.uscc}).context["list"].rows
    assert [row["name"] for row in rows] == ["大同云冈水泥有限公司"]
    body = read("public_search", q="<script>alert(1)</script>")
    assert "<script>alert" not in body
    assert "没有找到" in body


def test_an_enterprise_shows_what_it_disclosed_and_what_was_accepted(world) -> None:
    body = read("public_enterprise", world.accepted.pk)
    for words in (
        "单位产品能耗",
        "超标及超总量情况",
        "https://example.cn/gs",
        "待核对",
        "通过验收",
        "厂门公告栏",
    ):
        assert words in body
    assert "法定代表人" not in body
    assert "还没有公示" in read("public_enterprise", world.quiet.pk)


def test_who_was_never_published_is_not_there(world) -> None:
    unlisted = Enterprise.objects.get(name="未列入的厂")
    assert Client().get(reverse("reports:public_enterprise", args=[unlisted.pk])).status_code == 404
    assert "未列入的厂" not in read("public_search", q="未列")


def test_a_returned_disclosure_is_shown_no_longer(world) -> None:
    reasons = {"url": "打不开"}
    officer = make_user(Role.COUNTY, "140105")
    disclosure_return(disclosure=world.disclosure, version=1, reasons=reasons, by=officer, at=now())
    assert "正在更正" in read("public_enterprise", world.accepted.pk)
    assert "晋源百分" not in read("public_disclosures")
    assert "晋源百分" not in read("public_disclosures_csv")


def test_nothing_public_says_anything_of_a_person(world) -> None:
    """Every personal value of the database, looked for in every page and file."""
    personal = {MOBILE}
    for model, columns in {
        User: ("username", "name", "phone", "email"),
        Enterprise: ("legal_representative",),
        Auditor: ("name",),
        Expert: ("name",),
        TeamMember: ("name",),
    }.items():
        personal |= {value for row in model.objects.values_list(*columns) for value in row if value}
    assert {"卫青山", "李广利", "liguangli@example.cn"} <= personal
    told = [
        f"{name}: {value}"
        for name, args in addresses(world)
        for text in [re.sub(r"<[^>]*>", " ", read(name, *args))]
        for value in personal
        if len(value) > 1 and re.search(rf"(?<![\w@]){re.escape(value)}(?![\w@])", text)
    ]
    assert told == []
    assert "＊＊＊" in read("public_enterprise", world.accepted.pk)


def test_a_page_is_the_same_for_an_officer_as_for_anybody(world) -> None:
    officer = make_user(Role.PROVINCE, name="某位处长")
    body = client_of(officer).get(reverse("reports:public_home")).content.decode()
    assert "某位处长" not in body
    assert "csrf" not in body


@pytest.mark.parametrize(
    ("name", "query"),
    [
        ("public_statistics", {"year": "1999"}),
        ("public_statistics", {"year": "x"}),
        ("public_disclosures", {"city": "990100"}),
        ("public_results", {"year": "2026' --"}),
        ("public_lists", {"page": "0"}),
        ("public_lists", {"page": "2"}),
        ("public_search", {"page": "101"}),
        ("public_search", {"page": "²"}),
    ],
)
def test_what_is_not_offered_is_not_there_so_that_no_crawl_is_endless(world, name, query) -> None:
    assert Client().get(reverse(f"reports:{name}"), query).status_code == 404


def test_statistics_count_like_the_rows_behind_them(world) -> None:
    context = Client().get(reverse("reports:public_statistics")).context
    assert [
        (row["place"], row["listed"], row["disclosed"], row["accepted"]) for row in context["cities"]
    ] == [
        ("太原市", 2, 1, 1),
        ("大同市", 1, 0, 0),
    ]
    assert (context["total"]["listed"], str(context["total"]["disclosed_percent"])[:5]) == (3, "33.33")
    assert [row["listed"] for row in context["categories"]] == [3, 0, 3]


def test_the_public_reads_the_figures_of_the_province(world) -> None:
    """Annex B and the funnel of the province's home come from `progress`; no second way of counting."""
    context = Client().get(reverse("reports:public_statistics")).context
    public = {
        row["place"]: [row[code] for code in ("listed", "disclosed", "accepted")] for row in context["cities"]
    }
    province, year = world.mandatory_list.region, world.mandatory_list.year
    own = {row.name: row.counts for row in progress(province, year, year, timezone.localdate())}
    told = {
        name: [counts[code] for code in ("listed", "disclosed", "accepted")] for name, counts in own.items()
    }
    assert public == {name: counts for name, counts in told.items() if counts[0]}


def test_the_site_speaks_english_after_a_click_and_goes_back_where_it_was(world) -> None:
    client = Client()
    here = reverse("reports:public_lists")
    answer = client.get(reverse("reports:public_language", args=["en"]), {"next": here})
    assert answer["Location"] == here
    assert '<html lang="en">' in client.get(here).content.decode()
    away = client.get(
        reverse("reports:public_language", args=["en"]), {"next": "https://example.com/public/"}
    )
    assert away["Location"] == reverse("reports:public_home")
    assert client.get(reverse("reports:public_language", args=["xx"])).status_code == 404


def test_an_empty_platform_says_what_will_be_here(django_db_blocker, world) -> None:
    world.mandatory_list.__class__.objects.update(state="draft")
    for name in ("public_home", "public_lists", "public_statistics"):
        assert "还没有公布名单" in read(name)


@pytest.mark.parametrize("name", PAGES)
def test_every_page_costs_a_bounded_number_of_queries(world, name) -> None:
    with CaptureQueriesContext(connection) as queries:
        read(name)
    assert len(queries) <= CEILING


def test_robots_may_read_the_public_pages_and_nothing_else() -> None:
    text = Client().get("/robots.txt").content.decode()
    assert "Disallow: /\n" in text
    assert "Allow: /public/\n" in text
    assert text.endswith("/sitemap.xml\n")


def test_the_map_of_the_site_leads_to_every_public_page_in_parts_of_bounded_size(world, monkeypatch) -> None:
    monkeypatch.setattr("reports.selectors.public_site.SITEMAP_ENTERPRISES", 1)
    cache.clear()
    parts = _mapped("/sitemap.xml")
    found = [address for part in parts for address in _mapped(part)]
    plants = Enterprise.objects.filter(listings__mandatory_list=world.mandatory_list).distinct().count()
    assert len(parts) == 1 + plants
    assert len(found) == len(set(found))
    assert reverse("reports:public_list", args=[world.mandatory_list.pk]) in found
    assert reverse("reports:public_enterprise", args=[world.accepted.pk]) in found
    assert {Client().get(address).status_code for address in found} == {200}
    assert Client().get(reverse("reports:sitemap_part", args=[len(parts)])).status_code == 404


def _mapped(address: str) -> list[str]:
    text = Client().get(address).content.decode()
    found = re.findall(r"<loc>([^<]+)</loc>", text)
    assert all(one.startswith(settings.SITE_URL) for one in found)
    return [one.removeprefix(settings.SITE_URL) for one in found]
