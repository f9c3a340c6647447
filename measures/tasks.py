"""Long work of measures: checking a sheet of the past, registering it; working out cash sheets anew."""

from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from config.common.errors import Refused
from config.common.spreadsheet.reading import read_table
from enterprises.enums import RosterState
from enterprises.services.sheet_imports import sheet_begin_check, sheet_fail
from measures.models import PastImport
from measures.selectors.past import past_by_id
from measures.services.feasibility import sheets_recompute, sheets_waiting
from measures.services.past_apply import PastApply
from measures.services.past_check import PastCheck
from operations.runner import JobAnswer, JobHandle
from operations.services.attachments import attachment_path


def check_past(job: JobHandle, *, past_id: int) -> JobAnswer:
    """Read an uploaded sheet in a child process and stage its rows; a second attempt starts again."""
    past = past_by_id(past_id)
    if sheet_begin_check(sheet=past):
        job.checkpoint(_("读取文件"), 1)
        today = timezone.localdate(job.at)
        try:
            with read_table(attachment_path(past.file), filename=past.file.name) as table:
                PastCheck(past, table, job.checkpoint, job.fence, today).run(job.at)
        except Refused as error:
            job.fence()
            sheet_fail(sheet=past, reason=error.sentence)
            raise
    return _answer(past)


def apply_past(job: JobHandle, *, past_id: int) -> JobAnswer:
    """Register a confirmed sheet in one transaction; a refusal brings the preview back."""
    past = past_by_id(past_id)
    if past.state == RosterState.APPLYING:
        job.checkpoint(_("写入往年的名单、轮次和结果"), 10)
        try:
            PastApply(past, job.by, job.at).run(job.fence)
        except Refused as error:
            job.fence()
            sheet_fail(sheet=past, reason=error.sentence, state=RosterState.PREVIEWED)
            raise
        job.checkpoint(_("完成"), 99)
    return _answer(past)


def recompute_sheets(job: JobHandle, *, before: str) -> JobAnswer:
    """Work out anew the cash sheets last worked out before a moment (ISO), in batches; done ones are passed over."""
    moment = datetime.fromisoformat(before)
    waiting, seen, changed = sheets_waiting(moment), 0, 0
    while True:
        job.checkpoint(_("重新测算经济可行性"), seen * 100 // (waiting + 1))
        done, differ = sheets_recompute(before=moment, by=job.by, at=job.at, fence=job.fence)
        if not done:
            break
        seen, changed = seen + done, changed + differ
    return JobAnswer(reverse("measures:parameter_list"), seen=seen, changed=changed)


def _answer(past: PastImport) -> JobAnswer:
    return JobAnswer(reverse("measures:past_import_detail", args=[past.pk]), **past.counts)
