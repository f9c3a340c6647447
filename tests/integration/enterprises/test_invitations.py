"""An invitation's life: issued, accepted once, expired, revoked, reissued; hand-over; nothing secret is kept."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.utils import timezone

from accounts.models import Activity, User
from config.common.access import Role
from config.common.errors import NotAllowed, Refused
from enterprises.calculations.invitation_codes import secret_of
from enterprises.enums import InvitationState
from enterprises.models import Enterprise, Invitation, Representative
from enterprises.selectors.people import invitation_by_secret
from enterprises.services.accepting import invitation_accept, invitation_register
from enterprises.services.invitations import (
    invitation_issue,
    invitation_reissue,
    invitation_revoke,
    invitations_for_letters,
)
from enterprises.services.representatives import representative_end
from tests.factories.accounts import PASSWORD, make_user, now, system
from tests.factories.enterprises import make_enterprise, make_representative
from tests.factories.lists import make_listing
from tests.factories.people import accept_as_new, make_invitation

pytestmark = pytest.mark.django_db
LONG_AGO = timedelta(days=61)


def sees(user: User, enterprise: Enterprise) -> bool:
    return Enterprise.objects.visible_to(user).filter(pk=enterprise.pk).exists()


def test_who_accepts_acts_for_the_enterprise_and_the_page_says_who_let_the_person_in() -> None:
    officer = make_user(Role.COUNTY, name="武志强")
    issued = make_invitation(by=officer)
    person = accept_as_new(issued)
    row = Representative.objects.get(user=person)
    assert (row.enterprise, row.added_by, row.until) == (issued.invitation.enterprise, officer, None)
    assert sees(person, row.enterprise)
    assert person.role == Role.ENTERPRISE
    assert not person.must_change_password


def test_it_is_found_by_its_link_and_by_its_code_and_by_nothing_else() -> None:
    issued = make_invitation()
    make_invitation()
    for secret in (issued.secret.token, issued.secret.code, issued.secret.printed_code.lower()):
        assert invitation_by_secret(secret) == issued.invitation
    for wrong in ("", "ABCD-EFGH-JKMN-PQRS", issued.invitation.nonce, issued.invitation.token_digest):
        assert invitation_by_secret(wrong) is None


def test_no_row_of_any_table_holds_a_secret() -> None:
    issued = make_invitation(by=make_user(Role.COUNTY))
    accept_as_new(issued)
    kept = ""
    for model in apps.get_models():
        kept += str(list(model._default_manager.values()))
    for secret in (issued.secret.token, issued.secret.code, issued.secret.printed_code, PASSWORD):
        assert secret not in kept


def test_it_works_once() -> None:
    issued = make_invitation()
    accept_as_new(issued)
    row = Invitation.objects.get()
    with pytest.raises(Refused, match=r"已经使用过.*小店区生态环境分局"):
        accept_as_new(type(issued)(row, issued.secret), "second")
    assert not User.objects.filter(username="second").exists()


def test_of_two_who_hold_it_at_once_one_gets_in() -> None:
    """Both have read the row before either wrote: the second finds it taken, and has no account either."""
    issued = make_invitation()
    stale = Invitation.objects.get()
    accept_as_new(issued)
    with pytest.raises(Refused, match="已经使用过"):
        invitation_register(invitation=stale, username="second", name="李四", password=PASSWORD, at=now())
    assert Representative.objects.count() == 1
    assert not User.objects.filter(username="second").exists()


def test_it_expires_and_says_whom_to_ask() -> None:
    issued = make_invitation(at=now() - LONG_AGO)
    assert issued.invitation.state(now()) == InvitationState.EXPIRED
    with pytest.raises(Refused, match=r"过期.*请联系小店区生态环境分局"):
        accept_as_new(issued)


def test_the_time_it_holds_is_a_setting(settings) -> None:
    settings.INVITATION_DAYS = 7
    assert make_invitation(at=now() - timedelta(days=8)).invitation.state(now()) == InvitationState.EXPIRED


def test_a_revoked_one_lets_nobody_in_and_is_not_revoked_twice() -> None:
    issued = make_invitation()
    invitation_revoke(invitation=issued.invitation, by=system(), at=now())
    with pytest.raises(Refused, match="已被撤销"):
        accept_as_new(issued)
    with pytest.raises(Refused, match="没有改动"):
        invitation_revoke(invitation=issued.invitation, by=system(), at=now())


def test_a_reissued_one_kills_the_old_and_keeps_what_it_was_for() -> None:
    enterprise = make_enterprise()
    leaver = Representative.objects.get(user=make_representative(enterprise))
    old = make_invitation(enterprise, invitee="常远", predecessor=leaver, at=now() - LONG_AGO)
    new = invitation_reissue(invitation=old.invitation, by=system(), at=now())
    assert (new.invitation.invitee, new.invitation.predecessor) == ("常远", leaver)
    assert new.secret != old.secret
    with pytest.raises(Refused, match="已换发新的"):
        accept_as_new(type(old)(Invitation.objects.get(pk=old.invitation.pk), old.secret))
    assert sees(accept_as_new(new), enterprise)


def test_a_hand_over_ends_the_first_when_the_second_accepts_and_keeps_the_history() -> None:
    enterprise = make_enterprise()
    first = make_representative(enterprise, name="梁晓峰")
    row = Representative.objects.get()
    issued = make_invitation(enterprise, by=first, predecessor=row)
    assert sees(first, enterprise)
    second = accept_as_new(issued)
    assert (sees(first, enterprise), sees(second, enterprise)) == (False, True)
    row.refresh_from_db()
    assert (row.ended_by, row.ended_why) == (second, "已交接给常远")
    deeds = Activity.objects.filter(thing_kind="enterprises.enterprise", thing_id=enterprise.pk)
    verbs = list(deeds.order_by("pk").values_list("verb", "actor"))
    assert verbs[-4:] == [
        ("invitation_issue", "梁晓峰"),
        ("invitation_accept", "常远"),
        ("representative_add", "梁晓峰"),
        ("representative_end", "常远"),
    ]


def test_beside_the_present_one_both_act() -> None:
    enterprise = make_enterprise()
    first = make_representative(enterprise)
    second = accept_as_new(make_invitation(enterprise, by=first))
    assert sees(first, enterprise)
    assert sees(second, enterprise)


def test_one_person_acts_for_several_and_after_one_ends_still_for_the_other() -> None:
    one, other = make_enterprise(), make_enterprise(region="140226")
    person = accept_as_new(make_invitation(one))
    invitation_accept(invitation=make_invitation(other).invitation, by=person, at=now())
    assert sees(person, one)
    assert sees(person, other)
    row = Representative.objects.get(enterprise=one)
    representative_end(representative=row, until=timezone.localdate(), by=system(), at=now(), why="调离")
    assert not sees(person, one)
    assert sees(person, other)


def test_who_acts_already_is_told_so_and_the_invitation_is_still_there() -> None:
    enterprise = make_enterprise()
    person = make_representative(enterprise)
    issued = make_invitation(enterprise)
    with pytest.raises(Refused, match="已经是这家企业的经办人"):
        invitation_accept(invitation=issued.invitation, by=person, at=now())
    assert Invitation.objects.open(now()).count() == 1


@pytest.mark.parametrize("role", [Role.COUNTY, Role.AGENCY, Role.EXPERT])
def test_accounts_of_other_roles_do_not_take_an_enterprise(role: str) -> None:
    with pytest.raises(Refused, match="请先退出"):
        invitation_accept(invitation=make_invitation().invitation, by=make_user(role), at=now())
    assert not Representative.objects.exists()


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"name": "太原炼焦有限公司"}, "账号属于个人"),
        ({"name": "环保部"}, "账号属于个人"),
        ({"name": "张"}, "至少两个字"),
        ({"name": "张三2"}, "至少两个字"),
        ({"username": "@beat"}, "4 至 40 个字母"),
        ({"username": "abc"}, "4 至 40 个字母"),
        ({"username": "Taken"}, "已被使用"),
        ({"password": "123"}, "密码"),
    ],
)
def test_a_bad_registration_opens_no_account_and_uses_nothing_up(values: dict, sentence: str) -> None:
    make_user(Role.ENTERPRISE, username="taken")
    people = User.objects.count()
    issued = make_invitation()
    good = {"username": "changyuan", "name": "常远", "password": PASSWORD}
    with pytest.raises(Refused) as refused:
        invitation_register(invitation=issued.invitation, **good | values, at=now())
    told = [refused.value.sentence, *(problem.sentence for problem in refused.value.problems)]
    assert any(sentence in words for words in told)
    assert User.objects.count() == people
    assert Invitation.objects.open(now()).count() == 1


def test_officers_of_other_places_and_former_representatives_invite_nobody() -> None:
    enterprise = make_enterprise()
    former = make_representative(enterprise)
    make_representative(enterprise)
    row = Representative.objects.get(user=former)
    representative_end(representative=row, until=timezone.localdate(), by=former, at=now(), why="离职")
    for by in (former, make_user(Role.COUNTY, "140106"), make_user(Role.AGENCY), make_user(Role.ENTERPRISE)):
        with pytest.raises(NotAllowed):
            make_invitation(enterprise, by=by)
    assert not Invitation.objects.exists()


def test_what_a_leaver_handed_out_lets_nobody_in() -> None:
    enterprise = make_enterprise()
    leaver = make_representative(enterprise)
    issued = make_invitation(enterprise, by=leaver)
    row = Representative.objects.get(user=leaver)
    representative_end(representative=row, until=timezone.localdate(), by=system(), at=now(), why="冒名")
    with pytest.raises(Refused, match="已被撤销"):
        accept_as_new(type(issued)(Invitation.objects.get(), issued.secret))


def test_the_last_one_does_not_leave_and_nobody_ends_a_colleague() -> None:
    enterprise = make_enterprise()
    first = make_representative(enterprise)
    row = Representative.objects.get()
    end = {"representative": row, "until": timezone.localdate(), "at": now()}
    with pytest.raises(Refused, match="唯一的经办人"):
        representative_end(by=first, **end)
    second = make_representative(enterprise)
    with pytest.raises(NotAllowed, match="只能结束自己的"):
        representative_end(by=second, **end)
    representative_end(by=first, **end)
    assert not sees(first, enterprise)


def test_a_predecessor_of_another_enterprise_is_refused() -> None:
    stranger = Representative.objects.get(user=make_representative(make_enterprise()))
    with pytest.raises(Refused, match="不是这家企业的经办人"):
        invitation_issue(enterprise=make_enterprise(), predecessor=stranger, by=system(), at=now())


# ---- letters -----------------------------------------------------------------------------------


def test_letters_invite_whom_nobody_acts_for_and_say_the_same_however_often_they_are_made() -> None:
    manned, alone = make_listing(), make_listing()
    make_representative(manned.enterprise)
    first = invitations_for_letters(listings=[manned, alone], by=system(), at=now())
    again = invitations_for_letters(listings=[manned, alone], by=system(), at=now())
    assert list(first) == [alone.pk]
    assert again[alone.pk].secret == first[alone.pk].secret
    assert Invitation.objects.count() == 1
    assert Activity.objects.filter(verb="invitation_issue").count() == 1


def test_a_letter_printed_before_the_key_changed_still_opens_and_is_not_printed_wrong(settings) -> None:
    listing = make_listing()
    before = invitations_for_letters(listings=[listing], by=system(), at=now())[listing.pk]
    settings.SECRET_KEY = "another"
    assert invitation_by_secret(before.secret.code) == before.invitation
    assert invitations_for_letters(listings=[listing], by=system(), at=now()) == {}
    assert secret_of(before.invitation.nonce) != before.secret


def test_inviting_by_letter_costs_the_same_queries_for_one_and_for_ten(django_assert_num_queries) -> None:
    few, many = [make_listing()], [make_listing() for _number in range(10)]
    for listings in (few, many):
        with django_assert_num_queries(7):
            invitations_for_letters(listings=listings, by=system(), at=now())
