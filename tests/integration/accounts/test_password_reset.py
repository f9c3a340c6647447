"""A lost password: one answer for everybody, a letter to who it is, a link that works once, all sessions ended."""

import re
from datetime import timedelta
from email.message import EmailMessage
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Activity, Attempt, ResetRequest, User
from accounts.services.password_resets import reset_answer, reset_ask, reset_token
from config.common.access import Role
from operations.enums import MailKind, MailState
from operations.models import Job, Mail
from operations.runner import run_job
from tests.factories.accounts import PASSWORD, client_of, make_user, now
from tests.integration.operations.post_office import open_office

pytestmark = pytest.mark.django_db
ASK, RESET = "/accounts/password/forgotten/", "/accounts/password/reset/"
NEW = "Fenhe-2026-shui"


def person(email: str = "chang@example.org", **details: Any) -> User:
    facts = {"username": "chang", "email_confirmed_at": now()} | details
    return make_user(Role.ENTERPRISE, email=email, **facts)


def work(kind: str) -> None:
    for job in Job.objects.filter(task=f"operations.tasks.{kind}", state="queued"):
        assert run_job(job.pk).state == "done"


def letters(settings, *answers: str) -> list[EmailMessage]:
    """What the mail server got once the worker has done its work."""
    with open_office(*answers) as (office, settings.MAIL_SERVER):
        work("answer_resets")
        work("send_mails")
    return office.taken


def secret_in(letter: EmailMessage) -> str:
    return re.search(r"#(\S+)", letter.get_content())[1]


def finish(client: Client, secret: str, new: str = NEW, again: str = "") -> Any:
    return client.post(RESET, {"token": secret, "password": new, "again": again or new})


def test_who_lost_the_password_gets_a_letter_and_sets_a_new_one(client: Client, settings) -> None:
    settings.SITE_URL = "https://audit.example"
    user = person()
    assert "找回密码" in client.get(ASK).content.decode()
    client.post(ASK, {"typed": "chang"})
    (letter,) = letters(settings)
    assert letter["To"] == "chang@example.org"
    assert f"https://audit.example{RESET}#" in letter.get_content()
    page = client.post(RESET, {"token": secret_in(letter)}).content.decode()
    assert f"{user.name}（chang），请设置新密码" in page
    assert finish(client, secret_in(letter))["Location"] == reverse("accounts:sign_in")
    signed = client.post("/accounts/sign-in/", {"username": "chang", "password": NEW})
    assert signed["Location"] == reverse("reports:home")


@pytest.mark.parametrize("typed", ["chang", "CHANG@example.org", " chang@example.org "])
def test_user_name_and_address_both_find_the_person(settings, typed: str) -> None:
    person()
    reset_ask(typed=typed, address="10.0.0.1", at=now())
    assert len(letters(settings)) == 1


@pytest.mark.parametrize(
    "typed", ["nobody", "x@y.org", "unconfirmed", "closed", "@system", "\x00", "%", "a" * 300]
)
def test_nobody_else_is_written_to_and_the_answer_is_the_same(client, settings, typed: str) -> None:
    person()
    person("un@example.org", username="unconfirmed", email_confirmed_at=None)
    person("cl@example.org", username="closed", is_active=False)
    known = client.post(ASK, {"typed": "chang"}, follow=True).content
    answer = client.post(ASK, {"typed": typed}, follow=True)
    assert [letter["To"] for letter in letters(settings)] == ["chang@example.org"]
    if len(typed) < 255 and typed != "\x00":
        strip = re.compile(rb'(csrf|data-csrf)[^>]*?value="[^"]*"|data-csrf="[^"]*"')
        assert strip.sub(b"", answer.content) == strip.sub(b"", known)


def test_a_known_name_costs_the_page_the_same_work_as_an_unknown_one(
    client, django_assert_num_queries
) -> None:
    person()
    for typed in ("first", "chang", "nobody"):
        with django_assert_num_queries(15):
            client.post(ASK, {"typed": typed})
    assert ResetRequest.objects.count() == 3
    assert not Mail.objects.exists()


def test_a_request_is_answered_once_and_what_was_typed_is_gone(settings) -> None:
    person()
    reset_ask(typed="chang", address="10.0.0.1", at=now())
    request = ResetRequest.objects.get()
    assert reset_answer(request=request, at=now()) == 1
    request.pk = request.pk or 1
    assert reset_answer(request=ResetRequest(pk=1, typed="chang"), at=now()) == 0
    assert not ResetRequest.objects.exists()
    assert Mail.objects.count() == 1


def test_one_person_gets_at_most_three_letters_an_hour(settings) -> None:
    person()
    for _time in range(5):
        reset_ask(typed="chang", address="10.0.0.1", at=now())
    assert len(letters(settings)) == 3
    Attempt.objects.update(at=now() - timedelta(minutes=61))
    reset_ask(typed="chang", address="10.0.0.1", at=now())
    assert len(letters(settings)) == 1


