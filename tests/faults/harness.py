"""Real processes on a place of their own: run a job, kill it somewhere, let another process take it over."""

import atexit
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent.parent
LEASE_SECONDS = 2
_MOST_CHECKPOINTS = 200
_OURS = ("DATABASE_URL", "CELERY_BROKER_URL", "TEST_DATABASE_URL", "TEST_REDIS_URL")
_SETUP = "import json, sys, django; django.setup(); argument = json.loads(sys.argv[1])\n"
_RUN_JOB = """
from operations.runner import run_job
job = run_job(argument)
facts = None
{audit}
print(json.dumps(job and {{"state": job.state, "reason": job.reason, "result": job.result, "facts": facts}}))
"""


# A process that runs one piece of code after another, so that looking often costs no start each time.
_BESIDE = """
import contextlib, io, json, sys, traceback, django
django.setup()
for line in sys.stdin:
    code, argument = json.loads(line)
    said, wrong = io.StringIO(), ""
    try:
        with contextlib.redirect_stdout(said):
            exec(code, {"argument": argument, "json": json})
    except BaseException:
        wrong = traceback.format_exc()
    print(json.dumps([said.getvalue(), wrong]), flush=True)
"""


@dataclass(frozen=True)
class Beside:
    """A running process of a place that answers again and again."""

    process: subprocess.Popen[str]

    def python(self, code: str, argument: Any = None) -> Any:
        """Run `code`, which reads `argument`; the last line it prints is the JSON answer."""
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(json.dumps([code, argument]) + "\n")
        self.process.stdin.flush()
        said, wrong = json.loads(self.process.stdout.readline())
        assert not wrong, wrong
        return json.loads(said.splitlines()[-1]) if said.strip() else None


@dataclass(frozen=True)
class Place:
    """One embedded installation under `var`: its database, files and broker."""

    var: Path
    variables: dict[str, str] = field(default_factory=dict)

    def having(self, **variables: str) -> "Place":
        """The same place with these environment variables for its processes."""
        return replace(self, variables=self.variables | variables)

    @contextmanager
    def beside(self) -> Iterator[Beside]:
        """A process that answers questions about this place while others work on it."""
        process = subprocess.Popen(
            [sys.executable, "-c", _BESIDE],
            cwd=ROOT,
            env=self.environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        with process:
            yield Beside(process)

    def start(self, command: list[str], log: str) -> subprocess.Popen[bytes]:
        """A process of this place in a group of its own; what it says goes to `log` under `var`."""
        with (self.var / log).open("ab") as said:
            return subprocess.Popen(
                command,
                cwd=ROOT,
                env=self.environment(),
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def dies(self, code: str, argument: Any = None) -> signal.Signals:
        """Run `code` in a process of its own, which a signal must end: that signal."""
        ended = self._process([sys.executable, "-c", _SETUP + code, json.dumps(argument)], "")
        assert ended.returncode < 0, (ended.stdout, ended.stderr)
        return signal.Signals(-ended.returncode)

    def python(self, code: str, argument: Any = None, *, kill_at: str = "") -> Any:
        """Run `code` in a process of its own; it reads `argument` and may print one JSON value.

        Returns that value; None when the trap killed the process (or nothing was printed).
        """
        ended = self._process([sys.executable, "-c", _SETUP + code, json.dumps(argument)], kill_at)
        if ended.returncode == -signal.SIGKILL and kill_at:
            return None
        assert ended.returncode == 0, ended.stderr
        return json.loads(ended.stdout.splitlines()[-1]) if ended.stdout.strip() else None

    def manage(self, *arguments: str) -> str:
        """The standard output of a management command, which must end well."""
        ended = self._process([sys.executable, str(ROOT / "manage.py"), *arguments], "")
        assert ended.returncode == 0, ended.stderr
        return ended.stdout

    def run_job(self, job_id: int, *, kill_at: str = "", audit: str = "") -> dict[str, Any] | None:
        """One attempt at a job: its state, reason, result; None when it was killed or not to be had.

        `audit` is code that runs after it in the same process and sets `facts`.
        """
        code = _RUN_JOB.format(audit=audit)
        answer: dict[str, Any] | None = self.python(code, job_id, kill_at=kill_at)
        return answer

    def take_over(self, job_id: int, *, audit: str = "") -> dict[str, Any]:
        """What another worker makes of the job once the dead one's lease has run out."""
        time.sleep(LEASE_SECONDS + 0.2)
        answer = self.run_job(job_id, audit=audit)
        assert answer is not None, "the job was not to be had after its lease"
        return answer

    def copy(self, to: Path) -> "Place":
        shutil.copytree(self.var, to)
        return replace(self, var=to)

    def environment(self, kill_at: str = "") -> dict[str, str]:
        inherited = {name: value for name, value in os.environ.items() if name not in _OURS}
        own = {
            "VAR_DIR": str(self.var),
            "DJANGO_SETTINGS_MODULE": "tests.faults.settings",
            "PYTHONPATH": str(ROOT),
            "PYTHONPYCACHEPREFIX": str(_scratch() / "compiled"),
            "PYTHONDONTWRITEBYTECODE": "",
            "KILL_AT": kill_at,
            "JOB_LEASE_SECONDS": str(LEASE_SECONDS),
            "JOB_HEARTBEAT_SECONDS": "0.5",
        }
        return inherited | own | self.variables

    def _process(self, command: list[str], kill_at: str) -> subprocess.CompletedProcess[str]:
        environment = self.environment(kill_at)
        return subprocess.run(
            command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=300, check=False
        )


def migrated_place(var: Path) -> Place:
    """A fresh installation with its reference tables; migrated once, then copied."""
    return _template().copy(var)


@cache
def _template() -> Place:
    place = Place(_scratch() / "var")
    if migrated := os.environ.get("MIGRATED_SQLITE"):
        place.var.mkdir()
        shutil.copy(migrated, place.var)
    place.manage("migrate", "--verbosity", "0")
    return place


@cache
def _scratch() -> Path:
    """What all places of this run share: the migrated one, and the compiled code of the many processes."""
    folder = tempfile.mkdtemp(prefix="faults-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return Path(folder)


def kill_at_each_checkpoint(
    place: Place, job_id: int, scratch: Path, *, inside: str = "", audit: str = ""
) -> Iterator[tuple[int, Place, dict[str, Any]]]:
    """For n = 1, 2, … until the job ends unharmed: a copy of `place`, the job killed at its n-th checkpoint
    (with `inside`, such as "+5", at the fifth write after it), then taken over by another process.

    Yields (n, that place, the answer of the second process, with what `audit` made of it as `facts`);
    the caller looks whether all is right.
    """
    for number in range(1, _MOST_CHECKPOINTS):
        copy = place.copy(scratch / f"n{number}{inside}")
        unharmed = copy.run_job(job_id, kill_at=f"{number}{inside}", audit=audit)
        answer = unharmed or copy.take_over(job_id, audit=audit)
        yield number, copy, answer
        shutil.rmtree(copy.var)
        if unharmed:
            return
    raise AssertionError(f"job {job_id} still had checkpoints after {_MOST_CHECKPOINTS}")
