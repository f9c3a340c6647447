"""Headings of a workbook that are not all known: which are not, what they may be, whether a choice can be read."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from difflib import get_close_matches
from itertools import islice
from typing import Any

from django.utils.translation import gettext as _

from config.common.errors import Problem
from config.common.wording import listed

from .columns import SEARCHED_ROWS, ColumnSpec, claims_of, heading_key, unknown_headings
from .reading import Row, Table

Headings = list[dict[str, Any]]
LOOKS_LIKE_A_LIST = 3
_SAMPLES = 3
_LONGEST_SAMPLE = 40
_LIKE = 0.6


def headings_of(table: Table, specs: Sequence[ColumnSpec]) -> Headings:
    """Each sheet's headings: `known` by field, `unknown` with their column and the first values below them."""
    found = [_of_sheet(sheet, table.rows(sheet), specs) for sheet in table.sheets]
    lists = [one for one in found if one["known"]]
    return lists or [one for one in found if len(one["unknown"]) > 1]


def _of_sheet(sheet: str, rows: Iterable[Row], specs: Sequence[ColumnSpec]) -> dict[str, Any]:
    first = list(islice(rows, 3 * SEARCHED_ROWS))
    header = max(
        first[:SEARCHED_ROWS], key=lambda row: (len(claims_of(row, specs)), len(row.cells)), default=None
    )
    if header is None:
        return {"sheet": sheet, "known": {}, "unknown": []}
    claims = claims_of(header, specs)
    below = [row for row in first if row.number > header.number]
    unknown = unknown_headings(header, {column for columns in claims.values() for column in columns})
    return {
        "sheet": sheet,
        "known": {key: str(header.cell(columns[0])).strip() for key, columns in claims.items()},
        "unknown": [
            {"column": column, "heading": heading, "samples": _samples(below, column)}
            for column, heading in unknown
            if heading
        ],
    }


def _samples(rows: Sequence[Row], column: int) -> list[str]:
    texts = (str(row.cell(column)).strip()[:_LONGEST_SAMPLE] for row in rows)
    return list(dict.fromkeys(filter(None, texts)))[:_SAMPLES]


def specs_with(
    specs: Sequence[ColumnSpec], known: Iterable[str], chosen: Mapping[str, str]
) -> Sequence[ColumnSpec]:
    """The columns also by the headings chosen for them (key → field), but for fields `known` under their own name."""
    by_field: dict[str, list[str]] = {}
    for heading, field in chosen.items():
        if field not in known:
            by_field.setdefault(field, []).append(heading)
    return [
        replace(spec, aliases=(*spec.aliases, *by_field[spec.key])) if spec.key in by_field else spec
        for spec in specs
    ]


def unknown_once(headings: Headings) -> dict[str, dict[str, Any]]:
    """Every unknown heading by its key, once however many sheets bear it; `taken` are fields it can no longer be."""
    found: dict[str, dict[str, Any]] = {}
    for sheet in headings:
        for one in sheet["unknown"]:
            seen = found.setdefault(
                heading_key(one["heading"]), {**one, "sheet": sheet["sheet"], "taken": set()}
            )
            seen["taken"] |= set(sheet["known"])
    return found


def guesses(headings: Headings, specs: Sequence[ColumnSpec]) -> dict[str, str]:
    """The field each unknown heading is likely to be, by likeness of its words; no field is guessed twice."""
    names = {heading_key(str(name)): spec.key for spec in specs for name in (spec.heading, *spec.aliases)}
    found: dict[str, str] = {}
    for key, one in unknown_once(headings).items():
        free = [name for name, field in names.items() if field not in {*one["taken"], *found.values()}]
        if like := get_close_matches(key, free, n=1, cutoff=_LIKE):
            found[key] = names[like[0]]
    return found


def chosen_problems(
    headings: Headings, chosen: Mapping[str, str], specs: Sequence[ColumnSpec]
) -> list[Problem]:
    """Why the file cannot be read so: two columns on one field, none on a required one, a unit that is not ours."""
    fields = {spec.key: spec for spec in specs}
    codes = {key: f"heading_{number}" for number, key in enumerate(unknown_once(headings))}
    problems: dict[str, Problem] = {}
    for sheet in headings:
        for field, names in _borne(sheet, chosen).items():
            if len(names) > 1:
                facts = {"names": listed(f"“{name}”" for name in names), "field": fields[field].heading}
                sentence = (
                    _("%(names)s都对应到“%(field)s”：一项内容只能来自一列，其余的请改选或不读取。") % facts
                )
                problems.setdefault(field, Problem(codes[heading_key(names[-1])], sentence))
    for key, field in chosen.items():
        name = next((one["heading"] for k, one in unknown_once(headings).items() if k == key), key)
        if sentence := fields[field].refuses(name):
            problems.setdefault(f"{key} unit", Problem(codes.get(key, "unit"), sentence))
    return [*problems.values(), *_without(headings, chosen, specs)]


def _borne(sheet: Mapping[str, Any], chosen: Mapping[str, str]) -> dict[str, list[str]]:
    """The headings of one sheet by the field they are read as."""
    borne = {field: [heading] for field, heading in sheet["known"].items()}
    for one in sheet["unknown"]:
        if field := chosen.get(heading_key(one["heading"])):
            borne.setdefault(field, []).append(one["heading"])
    return borne


def _without(headings: Headings, chosen: Mapping[str, str], specs: Sequence[ColumnSpec]) -> list[Problem]:
    """Required fields that no column is read as; a sheet that is no list is left aside when another one is."""
    required = {spec.key: spec.heading for spec in specs if spec.required}
    borne = [(sheet["sheet"], _borne(sheet, chosen)) for sheet in headings]
    whole = any(required.keys() <= fields.keys() for _sheet, fields in borne)
    found = []
    for sheet, fields in borne:
        missing = [heading for key, heading in required.items() if key not in fields]
        if missing and not (whole and len(fields) < LOOKS_LIKE_A_LIST):
            facts = {"sheet": sheet, "names": listed(f"“{name}”" for name in missing)}
            sentence = _("工作表“%(sheet)s”里没有一列对应%(names)s，而这是必填的。请选出它所在的列。")
            found.append(Problem("missing_column", sentence % facts))
    return found
