"""One's notices: the count on every page, the list, reading, the settings, the way out of letters."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Activity, User
from config.common.access import Role
from operations.models import MutedKind, Notice
from operations.services.mails import unsubscribe_token
from tests.factories.accounts import client_of, make_user, now

pytestmark = pytest.mark.django_db
URL = "/operations/notices/"
CEILING = 7


def tell(user: User, number: int = 1, rule: str = "due_today") -> None:
    for n in range(number):
        key = f"{rule}:{Notice.objects.count()}:{user.pk}"
        Notice.objects.create(
            rule=rule, case_kind="enterprises.duty", case_id=n, recipient=user, due_on=date(2026, 11, 23),
            key=key, text=f"第{n}厂：公示的期限是2026年11月23日", href=f"/audits/rounds/{n}/", created_at=now(),
        )  # fmt: skip


def test_every_page_counts_what_is_unread_without_a_query_of_its_own() -> None:
    user, other = make_user(), make_user()
    tell(other, 5)
    client = client_of(user)
    client.get("/operations/jobs/")
    costs = []
    for number in (0, 3):
        tell(user, number)
        with CaptureQueriesContext(connection) as queries:
            page = client.get("/operations/jobs/")
        assert page.context["notices_count"] == number
        costs.append(len(queries))
    assert costs[0] == costs[1]
    assert f'href="{URL}"' in page.content.decode()


def test_the_list_shows_ones_own_with_the_link_to_the_duty() -> None:
    user, other = make_user(), make_user()
    tell(user), tell(other, 2)
    page = client_of(user).get(URL)
    assert page.context["list"].total == 1
    assert 'href="/audits/rounds/0/"' in page.content.decode()


def test_the_list_filters_by_state_kind_and_words() -> None:
    user = make_user()
    tell(user, 2), tell(user, 1, "round_move")
    Notice.objects.filter(rule="round_move").update(read_at=now())
    client = client_of(user)
    for query, count in [
        ({}, 3),
        ({"read": "no"}, 2),
        ({"read": "yes"}, 1),
        ({"kind": "round"}, 1),
        ({"kind": "duty"}, 2),
        ({"text": "第1厂"}, 1),
    ]:
        assert client.get(URL, query).context["list"].total == count, query


def test_twenty_notices_cost_the_queries_of_one() -> None:
    user = make_user()
    client = client_of(user)
    client.get(URL)
    costs = []
    for number in (1, 19):
        tell(user, number)
        with CaptureQueriesContext(connection) as queries:
            client.get(URL)
        costs.append(len(queries))
    assert costs[0] == costs[1] <= CEILING


def test_reading_one_keeps_the_first_time_and_touches_nobody_elses() -> None:
    user, other = make_user(), make_user()
    tell(user), tell(other)
    mine, foreign = Notice.objects.get(recipient=user), Notice.objects.get(recipient=other)
    client = client_of(user)
    assert client.post(reverse("operations:notice_read", args=[mine.pk])).status_code == 302
    first = Notice.objects.get(pk=mine.pk).read_at
    client.post(reverse("operations:notice_read", args=[mine.pk]))
    assert Notice.objects.get(pk=mine.pk).read_at == first
    assert client.post(reverse("operations:notice_read", args=[foreign.pk])).status_code == 404
    assert Notice.objects.get(pk=foreign.pk).read_at is None


def test_reading_all_leaves_what_came_since_the_page_was_opened() -> None:
    user = make_user()
    tell(user, 3)
    client = client_of(user)
    newest = client.get(URL).context["newest"]
    tell(user, 1)
    client.post(reverse("operations:notice_read_all"), {"upto": newest})
    assert Notice.objects.filter(recipient=user, read_at=None).count() == 1


def test_settings_mute_by_kind_and_never_the_legal_ones() -> None:
    user = make_user(email="chang@example.org")
    client = client_of(user)
    address = reverse("operations:notice_settings")
    assert "chang@example.org" in client.get(address).content.decode()
    assert client.post(address, {"kinds": ["job"]}).status_code == 302
    assert list(MutedKind.objects.values_list("user", "kind")) == [(user.pk, "round")]
    assert client.post(address, {"kinds": ["duty"]}).status_code == 422
    client.post(address, {"kinds": ["job", "round"]})
    assert not MutedKind.objects.exists()
    assert Activity.objects.filter(verb="notices_mute", actor_id=user.pk).count() == 2


def test_the_link_in_a_letter_ends_letters_without_signing_in_and_only_ones_own() -> None:
    user, other = make_user(Role.ENTERPRISE), make_user(Role.ENTERPRISE)
    address = reverse("operations:unsubscribe", args=[unsubscribe_token(user)])
    anybody = Client(enforce_csrf_checks=True)
    assert anybody.get(address).status_code == 200
    assert not MutedKind.objects.exists()
    assert anybody.post(address, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert set(MutedKind.objects.values_list("kind", flat=True)) == {"round", "job"}
    assert not MutedKind.objects.filter(user=other).exists()


def test_a_link_that_was_not_signed_here_opens_nothing() -> None:
    user = make_user(Role.ENTERPRISE)
    token = unsubscribe_token(user)
    for wrong in (f"{token}x", "1", token.replace(":", ";", 1)):
        assert Client().get(reverse("operations:unsubscribe", args=[wrong])).status_code == 404
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert Client().get(reverse("operations:unsubscribe", args=[token])).status_code == 404


def test_an_overdue_notice_says_so() -> None:
    user = make_user()
    tell(user)
    Notice.objects.update(due_on=date.today() - timedelta(days=1))
    assert "已过期限" in client_of(user).get(URL).content.decode()
