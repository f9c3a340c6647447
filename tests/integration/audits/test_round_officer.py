"""Who of the bureau deals with a round: named and handed on from its page, and told of it."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Activity, User
from audits.models import Round
from config.common.access import Role
from operations.models import BulkRun, Notice
from operations.runner import run_job
from tests.factories.accounts import client_of, make_user
from tests.factories.audits import make_round

pytestmark = pytest.mark.django_db
TOLD = "round_assigned"


@pytest.fixture
def city() -> User:
    return make_user(Role.CITY, name="韩市")


def address(round_: Round) -> str:
    return reverse("audits:round_officer", args=[round_.pk])


def give(client: Client, round_: Round, officer: User | None):
    version = Round.objects.get(pk=round_.pk).version
    return client.post(address(round_), {"version": version, "officer": officer.pk if officer else ""})


def told(person: User) -> list[str]:
    rows = Notice.objects.filter(recipient=person, rule=TOLD).order_by("pk")
    return [row.text for row in rows]


def test_the_round_is_given_to_an_officer_who_is_told_where_it_is(city):
    round_, county = make_round(), make_user(Role.COUNTY, name="李县")
    page = client_of(city).get(reverse("audits:round_detail", args=[round_.pk])).content.decode()
    assert address(round_) in page
    assert give(client_of(city), round_, county).status_code == 302
    round_.refresh_from_db()
    assert round_.officer == county
    assert told(county) == [f"{round_.trail_name}：韩市指派您经办。"]
    notice = Notice.objects.get(recipient=county, rule=TOLD)
    assert client_of(county).get(notice.href).status_code == 200
    assert Activity.objects.filter(verb="round_assign").count() == 1


def test_handing_on_tells_who_takes_over_and_who_had_it(city):
    round_, first, second = make_round(), make_user(Role.COUNTY), make_user(Role.COUNTY, name="王县")
    client = client_of(city)
    give(client, round_, first)
    give(client, round_, second)
    assert told(first)[-1] == f"{round_.trail_name}：韩市改派，经办人现在是王县。"
    assert len(told(second)) == 1
    give(client, round_, None)
    round_.refresh_from_db()
    assert round_.officer is None
    assert told(second)[-1].endswith("经办人现在是无。")


def test_nobody_is_told_of_the_own_deed(city):
    round_ = make_round()
    assert give(client_of(city), round_, city).status_code == 302
    assert told(city) == []


def test_who_has_it_already_and_who_lies_elsewhere_are_refused(city):
    round_, county = make_round(), make_user(Role.COUNTY)
    client = client_of(city)
    give(client, round_, county)
    again = give(client, round_, county)
    assert again.status_code == 422
    assert "没有变动" in again.content.decode()
    elsewhere = give(client, round_, make_user(Role.COUNTY, "140106"))
    assert elsewhere.status_code == 422
    round_.refresh_from_db()
    assert round_.officer == county
    assert len(told(county)) == 1


def test_a_round_changed_since_it_was_read_is_not_handed_on(city):
    round_, county = make_round(), make_user(Role.COUNTY)
    stale = client_of(city).post(address(round_), {"version": round_.version + 7, "officer": county.pk})
    assert stale.status_code == 412
    assert told(county) == []


def test_of_many_rounds_each_officer_is_told_once_with_the_count(city):
    county, before = make_user(Role.COUNTY), make_user(Role.COUNTY)
    client = client_of(city)
    rounds = [make_round() for _n in range(3)]
    give(client, rounds[0], before)
    sent = {"page": "audits:round_list", "action": "rounds_assign", "query": "", "all": "1"}
    client.post(reverse("operations:bulk_create"), sent)
    run = BulkRun.objects.get()
    client.post(reverse("operations:bulk_detail", args=[run.pk]), {"officer": county.pk})
    run.refresh_from_db()
    run_job(run.job_id)
    assert told(county) == ["韩市指派您经办 3 个审核轮次。"]
    assert told(before)[-1] == "韩市收回了您经办的 1 个审核轮次。"
    listed = client_of(county).get(Notice.objects.get(recipient=county).href).content.decode()
    assert all(round_.enterprise.name in listed for round_ in rounds)
    client.post(reverse("operations:bulk_undo", args=[run.pk]))
    run_job(BulkRun.objects.get(undo_of=run).job_id)
    assert told(county)[-1] == "韩市收回了您经办的 3 个审核轮次。"
    assert told(before)[-1] == "韩市指派您经办 1 个审核轮次。"
