"""Words for people: jobs, notices, letters.

Arguments and results of jobs are shown to the owner alone; administrators see metadata.
"""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from config.common.access import allowed
from config.common.bulk import BulkAction, bulk_actions
from config.common.table_files import KINDS
from config.common.tables import tables
from config.common.wording import Light
from operations.enums import BulkState, MailState, NoticeKind
from operations.models import BulkRow, BulkRun, Export, Job, JobState, Mail, Notice, SavedView
from operations.rules import KIND_OF
from operations.selectors import bulk_result_href

_TONES = {
    JobState.QUEUED: "todo",
    JobState.RUNNING: "ok",
    JobState.DONE: "done",
    JobState.FAILED: "late",
    JobState.CANCELLED: "paused",
}
_MAIL_TONES = {
    MailState.QUEUED: "todo",
    MailState.SENDING: "ok",
    MailState.SENT: "done",
    MailState.FAILED: "late",
    MailState.UNCERTAIN: "soon",
}


def notice_row(notice: Notice, today: date) -> dict[str, Any]:
    """One notice of one's own, with the page of the duty it speaks of."""
    kind = KIND_OF.get(notice.rule)
    late, unread = bool(notice.due_on and notice.due_on < today), notice.read_at is None
    return {
        "pk": notice.pk,
        "text": notice.text,
        "href": notice.href,
        "kind": NoticeKind(kind).label if kind else _("其他"),
        "due_on": notice.due_on,
        "due_light": Light("late", _("已过期限")) if late else None,
        "state": Light("soon", _("未读")) if unread else Light("done", _("已读")),
        "created_at": notice.created_at,
        "unread": unread,
        "read_href": reverse("operations:notice_read", args=[notice.pk]),
    }


def mail_row(mail: Mail) -> dict[str, Any]:
    """One letter: to whom, of which day, how it went. The address itself is not shown."""
    state = MailState(mail.state)
    return {
        "person": mail.recipient.name,
        "on": mail.on,
        "status": {"label": state.label, "tone": _MAIL_TONES[state]},
        "tries": mail.tries,
        "sent_at": mail.sent_at,
        "next_try_at": mail.next_try_at if state != MailState.SENT else None,
        "kind": mail.get_kind_display(),
        "reason": mail.reason,
        "can_retry": state in {MailState.FAILED, MailState.UNCERTAIN},
        "retry_href": reverse("operations:mail_retry", args=[mail.pk]),
    }


def export_row(export: Export, user: User, at: datetime) -> dict[str, Any]:
    """One of one's own files: what is in it, how it fares, how long it is kept."""
    over = export.made_at is not None and (
        not export.stored_as or export.expires_at is None or export.expires_at <= at
    )
    ready = bool(export.stored_as) and not over
    if export.job is not None and export.made_at is None:
        status = {"label": export.job.get_state_display(), "tone": _TONES[JobState(export.job.state)]}
    else:
        status = {"label": _("已过期"), "tone": "paused"} if over else {"label": _("可下载"), "tone": "done"}
    return {
        "title": export.title,
        "words": export.words or _("全部"),
        "kind": KINDS[export.kind],
        "rows": export.rows,
        "notes": export.notes,
        "created_at": export.created_at,
        "expires_at": export.expires_at,
        "status": status,
        "bar": job_bar(export.job, user) if export.job and not export.job.is_over else None,
        "reason": export.job.reason if export.job and export.made_at is None else "",
        "href": reverse("operations:export_download", args=[export.pk]) if ready else "",
        "again_href": reverse("operations:export_again", args=[export.pk]),
    }


def view_rows(views: Iterable[SavedView], user: User) -> list[dict[str, Any]]:
    """Saved views by list, in the order of the lists."""
    groups: dict[str, list[dict[str, Any]]] = {name: [] for name in tables()}
    for view in views:
        if view.page in groups and allowed(user, tables()[view.page].permission):
            groups[view.page].append(_view_row(view, user))
    return [{"title": tables()[name].title, "rows": rows} for name, rows in groups.items() if rows]


