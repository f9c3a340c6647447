"""An order as a paper in the layout of GB/T 9704: drafted from what is overdue, or as issued. Always Chinese."""

import tempfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone, translation

from accounts.models import User
from config.common.pdf import font_css, html_to_pdf
from config.common.wording import date_words, number_words
from enterprises.calculations.law_titles import basis_cited
from enterprises.enums import DisclosureState, OrderKind
from enterprises.models import CorrectionOrder, DisclosureField, Duty, Enterprise, Listing, PenaltyArticle
from enterprises.rules.disclosures import reason_labels

_CSS = settings.BASE_DIR / "templates/documents/gongwen.css"
_LONGEST = 500


@dataclass(frozen=True)
class OrderPaper:
    """What the paper says; a draft has no number and no day yet."""

    title: str
    authority: str
    document_no: str
    enterprise: str
    uscc: str
    paragraphs: tuple[str, ...]
    article: str
    fine: str
    signed_on: str


def draft_text(listing: Listing, duty: Duty, owed: list[DisclosureField], today: date) -> str:
    """The facts and what is ordered, from the rows alone; short enough for the order's own column."""
    with translation.override("zh-hans"):
        categories = "、".join(str(category.label) for category in listing.categories)
        paper = listing.paper
        facts = (
            f"你单位列入《{listing.mandatory_list.title}》（{paper.document_no}，{date_words(paper.on)}公布），"
            f"类别为{categories}。依{basis_cited(duty.regime.basis)}，应于{date_words(duty.due_on)}前公布企业信息。"
        )
        found = _found(listing, owed, (today - duty.due_on).days)
        ordered = (
            f"现责令你单位在改正期限内，按{categories}企业应公示的内容在便于公众知晓的载体上公布，"
            "并在清洁生产审核管理平台登记公示情况和证明。"
        )
        room = _LONGEST - len(facts) - len(ordered) - 2
        return "\n".join([facts, found[:room], ordered])


def _found(listing: Listing, owed: list[DisclosureField], days: int) -> str:
    """Not published at all, or published and returned with reasons."""
    disclosure = getattr(listing, "disclosure", None)
    if disclosure is None or disclosure.state != DisclosureState.RETURNED:
        return f"经查，至今已逾期 {days} 天，你单位未公布。"
    labels = reason_labels(owed)
    reasons = "；".join(
        f"{labels.get(one['key'], one['key'])}：{one['reason']}" for one in disclosure.reasons
    )
    on = date_words(timezone.localtime(disclosure.checked_at).date())
    return (
        f"经查，至今已逾期 {days} 天。你单位公布的内容经核对不符合规定，已于{on}退回（{reasons.rstrip('。')}），"
        "至今未改正。"
    )


def draft_paper(listing: Listing, article: PenaltyArticle, text: str, by: User, today: date) -> OrderPaper:
    """The order before it has a number, as the officer's own authority would issue it."""
    return OrderPaper(
        title="责令公布决定书（草稿）",
        authority=_authority(by, listing.enterprise),
        document_no=f"    环责改〔{today.year}〕    号",
        enterprise=listing.name,
        uscc=listing.uscc or listing.enterprise.uscc,
        paragraphs=tuple(text.splitlines()),
        article=_article(article),
        fine=_fine(article),
        signed_on=f"{today.year}年    月    日",
    )


def issued_paper(order: CorrectionOrder) -> OrderPaper:
    """The order as it was issued."""
    publish = order.kind == OrderKind.PUBLISH
    with translation.override("zh-hans"):
        term = f"改正期限：{date_words(order.due_on)}。"
        signed_on = date_words(order.issued_on)
    return OrderPaper(
        title="责令公布决定书" if publish else "责令限期改正决定书",
        authority=_authority(order.issued_by, order.enterprise),
        document_no=order.document_no,
        enterprise=order.listing.name if order.listing else order.enterprise.name,
        uscc=order.enterprise.uscc,
        paragraphs=(*order.text.splitlines(), term),
        article=_article(order.article),
        fine=_fine(order.article),
        signed_on=signed_on,
    )


def _authority(by: User, enterprise: Enterprise) -> str:
    return (by.region or enterprise.region).bureau_name


def _article(article: PenaltyArticle) -> str:
    """The place in the law, whose name the paper gives in full."""
    return article.basis.removeprefix("清洁生产促进法").strip()


def _fine(article: PenaltyArticle) -> str:
    """What the article threatens: Art. 36 beside the order, Art. 39 only where it is not obeyed."""
    least, most = (f"{number_words(yuan // 10_000)}万元" for yuan in (article.min_yuan, article.max_yuan))
    if article.precondition == "order_issued":
        return f"依该条规定，可以处{most}以下的罚款。"
    return f"拒不改正的，依该条规定处{least}以上{most}以下的罚款。"


def paper_pdf(paper: OrderPaper) -> bytes:
    """The paper typeset; one page or two."""
    css = "\n".join([font_css(), _CSS.read_text("utf-8")])
    with translation.override("zh-hans"):
        html = render_to_string("enterprises/documents/order.html", {"css": css, "paper": paper})
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "order.pdf"
        html_to_pdf(html, target)
        return target.read_bytes()
