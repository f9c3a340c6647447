"""Load a year's working calendar and count the due dates through that year again."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.services.users import actor_named
from config.common.commands import PlatformCommand
from config.common.errors import Refused
from enterprises.enums import CalendarState
from enterprises.services.calendar import CalendarLoaded, CalendarPaper, calendar_load
from operations.runner import run_inline


class Command(PlatformCommand):
    help = "Load a year's calendar from a CSV of date, working or rest, name; earlier versions are kept."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("file", type=Path)
        parser.add_argument("--year", required=True, type=int)
        parser.add_argument("--source", default="", help="the notice it follows (default: the file's name)")
        parser.add_argument(
            "--provisional", action="store_true", help="a guess until the notice is published"
        )

    def perform(
        self, *, file: Path, year: int, source: str, provisional: bool, **options: Any
    ) -> dict[str, Any]:
        by = actor_named(options["by"])
        try:
            upload = SimpleUploadedFile(file.name, file.read_bytes())
        except OSError as error:
            sentence = _("读不了文件 %(file)s：请确认它存在，而且可以读取。")
            raise Refused(sentence % {"file": file}) from error
        state = CalendarState.PROVISIONAL if provisional else CalendarState.PUBLISHED
        paper = CalendarPaper(upload, source, state)
        loaded = calendar_load(year=year, paper=paper, version=None, by=by, at=timezone.now(), dispatch=False)
        calendar = loaded.calendar
        return {
            "year": calendar.year,
            "version": calendar.version,
            "state": calendar.state,
            "days": calendar.days.count(),
            "changed": loaded.changed,
            "recomputed": self._recount(loaded, by),
        }

    def _recount(self, loaded: CalendarLoaded, by: User) -> int:
        if loaded.job is None:
            return 0
        row = loaded.job
        job = run_inline(
            task=row.task, title=row.title, by=by, at=timezone.now(), dedupe_key=row.dedupe_key, **row.args
        )
        return int(job.result["changed"])
