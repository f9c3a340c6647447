"""What Celery calls: run one job, and the sweep; and the platform's own daily work as jobs."""

from datetime import date

from celery import shared_task
from celery.signals import worker_ready
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.selectors.people import resets_asked
from accounts.services.activity import activities_seal
from accounts.services.password_resets import reset_answer
from config.common.postbox import Postbox
from operations.rules import days_to_cover
from operations.runner import Cancelled, JobAnswer, JobHandle
from operations.runner import run_job as run
from operations.selectors import (
    bulk_counts,
    bulk_result_href,
    bulk_waiting,
    export_by_id,
    last_run_before,
    notices_sent_at,
    person_now,
)
from operations.services.bulk import bulk_finish, bulk_row_do
from operations.services.daily import day_ask, letters_ask
from operations.services.exports import export_make
from operations.services.jobs import jobs_sweep
from operations.services.mails import digests_make, mail_send_next
from operations.services.notices import notices_write, run_note
from operations.services.pulse import pulse_beat
from operations.services.upkeep import tidy_when_due


@shared_task(name="operations.tasks.run_job")
def run_job(job_id: int) -> None:
    run(job_id)


@shared_task(name="operations.tasks.sweep")
def sweep() -> None:
    """Each minute: the pulse, lost jobs, the day's reminders, letters, the seals of the trail; hourly the tidying."""
    at = timezone.now()
    pulse_beat(name="sweep", at=at)
    jobs_sweep(at=at)
    day_ask(local=timezone.localtime(at), at=at)
    letters_ask(at=at)
    activities_seal(at=at)
    tidy_when_due(at=at)


@worker_ready.connect
def sweep_at_start(**_facts: object) -> None:
    sweep.delay()


def send_notices(job: JobHandle, *, on: str) -> JobAnswer:
    """The reminders of a day, and of the days before that nobody looked at; then each person's digest.

    Notices bear the time at which the job was asked for: an attempt that takes over counts what the one
    before it wrote.
    """
    day, at = date.fromisoformat(on), job.row.created_at
    days = days_to_cover(last_run_before(day), day)
    notices_write(days=days, at=at, fence=job.fence, checkpoint=job.checkpoint)
    job.checkpoint(_("汇总每人的邮件"), 90)
    job.fence()
    digests_make(on=day, at=at)
    run_note(on=day, at=at)
    sent = notices_sent_at(at)
    return JobAnswer(on=on, sent=sent, total=sum(sent.values()))


def answer_resets(job: JobHandle) -> JobAnswer:
    """Write to everybody who lost a password and can be written to; each request is answered once."""
    letters = 0
    for request in resets_asked():
        job.checkpoint(_("已答复 %(n)d 件") % {"n": letters})
        with transaction.atomic():
            job.fence()
            letters += reset_answer(request=request, at=timezone.now())
    return JobAnswer(letters=letters)


def make_export(job: JobHandle, *, export_id: int) -> JobAnswer:
    """A list as a file; a second run finds it made."""
    export = export_make(export=export_by_id(export_id), by=job.by, at=timezone.now(), job=job)
    return JobAnswer(href=reverse("operations:export_download", args=[export.pk]), rows=export.rows)


def do_bulk(job: JobHandle, *, run_id: int) -> JobAnswer:
    """One deed on each row of a set, as the person who asked; a row that is done is never done again."""
    waiting, total = bulk_waiting(run_id)
    for number, row_id in enumerate(waiting):
        done = total - len(waiting) + number
        try:
            job.checkpoint(
                _("已办理 %(done)d / %(all)d 行") % {"done": done, "all": total}, 99 * done // total
            )
        except Cancelled as error:
            bulk_finish(run_id=run_id, job=job, by=person_now(job.by.pk), at=timezone.now())
            words = _("已按要求取消：%(done)d 行已经办理并保留结果，%(left)d 行没有办理；重试会接着办。")
            raise Cancelled(words % {"done": done, "left": total - done}) from error
        bulk_row_do(row_id=row_id, job=job, by=person_now(job.by.pk), at=timezone.now())
    bulk_finish(run_id=run_id, job=job, by=person_now(job.by.pk), at=timezone.now())
    return JobAnswer(href=bulk_result_href(run_id), **bulk_counts(run_id))


def send_mails(job: JobHandle, *, on: str = "") -> JobAnswer:
    """All letters whose time has come (with `on`: of that day and before it).

    When the server itself is the matter the others wait for the next sweep.
    """
    counts: dict[str, int] = {}
    with Postbox() as box:
        until = date.fromisoformat(on) if on else None
        while found := mail_send_next(box=box, at=timezone.now(), until=until):
            mail, may_go_on = found
            counts[mail.state] = counts.get(mail.state, 0) + 1
            job.checkpoint(_("已处理 %(n)d 封") % {"n": sum(counts.values())})
            if not may_go_on:
                break
    return JobAnswer(letters=counts)
