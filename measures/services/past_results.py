"""What imported rounds gained: written in bulk, replaced whole when a later sheet gives other numbers."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from audits.models import Round
from config.common.versions import guarded_update
from measures.calculations.past_matching import CLASS, EFFECT
from measures.models import PastEffect, PastImport, PastMeasures, PastResult

Said = Mapping[str, str]
_DAYS = ("disclosed_on", "proposed_on", "implemented_on", "acceptance_on")
_BATCH = 1_000


def past_results_write(
    *, entries: Sequence[tuple[Round, Said]], source: PastImport, indicators: Mapping[str, int]
) -> list[PastResult]:
    """A result for each imported round, in three INSERTs for a thousand; `indicators` are ids by code."""
    made = PastResult.objects.bulk_create(
        (PastResult(round=round_, source=source, **_facts(said)) for round_, said in entries),
        batch_size=_BATCH,
    )
    _parts_write(list(zip(made, (said for _round, said in entries), strict=True)), indicators)
    return made


def past_result_replace(
    *, result: PastResult, said: Said, source: PastImport, indicators: Mapping[str, int]
) -> None:
    """The whole result as it is known now."""
    guarded_update(result, source=source, **_facts(said))
    result.measures.all().delete()
    result.effects.all().delete()
    _parts_write([(result, said)], indicators)


def _facts(said: Said) -> dict[str, Any]:
    days = {key: date.fromisoformat(said[key]) if said.get(key) else None for key in _DAYS}
    return {**days, "acceptance": said.get("acceptance", ""), "benefit_wan": _amount(said, "benefit_wan")}


def _parts_write(entries: Sequence[tuple[PastResult, Said]], indicators: Mapping[str, int]) -> None:
    PastMeasures.objects.bulk_create(
        (row for result, said in entries for row in _measures(result, said)), batch_size=_BATCH
    )
    PastEffect.objects.bulk_create(
        (
            PastEffect(result=result, indicator_id=indicators[code], achieved=Decimal(amount))
            for result, said in entries
            for code, amount in _parts(said, EFFECT)
        ),
        batch_size=_BATCH,
    )


def _measures(result: PastResult, said: Said) -> list[PastMeasures]:
    classes: dict[str, dict[str, str]] = {}
    for key, amount in _parts(said, CLASS):
        cost_class, _colon, what = key.partition(":")
        classes.setdefault(cost_class, {})[what] = amount
    return [
        PastMeasures(
            result=result,
            cost_class=cost_class,
            proposed=int(given.get("proposed", 0)),
            implemented=int(given.get("implemented", 0)),
            investment_planned_wan=_amount(given, "planned"),
            investment_wan=_amount(given, "invested"),
        )
        for cost_class, given in classes.items()
    ]


def _parts(said: Said, kind: str) -> list[tuple[str, str]]:
    return [(key.removeprefix(f"{kind}:"), text) for key, text in said.items() if key.startswith(f"{kind}:")]


def _amount(said: Said, key: str) -> Decimal | None:
    return Decimal(said[key]) if said.get(key) else None
