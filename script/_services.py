"""Throw-away PostgreSQL and Redis in a temporary folder, on free ports, as an unprivileged user.

python script/_services.py COMMAND …   runs it with TEST_DATABASE_URL and TEST_REDIS_URL set
"""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from _supervise import bound, say

START_WITHIN_SECONDS = 60
STOP_WITHIN_SECONDS = 15


class NotStartedError(Exception):
    """A service did not come up; the message carries the end of its log."""


@contextmanager
def throwaway_services() -> Iterator[dict[str, str]]:
    """Both services while the block runs; yields the environment variables that name them."""
    person = _unprivileged()
    with ExitStack() as stack:
        folder = Path(tempfile.mkdtemp(prefix="platform-services-"))
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        if person:
            shutil.chown(folder, person)
        database = stack.enter_context(_postgres(folder, person))
        broker = stack.enter_context(_redis(folder, person))
        yield {"TEST_DATABASE_URL": database, "TEST_REDIS_URL": broker}


def _unprivileged() -> str:
    """Whom root becomes for the services, because PostgreSQL refuses root; empty for anybody else."""
    if os.geteuid() != 0:
        return ""
    return "postgres" if "postgres" in {entry.pw_name for entry in pwd.getpwall()} else "nobody"


@contextmanager
def _postgres(folder: Path, person: str) -> Iterator[str]:
    programs, data, port = _postgres_programs(), folder / "postgres", _free_port()
    _make_cluster(programs, data, person)
    # It need not survive a power cut: nothing is forced to disk.
    settings = {
        "port": port,
        "listen_addresses": "127.0.0.1",
        "unix_socket_directories": folder,
        "fsync": "off",
        "full_page_writes": "off",
        "synchronous_commit": "off",
        "shared_buffers": "256MB",
        "max_wal_size": "4GB",
        "timezone": "Asia/Shanghai",
    }
    command = [str(programs / "postgres"), "-D", str(data)]
    for name, value in settings.items():
        command += ["-c", f"{name}={value}"]
    address = ["--host=127.0.0.1", f"--port={port}", "--username=suite"]

    def answers() -> bool:
        asked = [str(programs / "pg_isready"), "--quiet", "--dbname=postgres", *address]
        return subprocess.run(asked, check=False).returncode == 0

    with _running("PostgreSQL", command, folder, person, answers=answers, stop_by=signal.SIGINT):
        subprocess.run([str(programs / "createdb"), *address, "suite"], check=True, cwd=folder)
        yield f"postgres://suite@127.0.0.1:{port}/suite"


def _make_cluster(programs: Path, data: Path, person: str) -> None:
    command = [
        *(str(programs / "initdb"), "--pgdata", str(data), "--username=suite", "--auth=trust"),
        *("--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"),
    ]
    made = subprocess.run(
        bound(command, person=person), cwd=data.parent, capture_output=True, text=True, check=False
    )
    if made.returncode:
        raise NotStartedError(f"initdb: {made.stdout}{made.stderr}")


def _postgres_programs() -> Path:
    """Debian keeps them beside the PATH, one folder per release; the newest is taken."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[4]))
    if found:
        return found[-1].parent
    on_path = shutil.which("initdb")
    if on_path is None:
        raise NotStartedError("PostgreSQL is not installed: script/bootstrap --services")
    return Path(on_path).resolve().parent


@contextmanager
def _redis(folder: Path, person: str) -> Iterator[str]:
    port = _free_port()
    command = [
        *("redis-server", "--port", str(port), "--bind", "127.0.0.1", "--dir", str(folder)),
        *("--save", "", "--appendonly", "no", "--daemonize", "no", "--databases", "64"),
    ]

    def answers() -> bool:
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=1) as line:
                line.sendall(b"PING\r\n")
                return line.recv(16).startswith(b"+PONG")
        except OSError:
            return False

    with _running("Redis", command, folder, person, answers=answers, stop_by=signal.SIGTERM):
        yield f"redis://127.0.0.1:{port}/0"


@contextmanager
def _running(
    name: str,
    command: list[str],
    folder: Path,
    person: str,
    *,
    answers: Callable[[], bool],
    stop_by: signal.Signals,
) -> Iterator[None]:
    """The process while the block runs; ended by its own id, by force if it must be."""
    log = folder / f"{name}.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            bound(command, end_by=stop_by.name.removeprefix("SIG"), person=person),
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        until = time.monotonic() + START_WITHIN_SECONDS
        while not answers():
            if process.poll() is not None or time.monotonic() > until:
                raise NotStartedError(f"{name} did not start:\n{log.read_text(errors='replace')[-3000:]}")
            time.sleep(0.1)
        yield
    finally:
        _end(process, stop_by)


def _end(process: subprocess.Popen[bytes], stop_by: signal.Signals) -> None:
    process.send_signal(stop_by)
    try:
        process.wait(STOP_WITHIN_SECONDS)
    except subprocess.TimeoutExpired:
        # The whole group: PostgreSQL's own children keep its memory otherwise.
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def end_on_signal() -> None:
    """SIGTERM and a closed terminal unwind like Ctrl-C, so that everything is cleaned up."""
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda number, _frame: sys.exit(128 + number))


def main() -> int:
    end_on_signal()
    try:
        with throwaway_services() as variables:
            command = subprocess.Popen(bound(sys.argv[1:]), env={**os.environ, **variables})
            try:
                return command.wait()
            finally:
                if command.poll() is None:
                    _end(command, signal.SIGTERM)
    except NotStartedError as reason:
        say(f"✗ {reason}")
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
