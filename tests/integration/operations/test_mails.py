"""Letters against a real mail server: one a day for each person, at least once, never a lie about the outcome."""

import socket
from datetime import date, datetime, timedelta
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse

from accounts.models import User
from config.common.access import Role
from config.common.errors import Refused
from config.common.postbox import Postbox
from operations.enums import MailState, NoticeKind
from operations.models import Mail, Notice
from operations.selectors import mails_due
from operations.services.daily import letters_ask
from operations.services.mails import (
    LEASE,
    absolute,
    digests_make,
    mail_retry,
    mail_send_next,
    message_id,
    unsubscribe_token,
)
from operations.services.notices import kinds_mute
from tests.factories.accounts import client_of, make_user, system
from tests.integration.operations.post_office import open_office

pytestmark = pytest.mark.django_db
ON = date(2026, 11, 23)
AT = datetime(2026, 11, 23, 8, tzinfo=ZoneInfo("Asia/Shanghai"))


def person(email: str = "chang@example.org", **details: Any) -> User:
    return make_user(Role.ENTERPRISE, email=email, **details)


def tell(user: User, number: int = 1, rule: str = "due_today", at: datetime = AT) -> list[Notice]:
    rows = [
        Notice(
            rule=rule, case_kind="enterprises.duty", case_id=n, recipient=user, due_on=ON, created_at=at,
            key=f"{rule}:{n}:{user.pk}:{at.isoformat()}", text=f"第{n}厂：公示到期", href=f"/duty/{n}/",
        )
        for n in range(number)
    ]  # fmt: skip
    return Notice.objects.bulk_create(rows)


def letter(user: User | None = None) -> Mail:
    tell(user or person())
    digests_make(on=ON, at=AT)
    return Mail.objects.latest("pk")


def send(at: datetime = AT) -> Mail:
    with Postbox() as box:
        found = mail_send_next(box=box, at=at)
    assert found
    return Mail.objects.get(pk=found[0].pk)


# ---- the digest ------------------------------------------------------------------------------


def test_a_person_gets_one_letter_a_day_with_everything_in_it() -> None:
    first, second, silent = person(), person("li@example.org"), make_user(Role.ENTERPRISE)
    tell(first, 3), tell(second, 1), tell(silent, 2)
    assert digests_make(on=ON, at=AT) == 2
    assert Mail.objects.get(recipient=first).notices.count() == 3
    tell(first, at=AT + timedelta(hours=1))
    assert digests_make(on=ON, at=AT + timedelta(hours=2)) == 0
    assert digests_make(on=ON + timedelta(days=1), at=AT + timedelta(days=1)) == 1
    assert not Notice.objects.filter(recipient=first, mail=None).exists()


def test_every_notice_is_in_one_letter_only() -> None:
    user = person()
    tell(user, 2)
    for day in range(3):
        digests_make(on=ON + timedelta(days=day), at=AT + timedelta(days=day))
    assert Mail.objects.filter(recipient=user).count() == 1


def test_muted_kinds_stay_on_the_platform_and_legal_duties_go_out() -> None:
    user = person()
    kinds_mute(kinds=[NoticeKind.ROUND], by=user, at=AT)
    tell(user), tell(user, rule="round_move"), tell(user, rule="job_failed")
    digests_make(on=ON, at=AT)
    assert set(Mail.objects.get().notices.values_list("rule", flat=True)) == {"due_today", "job_failed"}
    with pytest.raises(Refused, match="法定期限提醒不能退订"):
        kinds_mute(kinds=[NoticeKind.DUTY], by=user, at=AT)


