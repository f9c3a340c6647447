"""Places and industries as rosters write them, against the reference data."""

import pytest
from pytest_django.asserts import assertNumQueries

from accounts.models import Region
from enterprises.models import Industry
from enterprises.selectors.places import IndustryTable, PlaceTable, industry_resolve, region_resolve
from tests.factories.accounts import place

pytestmark = pytest.mark.django_db


@pytest.fixture
def table() -> PlaceTable:
    return PlaceTable.load(place("140000"))


@pytest.mark.parametrize(
    ("city", "county", "code"),
    [
        ("太原市", "小店区", "140105"),
        ("太原", "小店", "140105"),
        ("山西省太原市", "小店区", "140105"),
        ("太原市小店区", "", "140105"),
        ("太原市", "太原市小店区", "140105"),
        ("", "山西省太原市小店区", "140105"),
        ("140100", "140105", "140105"),
        ("", "140105", "140105"),
        ("陕西省", "140105", "140105"),
        ("吕 梁 市", "孝　义 市", "141181"),
        ("孝义市", "", "141181"),
        ("孝义市", "孝义市", "141181"),
        ("141181", "", "141181"),
        ("山西", "沁源县", "140431"),
        ("长治市", "沁县", "140430"),
        ("晋城市", "城区", "140502"),
        ("阳泉市", "城区", "140302"),
    ],
)
def test_a_place_is_found_by_name_or_code(table: PlaceTable, city: str, county: str, code: str) -> None:
    match = table.find(city, county)
    assert match.region.code == code
    assert match.note == "" or city == "陕西省"


@pytest.mark.parametrize(
    ("city", "county", "code"),
    [
        ("长治市", "长治县", "140404"),
        ("长治市", "屯留县", "140405"),
        ("晋中市", "太谷县", "140703"),
        ("朔州市", "怀仁县", "140681"),
        ("", "怀仁", "140681"),
        ("长治市", "城区", "140403"),
        ("大同市", "城区", "140213"),
        ("大同市", "140203", "140214"),
    ],
)
def test_an_old_name_leads_to_what_the_place_is_now(
    table: PlaceTable, city: str, county: str, code: str
) -> None:
    match = table.find(city, county)
    assert match.region.code == code
    assert match.region.name in match.note or match.note == ""


@pytest.mark.parametrize(
    ("city", "county", "code", "said"),
    [
        ("", "城区", "140000", "都有，请写明设区市"),
        ("大同市", "南郊区", "140200", "分属平城区、云冈区"),
        ("大同市", "140211", "140200", "分属平城区、云冈区"),
        ("太原市", "综改示范区", "140100", "不在区域表中，归入太原市"),
        ("晋城市", "沁县", "140500", "它属于长治市"),
        ("长治市", "沁", "140400", "不在区域表中"),
        ("陕西省", "吉县", "140000", "不在本省区域表中"),
        ("孝义市", "汾阳市", "140000", "不在本省区域表中"),
        ("孝义市", "梧桐镇", "141181", "归入孝义市"),
        ("太原市", "141181", "140100", "不在太原市"),
        ("太原市", "999999", "140100", "区域代码“999999”不在区域表中"),
        ("太原市", "", "140100", "未写明县"),
        ("太原市", "／", "140100", "未写明县"),
        ("", "企业未公示", "140000", "未写明设区市和县"),
        ("山西省", "", "140000", "未写明设区市和县"),
        ("140000", "", "140000", "未写明设区市和县"),
    ],
)
def test_what_is_not_certain_hangs_at_the_nearest_known_place_with_a_note(
    table: PlaceTable, city: str, county: str, code: str, said: str
) -> None:
    match = table.find(city, county)
    assert match.region.code == code
    assert said in match.note


def test_a_division_that_ended_without_heirs_hangs_at_its_city() -> None:
    old = place("140402")
    old.successions.all().delete()
    match = region_resolve(place("140000"), "长治市", "城区")
    assert match.region.code == "140400"
    assert "分属—" in match.note


def test_a_municipality_has_a_city_of_its_own_name() -> None:
    province = Region.objects.create(code="310000", name="上海市", level="province", path="310000/")
    facts = {"province": province, "level": "city", "path": "310000/310100/"}
    city = Region.objects.create(code="310100", name="上海市", parent=province, **facts)
    facts = {"province": province, "city": city, "level": "county", "path": "310000/310100/310118/"}
    Region.objects.create(code="310118", name="青浦区", parent=city, **facts)
    assert region_resolve(province, "上海市", "").region == city
    assert region_resolve(province, "上海", "青浦区").region.code == "310118"
    assert region_resolve(province, "上海市青浦区", "").region.code == "310118"


def test_many_rows_cost_two_queries_and_one() -> None:
    province = place("140000")
    with assertNumQueries(3):
        table, industries = PlaceTable.load(province), IndustryTable.load()
        for _row in range(200):
            table.find("长治市", "长治县")
            table.find("晋城市", "沁县")
            industries.find("教育")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("2521", "2521"),
        ("C2521", "2521"),
        ("ｃ２５", "25"),
        ("C", "C"),
        ("炼焦", "2521"),
        (" 炼 焦 ", "2521"),
        ("2521 炼焦", "2521"),
        ("C25、石油、煤炭及其他燃料加工业", "25"),
        ("炼焦（2521）", "2521"),
        ("2521 焦炭生产", "2521"),
        ("教育", "83"),
        ("黑色金属冶炼及压延加工业", "31"),
    ],
)
def test_an_industry_is_found_by_code_or_name(text: str, code: str) -> None:
    found = industry_resolve(text)
    assert found is not None
    assert found.code == code


@pytest.mark.parametrize("text", ["", "焦化", "9999", "5212", "2521 炼钢", "9999 焦炭", "／"])
def test_an_industry_that_is_not_in_the_table_is_none(text: str) -> None:
    assert industry_resolve(text) is None


def test_of_several_editions_the_newest_counts_and_namesakes_are_none() -> None:
    Industry.objects.create(code="2521", edition="2011", name="炼焦", level="class")
    found = industry_resolve("炼焦")
    assert found is not None
    assert found.edition == "2017"
    Industry.objects.create(code="9998", edition="2017", name="炼焦", level="class")
    assert industry_resolve("炼焦") is None
