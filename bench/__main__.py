"""Measures speed and size once and prints one table: script/bench [--quick].

The full run compares 1,000 with 100,000 enterprises and writes docs/performance.md; --quick compares
1,000 with 10,000 and writes nothing. Exit code 1 when a bound is broken.
"""

import argparse
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from statistics import median
from typing import Any

from bench.databases import Database, loaded
from bench.outcome import Figure, Loading, table, write_page
from bench.parts import ROOT, run_part

PAGE = ROOT / "docs" / "performance.md"
FEW_ROWS, MANY_ROWS = 1_000, 10_000
LIST_TURNS, ROSTER_TURNS, REMINDER_TURNS = 5, 3, 3
FEW_EXPORTED, MANY_EXPORTED, EXPORT_TURNS = 2_000, 20_000, 3
FEW_LISTED, MANY_LISTED = 500, 5_000
FEW_EXPERTS, MANY_EXPERTS, DRAW_TURNS = 500, 5_000, 3
FEW_SHEETS, MANY_SHEETS, SHEET_TURNS = 1_000, 10_000, 2
FEW_VISITS, MANY_VISITS, VISIT_TURNS = 20, 200, 2
FEW_DUTIES, MANY_DUTIES, QUICK_DUTIES = 1_000, 40_000, 10_000


def main() -> int:
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="10,000 enterprises instead of 100,000")
    quick = parser.parse_args().quick
    server = os.environ.get("TEST_DATABASE_URL")
    if not server:
        print("TEST_DATABASE_URL is not set: start the bench with script/bench", file=sys.stderr)
        return 2
    small, large = 1_000, 10_000 if quick else 100_000
    with tempfile.TemporaryDirectory(prefix="bench-") as folder, ExitStack() as stack:
        sizes: dict[str, tuple[Database, Database]] = {}
        for engine in ("PostgreSQL", "SQLite"):
            few, many = (
                stack.enter_context(_loaded(engine, count, server, Path(folder))) for count in (small, large)
            )
            sizes[engine] = few, many
        figures = list(_measure(sizes))
    print(table(figures))
    if not quick:
        loadings = [Loading(d.engine, d.enterprises, d.load_seconds) for pair in sizes.values() for d in pair]
        write_page(PAGE, figures, loadings)
    return 0 if all(figure.holds for figure in figures) else 1


def _loaded(engine: str, enterprises: int, server: str, folder: Path) -> Any:
    _say(f"loading {enterprises:,} enterprises into {engine}")
    return loaded(engine, enterprises, server, folder)


def _measure(sizes: dict[str, tuple[Database, Database]]) -> Iterator[Figure]:
    for engine, pair in sizes.items():
        _say(f"the lists on {engine}")
        yield from _lists(engine, *pair)
    _few, many = sizes["PostgreSQL"]
    _say("roster previews")
    yield from _rosters(many)
    _say("the past")
    yield from _past(many)
    _say("publication")
    yield from _publication(many)
    _say("reminders")
    yield from _reminders(many)
    _say("exports")
    yield from _exports(many)
    _say("panel draws")
    yield _draws(many)
    _say("cash sheets")
    yield from _sheets(many)
    _say("visits from a phone")
    yield _visits(many)
    _say("the effects of measures")
    said = run_part("effects", many.variables)
    yield Figure(
        "Effects added up", "by hand, in SQL", "effects_rolled()", "s", said["by_hand"], said["seconds"], 1.5
    )
    _say("the report's figures")
    said = run_part("figures", many.variables)
    yield Figure("Report figures", "by hand, in SQL", "figures()", "s", said["by_hand"], said["seconds"], 2.0)
    _say("the report's PDF")
    said = run_part("documents", many.variables)
    yield Figure("Report PDF", "WeasyPrint alone", "html_to_pdf", "s", said["alone"], said["seconds"], 1.1)


def _lists(engine: str, few: Database, many: Database) -> Iterator[Figure]:
    """In turns, so that a busy machine is busy for both sizes."""
    turns = [
        (run_part("lists", few.variables), run_part("lists", many.variables)) for _turn in range(LIST_TURNS)
    ]
    words = [f"{database.enterprises:,} enterprises" for database in (few, many)]
    for page in turns[0][0]:
        costs = [median(turn[size][page]["milliseconds"] for turn in turns) for size in (0, 1)]
        yield Figure(f"{page} on {engine}", *words, "ms", *costs, 1.5)
        queries = [turns[0][size][page]["queries"] for size in (0, 1)]
        yield Figure(f"{page} on {engine}", *words, "queries", *queries, None)


def _rosters(database: Database) -> Iterator[Figure]:
    runs = {
        rows: [run_part("rosters", database.variables, rows) for _turn in range(ROSTER_TURNS)]
        for rows in (FEW_ROWS, MANY_ROWS)
    }
    words = [f"{rows:,} rows" for rows in runs]
    for name, unit, bound in (("seconds", "s", 12.0), ("peak_mb", "MB", 1.5)):
        costs = [median(run[name] for run in turn) for turn in runs.values()]
        yield Figure("Roster preview", *words, unit, *costs, bound)


