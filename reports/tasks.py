"""The annual report as a job: figures, checks unit by unit, files, then everything at once."""

import shutil
from collections.abc import Mapping
from pathlib import Path

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from config.common.atomic import PART_SUFFIX
from config.common.errors import Problem, Refused
from operations.runner import JobAnswer, JobHandle
from operations.services.attachments import content_keep
from reports.calculations.checks import sums_agree, unit_agrees
from reports.calculations.credit import CreditLine, Sent, flag_of, gone, missing
from reports.calculations.snapshot import Snapshot, file_stem, snapshot_of
from reports.documents.annexes import Annexes
from reports.documents.formats import FORMATS
from reports.enums import CreditFlag
from reports.facts import Figures, Period
from reports.models import AnnualReport, CreditSending
from reports.presenters.credit import credit_stem, write_credit_csv, write_credit_xlsx
from reports.selectors.credit import last_made, last_sent, lines_today, sending_of_job, values_sent
from reports.selectors.figures import figures, scope_of
from reports.selectors.past import imported_in
from reports.selectors.progress import progress
from reports.selectors.reports import authority_of, misplaced_enterprises, report_of_job
from reports.selectors.territory import units_of
from reports.services.annual_reports import ReportFile, report_finish
from reports.services.credit import (
    CreditCounts,
    CreditFile,
    credit_clear,
    credit_finish,
    credit_refused,
    credit_stage,
)

# Where each part of the work begins on the bar.
_FIGURES, _CHECKS, _FILES, _STORE, _END = 2, 15, 45, 92, 98
_BATCH = 500


def make_annual_report(job: JobHandle, *, report_id: int) -> JobAnswer:
    """Compute, check, write and freeze one report. Nothing of it is seen before the last transaction."""
    report = report_of_job(report_id)
    if report.finished_at is None:
        today = timezone.localtime(job.at).date()
        period = Period.standing(report.since, report.year, today)
        job.checkpoint(_("汇总%(place)s的数字") % {"place": report.region.name}, _FIGURES)
        found = figures(report.region, period.since, period.year, period.as_of)
        _check(job, report, found)
        snapshot = snapshot_of(
            found,
            progress(report.region, period.since, period.year, period.as_of),
            authority=authority_of(report.region),
            made_on=today,
            imported=imported_in(report.region, period),
        )
        files = _files(job, report, snapshot, period)
        job.checkpoint(_("登记报告"), _END)
        report = report_finish(report=report, snapshot=snapshot, files=files, job=job, at=job.at)
    href = reverse("reports:annual_report_detail", args=[report.pk])
    return JobAnswer(href=href, report=report.pk, sha256=report.sha256)


def _check(job: JobHandle, report: AnnualReport, found: Figures) -> None:
    """Province = Σ cities = Σ counties: each unit is computed for itself and compared; a mismatch names it."""
    problems = [
        Problem("placement", _("“%(name)s”的所在区域记录有缺口或重叠，其数字会漏计或重计。") % {"name": name})
        for name in misplaced_enterprises(report.region)
    ]
    problems += sums_agree(found)
    units = [unit for unit in units_of(report.region) if unit.pk != report.region.pk]
    rows = {row.code: row for row in found.by_place}
    for number, unit in enumerate(units):
        percent = _CHECKS + (_FILES - _CHECKS) * number // max(1, len(units))
        job.checkpoint(_("核对%(place)s的各级合计") % {"place": unit.name}, percent)
        if unit.code in rows:
            own = figures(unit, found.period.since, found.period.year, found.period.as_of)
            problems += unit_agrees(rows[unit.code], own) + sums_agree(own)
    if problems:
        raise Refused(_("各级数字之和不相符，报告没有编制。请先核对下列单位："), problems)


