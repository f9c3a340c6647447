"""script/manage annual_report --region 140000 --year 2010 [--since 2003] --out DIR [--json] [--by USER]"""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.services.users import actor_named
from config.common.atomic import atomic_write
from config.common.commands import PlatformCommand
from config.common.errors import Refused
from operations.runner import run_inline
from operations.services.attachments import attachment_read
from reports.models import AnnualReport
from reports.selectors.reports import region_coded, report_of_job
from reports.services.annual_reports import TASK, job_key, report_check, report_request, report_title


class Command(PlatformCommand):
    help = (
        "Make a region's annual report and write annual-<region>-<year>.json, .pdf and .xlsx into a folder."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--region", required=True, help="code of GB/T 2260, for example 140000")
        parser.add_argument("--year", type=int, required=True, help="the report's last year")
        parser.add_argument("--since", type=int, help="its first year; the same year if left out")
        parser.add_argument(
            "--out", type=Path, required=True, help="folder for the three files; made if missing"
        )

    def perform(self, **options: Any) -> dict[str, Any]:
        at, by = timezone.now(), actor_named(options["by"])
        region = region_coded(options["region"])
        if region is None:
            raise Refused(
                _("区域代码“%(code)s”不在区域表中。请用 GB/T 2260 的六位代码，例如 140000（山西省）。")
                % {"code": options["region"]}
            )
        since = options["year"] if options["since"] is None else options["since"]
        wanted = {"region": region, "year": options["year"], "since": since, "by": by, "at": at}
        report_check(**wanted)
        folder = _made(options["out"])
        report = report_request(**wanted, dispatch=False)
        title = report_title(region.name, since, report.year)
        run_inline(task=TASK, title=title, by=by, at=at, dedupe_key=job_key(report), report_id=report.pk)
        finished = report_of_job(report.pk)
        return {
            "region": region.code,
            "year": finished.year,
            "since": finished.since,
            "sha256": finished.sha256,
            "files": _written(finished, folder),
        }

    def say(self, answer: dict[str, Any]) -> None:
        for name in answer["files"]:
            self.stdout.write(name)
        self.stdout.write(f"SHA-256 {answer['sha256']}")


def _made(folder: Path) -> Path:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Refused(
            _("不能使用输出目录“%(folder)s”：%(why)s。请换一个可以写入的目录。")
            % {"folder": folder, "why": error.strerror}
        ) from error
    return folder


def _written(report: AnnualReport, folder: Path) -> list[str]:
    """Each file whole under its final name, or not there."""
    paths = []
    for attachment in filter(None, (report.json_file, report.pdf_file, report.xlsx_file)):
        target = folder / attachment.name
        with atomic_write(target) as part:
            part.write_bytes(attachment_read(attachment))
        paths.append(str(target))
    return paths
