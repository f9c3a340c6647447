"""When an order may be issued and a fine decided: each article has its own precondition and range."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from config.common.errors import Problem, Refused
from config.common.wording import date_words, number_words
from enterprises.enums import ListingState, OrderKind
from enterprises.models import CorrectionOrder, Duty, Enterprise, Listing, PenaltyArticle

# What must have happened before a fine under an article, and the kind of order that does it.
ORDER_OF_PRECONDITION = {"order_issued": OrderKind.PUBLISH, "order_expired": OrderKind.CORRECT}


@dataclass(frozen=True)
class OrderTerms:
    """What an order says: under which article, with which number, by when, to do what."""

    article: PenaltyArticle
    document_no: str
    issued_on: date
    due_on: date
    text: str
    listing: Listing | None = None

    @property
    def kind(self) -> OrderKind:
        return ORDER_OF_PRECONDITION[self.article.precondition]


PUBLISH_WITHIN_DAYS = 15  # what a draft proposes; the law sets no term, the officer does


def check_publication_overdue(listing: Listing, duty: Duty | None, today: date) -> None:
    """Refuse an order to publish where nothing is overdue: not owed, not due yet, or done (清洁生产促进法 36)."""
    if duty is None or listing.state != ListingState.LISTED:
        raise Refused(_("这一条目没有公布义务，不能责令公布。"))
    if duty.met_on is not None:
        raise Refused(_("企业已于%(day)s公布，不需要责令公布。") % {"day": date_words(duty.met_on)})
    if duty.due_on >= today:
        raise Refused(_("公布期限到%(day)s，尚未届满，不能责令公布。") % {"day": date_words(duty.due_on)})


def check_order(terms: OrderTerms, enterprise: Enterprise, today: date) -> None:
    """Refuse an order that could not stand."""
    foreign = terms.listing is not None and terms.listing.enterprise_id != enterprise.pk
    checks = [
        ("document_no", bool(terms.document_no.strip()), _("请填写文号。")),
        ("text", bool(terms.text.strip()), _("请写明责令内容。")),
        ("issued_on", terms.issued_on <= today, _("下达日期不能晚于今天。")),
        ("due_on", terms.due_on > terms.issued_on, _("改正期限应晚于下达日期。")),
        ("listing", not foreign, _("所选名单条目不属于这家企业。")),
    ]
    _refuse(checks, _("责令决定（%(article)s）不能下达。") % {"article": terms.article.basis})


def check_met(order: CorrectionOrder, met_on: date, today: date) -> None:
    """Refuse a day of correction that cannot be."""
    checks = [
        ("met", order.met_on is None, _("这份责令已登记改正，不能重复登记。")),
        ("met_on", met_on >= order.issued_on, _("改正日期不能早于下达日期。")),
        ("met_on", met_on <= today, _("改正日期不能晚于今天。")),
    ]
    _refuse(checks, _("不能登记改正。"))


@dataclass(frozen=True)
class PenaltyTerms:
    """What a decision of a fine says: under which article, with which number, when, how much."""

    article: PenaltyArticle
    document_no: str
    decided_on: date
    amount_yuan: Decimal


def check_penalty(order: CorrectionOrder, terms: PenaltyTerms, today: date, *, fined: bool) -> None:
    """Refuse a fine whose article's precondition is not met, or outside the article's range.

    `fined`: this order has led to a fine already (行政处罚法: no second fine for the same act).
    """
    article, decided_on, amount_yuan = terms.article, terms.decided_on, terms.amount_yuan
    facts = {
        "article": article.basis,
        "least": number_words(article.min_yuan),
        "most": number_words(article.max_yuan),
    }
    in_range = article.min_yuan <= amount_yuan <= article.max_yuan
    outside = _("罚款应在%(article)s规定的 %(least)s 至 %(most)s 元之间。") % facts
    checks = [
        (
            "article",
            article.pk == order.article_id,
            _("处罚依据应与责令决定的依据（%s）一致。") % order.article.basis,
        ),
        ("decided_on", decided_on <= today, _("决定日期不能晚于今天。")),
        ("amount", amount_yuan > 0, _("罚款金额应大于零。")),
        ("range", in_range, outside),
        ("document_no", bool(terms.document_no.strip()), _("请填写文号。")),
        ("fined", not fined, _("这份责令已作出过处罚，同一违法行为不得再次罚款。")),
    ]
    problems = precondition_problems(order, article, decided_on) + [
        Problem(code, sentence) for code, right, sentence in checks if not right
    ]
    if problems:
        raise Refused(_("依据%(article)s不能作出处罚。") % facts, problems)


def precondition_problems(order: CorrectionOrder, article: PenaltyArticle, decided_on: date) -> list[Problem]:
    """P36: an order to publish was issued. P39: an order to correct has expired unobeyed."""
    facts = {"article": article.basis, "due": date_words(order.due_on), "met": date_words(order.met_on)}
    if order.kind != ORDER_OF_PRECONDITION[article.precondition] or order.issued_on > decided_on:
        needed = ORDER_OF_PRECONDITION[article.precondition].label
        sentence = _("%(article)s要求先下达“%(order)s”的决定。") % (facts | {"order": needed})
        return [Problem("precondition", sentence)]
    if article.precondition != "order_expired":
        return []
    if order.due_on >= decided_on:
        sentence = _("%(article)s要求责令期满未改正：期限到%(due)s，尚未届满。") % facts
        return [Problem("precondition", sentence)]
    if order.met_on is not None and order.met_on <= decided_on:
        sentence = _("%(article)s只处罚拒不改正的：企业已于%(met)s改正。") % facts
        return [Problem("precondition", sentence)]
    return []


def _refuse(checks: list[tuple[str, bool, str]], sentence: str) -> None:
    problems = [Problem(code, words) for code, right, words in checks if not right]
    if problems:
        raise Refused(sentence, problems)
