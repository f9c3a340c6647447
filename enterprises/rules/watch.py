"""When an entry of the watchlist may stand."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from config.common.errors import Problem, Refused


@dataclass(frozen=True)
class WatchTerms:
    """By when to audit and to be accepted, why, and by which document."""

    audit_by: date
    accept_by: date | None
    reason: str
    document_no: str = ""


def check_watch(terms: WatchTerms, today: date, *, new: bool) -> None:
    """Refuse dates in the wrong order or already past, and an entry without a reason."""
    checks = [
        ("audit_by", not new or terms.audit_by > today, _("完成审核的期限应晚于今天。")),
        (
            "accept_by",
            terms.accept_by is None or terms.accept_by >= terms.audit_by,
            _("通过验收的期限不能早于完成审核的期限。"),
        ),
        ("reason", bool(terms.reason.strip()), _("请写明入库理由。")),
    ]
    problems = [Problem(code, sentence) for code, right, sentence in checks if not right]
    if problems:
        raise Refused(_("名录库条目不能保存。"), problems)
