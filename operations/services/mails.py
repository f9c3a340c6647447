"""Letters: one digest a day for each person, sent at least once, the outcome always known in words."""

from datetime import date, datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.db.models import Case, Exists, F, Max, OuterRef, Subquery, When
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.services.activity import activity_record
from config.common.errors import Refused
from config.common.postbox import NotSent, Postbox
from config.common.wording import date_words
from operations.enums import MailKind, MailState
from operations.models import Mail, Notice
from operations.selectors import mails_due, unmailed
from operations.services.account_letters import account_letter_of
from operations.services.mail_words import absolute, message_id

LEASE = timedelta(minutes=5)
GIVE_UP_AFTER = timedelta(days=3)
LOOK_BACK = timedelta(days=14)
MOST_LINES = 50
_LONGEST_PAUSE_MINUTES = 240
_SALT = "operations.unsubscribe"


@transaction.atomic
def digests_make(*, on: date, at: datetime) -> int:
    """One letter for each person with news that is in no letter yet; who had one today gets the rest tomorrow.

    Three statements for any number of people: a letter and the notices it holds appear together, so that
    nobody sends it half filled.
    """
    waiting = unmailed(at - LOOK_BACK)
    people = sorted(set(waiting.order_by().values_list("recipient", flat=True).distinct()))
    newest = Mail.objects.aggregate(newest=Max("pk"))["newest"] or 0
    letters = [
        Mail(recipient_id=pk, on=on, key=f"digest:{pk}:{on.isoformat()}", next_try_at=at, created_at=at)
        for pk in people
    ]
    Mail.objects.bulk_create(letters, ignore_conflicts=True)
    made = Mail.objects.filter(kind=MailKind.DIGEST, on=on, created_at=at, pk__gt=newest)
    own = made.filter(recipient=OuterRef("recipient"))
    waiting.filter(Exists(own)).update(mail=Subquery(own.values("pk")[:1]))
    return made.count()


def mail_send_next(*, box: Postbox, at: datetime, until: date | None = None) -> tuple[Mail, bool] | None:
    """Send the letter that has waited longest (of those written up to `until`); None when none is due.

    Returns it with its new state, and whether the next one may try at once (the server can be reached).
    """
    mail = _claim(at, until)
    if mail is None:
        return None
    doubtful = mail.state in {MailState.UNCERTAIN, MailState.SENDING}
    try:
        box.send(letter_of(mail))
    except NotSent as error:
        _put_off(mail, error, doubtful=doubtful, at=at)
        return mail, not error.unreachable
    _write(mail, state=MailState.SENT, sent_at=at, next_try_at=None, reason="")
    return mail, True


def _claim(at: datetime, until: date | None) -> Mail | None:
    """The row as it was before the claim; `tries` fences whoever comes back late.

    Letters about accounts go before the digests: somebody sits and waits for them.
    """
    patient = Case(When(kind=MailKind.DIGEST, then=1), default=0)
    for mail in mails_due(at, until).select_related("recipient").order_by(patient, "next_try_at", "pk")[:20]:
        mine = mails_due(at).filter(pk=mail.pk, tries=mail.tries)
        if mine.update(state=MailState.SENDING, tries=F("tries") + 1, lease_until=at + LEASE):
            mail.tries += 1
            return mail
    return None


def _put_off(mail: Mail, error: NotSent, *, doubtful: bool, at: datetime) -> None:
    """Try again after 1, 2, 4 … 240 minutes; for three days, or not at all when the server has decided.

    Once handed over and never confirmed it stays uncertain, whatever later tries say.
    """
    doubtful = doubtful or error.uncertain
    over = error.final or at - mail.created_at > GIVE_UP_AFTER
    waiting = MailState.FAILED if over else MailState.QUEUED
    pause = timedelta(minutes=min(2 ** (mail.tries - 1), _LONGEST_PAUSE_MINUTES))
    _write(
        mail,
        state=MailState.UNCERTAIN if doubtful else waiting,
        next_try_at=None if over else at + pause,
        reason=error.words[:300],
    )


def _write(mail: Mail, **changes: object) -> None:
    mine = Mail.objects.filter(pk=mail.pk, state=MailState.SENDING, tries=mail.tries)
    mine.update(lease_until=None, **changes)
    for name, value in changes.items():
        setattr(mail, name, value)


def letter_of(mail: Mail) -> EmailMessage:
    """The letter as it is sent, with the same number at every try; the digest is the same letter, too."""
    if mail.kind != MailKind.DIGEST:
        return account_letter_of(mail)
    return _digest_of(mail)


def _digest_of(mail: Mail) -> EmailMessage:
    person = mail.recipient
    if not (person.email and person.is_active):
        raise NotSent(_("此人没有登记电子邮箱，或者账号已停用。"), final=True)
    notices = list(Notice.objects.filter(mail=mail).order_by("due_on", "pk")[: MOST_LINES + 1])
    count = Notice.objects.filter(mail=mail).count()
    leave = absolute(reverse("operations:unsubscribe", args=[unsubscribe_token(person)]))
    facts = {
        "person": person,
        "count": count,
        "rows": [(row.text, absolute(row.href) if row.href else "") for row in notices[:MOST_LINES]],
        "more": max(count - MOST_LINES, 0),
        "all_href": absolute(reverse("operations:notice_list")),
        "leave_href": leave,
    }
    letter = EmailMessage()
    letter["Subject"] = _("清洁生产审核：您有 %(n)d 条新通知（%(day)s）") % {
        "n": count,
        "day": date_words(mail.on),
    }
    letter["From"] = settings.MAIL_FROM
    letter["To"] = person.email
    letter["Date"] = format_datetime(mail.created_at)
    letter["Message-ID"] = message_id(mail.key)
    letter["Auto-Submitted"] = "auto-generated"
    letter["List-Unsubscribe"] = f"<{leave}>"
    letter["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    letter.set_content(render_to_string("emails/digest.txt", facts), cte="base64")
    return letter


def unsubscribe_token(person: User) -> str:
    return signing.dumps(person.pk, salt=_SALT)


def unsubscribe_person_id(token: str) -> int | None:
    """Whose letters a link ends; None when we never signed it."""
    try:
        pk: int = signing.loads(token, salt=_SALT)
    except signing.BadSignature:
        return None
    return pk


@transaction.atomic
def mail_retry(*, mail: Mail, by: User, at: datetime) -> None:
    """An administrator has mended what was wrong: try once more at the next sweep."""
    stuck = [MailState.FAILED, MailState.UNCERTAIN]
    again = Mail.objects.filter(pk=mail.pk, state__in=stuck)
    if not again.update(state=MailState.QUEUED, next_try_at=at):
        raise Refused(_("这封邮件没有失败，不需要再发。"))
    activity_record(by=by, at=at, verb="mail_retry", thing=mail, region=by.region)
