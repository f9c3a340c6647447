"""Reads of findings, and hook NOTICE_CASES: findings that wait to be mended."""

from collections.abc import Collection, Iterator
from datetime import date

from django.db.models import Prefetch, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from audits.models import Auditor
from enterprises.models import Representative
from measures.enums import FindingState
from measures.models import Finding, FindingMove, FindingProof
from operations.facts import NoticeCase


def findings_for(user: User) -> QuerySet[Finding]:
    """The findings one may see, with what their rows show."""
    return Finding.objects.visible_to(user).select_related("round__enterprise__region__city", "measure")


def finding_whole(user: User) -> QuerySet[Finding]:
    """One finding with its story and its proofs."""
    moves = Prefetch("moves", FindingMove.objects.select_related("by"))
    proofs = Prefetch("proofs", FindingProof.objects.select_related("attachment"))
    rows = findings_for(user).select_related("visit__assignment__verifier", "round__listing")
    return rows.prefetch_related(moves, proofs)


def proofs_for(user: User) -> QuerySet[FindingProof]:
    rows = FindingProof.objects.filter(finding__in=Finding.objects.visible_to(user))
    return rows.select_related("attachment")


def open_findings(user: User) -> QuerySet[Finding]:
    return findings_for(user).filter(state=FindingState.OPEN).order_by("due_on", "pk")


def answered_findings(user: User) -> QuerySet[Finding]:
    return findings_for(user).filter(state=FindingState.ANSWERED).order_by("due_on", "pk")


def finding_cases(due_dates: Collection[date], size: int) -> Iterator[list[NoticeCase]]:
    """Hook NOTICE_CASES: findings to be mended by these days, three queries for each batch."""
    rows = Finding.objects.filter(state=FindingState.OPEN, due_on__in=sorted(due_dates))
    rows = rows.select_related("round__enterprise__region").order_by("due_on", "pk")
    batch = list(rows[:size])
    while batch:
        yield _cases(batch)
        last = batch[-1]
        after = Q(due_on__gt=last.due_on) | Q(due_on=last.due_on, pk__gt=last.pk)
        batch = list(rows.filter(after)[:size]) if len(batch) == size else []


def _cases(findings: list[Finding]) -> list[NoticeCase]:
    plants: dict[int, tuple[int, ...]] = {}
    acting = Representative.objects.filter(
        enterprise_id__in={row.round.enterprise_id for row in findings},
        until__isnull=True,
        user__is_active=True,
    )
    for enterprise_id, user_id in acting.values_list("enterprise_id", "user_id"):
        plants[enterprise_id] = (*plants.get(enterprise_id, ()), user_id)
    agents: dict[int, tuple[int, ...]] = {}
    agencies = {row.round.agency_id for row in findings if row.round.agency_id}
    people = Auditor.objects.filter(agency_id__in=agencies, user__isnull=False, user__is_active=True)
    for agency_id, user_id in people.values_list("agency_id", "user_id"):
        if user_id:
            agents[agency_id] = (*agents.get(agency_id, ()), user_id)
    return [_case(row, plants, agents) for row in findings]


def _case(row: Finding, plants: dict[int, tuple[int, ...]], agents: dict[int, tuple[int, ...]]) -> NoticeCase:
    href, region = reverse("measures:finding_detail", args=[row.pk]), row.round.enterprise.region
    return NoticeCase(
        kind="measures.finding",
        id=row.pk,
        due_on=row.due_on,
        what=_("整改现场核查发现的问题：%(text)s") % {"text": row.text[:40]},
        where=row.round.enterprise.name,
        href=href,
        desk_href=href,
        plant=plants.get(row.round.enterprise_id, ()),
        agents=agents.get(row.round.agency_id, ()) if row.round.agency_id else (),
        places=(region.pk, region.city_id, region.province_id),
    )
