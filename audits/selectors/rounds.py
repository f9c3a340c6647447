"""Reads of rounds: the list with its next legal day, its counts, and one round with all that stands on it."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Case, Count, Exists, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from accounts.models import User
from audits.enums import Outcome, RoundState, Stage
from audits.lifecycle import WAITING, WAITING_FOR_OFFICER
from audits.models import AuditPlan, Review, Round, RoundFile, RoundMove, RoundStage, Target, TeamMember
from config.common.access import OFFICERS
from config.common.wording import SOON_DAYS
from enterprises.enums import DutyCode, ListingState, ListState
from enterprises.models import Duty, MandatoryList

LATE, SOON, ON_TIME, UNMENDED = "late", "soon", "on_time", "unmended"
MINE, MINE_WAITING, NOBODY = "mine", "mine_waiting", "nobody"
# A voluntary round that has to mend: the day stands on its review alone.
_MENDS = Q(state=RoundState.ACCEPTANCE_RECTIFY, listing__isnull=True)
OFFICER_STATES = [state for kind in WAITING_FOR_OFFICER for state in WAITING[kind]]


def rounds_for(user: User) -> QuerySet[Round]:
    """The rounds a person may see, with the enterprise they are of."""
    return Round.objects.visible_to(user).select_related(
        "enterprise__region__city", "listing__mandatory_list"
    )


def rounds_listed(user: User) -> QuerySet[Any, Any]:
    """Rows of the round list: each with its next open legal duty (`next_due_on`, `next_duty`).

    A voluntary round has no listing that owes anything, only what its last acceptance left to be mended.
    """
    duty = Duty.objects.filter(listing=OuterRef("listing_id"), met_on__isnull=True).order_by("due_on", "pk")
    return (
        rounds_for(user)
        .select_related("enterprise__industry", "agency", "officer")
        .annotate(
            next_due_on=Case(When(_MENDS, then=_own_day()), default=Subquery(duty.values("due_on")[:1])),
            next_duty=Case(
                When(_MENDS, then=Value(DutyCode.RECTIFY.value)), default=Subquery(duty.values("code")[:1])
            ),
        )
    )


def dealt_with(word: str, user: User) -> Q:
    """The condition behind a word of the filter by case officer."""
    if word == NOBODY:
        return Q(officer__isnull=True)
    mine = Q(officer=user)
    return mine & Q(state__in=OFFICER_STATES) if word == MINE_WAITING else mine


def listings_dealt_with(user: User) -> QuerySet[Round, int | None]:
    """Hook LISTINGS_DEALT_WITH: the entries whose rounds this officer deals with."""
    mine = Round.objects.visible_to(user).filter(officer=user, listing__isnull=False)
    return mine.values_list("listing", flat=True)


def officers_to_assign(user: User) -> QuerySet[User]:
    """The active officers of the person's own territory, themselves among them."""
    rows = User.objects.filter(role__in=sorted(OFFICERS), is_active=True, region__in=user.territory_ids())
    return rows.select_related("region").order_by("region__code", "name", "pk")


def officers_for(user: User, round_: Round) -> QuerySet[User]:
    """Those of them whose territory covers the site."""
    codes = round_.enterprise.region.path.strip("/").split("/")
    return officers_to_assign(user).filter(region__code__in=codes)


def late_on(on: date) -> Q:
    """Rounds of listings with a legal duty past due and unmet; what was set aside owes nothing. Also `_own_late`."""
    return Q(Exists(_open_duties(due_on__lt=on)), listing__state=ListingState.LISTED) | _own_late(on)


def soon_on(on: date) -> Q:
    """Not late, with a duty due within the week."""
    week = on + timedelta(days=SOON_DAYS)
    due = _open_duties(due_on__gte=on, due_on__lte=week)
    own = _MENDS & Q(Exists(_mends(rectify_due_on__gte=on, rectify_due_on__lte=week)))
    return (Q(Exists(due), listing__state=ListingState.LISTED) | own) & ~late_on(on)


def unmended_on(on: date) -> Q:
    """What an acceptance left to be mended is past its own day, whatever else is late."""
    late = Exists(_open_duties(due_on__lt=on).filter(code=DutyCode.RECTIFY))
    owed = Q(late, state=RoundState.ACCEPTANCE_RECTIFY, listing__state=ListingState.LISTED)
    return owed | _own_late(on)


def _own_late(on: date) -> Q:
    """Voluntary rounds whose every day to mend is past."""
    past, to_come = _mends(rectify_due_on__lt=on), _mends(rectify_due_on__gte=on)
    return _MENDS & Q(Exists(past)) & ~Q(Exists(to_come))


def rectify_due() -> Coalesce:
    """The day by which each round mends: its duty's, or the review's own."""
    return Coalesce(Subquery(_open_duties().filter(code=DutyCode.RECTIFY).values("due_on")[:1]), _own_day())


def _own_day() -> Subquery:
    return Subquery(_mends().order_by("-attempt").values("rectify_due_on")[:1])


def _mends(**due: date) -> QuerySet[Review]:
    return Review.objects.filter(round=OuterRef("pk"), outcome=Outcome.RECTIFY, **due)


