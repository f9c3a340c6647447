"""Reads of applications: their files by requirement, and what the platform proves by itself."""

from django.db.models import QuerySet

from accounts.models import User
from audits.enums import Outcome, Requirement, ReviewKind, ReviewState, RoundState, Stage
from audits.gates.application import every_requirement_is_proved
from audits.models import Review, ReviewMaterial, Round, RoundFile, RoundMove
from config.common.errors import Problem


def materials_for(user: User) -> QuerySet[ReviewMaterial]:
    return ReviewMaterial.objects.visible_to(user).select_related("attachment", "round__enterprise")


def materials_of(round_: Round, kind: str) -> list[ReviewMaterial]:
    """The files of all applications of that kind, oldest first."""
    found = ReviewMaterial.objects.filter(round=round_, kind=kind).select_related("attachment")
    return list(found.order_by("pk"))


def known_proofs(round_: Round, kind: str) -> dict[str, str]:
    """What needs no file because the platform has it: requirement → what it is."""
    if kind == ReviewKind.EVALUATION:
        file = (
            RoundFile.objects.filter(round=round_, stage=Stage.REPORTED).select_related("attachment").last()
        )
        return {Requirement.REPORT.value: file.attachment.name} if file else {}
    passed = Review.objects.filter(round=round_, kind=ReviewKind.EVALUATION, outcome=Outcome.PASSED)
    review = passed.select_related("round__enterprise").last()
    return {Requirement.OPINION.value: review.trail_name} if review else {}


def application_problems(round_: Round, kind: str) -> list[Problem]:
    """The completeness gate of an application."""
    given = {row.requirement for row in materials_of(round_, kind)}
    return every_requirement_is_proved(round_.pk, kind, given | set(known_proofs(round_, kind)))


def returned_application(round_: Round, kind: str) -> Review | None:
    """The application that was sent back and not made again."""
    from_before = Review.objects.filter(round=round_, kind=kind, state=ReviewState.RETURNED).order_by(
        "-attempt"
    )
    return from_before.select_related("round__enterprise__region", "round__agency").first()


def applied_again(review: Review) -> bool:
    """Whether the application answered an outcome that asked for more: supplements, or something to be mended."""
    moves = RoundMove.objects.filter(round=review.round_id, move=f"{review.kind}_apply").order_by("-pk")
    came_from = moves.values_list("from_state", flat=True).first()
    return came_from in (RoundState.EVALUATION_SUPPLEMENT, RoundState.ACCEPTANCE_RECTIFY)
