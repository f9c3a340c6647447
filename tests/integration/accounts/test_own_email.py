"""One's own e-mail address: in force when its letter was answered, the old one told, never by a guess."""

from datetime import timedelta

import pytest
from django.test import Client

from accounts.models import Activity, Attempt, User
from accounts.services.own_emails import email_change, email_token
from config.common.access import Role
from config.common.errors import Refused
from operations.models import Mail
from tests.factories.accounts import PASSWORD, client_of, make_user, now
from tests.factories.people import accept_as_new, make_invitation
from tests.integration.accounts.test_password_reset import letters, secret_in

pytestmark = pytest.mark.django_db
PAGE, CONFIRM = "/accounts/email/", "/accounts/email/confirm/"


@pytest.fixture
def person() -> User:
    return make_user(Role.COUNTY, name="武志强")


def test_an_address_is_in_force_once_its_letter_was_answered(person: User, settings) -> None:
    client = client_of(person)
    client.post(PAGE, {"email": "wu@example.org", "old": PASSWORD})
    person.refresh_from_db()
    assert (person.email, person.pending_email) == ("", "wu@example.org")
    (letter,) = letters(settings)
    assert letter["To"] == "wu@example.org"
    answer = Client().post(CONFIRM, {"token": secret_in(letter)})
    assert "邮箱 wu@example.org 已确认" in answer.content.decode()
    person.refresh_from_db()
    assert (person.email, person.pending_email) == ("wu@example.org", "")
    assert person.email_confirmed_at
    assert "已确认" in client.get("/accounts/profile/").content.decode()


def test_the_address_that_is_left_is_told_first(person: User, settings) -> None:
    User.objects.update(email="old@example.org", email_confirmed_at=now())
    client_of(User.objects.get(pk=person.pk)).post(PAGE, {"email": "new@example.org", "old": PASSWORD})
    first, second = letters(settings)
    assert (first["To"], second["To"]) == ("old@example.org", "new@example.org")
    assert "正在更换" in first["Subject"]
    assert User.objects.get(pk=person.pk).email == "old@example.org"


def test_without_the_password_nothing_changes(person: User) -> None:
    answer = client_of(person).post(PAGE, {"email": "thief@example.org", "old": "wrong"})
    assert (answer.status_code, "现用密码不对" in answer.content.decode()) == (422, True)
    assert not Mail.objects.exists()


def test_an_account_that_others_opened_confirms_the_address_it_was_given(settings) -> None:
    person = make_user(Role.EXPERT, email="xu@example.org")
    client_of(person).post(PAGE, {"email": "xu@example.org", "old": PASSWORD})
    (letter,) = letters(settings)
    Client().post(CONFIRM, {"token": secret_in(letter)})
    assert User.objects.get(pk=person.pk).email_confirmed_at


def test_a_link_works_once_and_only_the_newest(person: User) -> None:
    email_change(email="a@example.org", by=person, at=now())
    first = email_token(person)
    email_change(email="b@example.org", by=person, at=now())
    second = email_token(person)
    answers = [Client().post(CONFIRM, {"token": token}).status_code for token in (first, second, second)]
    assert answers == [422, 200, 422]
    assert User.objects.get(pk=person.pk).email == "b@example.org"


@pytest.mark.parametrize("token", ["", "x", "a:b:c", "\x00", "汉"])
def test_a_made_up_link_confirms_nothing(person: User, token: str) -> None:
    assert Client().post(CONFIRM, {"token": token}).status_code == 422


def test_a_link_expires(person: User, settings) -> None:
    email_change(email="a@example.org", by=person, at=now())
    token = email_token(person)
    settings.EMAIL_CONFIRM_HOURS = -1
    answer = Client().post(CONFIRM, {"token": token})
    assert "过期" in answer.content.decode()


def test_an_empty_pending_address_is_never_confirmed(person: User) -> None:
    assert Client().post(CONFIRM, {"token": email_token(person)}).status_code == 422


def test_letters_are_asked_for_only_so_often(person: User) -> None:
    for _time in range(3):
        email_change(email="a@example.org", by=person, at=now())
    with pytest.raises(Refused, match="一小时后再试"):
        email_change(email="a@example.org", by=person, at=now())
    Attempt.objects.update(at=now() - timedelta(hours=2))
    email_change(email="a@example.org", by=person, at=now())


def test_a_confirmed_address_need_not_be_confirmed_again(person: User) -> None:
    User.objects.update(email="a@example.org", email_confirmed_at=now())
    with pytest.raises(Refused, match="已经确认过"):
        email_change(email="a@example.org", by=User.objects.get(pk=person.pk), at=now())


def test_the_trail_tells_of_the_change_with_the_address_masked(person: User) -> None:
    email_change(email="wuzhiqiang@example.org", by=person, at=now())
    assert Activity.objects.get(verb="email_change").new == {"email": "wu***@example.org"}


def test_an_invited_person_who_gives_an_address_is_asked_to_confirm_it(settings) -> None:
    accept_as_new(make_invitation(), email="chang@example.org")
    (letter,) = letters(settings)
    assert letter["To"] == "chang@example.org"


def test_who_has_not_confirmed_is_reminded_and_can_have_the_letter_again(person: User, settings) -> None:
    client = client_of(person)
    client.post(PAGE, {"email": "wu@example.org", "old": PASSWORD})
    home = client.get("/").content.decode()
    assert "邮箱 wu@example.org 还没有确认" in home
    assert "确认您的电子邮箱" in home
    client.post("/accounts/email/resend/")
    first, second = letters(settings)
    assert first["To"] == second["To"] == "wu@example.org"
    Client().post(CONFIRM, {"token": secret_in(second)})
    home = client.get("/").content.decode()
    assert "还没有确认" not in home
    assert "确认您的电子邮箱" not in home


def test_an_address_from_the_bureau_waits_too_and_one_hour_has_only_so_many_letters(settings) -> None:
    person = make_user(Role.COUNTY, email="wu@example.org")
    client = client_of(person)
    for _n in range(settings.LETTERS_AN_HOUR):
        client.post("/accounts/email/resend/")
    body = client.post("/accounts/email/resend/", follow=True).content.decode()
    assert "一小时内已发出几封确认信" in body
    assert len(letters(settings)) == settings.LETTERS_AN_HOUR


def test_without_an_address_there_is_nothing_to_remind_of_or_to_send(person: User, settings) -> None:
    client = client_of(person)
    assert "还没有确认" not in client.get("/").content.decode()
    assert "没有待确认的邮箱" in client.post("/accounts/email/resend/", follow=True).content.decode()
    assert not Mail.objects.exists()
