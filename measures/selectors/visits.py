"""Reads of visits: assignments, verifications, photographs, and who can be sent."""

from datetime import date, timedelta

from django.db.models import Count, Prefetch, Q, QuerySet

from accounts.models import User
from audits.models import Round
from config.common.access import Role
from measures.enums import STANDING
from measures.models import (
    Effect,
    Finding,
    Measure,
    Reading,
    Verification,
    VerificationPhoto,
    VerifierAssignment,
    Visit,
)

AHEAD = timedelta(days=7)


def assignments_for(user: User) -> QuerySet[VerifierAssignment]:
    """Visits with what is to be seen (standing measures) and what has been recorded."""
    return (
        VerifierAssignment.objects.visible_to(user)
        .select_related("round__enterprise__region__city", "verifier")
        .annotate(
            recorded=Count("verifications", distinct=True),
            standing=Count("round__measures", filter=Q(round__measures__state__in=STANDING), distinct=True),
        )
    )


def open_visits(user: User) -> QuerySet[VerifierAssignment]:
    return assignments_for(user).filter(done_on__isnull=True).order_by("visit_on", "pk")


def done_visits(user: User) -> QuerySet[VerifierAssignment]:
    return assignments_for(user).filter(done_on__isnull=False).order_by("-done_on", "-pk")


def assignments_of_round(user: User, round_: Round) -> list[VerifierAssignment]:
    verifications = Prefetch("verifications", Verification.objects.select_related("measure"))
    rows = VerifierAssignment.objects.visible_to(user).filter(round=round_).select_related("verifier")
    return list(rows.prefetch_related(verifications).order_by("-visit_on", "-pk"))


def measures_of_visit(
    user: User, assignment: VerifierAssignment
) -> list[tuple[Measure, Verification | None]]:
    """What is to be seen on this visit, each with its record when there is one."""
    records = {v.measure_id: v for v in Verification.objects.visible_to(user).filter(assignment=assignment)}
    standing = Q(state__in=STANDING) | Q(pk__in=list(records))
    effects = Prefetch("effects", Effect.objects.select_related("indicator"))
    rows = Measure.objects.visible_to(user).filter(standing, round_id=assignment.round_id)
    return [(measure, records.get(measure.pk)) for measure in rows.prefetch_related(effects).order_by("pk")]


def measures_to_see(user: User, assignment: VerifierAssignment) -> QuerySet[Measure]:
    """The measures of the visit's round, with their effects."""
    effects = Prefetch("effects", Effect.objects.select_related("indicator"))
    rows = Measure.objects.visible_to(user).filter(round_id=assignment.round_id)
    return rows.select_related("round__enterprise__region").prefetch_related(effects)


def verifications_for(user: User) -> QuerySet[Verification]:
    readings = Prefetch("readings", Reading.objects.select_related("indicator"))
    return (
        Verification.objects.visible_to(user)
        .select_related("measure__round__enterprise__region", "assignment", "recorded_by")
        .prefetch_related(readings, Prefetch("photos", arrived_photos()))
    )


def arrived_photos() -> QuerySet[VerificationPhoto]:
    """The photographs whose picture is in."""
    return VerificationPhoto.objects.filter(attachment__isnull=False).select_related("attachment")


def photos_for(user: User) -> QuerySet[VerificationPhoto]:
    """Of what was seen of a measure, or of a visit as a whole."""
    return arrived_photos().filter(
        Q(verification__in=Verification.objects.visible_to(user))
        | Q(visit__in=Visit.objects.visible_to(user))
    )


def named_photos_of(user: User) -> QuerySet[VerificationPhoto]:
    """What this verifier's own visits have named, in or not."""
    return VerificationPhoto.objects.filter(visit__recorded_by=user).select_related("visit")


def visits_on_phone(user: User, on: date) -> list[VerifierAssignment]:
    """What a verifier takes along: the open visits that are due or come within a week, in three queries."""
    effects = Prefetch("effects", Effect.objects.select_related("indicator"))
    standing = Measure.objects.filter(state__in=STANDING).prefetch_related(effects).order_by("pk")
    seen = Prefetch("verifications", Verification.objects.only("pk", "assignment_id", "measure_id"))
    rows = VerifierAssignment.objects.visible_to(user).filter(
        verifier=user, done_on__isnull=True, visit__isnull=True, visit_on__lte=on + AHEAD
    )
    rows = rows.select_related("round__enterprise__region").order_by("visit_on", "pk")
    return list(rows.prefetch_related(Prefetch("round__measures", standing, to_attr="standing"), seen))


def log_of(user: User, assignment: VerifierAssignment) -> Visit | None:
    """The visit's log with its findings and the photographs that are in."""
    findings = Prefetch("findings", Finding.objects.select_related("measure"))
    rows = Visit.objects.visible_to(user).filter(assignment=assignment)
    return rows.prefetch_related(findings, Prefetch("photos", arrived_photos())).first()


def verifiers_for(user: User) -> QuerySet[User]:
    """Who an officer can send: active verifiers of the own territory, of a level above it, or of no region."""
    if user.region is None:
        return User.objects.none()
    above = [code for code in user.region.path.split("/") if code]
    near = Q(region__isnull=True) | Q(region_id__in=user.territory_ids()) | Q(region__code__in=above)
    return User.objects.filter(near, role=Role.VERIFIER, is_active=True).order_by("name", "pk")


def visits_today(user: User, on: date) -> QuerySet[VerifierAssignment]:
    """Open visits that are due: today's and those that were missed."""
    return open_visits(user).filter(visit_on__lte=on)
