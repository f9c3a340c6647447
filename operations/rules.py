"""When whom is told of a duty: one table, in days from the due date."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from operations.enums import Desk, NoticeKind


@dataclass(frozen=True)
class NoticeRule:
    """On the day `days` after the due date (negative: before) these desks are told, in these words."""

    code: str
    days: int
    tells: tuple[Desk, ...]
    words: Any


_SITE = (Desk.PLANT, Desk.AGENCY)
_ALL = (*_SITE, Desk.COUNTY)

# A notice may be read, or caught up with, days later: its words hold on every day.
RULES: tuple[NoticeRule, ...] = (
    NoticeRule("due_in_30", -30, _SITE, _("%(where)s：%(what)s的期限是%(due)s，提前 30 天提醒。")),
    NoticeRule("due_in_7", -7, _ALL, _("%(where)s：%(what)s的期限是%(due)s，提前 7 天提醒。")),
    NoticeRule("due_in_1", -1, _SITE, _("%(where)s：%(what)s的期限是%(due)s，提前 1 天提醒。")),
    NoticeRule("due_today", 0, _ALL, _("%(where)s：%(what)s的期限是%(due)s，到期当日提醒。")),
    NoticeRule("overdue_1", 1, _ALL, _("%(where)s：%(what)s的期限%(due)s已过，尚未完成。")),
    NoticeRule("overdue_7", 7, _ALL, _("%(where)s：%(what)s的期限是%(due)s，逾期已满 7 天。")),
    NoticeRule(
        "escalate_city",
        7,
        (Desk.CITY,),
        _("%(where)s：%(what)s的期限是%(due)s，逾期已满 7 天，请市级主管部门督办。"),
    ),
    NoticeRule("overdue_30", 30, _ALL, _("%(where)s：%(what)s的期限是%(due)s，逾期已满 30 天。")),
    NoticeRule(
        "escalate_province",
        30,
        (Desk.PROVINCE,),
        _("%(where)s：%(what)s的期限是%(due)s，逾期已满 30 天，请省级主管部门督办。"),
    ),
)
LEGAL_RULES = tuple(rule.code for rule in RULES)
KIND_OF: dict[str, NoticeKind] = dict.fromkeys(LEGAL_RULES, NoticeKind.DUTY) | {
    "remind": NoticeKind.DUTY,
    "round_move": NoticeKind.ROUND,
    "job_failed": NoticeKind.JOB,
    "disclosure_returned": NoticeKind.DUTY,
    "adjustment_decided": NoticeKind.DUTY,
    "round_assigned": NoticeKind.ROUND,
    "panel_told": NoticeKind.ROUND,
    "handed_over": NoticeKind.DUTY,
    "order_told": NoticeKind.DUTY,
    "account_closed": NoticeKind.DUTY,
    "agreement_moved": NoticeKind.DUTY,
    "delivery_returned": NoticeKind.DUTY,
    "statement_told": NoticeKind.DUTY,
}
OPTIONAL_KINDS = tuple(kind for kind in NoticeKind if kind != NoticeKind.DUTY)
MOST_CATCH_UP_DAYS = 62


def rules_of(kind: str) -> list[str]:
    return [code for code, its in KIND_OF.items() if its == kind]


def days_to_cover(last_on: date | None, on: date) -> list[date]:
    """The day itself and those since the last run, which nobody looked at; at most two months back."""
    missed = (on - last_on).days if last_on and last_on < on else 1
    return [on - timedelta(days=back) for back in reversed(range(min(missed, MOST_CATCH_UP_DAYS)))]


def rules_by_due_date(days: Iterable[date]) -> dict[date, list[NoticeRule]]:
    """For each due date the rules whose day is among `days`, in the order of the table."""
    wanted = set(days)
    found: dict[date, list[NoticeRule]] = {}
    for rule in RULES:
        for day in wanted:
            found.setdefault(day - timedelta(days=rule.days), []).append(rule)
    return found


def notice_key(rule: str, case_kind: str, case_id: int, recipient_id: int, due_on: date) -> str:
    return f"{rule}:{case_kind}:{case_id}:{recipient_id}:{due_on.isoformat()}"
