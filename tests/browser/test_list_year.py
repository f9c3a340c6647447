"""A list year in the browser: recommended, reviewed, compiled, published, notified, disclosed; a chapter is a test."""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from tests.browser import list_year as made_up
from tests.browser.conftest import PASSWORD, Visitor
from tests.browser.list_year import AUTHORITY, CEMENT, COKE, PLANT_USER, PLATING, ListYear
from tests.browser.server import Platform, running_platform

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def platform(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Platform]:
    """Its own: what other journeys publish would stand among its lists."""
    with running_platform(tmp_path_factory.mktemp("list-year")) as running:
        made_up.begin(running)
        yield running


@pytest.fixture(scope="module")
def year() -> ListYear:
    return ListYear()


def test_01_the_county_recommends_with_reason_and_facts(visit, year) -> None:
    county = visit("wuzhiqiang")
    county.go("名单推荐")
    county.look("ly-01-recommendations-empty", narrow=True)
    for name, (category, reason, kind, fact) in made_up.GROUNDS.items():
        county.open("/enterprises/recommendations/new/")
        _search(county, "enterprise", name)
        county.fill(year=str(year.year), reason=reason)
        county.page.get_by_label(category).check()
        if name == COKE:
            county.act("保存推荐")
            county.act("提交市级审查")
            county.sees("还要填写污染物的依据")
            county.follow("修改推荐")
        county.select("facts-0-kind", kind)
        county.fill(**{f"facts-0-{key}": value for key, value in fact.items()})
        county.look(f"ly-01-recommend-{kind}", narrow=True)
        county.act("保存推荐")
        county.act("提交市级审查")
        county.sees("待市级审查")
    county.look("ly-01-recommended", narrow=True)


def test_02_the_city_reviews_passes_two_and_returns_one(visit) -> None:
    city = visit("renjianguo")
    city.page.locator("#todo").get_by_role("link", name="3 条名单推荐待审查").click()
    for name in (COKE, CEMENT):
        city.page.get_by_label(f"勾选 {name}").check()
    city.look("ly-02-review", narrow=True)
    city.act("所选审查通过")
    city.sees("待省级汇总")
    city.follow(PLATING)
    city.act("退回推荐")
    city.sees("请")
    city.fill(reason="请补充使用量")
    city.act("退回推荐")
    city.sees("请补充使用量")
    county = visit("wuzhiqiang")
    county.page.locator("#todo").get_by_role("link", name=re.compile("1 条名单推荐被退回")).click()
    county.sees("请补充使用量")
    county.look("ly-02-returned", narrow=True)


def test_03_the_province_compiles_checks_and_publishes(visit, year) -> None:
    province = visit("guolixin")
    province.go("强制性审核名单")
    province.follow("新建名单")
    province.fill(year=str(year.year))
    province.act("建立草稿")
    province.sees("草稿")
    year.list_path = re.sub(r"^https?://[^/]+", "", province.page.url)
    province.follow("汇总推荐")
    for name in (COKE, CEMENT):
        province.page.get_by_label(f"勾选 {name}").check()
    province.look("ly-03-compile", narrow=True)
    province.page.get_by_role("button", name="所选列入草稿").first.click()
    province.open(year.list_path)
    province.sees(COKE)
    province.look("ly-03-draft", narrow=True)
    province.follow("公布名单")
    province.fill(
        document_no=year.document_no, authority=AUTHORITY, published_on=year.published_on.isoformat()
    )
    province.look("ly-03-publish", narrow=True)
    province.act("公布名单", confirm=True)
    province.sees("名单已公布")


def test_04_the_notice_and_the_letters_are_made_by_the_worker(visit, year, tmp_path) -> None:
    city = visit("renjianguo")
    _until(city, year.list_path, "告知书")
    city.look("ly-04-papers", narrow=True)
    words = _words(city.fetch("公布通知", tmp_path))
    assert year.document_no in words
    for name in (COKE, CEMENT):
        assert name in words, name
    letters = _words(city.fetch("告知书", tmp_path))
    assert CEMENT in letters
    found = re.search(rf"{COKE}的经办人.*?邀请码：(.+?)邀请码有效期", letters)
    assert found
    year.code = found[1]


def test_05_its_person_comes_in_by_the_code_of_the_letter(visit, year) -> None:
    plant = visit()
    plant.open("/enterprises/invitation/")
    plant.fill(code=year.code)
    plant.act("下一步")
    plant.sees(COKE)
    plant.fill(name="梁晓峰", username=PLANT_USER, password=PASSWORD, again=PASSWORD)
    plant.page.get_by_label("我受该企业委托办理").check()
    plant.act("开立账号并接受")
    plant.sees(f"您现在可以代表“{COKE}”办理")
    plant.look("ly-05-enterprise", narrow=True, axe=False)


def test_06_the_enterprise_discloses_and_the_county_sees_who_did_not(visit, year) -> None:
    plant = visit(PLANT_USER)
    plant.look("ly-06-home-enterprise", narrow=True)
    plant.page.locator("#todo").get_by_role("link", name=re.compile("公示企业信息")).click()
    plant.fill(disclosed_on=year.ago(20), place="《吕梁日报》第 4 版", url="https://news.example/coke")
    for box in plant.page.locator("main textarea, main input[type=text]").all():
        if not box.input_value():
            box.fill("无")
    plant.look("ly-06-disclosure", narrow=True)
    plant.act("登记公示")
    plant.sees("已登记")
    county = visit("wuzhiqiang")
    county.page.locator("#todo").get_by_role("link", name=f"逾期未公示：{CEMENT}").click()
    county.sees(CEMENT)
    county.look("ly-06-late", narrow=True)


