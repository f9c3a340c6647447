"""What officers did to many rows at once, one of it taken back, and the file that everybody made of a list."""

from datetime import datetime, timedelta

from accounts.models import User
from audits.models import Round
from config.common.bulk import bulk_actions
from config.common.tables import tables
from operations.models import BulkRun, Job
from operations.runner import run_inline
from operations.services.bulk import bulk_confirm, bulk_draft, bulk_undo
from operations.services.exports import export_make, export_request
from reports.demo.campaign.lists import Stage
from reports.demo.campaign.own_lists import list_of

_ACTION = "rounds_assign"
_WITHIN, _OUTSIDE = 4, 2
# Who gives rounds to whom. Rows outside the second one's territory come to nothing, and say so.
_ASSIGNED = (("shengting", "taiyuan"), ("taiyuan", "taiyuan"), ("lvliang", "xiaoyi"), ("xiaoyi", "xiaoyi"))
_TAKEN_BACK = "shengting"


def rows_dealt_with(stage: Stage, at: datetime) -> None:
    """A run for each officer; one was undone."""
    users = stage.cast.users
    for name, officer in _ASSIGNED:
        run = _assign(users[name], users[officer], at)
        if name == _TAKEN_BACK:
            later = at + timedelta(minutes=20)
            _run(bulk_undo(run=run, by=users[name], at=later, dispatch=False), later)


def _assign(by: User, officer: User, at: datetime) -> BulkRun:
    rounds = Round.objects.visible_to(by).filter(imported=False, officer=None).order_by("-opened_on", "pk")
    own = rounds.visible_to(officer).values_list("pk", flat=True)
    others = rounds.exclude(pk__in=Round.objects.visible_to(officer)).values_list("pk", flat=True)
    action = bulk_actions()[_ACTION]
    ids = [*own[:_WITHIN], *others[:_OUTSIDE]]
    run = bulk_draft(table=tables()[action.page], action=action, query="", ids=ids, by=by, at=at)
    params = {"officer": officer.pk, "name": officer.name}
    _run(bulk_confirm(run=run, params=params, by=by, at=at, dispatch=False), at)
    return run


def _run(run: BulkRun, at: datetime) -> None:
    job: Job = run.job  # type: ignore[assignment]  # a confirmed run has one
    title, key = job.title, job.dedupe_key
    run_inline(task=job.task, title=title, by=run.owner, at=at, dedupe_key=key, **job.args)
    run.refresh_from_db()


def files_made(stage: Stage, at: datetime) -> None:
    """The list each person looks at most, as a workbook."""
    for user in stage.cast.users.values():
        if found := list_of(user):
            table, _name, query = found
            export = export_request(table=table, query=query, kind="xlsx", by=user, at=at)
            export_make(export=export, by=user, at=at)
