"""Loading the full industry table over the built-in one."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from config.common.errors import Problem, Refused
from enterprises.models import Industry

_LEVELS = ("section", "division", "group", "class")
_MOST_PROBLEMS = 50


@transaction.atomic
def industries_load(*, rows: Iterable[Mapping[str, str | None]]) -> dict[str, int]:
    """Load or refresh rows `code, name, parent, level, edition[, plan_industry]`, in any order.

    Returns the counts `read, new, changed, same`. Refused whole when a row is wrong, each named with its line.
    A missing or empty plan_industry leaves the one that is known.
    """
    given = [{key: (value or "").strip() for key, value in row.items() if key} for row in rows]
    if not given:
        raise Refused(_("文件里没有任何行业行；应有 code、name、parent、level、edition 五列。"))
    known = {(row.edition, row.code): row for row in Industry.objects.select_related("parent")}
    _check(given, known)
    counts = {"read": len(given), "new": 0, "changed": 0, "same": 0}
    for row in sorted(given, key=lambda row: _LEVELS.index(row["level"])):
        counts[_put(row, known)] += 1
    return counts


def _check(given: list[dict[str, str]], known: Mapping[tuple[str, str], Industry]) -> None:
    levels = {key: row.level for key, row in known.items()}
    levels |= {(row.get("edition", ""), row.get("code", "")): row.get("level", "") for row in given}
    problems = [
        Problem("industry_row", sentence)
        for line, row in enumerate(given, start=2)
        for sentence in _wrong(row, line, levels)
    ]
    problems += _repeated(given)
    if problems:
        raise Refused(
            _("行业表有 %(count)d 处错误，没有载入任何一行。请按下列提示改正后重新载入。")
            % {"count": len(problems)},
            problems[:_MOST_PROBLEMS],
        )


def _wrong(row: Mapping[str, str], line: int, levels: Mapping[tuple[str, str], str]) -> list[str]:
    code, level, parent = row.get("code", ""), row.get("level", ""), row.get("parent", "")
    edition = row.get("edition", "")
    checks = [
        (code.isascii() and code.isalnum() and len(code) <= 4, _("代码应为一至四位字母或数字")),
        (0 < len(row.get("name", "")) <= 80, _("名称不能为空，也不能超过 80 字")),
        (level in _LEVELS, _("level 应为 section、division、group 或 class")),
        (len(edition) == 4 and edition.isdigit(), _("edition 应为四位年份")),
        (bool(parent) == (level != "section"), _("门类没有上级，其余必须写明上级代码")),
        (not parent or (edition, parent) in levels, _("上级代码在本版表中找不到")),
        (not _is_wrong_above(level, levels.get((edition, parent))), _("上级的 level 应高于本行")),
        (len(row.get("plan_industry", "")) <= 20, _("plan_industry 不能超过 20 字")),
    ]
    return [
        _("第 %(line)d 行（%(code)s）：%(wrong)s。") % {"line": line, "code": code or "—", "wrong": sentence}
        for right, sentence in checks
        if not right
    ]


def _is_wrong_above(level: str, above: str | None) -> bool:
    known = level in _LEVELS and above in _LEVELS
    return known and _LEVELS.index(above or "") >= _LEVELS.index(level)


def _repeated(given: list[dict[str, str]]) -> list[Problem]:
    seen: dict[tuple[str, str], int] = {}
    problems = []
    for line, row in enumerate(given, start=2):
        key = (row.get("edition", ""), row.get("code", ""))
        if key in seen:
            facts = {"line": line, "code": key[1], "first": seen[key]}
            sentence = _("第 %(line)d 行（%(code)s）：与第 %(first)d 行代码重复。") % facts
            problems.append(Problem("industry_repeated", sentence))
        seen.setdefault(key, line)
    return problems


def _put(row: Mapping[str, str], known: dict[tuple[str, str], Industry]) -> str:
    edition, code = row["edition"], row["code"]
    industry = known.get((edition, code))
    parent = known.get((edition, row["parent"])) if row.get("parent") else None
    values: dict[str, Any] = {"name": row["name"], "parent": parent, "level": row["level"]}
    if row.get("plan_industry"):
        values["plan_industry"] = row["plan_industry"]
    if industry is None:
        known[edition, code] = Industry.objects.create(code=code, edition=edition, **values)
        return "new"
    if all(getattr(industry, name) == value for name, value in values.items()):
        return "same"
    for name, value in values.items():
        setattr(industry, name, value)
    industry.save()
    return "changed"
