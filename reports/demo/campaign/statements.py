"""Statements of results for permits, assessments and projects; one was withdrawn and issued anew."""

from datetime import datetime

from django.utils import timezone

from reports.calculations.snapshot import sha256_of
from reports.demo.campaign.lists import Stage
from reports.demo.campaign.walk import Walk
from reports.models import ResultStatement
from reports.rules import StatementTerms
from reports.selectors.statements import facts_of
from reports.services.statements import statement_issue, statement_withdraw

_ASKED = (
    StatementTerms("permit", "行政审批服务管理局排污许可科", "91140000XK2026018"),
    StatementTerms("eia", "环境影响评价科", "2026-环评-047"),
    StatementTerms("project", "工业和信息化局投资科", "2611-140000-89-02"),
    StatementTerms("other", "人民法院执行局"),
)
_MOST = 10


def statements_issued(stage: Stage, at: datetime) -> None:
    """The officers of the rounds answered the offices that asked; the first answer had to be given again."""
    issued = [
        _issue(walk, _ASKED[number % len(_ASKED)], at) for number, walk in enumerate(_walks(stage)[:_MOST])
    ]
    if issued:
        first = issued[0]
        walk = _walks(stage)[0]
        statement_withdraw(
            statement=first, reason="收件单位名称有误，另行出具。", version=1, by=walk.officer, at=at
        )
        _issue(walk, StatementTerms("permit", "市行政审批服务管理局", first.file_no), at)


def _walks(stage: Stage) -> list[Walk]:
    """One that each reader of the demonstration looks after, and one of every few others."""
    firsts = list({walk.round.enterprise_id: walk for walk in stage.walks}.values())
    chosen = [walk for walk in firsts if walk.person == stage.cast.users["qiye"]][:1]
    for username in ("xiaoyi", "taiyuan", "lvliang"):
        own = stage.cast.users[username].region
        chosen += [walk for walk in firsts if own and own.covers(walk.round.enterprise.region)][:1]
    chosen += firsts[::4]
    return list({walk.round.enterprise_id: walk for walk in chosen}.values())


def _issue(walk: Walk, terms: StatementTerms, at: datetime) -> ResultStatement:
    enterprise, by = walk.round.enterprise, walk.officer
    facts = facts_of(by, enterprise, timezone.localtime(at).date())
    return statement_issue(enterprise=enterprise, terms=terms, facts_read=sha256_of(facts), by=by, at=at)
