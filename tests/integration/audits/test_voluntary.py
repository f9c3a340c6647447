"""An enterprise that nobody listed audits itself."""

from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.models import Activity
from audits.enums import RoundKind, RoundState
from audits.models import Round
from config.common.access import Role
from enterprises.enums import EnterpriseStatus
from enterprises.models import Enterprise
from tests.factories.accounts import client_of, make_user
from tests.factories.audits import make_round, today
from tests.factories.enterprises import make_enterprise, make_representative

pytestmark = pytest.mark.django_db


def page(enterprise: Enterprise) -> str:
    return reverse("audits:voluntary_create", args=[enterprise.pk])


def test_an_enterprise_opens_its_own_round_and_the_bureau_sees_it() -> None:
    plant = make_enterprise()
    client = client_of(make_representative(plant))
    card = reverse("audits:enterprise_rounds", args=[plant.pk])
    assert page(plant) in client.get(card).content.decode()
    answer = client.post(page(plant), {"opened_on": today().isoformat()})
    opened = Round.objects.get(enterprise=plant)
    assert answer["Location"] == reverse("audits:round_detail", args=[opened.pk])
    assert (opened.kind, opened.state, opened.listing) == (RoundKind.VOLUNTARY, RoundState.PLANNED, None)
    assert opened.stages.count() == 7
    assert Activity.objects.filter(verb="round_open", thing_id=opened.pk).count() == 1
    assert page(plant) not in client.get(card).content.decode()
    assert client_of(make_user(Role.COUNTY)).get(answer["Location"]).status_code == 200


def test_the_county_records_that_one_volunteers() -> None:
    plant = make_enterprise()
    county = client_of(make_user(Role.COUNTY))
    assert county.post(page(plant), {"opened_on": today().isoformat()}).status_code == 302


@pytest.mark.parametrize(
    ("status", "days", "words"),
    [
        (EnterpriseStatus.ACTIVE, 1, "开始日期不能晚于今天"),
        (EnterpriseStatus.CLOSED, 0, "这家企业已关闭，不能开展审核"),
    ],
)
def test_what_cannot_begin_is_refused_with_its_reason(status: str, days: int, words: str) -> None:
    plant = make_enterprise()
    Enterprise.objects.filter(pk=plant.pk).update(status=status)
    day = (today() + timedelta(days=days)).isoformat()
    answer = client_of(make_representative(plant)).post(page(plant), {"opened_on": day})
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Round.objects.exists()


def test_one_round_at_a_time() -> None:
    going = make_round()
    client = client_of(make_representative(going.enterprise))
    answer = client.post(page(going.enterprise), {"opened_on": today().isoformat()})
    assert answer.status_code == 422
    assert f"{going.year}年第1轮审核还没有结束" in answer.content.decode()
    assert Round.objects.count() == 1
