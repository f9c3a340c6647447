"""Reads of roster imports and their staged rows."""

from collections.abc import Iterator

from django.db.models import QuerySet

from accounts.models import User
from enterprises.enums import RosterState, RowState
from enterprises.models import RosterImport, RosterRow


def rosters_for(user: User) -> QuerySet[RosterImport]:
    return RosterImport.objects.visible_to(user).select_related(
        "file", "region", "check_job", "apply_job", "mandatory_list", "marked_copy"
    )


def rosters_waiting(user: User) -> QuerySet[RosterImport]:
    """Previews that wait for the person's word."""
    return rosters_for(user).filter(state=RosterState.PREVIEWED)


def rows_of(roster: RosterImport, state: str = "") -> QuerySet[RosterRow]:
    """Staged rows in the order of the file; `state` is a RowState, `warned`, or empty for all."""
    rows = RosterRow.objects.filter(roster=roster).order_by("pk")
    if state == "warned":
        return rows.filter(warned=True)
    return rows.filter(state=state) if state in RowState.values else rows


def problems_of(roster: RosterImport) -> Iterator[dict[str, object]]:
    """Every problem of the file in the order of its rows."""
    rows = RosterRow.objects.filter(roster=roster).exclude(problems=[]).order_by("pk")
    for problems in rows.values_list("problems", flat=True).iterator(chunk_size=2_000):
        yield from problems


def roster_by_id(roster_id: int) -> RosterImport:
    """The import a job works on; whose it is was checked when the job was asked for."""
    return RosterImport.objects.select_related("file", "region", "created_by__region", "mandatory_list").get(
        pk=roster_id
    )
