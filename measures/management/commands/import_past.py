"""Import a sheet of the past without worker or broker: check, say what is wrong, register all of it or nothing."""

from collections.abc import Iterable
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.selectors.regions import region_by_code
from accounts.services.users import actor_named
from config.common.sheet_commands import SheetCommand
from measures.models import PastImport
from measures.selectors.past import past_by_id, past_problems
from measures.services import past_imports
from operations.runner import run_inline


class Command(SheetCommand):
    help = "Import earlier lists, rounds and results (.xlsx or .csv, the shape of table C) of a province."
    run_inline = staticmethod(run_inline)

    def preview(self, upload: SimpleUploadedFile, options: dict[str, Any]) -> PastImport:
        by = actor_named(options["by"])
        region = region_by_code(options["province"])
        past = past_imports.past_upload(
            upload=upload, region=region, by=by, at=timezone.now(), dispatch=False
        )
        self.run(past.check_job, by)
        return past_by_id(past.pk)

    def apply(self, sheet: PastImport, options: dict[str, Any]) -> dict[str, Any]:
        by = sheet.created_by
        confirmed = past_imports.past_confirm(
            past=sheet, version=sheet.version, by=by, at=timezone.now(), dispatch=False
        )
        self.run(confirmed.apply_job, by)
        return {"years": sorted({one["year"] for one in sheet.facts["lists"]})}

    def give_up(self, sheet: PastImport, options: dict[str, Any]) -> None:
        past_imports.past_give_up(past=sheet, version=sheet.version, by=sheet.created_by, at=timezone.now())

    def problems(self, sheet: PastImport) -> Iterable[dict[str, Any]]:
        return past_problems(sheet)

    def applied_words(self) -> str:
        return _("已导入往年的名单、轮次和结果。")
