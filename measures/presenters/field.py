"""What a verifier's phone takes along: visits and measures as plain values."""

from collections.abc import Iterable
from typing import Any

from measures.models import Measure, VerifierAssignment
from measures.presenters.trails import round_words


def phone_visits(assignments: Iterable[VerifierAssignment]) -> list[dict[str, Any]]:
    """Rows for the phone's own store; all that they touch is read before."""
    return [_visit(assignment) for assignment in assignments]


def _visit(assignment: VerifierAssignment) -> dict[str, Any]:
    enterprise = assignment.round.enterprise
    seen = {row.measure_id for row in assignment.verifications.all()}
    standing: list[Measure] = assignment.round.standing  # type: ignore[attr-defined]  # prefetched by the selector
    return {
        "id": assignment.pk,
        "enterprise": enterprise.name,
        "address": enterprise.address or enterprise.region.name,
        "round": round_words(assignment.round),
        "visit_on": assignment.visit_on.isoformat(),
        "note": assignment.note,
        "measures": [_measure(measure) for measure in standing if measure.pk not in seen],
    }


def _measure(measure: Measure) -> dict[str, Any]:
    benefit = measure.benefit_achieved_wan
    return {
        "id": measure.pk,
        "version": measure.version,
        "number": measure.number,
        "title": measure.title,
        "implemented_on": measure.implemented_on.isoformat() if measure.implemented_on else "",
        "benefit": "" if benefit is None else f"{benefit:f}",
        "indicators": [
            {
                "code": effect.indicator.code,
                "name": effect.indicator.words,
                "unit": effect.indicator.unit_words,
                "claim": f"{effect.expected if effect.achieved is None else effect.achieved:f}",
            }
            for effect in measure.effects.all()
        ],
    }
