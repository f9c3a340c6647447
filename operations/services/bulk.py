"""Deeds over many rows: the set frozen and shown, confirmed, done row by row as a job, undone where it can be."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.services.activity import activity_record
from config.common.access import allowed
from config.common.bulk import BulkAction, bulk_actions
from config.common.errors import NotAllowed, Refused
from config.common.table_files import CHUNK, FrozenRows, TableFile
from config.common.tables import Table
from operations.enums import BulkState
from operations.models import BulkRow, BulkRun
from operations.runner import JobHandle
from operations.services.jobs import job_enqueue

MOST_ROWS = 5_000
DRAFT_DAYS = 1


@transaction.atomic
def bulk_draft(
    *, table: Table, action: BulkAction, query: str, ids: Sequence[int] | None, by: User, at: datetime
) -> BulkRun:
    """Freeze the rows: those of `ids` that are in the list as it is filtered, or (None) all of them."""
    _check_right(action, by)
    frozen = TableFile(table, by, query, timezone.localtime(at).date()).freeze()
    wanted = frozen.ids if ids is None else [pk for pk in frozen.ids if pk in set(ids)]
    if not wanted:
        raise Refused(_("没有选中任何一行。请先勾选，或选择“全部”。"))
    if len(wanted) > MOST_ROWS:
        raise Refused(_("一次最多办理 %(n)d 行，请缩小范围后分几次办理。") % {"n": MOST_ROWS})
    run = BulkRun.objects.create(
        owner=by, page=table.name, action=action.key, title=str(action.label), created_at=at
    )
    BulkRow.objects.bulk_create(_rows(run, frozen, wanted), batch_size=CHUNK)
    return run


def _rows(run: BulkRun, frozen: FrozenRows, wanted: Sequence[int]) -> Iterator[BulkRow]:
    table = frozen.source.table
    present = table.present(frozen.source.user, frozen.source.on)
    naming = next(column for column in table.columns if column.naming)
    number = 0
    for start in range(0, len(wanted), CHUNK):
        chunk = list(wanted[start : start + CHUNK])
        found = {row.pk: row for row in frozen.rows.filter(pk__in=chunk)}
        here = [found[pk] for pk in chunk if pk in found]
        for row, shown in zip(here, present(here), strict=True):
            number += 1
            name, href = str(shown[naming.key])[:200], str(shown.get(naming.href) or "")
            yield BulkRow(run=run, number=number, thing_id=row.pk, name=name, href=href)


@transaction.atomic
def bulk_confirm(
    *, run: BulkRun, params: dict[str, Any], by: User, at: datetime, dispatch: bool = True
) -> BulkRun:
    """What was shown is done, as a job: exactly these rows, whatever the list shows by then."""
    action = action_of(run)
    _check_right(action, by)
    if run.owner_id != by.pk:
        raise NotAllowed(_("只有发起人可以确认这次批量办理。"))
    if run.confirmed_at is not None:
        raise Refused(_("这次批量办理已经确认过，请在结果页查看进展。"))
    run.params = params
    _start(run, by, at, dispatch)
    return run


@transaction.atomic
def bulk_undo(*, run: BulkRun, by: User, at: datetime, dispatch: bool = True) -> BulkRun:
    """Put back what was done and nobody changed since, as a job with a result for each row, too."""
    action = action_of(run)
    _check_right(action, by)
    if action.undo is None or run.undo_of_id is not None:
        raise Refused(_("这类批量办理不能撤销。"))
    if BulkRun.objects.filter(undo_of=run).exists():
        raise Refused(_("这次批量办理已经撤销过，请在撤销的结果页查看。"))
    done = list(run.rows.filter(state=BulkState.DONE).order_by("number"))
    if run.job is None or not run.job.is_over or not done:
        raise Refused(_("这次批量办理还没有办完，或没有办成的行，没有什么可以撤销。"))
    undoing = BulkRun.objects.create(
        owner=by,
        page=run.page,
        action=run.action,
        title=_("撤销：%(title)s") % {"title": run.title},
        params=run.params,
        undo_of=run,
        created_at=at,
    )
    rows = [
        BulkRow(
            run=undoing,
            number=row.number,
            thing_id=row.thing_id,
            name=row.name,
            href=row.href,
            result=row.result,
        )
        for row in done
    ]
    BulkRow.objects.bulk_create(rows, batch_size=CHUNK)
    _start(undoing, by, at, dispatch)
    return undoing


def _start(run: BulkRun, by: User, at: datetime, dispatch: bool) -> None:
    count = run.rows.count()
    run.job = job_enqueue(
        task="operations.tasks.do_bulk",
        title=_("%(title)s（%(n)d 行）") % {"title": run.title, "n": count},
        by=by,
        at=at,
        dedupe_key=f"bulk:{run.pk}",
        dispatch=dispatch,
        run_id=run.pk,
    )
    run.confirmed_at = at
    run.save(update_fields=["params", "job", "confirmed_at"])
    facts = {"action": run.action, "rows": count}
    activity_record(by=by, at=at, verb="bulk_confirm", thing=run, region=by.region, new=facts)


def bulk_row_do(*, row_id: int, job: JobHandle, by: User, at: datetime) -> None:
    """One row in one transaction: the deed and its result together, or the reason why not. Done once."""
    try:
        with transaction.atomic():
            job.fence()
            row = _claim(row_id, BulkState.DONE, at)
            if row is not None:
                said, result = _deed(row, by, at)
                BulkRow.objects.filter(pk=row_id).update(said=said[:500], result=row.result | result)
    except Refused as error:
        words = "".join([error.sentence, *(problem.sentence for problem in error.problems)])
        with transaction.atomic():
            job.fence()
            if _claim(row_id, BulkState.REFUSED, at) is not None:
                BulkRow.objects.filter(pk=row_id).update(said=words[:500])


@transaction.atomic
def bulk_finish(*, run_id: int, job: JobHandle, by: User, at: datetime) -> None:
    """The rows are through, or the run was cancelled: what is said once of all that were done."""
    job.fence()
    run = BulkRun.objects.get(pk=run_id)
    action = action_of(run)
    done = run.rows.filter(state=BulkState.DONE).order_by("number")
    results = list(done.values_list("result", flat=True))
    if action.finish is not None and results:
        action.finish(run_id=run.pk, results=results, undone=run.undo_of_id is not None, by=by, at=at)


def _claim(row_id: int, state: BulkState, at: datetime) -> BulkRow | None:
    """The row, if nobody has done it yet."""
    mine = BulkRow.objects.filter(pk=row_id, state=BulkState.WAITING).update(state=state, done_at=at)
    return BulkRow.objects.select_related("run").get(pk=row_id) if mine else None


def _deed(row: BulkRow, by: User, at: datetime) -> tuple[str, dict[str, Any]]:
    action = action_of(row.run)
    _check_right(action, by)
    if row.run.undo_of_id is None:
        return action.perform(thing_id=row.thing_id, params=row.run.params, by=by, at=at)
    if action.undo is None:
        raise Refused(_("这类批量办理不能撤销。"))
    return action.undo(thing_id=row.thing_id, params=row.run.params, result=row.result, by=by, at=at)


def action_of(run: BulkRun) -> BulkAction:
    action = bulk_actions().get(run.action)
    if action is None:
        raise Refused(_("这项批量办理已不存在。"))
    return action


def _check_right(action: BulkAction, by: User) -> None:
    """Asked again for each row: rights may end while the job runs."""
    if not by.is_active or not allowed(by, action.permission):
        raise NotAllowed(_("您现在没有“%(action)s”的权限。") % {"action": action.label})


def drafts_expire(*, at: datetime) -> int:
    """Drafts nobody confirmed within a day are thrown away; nothing was done with them."""
    old = BulkRun.objects.filter(confirmed_at__isnull=True, created_at__lt=at - timedelta(days=DRAFT_DAYS))
    count, _by_model = old.delete()
    return count
