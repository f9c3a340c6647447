"""A real web server on a place, and people at it."""

import http.client
import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import Any

from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from tests.access.browser import Fields, form_on
from tests.faults.harness import Beside, Place

THREADS = 6
_START_WITHIN = 60
_ANSWER_WITHIN = 60
_GUNICORN = [
    "-m",
    "gunicorn",
    "tests.faults.wsgi",
    "--preload",
    "--worker-class",
    "gthread",
    "--no-control-socket",
]
_TOKEN = "c" * 32
_SIGN_IN = """
from accounts.models import User
from tests.factories.accounts import client_of
print(json.dumps(client_of(User.objects.get(pk=argument)).cookies["sessionid"].value))
"""


@dataclass(frozen=True)
class Answer:
    status: int
    text: str
    location: str


@dataclass
class Server:
    """A running web server: one master, one worker with six threads."""

    place: Place
    port: int
    process: subprocess.Popen[bytes]

    def kill(self) -> None:
        """SIGKILL to all of it, as a power cut or the out-of-memory killer would."""
        end(self.process)


@dataclass(frozen=True)
class Person:
    """Somebody's signed-in browser."""

    port: int
    session: str

    def get(self, path: str) -> Answer:
        answer = self._ask("GET", path, b"", {})
        assert answer is not None, f"no answer from {path}"
        return answer

    def form(self, path: str) -> Fields:
        """The fields of the form on a page, as they are filled."""
        page = self.get(path)
        assert page.status == 200, page
        return form_on(page.text, path)[0]

    def post(self, path: str, fields: Fields, trap: str = "") -> Answer | None:
        """The answer; None when the server died over it."""
        sent = encode_multipart(BOUNDARY, fields | {"csrfmiddlewaretoken": _TOKEN})
        return self._ask("POST", path, sent, {"Content-Type": MULTIPART_CONTENT, "X-Trap": trap})

    def post_json(self, path: str, values: dict[str, Any], trap: str = "") -> Answer | None:
        sent = json.dumps(values).encode()
        headers = {"Content-Type": "application/json", "X-CSRFToken": _TOKEN, "X-Trap": trap}
        return self._ask("POST", path, sent, headers)

    def _ask(self, method: str, path: str, body: bytes, headers: dict[str, str]) -> Answer | None:
        cookies = {"Cookie": f"sessionid={self.session}; csrftoken={_TOKEN}"}
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=_ANSWER_WITHIN)
        with closing(connection):
            try:
                connection.request(method, path, body, headers | cookies)
                response = connection.getresponse()
            except (ConnectionResetError, BrokenPipeError, http.client.RemoteDisconnected):
                return None
            with response:
                text = response.read().decode()
        return Answer(response.status, text, response.headers.get("Location", ""))


def sign_in(server: Server, beside: Beside, user: int) -> Person:
    return Person(server.port, beside.python(_SIGN_IN, user))


def at_once(person: Person, path: str, fields: list[Fields]) -> list[Answer | None]:
    """All of them posted in the same moment."""
    with ThreadPoolExecutor(len(fields)) as threads:
        return list(threads.map(lambda sent: person.post(path, sent), fields))


@contextmanager
def web_server(place: Place) -> Iterator[Server]:
    """gunicorn on a free port, ended by its own id."""
    port = free_port()
    scratch = place.var / "tmp"
    scratch.mkdir(exist_ok=True)
    command = [sys.executable, *_GUNICORN, "--bind", f"127.0.0.1:{port}", "--threads", str(THREADS)]
    process = place.having(TMPDIR=str(scratch)).start(command, "web.log")
    try:
        _wait_until_ready(place, port, process)
        yield Server(place, port, process)
    finally:
        end(process)


def end(process: subprocess.Popen[Any]) -> None:
    """SIGKILL to its group: the place is thrown away, and nobody waits for a graceful end."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _wait_until_ready(place: Place, port: int, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + _START_WITHIN
    stranger = Person(port, secrets.token_hex(8))
    while time.monotonic() < until and process.poll() is None:
        try:
            if stranger.get("/readyz").status == 200:
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError((place.var / "web.log").read_text()[-3000:])


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
