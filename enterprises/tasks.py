"""Long work of the registry: checking a roster, registering it; finding doubles; counting due dates again."""

import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import Region
from accounts.selectors.regions import region_by_id
from config.common.errors import Refused
from config.common.plug import hooks
from config.common.spreadsheet.reading import read_table
from enterprises.calculations.likeness import likely_doubles
from enterprises.enums import AmendmentKind, DocumentKind, RosterState
from enterprises.models import AmendmentItem, ListAmendment, Listing, MandatoryList, RosterImport
from enterprises.presenters.amendment_papers import (
    write_amended_list,
    write_amendment_letters,
    write_amendment_notice,
)
from enterprises.presenters.list_papers import page_count, write_letters, write_notice
from enterprises.presenters.people import printed_invitations
from enterprises.selectors.clock import calendar_by_id, duties_through
from enterprises.selectors.duplicates import subjects_in
from enterprises.selectors.list_papers import (
    amendment_to_print,
    entries_after,
    entries_to_print,
    items_to_print,
    letter_batches,
    list_to_print,
    papers_made,
)
from enterprises.selectors.rosters import roster_by_id
from enterprises.services.calendar import dues_recompute
from enterprises.services.duplicates import duplicates_write
from enterprises.services.invitations import invitations_for_letters
from enterprises.services.list_papers import Made, list_paper_keep
from enterprises.services.roster_apply import RosterApply
from enterprises.services.roster_check import RosterCheck
from enterprises.services.sheet_imports import sheet_begin_check, sheet_fail
from operations.runner import JobAnswer, JobHandle
from operations.services.attachments import attachment_path, content_keep


def check_roster(job: JobHandle, *, roster_id: int) -> JobAnswer:
    """Read an uploaded roster in a child process and stage its rows; a second attempt starts again."""
    roster = roster_by_id(roster_id)
    if sheet_begin_check(sheet=roster):
        job.checkpoint(_("读取文件"), 1)
        try:
            with read_table(attachment_path(roster.file), filename=roster.file.name) as table:
                RosterCheck(roster, table, job.checkpoint, job.fence).run(job.at)
        except Refused as error:
            job.fence()
            sheet_fail(sheet=roster, reason=error.sentence)
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
            sheet_fail(sheet=roster, reason=error.sentence, state=RosterState.PREVIEWED)
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


_ROUNDS_UNTIL = 30  # percent of the bar; setting the papers takes most of the time


def carry_out_publication(job: JobHandle, *, list_id: int) -> JobAnswer:
    """All that follows from publishing a list: a round for each entry, then the notice and the letters.

    Each batch of rounds and each file is kept by itself; what is there is passed over.
    """
    mandatory_list = list_to_print(list_id)
    opened = _open_rounds(job, mandatory_list)
    entries = entries_to_print(mandatory_list)
    notice = partial(write_notice, mandatory_list, entries)
    wanted = [Wanted(DocumentKind.NOTICE, mandatory_list.region, 1, len(entries), notice)]
    for region, part, rows in letter_batches(entries):
        letters = partial(_write_letters, job, mandatory_list, rows)
        wanted.append(Wanted(DocumentKind.LETTERS, region, part, len(rows), letters))
    _make(job, mandatory_list, wanted)
    href = reverse("enterprises:mandatory_list_detail", args=[list_id])
    return JobAnswer(href, opened=opened, files=len(wanted))


def carry_out_amendment(job: JobHandle, *, amendment_id: int) -> JobAnswer:
    """The rounds of added entries, then the notice, the list as it stands now, and letters; as a publication's."""
    amendment = amendment_to_print(amendment_id)
    opened = _open_rounds(job, amendment.mandatory_list)
    items, entries = items_to_print(amendment), entries_after(amendment)
    region = amendment.mandatory_list.region
    notice = partial(write_amendment_notice, amendment, items)
    whole = partial(write_amended_list, amendment, entries)
    wanted = [
        Wanted(DocumentKind.NOTICE, region, 1, len(items), notice),
        Wanted(DocumentKind.WHOLE, region, 1, len(entries), whole),
    ]
    for city, part, rows in letter_batches(items):
        letters = partial(_write_amendment_letters, job, amendment, rows)
        wanted.append(Wanted(DocumentKind.LETTERS, city, part, len(rows), letters))
    _make(job, amendment.mandatory_list, wanted, amendment)
    href = reverse("enterprises:amendment_detail", args=[amendment_id])
    return JobAnswer(href, opened=opened, files=len(wanted))


def _open_rounds(job: JobHandle, mandatory_list: MandatoryList) -> int:
    return sum(hook(job, mandatory_list, _ROUNDS_UNTIL) for hook in hooks("LIST_WORK"))


@dataclass(frozen=True)
class Wanted:
    """A paper to be made: which one, how many enterprises are on it, and what writes it (perhaps row by row)."""

    kind: DocumentKind
    region: Region
    part: int
    rows: int
    write: Callable[[Path], Iterator[int] | None]


def _make(
    job: JobHandle,
    mandatory_list: MandatoryList,
    wanted: list[Wanted],
    amendment: ListAmendment | None = None,
) -> None:
    there = papers_made(mandatory_list, amendment)
    with tempfile.TemporaryDirectory() as folder:
        for number, one in enumerate(wanted):
            percent = _ROUNDS_UNTIL + (99 - _ROUNDS_UNTIL) * number // len(wanted)
            told = {"place": one.region.name, "kind": one.kind.label}
            job.checkpoint(_("制作%(place)s的%(kind)s") % told, percent)
            if (one.kind.value, one.region.pk, one.part) in there:
                continue
            made = _typeset(job, mandatory_list, one, Path(folder) / f"{number}.pdf")
            with transaction.atomic():
                job.fence()
                list_paper_keep(
                    mandatory_list=mandatory_list, amendment=amendment, made=made, by=job.by, at=job.at
                )


def _typeset(job: JobHandle, mandatory_list: MandatoryList, one: Wanted, target: Path) -> Made:
    for done in one.write(target) or ():
        job.checkpoint(_("通知附表已排 %(done)d 行") % {"done": done})
    content = target.read_bytes()
    with translation.override("zh-hans"):
        name = f"{mandatory_list.title}{one.kind.label}（{one.region.name}{one.part}）.pdf"
    digest = content_keep(content=content)
    return Made(one.kind, one.region, one.part, one.rows, page_count(target), name, len(content), digest)


def _write_letters(job: JobHandle, mandatory_list: MandatoryList, rows: list[Listing], target: Path) -> None:
    write_letters(mandatory_list, rows, target, _invited(job, rows))


def _write_amendment_letters(
    job: JobHandle, amendment: ListAmendment, items: list[AmendmentItem], target: Path
) -> None:
    """Who is added is invited as those who were published."""
    added = [item.listing for item in items if item.listing and item.kind == AmendmentKind.ADD]
    write_amendment_letters(amendment, items, target, _invited(job, added))


def _invited(job: JobHandle, rows: list[Listing]) -> dict[int, dict[str, Any]]:
    """The invitations that letters print: made with the first attempt, derived again with any later one."""
    with transaction.atomic():
        job.fence()
        issued = invitations_for_letters(listings=rows, by=job.by, at=job.at)
    return printed_invitations(issued)


def _answer(roster: RosterImport) -> JobAnswer:
    counts: dict[str, Any] = dict(roster.counts)
    return JobAnswer(reverse("enterprises:roster_import_detail", args=[roster.pk]), **counts)