def _view_row(view: Any, user: User) -> dict[str, Any]:
    return {
        "name": view.name,
        "href": reverse("operations:view_open", args=[view.token]),
        "sharing": view.get_sharing_display(),
        "mine": view.owner_id == user.pk,
        "owner": view.owner.name,
        "is_default": view.is_default,
        "default_href": reverse("operations:view_default", args=[view.pk]),
        "edit_href": reverse("operations:view_edit", args=[view.pk]),
        "delete_href": reverse("operations:view_delete", args=[view.pk]),
        "delete_words": _("删除视图“%(name)s”后，与您共享它的人也不能再打开。") % {"name": view.name},
    }


_BULK_TONES = {BulkState.WAITING: "todo", BulkState.DONE: "done", BulkState.REFUSED: "late"}


def bulk_rows(rows: Iterable[BulkRow]) -> list[dict[str, Any]]:
    """What came of each row, in the words the single deed gives."""
    return [
        {
            "name": row.name,
            "href": row.href,
            "title": row.run.title,
            "state": {"label": row.get_state_display(), "tone": _BULK_TONES[BulkState(row.state)]},
            "said": row.said,
            "done_at": row.done_at,
        }
        for row in rows
    ]


def bulk_run_words(run: BulkRun, counts: dict[str, int], user: User) -> dict[str, Any]:
    """The head of a result page: how far, how many came out how, what can be done now."""
    action = bulk_actions().get(run.action)
    over = run.job is not None and run.job.is_over
    undone = getattr(run, "undone_by", None)
    return {
        "title": run.title,
        "bar": job_bar(run.job, user) | {"result_url": ""} if run.job else None,  # one is there already
        "over": over,
        "done": counts[BulkState.DONE],
        "refused": counts[BulkState.REFUSED],
        "waiting": counts[BulkState.WAITING],
        "job_href": reverse("operations:job_detail", args=[run.job_id]) if run.job_id else "",
        "can_undo": bool(over and action and action.undo and not run.undo_of_id and not undone)
        and counts[BulkState.DONE] > 0,
        "undo_href": reverse("operations:bulk_undo", args=[run.pk]),
        "undone_href": bulk_result_href(undone.pk) if undone else "",
        "back_href": reverse(run.page),
        **_after(run, action, ready=bool(over and not run.undo_of_id and counts[BulkState.DONE])),
    }


def _after(run: BulkRun, action: BulkAction | None, *, ready: bool) -> dict[str, Any]:
    """The page that the deed leads to once its rows are through."""
    if not ready or action is None or action.after is None:
        return {}
    return {"after_href": reverse(action.after[0], args=[run.pk]), "after_label": action.after[1]}


def job_row(job: Job, user: User) -> dict[str, Any]:
    """One job for the list, the page and the polled bar."""
    mine = job.created_by_id == user.pk
    return {
        "title": job.title,
        "owner": job.created_by.name,
        "created_at": job.created_at,
        "ended_at": job.ended_at,
        "status": {"label": job.get_state_display(), "tone": _TONES[JobState(job.state)]},
        "percent": job.percent,
        "step": job.step,
        "reason": job.reason if mine else "",
        "result_href": job.result_href if mine and job.state == JobState.DONE else "",
        "over": job.is_over,
        "bar": job_bar(job, user),
        "can_cancel": mine and not job.is_over,
        "can_retry": mine and job.state in {JobState.FAILED, JobState.CANCELLED},
        "href": reverse("operations:job_detail", args=[job.pk]),
        "cancel_href": reverse("operations:job_cancel", args=[job.pk]),
        "retry_href": reverse("operations:job_retry", args=[job.pk]),
    }


def job_bar(job: Job, user: User) -> dict[str, Any]:
    """What components/progress.html shows of a job."""
    mine = job.created_by_id == user.pk
    return {
        "id": job.pk,
        "title": job.title,
        "percent": job.percent,
        "step": job.step,
        "tone": _TONES[JobState(job.state)],
        "label": job.get_state_display(),
        "finished": job.is_over,
        "reason": job.reason if mine else "",
        "result_url": job.result_href if mine and job.state == JobState.DONE else "",
        "result_label": _("查看结果"),
    }
