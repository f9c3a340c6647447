"""The job pages: one's own, with what may be done; administrators see metadata alone."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Region, User
from accounts.services.users import builtin, user_create
from config.common.access import Role
from operations.models import Job, JobState
from operations.services import jobs
from operations.services.pulse import pulse_beat

pytestmark = pytest.mark.django_db


def person(username: str, role: str) -> User:
    user, _password = user_create(
        username=username,
        name=username,
        role=role,
        by=builtin("@system"),
        at=timezone.now(),
        password="Taihang-2026-shan",
        region=Region.objects.get(code="140000"),
    )
    return user


@pytest.fixture
def job() -> Job:
    return jobs.job_enqueue(
        task="x.y",
        title="编制报告",
        by=person("wang", Role.PROVINCE),
        at=timezone.now(),
        dedupe_key="a",
        secret=42,
    )


def test_one_sees_and_cancels_the_own_job(client: Client, job: Job) -> None:
    client.force_login(job.created_by)
    assert "编制报告" in client.get(reverse("operations:job_list")).content.decode()
    client.post(reverse("operations:job_cancel", args=[job.pk]))
    job.refresh_from_db()
    assert job.state == JobState.CANCELLED


def test_another_persons_job_does_not_exist(client: Client, job: Job) -> None:
    client.force_login(person("li", Role.PROVINCE))
    assert client.get(reverse("operations:job_detail", args=[job.pk])).status_code == 404
    assert client.post(reverse("operations:job_cancel", args=[job.pk])).status_code == 404


def test_an_administrator_sees_that_it_runs_but_neither_reason_nor_result(client: Client, job: Job) -> None:
    Job.objects.filter(pk=job.pk).update(state="failed", reason="某企业第三行有错", result_href="/secret/")
    client.force_login(person("admin", Role.SYSTEM_ADMIN))
    page = client.get(reverse("operations:job_detail", args=[job.pk])).content.decode()
    assert "编制报告" in page
    assert "第三行" not in page
    assert "/secret/" not in page
    assert client.post(reverse("operations:job_retry", args=[job.pk])).status_code == 404


def test_the_bar_is_polled_as_a_part(client: Client, job: Job) -> None:
    client.force_login(job.created_by)
    part = client.get(reverse("operations:job_detail", args=[job.pk]), headers={"HX-Request": "true"})
    assert "<html" not in part.content.decode()
    assert "progress" in part.content.decode()


def test_health_is_told_to_anybody(client: Client) -> None:
    assert client.get("/healthz").status_code == 200
    assert client.get("/readyz").content == b"ready"


def test_the_worker_is_well_only_while_its_pulse_is_fresh() -> None:
    from datetime import timedelta

    from operations.selectors import worker_is_well

    at = timezone.now()
    assert not worker_is_well(at)
    pulse_beat(name="sweep", at=at)
    assert worker_is_well(at + timedelta(seconds=119))
    assert not worker_is_well(at + timedelta(seconds=121))
