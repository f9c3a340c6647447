"""What officers did with the registry: names and places that changed, doubles, parks, the library."""

from datetime import date, datetime, timedelta

from django.utils import timezone

from accounts.models import Region, User
from enterprises.enums import PlanField, SubjectKind
from enterprises.models import Enterprise, KeyArea
from enterprises.rules.moves import ChangeTerms
from enterprises.rules.watch import WatchTerms
from enterprises.services.enterprises import enterprise_create, enterprise_update
from enterprises.services.merges import enterprise_merge
from enterprises.services.moves import NewSite, enterprise_move, enterprise_rename, enterprise_split
from enterprises.services.parks import park_create
from enterprises.services.watch import watch_add
from operations.runner import run_inline
from reports.demo.campaign.lists import Stage

_PARKS = (("140110", "晋源新材料产业园"), ("140121", "清徐经济开发区"), ("141181", "孝义经济开发区"))
_OTHERS = (
    ("牛家庄村", SubjectKind.VILLAGE, PlanField.AGRICULTURE, "140121", "畜禽养殖集中，限期开展清洁生产审核"),
    ("晋阳大厦", SubjectKind.BUILDING, PlanField.SERVICES, "140106", "大型公共建筑，能耗超过同类平均"),
    ("龙城公共汽车车队", SubjectKind.FLEET, PlanField.TRANSPORT, "140106", "营运车辆三百辆以上"),
    ("迎泽宾馆", SubjectKind.HOTEL, PlanField.SERVICES, "140106", "住宿业重点单位"),
    ("孝义煤运车队", SubjectKind.FLEET, PlanField.TRANSPORT, "141181", "煤炭运输车辆集中，扬尘明显"),
)
_DAYS_LEFT = (-12, 5, 40, 120, 180, 260)


def registry_deeds(stage: Stage, at: datetime) -> None:
    """Some weeks ago each deed; the search for doubles last night."""
    mine = _enterprises_of(stage, "140100")
    officer = stage.cast.users["taiyuan"]
    _changes(stage, mine, officer, at - timedelta(days=60))
    _parks(stage, at - timedelta(days=50))
    _doubles(stage, mine, officer, at - timedelta(days=30))
    _unplaced(stage, at - timedelta(days=25))
    _library(stage, mine, at)
    _search(stage, officer, at)


def _enterprises_of(stage: Stage, city: str) -> list[Enterprise]:
    """Those of the campaign in one city, in the order in which they were registered."""
    ids = [walk.round.enterprise_id for walk in stage.walks]
    rows = Enterprise.objects.filter(pk__in=ids, region__city__code=city)
    return list(rows.select_related("region__city", "region__province", "industry").order_by("pk"))


def _place(code: str) -> Region:
    return Region.objects.select_related("city", "province").get(code=code)


def _on(at: datetime, days: int) -> date:
    return timezone.localtime(at).date() - timedelta(days=days)


def _changes(stage: Stage, mine: list[Enterprise], officer: User, at: datetime) -> None:
    """One renamed and moved, one that founded another site."""
    first, second = mine[0], mine[1]
    terms = ChangeTerms(_on(at, 20), "企业改制，登记机关核准更名", "并市监登字〔2026〕318号")
    name = first.name.replace("有限公司", "科技有限公司")
    enterprise_rename(enterprise=first, name=name, terms=terms, version=first.version, by=officer, at=at)
    terms = ChangeTerms(_on(at, 5), "退城入园，搬迁至产业园", "并政函〔2026〕27号")
    park = _place("140110" if first.region.code != "140110" else "140121")
    enterprise_move(enterprise=first, region=park, terms=terms, version=first.version, by=officer, at=at)
    part = NewSite(f"{second.name}清徐分厂", _place("140121"), second.uscc)
    terms = ChangeTerms(_on(at, 10), "新建生产线，另设厂区")
    enterprise_split(enterprise=second, part=part, terms=terms, version=second.version, by=officer, at=at)


def _parks(stage: Stage, at: datetime) -> None:
    """Parks with the enterprises of their county, all along the 汾河."""
    river = KeyArea.objects.get(name="汾河流域")
    for code, name in _PARKS:
        region = _place(code)
        park = park_create(name=name, region=region, by=stage.officer, at=at)
        for enterprise in Enterprise.objects.filter(region=region).order_by("pk")[:6]:
            enterprise_update(
                enterprise=enterprise,
                version=enterprise.version,
                by=stage.officer,
                at=at,
                park=park,
                key_areas=[river],
            )


def _doubles(stage: Stage, mine: list[Enterprise], officer: User, at: datetime) -> None:
    """Three registered a second time under another spelling; one pair is merged already."""
    for number, enterprise in enumerate(mine[2:5]):
        second = enterprise_create(
            name=enterprise.name.replace("有限公司", "有限责任公司").removeprefix("山西"),
            region=enterprise.region,
            industry=enterprise.industry,
            address=enterprise.address,
            by=officer,
            at=at,
        )
        if number == 0:
            enterprise_merge(
                survivor=enterprise,
                merged=second,
                take=[],
                reason="同一厂区，因名称写法不同重复登记",
                versions=(enterprise.version, second.version),
                by=officer,
                at=at,
            )


def _unplaced(stage: Stage, at: datetime) -> None:
    """Places as older lists wrote them: a county that was split, and one that several cities have."""
    for code, written in (("140200", "南郊区"), ("140200", "开发区"), ("140000", "城区")):
        region = _place(code)
        enterprise_create(
            name=stage.names.enterprise(_place("140213"), "化工"),
            region=region,
            region_as_published=written,
            industry=stage.industries["2619"],
            by=stage.officer,
            at=at,
        )


def _library(stage: Stage, mine: list[Enterprise], at: datetime) -> None:
    """Subjects that are not plants, and a plant; their days lie before, near and far."""
    entered = at - timedelta(days=150)
    subjects = [
        (
            enterprise_create(
                name=name, region=_place(code), kind=kind, plan_field=field, by=stage.officer, at=entered
            ),
            reason,
        )
        for name, kind, field, code, reason in _OTHERS
    ]
    plant = enterprise_create(
        name=stage.names.enterprise(mine[0].region, "建材"),
        region=mine[0].region,
        uscc=stage.names.code(mine[0].region.code),
        industry=stage.industries["3011"],
        by=stage.officer,
        at=entered,
    )
    subjects.append((plant, "规划重点行业，未列入强制性名单，限期审核"))
    for (subject, reason), days in zip(subjects, _DAYS_LEFT, strict=True):
        audit_by = _on(at, -days)
        terms = WatchTerms(audit_by, audit_by + timedelta(days=180), reason, "并环发〔2026〕41号")
        watch_add(enterprise=subject, terms=terms, by=stage.officer, at=entered)


def _search(stage: Stage, officer: User, at: datetime) -> None:
    region = officer.region
    if region is not None:
        run_inline(
            task="enterprises.tasks.find_duplicates",
            title=f"查找疑似重复企业（{region.full_name}）",
            by=officer,
            at=at,
            dedupe_key=f"find_duplicates:{region.pk}:demo",
            region_id=region.pk,
        )
