"""Reads of the past: its imports, the lists it may join, what is known of its rounds, and a round's own result."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Prefetch, QuerySet

from accounts.models import Region, User
from enterprises.enums import RosterState, RowState
from enterprises.models import Listing, MandatoryList
from measures.calculations.past_columns import PastIndicator
from measures.calculations.past_matching import CLASS, EFFECT, without_nothing
from measures.models import BenefitIndicator, PastEffect, PastImport, PastResult, PastRow
from measures.selectors.measures import DERIVED

ListKey = tuple[int, str]


def past_imports_for(user: User) -> QuerySet[PastImport]:
    return PastImport.objects.visible_to(user).select_related(
        "file", "region", "check_job", "apply_job", "marked_copy"
    )


def past_rows_of(past: PastImport, state: str = "") -> QuerySet[PastRow]:
    """Staged rows in the order of the file; `state` is a RowState, `warned`, or empty for all."""
    rows = PastRow.objects.filter(past=past).order_by("pk")
    if state == "warned":
        return rows.filter(warned=True)
    return rows.filter(state=state) if state in RowState.values else rows


def past_problems(past: PastImport) -> Iterator[dict[str, Any]]:
    """Every problem of the sheet in the order of its rows."""
    rows = past_rows_of(past).exclude(problems=[])
    for problems in rows.values_list("problems", flat=True).iterator(chunk_size=2_000):
        yield from problems


def past_by_id(past_id: int) -> PastImport:
    """The import a job works on; whose it is was checked when the job was asked for."""
    return PastImport.objects.select_related("file", "region", "created_by__region").get(pk=past_id)


def past_waiting(user: User) -> QuerySet[PastImport]:
    """Previews that wait for the person's word."""
    return past_imports_for(user).filter(state=RosterState.PREVIEWED)


def past_indicators() -> list[PastIndicator]:
    """The indicators a sheet may give; standard coal is derived and never read."""
    rows = BenefitIndicator.objects.exclude(code=DERIVED).order_by("order", "pk")
    return [PastIndicator(row.code, row.name, row.unit) for row in rows]


def indicator_ids() -> dict[str, int]:
    return dict(BenefitIndicator.objects.values_list("code", "pk"))


def indicator_names() -> dict[str, str]:
    return {row.code: row.words for row in BenefitIndicator.objects.all()}


@dataclass
class ListTable:
    """The lists of a province: imported ones by (year, document number), those of the platform by year."""

    imported: dict[ListKey, MandatoryList] = field(default_factory=dict)
    of_platform: dict[int, MandatoryList] = field(default_factory=dict)
    by_number: dict[str, MandatoryList] = field(default_factory=dict)
    batches: dict[int, int] = field(default_factory=lambda: defaultdict(int))

    @classmethod
    def load(cls, province: Region) -> "ListTable":
        table = cls()
        for row in MandatoryList.objects.filter(region=province).order_by("year", "batch"):
            table.batches[row.year] = row.batch
            table.by_number[row.document_no] = row
            if row.imported:
                table.imported[row.year, row.document_no] = row
            else:
                table.of_platform.setdefault(row.year, row)
        return table


@dataclass(frozen=True)
class KnownEntry:
    """An entry of an imported list with what is known of its round, flat as calculations.past_matching has it."""

    listing: Listing
    round_id: int
    round_version: int
    said: dict[str, str]


def known_entries(
    enterprise_ids: Collection[int], lists: Collection[int]
) -> dict[tuple[int, int], KnownEntry]:
    """By (list, enterprise): the entries of imported lists, in four queries."""
    if not lists:
        return {}
    results = PastResult.objects.filter(round__listing__mandatory_list__in=lists).prefetch_related(
        "measures", Prefetch("effects", PastEffect.objects.select_related("indicator"))
    )
    rows = Listing.objects.filter(mandatory_list__in=lists, enterprise__in=enterprise_ids).select_related(
        "round"
    )
    listings = {row.pk: row for row in rows}
    found = {}
    for result in results.filter(round__listing__in=listings).select_related("round"):
        listing = listings[result.round.listing_id or 0]
        entry = KnownEntry(listing, result.round_id, result.round.version, said_by(result))
        found[listing.mandatory_list_id, listing.enterprise_id] = entry
    return found


def said_by(result: PastResult) -> dict[str, str]:
    """What an imported round's rows say, in the words of a sheet's row."""
    round_ = result.round
    said: dict[str, Any] = {
        "disclosed_on": result.disclosed_on,
        "started_on": round_.started_on,
        "reported_on": round_.reported_on,
        "evaluated_on": round_.evaluated_on,
        "accepted_on": round_.accepted_on,
        "post_assessed_on": round_.post_assessed_on,
        "acceptance": result.acceptance,
        "acceptance_on": result.acceptance_on,
        "proposed_on": result.proposed_on,
        "implemented_on": result.implemented_on,
        "level_before": round_.level_before,
        "level_after": round_.level_after,
        "benefit_wan": _amount(result.benefit_wan),
    }
    for row in result.measures.all():
        of_class = f"{CLASS}:{row.cost_class}"
        said |= {f"{of_class}:proposed": row.proposed, f"{of_class}:implemented": row.implemented}
        said |= {
            f"{of_class}:planned": _amount(row.investment_planned_wan),
            f"{of_class}:invested": _amount(row.investment_wan),
        }
    said |= {f"{EFFECT}:{row.indicator.code}": _amount(row.achieved) for row in result.effects.all()}
    return without_nothing({key: _text(value) for key, value in said.items() if value is not None})


def _text(value: Any) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)


def _amount(value: Any) -> str | None:
    return None if value is None else format(value.normalize(), "f")


def past_result_of(user: User, round_id: int) -> PastResult | None:
    """What the past left of a round the person may see."""
    effects = Prefetch("effects", PastEffect.objects.select_related("indicator"))
    rows = PastResult.objects.visible_to(user).filter(round=round_id)
    return rows.select_related("round", "source__file").prefetch_related("measures", effects).first()