def _files(
    job: JobHandle, report: AnnualReport, snapshot: Snapshot, period: Period
) -> Mapping[str, ReportFile]:
    """Every format written to a scratch folder, read back, and stored under its hash."""
    folder = _scratch(job, report)
    stem = file_stem(report.region.code, report.year)
    annexes = Annexes(scope_of(report.region, period), lambda annex, rows: _tick(job, annex, rows))
    files = {}
    try:
        for number, (kind, form) in enumerate(FORMATS.items()):
            job.checkpoint(str(form.step), _FILES + (_STORE - _FILES) * number // len(FORMATS))
            target = folder / f"{stem}.{kind}"
            form.write(snapshot, target, annexes)
            files[kind] = ReportFile(target.name, kind, target.read_bytes())
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    problems = annexes.problems(snapshot)
    if problems:
        raise Refused(_("编制期间登记的数据有变动，附表与汇总不一致，报告没有编制。请重新编制。"), problems)
    job.checkpoint(_("保存文件"), _STORE)
    for file in files.values():
        content_keep(content=file.content)
    return files


def _scratch(job: JobHandle, report: AnnualReport) -> Path:
    """An empty folder of this attempt; what a killed attempt left behind goes first."""
    root = Path(settings.MEDIA_ROOT)
    for left in root.glob(f".report-{report.pk}-*{PART_SUFFIX}"):
        shutil.rmtree(left, ignore_errors=True)
    folder = root / f".report-{report.pk}-{job.row.attempt}{PART_SUFFIX}"
    folder.mkdir(parents=True)
    return folder


def _tick(job: JobHandle, annex: str, rows: int) -> None:
    job.checkpoint(_("写出附表%(annex)s：第 %(rows)s 行") % {"annex": annex, "rows": rows})


def send_credit(job: JobHandle, *, sending_id: int) -> JobAnswer:
    """Compare what stands with what was told last, stage what changed, write the files, then finish at once."""
    sending = sending_of_job(sending_id)
    if sending.finished_at is None:
        credit_clear(sending=sending, job=job)
        counts, lines = _credit_lines(job, sending)
        files = {}
        if counts.changes or not last_made(sending.region, sending.kind, sending.number):
            job.checkpoint(_("写出文件"), _FILES)
            files = _credit_files(job, sending, lines)
        sending = credit_finish(sending=sending, counts=counts, files=files, job=job, at=job.at)
    href = reverse("reports:credit_sending_detail", args=[sending.pk])
    return JobAnswer(href=href, rows=sending.rows, sha256=sending.sha256)


_Line = tuple[CreditLine, CreditFlag, str]


def _credit_lines(job: JobHandle, sending: CreditSending) -> tuple[CreditCounts, list[_Line]]:
    """Every row with its flag; those that say something new are staged, a batch at a time."""
    last, counts, standing, found = last_sent(sending), CreditCounts(), set[int](), list[_Line]()
    for batch in lines_today(sending.region, sending.kind):
        job.checkpoint(_("已比对 %(n)d 行") % {"n": len(found)}, _FIGURES)
        rows = [_flagged(line, last.get(line.subject)) for line in batch]
        standing |= {line.subject for line in batch}
        found += _staged(job, sending, rows, counts)
    taken_back = [last[subject].row for subject in gone(last, standing)]
    for start in range(0, len(taken_back), _BATCH):
        lines = values_sent(taken_back[start : start + _BATCH])
        found += _staged(job, sending, [(line, CreditFlag.WITHDRAWN, "") for line in lines], counts)
    return counts, found


def _flagged(line: CreditLine, last: Sent | None) -> _Line:
    names = missing(line.values)
    if names:
        return line, CreditFlag.REFUSED, credit_refused(names)
    return line, flag_of(line, last), ""


def _staged(job: JobHandle, sending: CreditSending, rows: list[_Line], counts: CreditCounts) -> list[_Line]:
    for _one, flag, _reason in rows:
        counts.add(flag)
    credit_stage(sending=sending, lines=[row for row in rows if row[1] != CreditFlag.SAME], job=job)
    return rows


def _credit_files(job: JobHandle, sending: CreditSending, lines: list[_Line]) -> dict[str, CreditFile]:
    """The same rows as CSV and as a workbook; the workbook has what was not sent on a sheet of its own."""
    folder = Path(settings.MEDIA_ROOT) / f".credit-{sending.pk}-{job.row.attempt}{PART_SUFFIX}"
    folder.mkdir(parents=True, exist_ok=True)
    files = {}
    try:
        for kind, write in (("csv", write_credit_csv), ("xlsx", write_credit_xlsx)):
            target = folder / f"{credit_stem(sending)}.{kind}"
            write(target, sending, lines)
            files[kind] = CreditFile(target.name, kind, target.read_bytes())
            job.checkpoint(_("保存文件"), _STORE)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    for file in files.values():
        content_keep(content=file.content)
    return files
