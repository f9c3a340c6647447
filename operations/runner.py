"""Runs one claimed job: heartbeat beside it, checkpoints inside it, its end written with the fence."""

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.models import User
from config.common.disk import is_disk_full
from config.common.errors import Refused
from config.common.plug import hooks
from operations.models import Job, JobState
from operations.services import jobs

log = logging.getLogger(__name__)


class LeaseLost(Exception):
    """A newer attempt owns the job: this one must not write any more."""


class Cancelled(Exception):
    """The person who asked for the job wants it ended; says what stands already, if anything does."""


class JobHandle:
    """What a job's function gets as `job`: progress, checkpoints and the fence.

    `at` is the time of the attempt's start; `by` who asked for the job.
    """

    def __init__(self, job: Job, at: datetime) -> None:
        self.row = job
        self.at = at
        self.by: User = job.created_by
        self._percent = job.percent
        self._checkpoints = 0

    def checkpoint(self, step: str = "", percent: int | None = None) -> None:
        """Say where the work is; between two checkpoints no transaction may stay open.

        Ends the attempt with Cancelled or LeaseLost when it should not go on. The bar never goes back and
        never says 100 % here.
        """
        self._percent = max(self._percent, min(percent or 0, 99))
        held = jobs.job_hold(job=self.row, at=timezone.now(), step=step[:200], percent=self._percent)
        if not held:
            raise LeaseLost
        if Job.objects.filter(pk=self.row.pk, cancel_asked=True).exists():
            raise Cancelled
        self._checkpoints += 1
        for hook in hooks("JOB_CHECKPOINT"):
            hook(self.row, self._checkpoints)

    def fence(self) -> None:
        """Inside the final transaction: fail it unless this attempt still owns the job."""
        if not jobs.job_hold(job=self.row, at=timezone.now()):
            raise LeaseLost


class JobAnswer(dict[str, Any]):
    """A job's result with the page that shows it."""

    def __init__(self, href: str = "", **result: Any) -> None:
        super().__init__(**result)
        self.href = href


JobFunction = Callable[..., JobAnswer]


def run_job(job_id: int) -> Job | None:
    """Claim and run; None when the job is not to be had. A failure of ours is logged and tried again."""
    at = timezone.now()
    job = jobs.job_claim(job_id=job_id, at=at)
    if job is None:
        return None
    with _heartbeat(job), override(job.language):
        _perform(job, at)
    job.refresh_from_db()
    return job


def run_inline(*, task: str, title: str, by: User, at: datetime, dedupe_key: str, **args: Any) -> Job:
    """The same work through the same code without worker or broker, for management commands; raises Refused."""
    job = jobs.job_enqueue(
        task=task, title=title, by=by, at=at, dedupe_key=dedupe_key, dispatch=False, **args
    )
    if job.state != JobState.DONE:
        run_job(job.pk)
        job.refresh_from_db()
    if job.state != JobState.DONE:
        raise Refused(
            job.reason or _("任务没有完成，现处于“%(state)s”。") % {"state": job.get_state_display()}
        )
    return job


def _perform(job: Job, at: datetime) -> None:
    function: JobFunction = import_string(job.task)
    try:
        answer = function(JobHandle(job, at), **job.args)
    except Cancelled as cancelled:
        jobs.job_end_cancelled(job=job, at=timezone.now(), reason=str(cancelled))
    except LeaseLost:
        log.warning("job %s: attempt %s lost its lease and stopped", job.pk, job.attempt)
    except Refused as error:
        reason = "\n".join([error.sentence, *(p.sentence for p in error.problems)])
        jobs.job_fail(job=job, at=timezone.now(), reason=reason, final=True)
    except Exception as error:  # the boundary of a job: whatever went wrong is logged, said, and tried again
        log.exception("job %s: attempt %s failed", job.pk, job.attempt)
        jobs.job_fail(job=job, at=timezone.now(), reason=_reason(error), final=False)
    else:
        jobs.job_finish(job=job, at=timezone.now(), result=dict(answer), href=answer.href)


def _reason(error: Exception) -> str:
    if is_disk_full(error):
        return _("平台的存储空间已满，结果没有写入。平台会再试；请系统管理员腾出空间。")
    return _("执行出错，平台会再试；三次不成将通知您。")


@contextmanager
def _heartbeat(job: Job) -> Iterator[None]:
    """Extends the lease from a thread with its own connection; a lost database only misses a beat."""
    if connection.in_atomic_block:  # inside a test's transaction another connection could not see the row
        yield
        return
    stop = threading.Event()

    def beat() -> None:
        try:
            while not stop.wait(settings.JOB_HEARTBEAT_SECONDS):
                try:
                    jobs.job_hold(job=job, at=timezone.now())
                except DatabaseError as error:
                    log.warning("job %s: heartbeat missed: %s", job.pk, error)
        finally:
            connection.close()

    thread = threading.Thread(target=beat, name=f"heartbeat-{job.pk}", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()
