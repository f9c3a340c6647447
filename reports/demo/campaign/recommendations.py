"""What counties and cities recommend for the coming year's list, in most of its states."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.utils import timezone

from accounts.models import User
from enterprises.enums import SubjectKind
from enterprises.facts import ListingBasis, ListingFact
from enterprises.models import Enterprise
from enterprises.services.recommendations import recommendation_create, recommendation_move
from reports.demo.campaign.lists import Stage

_SO2 = ListingFact("pollutant", "二氧化硫", limit="100", measured="160", unit="mg/m³")
_BENZENE = ListingFact("toxic", "苯", measured="12", unit="t/a")
_COKE = ListingFact("energy", "焦炭", limit="115", measured="128", unit="kgce/t")
_BASES = (
    ListingBasis(("OVER_LIMIT",), "在线监测二氧化硫连续超标", (_SO2,)),
    ListingBasis(("TOXIC",), "生产中使用苯", (_BENZENE,)),
    ListingBasis(("ENERGY",), "单位产品能耗超过限额", (_COKE,)),
)
_WAYS = ((), ("submit",), ("submit", "return"), ("submit", "pass"))


def recommendation_deeds(stage: Stage, at: datetime) -> None:
    """孝义 asks 吕梁, which passes some; 太原 has begun its own."""
    people = stage.cast.users
    county, city = people["xiaoyi"], people["lvliang"]
    for enterprise, basis, way in zip(_plants(county), _BASES * 2, _WAYS, strict=False):
        _walk(enterprise, basis, way, (county, city), at)
    taiyuan = people["taiyuan"]
    for enterprise, basis, way in zip(_plants(taiyuan), _BASES, _WAYS[:2], strict=False):
        _walk(enterprise, basis, way, (taiyuan, taiyuan), at)


def _plants(officer: User) -> Sequence[Enterprise]:
    """The oldest plants of an officer's territory."""
    rows = Enterprise.objects.visible_to(officer).filter(kind=SubjectKind.PLANT).exclude(uscc="")
    return list(rows.select_related("region__city", "region__province").order_by("pk")[: len(_WAYS)])


def _walk(
    enterprise: Enterprise, basis: ListingBasis, way: Sequence[str], people: tuple[User, User], at: datetime
) -> None:
    asks, reviews = people
    year = timezone.localtime(at).year + 1
    row = recommendation_create(enterprise=enterprise, year=year, basis=basis, by=asks, at=at)
    for day, move in enumerate(way, start=1):
        by = asks if move == "submit" else reviews
        reason = "请补充最近一个季度的监测报告" if move == "return" else ""
        recommendation_move(recommendation=row, move=move, by=by, at=at + timedelta(days=day), reason=reason)