def test_one_address_asks_only_so_often(client: Client, settings) -> None:
    settings.ASKED_FROM_ONE_ADDRESS = 2
    answers = [client.post(ASK, {"typed": f"n{n}"}).status_code for n in range(3)]
    assert answers == [302, 302, 429]
    assert client.post(ASK, {"typed": "x"}, REMOTE_ADDR="10.2.2.2").status_code == 302


def test_a_link_works_once_and_the_sessions_of_before_are_over(client: Client, settings) -> None:
    user = person()
    before = client_of(user)
    assert before.get("/").status_code == 200
    secret = reset_token(User.objects.get(pk=user.pk))
    finish(client, secret)
    assert before.get("/").status_code == 302
    answer = finish(client, secret, "Another-2026-x")
    assert (answer.status_code, "已经用过" in answer.content.decode()) == (422, True)
    (told,) = letters(settings)
    assert "密码已重设" in told["Subject"]
    assert "#" not in told.get_content()


def test_a_link_dies_with_its_hour_a_sign_in_and_a_new_address(client: Client, settings) -> None:
    user = person()
    secret = reset_token(user)
    settings.PASSWORD_RESET_TIMEOUT = -1
    assert finish(client, secret).status_code == 422
    settings.PASSWORD_RESET_TIMEOUT = 3600
    User.objects.update(email="other@example.org")
    assert finish(client, secret).status_code == 422
    User.objects.update(email=user.email)
    client.post("/accounts/sign-in/", {"username": "chang", "password": PASSWORD})
    assert finish(Client(), secret).status_code == 422


@pytest.mark.parametrize(
    "secret", ["", "1", "1.x", "99999999999999999999.x-y", "汉.汉", "1.\x00", "9" * 18 + ".a-b"]
)
def test_a_made_up_link_is_one_sentence_and_only_so_many_are_tried(client, settings, secret: str) -> None:
    person()
    settings.ASKED_FROM_ONE_ADDRESS = 2
    for _try in range(2):
        answer = client.post(RESET, {"token": secret})
        assert answer.status_code == 422
        assert "已经用过、过期或被新的链接代替" in answer.content.decode()
    assert "太多" in client.post(RESET, {"token": secret}).content.decode()
    assert User.objects.get(username="chang").check_password(PASSWORD)


@pytest.mark.parametrize(
    ("new", "again", "sentence"),
    [("1234567890", "", "密码"), (NEW, "other", "不一致"), ("chang", "", "密码"), ("", "", "必填")],
)
def test_a_weak_or_mistyped_password_is_said_and_the_link_still_works(client, new, again, sentence) -> None:
    secret = reset_token(person())
    answer = finish(client, secret, new, again)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert finish(client, secret).status_code == 302


def test_who_was_locked_out_may_sign_in_after_a_reset(client: Client) -> None:
    user = person()
    for _try in range(5):
        client.post("/accounts/sign-in/", {"username": "chang", "password": "wrong"})
    finish(client, reset_token(user))
    assert client.post("/accounts/sign-in/", {"username": "chang", "password": NEW}).status_code == 302


def test_a_one_time_password_need_not_be_changed_again(client: Client) -> None:
    user = person(must_change_password=True)
    finish(client, reset_token(user))
    user.refresh_from_db()
    assert not user.must_change_password


def test_a_server_that_is_away_delays_the_letter_and_its_link_is_fresh_when_it_goes(client, settings) -> None:
    person()
    reset_ask(typed="chang", address="10.0.0.1", at=now())
    assert letters(settings, "busy") == []
    mail = Mail.objects.get()
    assert (mail.state, mail.kind) == (MailState.QUEUED, MailKind.PASSWORD_RESET)
    Mail.objects.update(next_try_at=now() - timedelta(seconds=1))
    with open_office() as (office, settings.MAIL_SERVER):
        from operations.services.daily import letters_ask

        letters_ask(at=now())
        work("send_mails")
    assert finish(client, secret_in(office.taken[0])).status_code == 302


def test_the_letter_goes_before_the_digests_that_waited_longer() -> None:
    from config.common.postbox import Postbox
    from operations.services.mails import mail_send_next

    old, lost = person("old@example.org", username="old"), person()
    early = now() - timedelta(hours=3)
    Mail.objects.create(recipient=old, on=early.date(), key="digest:1", next_try_at=early, created_at=early)
    reset_ask(typed=lost.username, address="10.0.0.1", at=now())
    work("answer_resets")
    with Postbox() as box:
        assert mail_send_next(box=box, at=now())[0].kind == MailKind.PASSWORD_RESET


def test_neither_rows_nor_the_trail_hold_the_link(settings) -> None:
    person()
    reset_ask(typed="chang", address="10.0.0.1", at=now())
    (letter,) = letters(settings)
    kept = str([list(model.objects.values()) for model in (Mail, Job, Activity, Attempt, ResetRequest)])
    assert secret_in(letter) not in kept
    assert "chang@example.org" not in kept


def test_the_task_run_twice_writes_one_letter() -> None:
    person()
    reset_ask(typed="chang", address="10.0.0.1", at=now())
    work("answer_resets")
    Job.objects.filter(task="operations.tasks.answer_resets").update(state="queued", percent=0)
    work("answer_resets")
    assert Mail.objects.count() == 1
