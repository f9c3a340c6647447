"""The territory tree: loading a province and its changes of divisions."""

from collections.abc import Iterable, Mapping
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Level, Region, RegionChange
from config.common.errors import Problem, Refused


@transaction.atomic
def regions_load(*, rows: Iterable[Mapping[str, str]]) -> dict[str, int]:
    """Load or refresh one province from rows `code, name, parent, level` (others ignored), parents before children.

    Returns the counts `read, new, changed, same`. Refused whole when a row is wrong.
    """
    counts = dict.fromkeys(("read", "new", "changed", "same"), 0)
    known = {region.code: region for region in Region.objects.all()}
    for number, row in enumerate(rows, start=2):
        _check_row(row, number, known)
        counts["read"] += 1
        counts[_region_put(row, known)] += 1
    if not counts["read"]:
        raise Refused(_("文件里没有任何区域行；应有 code、name、parent、level 四列。"))
    return counts


def _check_row(row: Mapping[str, str], number: int, known: Mapping[str, Region]) -> None:
    code, level, parent = (row.get("code") or "", row.get("level") or "", row.get("parent") or "")
    checks = [
        (len(code) == 6 and code.isdigit(), _("代码应为六位数字")),
        (bool(row.get("name")), _("缺少名称")),
        (level in Level.values, _("level 应为 province、city 或 county")),
        (bool(parent) == (level != Level.PROVINCE), _("省没有上级，市和县必须写明上级代码")),
        (not parent or parent in known, _("上级代码不在表中，或排在本行之后")),
    ]
    _refuse_wrong(checks, number)


def _refuse_wrong(checks: Iterable[tuple[bool, str]], number: int) -> None:
    wrong = [Problem("region_row", sentence) for right, sentence in checks if not right]
    if wrong:
        reasons = _("；").join(p.sentence for p in wrong)
        raise Refused(
            _("第 %(row)s 行：%(reasons)s。请改正后重新载入。") % {"row": number, "reasons": reasons}, wrong
        )


def _region_put(row: Mapping[str, str], known: dict[str, Region]) -> str:
    parent = known.get(row.get("parent") or "")
    path = (parent.path if parent else "") + row["code"] + "/"
    region = known.get(row["code"])
    if region and (region.name, region.path) == (row["name"], path):
        return "same"
    outcome = "changed" if region else "new"
    region = region or Region(code=row["code"])
    region.name, region.level, region.parent, region.path = row["name"], row["level"], parent, path
    region.mark = row.get("mark") or ""
    region.province = parent.province if parent else None
    region.city = parent.city if parent else None
    region.save()
    if region.level == Level.PROVINCE:
        region.province = region
    if region.level == Level.CITY:
        region.city = region
    region.save(update_fields=["province", "city"])
    known[region.code] = region
    return outcome


@transaction.atomic
def region_changes_load(*, rows: Iterable[Mapping[str, str]]) -> None:
    """Load divisions that no longer exist, with their successors and the day of the change.

    Rows `old_code, old_name, parent, new_codes` (with | between), `effective_on, mark`; the successors are loaded
    before. Refused whole when a row is wrong.
    """
    known = {region.code: region for region in Region.objects.select_related("province", "city")}
    for number, row in enumerate(rows, start=2):
        _check_change(row, number, known)
        parent, day, mark = (
            known[row["parent"]],
            date.fromisoformat(row["effective_on"]),
            row.get("mark") or "",
        )
        old, _made = Region.objects.update_or_create(
            code=row["old_code"],
            defaults={"effective_to": day, "mark": mark},
            create_defaults={
                "name": row["old_name"],
                "level": Level.COUNTY,
                "parent": parent,
                "province": parent.province,
                "city": parent.city,
                "path": f"{parent.path}{row['old_code']}/",
                "effective_to": day,
                "mark": mark,
            },
        )
        for code in row["new_codes"].split("|"):
            new = known[code]
            Region.objects.filter(pk=new.pk).update(effective_from=day)
            RegionChange.objects.get_or_create(old=old, new=new, defaults={"effective_on": day, "mark": mark})


def _check_change(row: Mapping[str, str], number: int, known: Mapping[str, Region]) -> None:
    code, successors = row.get("old_code") or "", (row.get("new_codes") or "").split("|")
    checks = [
        (len(code) == 6 and code.isdigit() and bool(row.get("old_name")), _("缺少原区域的六位代码或名称")),
        (row.get("parent") in known, _("上级代码不在区域表中")),
        (
            all(one in known and one != code for one in successors),
            _("新区域代码不在区域表中，请先载入新区域"),
        ),
        (_is_day(row.get("effective_on") or ""), _("变更日期应形如 2026-01-01")),
    ]
    _refuse_wrong(checks, number)


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
