"""Letters about a person's own account: sent at once, their secrets made when they are sent and kept nowhere."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from accounts.services.own_emails import email_token
from accounts.services.password_resets import reset_token
from accounts.services.users import builtin
from config.common.postbox import NotSent
from operations.enums import MailKind
from operations.models import Job, Mail
from operations.services.daily import letters_ask
from operations.services.jobs import job_enqueue
from operations.services.mail_words import absolute, message_id


@dataclass(frozen=True)
class AccountLetter:
    """Its subject and text, the page its link leads to, and how the secret of the link is made."""

    subject: Any
    template: str
    page: str
    secret: Callable[[User], str] | None = None


LETTERS: dict[str, AccountLetter] = {
    MailKind.PASSWORD_RESET: AccountLetter(
        gettext_lazy("清洁生产审核：重设密码"),
        "emails/password_reset.txt",
        "accounts:password_reset",
        reset_token,
    ),
    MailKind.PASSWORD_SET: AccountLetter(
        gettext_lazy("清洁生产审核：您的密码已重设"), "emails/password_set.txt", "accounts:password_forgotten"
    ),
    MailKind.EMAIL_CONFIRM: AccountLetter(
        gettext_lazy("清洁生产审核：确认电子邮箱"),
        "emails/email_confirm.txt",
        "accounts:email_confirm",
        email_token,
    ),
    MailKind.EMAIL_LEAVING: AccountLetter(
        gettext_lazy("清洁生产审核：您的邮箱正在更换"),
        "emails/email_leaving.txt",
        "accounts:password_forgotten",
    ),
}


@transaction.atomic
def letter_ask(*, kind: str, user: User, at: datetime) -> Mail:
    """Hook ACCOUNT_LETTER: the letter stands in the outbox, and the worker is called at once."""
    mail = Mail.objects.create(
        kind=MailKind(kind),
        recipient=user,
        on=timezone.localtime(at).date(),
        key=f"{kind}:{user.pk}:{at.isoformat()}",
        next_try_at=at,
        created_at=at,
    )
    letters_ask(at=at)
    return mail


@transaction.atomic
def resets_ask(*, at: datetime) -> Job:
    """Hook RESET_ASKED: the worker looks who it is and writes; the page that asked knows nothing of it."""
    return job_enqueue(
        task="operations.tasks.answer_resets",
        title=_("答复找回密码的申请"),
        by=builtin("@beat"),
        at=at,
        dedupe_key=f"answer_resets:{at.isoformat()}",
    )


def account_letter_of(mail: Mail) -> EmailMessage:
    """The letter as it is sent now; it carries no names but the person's own, and nothing of the platform's cases."""
    person, letter_facts = mail.recipient, LETTERS[mail.kind]
    address = person.pending_email if mail.kind == MailKind.EMAIL_CONFIRM else person.email
    if not (address and person.is_active):
        raise NotSent(_("此人没有登记电子邮箱，或者账号已停用。"), final=True)
    secret = f"#{letter_facts.secret(person)}" if letter_facts.secret else ""
    facts = {
        "person": person,
        "href": f"{absolute(reverse(letter_facts.page))}{secret}",
        "minutes": settings.PASSWORD_RESET_TIMEOUT // 60,
        "hours": settings.EMAIL_CONFIRM_HOURS,
    }
    letter = EmailMessage()
    letter["Subject"] = str(letter_facts.subject)
    letter["From"] = settings.MAIL_FROM
    letter["To"] = address
    letter["Date"] = format_datetime(mail.created_at)
    letter["Message-ID"] = message_id(mail.key)
    letter["Auto-Submitted"] = "auto-generated"
    letter.set_content(render_to_string(letter_facts.template, facts), cte="base64")
    return letter
