"""Cash sheets worked out anew by the job: seconds and memory for few and for many."""

from datetime import timedelta
from decimal import Decimal

from django.utils import timezone

from accounts.services.users import actor_named
from bench.parts import peak_mb, timed
from measures.enums import COSTLY
from measures.models import FeasibilitySheet, Measure
from measures.services.feasibility import work_out
from measures.services.parameters import recompute_ask
from operations.runner import run_inline

_BATCH = 1_000


def main(sheets: str) -> dict[str, float]:
    """So many sheets of costly measures, all of them due; the job as the worker runs it."""
    FeasibilitySheet.objects.all().delete()
    _write(int(sheets))
    by, at = actor_named(None), timezone.now()
    asked = recompute_ask(by=by, at=at, dispatch=False)
    seen = 0

    def run() -> None:
        nonlocal seen
        key = asked.dedupe_key
        job = run_inline(task=asked.task, title=asked.title, by=by, at=at, dedupe_key=key, **asked.args)
        seen = job.result["seen"]

    seconds = timed(run)
    if seen != int(sheets):
        raise SystemExit(f"{seen} of {sheets} sheets were worked out")
    return {"seconds": seconds, "peak_mb": peak_mb()}


def _write(sheets: int) -> None:
    at = timezone.now() - timedelta(days=1)
    costly = Measure.objects.filter(cost_class__in=COSTLY).select_related("round__enterprise").order_by("pk")
    batch: list[FeasibilitySheet] = []
    for measure in costly[:sheets].iterator(chunk_size=_BATCH):
        batch.append(_sheet(measure))
        work_out(batch[-1], [], at, timezone.localtime(at).date())
        if len(batch) == _BATCH:
            FeasibilitySheet.objects.bulk_create(batch)
            batch = []
    FeasibilitySheet.objects.bulk_create(batch)


def _sheet(measure: Measure) -> FeasibilitySheet:
    return FeasibilitySheet(
        measure=measure,
        construction=measure.investment_planned_wan + 1,
        yearly_saving=measure.benefit_expected_wan,
        depreciation_years=10,
        tax_rate=Decimal("0.25"),
        years=10,
        discount_rate=Decimal("0.05"),
    )
