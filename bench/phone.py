"""A verifier's phone after a day without a network, badly connected: it sends as static/js/field/send.js does."""

import http.client
import json
import socket
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any

_TOKEN = "c" * 32
_ANSWER_WITHIN = 60
_EDGE = "phone-part"
HALF, UNHEARD, DEAD = "half", "unheard", "dead"


@dataclass(frozen=True)
class Queued:
    """A visit that waits: its address, what was written, and its photographs by key."""

    path: str
    body: dict[str, Any]
    photos: dict[str, bytes]


@dataclass
class Phone:
    """Sends one thing after another; `cuts` says what befalls a sending: every so-manieth is one of them.

    A sending is cut in the middle of its body (`half`), its answer is not heard (`unheard`), or the server is killed
    while it works (`dead`; `kill` ends it and starts another).
    """

    port: int
    session: str
    cuts: dict[str, int]
    kill: Callable[[], None]
    asked: int = 0
    befallen: dict[str, int] = field(default_factory=dict)

    def send_all(self, queue: list[Queued]) -> None:
        """After each cut the queue begins anew, as after a new connection; what the server has is recognised."""
        waiting = list(queue)
        while waiting:
            if self._send(waiting[0]):
                waiting.pop(0)

    def _send(self, visit: Queued) -> bool:
        head = {"Content-Type": "application/json"}
        said = self._post(visit.path, json.dumps(visit.body).encode(), head)
        if said is None:
            return False
        for key in said["missing"]:
            head = {"Content-Type": f"multipart/form-data; boundary={_EDGE}"}
            if self._post(f"/measures/field/photos/{key}/", _part(visit.photos[key]), head) is None:
                return False
        return True

    def _post(self, path: str, body: bytes, head: dict[str, str]) -> dict[str, Any] | None:
        self.asked += 1
        cut = next((kind for kind, often in self.cuts.items() if self.asked % often == 0), "")
        if cut:
            self.befallen[cut] = self.befallen.get(cut, 0) + 1
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=_ANSWER_WITHIN)
        with closing(connection):
            connection.putrequest("POST", path)
            cookies = {"Cookie": f"sessionid={self.session}; csrftoken={_TOKEN}", "X-CSRFToken": _TOKEN}
            for name, value in (head | cookies | {"Content-Length": str(len(body))}).items():
                connection.putheader(name, value)
            connection.endheaders(body[: len(body) // 2] if cut == HALF else body)
            if cut == DEAD:
                self.kill()
            if cut:
                _hang_up(connection)
                return None
            answer = connection.getresponse()
            said = answer.read().decode()
        if answer.status != 200:
            raise SystemExit(f"{path}: {answer.status} {said[:500]}")
        found: dict[str, Any] = json.loads(said)
        return found


def _part(content: bytes) -> bytes:
    head = 'Content-Disposition: form-data; name="photo"; filename="p.jpg"\r\nContent-Type: image/jpeg'
    return b"".join([f"--{_EDGE}\r\n{head}\r\n\r\n".encode(), content, f"\r\n--{_EDGE}--\r\n".encode()])


def _hang_up(connection: http.client.HTTPConnection) -> None:
    if connection.sock:
        connection.sock.shutdown(socket.SHUT_RDWR)
