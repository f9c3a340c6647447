"""The trail: it cannot be changed, it is chained, and a broken link is found."""

from collections.abc import Callable

import pytest
from django.db import DatabaseError, connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Activity, ActivitySeal, User
from accounts.services.activity import activities_seal, activities_verify, activity_record
from accounts.services.users import builtin, user_create
from config.common.access import Role
from config.common.errors import Refused

pytestmark = pytest.mark.django_db


def record(count: int = 1) -> None:
    actor = builtin("@system")
    for number in range(count):
        activity_record(by=actor, at=timezone.now(), verb="test", thing=actor, new={"number": number})


@pytest.mark.parametrize("table", ["accounts_activity", "accounts_activityseal"])
@pytest.mark.parametrize("deed", ["UPDATE {} SET id = id", "DELETE FROM {}"])
def test_the_database_refuses_to_change_the_trail(table: str, deed: str) -> None:
    record()
    activities_seal(at=timezone.now())
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(deed.format(table))
    assert Activity.objects.filter(verb="test").count() == 1


def test_sealing_chains_everything_once_and_in_order() -> None:
    record(5)
    sealed = activities_seal(at=timezone.now())
    assert sealed == Activity.objects.count()
    assert activities_seal(at=timezone.now()) == 0
    facts = activities_verify()
    assert (facts.checked, facts.unsealed, facts.broken) == (sealed, 0, None)


def test_what_is_written_after_sealing_counts_as_unsealed() -> None:
    record(2)
    activities_seal(at=timezone.now())
    record()
    assert activities_verify().unsealed == 1


def test_a_seal_that_does_not_fit_its_activity_is_found() -> None:
    record(3)
    last = Activity.objects.order_by("pk").last()
    ActivitySeal.objects.create(
        activity_id=last.pk, previous="0" * 64, digest="f" * 64, sealed_at=timezone.now()
    )
    facts = activities_verify()
    assert facts.broken == last.pk
    assert "改动" in facts.reason


def test_a_seal_whose_activity_is_gone_is_found() -> None:
    ActivitySeal.objects.create(
        activity_id=10**9, previous="0" * 64, digest="e" * 64, sealed_at=timezone.now()
    )
    assert activities_verify().broken == 10**9


def test_nothing_is_recorded_without_an_actor() -> None:
    with pytest.raises(Refused):
        activity_record(by=None, at=timezone.now(), verb="test", thing=builtin("@system"))


@pytest.fixture
def trail(client: Client) -> Callable[[], HttpResponse]:
    """The list as its keeper opens it."""
    admin, _password = user_create(
        username="log", name="审计员甲", role=Role.LOG_ADMIN, by=builtin("@system"), at=timezone.now()
    )
    User.objects.filter(pk=admin.pk).update(must_change_password=False)
    client.force_login(admin)
    return lambda: client.get(reverse("accounts:activity_list"))


def test_the_list_tells_of_rows_that_hang_on_the_thing(trail: Callable[[], HttpResponse]) -> None:
    actor = builtin("@system")
    activity_record(by=actor, at=timezone.now(), verb="test", thing=actor, new={"represents": "三家企业"})
    assert "三家企业" in trail().content.decode()


def test_the_list_shows_who_did_what(trail: Callable[[], HttpResponse]) -> None:
    answer = trail()
    assert "开立账号" in answer.content.decode()
