"""A real mail server on this machine that takes letters, refuses them, hangs, or dies in the middle."""

# ruff: noqa: N802 (the server calls its handlers by the words of its protocol)

import asyncio
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP


class Office:
    """`manners` decide what happens to the next letters; empty: they are taken."""

    def __init__(self, *manners: str) -> None:
        self.manners = list(manners)
        self.taken: list[EmailMessage] = []
        self.heard = 0

    async def handle_RCPT(
        self, server: SMTP, _session: Any, envelope: Any, address: str, _options: Any
    ) -> str:
        if self._next("refuses"):
            return "550 5.1.1 no such person"
        if self._next("busy"):
            return "451 4.3.0 try again later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, _session: Any, envelope: Any) -> str:
        self.heard += 1
        if self._next("hangs"):
            await asyncio.sleep(5)
        if self._next("dies after"):
            server.transport.abort()
            return "250 never said"
        self.taken.append(message_from_bytes(envelope.content, policy=policy.default))
        if self._next("takes and dies"):
            server.transport.abort()
        return "250 OK"

    def _next(self, manner: str) -> bool:
        if self.manners and self.manners[0] == manner:
            self.manners.pop(0)
            return True
        return False


class _Dying(SMTP):
    """Closes the line as soon as the text of a letter begins."""

    async def smtp_DATA(self, arg: str) -> None:
        if self.event_handler._next("dies in"):
            await self.push("354 go on")
            self.transport.abort()
            return
        await super().smtp_DATA(arg)


class _Controller(Controller):
    def factory(self) -> SMTP:
        return _Dying(self.handler, **self.SMTP_kwargs)


@contextmanager
def open_office(*manners: str) -> Iterator[tuple[Office, dict[str, Any]]]:
    """The office, and the settings that lead to it."""
    office = Office(*manners)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = _Controller(office, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        empty = {"user": "", "password": "", "tls": ""}
        yield office, empty | {"host": "127.0.0.1", "port": port, "timeout": 1}
    finally:
        controller.stop()
