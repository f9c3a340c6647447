"""The trap: ends this process with SIGKILL at a checkpoint or at a write after one, or stops it there."""

import os
import signal
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db import connection

from audits.services import rounds

_WRITES = ("INSERT", "UPDATE", "DELETE")


def maybe_kill(job: Any, number: int) -> None:
    """Hook JOB_CHECKPOINT; works as settings.KILL_AT and STOP_AT say."""
    if number == settings.STOP_AT:
        os.kill(os.getpid(), signal.SIGSTOP)
    if not settings.KILL_AT:
        return
    checkpoint, _plus, writes = settings.KILL_AT.partition("+")
    if number != int(checkpoint):
        return
    if writes:
        connection.execute_wrappers.append(KillAtWrite(int(writes)))
    else:
        die()


def small_batches(_job: Any, _number: int) -> None:
    """Hook JOB_CHECKPOINT; a job's first checkpoint comes before its first batch."""
    if settings.ROUNDS_A_BATCH:
        rounds.BATCH = settings.ROUNDS_A_BATCH


class KillAtWrite:
    """Counts what this connection writes from now on; the last one asked for is never sent."""

    def __init__(self, writes: int) -> None:
        self.left = writes

    def __call__(self, execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        if sql.lstrip().upper().startswith(_WRITES):
            self.left -= 1
            if self.left <= 0:
                die()
        return execute(sql, *rest)


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)
