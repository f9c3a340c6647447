"""What the headings of a workbook mean: said once by the bureau, remembered, and forgotten when it asks for it."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Region, User
from accounts.services.activity import activity_record
from config.common.errors import Refused
from config.common.spreadsheet.columns import ColumnSpec, heading_key
from config.common.spreadsheet.headings import chosen_problems, unknown_once
from enterprises.models import HeadingMapping, SheetImport
from enterprises.rules.lists import check_may_import
from enterprises.selectors.headings import headings_of_kind
from enterprises.services.sheet_imports import SheetKind, sheet_recheck


@transaction.atomic
def headings_settle(
    *,
    kind: SheetKind,
    sheet: SheetImport,
    version: int,
    chosen: Mapping[str, str],
    specs: Sequence[ColumnSpec],
    by: User,
    at: datetime,
) -> None:
    """Remember for the bureau what each unknown heading of the file means (key → field), and check the file again.

    A heading that is not in `chosen` is not read, and no longer remembered.
    """
    check_may_import(by, sheet.region)
    headings = sheet.facts.get("headings", [])
    unknown = unknown_once(headings)
    chosen = {key: field for key, field in chosen.items() if key in unknown}
    if problems := chosen_problems(headings, chosen, specs):
        raise Refused(_("还不能这样读取，没有保存。"), problems)
    before = headings_of_kind(by, kind.name)
    region = by.region or sheet.region
    told = {unknown[key]["heading"]: field for key, field in chosen.items()}
    other = [key for key in unknown if key in before and before[key].field != chosen.get(key)]
    HeadingMapping.objects.filter(kind=kind.name, region=region, heading_key__in=other).delete()
    HeadingMapping.objects.bulk_create(
        HeadingMapping(kind=kind.name, region=region, chosen_by=by, chosen_at=at, **row)
        for row in _rows(told)
        if row["heading_key"] in other or row["heading_key"] not in before
    )
    words = {spec.key: spec.heading for spec in specs}
    old = {before[key].heading: words.get(before[key].field, "") for key in unknown if key in before}
    new = {heading: words[field] for heading, field in told.items()}
    activity_record(by=by, at=at, verb="headings_settle", thing=sheet, region=region, old=old, new=new)
    sheet_recheck(kind=kind, sheet=sheet, version=version, by=by, at=at)


def _rows(told: Mapping[str, str]) -> list[dict[str, str]]:
    return [
        {"heading": heading[:120], "heading_key": heading_key(heading)[:120], "field": field}
        for heading, field in told.items()
    ]


@transaction.atomic
def heading_forget(*, mapping: HeadingMapping, by: User, at: datetime) -> None:
    """The next workbook with this heading is asked about again; what was imported stays."""
    region: Region = mapping.region
    check_may_import(by, region.province or region)
    old = {mapping.heading: mapping.field}
    activity_record(by=by, at=at, verb="heading_forget", thing=mapping, region=region, old=old)
    mapping.delete()
