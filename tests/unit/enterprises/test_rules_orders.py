"""Orders and fines: each article's own precondition and range (清洁生产促进法 36, 39)."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from config.common.errors import Refused
from enterprises.enums import OrderKind
from enterprises.models import CorrectionOrder, Enterprise, Listing, PenaltyArticle
from enterprises.rules.orders import OrderTerms, PenaltyTerms, check_met, check_order, check_penalty

P36 = PenaltyArticle(
    pk=1, code="P36", precondition="order_issued", min_yuan=0, max_yuan=100_000, basis="第三十六条"
)
P39 = PenaltyArticle(
    pk=2, code="P39a", precondition="order_expired", min_yuan=50_000, max_yuan=500_000, basis="第三十九条"
)
TODAY = date(2026, 11, 23)
ENTERPRISE = Enterprise(pk=7, name="甲")
TERMS = OrderTerms(
    article=P39,
    document_no="晋环责改〔2026〕5号",
    issued_on=date(2026, 10, 1),
    due_on=date(2026, 11, 1),
    text="实施审核",
)


def order(article: PenaltyArticle = P39, **changes: object) -> CorrectionOrder:
    kind = OrderKind.PUBLISH if article is P36 else OrderKind.CORRECT
    facts = {"kind": kind, "issued_on": date(2026, 10, 1), "due_on": date(2026, 11, 1)}
    return CorrectionOrder(article=article, **facts | changes)


def fine(article: PenaltyArticle = P39, yuan: str = "50000", **changes: object) -> PenaltyTerms:
    terms = PenaltyTerms(article, "晋环罚〔2026〕1号", date(2026, 11, 20), Decimal(yuan))
    return replace(terms, **changes)


def said(error: pytest.ExceptionInfo[Refused]) -> str:
    return "".join([error.value.sentence, *(problem.sentence for problem in error.value.problems)])


def test_the_article_decides_the_kind_of_order() -> None:
    assert TERMS.kind == OrderKind.CORRECT
    assert replace(TERMS, article=P36).kind == OrderKind.PUBLISH


def test_a_complete_order_may_be_issued() -> None:
    check_order(TERMS, ENTERPRISE, TODAY)
    check_order(replace(TERMS, listing=Listing(enterprise=ENTERPRISE)), ENTERPRISE, TODAY)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"document_no": " "}, "请填写文号"),
        ({"text": ""}, "请写明责令内容"),
        ({"issued_on": date(2026, 11, 24), "due_on": date(2026, 12, 1)}, "不能晚于今天"),
        ({"due_on": date(2026, 10, 1)}, "改正期限应晚于下达日期"),
        ({"listing": Listing(enterprise=Enterprise(pk=8))}, "不属于这家企业"),
    ],
)
def test_an_order_that_could_not_stand_is_refused(changes: dict, sentence: str) -> None:
    with pytest.raises(Refused) as error:
        check_order(replace(TERMS, **changes), ENTERPRISE, TODAY)
    assert sentence in said(error)
    assert "第三十九条" in error.value.sentence


def test_a_correction_is_recorded_once_and_on_a_possible_day() -> None:
    check_met(order(), date(2026, 10, 20), TODAY)
    for given, day, sentence in [
        (order(met_on=date(2026, 10, 5)), date(2026, 10, 20), "不能重复登记"),
        (order(), date(2026, 9, 30), "不能早于下达日期"),
        (order(), date(2026, 11, 24), "不能晚于今天"),
    ]:
        with pytest.raises(Refused) as error:
            check_met(given, day, TODAY)
        assert sentence in said(error)


@pytest.mark.parametrize(
    ("article", "yuan"), [(P36, "0.01"), (P36, "100000"), (P39, "50000"), (P39, "500000")]
)
def test_a_fine_inside_the_range_with_its_precondition_stands(article: PenaltyArticle, yuan: str) -> None:
    check_penalty(order(article), fine(article, yuan), TODAY, fined=False)


@pytest.mark.parametrize(("article", "yuan"), [(P36, "100000.01"), (P39, "49999.99"), (P39, "500000.01")])
def test_a_fine_outside_the_range_is_refused_naming_the_article(article: PenaltyArticle, yuan: str) -> None:
    with pytest.raises(Refused) as error:
        check_penalty(order(article), fine(article, yuan), TODAY, fined=False)
    assert f"{article.basis}规定的" in said(error)


def test_p36_needs_an_order_to_publish_but_not_its_end() -> None:
    check_penalty(order(P36, due_on=date(2026, 12, 31)), fine(P36, "1"), TODAY, fined=False)
    for given in (order(P36, kind=OrderKind.CORRECT), order(P36, issued_on=date(2026, 11, 21))):
        with pytest.raises(Refused) as error:
            check_penalty(given, fine(P36, "1"), TODAY, fined=False)
        assert "第三十六条要求先下达“责令公布”" in said(error)


def test_p39_needs_an_order_that_expired_unobeyed() -> None:
    for given, sentence in [
        (order(kind=OrderKind.PUBLISH), "第三十九条要求先下达“责令限期改正”"),
        (order(due_on=date(2026, 11, 20)), "尚未届满"),
        (order(met_on=date(2026, 11, 10)), "只处罚拒不改正的"),
    ]:
        with pytest.raises(Refused) as error:
            check_penalty(given, fine(), TODAY, fined=False)
        assert sentence in said(error)
    check_penalty(order(met_on=date(2026, 11, 22)), fine(), TODAY, fined=False)


@pytest.mark.parametrize(
    ("changes", "fined", "sentence"),
    [
        ({"article": P36, "amount_yuan": Decimal(1)}, False, "应与责令决定的依据（第三十九条）一致"),
        ({"decided_on": date(2026, 11, 24)}, False, "决定日期不能晚于今天"),
        ({"amount_yuan": Decimal(0)}, False, "罚款金额应大于零"),
        ({"document_no": ""}, False, "请填写文号"),
        ({}, True, "不得再次罚款"),
    ],
)
def test_a_fine_that_could_not_stand_is_refused(changes: dict, fined: bool, sentence: str) -> None:
    with pytest.raises(Refused) as error:
        check_penalty(order(), fine(**changes), TODAY, fined=fined)
    assert sentence in said(error)
