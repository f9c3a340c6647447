"""Visits and post-assessments as rows and cards."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from audits.models import Round
from config.common.wording import Light, date_words, due_light, percent_of, percent_words
from measures.calculations.persistence import persistence_of
from measures.enums import Running, Verdict
from measures.facts import PostReading
from measures.models import Measure, PostAssessment, Verification, VerifierAssignment
from measures.presenters.trails import round_words
from measures.presenters.visit_logs import photo_rows

VERDICT_TONES = {Verdict.STANDS: "ok", Verdict.PARTLY: "soon", Verdict.ABSENT: "late"}
RUNNING_TONES = {Running.DELIVERING: "ok", Running.REDUCED: "soon", Running.STOPPED: "late"}


def verdict_light(verification: Verification) -> Light:
    return Light(VERDICT_TONES[Verdict(verification.verdict)], verification.get_verdict_display())


def assignment_rows(assignments: Iterable[Any], today: date) -> list[dict[str, Any]]:
    """Rows of the list; `standing` and `recorded` are counted by the selector."""
    return [
        {
            "enterprise": row.round.enterprise.name,
            "place": row.round.enterprise.region.name,
            "address": row.round.enterprise.address,
            "href": reverse("measures:visit_detail", args=[row.pk]),
            "round": round_words(row.round),
            "verifier": row.verifier.name,
            "visit_on": row.visit_on,
            "standing": row.standing,
            "recorded": row.recorded,
            "note": row.note,
            "light": due_light(row.visit_on, row.done_on, today),
        }
        for row in assignments
    ]


def visit_card(assignment: VerifierAssignment) -> dict[str, Any]:
    enterprise = assignment.round.enterprise
    return {
        "enterprise": enterprise.name,
        "address": enterprise.address or enterprise.region.name,
        "visit_on": assignment.visit_on,
        "done_on": assignment.done_on,
        "note": assignment.note,
        "verifier": assignment.verifier.name,
        "back": reverse("measures:assignment_list"),
    }


def visit_rows(
    measures: Sequence[tuple[Measure, Verification | None]], assignment: VerifierAssignment, *, mine: bool
) -> list[dict[str, Any]]:
    """The measures of a visit: what was found, or the page where it is recorded (only the verifier's own)."""
    rows = []
    for measure, verification in measures:
        record = reverse("measures:verification_create", args=[assignment.pk, measure.pk]) if mine else ""
        rows.append(
            {
                "number": measure.number,
                "title": measure.title,
                "implemented_on": measure.implemented_on,
                "benefit": measure.benefit_achieved_wan,
                "light": verdict_light(verification) if verification else Light("todo", _("待核查")),
                "href": reverse("measures:verification_detail", args=[verification.pk])
                if verification
                else record,
                "recorded": verification is not None,
            }
        )
    return rows


def verification_row(verification: Verification) -> dict[str, Any]:
    """One verification with readings and photographs, all of them read before."""
    return {
        "when": date_words(verification.visited_on),
        "who": verification.recorded_by.name,
        "found": verification.found,
        "verdict": verdict_light(verification),
        "benefit": verification.benefit_read_wan,
        "href": reverse("measures:verification_detail", args=[verification.pk]),
        "readings": [
            {"name": reading.indicator.words, "unit": reading.indicator.unit_words, "value": reading.value}
            for reading in verification.readings.all()
        ],
        "remark": verification.remark,
        "photos": photo_rows(verification.photos.all()),
    }


def round_visit_rows(assignments: Iterable[VerifierAssignment], today: date) -> list[dict[str, Any]]:
    """The panel of the round page: each visit with its verdicts."""
    return [
        {
            "href": reverse("measures:visit_detail", args=[row.pk]),
            "visit_on": row.visit_on,
            "verifier": row.verifier.name,
            "light": due_light(row.visit_on, row.done_on, today),
            "verdicts": [
                {
                    "number": verification.measure.number,
                    "light": verdict_light(verification),
                    "href": reverse("measures:verification_detail", args=[verification.pk]),
                }
                for verification in row.verifications.all()
            ],
        }
        for row in assignments
    ]


# ---- post-assessments ------------------------------------------------------------------------


def post_assessment_rows(rows: Iterable[PostAssessment], today: date) -> list[dict[str, Any]]:
    return [
        {
            "enterprise": row.round.enterprise.name,
            "place": row.round.enterprise.region.name,
            "href": reverse("measures:post_assessment_edit", args=[row.pk]),
            "round": round_words(row.round),
            "accepted_on": row.round.accepted_on,
            "planned_on": row.planned_on,
            "light": due_light(row.planned_on, row.assessed_on, today),
            **persistence_words(row),
        }
        for row in rows
    ]


def persistence_words(row: PostAssessment) -> dict[str, Any]:
    """Delivering ÷ assessed and Σ read ÷ Σ claimed, each with its sample; the items are read before."""
    found = persistence_of(
        PostReading(item.running, item.claimed_wan, item.read_wan) for item in row.items.all()
    )
    return {
        "assessed": found.assessed,
        "delivering": found.delivering,
        "share": percent_words(percent_of(found.delivering, found.assessed)),
        "words_delivering": _("%(n)d / %(all)d 项") % {"n": found.delivering, "all": found.assessed},
        "words_read": _("测得 %(n)d 项") % {"n": found.read},
        "read_count": found.read,
        "claimed": found.claimed_wan,
        "read": found.read_wan,
        "yield_share": percent_words(percent_of(found.read_wan, found.claimed_wan)),
    }


def post_assessment_card(row: PostAssessment) -> dict[str, Any]:
    return {
        "pk": row.pk,
        "enterprise": row.round.enterprise.name,
        "round": round_words(row.round),
        "round_href": reverse("audits:round_detail", args=[row.round_id]),
        "accepted_on": row.round.accepted_on,
        "planned_on": row.planned_on,
        "assessed_on": row.assessed_on,
        "assessed_by": row.assessed_by.name if row.assessed_by else "",
        "conclusion": row.conclusion,
        "items": [
            {
                "number": item.measure.number,
                "title": item.measure.title,
                "href": reverse("measures:measure_detail", args=[item.measure_id]),
                "running": Light(RUNNING_TONES[Running(item.running)], item.get_running_display()),
                "claimed": item.claimed_wan,
                "read": item.read_wan,
                "share": percent_words(percent_of(item.read_wan, item.claimed_wan)),
                "note": item.note,
            }
            for item in row.items.all()
        ],
        **persistence_words(row),
    }


def candidate_rows(rounds: Iterable[Round]) -> list[dict[str, Any]]:
    """Accepted rounds that wait for a post-assessment."""
    return [
        {
            "enterprise": row.enterprise.name,
            "place": row.enterprise.region.name,
            "round": round_words(row),
            "accepted_on": row.accepted_on,
            "href": reverse("measures:post_assessment_create", args=[row.pk]),
        }
        for row in rounds
    ]
