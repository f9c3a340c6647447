"""Rates of a row of figures, each with what it was taken from; None where the question has no answer."""

from dataclasses import dataclass
from decimal import Decimal

from config.common.quantities import rounded
from reports.facts import Row, Value


@dataclass(frozen=True)
class Ratio:
    """A share in percent, to one decimal, with its part and its whole (the sample)."""

    part: Value
    whole: Value
    sample: int

    @property
    def percent(self) -> Decimal | None:
        if not self.whole:
            return None
        return rounded(Decimal(self.part) * 100 / Decimal(self.whole), 1)


def first_try_evaluations(row: Row) -> Ratio:
    """Of the evaluations decided in the period, those passed at the first try."""
    return _counted(row, "evaluations_first_try", "evaluations_decided")


def first_try_acceptances(row: Row) -> Ratio:
    """Of the acceptances decided in the period, those passed at the first try."""
    return _counted(row, "acceptances_first_try", "acceptances_decided")


def measures_persisting(row: Row) -> Ratio:
    """Of the post-assessed measures, those still delivering."""
    return _counted(row, "post_measures_delivering", "post_measures")


def benefit_persisting(row: Row) -> Ratio:
    """Σ verified ÷ Σ claimed, over the post-assessed measures that have a reading."""
    return Ratio(
        row.values["post_read_wan"], row.values["post_claimed_wan"], int(row.values["post_measures_read"])
    )


def _counted(row: Row, part: str, whole: str) -> Ratio:
    return Ratio(row.values[part], row.values[whole], int(row.values[whole]))
