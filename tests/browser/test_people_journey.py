"""An officer invites, the person opens an own account by the code, hands over to a colleague, who comes by the link."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PASSWORD, Visitor

pytestmark = pytest.mark.browser

_SCENE = """
from accounts.models import User
from tests.factories.accounts import make_user
from tests.factories.enterprises import make_enterprise
from tests.factories.lists import make_listing
enterprise = make_listing(make_enterprise("太原汾河化工有限公司")).enterprise
make_user("county", "140105", username="wuzhiqiang", name="武志强")
print(json.dumps(enterprise.pk))
"""


def test_an_officer_invites_a_person_who_accepts_and_hands_over(platform, visit) -> None:
    pk = platform.python(_SCENE)
    officer = visit("wuzhiqiang")
    officer.open("/enterprises/registry/unmanned/")
    officer.sees("太原汾河化工有限公司")
    officer.look("unmanned_list", narrow=True)
    officer.follow("太原汾河化工有限公司")
    officer.sees("还没有人能代表企业登录")
    officer.act("发出邀请")
    officer.sees("只能用一次")
    officer.look("invitation_create", narrow=True)
    code = officer.page.locator(".invitation-code").inner_text()

    first = visit()
    first.open("/accounts/sign-in/")
    first.press("收到邀请函？用邀请码加入")
    first.look("invitation_open", narrow=True)
    first.fill(code=code.lower())
    first.act("下一步")
    first.look("invitation_accept", narrow=True)
    _register(first, "常远", "changyuan")
    first.sees("您现在可以代表“太原汾河化工有限公司”办理")

    first.open(f"/enterprises/registry/{pk}/people/")
    first.look("enterprise_people", narrow=True)
    first.fill(invitee="白雪")
    first.select("predecessor", "接替常远")
    first.act("发出邀请")
    secret = first.page.locator("input[readonly]").input_value().partition("#")[2]

    second = visit()
    second.open(f"/enterprises/invitation/#{secret}")
    second.sees("您接受后，常远 不再办理")
    assert secret not in second.page.url
    _register(second, "白雪", "baixue")
    second.sees("您现在可以代表")
    first.open(f"/enterprises/registry/{pk}/")
    first.sees("没有找到这一页")
    first.open("/accounts/profile/")
    first.sees("您还不代表任何企业")


def _register(visitor: Visitor, name: str, username: str) -> None:
    visitor.fill(name=name, username=username, password=PASSWORD, again=PASSWORD)
    visitor.page.get_by_label("我受该企业委托办理").check()
    visitor.act("开立账号并接受")
    expect(visitor.page).to_have_url(re.compile(r"/registry/\d+/$"))
