"""Long work of the registry: checking a roster, registering it; finding doubles; counting due dates again."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.selectors.regions import region_by_id
from config.common.errors import Refused
from config.common.spreadsheet.reading import read_table
from enterprises.calculations.likeness import likely_doubles
from enterprises.enums import RosterState
from enterprises.models import RosterImport
from enterprises.selectors.clock import calendar_by_id, duties_through
from enterprises.selectors.duplicates import subjects_in
from enterprises.selectors.rosters import roster_by_id
from enterprises.services import rosters
from enterprises.services.calendar import dues_recompute
from enterprises.services.duplicates import duplicates_write
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


def find_duplicates(job: JobHandle, *, region_id: int) -> JobAnswer:
    """Compare the enterprises of a territory block by block; a second run finds the same."""
    region = region_by_id(region_id)
    job.checkpoint(_("读取企业"), 5)
    subjects = subjects_in(region)
    job.checkpoint(_("比较名称、代码和地址"), 20)
    found = likely_doubles(subjects)
    job.checkpoint(_("保存疑似重复"), 80)
    counts = duplicates_write(region=region, found=found, at=job.at)
    return JobAnswer(reverse("enterprises:duplicate_list"), compared=len(subjects), **counts)


def recompute_dues(job: JobHandle, *, calendar_id: int) -> JobAnswer:
    """Count again what was counted through a year, batch by batch; a second attempt finds most of it right already."""
    calendar = calendar_by_id(calendar_id)
    total = duties_through(calendar.year).count()
    after, seen, changed = 0, 0, 0
    while True:
        job.checkpoint(_("重新计算期限"), seen * 100 // (total + 1))
        done = dues_recompute(calendar=calendar, after=after, fence=job.fence, by=job.by, at=job.at)
        if done.last is None:
            break
        after, changed, seen = done.last, changed + done.changed, min(total, seen + done.seen)
    href = reverse("enterprises:calendar_detail", args=[calendar.year])
    return JobAnswer(href, year=calendar.year, seen=seen, changed=changed)


def _answer(roster: RosterImport) -> JobAnswer:
    counts: dict[str, Any] = dict(roster.counts)
    return JobAnswer(reverse("enterprises:roster_import_detail", args=[roster.pk]), **counts)
