"""What Celery calls: run one job, and the sweep."""

from pathlib import Path

from celery import shared_task
from celery.signals import worker_ready
from django.conf import settings
from django.utils import timezone

from accounts.services.activity import activities_seal
from config.common.atomic import remove_stale_parts
from operations.runner import run_job as run
from operations.services.jobs import jobs_sweep
from operations.services.pulse import pulse_beat


@shared_task(name="operations.tasks.run_job")
def run_job(job_id: int) -> None:
    run(job_id)


@shared_task(name="operations.tasks.sweep")
def sweep() -> None:
    """Each minute: the pulse, lost jobs, and the seals of the trail; once an hour what killed processes left."""
    at = timezone.now()
    pulse_beat(name="sweep", at=at)
    jobs_sweep(at=at)
    activities_seal(at=at)
    if at.minute == 0:
        running = at.timestamp() - settings.CELERY_TASK_TIME_LIMIT  # a job that long ago cannot be at work
        remove_stale_parts(Path(settings.MEDIA_ROOT), before=running)


@worker_ready.connect
def sweep_at_start(**_facts: object) -> None:
    sweep.delay()
