"""When an order may be issued and a fine decided: each article has its own precondition and range."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from accounts.models import User
from config.common.errors import NotAllowed, Problem, Refused
from config.common.lifecycles import Lifecycle, Move
from config.common.wording import date_words, listed, number_words
from enterprises.enums import ListingState, OrderKind, OrderState, PenaltyState
from enterprises.lifecycle import ORDER, PENALTY, order_state
from enterprises.models import CorrectionOrder, Duty, Enterprise, Listing, Penalty, PenaltyArticle

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
    duty: Duty | None = None
    occasion: str = ""

    @property
    def kind(self) -> OrderKind:
        return ORDER_OF_PRECONDITION[self.article.precondition]


MOST_PROOFS = 10
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
    """Refuse an order that could not stand; one about a duty comes after the duty's last day, and while it is owed."""
    foreign = terms.listing is not None and terms.listing.enterprise_id != enterprise.pk
    checks = [
        *_duty_checks(terms, enterprise),
        ("document_no", bool(terms.document_no.strip()), _("请填写文号。")),
        ("text", bool(terms.text.strip()), _("请写明责令内容。")),
        ("issued_on", terms.issued_on <= today, _("下达日期不能晚于今天。")),
        ("due_on", terms.due_on > terms.issued_on, _("改正期限应晚于下达日期。")),
        ("listing", not foreign, _("所选名单条目不属于这家企业。")),
    ]
    _refuse(checks, _("责令决定（%(article)s）不能下达。") % {"article": terms.article.basis})


def _duty_checks(terms: OrderTerms, enterprise: Enterprise) -> list[tuple[str, bool, str]]:
    duty = terms.duty
    if duty is None:
        return []
    early = _("下达日期早于义务到期：%(duty)s的期限到%(due)s，届满后才能责令。") % {
        "duty": duty.get_code_display(),
        "due": date_words(duty.due_on),
    }
    met = _("企业已于%(day)s履行%(duty)s，不需要责令。") % {
        "duty": duty.get_code_display(),
        "day": date_words(duty.met_on),
    }
    theirs = duty.listing.enterprise_id == enterprise.pk and terms.listing in (None, duty.listing)
    return [
        ("duty", theirs, _("所选义务不属于这家企业或所选的名单。")),
        ("issued_on", duty.due_on < terms.issued_on, early),
        ("duty", duty.met_on is None or duty.met_on > terms.issued_on, met),
    ]


def check_order_move(order: CorrectionOrder, name: str, by: User, on: date, reason: str = "") -> Move:
    """The table says whose move it is, from which states, and whether it needs a reason."""
    state = order_state(order.state, order.due_on, on)
    return _check_move(ORDER, name, state, by, reason)


def check_penalty_move(penalty: Penalty, name: str, by: User, reason: str = "") -> Move:
    return _check_move(PENALTY, name, penalty.state, by, reason)


def _check_move(lifecycle: Lifecycle, name: str, state: str, by: User, reason: str) -> Move:
    move = lifecycle.move(name)
    if move is None:
        raise Refused(_("没有“%(move)s”这个办理事项。") % {"move": name})
    if by.role not in move.roles and not by.is_builtin:
        names = listed(str(role.label) for role in sorted(move.roles))
        raise NotAllowed(_("“%(move)s”由%(roles)s办理。") % {"move": move.label, "roles": names})
    if state not in move.from_states:
        facts = {"state": lifecycle.label(state), "move": move.label}
        raise Refused(_("现处于“%(state)s”，不能“%(move)s”。") % facts)
    if move.needs_reason and not reason.strip():
        sentence = _("“%(move)s”要写明原因。") % {"move": move.label}
        raise Refused(sentence, [Problem("reason", _("请填写原因，企业会看到这段话。"))])
    return move


@dataclass(frozen=True)
class AnswerTerms:
    """What an enterprise says it has done, and when it was done."""

    corrected_on: date
    text: str


def check_answer(order: CorrectionOrder, terms: AnswerTerms, files: int, today: date) -> None:
    """Refuse words without proof, and days that cannot be."""
    checks = [
        ("text", bool(terms.text.strip()), _("请写明采取了哪些改正措施。")),
        ("proofs", files > 0, _("请至少上传一份证明材料（照片、单据或监测报告）。")),
        ("proofs", files <= MOST_PROOFS, _("一次最多上传 %(n)d 份证明材料。") % {"n": MOST_PROOFS}),
        ("corrected_on", terms.corrected_on <= today, _("完成改正日期不能晚于今天。")),
        ("corrected_on", terms.corrected_on >= order.issued_on, _("完成改正日期不能早于责令下达日期。")),
    ]
    _refuse(checks, _("改正证明没有提交。"))


@dataclass(frozen=True)
class WithdrawalTerms:
    """The document that takes a decision back."""

    document_no: str
    withdrawn_on: date
    reason: str


def check_withdrawal(terms: WithdrawalTerms, decided_on: date, today: date) -> None:
    """A decision is taken back by a document of its own, not before it was made."""
    checks = [
        ("document_no", bool(terms.document_no.strip()), _("撤销要有文书：请填写撤销决定的文号。")),
        ("reason", bool(terms.reason.strip()), _("请写明撤销的理由和依据。")),
        ("withdrawn_on", terms.withdrawn_on >= decided_on, _("撤销日期不能早于原决定日期。")),
        ("withdrawn_on", terms.withdrawn_on <= today, _("撤销日期不能晚于今天。")),
    ]
    _refuse(checks, _("不能撤销。"))


def check_no_standing_fine(fines: list[Penalty]) -> None:
    """An order on which a fine stands cannot go before the fine does."""
    standing = [fine.document_no for fine in fines if fine.state == PenaltyState.DECIDED]
    if standing:
        facts = {"numbers": listed(standing)}
        raise Refused(_("这份责令之后已作出处罚（%(numbers)s）：请先撤销处罚，再撤销责令。") % facts)


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
    if order.state == OrderState.WITHDRAWN:
        return [Problem("precondition", _("这份责令已撤销，不能据以处罚。"))]
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
    if order.state == OrderState.ANSWERED:
        return [Problem("precondition", _("企业已提交改正证明，核查后才能判断是否拒不改正。"))]
    return []


def _refuse(checks: list[tuple[str, bool, str]], sentence: str) -> None:
    problems = [Problem(code, words) for code, right, words in checks if not right]
    if problems:
        raise Refused(sentence, problems)
