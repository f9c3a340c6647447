"""The way of a sheet of the past: uploaded → checked → previewed → confirmed → applied; or given up. All or nothing."""

from collections.abc import Mapping
from datetime import datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Region, User
from accounts.services.activity import activity_record
from config.common.errors import Refused
from config.common.versions import guarded_update
from enterprises.enums import RosterState
from enterprises.rules.lists import check_is_province, check_may_import
from enterprises.services.headings import headings_settle
from enterprises.services.sheet_imports import (
    SheetKind,
    sheet_apply_request,
    sheet_check_request,
    sheet_file_keep,
    sheet_give_up,
    sheet_recheck,
)
from measures.calculations.past_columns import past_columns
from measures.models import PastImport, PastRow
from measures.selectors.past import past_indicators
from operations.models import Attachment

PAST = SheetKind(
    name="past",
    check_task="measures.tasks.check_past",
    apply_task="measures.tasks.apply_past",
    check_title=lambda name: _("检查往年数据：%(name)s") % {"name": name},
    apply_title=lambda name: _("导入往年数据：%(name)s") % {"name": name},
)


def past_upload(
    *, upload: UploadedFile, region: Region, by: User, at: datetime, dispatch: bool = True
) -> PastImport:
    """Keep an uploaded file and ask for its check; the file is not opened here."""
    check_is_province(region)
    check_may_import(by, region)
    file = sheet_file_keep(upload=upload, by=by, at=at)
    return _create(file=file, region=region, by=by, at=at, dispatch=dispatch)


@transaction.atomic
def _create(*, file: Attachment, region: Region, by: User, at: datetime, dispatch: bool) -> PastImport:
    past = PastImport.objects.create(file=file, region=region, created_by=by, created_at=at)
    activity_record(by=by, at=at, verb="past_upload", thing=past, region=region, new={"file": file.name})
    sheet_check_request(kind=PAST, sheet=past, by=by, at=at, dispatch=dispatch)
    return past


@transaction.atomic
def past_confirm(
    *, past: PastImport, version: int, by: User, at: datetime, dispatch: bool = True
) -> PastImport:
    """The person's word: register what the preview shows. A second click changes nothing."""
    check_may_import(by, past.region)
    if past.state in {RosterState.APPLYING, RosterState.APPLIED}:
        return past
    if reason := past_refusal(past):
        raise Refused(reason)
    job = sheet_apply_request(kind=PAST, sheet=past, version=version, by=by, at=at, dispatch=dispatch)
    guarded_update(past, version=version, state=RosterState.APPLYING, apply_job=job)
    new = {"rows": past.counts["new"] + past.counts["changed"]}
    activity_record(by=by, at=at, verb="past_confirm", thing=past, region=past.region, new=new)
    return past


def past_refusal(past: PastImport) -> str:
    """Why a preview cannot be confirmed; empty when it can. A part alone would give false sums."""
    if past.state != RosterState.PREVIEWED:
        return _("这次导入现处于“%(state)s”，不能确认。") % {"state": past.get_state_display()}
    if past.counts["bad"]:
        facts = {"count": past.counts["bad"]}
        return _("有 %(count)d 行有错。往年数据要么全部导入，要么都不导入：请改正后重新上传。") % facts
    if not past.counts["new"] + past.counts["changed"]:
        return _("没有新增或变化的行，无需导入。")
    return ""


@transaction.atomic
def past_give_up(*, past: PastImport, version: int, by: User, at: datetime) -> PastImport:
    """End an import before anything of it was registered; its staged rows are forgotten."""
    sheet_give_up(kind=PAST, sheet=past, version=version, by=by, at=at)
    PastRow.objects.filter(past=past).delete()
    return past


@transaction.atomic
def past_recheck(*, past: PastImport, version: int, by: User, at: datetime) -> PastImport:
    """Check the same file again, against what is registered now."""
    check_may_import(by, past.region)
    sheet_recheck(kind=PAST, sheet=past, version=version, by=by, at=at)
    return past


@transaction.atomic
def past_columns_settle(
    *, past: PastImport, version: int, chosen: Mapping[str, str], by: User, at: datetime
) -> None:
    """What the file's unknown headings mean (heading key → field): remembered, and the file checked by it."""
    specs = past_columns(past_indicators())
    headings_settle(kind=PAST, sheet=past, version=version, chosen=chosen, specs=specs, by=by, at=at)
