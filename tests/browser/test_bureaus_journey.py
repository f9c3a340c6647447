"""The bureaus: a city evaluates by a panel drawn by lot and fines by the article; a province looks what lasted."""

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visitor
from tests.browser.server import Platform, running_platform

pytestmark = pytest.mark.browser

Visit = Callable[..., Visitor]

_SCENE = """
from datetime import timedelta
from audits.models import Round
from tests.factories.accounts import make_user, place
from tests.factories.audits import make_expert, make_round, today
from tests.factories.enterprises import make_enterprise, make_order
from tests.factories.measures import make_accepted_round
from tests.factories.reviews import make_pool, make_review
make_user("city", place("太原市"), username="ganguanli", name="甘管理")
make_user("province", username="sunxuan", name="孙宣")
first = make_round("EVALUATION_APPLIED", enterprise=make_enterprise("太原西山焦化有限公司"))
make_pool(5, industry_of=first)
own = make_expert(first.enterprise.name)
own.industries.add(first.enterprise.industry)
second = make_round("EVALUATION_APPLIED", enterprise=make_enterprise("太原东山焦化有限公司"))
scored = make_review("SCORED", round_=second)
days = {"issued_on": today() - timedelta(days=90), "due_on": today() - timedelta(days=30)}
late = make_order(make_enterprise("太原南山焦化有限公司"), **days)
lasting = make_accepted_round(measures=3, enterprise=make_enterprise("太原北山焦化有限公司"))
Round.objects.filter(pk=lasting.pk).update(accepted_on=today() - timedelta(days=400))
print(json.dumps({
    "applied": first.reviews.get().pk, "scored": scored.pk,
    "late": late.pk, "plant": late.enterprise_id, "own": own.name,
}))
"""
_DECLINED = """
from audits.selectors.panels import seats_taken
from audits.models import Review
from audits.services.panels import seat_answer
from tests.factories.accounts import now
from tests.factories.reviews import bring, own, user_of
review = Review.objects.select_related("round__enterprise__region__city").get(pk=argument)
seat = own(seats_taken(review)[0])
seat_answer(seat=seat, accepts=False, reason="出差在外", by=user_of(seat), at=now())
bring(review, "ANSWERED")
print(json.dumps(seat.expert.name))
"""
_MERGED = """
from audits.models import Review
from tests.factories.reviews import bring
bring(Review.objects.select_related("round__enterprise__region__city").get(pk=argument), "MERGED")
"""
_LOOKED_AT = """
from decimal import Decimal
from measures.models import PostAssessment
from measures.services.post_assessments import post_assessment_record
from tests.factories.accounts import now
from tests.factories.audits import crew_of, today
for post in PostAssessment.objects.select_related("round__enterprise__region__city"):
    drawn = list(post.samples.values_list("measure_id", flat=True))
    said = [("delivering", Decimal(70)), *[("stopped", Decimal(0))] * len(drawn)]
    items = [{"measure": pk, "running": run, "read_wan": wan, "note": ""} for pk, (run, wan) in zip(drawn, said)]
    facts = {"assessed_on": today(), "conclusion": "一项停用。", "by": crew_of(post.round).officer, "at": now()}
    post_assessment_record(post_assessment=post, version=post.version, items=items, **facts)
"""


@pytest.fixture(scope="module")
def platform(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Platform]:
    """A platform of its own: the pool to draw from and the plan's population are the scene's."""
    with running_platform(tmp_path_factory.mktemp("bureaus")) as running:
        yield running


@pytest.fixture(scope="module")
def scene(platform: Platform) -> dict:
    return platform.python(_SCENE)


