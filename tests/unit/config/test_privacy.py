"""What free text must not carry into the open."""

import pytest

from config.common.privacy import HIDDEN, without_people


@pytest.mark.parametrize(
    "secret",
    [
        "13812345678",
        "138-1234-5678",
        "138 1234 5678",
        "+86 13812345678",
        "0351-7654321",
        "03517654321",
        "zhang.san@example.cn",
        "14010519800101123X",
    ],
)
def test_what_reaches_a_person_is_hidden(secret: str) -> None:
    assert without_people(f"联系人电话{secret}，白天可打") == f"联系人电话{HIDDEN}，白天可打"


@pytest.mark.parametrize(
    "kept",
    [
        "91140105MA0000001E",
        "911401057600000016",
        "COD 78 mg/L，年排放 12.4 t",
        "2026-04-10",
        "晋环发〔2026〕12号",
    ],
)
def test_codes_figures_and_dates_stay(kept: str) -> None:
    assert without_people(kept) == kept


def test_known_names_are_hidden_wherever_they_stand() -> None:
    assert without_people("厂长王小明负责", ["王小明", "", "王"]) == f"厂长{HIDDEN}负责"
