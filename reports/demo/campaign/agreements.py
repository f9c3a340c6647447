"""Voluntary agreements: in force with reports, kept, missed, returned, and one that an enterprise offers."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import User
from enterprises.models import AgreementDelivery, Enterprise, Representative, VoluntaryAgreement
from enterprises.rules.agreements import AgreementPaper, AgreementTerms, TargetTerms
from enterprises.selectors.agreements import audit_owed_until
from enterprises.services.agreement_deliveries import delivery_check, delivery_report, delivery_return
from enterprises.services.agreements import agreement_create, agreement_move
from operations.services.attachments import attachment_keep
from reports.demo.campaign.lists import Stage

_TARGETS = (
    ("化学需氧量", "t/a", "182.5", "120"),
    ("新鲜水用量", "万m³/a", "56.8", "45"),
    ("二氧化硫", "t/a", "96", "60"),
)
_PLEDGE = "在稳定达标排放的基础上，实施生化段提标改造和循环水深度回用，进一步削减污染物排放、节约新鲜水。"
_RETURNED = "水平衡测试报告缺第四季度数据，请补齐后重报。"
_SHORT = {"taiyuan": "并", "lvliang": "吕", "xiaoyi": "孝", "shengting": "晋"}
# How far each target has come, year by year, as a share of the baseline.
_KEPT, _SLOW = ("0.9", "0.75", "0.6"), ("0.98", "0.95", "0.9")


def agreements_made(stage: Stage, at: datetime) -> None:
    """Four in 太原, and what the enterprise with an account has signed and offers."""
    person, officer = stage.cast.users["qiye"], stage.cast.users["taiyuan"]
    mine = [row.enterprise for row in _acting().filter(user=person).order_by("pk")]
    free = [row for row in mine if audit_owed_until(row) is None]
    city = _free(stage, "1401")
    ways = [("running", city[0]), ("kept", city[1]), ("missed", city[2]), ("waiting", city[3])]
    ways += [("returned", free[0])] if free else []
    for number, (way, enterprise) in enumerate(ways, start=1):
        by = officer if enterprise in city else stage.cast.officer_of(enterprise.region)
        _lives(stage, way, _signed(stage, way, enterprise, by, number), by, at)
    if mine:
        terms = _terms(mine[0], stage.cast.officer_of(mine[0].region), stage.today.year + 1)
        agreement_create(enterprise=mine[0], terms=terms, by=person, at=at - timedelta(days=4))


def _acting() -> QuerySet[Representative]:
    return Representative.objects.filter(until__isnull=True).select_related(
        "enterprise__region__city", "user"
    )


def _free(stage: Stage, code: str) -> list[Enterprise]:
    """Enterprises of a place that owe no audit by law and have somebody to act for them."""
    rows = _acting().filter(enterprise__region__code__startswith=code).order_by("enterprise", "pk")
    return [row for row in dict.fromkeys(one.enterprise for one in rows) if audit_owed_until(row) is None]


def _terms(enterprise: Enterprise, officer: User, first_year: int) -> AgreementTerms:
    """Three years, and three promises of which the last is due at the end."""
    bureau = officer.region
    if bureau is None:
        raise TypeError("an officer has a place")
    last = date(first_year + 2, 12, 31)
    days = (date(first_year + 1, 12, 31), last, last)
    return AgreementTerms(
        bureau=bureau,
        starts_on=date(first_year, 1, 1),
        ends_on=last,
        pledge=_PLEDGE,
        incentives=("funds", "permits"),
        incentive_note="同等条件下优先推荐省级环保专项资金。",
        targets=tuple(
            TargetTerms(name, unit, Decimal(baseline), Decimal(target), day)
            for (name, unit, baseline, target), day in zip(_TARGETS, days, strict=True)
        ),
    )


def _signed(stage: Stage, way: str, enterprise: Enterprise, officer: User, number: int) -> VoluntaryAgreement:
    """Signed in the first January: long ago where all is decided, else two years ago."""
    year = stage.today.year - (3 if way in {"kept", "missed"} else 2)
    at = datetime.combine(date(year, 1, 12), time(10), tzinfo=timezone.get_current_timezone())
    terms = _terms(enterprise, officer, year)
    row = agreement_create(enterprise=enterprise, terms=terms, by=officer, at=at - timedelta(days=9))
    paper = AgreementPaper(
        f"{_SHORT[officer.username]}环协〔{year}〕{number}号", timezone.localtime(at).date()
    )
    return agreement_move(agreement=row, move="sign", version=row.version, paper=paper, by=officer, at=at)


def _lives(stage: Stage, way: str, row: VoluntaryAgreement, officer: User, at: datetime) -> None:
    """Reports by the end of January; the bureau checks them, and decides when the period is over."""
    shares = _SLOW if way == "missed" else _KEPT
    over = [one for one in row.deliveries.order_by("year") if one.year < stage.today.year]
    for share, delivery in zip(shares, over, strict=False):
        waits = delivery == over[-1] and way in {"waiting", "returned"}
        sent = datetime.combine(
            date(delivery.year + 1, 1, 18), time(15), tzinfo=timezone.get_current_timezone()
        )
        _report(stage, row, delivery, Decimal(share), sent)
        fresh: dict[str, Any] = {"delivery": delivery, "version": delivery.version, "by": officer}
        if not waits:
            delivery_check(**fresh, at=sent + timedelta(days=6))
        elif way == "returned":
            delivery_return(**fresh, reason=_RETURNED, at=sent + timedelta(days=6))
    if way in {"kept", "missed"}:
        decided = AgreementPaper(
            f"并环函〔{stage.today.year}〕{14 if way == 'kept' else 15}号",
            timezone.localtime(at).date() - timedelta(days=20),
        )
        if way == "missed":
            decided = replace(decided, reason="二氧化硫、化学需氧量到期未达到目标值。")
        move = "deliver" if way == "kept" else "miss"
        agreement_move(
            agreement=row,
            move=move,
            version=row.version,
            paper=decided,
            by=officer,
            at=at - timedelta(days=20),
        )


def _report(
    stage: Stage, row: VoluntaryAgreement, delivery: AgreementDelivery, share: Decimal, at: datetime
) -> None:
    acts = _acting().filter(enterprise=row.enterprise).earliest("pk").user
    name = f"{delivery.year}年监测报告.pdf"
    proof = attachment_keep(content=stage.report, name=name, kind="pdf", by=acts, at=at)
    delivery_report(
        delivery=delivery,
        version=delivery.version,
        values={target.pk: target.baseline * share for target in row.targets.all()},
        note="数据来自在线监测和水平衡测试。",
        proof=proof,
        by=acts,
        at=at,
    )
