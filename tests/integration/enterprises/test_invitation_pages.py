"""The way in for invited people, and the page about who acts for an enterprise."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Attempt, User
from config.common.access import Role
from enterprises.models import Enterprise, Invitation, Representative
from enterprises.services.invitations import Issued
from tests.factories.accounts import PASSWORD, client_of, make_user, now
from tests.factories.enterprises import make_enterprise, make_representative
from tests.factories.people import accept_as_new, make_invitation

pytestmark = pytest.mark.django_db
OPEN, ACCEPT = "/enterprises/invitation/", "/enterprises/invitation/accept/"
NEW = {
    "name": "常远",
    "username": "changyuan",
    "password": PASSWORD,
    "again": PASSWORD,
    "phone": "13812345678",
    "own": "on",
}


def opened(client: Client, issued: Issued) -> Client:
    answer = client.post(OPEN, {"code": issued.secret.printed_code})
    assert answer["Location"] == ACCEPT
    return client


def people_of(enterprise: Enterprise) -> str:
    return reverse("enterprises:enterprise_people", args=[enterprise.pk])


def test_a_code_leads_to_an_own_account_that_is_signed_in_at_the_enterprise(client: Client) -> None:
    issued = make_invitation(by=make_user(Role.COUNTY, name="武志强"))
    page = opened(client, issued).get(ACCEPT).content.decode()
    assert issued.invitation.enterprise.name in page
    assert "武志强 邀请您" in page
    answer = client.post(ACCEPT, NEW, follow=True)
    assert answer.redirect_chain[-1][0] == reverse(
        "enterprises:enterprise_detail", args=[issued.invitation.enterprise_id]
    )
    assert "您现在可以代表" in answer.content.decode()
    assert (answer.context["user"].username, answer.context["user"].phone) == ("changyuan", "13812345678")
    assert client.get(ACCEPT)["Location"] == OPEN


def test_without_the_secret_shown_there_is_nothing_to_accept(client: Client) -> None:
    make_invitation()
    assert client.get(ACCEPT)["Location"] == OPEN
    assert client.post(ACCEPT, NEW)["Location"] == OPEN
    assert not User.objects.filter(username="changyuan").exists()


def test_what_was_shown_is_forgotten_after_half_an_hour(client: Client) -> None:
    opened(client, make_invitation())
    session = client.session
    session["invitation"] |= {"at": now().timestamp() - 1801}
    session.save()
    assert client.get(ACCEPT)["Location"] == OPEN


def test_who_has_an_account_signs_in_and_comes_back_to_the_invitation(client: Client) -> None:
    person, issued = make_user(Role.ENTERPRISE, name="梁晓峰"), make_invitation()
    own = make_enterprise()
    make_representative(own, person)
    assert f"/accounts/sign-in/?next={ACCEPT}" in opened(client, issued).get(ACCEPT).content.decode()
    signed = client.post(
        "/accounts/sign-in/", {"username": person.username, "password": PASSWORD, "next": ACCEPT}, follow=True
    )
    assert "您已登录：梁晓峰" in signed.content.decode()
    client.post(ACCEPT)
    mine = client.get(reverse("enterprises:my_enterprises")).content.decode()
    assert own.name in mine
    assert issued.invitation.enterprise.name in mine


def test_who_is_signed_in_as_an_officer_is_told_to_sign_out(client: Client) -> None:
    issued = make_invitation()
    officer = opened(client_of(make_user(Role.COUNTY)), issued)
    answer = officer.get(ACCEPT)
    assert (answer.status_code, "请先退出" in answer.content.decode()) == (422, True)
    assert officer.post(ACCEPT).status_code == 422
    assert Invitation.objects.open(now()).exists()


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        ({"expires_at": now() - timedelta(days=1)}, "过期"),
        ({"accepted_at": now()}, "已经使用过"),
        ({"revoked_at": now()}, "已被撤销"),
    ],
)
def test_a_dead_one_says_why_and_whom_to_ask(client: Client, spoil: dict, sentence: str) -> None:
    issued = make_invitation()
    person = make_user(Role.COUNTY).pk
    spoil = spoil | {name.replace("_at", "_by"): person for name in spoil if name != "expires_at"}
    Invitation.objects.update(**spoil)
    answer = client.post(OPEN, {"code": issued.secret.token})
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert "小店区生态环境分局" in answer.content.decode()
    assert "invitation" not in client.session


def test_it_may_die_between_being_shown_and_being_accepted(client: Client) -> None:
    issued = make_invitation()
    opened(client, issued)
    accept_as_new(issued, "faster")
    answer = client.post(ACCEPT, NEW)
    assert answer.status_code == 422
    assert "已经使用过" in answer.content.decode()
    assert not User.objects.filter(username="changyuan").exists()


@pytest.mark.parametrize("code", ["", "0000-0000-0000-0000", "x" * 43, "\x00" * 16, "' or 1=1 --", "汉" * 16])
def test_an_unknown_code_gets_one_sentence_whatever_it_looks_like(client: Client, code: str) -> None:
    make_invitation()
    answer = client.post(OPEN, {"code": code})
    assert answer.status_code == 422
    assert not client.session.get("invitation")


def test_guessing_ends_soon_and_nobody_elses_guess_counts(client: Client, settings) -> None:
    settings.ASKED_FROM_ONE_ADDRESS = 3
    issued = make_invitation()
    assert [client.post(OPEN, {"code": f"{n:016}"}).status_code for n in range(3)] == [422] * 3
    answer = client.post(OPEN, {"code": issued.secret.code})
    assert (answer.status_code, "次数太多" in answer.content.decode()) == (429, True)
    assert client.post(OPEN, {"code": issued.secret.code}, REMOTE_ADDR="10.1.1.2").status_code == 302
    Attempt.objects.update(at=now() - timedelta(minutes=16))
    assert client.post(OPEN, {"code": issued.secret.code}).status_code == 302


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"again": "another"}, "两次输入的密码不一致"),
        ({"own": ""}, "必填"),
        ({"name": "太原炼焦厂"}, "账号属于个人"),
        ({"password": "1234567890", "again": "1234567890"}, "密码"),
    ],
)
def test_a_wrong_field_is_named_and_the_invitation_is_still_there(client, wrong, sentence) -> None:
    opened(client, make_invitation())
    answer = client.post(ACCEPT, NEW | wrong)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert client.post(ACCEPT, NEW).status_code == 302


# ---- the people of an enterprise ------------------------------------------------------------------


def test_the_page_names_who_acts_who_acted_and_who_is_invited() -> None:
    enterprise = make_enterprise()
    first = make_representative(enterprise, name="梁晓峰")
    row = Representative.objects.get()
    second = accept_as_new(make_invitation(enterprise, by=first, predecessor=row))
    make_invitation(enterprise, invitee="宋环保")
    page = client_of(second).get(people_of(enterprise)).content.decode()
    for words in ("梁晓峰", "已交接给常远", "由梁晓峰邀请或登记", "宋环保", "待接受", "（您本人）"):
        assert words in page
    assert "13812345678" not in page
    assert "关联已有账号" not in page


def test_an_enterprise_without_anybody_says_how_to_begin() -> None:
    page = client_of(make_user(Role.COUNTY)).get(people_of(make_enterprise())).content.decode()
    assert "还没有人能代表企业登录" in page
    assert "关联已有账号" in page


def test_the_number_of_queries_does_not_grow_with_the_people(django_assert_num_queries) -> None:
    few, many = make_enterprise(), make_enterprise()
    make_representative(few)
    make_invitation(few)
    for _person in range(4):
        make_representative(many)
        make_invitation(many)
    client = client_of(make_user(Role.COUNTY))
    client.get(people_of(few))
    with django_assert_num_queries(8):
        client.get(people_of(few))
    with django_assert_num_queries(8):
        client.get(people_of(many))


def test_the_secrets_are_on_the_answer_and_nowhere_after() -> None:
    enterprise = make_enterprise()
    client = client_of(make_user(Role.COUNTY))
    answer = client.post(reverse("enterprises:invitation_create", args=[enterprise.pk]), {"invitee": "常远"})
    code, link = answer.context["code"], answer.context["link"]
    page = answer.content.decode()
    assert code in page
    assert link in page
    assert "<svg" in page
    assert "#" in link
    assert "no-store" in answer["Cache-Control"]
    later = client.get(people_of(enterprise)).content.decode()
    assert code not in later
    assert link.partition("#")[2] not in later


def test_a_representative_hands_over_from_the_page() -> None:
    enterprise = make_enterprise()
    first = make_representative(enterprise)
    client = client_of(first)
    row = Representative.objects.get()
    url = reverse("enterprises:invitation_create", args=[enterprise.pk])
    answer = client.post(url, {"invitee": "常远", "predecessor": row.pk})
    fresh = Client()
    fresh.post(OPEN, {"code": answer.context["link"].partition("#")[2]})
    assert f"您接受后，{first.name} 不再办理" in fresh.get(ACCEPT).content.decode()
    fresh.post(ACCEPT, NEW)
    assert client.get(people_of(enterprise)).status_code == 404
    assert fresh.get(people_of(enterprise)).status_code == 200


def test_somebody_who_does_not_act_here_cannot_be_taken_over_from() -> None:
    enterprise = make_enterprise()
    make_representative(make_enterprise())
    url = reverse("enterprises:invitation_create", args=[enterprise.pk])
    answer = client_of(make_user(Role.COUNTY)).post(url, {"predecessor": Representative.objects.get().pk})
    assert answer.status_code == 422
    assert not Invitation.objects.exists()


def test_revoked_and_reissued_from_the_page() -> None:
    enterprise = make_enterprise()
    client = client_of(make_user(Role.COUNTY))
    issued = make_invitation(enterprise)
    again = client.post(reverse("enterprises:invitation_reissue", args=[issued.invitation.pk]))
    assert again.context["code"] != issued.secret.printed_code
    new = Invitation.objects.latest("pk")
    assert client.post(reverse("enterprises:invitation_revoke", args=[new.pk])).status_code == 302
    assert not Invitation.objects.open(now()).exists()
    stranger = client_of(make_user(Role.COUNTY, "140106"))
    for name in ("invitation_reissue", "invitation_revoke"):
        assert stranger.post(reverse(f"enterprises:{name}", args=[new.pk])).status_code == 404


def test_who_leaves_comes_back_to_the_own_desk() -> None:
    enterprise = make_enterprise()
    person = make_representative(enterprise)
    make_representative(enterprise)
    row = Representative.objects.get(user=person)
    url = reverse("enterprises:representative_end", args=[row.pk])
    assert client_of(person).post(url, {"why": "调岗"})["Location"] == "/"