def lateness_condition(word: str, on: date) -> Q:
    """The condition behind a word of the lateness filter."""
    conditions = {LATE: late_on(on), SOON: soon_on(on), UNMENDED: unmended_on(on)}
    return conditions.get(word) or ~late_on(on) & ~soon_on(on)


def _open_duties(**due: date) -> QuerySet[Duty]:
    return Duty.objects.filter(listing=OuterRef("listing_id"), met_on__isnull=True, **due)


@dataclass(frozen=True)
class RoundCounts:
    """How many rounds stand at each stage and how many are late, will be soon, are on time."""

    stages: dict[str, int]
    lateness: dict[str, int]

    @property
    def total(self) -> int:
        return sum(self.stages.values())


def round_counts(rounds: QuerySet[Round], on: date) -> RoundCounts:
    """Two counting queries over a filtered list."""
    plain = rounds.order_by()
    stages = dict(plain.values_list("stage").annotate(n=Count("pk")))
    lateness = plain.aggregate(
        **{word: Count("pk", filter=lateness_condition(word, on)) for word in (LATE, SOON)}
    )
    lateness[ON_TIME] = sum(stages.values()) - lateness[LATE] - lateness[SOON]
    return RoundCounts(stages, lateness)


def round_years(user: User) -> list[int]:
    """Years of the published lists the person may see, newest first."""
    published = MandatoryList.objects.visible_to(user).filter(state=ListState.PUBLISHED)
    return list(published.order_by("-year").values_list("year", flat=True).distinct())


def any_round_of(user: User) -> QuerySet[Round]:
    """One round with everything its page names, for get_object_or_404; an imported one too."""
    return rounds_for(user).select_related("enterprise__industry", "agency", "officer", "plan")


def round_of(user: User) -> QuerySet[Round]:
    """One round that is worked on here; an imported one has no plan, no stages, and no work."""
    return any_round_of(user).filter(imported=False)


def version_of(user: User, pk: int) -> int:
    """The version a round has now."""
    return Round.objects.visible_to(user).get(pk=pk).version


@dataclass(frozen=True)
class RoundSheet:
    """What stands on a round's page."""

    stages: dict[str, RoundStage]
    duties: list[Duty]
    moves: list[RoundMove]
    files: list[RoundFile]
    reviews: list[Review]
    targets: list[Target]
    team: list[TeamMember]

    @property
    def rectify_due_on(self) -> date | None:
        """By when the enterprise applies again after what it has to mend; None while there is nothing."""
        open_duties = [duty for duty in self.duties if duty.code == DutyCode.RECTIFY and duty.met_on is None]
        if open_duties:
            return open_duties[0].due_on
        last = next((one for one in reversed(self.reviews) if one.outcome), None)
        return last.rectify_due_on if last is not None and last is self.reviews[-1] else None


def round_sheet(round_: Round, moves: int = 6) -> RoundSheet:
    """Seven reads, whatever the round holds; only the newest `moves`."""
    duties = Duty.objects.filter(listing=round_.listing_id).select_related("regime")
    duties = duties.prefetch_related("adjustments")
    files = RoundFile.objects.filter(round=round_).select_related("attachment")
    return RoundSheet(
        stages={row.stage: row for row in RoundStage.objects.filter(round=round_)},
        duties=list(duties) if round_.listing_id else [],
        moves=list(moves_of(round_)[:moves]),
        files=list(files.order_by("pk")),
        reviews=list(Review.objects.filter(round=round_).order_by("applied_on", "pk")),
        targets=list(Target.objects.filter(plan=round_.plan)),
        team=list(TeamMember.objects.filter(plan=round_.plan)),
    )


def plan_version(round_: Round) -> int:
    """The version a round's plan has now."""
    return AuditPlan.objects.get(round=round_).version


def moves_of(round_: Round) -> QuerySet[RoundMove]:
    """A round's story, newest first."""
    return RoundMove.objects.filter(round=round_).select_related("by").order_by("-pk")


def stage_of_round(round_: Round, stage: str) -> RoundStage:
    """The row of one of the seven stages; its round is the one in hand."""
    row = RoundStage.objects.get(round=round_, stage=Stage(stage))
    row.round = round_
    return row


def files_of(round_: Round, stage: str) -> QuerySet[RoundFile]:
    return RoundFile.objects.filter(round=round_, stage=stage).select_related("attachment")


def targets_of(round_: Round) -> list[Target]:
    return list(Target.objects.filter(plan__round=round_))


def file_of(user: User) -> QuerySet[RoundFile]:
    """Files of the rounds a person may see."""
    rounds = Round.objects.visible_to(user)
    return RoundFile.objects.filter(round__in=rounds).select_related(
        "attachment", "round__enterprise__region"
    )


def rounds_of_enterprise(user: User, enterprise_id: int) -> QuerySet[Any, Any]:
    """The rounds of one enterprise, newest first; of another tenant's there are none."""
    return rounds_listed(user).filter(enterprise_id=enterprise_id).order_by("-opened_on", "-pk")
