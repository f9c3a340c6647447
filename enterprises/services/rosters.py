"""A roster's way: uploaded → checked → previewed → confirmed → applied; or given up."""

from collections.abc import Mapping
from datetime import datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Region, User
from accounts.services.activity import activity_record
from config.common.access import Role
from config.common.errors import Refused
from config.common.versions import guarded_update
from enterprises.calculations.roster_columns import COLUMNS
from enterprises.enums import RosterState
from enterprises.models import RosterImport, RosterRow
from enterprises.rules.lists import check_is_province, check_may_import
from enterprises.selectors.roster_sites import YearLists
from enterprises.services.headings import headings_settle
from enterprises.services.sheet_imports import (
    SheetKind,
    sheet_apply_request,
    sheet_check_request,
    sheet_file_keep,
    sheet_give_up,
    sheet_recheck,
)
from operations.models import Attachment

ROSTER = SheetKind(
    name="roster",
    check_task="enterprises.tasks.check_roster",
    apply_task="enterprises.tasks.apply_roster",
    check_title=lambda name: _("检查名单：%(name)s") % {"name": name},
    apply_title=lambda name: _("导入名单：%(name)s") % {"name": name},
)


def roster_upload(
    *, upload: UploadedFile, region: Region, year: int, by: User, at: datetime, dispatch: bool = True
) -> RosterImport:
    """Keep an uploaded file and ask for its check; the file is not opened here."""
    check_is_province(region)
    check_may_import(by, region)
    _check_city_has_draft(by, region, year)
    file = sheet_file_keep(upload=upload, by=by, at=at)
    return _create(file=file, region=region, year=year, by=by, at=at, dispatch=dispatch)


def _check_city_has_draft(by: User, region: Region, year: int) -> None:
    """A city adds its part to the province's draft; it does not begin one."""
    if by.role == Role.CITY and YearLists.load(region, year).draft is None:
        facts = {"place": region.name, "year": year}
        raise Refused(_("%(place)s还没有 %(year)d 年度的名单草稿；请等省里起草后再导入本市的企业。") % facts)


@transaction.atomic
def _create(
    *, file: Attachment, region: Region, year: int, by: User, at: datetime, dispatch: bool
) -> RosterImport:
    roster = RosterImport.objects.create(file=file, region=region, year=year, created_by=by, created_at=at)
    new = {"file": file.name, "year": year}
    activity_record(by=by, at=at, verb="roster_upload", thing=roster, region=region, new=new)
    sheet_check_request(kind=ROSTER, sheet=roster, by=by, at=at, dispatch=dispatch)
    return roster


@transaction.atomic
def roster_confirm(
    *,
    roster: RosterImport,
    version: int,
    accept_partial: bool,
    by: User,
    at: datetime,
    dispatch: bool = True,
) -> RosterImport:
    """The person's word: register what the preview shows. A second click changes nothing."""
    check_may_import(by, roster.region)
    if roster.state in {RosterState.APPLYING, RosterState.APPLIED}:
        return roster
    reason = confirm_refusal(roster, accept_partial=accept_partial)
    if reason:
        raise Refused(reason)
    job = sheet_apply_request(kind=ROSTER, sheet=roster, version=version, by=by, at=at, dispatch=dispatch)
    guarded_update(
        roster, version=version, state=RosterState.APPLYING, accept_partial=accept_partial, apply_job=job
    )
    new = {"rows": roster.counts["new"] + roster.counts["changed"], "accept_partial": accept_partial}
    activity_record(by=by, at=at, verb="roster_confirm", thing=roster, region=roster.region, new=new)
    return roster


def confirm_refusal(roster: RosterImport, *, accept_partial: bool) -> str:
    """Why a preview cannot be confirmed; empty when it can."""
    if roster.state != RosterState.PREVIEWED:
        return _("这次导入现处于“%(state)s”，不能确认。") % {"state": roster.get_state_display()}
    counts = roster.counts
    if not counts["new"] + counts["changed"]:
        return _("没有新增或变化的行，无需导入。")
    if counts["bad"] and not accept_partial:
        return _("有 %(count)d 行有错。请改正后重新上传，或选择只导入正确的行。") % {"count": counts["bad"]}
    return ""


@transaction.atomic
def roster_give_up(*, roster: RosterImport, version: int, by: User, at: datetime) -> RosterImport:
    """End an import before anything of it was registered; its staged rows are forgotten."""
    sheet_give_up(kind=ROSTER, sheet=roster, version=version, by=by, at=at)
    RosterRow.objects.filter(roster=roster).delete()
    return roster


@transaction.atomic
def roster_recheck(*, roster: RosterImport, version: int, by: User, at: datetime) -> RosterImport:
    """Check the same file again, against what is registered now."""
    check_may_import(by, roster.region)
    sheet_recheck(kind=ROSTER, sheet=roster, version=version, by=by, at=at)
    return roster


@transaction.atomic
def roster_columns_settle(
    *, roster: RosterImport, version: int, chosen: Mapping[str, str], by: User, at: datetime
) -> None:
    """What the file's unknown headings mean (heading key → field): remembered, and the file checked by it."""
    headings_settle(kind=ROSTER, sheet=roster, version=version, chosen=chosen, specs=COLUMNS, by=by, at=at)