def test_the_letter_has_absolute_links_its_number_and_the_way_out(settings) -> None:
    settings.SITE_URL = "https://audit.example"
    user = person(name="常厂长")
    tell(user, 60)
    digests_make(on=ON, at=AT)
    with open_office() as (office, settings.MAIL_SERVER):
        assert send().state == MailState.SENT
    (got,) = office.taken
    assert (got["To"], got["From"]) == ("chang@example.org", "platform@localhost")
    assert got["Subject"] == "清洁生产审核：您有 60 条新通知（2026年11月23日）"
    assert got["Message-ID"] == message_id(f"digest:{user.pk}:2026-11-23")
    assert got["Message-ID"].endswith("@audit.example>")
    body = got.get_content()
    assert body.startswith("常厂长，您好：")
    assert body.count("https://audit.example/duty/") == 50
    assert "另有 10 条" in body
    way_out = absolute(reverse("operations:unsubscribe", args=[unsubscribe_token(user)]))
    stem = way_out.rsplit(":", 1)[0].rsplit("/", 1)[0]
    assert got["List-Unsubscribe"].startswith(f"<{stem}")
    assert got["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_without_a_server_letters_are_files(settings, tmp_path: Path) -> None:
    settings.MAIL_DIR = tmp_path / "mail"
    letter()
    assert send().state == MailState.SENT
    (file,) = (tmp_path / "mail").iterdir()
    assert message_from_bytes(file.read_bytes(), policy=policy.default)["To"] == "chang@example.org"


# ---- the server ------------------------------------------------------------------------------


def test_a_refused_recipient_is_final_and_said_in_words(settings) -> None:
    letter()
    with open_office("refuses") as (office, settings.MAIL_SERVER):
        mail = send()
    assert (mail.state, mail.next_try_at) == (MailState.FAILED, None)
    assert mail.reason == "邮件服务器拒收：550 5.1.1 no such person。请核对此人的电子邮箱。"
    assert office.taken == []


def test_one_refused_recipient_does_not_keep_the_others_from_theirs(settings) -> None:
    tell(person()), tell(person("li@example.org"))
    digests_make(on=ON, at=AT)
    with open_office("refuses") as (office, settings.MAIL_SERVER), Postbox() as box:
        assert [mail_send_next(box=box, at=AT)[1] for _letter in range(2)] == [True, True]
        assert mail_send_next(box=box, at=AT) is None
    assert [got["To"] for got in office.taken] == ["li@example.org"]


def test_a_busy_server_is_asked_again_later_and_later(settings) -> None:
    letter()
    with open_office("busy", "busy") as (office, settings.MAIL_SERVER):
        first = send()
        assert (first.state, first.next_try_at) == (MailState.QUEUED, AT + timedelta(minutes=1))
        assert not mails_due(AT).exists()
        second = send(first.next_try_at)
        assert second.next_try_at == first.next_try_at + timedelta(minutes=2)
        assert send(second.next_try_at).state == MailState.SENT
    assert len(office.taken) == 1


def test_a_server_that_hangs_after_the_text_leaves_it_uncertain(settings) -> None:
    letter()
    with open_office("hangs") as (_office, settings.MAIL_SERVER):
        mail = send()
    assert mail.state == MailState.UNCERTAIN
    assert "可能已经送达" in mail.reason


def test_a_server_that_dies_in_the_text_is_tried_again(settings) -> None:
    letter()
    with open_office("dies in") as (office, settings.MAIL_SERVER):
        mail = send()
        assert mail.state in {MailState.QUEUED, MailState.UNCERTAIN}
        assert mail.next_try_at == AT + timedelta(minutes=1)
        assert send(mail.next_try_at).state == MailState.SENT
    assert len(office.taken) == 1


def test_a_server_that_dies_after_the_text_leaves_it_uncertain_then_the_same_letter_goes_again(
    settings,
) -> None:
    letter()
    with open_office("takes and dies") as (office, settings.MAIL_SERVER):
        mail = send()
        assert mail.state == MailState.UNCERTAIN
        assert send(mail.next_try_at).state == MailState.SENT
    assert len({got["Message-ID"] for got in office.taken}) == 1
    assert len(office.taken) == 2


def test_once_uncertain_it_is_never_called_undelivered(settings) -> None:
    letter()
    with open_office("dies after", "refuses") as (_office, settings.MAIL_SERVER):
        mail = send()
        mail = send(mail.next_try_at)
    assert (mail.state, mail.next_try_at) == (MailState.UNCERTAIN, None)
    assert "550" in mail.reason


def test_a_server_that_is_not_there_stops_the_others_from_trying(settings) -> None:
    tell(person()), tell(person("li@example.org"))
    digests_make(on=ON, at=AT)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        settings.MAIL_SERVER = settings.MAIL_SERVER | {"host": "127.0.0.1", "port": free.getsockname()[1]}
    with Postbox() as box:
        mail, may_go_on = mail_send_next(box=box, at=AT)
    assert (mail.state, may_go_on) == (MailState.QUEUED, False)
    assert mail.reason == "连不上邮件服务器 127.0.0.1，平台会再试。"


def test_after_three_days_it_has_failed(settings) -> None:
    letter()
    settings.MAIL_SERVER = settings.MAIL_SERVER | {"host": "127.0.0.1", "port": 1}
    at, tries = AT, 0
    while Mail.objects.get().next_try_at:
        at = max(at, Mail.objects.get().next_try_at)
        send(at)
        tries += 1
    assert Mail.objects.get().state == MailState.FAILED
    assert timedelta(days=3) < at - AT < timedelta(days=3, hours=5)
    assert tries < 40


# ---- one sender at a time, and none that died ---------------------------------------------------


def test_a_letter_is_claimed_once_and_taken_over_when_its_sender_died(settings) -> None:
    mail = letter()
    Mail.objects.update(state=MailState.SENDING, tries=1, lease_until=AT + LEASE)
    with Postbox() as box:
        assert mail_send_next(box=box, at=AT) is None
    with open_office("busy") as (_office, settings.MAIL_SERVER):
        later = AT + LEASE + timedelta(seconds=1)
        assert send(later).state == MailState.UNCERTAIN
    assert Mail.objects.get(pk=mail.pk).tries == 2


def test_who_comes_back_late_writes_nothing(settings, monkeypatch) -> None:
    letter()

    def outrun(_box: Postbox, _letter: object) -> None:
        Mail.objects.update(tries=2)

    monkeypatch.setattr(Postbox, "send", outrun)
    assert send().state == MailState.SENDING


def test_the_sweep_asks_for_one_job_while_letters_are_due() -> None:
    assert letters_ask(at=AT) is None
    letter()
    assert letters_ask(at=AT)
    assert letters_ask(at=AT + timedelta(minutes=1)) is None


def test_who_has_no_address_any_more_is_named_as_such() -> None:
    mail = letter()
    User.objects.filter(pk=mail.recipient_id).update(email="")
    assert send().reason == "此人没有登记电子邮箱，或者账号已停用。"


# ---- the administrator -------------------------------------------------------------------------


def test_the_administrator_sees_what_failed_and_why_and_sends_it_again(settings) -> None:
    mail = letter(person(name="常厂长"))
    with open_office("refuses") as (_office, settings.MAIL_SERVER):
        send()
    client = client_of(make_user(Role.SYSTEM_ADMIN))
    page = client.get(reverse("operations:mail_list")).content.decode()
    assert "常厂长" in page
    assert "拒收" in page
    assert "chang@example.org" not in page
    assert "公示到期" not in page
    client.post(reverse("operations:mail_retry", args=[mail.pk]))
    assert Mail.objects.get().state == MailState.QUEUED
    with pytest.raises(Refused, match="没有失败"):
        mail_retry(mail=mail, by=system(), at=AT)
