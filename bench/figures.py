"""The report's figures against SQL written by hand for the same sums, in turns in one process."""

from collections import Counter
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import connection

from accounts.models import Region
from bench.parts import side_by_side
from bench.sums import STATEMENTS
from reports.selectors.figures import figures

SINCE, UNTIL, AS_OF = 2022, 2026, date(2026, 12, 31)
TIMES = 5
_SCALE = 1_000_000


def main() -> dict[str, float]:
    province = Region.objects.get(code="140000")
    compare(figures(province, SINCE, UNTIL, AS_OF).totals, by_hand())
    ours, hand = side_by_side(lambda: figures(province, SINCE, UNTIL, AS_OF), by_hand, TIMES)
    return {"seconds": ours, "by_hand": hand}


def by_hand() -> Counter[str]:
    """Every statement, its groups added up by the names of their sums."""
    totals: Counter[str] = Counter()
    facts = {"first": date(SINCE, 1, 1), "last": date(UNTIL, 12, 31), "as_of": AS_OF, "path": "140000/%"}
    with connection.cursor() as cursor:
        for statement in STATEMENTS:
            cursor.execute(statement, facts)
            names = [column.name for column in cursor.description]
            for row in cursor.fetchall():
                _add(totals, dict(zip(names, row, strict=True)))
    return totals


def _add(totals: Counter[str], group: dict[str, Any]) -> None:
    if "indicator" in group:
        totals[f"benefit {group['indicator']}"] += int(group["achieved"] or 0)
        return
    for name, value in group.items():
        if not name.startswith("k_"):
            totals[name] += int(value or 0)


def compare(ours: Any, hand: Counter[str]) -> None:
    """Speed counts only where both say the same."""
    for name, value in hand.items():
        kind, _space, code = name.partition(" ")
        said = ours.benefits[code] if kind == "benefit" else ours.values[name]
        expected = Decimal(value) / _SCALE if isinstance(said, Decimal) else value
        if said != expected:
            raise SystemExit(f"{name}: the report says {said}, the SQL {expected}")
