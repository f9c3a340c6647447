"""Jobs: asked for in the transaction that wants them, claimed by lease, fenced by attempt, swept when lost."""

import logging
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from kombu.exceptions import OperationalError

from accounts.models import User
from accounts.services.activity import activity_record
from config.celery import app
from config.common.errors import Refused
from operations.models import Job, JobState, Notice

log = logging.getLogger(__name__)

_OPEN = [JobState.QUEUED, JobState.RUNNING]


@transaction.atomic
def job_enqueue(
    *, task: str, title: str, by: User, at: datetime, dedupe_key: str, dispatch: bool = True, **args: Any
) -> Job:
    """Write the job beside the change that asks for it; the message goes out after the commit.

    The same `dedupe_key` gives the same job. A broker that is down never fails the user's action: the
    sweep dispatches again.
    """
    existing = Job.objects.filter(dedupe_key=dedupe_key).first()
    if existing:
        return existing
    try:
        with transaction.atomic():
            job = Job.objects.create(
                task=task,
                args=args,
                title=title[:200],
                dedupe_key=dedupe_key,
                language=get_language() or settings.LANGUAGE_CODE,
                created_by=by,
                created_at=at,
            )
    except IntegrityError:
        return Job.objects.get(dedupe_key=dedupe_key)
    activity_record(by=by, at=at, verb="job_enqueue", thing=job, region=by.region, new={"task": task})
    if dispatch:
        transaction.on_commit(lambda: job_dispatch(job_id=job.pk, at=at))
    return job


def job_dispatch(*, job_id: int, at: datetime) -> None:
    """Hint to the workers; a broker that cannot be reached is only logged, for the sweep hints again."""
    Job.objects.filter(pk=job_id).update(dispatched_at=at, dispatches=F("dispatches") + 1)
    try:
        app.send_task("operations.tasks.run_job", args=[job_id], retry=False)
    except (OperationalError, OSError) as error:
        log.warning("job %s: broker not reached, the sweep will dispatch it again: %s", job_id, error)


def job_claim(*, job_id: int, at: datetime) -> Job | None:
    """Take the job if it is queued or its lease ran out; None when somebody else has it or it is over."""
    lapsed = Q(state=JobState.RUNNING, lease_until__lt=at)
    claimed = Job.objects.filter(Q(pk=job_id), Q(state=JobState.QUEUED) | lapsed).update(
        state=JobState.RUNNING,
        attempt=F("attempt") + 1,
        lease_until=at + timedelta(seconds=settings.JOB_LEASE_SECONDS),
        started_at=at,
        reason="",
    )
    return Job.objects.select_related("created_by__region").get(pk=job_id) if claimed else None


def job_hold(*, job: Job, at: datetime, **changes: Any) -> bool:
    """Extend the lease and write `changes` (step, percent …) if this attempt still owns the job."""
    lease = at + timedelta(seconds=settings.JOB_LEASE_SECONDS)
    mine = Job.objects.filter(pk=job.pk, attempt=job.attempt, state=JobState.RUNNING)
    return bool(mine.update(lease_until=lease, **changes))


def job_finish(*, job: Job, at: datetime, result: dict[str, Any], href: str = "") -> bool:
    """100 % is said last: after the result's rows and files are there. False when a newer attempt owns the job."""
    mine = Job.objects.filter(pk=job.pk, attempt=job.attempt, state=JobState.RUNNING)
    return bool(
        mine.update(
            state=JobState.DONE,
            percent=100,
            step="",
            result=result,
            result_href=href,
            ended_at=at,
            lease_until=None,
        )
    )


@transaction.atomic
def job_fail(*, job: Job, at: datetime, reason: str, final: bool) -> None:
    """Record why; a final failure (a refusal, or the third attempt) ends the job with one notice to who asked."""
    ended = final or job.failures + 1 >= settings.JOB_MAX_ATTEMPTS
    changed = Job.objects.filter(pk=job.pk, attempt=job.attempt, state=JobState.RUNNING).update(
        state=JobState.FAILED if ended else JobState.QUEUED,
        failures=F("failures") + 1,
        reason=reason,
        lease_until=None,
        ended_at=at if ended else None,
        dispatched_at=None,
    )
    if changed and ended:
        _notice_failure(job, at, reason)


def _notice_failure(job: Job, at: datetime, reason: str) -> None:
    Notice.objects.get_or_create(
        key=f"job_failed:{job.pk}:{job.attempt}",
        defaults={
            "rule": "job_failed",
            "case_kind": "operations.job",
            "case_id": job.pk,
            "recipient": job.created_by,
            "text": _("后台任务“%(title)s”没有完成：%(reason)s")
            % {"title": job.title[:80], "reason": reason[:300]},
            "created_at": at,
        },
    )


@transaction.atomic
def job_cancel(*, job: Job, by: User, at: datetime) -> Job:
    """A waiting job ends at once; a running one at its next checkpoint."""
    Job.objects.filter(pk=job.pk, state=JobState.QUEUED).update(state=JobState.CANCELLED, ended_at=at)
    Job.objects.filter(pk=job.pk, state=JobState.RUNNING).update(cancel_asked=True)
    job.refresh_from_db()
    if job.state in {JobState.DONE, JobState.FAILED}:
        raise Refused(_("任务已经结束，不能取消。"))
    activity_record(by=by, at=at, verb="job_cancel", thing=job, region=by.region)
    return job


def job_end_cancelled(*, job: Job, at: datetime, reason: str = "") -> None:
    said = reason or _("已按要求取消，没有写入任何结果。")
    Job.objects.filter(pk=job.pk, attempt=job.attempt).update(
        state=JobState.CANCELLED, ended_at=at, lease_until=None, reason=said
    )


@transaction.atomic
def job_retry(*, job: Job, by: User, at: datetime) -> Job:
    """Put a failed or cancelled job in the queue again, with fresh attempts."""
    again = Job.objects.filter(pk=job.pk, state__in=[JobState.FAILED, JobState.CANCELLED]).update(
        state=JobState.QUEUED, failures=0, percent=0, step="", reason="", cancel_asked=False, ended_at=None
    )
    if not again:
        raise Refused(_("只有失败或已取消的任务可以重试。"))
    activity_record(by=by, at=at, verb="job_retry", thing=job, region=by.region)
    transaction.on_commit(lambda: job_dispatch(job_id=job.pk, at=at))
    job.refresh_from_db()
    return job


def jobs_sweep(*, at: datetime) -> int:
    """Dispatch what was never dispatched, was dispatched too long ago (backing off), or whose lease ran out.

    A lost attempt (its worker died) counts as a failure; after three the job is failed with a reason.
    Capped for each run, so that a long backlog does not flood the broker.
    """
    for job in Job.objects.filter(state=JobState.RUNNING, lease_until__lt=at).select_related("created_by"):
        job_fail(job=job, at=at, reason=_("执行任务的进程中断，任务没有完成。"), final=False)
    sent = 0
    for job in Job.objects.filter(state=JobState.QUEUED).order_by("dispatched_at", "pk")[
        : settings.JOB_SWEEP_DISPATCH_CAP
    ]:
        wait = timedelta(seconds=settings.JOB_REDISPATCH_SECONDS * 2 ** min(job.dispatches, 5))
        if job.dispatched_at is None or job.dispatched_at + wait < at:
            job_dispatch(job_id=job.pk, at=at)
            sent += 1
    return sent