def test_1_the_city_draws_a_panel_by_lot_and_keeps_the_law_of_days(platform, scene, visit: Visit) -> None:
    city = visit("ganguanli")
    city.open(f"/audits/reviews/{scene['applied']}/")
    city.act("受理")
    city.follow("抽取专家")
    city.fill(size="3")
    city.act("抽取")
    city.sees("专家组是怎样抽取的")
    city.sees("种子")
    expect(city.page.locator("main tr", has_text=scene["own"])).to_contain_text("太原西山焦化有限公司")
    city.look("panel_story", narrow=True)
    gone = platform.python(_DECLINED, scene["applied"])
    city.open(f"/audits/reviews/{scene['applied']}/")
    seats = city.page.locator("main dl.facts > div")
    expect(seats.filter(has_text=gone)).to_contain_text("出差在外")
    city.follow("送达材料")
    city.fill(held_on=date.today().isoformat())
    city.act("送达材料")
    city.sees("至少 3 个工作日")
    earliest = re.search(r"最早 ?(\d+)年(\d+)月(\d+)日", city.page.locator("main").inner_text())
    assert earliest
    city.fill(held_on=date(*map(int, earliest.groups())).isoformat())
    city.act("送达材料")
    expect(city.page).to_have_url(re.compile(r"/reviews/\d+/$"))
    city.look("review_scoring", narrow=True)


def test_2_the_city_closes_the_sheets_and_decides_by_the_thresholds(
    platform, scene, visit: Visit, tmp_path: Path
) -> None:
    city = visit("ganguanli")
    city.open(f"/audits/reviews/{scene['scored']}/")
    expect(city.page.get_by_text("评分汇总")).to_have_count(0)
    city.follow("截止评分")
    city.sees("评分表已全部提交")
    city.act("截止评分")
    city.sees("评分汇总")
    platform.python(_MERGED, scene["scored"])
    city.open(f"/audits/reviews/{scene['scored']}/")
    city.follow("作出结论")
    city.act("作出结论", confirm=True)
    expect(city.page).to_have_url(re.compile(r"/reviews/\d+/$"))
    city.sees("通过")
    city.look("review_decided", narrow=True)
    for paper in city.page.locator("main a[download]").all_inner_texts():
        assert city.fetch(paper.strip(), tmp_path).read_bytes()[:5] == b"%PDF-"


def test_3_the_city_fines_only_after_the_order_ran_out_and_within_the_range(scene, visit: Visit) -> None:
    city = visit("ganguanli")
    city.open(f"/enterprises/registry/{scene['plant']}/orders/new/")
    city.page.locator("main select[name=article]").select_option(index=2)
    ends = date.today() + timedelta(days=30)
    city.fill(document_no="并环责改〔2026〕91号", text="限期实施清洁生产审核。", due_on=ends.isoformat())
    city.act("下达", confirm=True)
    city.sees("并环责改〔2026〕91号")
    expect(city.page.get_by_role("button", name="作出处罚")).to_be_disabled()
    city.open(f"/enterprises/orders/{scene['late']}/")
    city.follow("作出处罚")
    city.fill(document_no="并环罚〔2026〕12号", amount_yuan="600000")
    city.act("登记处罚决定", confirm=True)
    city.sees(re.compile("50 ?万|500,?000"))
    city.fill(amount_yuan="80000")
    city.act("登记处罚决定", confirm=True)
    city.sees("并环罚〔2026〕12号")
    city.look("order_fined", narrow=True)


def test_4_the_province_draws_the_years_sample_and_reads_what_lasted(platform, scene, visit: Visit) -> None:
    province = visit("sunxuan")
    province.open("/measures/post-plans/new/")
    number = province.page.locator("main input[name='strata-0-number']")
    number.fill("99")
    province.act("抽取并安排", confirm=True)
    province.sees(re.compile("99.*3|3.*99"))
    number.fill("2")
    province.act("抽取并安排", confirm=True)
    province.sees("抽取 2 项")
    province.sees("种子")
    platform.python(_LOOKED_AT)
    province.page.reload()
    province.sees("50")
    province.look("post_plan", narrow=True)


def test_5_the_province_tells_the_credit_platform_what_changed(scene, visit: Visit, tmp_path: Path) -> None:
    province = visit("sunxuan")
    province.open("/credit/")
    province.page.get_by_role("button", name=re.compile("生成.*处罚")).click()
    province.page.get_by_role("link", name="查看本次报送").click(timeout=60_000)
    province.sees("太原南山焦化有限公司")
    province.sees("新增")
    province.look("credit_sending", narrow=True)
    with province.page.expect_download() as download:
        province.page.locator("main a.btn-primary").first.click()
    assert Path(download.value.path()).stat().st_size > 0
