"""Score sheets written by the province: copied, drafted, published once and for all."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.services.activity import activity_record
from audits.calculations.sheets import SheetTerms, draft_problems, publish_problems
from audits.enums import SheetState
from audits.models import ScoreSheet, SheetItem, SheetThreshold, SheetVeto
from audits.selectors.sheets import sheet_terms
from config.common.access import Permission, allowed
from config.common.errors import NotAllowed, Refused
from config.common.versions import guarded_update


@transaction.atomic
def sheet_copy(*, sheet: ScoreSheet, by: User, at: datetime) -> ScoreSheet:
    """A draft of the next edition, with everything the sheet says."""
    _check_keeper(by)
    same = ScoreSheet.objects.filter(kind=sheet.kind, name=sheet.name)
    if same.filter(state=SheetState.DRAFT).exists():
        raise Refused(_("“%(name)s”已有一份草稿，请在那份草稿上修改。") % {"name": sheet.name})
    last = same.aggregate(last=Max("edition"))["last"] or 0
    copy = ScoreSheet.objects.create(
        kind=sheet.kind,
        name=sheet.name,
        edition=last + 1,
        basis=sheet.basis,
        mark=sheet.mark,
        note=sheet.note,
        spread_limit=sheet.spread_limit,
        copied_from=sheet,
    )
    _rows_write(copy, sheet_terms(sheet))
    activity_record(by=by, at=at, verb="sheet_copy", thing=copy, new={"from": sheet.trail_name})
    return copy


@transaction.atomic
def sheet_save(*, sheet: ScoreSheet, version: int, terms: SheetTerms, by: User, at: datetime) -> ScoreSheet:
    """Write a draft anew; it need not be whole before it is published."""
    _check_keeper(by)
    _check_draft(sheet)
    if problems := draft_problems(sheet.kind, terms):
        raise Refused(_("评分表有 %(n)d 处需要更正。") % {"n": len(problems)}, problems)
    others = ScoreSheet.objects.filter(kind=sheet.kind, name=terms.name, edition=sheet.edition)
    if others.exclude(pk=sheet.pk).exists():
        raise Refused(_("已有同名、同版次的评分表“%(name)s”。") % {"name": terms.name})
    facts = {name: getattr(terms, name) for name in ("name", "basis", "note", "spread_limit")}
    guarded_update(sheet, version=version, **facts)
    for model in (SheetItem, SheetVeto, SheetThreshold):
        model._base_manager.filter(sheet=sheet).delete()
    _rows_write(sheet, terms)
    counts = {"items": len(terms.items), "vetoes": len(terms.vetoes), "thresholds": len(terms.thresholds)}
    activity_record(by=by, at=at, verb="sheet_save", thing=sheet, new=facts | counts)
    return sheet


@transaction.atomic
def sheet_publish(
    *, sheet: ScoreSheet, version: int, effective_from: date, by: User, at: datetime
) -> ScoreSheet:
    """Put a draft into force from a day on and freeze it; reviews applied for earlier keep their own sheet."""
    _check_keeper(by)
    _check_draft(sheet)
    if problems := publish_problems(sheet.kind, sheet_terms(sheet)):
        raise Refused(_("评分表还不完整，不能发布。"), problems)
    changes = {"state": SheetState.PUBLISHED, "effective_from": effective_from}
    guarded_update(sheet, version=version, **changes, published_by=by, published_at=at)
    activity_record(by=by, at=at, verb="sheet_publish", thing=sheet, new=changes)
    return sheet


def _rows_write(sheet: ScoreSheet, terms: SheetTerms) -> None:
    SheetItem.objects.bulk_create(
        [SheetItem(sheet=sheet, number=number, **vars(row)) for number, row in enumerate(terms.items, 1)]
    )
    SheetVeto.objects.bulk_create(
        [SheetVeto(sheet=sheet, number=number, **vars(row)) for number, row in enumerate(terms.vetoes, 1)]
    )
    SheetThreshold.objects.bulk_create([SheetThreshold(sheet=sheet, **vars(row)) for row in terms.thresholds])


def _check_keeper(by: User) -> None:
    if not allowed(by, Permission.SHEETS_WRITE):
        raise NotAllowed(_("评分表由省级主管部门编制和发布。"))


def _check_draft(sheet: ScoreSheet) -> None:
    if sheet.state != SheetState.DRAFT:
        raise Refused(_("已发布的评分表不能修改；请复制为新的一版再改。"))
