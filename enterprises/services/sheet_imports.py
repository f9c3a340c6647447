"""The way of an uploaded sheet of any kind: checked → previewed → confirmed → applied; or given up."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePath

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.services.activity import activity_record
from config.common.errors import Refused
from config.common.spreadsheet.sentences import SENTENCES
from config.common.versions import guarded_update
from enterprises.enums import RosterState
from enterprises.models import SheetImport
from operations.models import Attachment, Job
from operations.services.attachments import attachment_store
from operations.services.jobs import job_enqueue

_KINDS = ("xlsx", "csv")
_BY_SUFFIX = {".xls": "old_excel", ".xlsm": "macros", ".xlsb": "binary_workbook"}


@dataclass(frozen=True)
class SheetKind:
    """What one kind of import is called: in the trail, in its jobs, and to people."""

    name: str
    check_task: str
    apply_task: str
    check_title: Callable[[str], str]
    apply_title: Callable[[str], str]

    def arguments(self, sheet: SheetImport) -> dict[str, int]:
        return {f"{self.name}_id": sheet.pk}


def sheet_file_keep(*, upload: UploadedFile, by: User, at: datetime) -> Attachment:
    """Keep an uploaded file; only its name is looked at here."""
    suffix = PurePath((upload.name or "").strip()).suffix.lower()
    if suffix.removeprefix(".") not in _KINDS:
        raise Refused(str(SENTENCES[_BY_SUFFIX.get(suffix, "kind")]))
    return attachment_store(upload=upload, kinds=_KINDS, by=by, at=at)


@transaction.atomic
def sheet_check_request(
    *, kind: SheetKind, sheet: SheetImport, by: User, at: datetime, dispatch: bool = True
) -> Job:
    """Ask for the check of what was uploaded."""
    job = job_enqueue(
        task=kind.check_task,
        title=kind.check_title(sheet.file.name),
        by=by,
        at=at,
        dedupe_key=f"{kind.name}_check:{sheet.pk}:{sheet.version}",
        dispatch=dispatch,
        **kind.arguments(sheet),
    )
    guarded_update(sheet, check_job=job)
    return job


def sheet_apply_request(
    *, kind: SheetKind, sheet: SheetImport, version: int, by: User, at: datetime, dispatch: bool = True
) -> Job:
    """Ask for what the preview shows to be registered."""
    return job_enqueue(
        task=kind.apply_task,
        title=kind.apply_title(sheet.file.name),
        by=by,
        at=at,
        dedupe_key=f"{kind.name}_apply:{sheet.pk}:{version}",
        dispatch=dispatch,
        **kind.arguments(sheet),
    )


@transaction.atomic
def sheet_give_up(*, kind: SheetKind, sheet: SheetImport, version: int, by: User, at: datetime) -> None:
    """End an import before anything of it was registered; the caller forgets its staged rows."""
    if sheet.state in {RosterState.APPLYING, RosterState.APPLIED}:
        raise Refused(_("导入已经确认，不能放弃。"))
    guarded_update(sheet, version=version, state=RosterState.CANCELLED)
    activity_record(by=by, at=at, verb=f"{kind.name}_give_up", thing=sheet, region=sheet.region)


@transaction.atomic
def sheet_recheck(*, kind: SheetKind, sheet: SheetImport, version: int, by: User, at: datetime) -> None:
    """Check the same file again, against what is registered now."""
    if sheet.state not in {RosterState.PREVIEWED, RosterState.FAILED}:
        raise Refused(_("只有待确认或无法读取的导入可以重新检查。"))
    guarded_update(sheet, version=version, state=RosterState.UPLOADED, reason="", counts={}, facts={})
    sheet_check_request(kind=kind, sheet=sheet, by=by, at=at)
    activity_record(by=by, at=at, verb=f"{kind.name}_recheck", thing=sheet, region=sheet.region)


@transaction.atomic
def sheet_begin_check(*, sheet: SheetImport) -> bool:
    """The job has begun; False when there is nothing to check any more."""
    if sheet.state not in {RosterState.UPLOADED, RosterState.CHECKING}:
        return False
    if sheet.state == RosterState.UPLOADED:
        guarded_update(sheet, state=RosterState.CHECKING)
    return True


@transaction.atomic
def sheet_fail(*, sheet: SheetImport, reason: str, state: str = RosterState.FAILED) -> None:
    """Say why the file could not be read, or (`PREVIEWED`) why what was confirmed could not be registered."""
    sheet.refresh_from_db(fields=["version", "state"])
    if sheet.state in {RosterState.UPLOADED, RosterState.CHECKING, RosterState.APPLYING}:
        guarded_update(sheet, state=state, reason=reason)
