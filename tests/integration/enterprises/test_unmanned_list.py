"""Listed enterprises for which nobody can sign in: the duty counts the list, and prints invitations."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Activity, User
from config.common.access import Role
from config.common.todo import todo_of
from enterprises.models import Enterprise, Invitation
from enterprises.selectors.people import invitation_by_secret
from enterprises.services.accepting import invitation_accept
from operations.models import BulkRun
from operations.runner import run_job
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
    return " ".join(item.text for item in todo_of(user, timezone.localdate()) if item.kind == "unmanned")


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


def renewed(client: Client, *plants: Enterprise, **more: str) -> BulkRun:
    """The officer ticks, confirms, and the job has run."""
    ask = {"page": "enterprises:unmanned_list", "action": "invitations_renew", "query": "", **more}
    answer = client.post(reverse("operations:bulk_create"), ask | {"ids": [plant.pk for plant in plants]})
    run = BulkRun.objects.latest("pk")
    body = client.get(answer["Location"]).content.decode()
    assert "先前的信函和链接随即不能再用" in body
    client.post(answer["Location"], {})
    run.refresh_from_db()
    run_job(run.job_id)
    return run


def test_many_get_a_fresh_invitation_with_a_result_each_and_the_old_letter_is_dead() -> None:
    first, second, third = alone(), alone(), alone()
    old = make_invitation(first, at=now() - LONG_AGO)
    client = client_of(make_user(Role.COUNTY))
    run = renewed(client, first, second)
    assert {row.said[:6] for row in run.rows.all()} == {"已换发邀请，"}
    assert Invitation.objects.open(now()).count() == 2
    assert Invitation.objects.get(pk=old.invitation.pk).replaced_by
    assert not Invitation.objects.filter(enterprise=third).exists()
    slips = reverse("enterprises:invitation_slips", args=[run.pk])
    page = client.get(reverse("operations:bulk_row_list"), {"run": run.pk})
    assert slips in page.content.decode()


def test_the_letters_are_printed_as_one_paper_each_opening_its_own_enterprise() -> None:
    plants = [alone(), alone()]
    client = client_of(make_user(Role.COUNTY))
    run = renewed(client, all="1")
    answer = client.get(reverse("enterprises:invitation_slips", args=[run.pk]))
    slips = answer.context["slips"]
    assert {slip["enterprise"] for slip in slips} == set(plants)
    assert all(slip["code"] in answer.content.decode() for slip in slips)
    for slip in slips:
        assert invitation_by_secret(slip["code"]).enterprise == slip["enterprise"]
    printed = Activity.objects.get(verb="invitations_print")
    assert (printed.thing_id, printed.new) == (run.pk, {"rows": 2})
    assert not any(slip["code"] in str(printed.__dict__) for slip in slips)


def test_what_was_accepted_or_renewed_again_is_not_printed_any_more() -> None:
    first, second = alone(), alone()
    client = client_of(make_user(Role.COUNTY))
    run = renewed(client, first, second)
    accepted = Invitation.objects.get(enterprise=first)
    invitation_accept(invitation=accepted, by=make_user(Role.ENTERPRISE), at=now())
    renewed(client, second)
    body = client.get(reverse("enterprises:invitation_slips", args=[run.pk])).content.decode()
    assert "没有可以打印的邀请函" in body


def test_who_can_sign_in_by_then_gets_no_letter_and_the_row_says_so() -> None:
    plant = alone()
    client = client_of(make_user(Role.COUNTY))
    ask = {"page": "enterprises:unmanned_list", "action": "invitations_renew", "query": "", "all": "1"}
    detail = client.post(reverse("operations:bulk_create"), ask)["Location"]
    make_representative(plant)
    client.post(detail, {})
    run = BulkRun.objects.get()
    run_job(run.job_id)
    assert [(row.state, row.said) for row in run.rows.all()] == [
        ("refused", "这家企业已有经办人可以登录，没有换发邀请。")
    ]
    assert not Invitation.objects.exists()


def test_nobody_else_prints_the_letters_and_enterprises_elsewhere_are_no_choice() -> None:
    alone()
    elsewhere = alone("140226")
    run = renewed(client_of(make_user(Role.COUNTY)), all="1")
    assert not Invitation.objects.filter(enterprise=elsewhere).exists()
    slips = reverse("enterprises:invitation_slips", args=[run.pk])
    assert client_of(make_user(Role.COUNTY)).get(slips).status_code == 404
    assert client_of(make_user(Role.PROVINCE)).get(slips).status_code == 404


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
