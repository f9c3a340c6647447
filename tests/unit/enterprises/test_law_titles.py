"""Papers cite laws by their titles in book marks, with article or number."""

import csv

import pytest
from django.conf import settings

from enterprises.calculations.law_titles import basis_cited

_TABLE = settings.BASE_DIR / "enterprises/fixtures/deadlines.csv"


def bases() -> list[str]:
    with _TABLE.open(encoding="utf-8", newline="") as source:
        return sorted({row["basis"] for row in csv.DictReader(source)})


@pytest.mark.parametrize("basis", bases())
def test_every_term_is_cited_by_a_title_or_as_the_places_own_rule(basis: str) -> None:
    cited = basis_cited(basis)
    assert cited.startswith("《") or cited == "本省、本市主管部门的有关规定"
    assert "如武汉" not in cited
    assert "(" not in cited
    assert " " not in cited


def test_title_article_number_and_note_stand_where_they_belong() -> None:
    assert basis_cited("清洁生产审核办法 第十二条") == "《清洁生产审核办法》第十二条"
    assert basis_cited("环发〔2010〕54号") == "《关于深入推进重点企业清洁生产的通知》（环发〔2010〕54号）"
    assert (
        basis_cited("企业环境信息依法披露管理办法(次年3月15日前)")
        == "《企业环境信息依法披露管理办法》（次年3月15日前）"
    )


def test_a_basis_of_another_shape_is_not_guessed_at() -> None:
    with pytest.raises(ValueError, match="unknown shape"):
        basis_cited("甲 乙 丙")
