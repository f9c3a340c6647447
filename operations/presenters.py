"""Words for people: jobs. Arguments and results are shown to the owner alone; administrators see metadata."""

from typing import Any

from django.urls import reverse

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
        "can_cancel": mine and not job.is_over,
        "can_retry": mine and job.state in {JobState.FAILED, JobState.CANCELLED},
        "href": reverse("operations:job_detail", args=[job.pk]),
        "cancel_href": reverse("operations:job_cancel", args=[job.pk]),
        "retry_href": reverse("operations:job_retry", args=[job.pk]),
    }
