"""The score sheet's thresholds: data, so that a bureau can correct them without a release."""

from decimal import Decimal
from functools import cache
from pathlib import Path

from audits.calculations.outcomes import Threshold
from config.common.csvrows import read_rows

_TABLE = Path(__file__).parent.parent / "fixtures" / "review_thresholds.csv"


@cache
def thresholds() -> tuple[Threshold, ...]:
    return tuple(
        Threshold(row["kind"], Decimal(row["from_score"]), row["outcome"], row["basis"])
        for row in read_rows(_TABLE)
    )
