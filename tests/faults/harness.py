"""Real processes on a place of their own: run a job, kill it somewhere, let another process take it over."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
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


@dataclass(frozen=True)
class Place:
    """One embedded installation under `var`: its database, files and broker."""

    var: Path

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
        return Place(to)

    def _process(self, command: list[str], kill_at: str) -> subprocess.CompletedProcess[str]:
        environment = {name: value for name, value in os.environ.items() if name not in _OURS} | {
            "VAR_DIR": str(self.var),
            "DJANGO_SETTINGS_MODULE": "tests.faults.settings",
            "PYTHONPATH": str(ROOT),
            "KILL_AT": kill_at,
            "JOB_LEASE_SECONDS": str(LEASE_SECONDS),
            "JOB_HEARTBEAT_SECONDS": "0.5",
        }
        return subprocess.run(
            command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=300, check=False
        )


def migrated_place(var: Path) -> Place:
    """A fresh installation with its reference tables."""
    place = Place(var)
    place.manage("migrate", "--verbosity", "0")
    return place


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
