"""Words for people: jobs. Arguments and results are shown to the owner alone; administrators see metadata."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from operations.models import Job, JobState

_TONES = {
    JobState.QUEUED: "todo",
    JobState.RUNNING: "ok",
    JobState.DONE: "done",
    JobState.FAILED: "late",
    JobState.CANCELLED: "paused",
}


def job_row(job: Job, user: User) -> dict[str, Any]:
    """One job for the list, the page and the polled bar."""
    mine = job.created_by_id == user.pk
    return {
        "title": job.title,
        "owner": job.created_by.name,
        "created_at": job.created_at,
        "ended_at": job.ended_at,
        "status": {"label": job.get_state_display(), "tone": _TONES[JobState(job.state)]},
        "percent": job.percent,
        "step": job.step,
        "reason": job.reason if mine else "",
        "result_href": job.result_href if mine and job.state == JobState.DONE else "",
        "over": job.is_over,
        "bar": job_bar(job, user),
        "can_cancel": mine and not job.is_over,
        "can_retry": mine and job.state in {JobState.FAILED, JobState.CANCELLED},
        "href": reverse("operations:job_detail", args=[job.pk]),
        "cancel_href": reverse("operations:job_cancel", args=[job.pk]),
        "retry_href": reverse("operations:job_retry", args=[job.pk]),
    }


def job_bar(job: Job, user: User) -> dict[str, Any]:
    """What components/progress.html shows of a job."""
    mine = job.created_by_id == user.pk
    return {
        "id": job.pk,
        "title": job.title,
        "percent": job.percent,
        "step": job.step,
        "tone": _TONES[JobState(job.state)],
        "label": job.get_state_display(),
        "finished": job.is_over,
        "reason": job.reason if mine else "",
        "result_url": job.result_href if mine and job.state == JobState.DONE else "",
        "result_label": _("查看结果"),
    }
