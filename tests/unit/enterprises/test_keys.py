"""Keys of names: matching, sorting, first letters of pinyin."""

import pytest

from enterprises.calculations.keys import is_letters, name_key, search_keys


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("山西　太原（晋源）小炼 有限公司", "山西太原(晋源)小炼有限公司"),
        ("３Ｍ材料（中国）有限公司", "3m材料(中国)有限公司"),
        ("太原\u200b焦化\u00a0厂\ufeff", "太原焦化厂"),
        ("ABC化工", "abc化工"),
        ("", ""),
    ],
)
def test_names_are_compared_half_width_lower_case_and_without_space(written: str, key: str) -> None:
    assert name_key(written) == key


@pytest.mark.parametrize(
    ("name", "initials"),
    [
        ("太原小炼", "tyxl"),
        ("３Ｍ材料（中国）有限公司", "3mclzgyxgs"),
        ("阿b安厂", "abac"),
        ("长治钢铁", "czgt"),
        ("长子县化肥厂", "zzxhfc"),
        ("重庆银行", "cqyh"),
        ("（）", ""),
    ],
)
def test_initials_are_the_first_letters_and_latin_as_written(name: str, initials: str) -> None:
    assert search_keys(name).initials == initials


@pytest.mark.parametrize(
    ("name", "pinyin"),
    [
        ("长治市", "chang zhi shi"),
        ("洪洞县", "hong tong xian"),
        ("繁峙县", "fan shi xian"),
        ("万柏林区", "wan bai lin qu"),
        ("解州铝厂", "hai zhou lv chang"),
        ("单氏醋坊", "shan shi cu fang"),
        ("解记食品", "xie ji shi pin"),
        ("曲沃", "qu wo"),
        ("襄垣", "xiang yuan"),
    ],
)
def test_places_and_surnames_are_read_as_people_read_them(name: str, pinyin: str) -> None:
    assert search_keys(name).pinyin == pinyin


def test_names_sort_by_syllable() -> None:
    names = ["方案厂", "反感厂", "房安厂"]
    assert sorted(names, key=lambda name: search_keys(name).pinyin) == ["反感厂", "方案厂", "房安厂"]


def test_keys_fit_their_columns() -> None:
    keys = search_keys("霜" * 200)
    assert (len(keys.name_key), len(keys.initials), len(keys.pinyin)) == (120, 120, 400)


def test_only_letters_and_digits_may_be_first_letters() -> None:
    assert is_letters("tyXL3")
    assert not is_letters("太y")
    assert not is_letters("")
