"""Where letters leave the house: a mail server, or a folder where none is set."""

import hashlib
import smtplib
import ssl
from email.message import EmailMessage
from pathlib import Path
from types import TracebackType
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from config.common.atomic import atomic_write


class NotSent(Exception):
    """A letter did not go out, or perhaps did; `words` say why to an administrator.

    `final`: trying again is no use. `uncertain`: it was handed over whole, but never confirmed.
    `unreachable`: the server itself is the matter, so that other letters need not try now.
    """

    def __init__(
        self, words: str, *, final: bool = False, uncertain: bool = False, unreachable: bool = False
    ) -> None:
        super().__init__(words)
        self.words, self.final, self.uncertain, self.unreachable = words, final, uncertain, unreachable


class _Noting(smtplib.SMTP):
    """Knows whether the last thing said was a whole letter."""

    handed_over = False

    def send(self, s: Any) -> None:
        self.handed_over = False
        super().send(s)
        self.handed_over = isinstance(s, bytes) and s.endswith(b"\r\n.\r\n")


class _NotingSSL(_Noting, smtplib.SMTP_SSL):
    pass


class Postbox:
    """One connection for many letters, opened with the first one and again after a quarrel."""

    def __init__(self) -> None:
        self._server: dict[str, Any] = settings.MAIL_SERVER
        self._line: _Noting | None = None

    def __enter__(self) -> "Postbox":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._hang_up()

    def send(self, letter: EmailMessage) -> None:
        """Returns when the letter is in the server's hands (or in its file); else NotSent."""
        if not self._server["host"]:
            _file(letter)
            return
        try:
            line = self._line or self._call()
        except smtplib.SMTPAuthenticationError as error:
            raise NotSent(
                _("邮件服务器不接受平台的用户名和密码，请检查 EMAIL_URL。"), unreachable=True
            ) from error
        except (OSError, smtplib.SMTPException) as error:
            raise NotSent(
                _("连不上邮件服务器 %(host)s，平台会再试。") % {"host": self._server["host"]},
                unreachable=True,
            ) from error
        try:
            line.send_message(letter)
        except smtplib.SMTPResponseException as error:
            raise _answered(error.smtp_code, error.smtp_error) from error
        except smtplib.SMTPRecipientsRefused as error:
            raise _answered(*next(iter(error.recipients.values()))) from error
        except smtplib.SMTPNotSupportedError as error:
            raise NotSent(_("邮件服务器不认这个电子邮箱的写法，请核对。"), final=True) from error
        except (OSError, smtplib.SMTPException) as error:
            handed_over = line.handed_over
            line.close()
            self._line = None
            raise _broken_off(uncertain=handed_over) from error

    def _call(self) -> _Noting:
        where: dict[str, Any] = {name: self._server[name] for name in ("host", "port", "timeout")}
        if self._server["tls"] == "ssl":
            line: _Noting = _NotingSSL(**where, context=ssl.create_default_context())
        else:
            line = _Noting(**where)
        try:
            if self._server["tls"] == "starttls":
                line.starttls(context=ssl.create_default_context())
            if self._server["user"]:
                line.login(self._server["user"], self._server["password"])
        except (OSError, smtplib.SMTPException):
            line.close()
            raise
        self._line = line
        return line

    def _hang_up(self) -> None:
        if self._line is None:
            return
        try:
            self._line.quit()
        except (OSError, smtplib.SMTPException):
            self._line.close()  # a server that is gone needs no good-bye
        self._line = None


def _answered(code: int, said: bytes | str) -> NotSent:
    """A server that says 4xx wants to be asked again later; one that says 5xx has decided."""
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    facts = {"answer": f"{code} {text}"[:120]}
    if code >= 500:
        return NotSent(_("邮件服务器拒收：%(answer)s。请核对此人的电子邮箱。") % facts, final=True)
    return NotSent(_("邮件服务器暂不接收：%(answer)s。平台会再试。") % facts)


def _broken_off(*, uncertain: bool) -> NotSent:
    if uncertain:
        words = _("信已全部交出，邮件服务器在确认之前断开：可能已经送达。平台会以同一编号再发。")
        return NotSent(words, uncertain=True, unreachable=True)
    return NotSent(_("邮件服务器中途断开或没有应答，平台会再试。"), unreachable=True)


def _file(letter: EmailMessage) -> None:
    """The same letter is the same file, however often it is sent."""
    folder = Path(settings.MAIL_DIR)
    folder.mkdir(parents=True, exist_ok=True)
    name = hashlib.sha256(letter["Message-ID"].encode()).hexdigest()[:32]
    with atomic_write(folder / f"{name}.eml") as part:
        part.write_bytes(letter.as_bytes())
