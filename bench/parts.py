"""Starting the parts of the bench, and timing inside them."""

import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from statistics import median
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
SETTINGS = "config.settings.embedded"


def run_part(name: str, variables: Mapping[str, str], *arguments: object) -> Any:
    """What `main` of bench/<name>.py answers, in a fresh process under these variables."""
    return json.loads(_run(["-m", "bench.part", name, *map(str, arguments)], variables))


def run_manage(variables: Mapping[str, str], *arguments: str) -> str:
    return _run(["manage.py", *arguments], variables)


def _run(arguments: list[str], variables: Mapping[str, str]) -> str:
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": SETTINGS, **variables}
    command = [sys.executable, *arguments]
    done = subprocess.run(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{' '.join(arguments)}: ended with {done.returncode}")
    return done.stdout


def timed(work: Callable[[], Any]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def side_by_side(first: Callable[[], Any], second: Callable[[], Any], times: int) -> tuple[float, float]:
    """The median seconds of two works done in turns, so that a busy machine is busy for both."""
    pairs = [(timed(first), timed(second)) for _run in range(times)]
    return median(pair[0] for pair in pairs), median(pair[1] for pair in pairs)


def peak_mb() -> float:
    """The most memory this process, or one of its children, ever held."""
    most = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return most / 1024
