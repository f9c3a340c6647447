"""The platform as people meet it: web server and worker as real processes on a database of their own."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg2

ROOT = Path(__file__).resolve().parent.parent.parent
_SETUP = "import json, sys, django; django.setup(); argument = json.loads(sys.argv[1])\n"
_START_WITHIN = 60
_STOP_WITHIN = 15
# Of Redis' databases each test worker has twenty for its platforms: none must take another's messages.
_WORKER = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
_redis_databases = count(4 + 20 * _WORKER)


@dataclass(frozen=True)
class Platform:
    """A running platform: its address and its environment."""

    address: str
    environment: dict[str, str]

    def python(self, code: str, argument: Any = None) -> Any:
        """Run `code` beside the platform; the last line it prints is the JSON answer."""
        command = [sys.executable, "-c", _SETUP + code, json.dumps(argument)]
        ended = subprocess.run(
            command, cwd=ROOT, env=self.environment, capture_output=True, text=True, timeout=300, check=False
        )
        assert ended.returncode == 0, ended.stderr
        return json.loads(ended.stdout.splitlines()[-1]) if ended.stdout.strip() else None


@contextmanager
def running_platform(folder: Path, template: str = "") -> Iterator[Platform]:
    """PostgreSQL and Redis when the suite runs on them, else the embedded default; everything under `folder`."""
    with ExitStack() as stack:
        environment = _environment(folder, stack, template)
        manage = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
        subprocess.run(manage, cwd=ROOT, env=environment, check=True, timeout=300)
        port = _free_port()
        bind = f"127.0.0.1:{port}"
        web = ["-m", "gunicorn", "config.wsgi", "--bind", bind, "--worker-class", "gthread", "--threads", "6"]
        stack.enter_context(_process(web, environment, folder / "web.log"))
        worker = ["-m", "celery", "-A", "config.celery", "worker", "--pool", "solo", "--loglevel", "warning"]
        stack.enter_context(_process(worker, environment, folder / "worker.log"))
        address = f"http://{bind}"
        _wait_until_ready(address, folder / "web.log")
        yield Platform(address, environment)


@contextmanager
def demonstration(folder: Path) -> Iterator[Platform]:
    """A platform with the demonstration on it, a copy of what the suite loaded once, if it did."""
    template = ""
    if loaded := os.environ.get("DEMONSTRATION"):
        shutil.copytree(loaded, folder / "var")
        template = "demonstration"
    with running_platform(folder, template=template) as running:
        if not loaded:
            command = [sys.executable, "manage.py", "load_demo", "--json"]
            own = running.environment
            subprocess.run(command, cwd=ROOT, env=own, check=True, timeout=900, capture_output=True)
        yield running


def passwords_of(platform: Platform) -> dict[str, str]:
    """The demonstration's accounts, by user name."""
    kept = Path(platform.environment["VAR_DIR"]) / "demo_accounts.json"
    return {row["username"]: row["password"] for row in json.loads(kept.read_text())}


def _environment(folder: Path, stack: ExitStack, template: str) -> dict[str, str]:
    ours = (
        "DATABASE_URL",
        "CELERY_BROKER_URL",
        "TEST_DATABASE_URL",
        "TEST_REDIS_URL",
        "DEMONSTRATION",
        "DJANGO_SETTINGS_MODULE",
    )
    environment = {name: value for name, value in os.environ.items() if name not in ours} | {
        "VAR_DIR": str(folder / "var"),
        "DJANGO_SETTINGS_MODULE": "config.settings.embedded",
        "PYTHONPATH": str(ROOT),
        "JOB_SWEEP_SECONDS": "5",
    }
    if server := os.environ.get("TEST_DATABASE_URL"):
        number = next(_redis_databases)
        environment["DATABASE_URL"] = stack.enter_context(_own_database(server, number, template))
        broker = urlsplit(os.environ["TEST_REDIS_URL"])._replace(path=f"/{number}")
        environment["CELERY_BROKER_URL"] = urlunsplit(broker)
    return environment


@contextmanager
def _own_database(server: str, number: int, template: str) -> Iterator[str]:
    """A database of this run's own on the suite's PostgreSQL, dropped afterwards."""
    name = f"browser_{os.getpid()}_{number}"
    template = template or os.environ.get("MIGRATED_POSTGRES", "template1")
    _execute(server, f"CREATE DATABASE {name} TEMPLATE {template}")
    try:
        yield urlunsplit(urlsplit(server)._replace(path=f"/{name}"))
    finally:
        _execute(server, f"DROP DATABASE {name} WITH (FORCE)")


def _execute(server: str, statement: str) -> None:
    connection = psycopg2.connect(server)
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            cursor.execute(statement)
    finally:
        connection.close()


@contextmanager
def _process(arguments: list[str], environment: dict[str, str], log: Path) -> Iterator[None]:
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, *arguments], cwd=ROOT, env=environment, stdout=output, stderr=subprocess.STDOUT
        )
    try:
        yield
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(_STOP_WITHIN)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait_until_ready(address: str, log: Path) -> None:
    until = time.monotonic() + _START_WITHIN
    while time.monotonic() < until:
        try:
            with urllib.request.urlopen(f"{address}/readyz", timeout=2) as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    raise AssertionError(f"the web server did not answer:\n{log.read_text(errors='replace')[-3000:]}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
