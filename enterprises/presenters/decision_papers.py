"""Fines and reversals as papers in the layout of GB/T 9704. Always Chinese."""

import tempfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from accounts.models import User
from config.common.pdf import font_css, html_to_pdf
from config.common.wording import date_words, number_words
from enterprises.calculations.law_titles import basis_cited
from enterprises.models import CorrectionOrder, Penalty

_CSS = settings.BASE_DIR / "templates/documents/gongwen.css"
_APPEAL = "如不服本决定，可以在收到之日起六十日内依法申请行政复议，或者在六个月内依法提起行政诉讼。"


@dataclass(frozen=True)
class DecisionPaper:
    """What the paper says."""

    title: str
    authority: str
    document_no: str
    enterprise: str
    uscc: str
    paragraphs: tuple[str, ...]
    signed_on: str


def penalty_decision(penalty: Penalty) -> DecisionPaper:
    """The fine: facts, the order it followed, the law by its title, the amount, where to appeal."""
    order = penalty.order
    with translation.override("zh-hans"):
        facts = (
            f"你单位{penalty.article.act}。我局于{date_words(order.issued_on)}作出{order.get_kind_display()}决定"
            f"（{order.document_no}），期限至{date_words(order.due_on)}。{_obeyed(penalty)}"
        )
        fine = (
            f"依据{basis_cited(penalty.article.basis)}，决定对你单位处罚款人民币"
            f"{number_words(penalty.amount_yuan)}元。"
        )
        return _paper(
            "行政处罚决定书",
            order,
            (penalty.document_no, penalty.decided_on, penalty.decided_by),
            (facts, fine, "请在收到本决定之日起十五日内缴纳罚款。", _APPEAL),
        )


def _obeyed(penalty: Penalty) -> str:
    met_on = penalty.order.met_on
    if met_on is None or met_on > penalty.decided_on:
        return "至本决定作出之日，你单位未改正。" if penalty.decided_on > penalty.order.due_on else ""
    return f"你单位已于{date_words(met_on)}改正。"


def order_withdrawal(order: CorrectionOrder) -> DecisionPaper:
    """An order taken back."""
    return _withdrawal(order, order, f"{order.get_kind_display()}决定", order.issued_on)


def penalty_withdrawal(penalty: Penalty) -> DecisionPaper:
    return _withdrawal(penalty, penalty.order, "行政处罚决定", penalty.decided_on)


def _withdrawal(
    row: CorrectionOrder | Penalty, order: CorrectionOrder, what: str, decided_on: date
) -> DecisionPaper:
    with translation.override("zh-hans"):
        taken = f"现撤销{date_words(decided_on)}对你单位作出的{what}（{row.document_no}）。"
        return _paper(
            f"撤销{what}书",
            order,
            (row.withdrawn_document, row.withdrawn_on, row.withdrawn_by),
            (taken, f"理由：{row.withdrawn_reason}", "原决定自撤销之日起不再执行。"),
        )


def _paper(
    title: str,
    order: CorrectionOrder,
    signed: tuple[str, date | None, User | None],
    paragraphs: tuple[str, ...],
) -> DecisionPaper:
    document_no, on, by = signed
    enterprise = order.enterprise
    region = (by.region if by else None) or enterprise.region
    return DecisionPaper(
        title=title,
        authority=region.bureau_name,
        document_no=document_no,
        enterprise=order.listing.name if order.listing else enterprise.name,
        uscc=enterprise.uscc,
        paragraphs=paragraphs,
        signed_on=date_words(on),
    )


def decision_pdf(paper: DecisionPaper) -> bytes:
    """The paper typeset; one page or two."""
    css = "\n".join([font_css(), _CSS.read_text("utf-8")])
    with translation.override("zh-hans"):
        html = render_to_string("enterprises/documents/decision.html", {"css": css, "paper": paper})
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "decision.pdf"
        html_to_pdf(html, target)
        return target.read_bytes()
