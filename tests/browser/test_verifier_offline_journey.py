"""A verifier without a network: a visit written on the phone survives what happens to it, and lands once."""

import re
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Playwright, Route, expect

from tests.browser.conftest import FLAGS, PASSWORD, PHONE
from tests.browser.server import Platform, running_platform
from tests.browser.story import photograph

pytestmark = pytest.mark.browser

NAME = "阎俊杰"
_SCENE = """
from measures.enums import MeasureState
from tests.factories.accounts import make_user
from tests.factories.measures import make_assignment, make_measure
measure = make_measure(state=MeasureState.IMPLEMENTED, title="循环冷却水浓水回用")
verifier = make_user("verifier", username="hexian", name=argument)
print(json.dumps(make_assignment(measure.round, verifier).pk))
"""
_SESSIONS_END = """
from django.contrib.sessions.models import Session
Session.objects.all().delete()
"""
_KEPT = """
from accounts.models import Activity
from measures.models import Finding, Verification, VerificationPhoto, Visit
rows = [Visit, Verification, Finding, VerificationPhoto]
print(json.dumps({
    "rows": [model.objects.count() for model in rows],
    "whole": Visit.objects.filter(completed_at__isnull=False).count(),
    "deeds": list(Activity.objects.filter(verb__startswith="visit_").order_by("pk").values_list("verb", flat=True)),
}))
"""


@contextmanager
def phone(playwright: Playwright, profile: Path) -> Iterator[tuple[Page, subprocess.Popen[bytes]]]:
    """A browser with a memory of its own, whose process can be killed; opened again it knows what it knew."""
    command = [
        "/usr/bin/chromium",
        *FLAGS,
        "--accept-lang=zh-CN",
        "--remote-debugging-port=0",
        f"--user-data-dir={profile}",
    ]
    port = profile / "DevToolsActivePort"
    port.unlink(missing_ok=True)
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        until = time.monotonic() + 20
        while not (port.exists() and "\n" in port.read_text()):
            assert time.monotonic() < until, "the browser did not start"
            time.sleep(0.05)
        browser = playwright.chromium.connect_over_cdp(f"http://127.0.0.1:{port.read_text().split()[0]}")
        page = browser.contexts[0].new_page()
        page.set_default_timeout(15_000)
        page.set_viewport_size(PHONE)
        yield page, process
    finally:
        process.kill()
        process.wait()


def sign_in(page: Page) -> None:
    page.get_by_label("用户名").fill("hexian")
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    expect(page).not_to_have_url(re.compile("/sign-in/"))


def write_the_visit(page: Page) -> None:
    """Everything that a visit consists of: verdict, reading, photograph, finding, people, signature."""
    page.get_by_role("button", name="去登记").click()
    page.get_by_label("在场人员").fill("李强（设备科科长）")
    measure = page.locator("[data-measure]")
    measure.get_by_text("属实", exact=True).click()
    measure.get_by_label("现场情况").fill("回用水泵在运行，水表读数与台账一致")
    measure.locator("[data-code]").first.fill("29500")
    measure.locator("[type=file]").last.set_input_files([photograph()])
    expect(measure.locator("[data-photos] img")).to_have_count(1)
    page.get_by_role("button", name="添加问题").click()
    finding = page.locator("[data-finding]")
    finding.get_by_label("问题").fill("流量计超过检定周期")
    finding.get_by_label("整改期限").fill("2099-01-31")
    finding.get_by_label("责任人").fill("李强")
    page.get_by_label("企业代表姓名").fill("李强")
    page.get_by_label("核查员姓名").fill(NAME)
    page.locator("canvas").scroll_into_view_if_needed()
    box: Any = page.locator("canvas").bounding_box()
    page.mouse.move(box["x"] + 20, box["y"] + 20)
    page.mouse.down()
    page.mouse.move(box["x"] + 120, box["y"] + 70, steps=4)
    page.mouse.up()
    page.get_by_role("button", name="保存，等待发送").click()
    expect(page.locator("#field-queue")).to_contain_text("等待发送")


def send_until_it_is_there(page: Page) -> None:
    until = time.monotonic() + 30
    while "已送达" not in page.locator("#field-queue").inner_text():
        assert time.monotonic() < until, page.locator("#field-queue").inner_text()
        page.get_by_role("button", name="现在发送").click()
        page.wait_for_timeout(300)


def unheard(route: Route) -> None:
    """The server takes it, and the network breaks before the phone hears so."""
    route.fetch()
    route.abort()


@pytest.fixture
def platform(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Platform]:
    """A platform of its own: the scene is made beside other journeys' lists, and every visit is counted."""
    with running_platform(tmp_path_factory.mktemp("offline")) as running:
        yield running


def test_a_visit_written_without_a_network_lands_once_after_all(
    platform: Platform, playwright: Playwright, tmp_path: Path
) -> None:
    platform.python(_SCENE, NAME)
    field = f"{platform.address}/measures/field/"
    with phone(playwright, tmp_path) as (page, process):
        page.goto(f"{platform.address}/accounts/sign-in/?next=/measures/field/")
        sign_in(page)
        expect(page.get_by_text("已联网")).to_be_visible()
        page.evaluate("navigator.serviceWorker.ready.then(() => true)")
        page.context.set_offline(True)
        page.reload()
        expect(page.get_by_text("没有网络：可以照常登记")).to_be_visible()
        write_the_visit(page)
        process.send_signal(signal.SIGKILL)
        process.wait()
    assert platform.python(_KEPT)["rows"] == [0, 0, 0, 0]
    platform.python(_SESSIONS_END)
    with phone(playwright, tmp_path) as (page, _process):
        page.context.set_offline(True)
        page.goto(field)
        expect(page.locator("[data-state]")).to_contain_text("1 条核查记录等待发送")
        page.context.set_offline(False)
        page.goto(field)
        page.get_by_role("link", name="去登录").click()
        page.route("**/measures/field/visits/**", unheard, times=1)
        page.route("**/measures/field/photos/**", unheard, times=1)
        sign_in(page)
        expect(page).to_have_url(field)
        send_until_it_is_there(page)
        page.reload()
        expect(page.get_by_text("已联网")).to_be_visible()
    kept = platform.python(_KEPT)
    assert kept == {"rows": [1, 1, 1, 2], "whole": 1, "deeds": ["visit_send", "visit_complete"]}
