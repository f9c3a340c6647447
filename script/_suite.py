"""What script/test does inside the environment: the checks, then the suite on PostgreSQL and on SQLite."""

from __future__ import annotations

import os
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from pathlib import Path

import psycopg2
from _services import NotStartedError, end_on_signal, throwaway_services
from _supervise import bound, say

ROOT = Path(__file__).resolve().parent.parent
PYTEST = [sys.executable, "-m", "pytest"]
# The tests of one file stay together: they share what the file made for them.
IN_PARALLEL = ["-n", "2", "--dist", "loadfile"]
# Kills wait for leases to run out more than they work: a third worker uses that time.
MANY_THAT_WAIT = ["-n", "3", "--dist", "loadfile"]
# Slow things run once: who may do what, API fuzzing and browser journeys on PostgreSQL; kills, which bring
# their own embedded database, on SQLite, as does the demonstration, which the journeys find loaded into PostgreSQL;
# and what touches no database. Journeys have a run of their own: the browser's event loop stays in the
# process, and Django would refuse every later test there its database.
ON_POSTGRES = ["-m", "not fault and not browser and not demonstration"]
JOURNEYS = ["-m", "browser", "tests/browser"]
ONCE = ("tests/access", "tests/architecture", "tests/unit")
ON_SQLITE = ["-m", "not browser and not fuzz", *(f"--ignore={folder}" for folder in ONCE)]
STOP_WITHIN_SECONDS = 20


@dataclass
class Step:
    """One line of the closing summary."""

    name: str
    seconds: float
    worked: float
    passed: bool


@dataclass
class Session:
    """Runs steps one after the other, all of them, and remembers how each went."""

    folder: Path
    steps: list[Step] = field(default_factory=list)

    def run(self, name: str, command: Sequence[str], variables: Mapping[str, str]) -> None:
        say(f"\n━━ {name}")
        began, worked = time.monotonic(), _seconds_worked()
        own = self.folder / f"var-{len(self.steps)}"
        code = _run(command, {**_clean_environment(), "VAR_DIR": str(own), **variables})
        self.steps.append(Step(name, time.monotonic() - began, _seconds_worked() - worked, code == 0))

    def migrate_once(self, server: str) -> dict[str, str]:
        """An empty database of each kind with all migrations; every worker and platform begins with a copy.

        Returns the variables that name them: migrating costs as much as hundreds of tests, and each did it anew.
        """
        say("\n━━ migrations")
        began, worked = time.monotonic(), _seconds_worked()
        address, _slash, _name = server.rpartition("/")
        with closing(psycopg2.connect(server)) as connection:
            connection.autocommit = True
            connection.cursor().execute("CREATE DATABASE migrated")
        places = {"sqlite": "", "postgres": f"{address}/migrated"}
        command = [sys.executable, str(ROOT / "manage.py"), "migrate", "--verbosity=0"]
        started = []
        for name, url in places.items():
            own = {"VAR_DIR": str(self.folder / name), "DATABASE_URL": url, "CELERY_BROKER_URL": "memory://"}
            (self.folder / name).mkdir()
            environment = _clean_environment() | own
            started.append(subprocess.Popen(bound(command), env=environment, cwd=ROOT))
        well = all([process.wait() == 0 for process in started])  # noqa: C419 -- each is waited for
        self.steps.append(Step("migrations", time.monotonic() - began, _seconds_worked() - worked, well))
        return {
            "MIGRATED_SQLITE": str(self.folder / "sqlite" / "db.sqlite3"),
            "MIGRATED_POSTGRES": "migrated",
        }

    def load_demonstration(self, server: str) -> subprocess.Popen[bytes]:
        """Begin to load the demonstration beside the first part, into a database that journeys copy."""
        address, _slash, _name = server.rpartition("/")
        with closing(psycopg2.connect(server)) as connection:
            connection.autocommit = True
            connection.cursor().execute("CREATE DATABASE demonstration TEMPLATE migrated")
        var = self.folder / "demonstration"
        var.mkdir()
        own = {
            "VAR_DIR": str(var),
            "DATABASE_URL": f"{address}/demonstration",
            "CELERY_BROKER_URL": "memory://",
        }
        command = [sys.executable, str(ROOT / "manage.py"), "load_demo", "--json"]
        environment = _clean_environment() | own
        return subprocess.Popen(bound(command), env=environment, cwd=ROOT, stdout=subprocess.DEVNULL)

    def demonstrated(self, loading: subprocess.Popen[bytes]) -> dict[str, str]:
        """Wait for it; the variable that names its files."""
        began, worked = time.monotonic(), _seconds_worked()
        well = loading.wait() == 0
        self.steps.append(Step("demonstration", time.monotonic() - began, _seconds_worked() - worked, well))
        return {"DEMONSTRATION": str(self.folder / "demonstration")}

    def summary(self) -> int:
        say("\n━━ Summary")
        for step in self.steps:
            minutes, seconds = divmod(round(step.seconds), 60)
            word = "passed" if step.passed else "FAILED"
            say(f"  {word}  {minutes:3d} min {seconds:02d} s  {step.name} (processors {step.worked:.0f} s)")
        passed = all(step.passed for step in self.steps)
        total = round(sum(step.seconds for step in self.steps))
        say(f"  {'passed' if passed else 'FAILED'}  {total // 60:3d} min {total % 60:02d} s  altogether")
        return 0 if passed else 1


