"""A statement of results as a paper in the layout of GB/T 9704, from its frozen facts alone. Always Chinese."""

import tempfile
from pathlib import Path

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone, translation

from config.common.pdf import font_css, html_to_pdf
from config.common.wording import date_words
from reports.enums import StatementState
from reports.models import ResultStatement
from reports.presenters.statement_facts import enterprise_rows, statement_sections, statement_summary

TEMPLATE = "reports/documents/statement.html"
_CSS = settings.BASE_DIR / "templates/documents/gongwen.css"
_NUMERALS = "一二三四五六七八九十"


def statement_html(statement: ResultStatement) -> str:
    """The paper as one HTML document without anything to fetch."""
    with translation.override("zh-hans"):
        sections = statement_sections(statement.facts)
        context = {
            "css": "\n".join([font_css(), _CSS.read_text("utf-8")]),
            "statement": statement,
            "purpose": statement.get_purpose_display(),
            "authority": statement.region.bureau_name,
            "as_of": date_words(statement.as_of),
            "signed_on": date_words(timezone.localtime(statement.issued_at).date()),
            "withdrawn": _withdrawn(statement),
            "plant": enterprise_rows(statement.facts),
            "summary": statement_summary(statement.facts),
            "sections": list(zip(_NUMERALS, sections, strict=False)),
        }
        return render_to_string(TEMPLATE, context)


def _withdrawn(statement: ResultStatement) -> str:
    if statement.state != StatementState.WITHDRAWN or statement.withdrawn_at is None:
        return ""
    day = date_words(timezone.localtime(statement.withdrawn_at).date())
    return f"本说明已于{day}撤回，不再有效。撤回理由：{statement.withdrawn_reason}"


def statement_pdf(statement: ResultStatement) -> bytes:
    """The paper typeset."""
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "statement.pdf"
        html_to_pdf(statement_html(statement), target)
        return target.read_bytes()


def statement_name(statement: ResultStatement) -> str:
    return f"{statement.name}清洁生产审核情况说明（{statement.number}）.pdf"
