"""Sendings to the credit platform for people, and as files (whose headings and flags are always Chinese)."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from config.common.spreadsheet.csvfile import write_csv
from config.common.spreadsheet.writing import OutColumn, SheetSpec, write_workbook
from config.common.wording import Light, number_words
from operations.models import JobState
from reports.calculations.credit import FLAG_HEADING, HEADINGS, CreditLine
from reports.enums import CreditFlag, CreditState
from reports.models import CreditRow, CreditSending

Line = tuple[CreditLine, CreditFlag, str]
_TONES = {
    CreditState.MAKING: "soon",
    CreditState.MADE: "done",
    CreditState.UNCHANGED: "info",
    CreditState.FAILED: "late",
}
_FLAG_TONES = {
    CreditFlag.NEW: "ok",
    CreditFlag.CHANGED: "soon",
    CreditFlag.WITHDRAWN: "returned",
    CreditFlag.REFUSED: "late",
    CreditFlag.SAME: "done",
}


def credit_stem(sending: CreditSending) -> str:
    return f"credit-{sending.region.code}-{sending.kind}-{sending.number}"


def write_credit_csv(path: Path, sending: CreditSending, lines: Sequence[Line]) -> None:
    with translation.override("zh-hans"):
        write_csv(path, (*HEADINGS[sending.kind], FLAG_HEADING), _written(lines))


def write_credit_xlsx(path: Path, sending: CreditSending, lines: Sequence[Line]) -> None:
    headings = HEADINGS[sending.kind]
    with translation.override("zh-hans"):
        sent = SheetSpec("报送", [OutColumn(one) for one in (*headings, FLAG_HEADING)], _written(lines))
        kept_back = [(*line.values, reason) for line, flag, reason in lines if flag == CreditFlag.REFUSED]
        back = SheetSpec("未报送", [OutColumn(one) for one in (*headings, "原因")], kept_back)
        write_workbook(path, [sent, back])


def _written(lines: Iterable[Line]) -> list[tuple[str, ...]]:
    return [(*line.values, str(flag.label)) for line, flag, _reason in lines if flag != CreditFlag.REFUSED]


def sending_rows(sendings: Iterable[CreditSending]) -> list[dict[str, Any]]:
    return [
        {
            "what": sending_title(row),
            "region": row.region.name,
            "href": reverse("reports:credit_sending_detail", args=[row.pk]),
            "sent_at": row.sent_at,
            "sent_by": row.sent_by.name,
            "light": sending_light(row),
            "rows": row.rows,
            "added": row.added,
            "changed": row.changed,
            "withdrawn": row.withdrawn,
            "same": row.same,
            "refused": row.refused,
            "sha256": row.sha256,
        }
        for row in sendings
    ]


def sending_title(sending: CreditSending) -> str:
    return _("%(kind)s第 %(number)d 次") % {
        "kind": sending.get_kind_display(),
        "number": sending.number,
    }


def sending_light(sending: CreditSending) -> Light:
    over = sending.job is not None and sending.job.state in {JobState.FAILED, JobState.CANCELLED}
    state = CreditState.FAILED if over and sending.finished_at is None else CreditState(sending.state)
    return Light(_TONES[state], str(state.label))


def sending_sentence(sending: CreditSending, before: CreditSending | None) -> str:
    """What this sending says in one line."""
    if sending.state == CreditState.UNCHANGED and before:
        facts = {"title": sending_title(before), "day": f"{timezone.localtime(before.sent_at):%Y-%m-%d}"}
        return _("与“%(title)s”（%(day)s）相比没有变化，没有生成新的文件。") % facts
    if sending.finished_at is None:
        return ""
    facts = {
        name: number_words(getattr(sending, name))
        for name in ("rows", "added", "changed", "withdrawn", "same", "refused")
    }
    return (
        _(
            "共 %(rows)s 行：新增 %(added)s，变更 %(changed)s，撤销 %(withdrawn)s，无变化 %(same)s；"
            "另有 %(refused)s 行未报送。"
        )
        % facts
    )


def sending_files(sending: CreditSending) -> list[dict[str, Any]]:
    if not sending.csv_file:
        return []
    return [
        {"label": kind.upper(), "href": reverse("reports:credit_sending_file", args=[sending.pk, kind])}
        for kind in ("csv", "xlsx")
    ]


def credit_rows(rows: Iterable[CreditRow], kind: str) -> list[dict[str, Any]]:
    return [
        {
            "name": row.values[0],
            "uscc": row.values[1],
            "place": row.values[2],
            "document_no": row.values[7],
            "light": Light(_FLAG_TONES[CreditFlag(row.flag)], row.get_flag_display()),
            "reason": row.reason,
        }
        for row in rows
    ]
