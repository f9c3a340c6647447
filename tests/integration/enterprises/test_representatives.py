"""Who acts for an enterprise: linked and ended by officers."""

import pytest
from django.urls import reverse
from django.utils import timezone

from config.common.access import Role
from config.common.errors import NotAllowed, Refused
from enterprises.models import Representative
from enterprises.services.representatives import representative_add, representative_end
from tests.factories.accounts import client_of, make_user, now, system
from tests.factories.enterprises import make_enterprise, make_representative

pytestmark = pytest.mark.django_db


def link(enterprise) -> str:
    return reverse("enterprises:representative_create", args=[enterprise.pk])


def test_an_officer_links_an_account_which_then_sees_the_enterprise() -> None:
    enterprise = make_enterprise()
    person = make_user(Role.ENTERPRISE)
    detail = reverse("enterprises:enterprise_detail", args=[enterprise.pk])
    assert client_of(person).get(detail).status_code == 404
    response = client_of(make_user(Role.COUNTY)).post(link(enterprise), {"username": person.username})
    assert response["Location"] == reverse("enterprises:enterprise_people", args=[enterprise.pk])
    assert client_of(person).get(detail).status_code == 200


@pytest.mark.parametrize("username", ["", "nobody", "agent"])
def test_an_account_that_is_none_of_an_enterprise_is_refused(username: str) -> None:
    make_user(Role.AGENCY, username="agent")
    enterprise = make_enterprise()
    response = client_of(make_user(Role.COUNTY)).post(link(enterprise), {"username": username})
    assert response.status_code == 422
    assert "没有这个用户名的企业账号" in response.content.decode()
    assert not Representative.objects.exists()


def test_an_ended_representative_sees_nothing_any_more_and_may_come_back() -> None:
    enterprise = make_enterprise()
    person = make_representative(enterprise)
    row = Representative.objects.get()
    client = client_of(make_user(Role.COUNTY))
    end = reverse("enterprises:representative_end", args=[row.pk])
    assert "请写明结束委托的原因" in client.post(end).content.decode()
    assert client.post(end, {"why": "调离岗位"}).status_code == 302
    assert client.post(end, {"why": "调离岗位"}).status_code == 404
    row.refresh_from_db()
    assert row.ended_why == "调离岗位"
    detail = reverse("enterprises:enterprise_detail", args=[enterprise.pk])
    assert client_of(person).get(detail).status_code == 404
    make_representative(enterprise, person)
    assert client_of(person).get(detail).status_code == 200


def test_officers_of_other_places_and_other_roles_may_not() -> None:
    enterprise = make_enterprise()
    person = make_representative(enterprise)
    end = reverse("enterprises:representative_end", args=[Representative.objects.get().pk])
    stranger = client_of(make_user(Role.COUNTY, "140106"))
    assert stranger.post(link(enterprise), {"username": person.username}).status_code == 404
    assert stranger.post(end).status_code == 404
    assert client_of(person).post(link(enterprise)).status_code == 403
    answer = client_of(person).post(end, {"why": "离职"})
    assert (answer.status_code, "唯一的经办人" in answer.content.decode()) == (422, True)


def test_the_service_refuses_the_second_link_the_wrong_role_and_the_wrong_officer() -> None:
    enterprise = make_enterprise()
    person = make_representative(enterprise)
    day = timezone.localdate()
    for user, by, error in [
        (person, system(), Refused),
        (make_user(Role.AGENCY), system(), Refused),
        (make_user(Role.ENTERPRISE), make_user(Role.COUNTY, "140106"), NotAllowed),
    ]:
        with pytest.raises(error):
            representative_add(enterprise=enterprise, user=user, since=day, by=by, at=now())
    row = Representative.objects.get()
    representative_end(representative=row, until=day, by=system(), at=now())
    with pytest.raises(Refused, match="已经结束"):
        representative_end(representative=row, until=day, by=system(), at=now())
