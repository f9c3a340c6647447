"""Statements of results as people may read them, and the facts that go into one."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet, Sum

from accounts.models import Region, User
from audits.models import Review, Round
from enterprises.enums import AgreementState, ListState, OrderState, PenaltyState
from enterprises.models import CorrectionOrder, Enterprise, Listing, Penalty, VoluntaryAgreement
from enterprises.selectors.agreements import plant_people
from enterprises.selectors.duties import open_duties
from measures.enums import HonourState, MeasureState, Running
from measures.models import Effect, Honour, Measure, PostAssessment, PostAssessmentItem
from reports.models import ResultStatement

FORMAT = 1
_ENDED = (OrderState.DRAFT, OrderState.MET, OrderState.WITHDRAWN)
Facts = dict[str, Any]


def statements_for(user: User) -> QuerySet[ResultStatement]:
    rows = ResultStatement.objects.visible_to(user)
    return rows.select_related("region", "enterprise__region", "issued_by", "withdrawn_by").defer("facts")


def statement_for(user: User, pk: int) -> QuerySet[ResultStatement]:
    return (
        ResultStatement.objects.visible_to(user)
        .select_related("region", "enterprise__region", "issued_by", "withdrawn_by")
        .filter(pk=pk)
    )


def statements_of(user: User, enterprise: Enterprise) -> QuerySet[ResultStatement]:
    return statements_for(user).filter(enterprise=enterprise).order_by("-issued_at", "-pk")


def statement_numbered(number: str) -> ResultStatement | None:
    """For everybody: the statement with exactly this number."""
    return ResultStatement.objects.public().select_related("region").filter(number=number).first()


def same_statement(enterprise: Enterprise, **terms: Any) -> ResultStatement | None:
    """A standing one that says the same to the same office, as of the same day."""
    return ResultStatement.objects.filter(enterprise=enterprise, state="issued", **terms).first()


def last_sequence(region: Region, year: int) -> int:
    newest = ResultStatement.objects.filter(region=region, year=year).order_by("-sequence").first()
    return newest.sequence if newest else 0


def people_to_tell(enterprise: Enterprise) -> list[int]:
    return plant_people(enterprise.pk)


def facts_of(user: User, enterprise: Enterprise, on: date) -> Facts:
    """What a statement on the enterprise says as of the day, ready for JSON: days in ISO, amounts as exact decimals."""
    return {
        "format": FORMAT,
        "as_of": on.isoformat(),
        "enterprise": _enterprise(enterprise),
        "listings": _listings(user, enterprise),
        "rounds": _rounds(user, enterprise),
        "savings": _savings(user, enterprise),
        "verified": _verified(user, enterprise),
        "persistence": _persistence(user, enterprise),
        "overdue": _overdue(user, enterprise, on),
        "orders": _orders(user, enterprise),
        "penalties": _penalties(user, enterprise),
        "honours": _honours(user, enterprise),
        "agreements": _agreements(user, enterprise, on),
    }


def _enterprise(enterprise: Enterprise) -> Facts:
    return {
        "name": enterprise.name,
        "uscc": enterprise.uscc,
        "place": _place(enterprise.region),
        "industry": enterprise.industry.name if enterprise.industry else "",
        "address": enterprise.address,
    }


def _place(region: Region) -> str:
    city = region.city
    return region.name if city is None or city.pk == region.pk else f"{city.name}{region.name}"


def _listings(user: User, enterprise: Enterprise) -> list[Facts]:
    """Entries of published lists, the newest first."""
    rows = Listing.objects.visible_to(user).filter(
        enterprise=enterprise, mandatory_list__state=ListState.PUBLISHED
    )
    ordered = rows.select_related("mandatory_list", "added_by").order_by("-mandatory_list__year", "-pk")
    return [
        {
            "title": row.mandatory_list.title,
            "document_no": row.paper.document_no,
            "listed_on": _iso(row.paper.on),
            "categories": [category.value for category in row.categories],
            "state": row.state,
            "state_on": _iso(row.state_on),
            "state_document": row.state_document,
        }
        for row in ordered
    ]


def _rounds(user: User, enterprise: Enterprise) -> list[Facts]:
    decided = Review.objects.exclude(outcome="").order_by("decided_on", "pk")
    rows = Round.objects.visible_to(user).filter(enterprise=enterprise).order_by("-number")
    return [
        {
            "year": row.year,
            "number": row.number,
            "kind": row.kind,
            "imported": row.imported,
            "state": row.state,
            "evaluated_on": _iso(row.evaluated_on),
            "accepted_on": _iso(row.accepted_on),
            "reviews": [
                {"kind": one.kind, "attempt": one.attempt, "on": _iso(one.decided_on), "outcome": one.outcome}
                for one in row.reviews.all()
            ],
            "level_before": row.level_before,
            "level_after": row.level_after,
        }
        for row in rows.prefetch_related(Prefetch("reviews", decided))
    ]


def _savings(user: User, enterprise: Enterprise) -> list[Facts]:
    """Only what was read on site, added up by indicator. Standard coal is derived and never among the rows."""
    rows = Effect.objects.visible_to(user).filter(
        measure__round__enterprise=enterprise, measure__state=MeasureState.VERIFIED, verified__isnull=False
    )
    by_indicator = rows.order_by("indicator__order").values(
        "indicator__name", "indicator__english", "indicator__unit"
    )
    return [
        {
            "name": row["indicator__name"],
            "english": row["indicator__english"],
            "unit": row["indicator__unit"],
            "amount": _exact(row["sum_verified"]),
            "measures": row["measures"],
        }
        for row in by_indicator.annotate(
            sum_verified=Sum("verified"), measures=Count("measure", distinct=True)
        )
    ]


def _verified(user: User, enterprise: Enterprise) -> Facts:
    verified = Measure.objects.visible_to(user).filter(
        round__enterprise=enterprise, state=MeasureState.VERIFIED
    )
    sums = verified.order_by().aggregate(measures=Count("pk"), wan=Sum("benefit_verified_wan"))
    return {"measures": sums["measures"], "benefit_wan": _exact(sums["wan"])}


def _persistence(user: User, enterprise: Enterprise) -> Facts:
    """Post-assessments that took place: how many measures were looked at, and how many still deliver."""
    posts = PostAssessment.objects.visible_to(user).filter(
        round__enterprise=enterprise, assessed_on__isnull=False
    )
    items = PostAssessmentItem.objects.filter(post_assessment__in=posts).order_by()
    read = Q(read_wan__isnull=False)
    found = items.aggregate(
        sample=Count("pk"),
        delivering=Count("pk", filter=Q(running=Running.DELIVERING)),
        read=Count("pk", filter=read),
        claimed_wan=Sum("claimed_wan", filter=read),
        read_wan=Sum("read_wan"),
    )
    days = posts.order_by("assessed_on", "pk").values_list("assessed_on", flat=True)
    return {
        "assessed_on": [_iso(day) for day in days],
        "sample": found["sample"],
        "delivering": found["delivering"],
        "read": found["read"],
        "claimed_wan": _exact(found["claimed_wan"]),
        "read_wan": _exact(found["read_wan"]),
    }


def _overdue(user: User, enterprise: Enterprise, on: date) -> list[Facts]:
    late = open_duties(user).filter(listing__enterprise=enterprise, due_on__lt=on)
    return [
        {
            "code": duty.code,
            "due_on": _iso(duty.due_on),
            "basis": duty.regime.basis,
            "list": duty.listing.mandatory_list.title,
        }
        for duty in late
    ]


def _orders(user: User, enterprise: Enterprise) -> list[Facts]:
    rows = CorrectionOrder.objects.visible_to(user).filter(enterprise=enterprise).exclude(state__in=_ENDED)
    return [
        {
            "document_no": row.document_no,
            "kind": row.kind,
            "issued_on": _iso(row.issued_on),
            "due_on": _iso(row.due_on),
            "state": row.state,
        }
        for row in rows.order_by("issued_on", "pk")
    ]


def _penalties(user: User, enterprise: Enterprise) -> list[Facts]:
    rows = Penalty.objects.visible_to(user).filter(order__enterprise=enterprise, state=PenaltyState.DECIDED)
    return [
        {
            "document_no": row.document_no,
            "decided_on": _iso(row.decided_on),
            "amount_yuan": _exact(row.amount_yuan),
            "act": row.article.act,
        }
        for row in rows.select_related("article").order_by("decided_on", "pk")
    ]


def _honours(user: User, enterprise: Enterprise) -> list[Facts]:
    rows = Honour.objects.visible_to(user).filter(enterprise=enterprise, state=HonourState.AWARDED)
    return [
        {
            "kind": row.roll.criteria.kind,
            "document_no": row.roll.document_no,
            "published_on": _iso(row.roll.published_on),
        }
        for row in rows.select_related("roll__criteria").order_by("roll__published_on", "pk")
    ]


def _agreements(user: User, enterprise: Enterprise, on: date) -> list[Facts]:
    rows: Iterable[VoluntaryAgreement] = VoluntaryAgreement.objects.visible_to(user).filter(
        enterprise=enterprise, state=AgreementState.SIGNED, starts_on__lte=on, ends_on__gte=on
    )
    return [
        {
            "document_no": row.document_no,
            "signed_on": _iso(row.signed_on),
            "starts_on": _iso(row.starts_on),
            "ends_on": _iso(row.ends_on),
        }
        for row in rows
    ]


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def _exact(value: Decimal | None) -> str:
    return f"{(value or Decimal(0)).normalize():f}"
