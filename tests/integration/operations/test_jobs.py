"""Jobs: written with the change, claimed once, fenced, swept, ended with a reason."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils.translation import get_language, gettext, override
from kombu.exceptions import OperationalError

from accounts.services.users import builtin
from config.common.errors import Problem, Refused
from operations import runner
from operations.models import Job, JobState, Notice
from operations.runner import Cancelled, JobAnswer, JobHandle, LeaseLost, run_inline, run_job
from operations.services import jobs

pytestmark = pytest.mark.django_db


def good(job: JobHandle, *, number: int) -> JobAnswer:
    job.checkpoint("第一步", 40)
    job.checkpoint("回头", 10)
    job.checkpoint("最后", 100)
    return JobAnswer(href="/done/", number=number)


def refusing(job: JobHandle) -> JobAnswer:
    raise Refused("不行", [Problem("why", "因为第三行有错")])


def breaking(job: JobHandle) -> JobAnswer:
    raise RuntimeError("pipe burst")


def enqueue(task: str, key: str = "k", **args: object) -> Job:
    return jobs.job_enqueue(
        task=f"{__name__}.{task}",
        title="试验",
        by=builtin("@system"),
        at=timezone.now(),
        dedupe_key=key,
        **args,
    )


@pytest.fixture
def sent(monkeypatch) -> list[int]:
    ids: list[int] = []
    monkeypatch.setattr(jobs.app, "send_task", lambda name, args, retry: ids.append(args[0]))
    return ids


def test_a_job_is_dispatched_only_after_the_commit(sent, django_capture_on_commit_callbacks) -> None:
    with django_capture_on_commit_callbacks(execute=False) as callbacks:
        job = enqueue("good", number=1)
    assert sent == []
    callbacks[0]()
    assert sent == [job.pk]


def test_a_broker_that_is_down_fails_nothing(monkeypatch, django_capture_on_commit_callbacks) -> None:
    def refuse(*_args: object, **_options: object) -> None:
        raise OperationalError("connection refused")

    monkeypatch.setattr(jobs.app, "send_task", refuse)
    with django_capture_on_commit_callbacks(execute=True):
        job = enqueue("good", number=1)
    assert Job.objects.get(pk=job.pk).state == JobState.QUEUED


def test_the_same_key_gives_the_same_job(sent) -> None:
    assert enqueue("good", number=1).pk == enqueue("good", number=2).pk


def test_a_job_runs_once_and_says_100_percent_last() -> None:
    job = enqueue("good", number=7)
    done = run_job(job.pk)
    assert (done.state, done.percent, done.result, done.result_href) == ("done", 100, {"number": 7}, "/done/")
    assert run_job(job.pk) is None


def test_the_bar_never_goes_back_and_never_says_100_while_running(monkeypatch) -> None:
    seen: list[int] = []
    hold = jobs.job_hold

    def watch(*, job: Job, at: object, **changes: int) -> bool:
        seen.append(changes.get("percent", -1))
        return hold(job=job, at=at, **changes)

    monkeypatch.setattr(jobs, "job_hold", watch)
    run_job(enqueue("good", number=1).pk)
    assert seen == [40, 40, 99]


def test_a_refusal_ends_the_job_at_once_with_its_reasons_and_one_notice() -> None:
    job = run_job(enqueue("refusing").pk)
    assert job.state == JobState.FAILED
    assert job.reason == "不行\n因为第三行有错"
    assert Notice.objects.filter(case_id=job.pk, rule="job_failed").count() == 1


def test_an_error_is_tried_three_times_then_failed_with_one_notice() -> None:
    job = enqueue("breaking")
    states = [run_job(job.pk).state for _try in range(3)]
    assert states == [JobState.QUEUED, JobState.QUEUED, JobState.FAILED]
    assert Notice.objects.filter(case_id=job.pk).count() == 1


def test_a_claimed_job_is_not_to_be_had_until_its_lease_runs_out() -> None:
    job, at = enqueue("good", number=1), timezone.now()
    first = jobs.job_claim(job_id=job.pk, at=at)
    assert first.attempt == 1
    assert jobs.job_claim(job_id=job.pk, at=at) is None
    later = at + timedelta(minutes=5)
    assert jobs.job_claim(job_id=job.pk, at=later).attempt == 2


def test_a_late_finisher_may_not_write() -> None:
    job, at = enqueue("good", number=1), timezone.now()
    old = jobs.job_claim(job_id=job.pk, at=at)
    new = jobs.job_claim(job_id=job.pk, at=at + timedelta(minutes=5))
    assert not jobs.job_finish(job=old, at=at, result={"who": "old"})
    with pytest.raises(LeaseLost):
        JobHandle(old, at).fence()
    with pytest.raises(LeaseLost):
        JobHandle(old, at).checkpoint()
    assert jobs.job_finish(job=new, at=at, result={"who": "new"})
    assert Job.objects.get(pk=job.pk).result == {"who": "new"}


def test_the_sweep_takes_over_a_lost_job_and_gives_up_after_three(sent) -> None:
    job, at = enqueue("good", number=1), timezone.now()
    for _attempt in range(3):
        jobs.job_claim(job_id=job.pk, at=at)
        at += timedelta(minutes=30)
        jobs.jobs_sweep(at=at)
    job.refresh_from_db()
    assert job.state == JobState.FAILED
    assert "中断" in job.reason
    assert sent == [job.pk, job.pk]


def test_the_sweep_backs_off(sent) -> None:
    job, at = enqueue("good", number=1), timezone.now()
    assert jobs.jobs_sweep(at=at) == 1
    assert jobs.jobs_sweep(at=at + timedelta(seconds=60)) == 0
    assert jobs.jobs_sweep(at=at + timedelta(seconds=200)) == 1
    assert jobs.jobs_sweep(at=at + timedelta(seconds=400)) == 0
    assert sent == [job.pk, job.pk]


def test_cancelling_a_waiting_job_ends_it_and_retrying_runs_it(sent) -> None:
    job, actor = enqueue("good", number=3), builtin("@system")
    assert jobs.job_cancel(job=job, by=actor, at=timezone.now()).state == JobState.CANCELLED
    assert run_job(job.pk) is None
    jobs.job_retry(job=job, by=actor, at=timezone.now())
    assert run_job(job.pk).state == JobState.DONE


def test_a_running_job_is_cancelled_at_its_next_checkpoint() -> None:
    job, at = enqueue("good", number=1), timezone.now()
    claimed = jobs.job_claim(job_id=job.pk, at=at)
    jobs.job_cancel(job=claimed, by=builtin("@system"), at=at)
    with pytest.raises(Cancelled):
        JobHandle(claimed, at).checkpoint()


def test_what_is_over_can_be_neither_cancelled_nor_retried() -> None:
    job, actor = run_job(enqueue("good", number=1).pk), builtin("@system")
    with pytest.raises(Refused):
        jobs.job_cancel(job=job, by=actor, at=timezone.now())
    with pytest.raises(Refused):
        jobs.job_retry(job=job, by=actor, at=timezone.now())


def test_a_command_runs_its_job_inline_and_says_why_it_failed() -> None:
    actor, at = builtin("@command"), timezone.now()
    job = run_inline(task=f"{__name__}.good", title="试验", by=actor, at=at, dedupe_key="inline", number=5)
    assert job.result == {"number": 5}
    with pytest.raises(Refused, match="因为第三行有错"):
        run_inline(task=f"{__name__}.refusing", title="试验", by=actor, at=at, dedupe_key="inline-2")


def test_checkpoints_call_the_hook_with_their_number(monkeypatch) -> None:
    numbers: list[int] = []
    monkeypatch.setattr(runner, "hooks", lambda name: [lambda job, number: numbers.append(number)])
    run_job(enqueue("good", number=1).pk)
    assert numbers == [1, 2, 3]


def speaking(job: JobHandle) -> JobAnswer:
    return JobAnswer(said=gettext("等待中"), language=get_language())


@pytest.mark.parametrize(("language", "word"), [("zh-hans", "等待中"), ("en", "Waiting")])
def test_a_job_speaks_the_language_of_who_asked_for_it_not_its_workers(sent, language, word) -> None:
    with override(language):
        job = enqueue("speaking", key=language)
    assert job.language == language
    with override("zh-hans" if language == "en" else "en"):
        done = run_job(job.pk)
    assert done is not None
    assert done.result == {"said": word, "language": language}


def test_a_failure_is_told_in_the_language_of_who_asked(sent) -> None:
    with override("en"):
        job = enqueue("breaking", key="broken")
    done = run_job(job.pk)
    assert done is not None
    assert done.reason.startswith("It failed and will be tried again")
