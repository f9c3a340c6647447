"""Long work of the registry: checking a roster, registering it."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from config.common.errors import Refused
from config.common.spreadsheet.reading import read_table
from enterprises.enums import RosterState
from enterprises.models import RosterImport
from enterprises.selectors.rosters import roster_by_id
from enterprises.services import rosters
from enterprises.services.roster_apply import RosterApply
from enterprises.services.roster_check import RosterCheck
from operations.runner import JobAnswer, JobHandle
from operations.services.attachments import attachment_path


def check_roster(job: JobHandle, *, roster_id: int) -> JobAnswer:
    """Read an uploaded roster in a child process and stage its rows; a second attempt starts again."""
    roster = roster_by_id(roster_id)
    if rosters.roster_begin_check(roster=roster):
        job.checkpoint(_("读取文件"), 1)
        try:
            with read_table(attachment_path(roster.file), filename=roster.file.name) as table:
                RosterCheck(roster, table, job.checkpoint, job.fence).run(job.at)
        except Refused as error:
            job.fence()
            rosters.roster_fail(roster=roster, reason=error.sentence)
            raise
    return _answer(roster)


def apply_roster(job: JobHandle, *, roster_id: int) -> JobAnswer:
    """Register a confirmed roster in one transaction; a refusal brings the preview back."""
    roster = roster_by_id(roster_id)
    if roster.state == RosterState.APPLYING:
        job.checkpoint(_("写入企业和名单"), 10)
        try:
            RosterApply(roster, job.by, job.at).run(job.fence)
        except Refused as error:
            job.fence()
            rosters.roster_fail(roster=roster, reason=error.sentence, state=RosterState.PREVIEWED)
            raise
        job.checkpoint(_("完成"), 99)
    return _answer(roster)


def _answer(roster: RosterImport) -> JobAnswer:
    counts: dict[str, Any] = dict(roster.counts)
    return JobAnswer(reverse("enterprises:roster_import_detail", args=[roster.pk]), **counts)
