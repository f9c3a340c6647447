"""An expert's part in a review: invited, reads, scores alone, hands in; and once scoring is closed, no more."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visitor
from tests.browser.server import Platform, running_platform

pytestmark = pytest.mark.browser

_INVITED = """
from tests.factories.accounts import make_user
from tests.factories.audits import make_expert, make_round
from tests.factories.reviews import make_review
me = make_expert(user=make_user("expert", username="pingwei", name="平卫国"))
review = make_review("PANEL", round_=make_round("EVALUATION_APPLIED"), lead=me)
print(json.dumps(review.pk))
"""
_GO_ON = """
from audits.models import Review
from audits.selectors.panels import seats_taken
from tests.factories.reviews import bring, score
review = Review.objects.select_related("round__enterprise__region__city").get(pk=argument["review"])
review = bring(review, *argument["steps"])
if "SCORING" in argument["steps"]:
    for seat in seats_taken(review):
        if seat.expert.name != "平卫国":
            score(seat)
print(json.dumps([str(seat.total) for seat in seats_taken(review) if seat.total is not None]))
"""


@pytest.fixture
def platform(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Platform]:
    """A platform of its own: the only review on the desk is the scene's."""
    with running_platform(tmp_path_factory.mktemp("expert")) as running:
        yield running


def test_an_expert_accepts_reads_scores_alone_and_not_after_closing(
    platform: Platform, visit: Callable[..., Visitor]
) -> None:
    review = platform.python(_INVITED)
    me = visit("pingwei")
    page = me.page
    page.get_by_role("link", name=re.compile("答复评估评审邀请")).first.click()
    me.sees(re.compile("请于.*前答复"))
    page.get_by_label("应邀参加").check()
    page.locator("main").get_by_role("button", name="答复").click()
    me.sees("已应邀")

    platform.python(_GO_ON, {"review": review, "steps": ["ANSWERED", "SCORING"]})
    page.goto(f"{platform.address}/")
    page.get_by_role("link", name=re.compile("阅读评估材料并评分")).first.click()
    with page.expect_download() as download:
        page.locator("main a[download]").first.click()
    assert download.value.suggested_filename

    points = page.locator("main input[name^='item_']")
    most = [
        float(re.findall(r"满分 ([\d.]+) 分", text)[0])
        for text in page.locator(".score-row").all_inner_texts()
    ]
    points.first.fill(str(most[0] + 1))
    page.get_by_role("button", name="暂存").click()
    expect(page.locator(".score-row").first).to_contain_text(re.compile("不大于|小于或等于|不超过"))
    for number, maximum in enumerate(most):
        points.nth(number).fill(str(maximum * 0.9))
    page.get_by_label("专家意见").fill("资料齐全，数据可信。")
    page.get_by_role("button", name="提交评分表").click()
    me.sees("评分表已提交")
    assert "评分汇总" not in page.locator("main").inner_text()

    totals = platform.python(_GO_ON, {"review": review, "steps": ["CLOSED"]})
    assert len(totals) == 3
    page.goto(f"{platform.address}/audits/reviews/{review}/seat/score/")
    me.sees("不能评分")
    expect(page.get_by_role("button", name="提交评分表")).to_be_disabled()
    page.goto(f"{platform.address}/audits/reviews/{review}/")
    me.sees("评分汇总")
