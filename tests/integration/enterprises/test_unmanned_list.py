"""Listed enterprises for which nobody can sign in: the duty counts the list, and prints invitations."""

from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.models import User
from config.common.access import Role
from config.common.todo import todo_of
from enterprises.models import Enterprise, Invitation
from tests.factories.accounts import client_of, make_user, now
from tests.factories.enterprises import make_enterprise, make_representative
from tests.factories.lists import make_listing
from tests.factories.people import make_invitation

pytestmark = pytest.mark.django_db
PAGE = "/enterprises/registry/unmanned/"
LONG_AGO = timedelta(days=61)


def alone(region: str = "140105") -> Enterprise:
    return make_listing(make_enterprise(region=region)).enterprise


def total(user: User, **query: str) -> int:
    return client_of(user).get(PAGE, query).context["list"].total


def duty(user: User) -> str:
    return " ".join(item.text for item in todo_of(user, now().date()) if item.kind == "unmanned")


def test_the_duty_counts_what_the_list_shows_in_the_own_territory() -> None:
    alone(), alone("140226"), make_enterprise()
    make_representative(alone())
    closed = alone()
    User.objects.filter(pk=make_representative(closed).pk).update(is_active=False)
    counts = {Role.COUNTY: 2, Role.CITY: 2, Role.PROVINCE: 3}
    for role, count in counts.items():
        officer = make_user(role)
        assert total(officer) == count
        assert duty(officer).startswith(f"{count} 家在列企业")
    assert duty(make_user(Role.ENTERPRISE)) == ""
    assert duty(make_user(Role.COUNTY, "140106")) == ""


def test_it_tells_who_was_invited_and_whose_invitation_ran_out() -> None:
    make_invitation(alone())
    make_invitation(alone(), at=now() - LONG_AGO)
    alone()
    officer = make_user(Role.COUNTY)
    assert [total(officer, state=state) for state in ("open", "expired", "none")] == [1, 1, 1]
    page = client_of(officer).get(PAGE).content.decode()
    assert "过期" in page
    assert "没有邀请" in page


def test_chosen_ones_get_a_fresh_invitation_and_the_old_letter_is_dead() -> None:
    first, second, third = alone(), alone(), alone()
    old = make_invitation(first, at=now() - LONG_AGO)
    client = client_of(make_user(Role.COUNTY))
    answer = client.post(PAGE, {"chosen": [first.pk, second.pk]})
    slips = answer.context["slips"]
    assert {slip["enterprise"] for slip in slips} == {first, second}
    assert all(slip["code"] in answer.content.decode() for slip in slips)
    assert Invitation.objects.open(now()).count() == 2
    assert Invitation.objects.get(pk=old.invitation.pk).replaced_by
    assert not Invitation.objects.filter(enterprise=third).exists()


@pytest.mark.parametrize("chosen", [[], ["x"], ["0"], ["9" * 30], ["²"]])
def test_nothing_chosen_is_said_and_others_are_no_choice(chosen: list[str]) -> None:
    alone()
    elsewhere, manned = alone("140226"), alone()
    make_representative(manned)
    client = client_of(make_user(Role.COUNTY))
    answer = client.post(PAGE, {"chosen": [*chosen, elsewhere.pk, manned.pk]})
    assert (answer.status_code, "没有选中任何企业" in answer.content.decode()) == (422, True)
    assert not Invitation.objects.exists()


def test_twenty_cost_the_queries_of_one(django_assert_num_queries) -> None:
    alone()
    client = client_of(make_user(Role.COUNTY))
    client.get(PAGE)
    for count in (1, 5):
        with django_assert_num_queries(7):
            client.get(PAGE)
        for _more in range(4 if count == 1 else 0):
            alone()


def test_an_empty_list_says_why_it_is_empty() -> None:
    assert "在列企业都有经办人时" in client_of(make_user(Role.COUNTY)).get(PAGE).content.decode()


def test_it_is_for_officers() -> None:
    person = make_representative(alone())
    assert client_of(person).get(reverse("enterprises:unmanned_list")).status_code == 403
