"""Statements of results for people: rows of the list, one statement, what anybody is told of a number."""

import unicodedata
from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from config.common.wording import UNKNOWN, Light, date_words
from reports.enums import StatementState
from reports.models import ResultStatement

_TONES = {StatementState.ISSUED: "ok", StatementState.WITHDRAWN: "returned"}
_LONGEST_SHA = 16


def statement_light(row: ResultStatement) -> Light:
    return Light(_TONES[StatementState(row.state)], row.get_state_display())


def statement_rows(rows: Iterable[ResultStatement]) -> list[dict[str, Any]]:
    return [
        {
            "number": row.number,
            "href": reverse("reports:statement_detail", args=[row.pk]),
            "pdf": reverse("reports:statement_paper", args=[row.pk]),
            "enterprise": row.name,
            "purpose": row.get_purpose_display(),
            "addressee": row.addressee,
            "file_no": row.file_no or UNKNOWN,
            "authority": row.region.bureau_name,
            "as_of": row.as_of,
            "issued_at": row.issued_at,
            "issued_by": row.issued_by.name,
            "light": statement_light(row),
        }
        for row in rows
    ]


def statement_terms(row: ResultStatement) -> list[dict[str, Any]]:
    """What stands around the facts: for whom, by whom, as of when."""
    return [
        {"term": _("用途"), "value": row.get_purpose_display()},
        {"term": _("收件单位"), "value": row.addressee},
        {"term": _("许可证号或项目编号"), "value": row.file_no or UNKNOWN},
        {"term": _("出具机关"), "value": row.region.bureau_name},
        {"term": _("数据截止日期"), "value": date_words(row.as_of)},
        {
            "term": _("出具时间"),
            "value": f"{timezone.localtime(row.issued_at):%Y-%m-%d %H:%M}",
            "note": row.issued_by.name,
        },
        {"term": _("校验值"), "value": row.sha256[:_LONGEST_SHA]},
    ]


def number_typed(text: str) -> str:
    """A number as it was typed from paper: full-width signs, small letters, spaces and long dashes are forgiven."""
    plain = unicodedata.normalize("NFKC", text).upper()
    dashed = "".join("-" if unicodedata.category(sign) == "Pd" else sign for sign in plain)
    return "".join(dashed.split())


def public_answer(row: ResultStatement) -> dict[str, Any]:
    """Everything that anybody learns of a number."""
    light = statement_light(row)
    issued = row.state == StatementState.ISSUED
    return {
        "rows": [
            {"term": _("编号"), "value": row.number},
            {"term": _("企业名称"), "value": row.name},
            {"term": _("用途"), "value": row.get_purpose_display()},
            {"term": _("数据截止日期"), "value": date_words(row.as_of)},
        ],
        "light": Light(light.tone, _("出具过，有效") if issued else _("已撤回")),
    }
