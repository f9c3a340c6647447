"""Kept pages: fresh at once after a publication, free of queries until then, and a limit for who calls too often."""

from collections.abc import Iterator

import pytest
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from config.common.access import Role
from enterprises.services.disclosure_checks import disclosure_check
from tests.factories.accounts import make_user, now
from tests.factories.amendments import amend_remove, issue, make_amendment
from tests.factories.lists import publish
from tests.held import held
from tests.integration.reports.public_world import PublicWorld, build_public_world

pytestmark = pytest.mark.django_db
LOCMEM = "django.core.cache.backends.locmem.LocMemCache"


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker) -> Iterator[PublicWorld]:
    with held(django_db_blocker):
        yield build_public_world()


@pytest.fixture
def db(world, django_db_blocker) -> Iterator[None]:
    with held(django_db_blocker):
        yield


@pytest.fixture(autouse=True)
def kept(settings) -> None:
    settings.CACHES = {
        "default": {"BACKEND": LOCMEM, "LOCATION": "crawl-pages", "OPTIONS": {"MAX_ENTRIES": 5_000}},
        "rates": {"BACKEND": LOCMEM, "LOCATION": "crawl-rates"},
    }
    settings.CALL_RATES = {"public_page": (5_000, 60), "public_file": (3, 60), "calendar_feed": (2, 60)}
    for name in ("default", "rates"):
        caches[name].clear()


def queries_of(address: str, **headers: str) -> tuple[int, int]:
    """The status of a visit and its number of queries."""
    with CaptureQueriesContext(connection) as queries:
        status = Client().get(address, **headers).status_code
    return status, len(queries)


def test_a_page_is_made_once_for_each_language_and_free_after(world) -> None:
    home = reverse("reports:public_home")
    assert queries_of(home)[1] > 0
    assert queries_of(home) == (200, 0)
    assert queries_of(f"{home}?utm=1&page=7&x[]=2") == (200, 0)
    assert queries_of(home, HTTP_ACCEPT_LANGUAGE="en")[1] > 0
    assert queries_of(home, HTTP_ACCEPT_LANGUAGE="en") == (200, 0)


def test_a_browser_that_knows_the_page_is_told_so_without_a_query(world) -> None:
    home = reverse("reports:public_home")
    first = Client().get(home)
    assert first["Cache-Control"] == "public, no-cache"
    assert first["Last-Modified"].endswith("GMT")
    assert {"Cookie", "Accept-Language"} <= {name.strip() for name in first["Vary"].split(",")}
    assert queries_of(home, HTTP_IF_NONE_MATCH=first["ETag"]) == (304, 0)
    file = reverse("reports:public_disclosures_csv")
    known = Client().get(file)["ETag"]
    assert queries_of(file, HTTP_IF_NONE_MATCH=known) == (304, 0)
    assert "Set-Cookie" not in first


def test_what_is_published_or_checked_is_there_at_once(world, django_capture_on_commit_callbacks) -> None:
    lists, plant = (
        reverse("reports:public_lists"),
        reverse("reports:public_enterprise", args=[world.accepted.pk]),
    )
    old = Client().get(lists)
    assert "待核对" in Client().get(plant).content.decode()
    officer = make_user(Role.PROVINCE)
    with django_capture_on_commit_callbacks(execute=True):
        disclosure_check(disclosure=world.disclosure, version=1, by=officer, at=now())
    assert "已核对" in Client().get(plant).content.decode()
    world.draft.refresh_from_db()
    with django_capture_on_commit_callbacks(execute=True):
        publish(world.draft)
    new = Client().get(lists, HTTP_IF_NONE_MATCH=old["ETag"])
    assert new.status_code == 200
    assert world.draft.title in new.content.decode()


def test_an_amendment_is_there_at_once_and_whom_it_removed_counts_no_longer(
    world, django_capture_on_commit_callbacks
) -> None:
    page = reverse("reports:public_list", args=[world.mandatory_list.pk])
    before = Client().get(page).content.decode()
    draft = make_amendment(world.mandatory_list)
    amend_remove(draft, world.quiet, reason="已关停拆除")
    assert Client().get(page).content.decode() == before
    with django_capture_on_commit_callbacks(execute=True):
        issued = issue(draft)
    after = Client().get(page).content.decode()
    for words in (issued.document_no, "已关停拆除", "移出"):
        assert words in after
    assert Client().get(reverse("reports:public_home")).context["total"].listed == 2


def test_an_update_of_the_platform_keeps_no_old_page(world, monkeypatch) -> None:
    home = reverse("reports:public_home")
    etag = Client().get(home)["ETag"]
    monkeypatch.setattr("config.common.kept.release", lambda: "the next one")
    assert queries_of(home, HTTP_IF_NONE_MATCH=etag)[1] > 0


def test_a_crawl_of_two_thousand_addresses_costs_a_bounded_number_of_queries(world) -> None:
    known = [
        reverse(f"reports:public_{name}") for name in ("home", "lists", "disclosures", "results", "data")
    ]
    known += [
        reverse("reports:public_enterprise", args=[plant.pk]) for plant in (world.accepted, world.quiet)
    ]
    crawl = [f"{known[number % len(known)]}?session={number}&sort={number % 9}" for number in range(1_900)]
    crawl += [reverse("reports:public_enterprise", args=[9_000_000 + number]) for number in range(100)]
    client = Client()
    with CaptureQueriesContext(connection) as queries:
        statuses = {client.get(address).status_code for address in crawl}
    assert statuses == {200, 404}
    assert len(queries) <= 12 * len(known) + 100


def test_who_calls_too_often_is_asked_to_wait_with_a_sentence_and_without_a_query(world) -> None:
    file = reverse("reports:public_results_csv")
    for _call in range(3):
        assert b"".join(Client().get(file).streaming_content)
    with CaptureQueriesContext(connection) as queries:
        refused = Client().get(file)
    assert (refused.status_code, len(queries)) == (429, 0)
    assert 0 < int(refused["Retry-After"]) <= 61
    assert "访问次数过多" in refused.content.decode()
    assert Client().get(file, REMOTE_ADDR="198.51.100.7").status_code == 200


def test_a_forwarded_address_counts_only_as_far_as_our_own_proxy_wrote_it(world, settings) -> None:
    file = reverse("reports:public_results_csv")
    for number in range(3):
        Client().get(file, HTTP_X_FORWARDED_FOR=f"10.0.0.{number}")
    assert Client().get(file, HTTP_X_FORWARDED_FOR="10.0.0.99").status_code == 429
    settings.PROXY_COUNT = 1
    assert Client().get(file, HTTP_X_FORWARDED_FOR="127.0.0.1, 203.0.113.5").status_code == 200


def test_a_calendar_feed_has_its_limit_too(world) -> None:
    address = reverse("enterprises:due_feed", args=["no-such-secret"])
    assert [Client().get(address).status_code for _call in range(3)] == [404, 404, 429]
