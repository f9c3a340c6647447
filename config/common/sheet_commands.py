"""What commands that import a sheet share: check inline, say what is wrong, register, without worker or broker."""

from argparse import ArgumentParser
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from django.utils.translation import gettext as _

from config.common.commands import PlatformCommand
from config.common.errors import Refused

_COUNTS = ("read", "new", "changed", "same", "bad", "warned")
_MOST_LINES = 50


class SheetCommand(PlatformCommand):
    """A subclass says how its kind of sheet is kept and checked, registered, given up and read again."""

    run_inline: Callable[..., Any]

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("file", type=Path)
        parser.add_argument("--province", required=True, help="six-digit code, such as 140000")
        parser.add_argument("--dry-run", action="store_true", help="check only, register nothing")

    def perform(self, **options: Any) -> dict[str, Any]:
        dry_run = options["dry_run"]
        try:
            sheet = self.preview(_upload(options["file"]), options)
        except Refused as error:
            if not options["json"]:
                raise
            self.failed = True
            return _unreadable(error)
        counts = sheet.counts
        answer = counts | {"problems": list(self.problems(sheet)), "notes": sheet.facts["notes"]}
        answer |= self.facts(options) | {"dry_run": dry_run, "applied": False}
        self.failed = bool(counts["bad"]) and not options.get("accept_partial")
        if dry_run or self.failed or not counts["new"] + counts["changed"]:
            self.give_up(sheet, options)
            return answer
        return answer | {"applied": True} | self.apply(sheet, options)

    def facts(self, options: dict[str, Any]) -> dict[str, Any]:
        """What the answer repeats of what was asked."""
        return {"province": options["province"]}

    def preview(self, upload: SimpleUploadedFile, options: dict[str, Any]) -> Any:
        """The preview of the file."""
        raise NotImplementedError

    def apply(self, sheet: Any, options: dict[str, Any]) -> dict[str, Any]:
        """Register it; what the answer tells of that."""
        raise NotImplementedError

    def give_up(self, sheet: Any, options: dict[str, Any]) -> None:
        raise NotImplementedError

    def problems(self, sheet: Any) -> Iterable[dict[str, Any]]:
        raise NotImplementedError

    def run(self, job: Any, by: Any) -> None:
        """The job a service asked for, here and now."""
        if job is not None:
            facts = {"task": job.task, "title": job.title, "dedupe_key": job.dedupe_key}
            type(self).run_inline(by=by, at=timezone.now(), **facts, **job.args)

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
            self.stdout.write(self.applied_words())
        else:
            self.stdout.write(_("没有登记任何内容。"))

    def applied_words(self) -> str:
        raise NotImplementedError


def _upload(file: Path) -> SimpleUploadedFile:
    try:
        return SimpleUploadedFile(file.name, file.read_bytes())
    except OSError as error:
        sentence = _("读不了文件 %(file)s：请确认它存在，而且可以读取。")
        raise Refused(sentence % {"file": file}) from error


def _unreadable(error: Refused) -> dict[str, Any]:
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