def test_07_the_county_returns_the_disclosure_and_accepts_the_second_one(visit) -> None:
    county, plant = visit("wuzhiqiang"), visit(PLANT_USER)
    county.page.locator("#todo").get_by_role("link", name="1 份公示待核对").click()
    county.page.locator("main tbody tr", has_text=COKE).get_by_role("link", name="查看").click()
    county.follow("核对")
    county.page.locator("main input[name^=reason_]").first.fill("与营业执照不一致")
    county.look("ly-07-check", narrow=True)
    county.act("退回", confirm=True)
    county.sees("共 0 条")
    plant.open("/")
    plant.page.locator("#todo").get_by_role("link", name=re.compile("公示被退回")).click()
    plant.sees("与营业执照不一致")
    plant.look("ly-07-returned", narrow=True)
    plant.page.locator("main textarea, main input[type=text]").first.fill(COKE)
    plant.act("登记公示")
    county.open("/")
    county.page.locator("#todo").get_by_role("link", name="1 份公示待核对").click()
    county.page.locator("main tbody tr", has_text=COKE).get_by_role("link", name="查看").click()
    county.follow("核对")
    county.act("核对无误")
    county.sees("共 0 条")
    county.look("ly-07-checked", narrow=True)


def test_08_anybody_reads_it_without_signing_in(visit) -> None:
    citizen = visit(phone=True)
    citizen.open("/public/")
    citizen.look("ly-08-public-phone")
    citizen.page.get_by_role("searchbox").first.fill("金晖")
    citizen.page.get_by_role("searchbox").first.press("Enter")
    citizen.follow(COKE)
    citizen.sees("在线监测连续超标")
    citizen.sees("已核对")
    citizen.look("ly-08-public-enterprise")


def test_09_the_clock_explains_its_days_and_a_pause_moves_them(visit, year) -> None:
    city = visit("renjianguo")
    city.open(year.list_path)
    city.page.locator("main tbody tr", has_text=COKE).get_by_role(
        "link", name=re.compile("逾期|还剩")
    ).first.click()
    year.clock_path = re.sub(r"^https?://[^/]+", "", city.page.url)
    city.sees("加 1 个月")
    city.look("ly-09-clock", narrow=True)
    city.follow("申请中止")
    city.page.locator("main select[name=duty]").select_option(index=1)
    city.fill(
        from_on=year.ago(10), to_on=(year.today + timedelta(days=19)).isoformat(), reason="环保限产停炉"
    )
    city.act("提交申请")
    city.sees("没有文件不能办理")
    city.page.locator("main input[type=file]").set_input_files(made_up.paper())
    city.look("ly-09-pause", narrow=True)
    city.act("提交申请")
    city.sees("环保限产停炉")
    colleague = visit("lixiumei")
    colleague.open(year.clock_path)
    colleague.act("批准")
    colleague.sees("30")
    colleague.look("ly-09-paused", narrow=True)


def _search(visitor: Visitor, name: str, text: str) -> None:
    """Type into a searching select and press what it finds."""
    visitor.page.locator(f"select[name='{name}'] + .ts-wrapper input").fill(text)
    visitor.page.locator(".ts-dropdown .option", has_text=text).first.click()


def _until(visitor: Visitor, path: str, text: str) -> None:
    """Open a page until what a worker makes stands there."""
    for _ in range(30):
        visitor.open(path)
        if visitor.page.locator("main").get_by_role("link", name=text).count():
            return
        visitor.page.wait_for_timeout(1_000)
    expect(visitor.page.locator("main")).to_contain_text(text)


def _words(path: Path) -> str:
    return re.sub(r"\s", "", "".join(page.extract_text() for page in PdfReader(path).pages))


def test_10_the_province_amends_the_list_by_a_document(visit, year) -> None:
    province = visit("guolixin")
    province.open(year.list_path)
    province.follow("起草修订")
    province.fill(reason="经核查，个别企业已关停，另有企业应当列入。")
    province.act("开始起草")
    province.follow("增列企业")
    _search(province, "enterprise", PLATING)
    province.page.get_by_label("双有").check()
    province.fill(reason="电镀槽液使用氰化物")
    province.act("写入修订草稿")
    province.follow("移出企业")
    _search(province, "enterprise", CEMENT)
    province.fill(why="生产线已拆除")
    province.act("写入修订草稿")
    province.sees(CEMENT)
    province.look("ly-10-amendment", narrow=True)
    province.follow("发布修订")
    number = f"晋环函〔{year.year}〕61号"
    province.fill(document_no=number, authority=AUTHORITY, amended_on=year.ago(1))
    province.act("发布修订", confirm=True)
    province.sees(number)
    province.open(year.list_path)
    province.sees(PLATING)
    province.look("ly-10-amended", narrow=True)
    province.open(f"{year.list_path}?on={year.ago(2)}")
    entries = province.page.locator("main table tbody")
    expect(entries.last).to_contain_text(CEMENT)
    expect(entries.last).not_to_contain_text(PLATING)
    province.look("ly-10-as-it-stood", narrow=True)
