"""What must hold whatever befell the platform (I1 is each test's own: what it was told is saved must be there).

Run inside a place: `broken()` does what the sweep does, then names every invariant that does not hold.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.models import Count, Q
from django.utils import timezone

from accounts.models import Activity
from accounts.services.activity import activities_seal, activities_verify
from audits import lifecycle as rounds
from audits.models import Review, Round, RoundMove
from config.common.atomic import PART_SUFFIX, remove_stale_parts
from config.common.lifecycles import BACK, Lifecycle
from enterprises.enums import ListState, RosterState
from enterprises.models import Enterprise, Listing, MandatoryList, RosterImport
from measures import lifecycle as measures
from measures.models import Measure, MeasureMove
from operations.models import Attachment, Job, JobState, Notice
from operations.services.attachments import stored_path
from operations.services.jobs import jobs_sweep
from reports.models import AnnualReport

CHECK = "from tests.faults.invariants import broken; print(json.dumps(broken()))"


def broken() -> list[str]:
    """Every invariant that is broken, in words; empty when the place is whole."""
    at = timezone.now()
    jobs_sweep(at=at)
    activities_seal(at=at)
    remove_stale_parts(Path(settings.MEDIA_ROOT), before=at.timestamp() + 1)
    checks = (
        _halves,
        _numbers,
        _round_moves,
        _measure_moves,
        _totals,
        _notices,
        _chain,
        _leftovers,
        _files,
        _sound,
    )
    return [words for check in checks for words in check()]


def _halves() -> Iterator[str]:
    """I2: no parent without its children."""
    # an imported round has the past's result in their place, and its list no duties
    own = Round.objects.filter(imported=False)
    for row in own.annotate(n=Count("stages")).exclude(n=7, plan__isnull=False):
        yield f"I2 round {row.pk} lacks its plan or stages"
    open_places = Count("placements", filter=Q(placements__to_on__isnull=True))
    for row in Enterprise.objects.annotate(n=open_places).exclude(n=1):
        yield f"I2 enterprise {row.pk} has {row.n} places"
    for row in Round.objects.filter(imported=True, past_result__isnull=True):
        yield f"I2 imported round {row.pk} lacks its result"
    published = Listing.objects.filter(
        mandatory_list__state=ListState.PUBLISHED, mandatory_list__imported=False
    )
    for row in published.filter(duties__isnull=True):
        yield f"I2 listing {row.pk} was published without duties"
    for row in RosterImport.objects.filter(state=RosterState.APPLIED, mandatory_list__isnull=True):
        yield f"I2 roster {row.pk} was applied to no list"
    for row in RosterImport.objects.filter(check_job__isnull=True):
        yield f"I2 roster {row.pk} waits for no job"
    files = Q(json_file__isnull=True) | Q(pdf_file__isnull=True) | Q(xlsx_file__isnull=True)
    for row in AnnualReport.objects.filter(files, finished_at__isnull=False):
        yield f"I2 report {row.pk} lacks a file"


def _numbers() -> Iterator[str]:
    """I3: one after the other, no gap."""
    for row in MandatoryList.objects.all():
        yield from _gap(f"list {row.pk}", row.listings.values_list("number", flat=True))
    for row in Enterprise.objects.filter(rounds__isnull=False).distinct():
        yield from _gap(f"rounds of {row.pk}", row.rounds.values_list("number", flat=True))
    for row in Round.objects.filter(measures__isnull=False).distinct():
        numbers = list(row.measures.values_list("number", flat=True))
        for prefix in ("WD", "ZG"):
            taken = [int(number[2:]) for number in numbers if number.startswith(prefix)]
            yield from _gap(f"measures {prefix} of {row.pk}", taken)
    for round_id, kind in set(Review.objects.values_list("round_id", "kind")):
        attempts = Review.objects.filter(round_id=round_id, kind=kind).values_list("attempt", flat=True)
        yield from _gap(f"{kind} of {round_id}", attempts)


def _gap(what: str, numbers: Iterable[int]) -> Iterator[str]:
    found = sorted(numbers)
    if found != list(range(1, len(found) + 1)):
        yield f"I3 numbers of {what}: {found}"


def _round_moves() -> Iterator[str]:
    """I4: only along the table, from state to state, each with one activity; imported rounds stand where they ended."""
    for row in Round.objects.filter(imported=False).prefetch_related("moves"):
        moves = sorted(row.moves.all(), key=lambda move: move.pk)
        yield from _walk(f"round {row.pk}", rounds.LIFECYCLE, moves, row.state)
        for move in moves:
            step = rounds.LIFECYCLE.move(move.move)
            if (
                not step
                or move.from_state not in step.from_states
                or step.to_state not in (move.to_state, BACK)
            ):
                yield f"I4 round {row.pk} went {move.move} from {move.from_state} to {move.to_state}"
    yield from _told("round_move", Counter(RoundMove.objects.values_list("round_id", flat=True)))


def _measure_moves() -> Iterator[str]:
    ways = {(source, move.to_state) for move in measures.LIFECYCLE.moves for source in move.from_states}
    for row in Measure.objects.prefetch_related("moves"):
        moves = sorted(row.moves.all(), key=lambda move: move.pk)
        yield from _walk(f"measure {row.pk}", measures.LIFECYCLE, moves, row.state)
        for move in moves:
            if (move.from_state, move.to_state) not in ways:
                yield f"I4 measure {row.pk} went from {move.from_state} to {move.to_state}"
    yield from _told("measure_move", Counter(MeasureMove.objects.values_list("measure_id", flat=True)))


def _walk(
    what: str, table: Lifecycle, moves: list[RoundMove] | list[MeasureMove], state: str
) -> Iterator[str]:
    stations = [table.start, *(move.to_state for move in moves)]
    if [move.from_state for move in moves] != stations[:-1] or state != stations[-1]:
        yield f"I4 {what} stands at {state} after {stations}"


def _told(verb: str, made: Counter[int]) -> Iterator[str]:
    told = Counter(Activity.objects.filter(verb=verb).values_list("thing_id", flat=True))
    if told != made:
        yield f"I4 {verb}: {made} moves, {told} activities"


def _totals() -> Iterator[str]:
    """I5: what a preview counts is what it shows."""
    for row in RosterImport.objects.filter(state__in=[RosterState.PREVIEWED, RosterState.APPLYING]):
        shown = Counter(row.rows.values_list("state", flat=True))
        said = {state: row.counts[state] for state in ("new", "changed", "same", "bad") if row.counts[state]}
        if shown != said:
            yield f"I5 roster {row.pk} says {said} and shows {dict(shown)}"


def _notices() -> Iterator[str]:
    """I6: once for each person and move, and none of a move that is not there."""
    seen: Counter[tuple[int, int]] = Counter()
    for notice in Notice.objects.filter(rule="round_move"):
        seen[int(notice.key.split(":")[1]), notice.recipient_id] += 1
    if set(seen.values()) - {1}:
        yield f"I6 told twice: {seen}"
    if lost := {move for move, _person in seen} - set(RoundMove.objects.values_list("pk", flat=True)):
        yield f"I6 told of moves that are not there: {lost}"


def _chain() -> Iterator[str]:
    """I7."""
    facts = activities_verify()
    if facts.broken is not None or facts.unsealed:
        yield f"I7 {facts}"


def _leftovers() -> Iterator[str]:
    """I8: no scratch file, no lease of a dead worker."""
    for path in settings.VAR_DIR.rglob("*"):
        if path.name.endswith(PART_SUFFIX) or ".upload" in path.name:
            yield f"I8 {path} is left"
    for job in Job.objects.filter(state=JobState.RUNNING, lease_until__lt=timezone.now()):
        yield f"I8 job {job.pk} still has a lease"


def _files() -> Iterator[str]:
    """I9."""
    for row in Attachment.objects.all():
        path = stored_path(row.sha256)
        content = path.read_bytes() if path.exists() else b""
        if len(content) != row.size or hashlib.sha256(content).hexdigest() != row.sha256:
            yield f"I9 file {row.pk} is not what was stored"


def _sound() -> Iterator[str]:
    """I10."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA integrity_check")
        if (found := cursor.fetchall()) != [("ok",)]:
            yield f"I10 {found}"
        cursor.execute("PRAGMA foreign_key_check")
        if found := cursor.fetchall():
            yield f"I10 foreign keys {found}"
