"""Import a roster without worker or broker: check, say what is wrong, register."""

from argparse import ArgumentParser
from collections.abc import Iterable
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.selectors.regions import region_by_code
from accounts.services.users import actor_named
from config.common.sheet_commands import SheetCommand
from enterprises.models import RosterImport
from enterprises.selectors.rosters import problems_of, roster_by_id
from enterprises.services import rosters
from operations.runner import run_inline


class Command(SheetCommand):
    help = "Import a roster (.xlsx or .csv) into the draft list of a province and year."
    run_inline = staticmethod(run_inline)

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--year", required=True, type=int)
        parser.add_argument(
            "--accept-partial", action="store_true", help="register the good rows and name the others"
        )

    def facts(self, options: dict[str, Any]) -> dict[str, Any]:
        return super().facts(options) | {"year": options["year"]}

    def preview(self, upload: SimpleUploadedFile, options: dict[str, Any]) -> RosterImport:
        by = actor_named(options["by"])
        roster = rosters.roster_upload(
            upload=upload,
            region=region_by_code(options["province"]),
            year=options["year"],
            by=by,
            at=timezone.now(),
            dispatch=False,
        )
        self.run(roster.check_job, by)
        return roster_by_id(roster.pk)

    def apply(self, sheet: RosterImport, options: dict[str, Any]) -> dict[str, Any]:
        confirmed = rosters.roster_confirm(
            roster=sheet,
            version=sheet.version,
            accept_partial=options["accept_partial"],
            by=sheet.created_by,
            at=timezone.now(),
            dispatch=False,
        )
        self.run(confirmed.apply_job, sheet.created_by)
        return {"list": roster_by_id(sheet.pk).mandatory_list_id}

    def give_up(self, sheet: RosterImport, options: dict[str, Any]) -> None:
        rosters.roster_give_up(roster=sheet, version=sheet.version, by=sheet.created_by, at=timezone.now())

    def problems(self, sheet: RosterImport) -> Iterable[dict[str, Any]]:
        return problems_of(sheet)

    def applied_words(self) -> str:
        return _("已导入名单草稿。")
