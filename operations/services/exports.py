"""Lists as files: asked for, made at once or as a job, kept for some days, downloaded by the owner alone."""

import hashlib
import secrets
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.services.activity import activity_record
from config.common.access import allowed
from config.common.errors import NotAllowed, Refused
from config.common.spreadsheet.text import WriteReport
from config.common.table_files import FrozenRows, TableFile, title_lines
from config.common.tables import Table, tables
from operations.models import Export
from operations.runner import JobHandle
from operations.services.jobs import job_enqueue

MOST_QUERY = 4_000


@transaction.atomic
def export_request(*, table: Table, query: str, kind: str, by: User, at: datetime) -> Export:
    """Ask for a list as a file; a long one is put in the queue, a short one is made by `export_make_now`."""
    _check_may_export(table, by)
    if len(query) > MOST_QUERY:
        raise Refused(_("筛选条件过长，无法导出；请减少条件后再试。"))
    source = TableFile(table, by, query, timezone.localtime(at).date())
    export = Export.objects.create(
        owner=by,
        page=table.name,
        title=str(table.title),
        query=query,
        kind=kind,
        created_at=at,
    )
    if source.total() > settings.EXPORT_DIRECT_ROWS:
        export.job = job_enqueue(
            task="operations.tasks.make_export",
            title=_("导出“%(title)s”") % {"title": table.title},
            by=by,
            at=at,
            dedupe_key=f"export:{export.pk}",
            export_id=export.pk,
        )
        export.save(update_fields=["job"])
    facts = {"page": table.name, "query": query, "kind": kind}
    activity_record(by=by, at=at, verb="export_request", thing=export, region=by.region, new=facts)
    return export


def _check_may_export(table: Table, by: User) -> None:
    if not by.is_active or not allowed(by, table.permission):
        raise NotAllowed(_("您的角色没有查看“%(title)s”的权限，不能导出。") % {"title": table.title})


def export_make(*, export: Export, by: User, at: datetime, job: JobHandle | None = None) -> Export:
    """Write the file of what the owner may see now; once it is there it stays as it is."""
    if export.stored_as:
        return export
    table = tables().get(export.page)
    if table is None:
        raise Refused(_("这个列表已不存在，不能导出。"))
    _check_may_export(table, by)
    on = timezone.localtime(at).date()
    frozen = TableFile(table, by, export.query, on).freeze()
    path = _folder() / f"{secrets.token_hex(16)}.{export.kind}"
    try:
        report = frozen.write(path, export.kind, _titles(export, frozen, at), _progress(job))
        _keep(export, path, frozen, report, at=at, job=job)
    finally:
        if export.stored_as != path.name:
            path.unlink(missing_ok=True)
    return export


def _folder() -> Path:
    folder = Path(settings.EXPORT_DIR)
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _titles(export: Export, frozen: FrozenRows, at: datetime) -> list[str]:
    made = f"{timezone.localtime(at):%Y-%m-%d %H:%M} {export.owner.name}"
    return title_lines(str(frozen.source.table.title), frozen.words, len(frozen.ids), made)


def _progress(job: JobHandle | None):  # type: ignore[no-untyped-def]  # a Checkpoint
    def tell(done: int, rows: int) -> None:
        if job is not None:
            job.checkpoint(_("已写 %(done)d / %(rows)d 行") % {"done": done, "rows": rows}, 95 * done // rows)

    return tell


def _keep(
    export: Export,
    path: Path,
    frozen: FrozenRows,
    report: WriteReport,
    *,
    at: datetime,
    job: JobHandle | None,
) -> None:
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    changes = {
        "stored_as": path.name,
        "size": path.stat().st_size,
        "sha256": digest,
        "rows": report.rows,
        "words": frozen.words,
        "notes": "".join(report.sentences())[:300],
        "made_at": at,
        "expires_at": at + timedelta(days=settings.EXPORT_DAYS),
    }
    with transaction.atomic():
        if job is not None:
            job.fence()
        Export.objects.filter(pk=export.pk, stored_as="").update(**changes)
    export.refresh_from_db()


def export_open(*, export: Export, by: User, at: datetime) -> Path:
    """The file for its owner, with a line in the trail; refused when it has expired, with the way to a new one."""
    if export.pk is None or export.owner_id != by.pk:
        raise NotAllowed(_("这个文件只有导出者本人可以下载。"))
    if export.made_at is None:
        raise Refused(_("文件还没有制作好，请稍后在“我的导出”中下载。"))
    path = Path(settings.EXPORT_DIR) / export.stored_as
    expired = not export.stored_as or (export.expires_at is not None and export.expires_at <= at)
    if expired or not path.is_file():
        raise Refused(
            _("这个文件只保存 %(days)d 天，现已删除。请在“我的导出”中点“重新生成”，按现在的数据再做一份。")
            % {"days": settings.EXPORT_DAYS}
        )
    facts = {"rows": export.rows, "sha256": export.sha256}
    activity_record(by=by, at=at, verb="export_download", thing=export, region=by.region, new=facts)
    return path


def exports_expire(*, at: datetime) -> int:
    """Delete the files whose days are over, and what killed makers left; the rows tell what there was."""
    folder = Path(settings.EXPORT_DIR)
    over = Export.objects.filter(expires_at__lte=at).exclude(stored_as="")
    names = list(over.values_list("stored_as", flat=True))
    for name in names:
        (folder / name).unlink(missing_ok=True)
    Export.objects.filter(stored_as__in=names).update(stored_as="")
    long_ago = at.timestamp() - settings.CELERY_TASK_TIME_LIMIT
    kept = set(Export.objects.exclude(stored_as="").values_list("stored_as", flat=True))
    for path in folder.glob("*.*") if folder.is_dir() else ():
        if path.name not in kept and path.stat().st_mtime < long_ago:
            path.unlink(missing_ok=True)
    return len(names)