def main() -> int:
    arguments = sys.argv[1:]
    on_postgres = "--postgres" in arguments
    chosen = [argument for argument in arguments if argument != "--postgres"]
    end_on_signal()
    try:
        with ExitStack() as stack:
            folder = Path(tempfile.mkdtemp(prefix="platform-suite-"))
            stack.callback(shutil.rmtree, folder, ignore_errors=True)
            session = Session(folder)
            if chosen and not on_postgres:
                session.run("SQLite", [*PYTEST, *chosen], {})
                return 0 if session.steps[0].passed else 1
            if not on_postgres:
                session.run("checks", [str(ROOT / "script" / "check"), "--prepared"], {})
            variables = stack.enter_context(throwaway_services())
            if not chosen:
                variables |= session.migrate_once(variables["TEST_DATABASE_URL"])
            sqlite = {name: value for name, value in variables.items() if name == "MIGRATED_SQLITE"}
            loading = None if on_postgres else session.load_demonstration(variables["TEST_DATABASE_URL"])
            session.run("PostgreSQL and Redis", [*PYTEST, *(chosen or IN_PARALLEL + ON_POSTGRES)], variables)
            if loading is not None:
                shown = session.demonstrated(loading)
                session.run("browser journeys", [*PYTEST, *IN_PARALLEL, *JOURNEYS], variables | shown)
                session.run("SQLite", [*PYTEST, *MANY_THAT_WAIT, *ON_SQLITE], sqlite)
            return session.summary()
    except NotStartedError as reason:
        say(f"✗ {reason}")
        return 1
    except KeyboardInterrupt:
        return 130


def _clean_environment() -> dict[str, str]:
    """The suite says itself where it runs; nothing of the caller's platform leaks in."""
    ours = (
        "DATABASE_URL",
        "CELERY_BROKER_URL",
        "DJANGO_SETTINGS_MODULE",
        "TEST_DATABASE_URL",
        "TEST_REDIS_URL",
        "MIGRATED_SQLITE",
        "MIGRATED_POSTGRES",
        "DEMONSTRATION",
    )
    return {name: value for name, value in os.environ.items() if name not in ours}


def _seconds_worked() -> float:
    """Processor seconds of what was started and has ended: far below the clock's, a step waits."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _run(command: Sequence[str], environment: Mapping[str, str]) -> int:
    process = subprocess.Popen(bound(command), env=dict(environment), cwd=ROOT)
    try:
        return process.wait()
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(STOP_WITHIN_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


if __name__ == "__main__":
    sys.exit(main())