def _past(database: Database) -> Iterator[Figure]:
    """Each run adds lists of its own, so that the second size is not the first one again."""
    few, many = (run_part("past", database.variables, rows) for rows in (FEW_ROWS, MANY_ROWS))
    words = [f"{rows:,} rows" for rows in (FEW_ROWS, MANY_ROWS)]
    for name, title, unit, bound in (
        ("check", "Import of the past, checked", "s", 12.0),
        ("apply", "Import of the past, registered", "s", 12.0),
        ("peak_mb", "Import of the past", "MB", 1.5),
    ):
        yield Figure(title, *words, unit, few[name], many[name], bound)


def _publication(database: Database) -> Iterator[Figure]:
    """Each run publishes a list of its own; a run takes minutes, so that there is one of each size."""
    few, many = (run_part("publication", database.variables, rows) for rows in (FEW_LISTED, MANY_LISTED))
    words = [f"{rows:,} entries" for rows in (FEW_LISTED, MANY_LISTED)]
    linear = 1.25 * MANY_LISTED / FEW_LISTED
    for name, title, unit, bound in (
        ("publish", "Publication, the deed", "s", linear),
        ("job", "Publication, rounds and letters", "s", linear),
        ("peak_mb", "Publication", "MB", 1.5),
    ):
        yield Figure(title, *words, unit, few[name], many[name], bound)


def _reminders(database: Database) -> Iterator[Figure]:
    """Time grows with the duties, queries for a thousand and memory do not."""
    most = MANY_DUTIES if database.enterprises >= MANY_DUTIES else QUICK_DUTIES
    runs = {
        duties: [run_part("reminders", database.variables, duties) for _turn in range(REMINDER_TURNS)]
        for duties in (FEW_DUTIES, most)
    }
    words = [f"{duties:,} duties" for duties in runs]
    linear = 1.25 * most / FEW_DUTIES
    for name, unit, bound in (("seconds", "s", linear), ("queries", "queries", None), ("peak_mb", "MB", 1.5)):
        costs = [median(run[name] for run in turn) for turn in runs.values()]
        title = "Reminders, for each thousand" if name == "queries" else "Reminders of a day"
        yield Figure(title, *words, unit, *costs, bound)


def _exports(database: Database) -> Iterator[Figure]:
    """Time grows with the rows, memory does not."""
    runs = {
        rows: [run_part("exports", database.variables, rows) for _turn in range(EXPORT_TURNS)]
        for rows in (FEW_EXPORTED, MANY_EXPORTED)
    }
    words = [f"{rows:,} rows" for rows in runs]
    linear = 1.25 * MANY_EXPORTED / FEW_EXPORTED
    for name, unit, bound in (("seconds", "s", linear), ("peak_mb", "MB", 1.2)):
        costs = [median(run[name] for run in turn) for turn in runs.values()]
        yield Figure("Export of a list", *words, unit, *costs, bound)


def _draws(database: Database) -> Figure:
    """Linear: ten times the experts cost no more than twelve times one draw."""
    runs = [
        [
            run_part("panels", database.variables, experts)["seconds"]
            for experts in (FEW_EXPERTS, MANY_EXPERTS)
        ]
        for _turn in range(DRAW_TURNS)
    ]
    few, many = (median(run[size] for run in runs) for size in (0, 1))
    words = [f"{experts:,} experts" for experts in (FEW_EXPERTS, MANY_EXPERTS)]
    return Figure("Draw of a panel", *words, "s", few, many, 12.0)


def _sheets(database: Database) -> Iterator[Figure]:
    """Time grows with the sheets, memory does not."""
    runs = {
        sheets: [run_part("sheets", database.variables, sheets) for _turn in range(SHEET_TURNS)]
        for sheets in (FEW_SHEETS, MANY_SHEETS)
    }
    words = [f"{sheets:,} sheets" for sheets in runs]
    linear = 1.25 * MANY_SHEETS / FEW_SHEETS
    for name, unit, bound in (("seconds", "s", linear), ("peak_mb", "MB", 1.2)):
        costs = [median(run[name] for run in turn) for turn in runs.values()]
        yield Figure("Cash sheets worked out anew", *words, unit, *costs, bound)


def _visits(database: Database) -> Figure:
    """Each part stops unless every visit and photograph landed once; the servers' starts are not counted.

    The few are sent before and after the many, which take a minute.
    """
    before = [run_part("visits", database.variables, FEW_VISITS) for _turn in range(VISIT_TURNS)]
    many = run_part("visits", database.variables, MANY_VISITS)
    after = [run_part("visits", database.variables, FEW_VISITS) for _turn in range(VISIT_TURNS)]
    few = median(run["seconds"] for run in before + after)
    words = [f"{visits:,} visits, {3 * visits:,} photos" for visits in (FEW_VISITS, MANY_VISITS)]
    linear = 1.25 * MANY_VISITS / FEW_VISITS
    _say(f"  {many['asked']:,} sendings, of them cut off: {many['cuts']}")
    return Figure("A phone's queue, cut off", *words, "s", few, many["seconds"], linear)


def _say(line: str) -> None:
    print(f"→ {line}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
