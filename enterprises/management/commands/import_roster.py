"""Import a roster without worker or broker: check, say what is wrong, register."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Region, User
from accounts.selectors.regions import region_by_code
from accounts.services.users import actor_named
from config.common.commands import PlatformCommand
from config.common.errors import Refused
from enterprises.models import RosterImport
from enterprises.selectors.rosters import problems_of, roster_by_id
from enterprises.services import rosters
from operations.models import Job
from operations.runner import run_inline

_COUNTS = ("read", "new", "changed", "same", "bad", "warned")
_MOST_LINES = 50


class Command(PlatformCommand):
    help = "Import a roster (.xlsx or .csv) into the draft list of a province and year."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("file", type=Path)
        parser.add_argument("--province", required=True, help="six-digit code, such as 140000")
        parser.add_argument("--year", required=True, type=int)
        parser.add_argument("--dry-run", action="store_true", help="check only, register nothing")
        parser.add_argument(
            "--accept-partial", action="store_true", help="register the good rows and name the others"
        )

    def perform(
        self, *, file: Path, province: str, year: int, dry_run: bool, accept_partial: bool, **options: Any
    ) -> dict[str, Any]:
        by = actor_named(options["by"])
        region = region_by_code(province)
        try:
            roster = self._check(file, region, year, by)
        except Refused as error:
            if not options["json"]:
                raise
            self.failed = True
            return self._unreadable(error)
        answer = roster.counts | {"problems": list(problems_of(roster)), "notes": roster.facts["notes"]}
        answer |= {"province": province, "year": year, "dry_run": dry_run, "applied": False}
        bad, useful = roster.counts["bad"], roster.counts["new"] + roster.counts["changed"]
        self.failed = bool(bad) and not accept_partial
        if dry_run or self.failed or not useful:
            rosters.roster_give_up(roster=roster, version=roster.version, by=by, at=timezone.now())
            return answer
        applied = self._apply(roster, by, accept_partial=accept_partial)
        return answer | {"applied": True, "list": applied.mandatory_list_id}

    def _check(self, file: Path, region: Region, year: int, by: User) -> RosterImport:
        try:
            upload = SimpleUploadedFile(file.name, file.read_bytes())
        except OSError as error:
            sentence = _("读不了文件 %(file)s：请确认它存在，而且可以读取。")
            raise Refused(sentence % {"file": file}) from error
        roster = rosters.roster_upload(
            upload=upload, region=region, year=year, by=by, at=timezone.now(), dispatch=False
        )
        self._run(roster.check_job, by)
        return roster_by_id(roster.pk)

    def _apply(self, roster: RosterImport, by: User, *, accept_partial: bool) -> RosterImport:
        confirmed = rosters.roster_confirm(
            roster=roster,
            version=roster.version,
            accept_partial=accept_partial,
            by=by,
            at=timezone.now(),
            dispatch=False,
        )
        self._run(confirmed.apply_job, by)
        return roster_by_id(roster.pk)

    def _run(self, job: Job | None, by: User) -> None:
        if job is not None:
            run_inline(
                task=job.task,
                title=job.title,
                by=by,
                at=timezone.now(),
                dedupe_key=job.dedupe_key,
                **job.args,
            )

    def _unreadable(self, error: Refused) -> dict[str, Any]:
        """A file that was not read at all has no rows, and one problem."""
        problem = {
            "level": "bad",
            "code": error.problems[0].code if error.problems else "refused",
            "sheet": "",
            "row": 0,
            "column": "",
            "cell": "",
            "value": "",
            "reason": error.sentence,
            "mend": "",
        }
        return dict.fromkeys(_COUNTS, 0) | {"refused": error.sentence, "problems": [problem]}

    def say(self, answer: dict[str, Any]) -> None:
        counts = _(
            "读取 %(read)d 行：新增 %(new)d，变化 %(changed)d，相同 %(same)d，有错 %(bad)d，警告 %(warned)d。"
        )
        self.stdout.write(counts % answer)
        for note in answer["notes"]:
            self.stdout.write(f"  · {note}")
        problems = sorted(answer["problems"], key=lambda problem: problem["level"])
        for problem in problems[:_MOST_LINES]:
            place = f"{problem['sheet']}!{problem['cell'] or problem['row']}"
            self.stdout.write(f"  {problem['level']:6} {place}  {problem['reason']}{problem['mend']}")
        if len(problems) > _MOST_LINES:
            more = _("  …另有 %(count)d 条，加 --json 可得全部。")
            self.stdout.write(more % {"count": len(problems) - _MOST_LINES})
        if answer["dry_run"]:
            self.stdout.write(_("仅检查，没有登记任何内容。"))
        elif answer["applied"]:
            self.stdout.write(_("已导入名单草稿。"))
        else:
            self.stdout.write(_("没有登记任何内容。"))
