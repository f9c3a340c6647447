"""The administrator opens accounts; a new officer changes the one-time password and looks around."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PASSWORD

pytestmark = pytest.mark.browser

_PEOPLE = """
from django.utils import timezone
from accounts.services.users import builtin, user_create
from config.common.access import Role
user_create(
    username="xitong",
    name="系统管理员",
    role=Role.SYSTEM_ADMIN,
    by=builtin("@system"),
    at=timezone.now(),
    password=argument,
)
"""


def test_an_administrator_opens_an_account_and_the_officer_takes_it_over(platform, visit) -> None:
    platform.python(_PEOPLE, PASSWORD)
    admin = visit("xitong")
    page = admin.open("/accounts/users/")
    admin.look("user_list")
    admin.press("开立账号")
    page.get_by_label("用户名").fill("wangkang")
    page.get_by_label("姓名").fill("王康")
    page.get_by_label("角色").select_option("log_admin")
    page.locator("main form button[type=submit]").click()
    admin.sees("一次性密码")
    one_time = page.locator("main code").inner_text()

    officer = visit()
    page = officer.open("/accounts/sign-in/")
    officer.look("sign_in")
    page.get_by_label("用户名").fill("wangkang")
    page.get_by_label("密码").fill(one_time)
    page.get_by_role("button", name="登录").click()
    officer.sees("请先设置自己的密码")
    page.get_by_label("现用密码").fill(one_time)
    page.get_by_label("新密码").fill(PASSWORD)
    page.get_by_label("再输入一次").fill(PASSWORD)
    page.get_by_role("button", name="保存新密码").click()
    expect(page).not_to_have_url(re.compile("/accounts/password/"))
    officer.open("/accounts/activity/")
    officer.sees("修改密码")
    officer.look("activity_list")
