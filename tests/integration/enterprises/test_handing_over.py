"""Who leaves an enterprise and who takes it over are both told."""

import pytest
from django.urls import reverse

from accounts.models import User
from config.common.access import Role
from enterprises.models import Representative
from enterprises.services.accepting import invitation_accept
from enterprises.services.representatives import representative_end
from operations.models import Notice
from tests.factories.accounts import client_of, make_user, now
from tests.factories.audits import today
from tests.factories.enterprises import make_enterprise, make_representative
from tests.factories.people import make_invitation

pytestmark = pytest.mark.django_db


def told(person: User) -> list[str]:
    return [row.text for row in Notice.objects.filter(recipient=person, rule="handed_over")]


def test_a_hand_over_tells_the_one_who_leaves_and_the_one_who_comes() -> None:
    enterprise = make_enterprise()
    first = make_representative(enterprise)
    row, second = Representative.objects.get(), make_user(Role.ENTERPRISE, name="常远")
    issued = make_invitation(enterprise, by=first, predecessor=row)
    invitation_accept(invitation=issued.invitation, by=second, at=now())
    [left] = told(first)
    assert f"您不再办理{enterprise.name}的事项（已交接给常远）" in left
    [came] = told(second)
    assert came == f"您已接手{enterprise.name}，原经办人{first.name}不再办理；已填写的内容都在。"
    notice = Notice.objects.get(recipient=second, rule="handed_over")
    assert notice.href == reverse("enterprises:enterprise_detail", args=[enterprise.pk])
    assert client_of(second).get(notice.href).status_code == 200
    assert client_of(first).get(Notice.objects.get(recipient=first).href).status_code == 200


def test_whom_an_officer_takes_off_learns_why_and_who_leaves_by_himself_is_told_nothing() -> None:
    enterprise = make_enterprise()
    gone, staying, own = (make_representative(enterprise) for _n in range(3))
    rows = {row.user_id: row for row in Representative.objects.all()}
    county = make_user(Role.COUNTY)
    representative_end(representative=rows[gone.pk], until=today(), by=county, at=now(), why="调离岗位")
    representative_end(representative=rows[own.pk], until=today(), by=own, at=now())
    [left] = told(gone)
    assert "（调离岗位）" in left
    assert told(own) == told(staying) == []
