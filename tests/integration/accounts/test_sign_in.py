"""Signing in: the right password, the wrong one, lock-out, one-time passwords, sessions that end."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.services.users import actor_named, builtin, password_change, user_create
from config.common.access import Role
from config.common.errors import Refused

pytestmark = pytest.mark.django_db

SIGN_IN = "/accounts/sign-in/"
PASSWORD = "Taihang-2026-shan"


@pytest.fixture
def log_admin() -> User:
    user, _password = user_create(
        username="log",
        name="审计员",
        role=Role.LOG_ADMIN,
        by=builtin("@system"),
        at=timezone.now(),
        password=PASSWORD,
    )
    return user


def sign_in(client: Client, password: str, username: str = "log") -> int:
    return client.post(SIGN_IN, {"username": username, "password": password}).status_code


def test_the_right_password_opens_the_platform(client: Client, log_admin: User) -> None:
    assert sign_in(client, PASSWORD) == 302
    assert client.get(reverse("accounts:activity_list")).status_code == 200


def test_a_wrong_password_and_an_unknown_name_get_the_same_answer(client: Client, log_admin: User) -> None:
    wrong = client.post(SIGN_IN, {"username": "log", "password": "x"})
    unknown = client.post(SIGN_IN, {"username": "nobody", "password": "x"})
    assert wrong.status_code == unknown.status_code == 422
    assert wrong.context["form"].non_field_errors() == unknown.context["form"].non_field_errors()


@pytest.mark.parametrize("username", ["log", "nobody"])
def test_five_failures_lock_the_account_even_for_the_right_password(
    client: Client, log_admin: User, username: str
) -> None:
    answers = [sign_in(client, "wrong", username) for _try in range(5)]
    assert answers == [422, 422, 422, 422, 429]
    assert sign_in(client, PASSWORD, username) == 429


def test_others_behind_the_same_address_are_not_locked_out_with_them(client: Client, log_admin: User) -> None:
    for _try in range(5):
        sign_in(client, "wrong", "somebody")
    assert sign_in(client, PASSWORD) == 302


def test_fifty_failures_from_one_address_lock_the_address(client: Client, log_admin: User, settings) -> None:
    settings.LOCK_OUT_ADDRESS_FAILURES = 6
    for number in range(6):
        sign_in(client, "wrong", f"person{number}")
    assert sign_in(client, PASSWORD) == 429


def test_the_next_address_is_followed_only_on_this_site(client: Client, log_admin: User) -> None:
    data = {"username": "log", "password": PASSWORD}
    assert client.post(SIGN_IN, data | {"next": "/accounts/profile/"})["Location"] == "/accounts/profile/"
    assert client.post(SIGN_IN, data | {"next": "https://evil.example/"})["Location"] == reverse(
        "reports:home"
    )


def test_a_built_in_actor_cannot_sign_in(client: Client) -> None:
    assert sign_in(client, "!", "@system") == 422


def test_a_one_time_password_must_be_changed_first(client: Client) -> None:
    _user, password = user_create(
        username="new", name="新人", role=Role.SYSTEM_ADMIN, by=builtin("@system"), at=timezone.now()
    )
    sign_in(client, password, "new")
    assert client.get(reverse("accounts:user_list"))["Location"] == reverse("accounts:password_change")
    data = {"old": password, "new": PASSWORD, "again": PASSWORD}
    assert client.post(reverse("accounts:password_change"), data).status_code == 302
    assert client.get(reverse("accounts:user_list")).status_code == 200


def test_a_weak_password_is_refused_with_its_reasons(log_admin: User) -> None:
    with pytest.raises(Refused) as refusal:
        password_change(user=log_admin, password="123456", by=log_admin, at=timezone.now())
    assert len(refusal.value.problems) >= 2


def test_an_idle_session_ends(client: Client, log_admin: User) -> None:
    sign_in(client, PASSWORD)
    client.get(reverse("accounts:profile"))
    session = client.session
    session["seen"] = (timezone.now() - timedelta(minutes=31)).timestamp()
    session.save()
    answer = client.get(reverse("accounts:profile"))
    assert answer.status_code == 302
    assert answer["Location"].startswith(SIGN_IN)


def test_a_session_ends_after_twelve_hours_however_busy(client: Client, log_admin: User) -> None:
    sign_in(client, PASSWORD)
    client.get(reverse("accounts:profile"))
    session = client.session
    session["started"] = (timezone.now() - timedelta(hours=12, minutes=1)).timestamp()
    session.save()
    assert client.post(reverse("accounts:profile"), {"name": "x"}).status_code == 302


def test_signing_in_changes_the_session_key(client: Client, log_admin: User) -> None:
    client.get(SIGN_IN)
    before = client.session.session_key
    sign_in(client, PASSWORD)
    assert client.session.session_key != before


def test_signing_out_is_a_post_and_ends_the_session(client: Client, log_admin: User) -> None:
    sign_in(client, PASSWORD)
    assert client.get(reverse("accounts:sign_out")).status_code == 405
    client.post(reverse("accounts:sign_out"))
    assert client.get(reverse("accounts:profile")).status_code == 302


def test_an_unknown_actor_of_a_command_is_refused() -> None:
    with pytest.raises(Refused):
        actor_named("nobody")
    assert actor_named(None).username == "@command"
