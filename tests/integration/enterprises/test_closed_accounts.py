"""An enterprise's account is closed: its colleagues and the bureau are told, once, and nobody else."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import SignIn, User
from accounts.services.users import user_set_active
from config.common.access import Role
from operations.models import Notice
from tests.factories.accounts import PASSWORD, client_of, make_user, now
from tests.factories.enterprises import make_enterprise, make_representative

pytestmark = pytest.mark.django_db


def close(user: User, active: bool = False) -> None:
    now_ = User.objects.get(pk=user.pk)
    admin = make_user(Role.SYSTEM_ADMIN)
    user_set_active(user=now_, active=active, version=now_.version, by=admin, at=now())


def told() -> dict[int, str]:
    return {row.recipient_id: row.text for row in Notice.objects.filter(rule="account_closed")}


def test_colleagues_and_the_officers_of_the_place_are_told_with_a_link_that_mends_it() -> None:
    plant = make_enterprise("晋阳湖造纸厂")
    leaver, colleague = make_representative(plant, name="常远"), make_representative(plant)
    county, _elsewhere = make_user(Role.COUNTY), make_user(Role.COUNTY, "140106")
    close(leaver)
    assert set(told()) == {colleague.pk, county.pk}
    assert "经办人常远账号已停用，请由其他经办人接手办理" in told()[colleague.pk]
    href = Notice.objects.filter(recipient=county).get().href
    assert client_of(county).get(href).status_code == 200


def test_with_nobody_left_the_officer_is_asked_to_invite_and_a_city_stands_in_for_its_county() -> None:
    plant = make_enterprise()
    city = make_user(Role.CITY)
    close(make_representative(plant))
    assert list(told()) == [city.pk]
    assert "现在没有人能登录办理，请发放邀请" in told()[city.pk]


def test_opened_and_closed_again_is_told_again_and_opening_tells_nobody() -> None:
    plant = make_enterprise()
    leaver, colleague = make_representative(plant), make_representative(plant)
    close(leaver)
    close(leaver, active=True)
    close(leaver)
    assert Notice.objects.filter(rule="account_closed", recipient=colleague).count() == 2


def test_an_officers_account_tells_nobody_and_every_closed_one_is_out_at_once() -> None:
    officer, client = make_user(Role.COUNTY), Client()
    client.post(reverse("accounts:sign_in"), {"username": officer.username, "password": PASSWORD})
    close(officer)
    assert told() == {}
    assert client.get(reverse("accounts:profile")).status_code == 302
    assert SignIn.objects.get().end == SignIn.End.CLOSED
