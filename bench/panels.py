"""Drawing a panel among very many experts: the deed of an officer, its exclusions and its kept story."""

from datetime import date
from statistics import median

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from audits.enums import DrawScope, ReviewKind, ReviewState
from audits.models import Expert, ExpertTie, Review, Round
from audits.services.panels import panel_draw
from bench.parts import timed
from config.common.access import Role

TURNS = 7
_SIZE = 5


def main(experts: str) -> dict[str, float]:
    """The median of several draws among that many experts, each with a tie; undone at the end."""
    with transaction.atomic():
        officer = User.objects.filter(role=Role.PROVINCE).order_by("pk").first()
        if officer is None:
            raise SystemExit("no officer of the province")
        _fill(int(experts), officer)
        reviews = _accepted()
        seconds = [timed(lambda review=review: _draw(review, officer)) for review in reviews]
        transaction.set_rollback(True)
    return {"seconds": median(seconds)}


def _fill(number: int, officer: User) -> None:
    """The pool: every expert with an account, and a tie to an enterprise that is not judged."""
    at = timezone.now()
    names = [f"bench-expert-{n}" for n in range(number)]
    people = User.objects.bulk_create(
        [
            User(username=name, name=name, role=Role.EXPERT, password="!", created_at=at, is_active=True)
            for name in names
        ]
    )
    pool = Expert.objects.bulk_create(
        [Expert(name=user.name, employer=f"第{n}研究院", user=user) for n, user in enumerate(people)]
    )
    ExpertTie.objects.bulk_create(
        [
            ExpertTie(
                expert=expert,
                kind="advised",
                organisation=f"第{n}工厂",
                organisation_key=f"第{n}工厂",
                declared_by=officer,
                declared_at=at,
            )
            for n, expert in enumerate(pool)
        ]
    )


def _accepted() -> list[Review]:
    rounds = Round.objects.select_related("enterprise__region__city", "enterprise__industry", "agency")
    return [
        Review.objects.create(
            round=round_,
            kind=ReviewKind.EVALUATION,
            attempt=90,
            state=ReviewState.ACCEPTED,
            applied_on=date(2026, 1, 5),
            created_at=timezone.now(),
        )
        for round_ in rounds.order_by("pk")[:TURNS]
    ]


def _draw(review: Review, officer: User) -> None:
    facts = {"size": _SIZE, "scope": DrawScope.ALL, "by": officer, "at": timezone.now()}
    panel_draw(review=review, version=review.version, **facts)
