"""The three lists and their enterprises: registered, listed, published, their rounds sent on their way."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import count
from random import Random

from django.utils import timezone

from accounts.models import Region, User
from audits.enums import RoundState
from audits.models import Round
from audits.services.rounds import rounds_open_next
from enterprises.enums import Category, Scale
from enterprises.models import Enterprise, Industry, MandatoryList
from enterprises.services.enterprises import enterprise_create
from enterprises.services.lists import list_create, list_publish, listing_add
from reports.demo.campaign.diary import Diary, Script, script, spread, working_time
from reports.demo.campaign.people import XIAOYI, Cast, any_agency, representative_make
from reports.demo.campaign.plot import ListPlot, Part, parts
from reports.demo.campaign.walk import Walk
from reports.demo.industries import PROFILES
from reports.demo.names import Names

_PLAN_DEEDS = 2  # handing the plan in, and its approval
_REASONS = {
    Category.OVER_LIMIT: "污染物排放超过国家或地方排放标准",
    Category.TOXIC: "使用有毒有害原料进行生产或在生产中排放有毒有害物质",
    Category.ENERGY: "超过单位产品能源消耗限额标准构成高耗能",
}


@dataclass
class Stage:
    """What all scripts share: the dice, the day, who plays, and what was made so far."""

    random: Random
    today: date
    province: Region
    cast: Cast
    report: bytes
    diary: Diary = field(default_factory=Diary)
    names: Names = field(default_factory=lambda: Names(20260325, "MY"))
    walks: list[Walk] = field(default_factory=list)
    lists: dict[int, MandatoryList] = field(default_factory=dict)
    own: Enterprise | None = None
    counties: dict[str, list[Region]] = field(default_factory=dict)
    industries: dict[str, Industry] = field(default_factory=dict)
    placed: int = 0
    order_numbers: Iterator[int] = field(default_factory=lambda: count(1))

    @property
    def officer(self) -> User:
        return self.cast.users["shengting"]


def stage_load(stage: Stage) -> None:
    places = Region.objects.current().filter(level="county", province=stage.province).select_related("city")
    for county in places.order_by("code"):
        stage.counties.setdefault(county.city.code, []).append(county)  # type: ignore[union-attr]
    stage.industries = {row.code: row for row in Industry.objects.filter(edition="2017")}


def play_list(stage: Stage, plot: ListPlot) -> Script:
    """Drafted in the winter, published in March; then a round for each entry goes its way."""
    drafted = working_time(stage.random, plot.published_on - timedelta(days=20))
    yield drafted
    row = list_create(region=stage.province, year=plot.year, by=stage.officer, at=drafted)
    cast = list(parts(stage.random, plot, stage.today))
    stage.random.shuffle(cast)
    played: dict[int, Part] = {}
    for part in _own_first(stage, cast):
        enterprise = _enterprise(stage, part, drafted)
        _list(stage, row, enterprise, drafted)
        played[enterprise.pk] = part
    published = working_time(stage.random, plot.published_on)
    yield published
    row.refresh_from_db()
    list_publish(
        mandatory_list=row,
        document_no=plot.document_no,
        authority="山西省生态环境厅",
        published_on=plot.published_on,
        version=row.version,
        by=stage.officer,
        at=published,
    )
    stage.lists[plot.year] = row
    _open_rounds(row, stage.officer)
    rounds = Round.objects.filter(listing__mandatory_list=row).select_related("listing__mandatory_list")
    for round_ in rounds.select_related("enterprise__region", "enterprise__industry").order_by("pk"):
        _send(stage, round_, played[round_.enterprise_id])


def _own_first(stage: Stage, cast: list[Part]) -> Iterator[Part]:
    """The enterprise with an account: an accepted round on the oldest list, one half way on the newest."""
    wanted = RoundState.CLOSED if not stage.lists else RoundState.OPTIONS_IN_PROGRESS
    first = next((part for part in cast if part.target == wanted), None)
    if first and len(stage.lists) != 1:
        cast.remove(first)
        cast.insert(0, first)
    yield from cast


def _enterprise(stage: Stage, part: Part, at: datetime) -> Enterprise:
    is_own = stage.own is None and part.target == RoundState.CLOSED
    if stage.own is not None and part.target == RoundState.OPTIONS_IN_PROGRESS and not _is_back(stage):
        return stage.own
    county = _county(stage, is_own=is_own)
    plan_industry = "焦化" if is_own else stage.random.choice(list(PROFILES))
    enterprise = enterprise_create(
        name=stage.names.enterprise(county, plan_industry),
        region=county,
        by=stage.officer,
        at=at,
        uscc=stage.names.code(county.code),
        industry=stage.industries[stage.random.choice(PROFILES[plan_industry].codes)],
        legal_representative=stage.names.person(),
        address=f"{county.name}工业园区{stage.random.randint(1, 88)}号",
        scale=stage.random.choice([Scale.LARGE, Scale.MEDIUM, Scale.MEDIUM, Scale.SMALL]),
    )
    representative_make(
        cast=stage.cast, enterprise=enterprise, user=stage.cast.users["qiye"] if is_own else None, at=at
    )
    if is_own:
        stage.own = enterprise
    return enterprise


def _is_back(stage: Stage) -> bool:
    """Whether the enterprise with an account is on the newest list already."""
    return stage.own is None or len(stage.lists) < 2 or stage.own.listings.count() > 1


def _county(stage: Stage, *, is_own: bool) -> Region:
    """City after city; half of 吕梁's enterprises lie in 孝义, whose officer has an account."""
    cities = list(stage.counties)
    city = "141100" if is_own else cities[stage.placed % len(cities)]
    turn, stage.placed = stage.placed // len(cities), stage.placed + 1
    if is_own or (city == "141100" and turn % 2 == 0):
        return next(county for county in stage.counties[city] if county.code == XIAOYI)
    return stage.random.choice(stage.counties[city])


def _list(stage: Stage, row: MandatoryList, enterprise: Enterprise, at: datetime) -> None:
    first = stage.random.choices(list(Category), [6, 3, 1])[0]
    categories = {first, stage.random.choice(list(Category))} if stage.random.random() < 0.2 else {first}
    listing_add(
        mandatory_list=row,
        enterprise=enterprise,
        categories=categories,
        by=stage.officer,
        at=at,
        reason=_REASONS[first],
    )


def _open_rounds(row: MandatoryList, by: User) -> None:
    """Here and now, as the play goes on in them; the papers are left to the job that publishing asked for."""
    while rounds_open_next(mandatory_list=row, by=by, at=timezone.now()):
        pass


def _send(stage: Stage, round_: Round, part: Part) -> None:
    agency = stage.cast.own_agency if round_.enterprise == stage.own else any_agency(stage.random, stage.cast)
    walk = Walk(round_, part, stage.cast, agency, stage.random, stage.report)
    stage.walks.append(walk)
    deeds = walk.deeds()
    stage.diary.add(script(_times(stage.random, part, len(deeds)), deeds))


def _times(random: Random, part: Part, number: int) -> list[datetime]:
    """Most hand in their plan within the two months they have, and get it approved; the rest follows evenly."""
    approved = part.begins + timedelta(days=random.randint(18, 42))
    if number <= _PLAN_DEEDS or random.random() < 0.12:
        return spread(random, part.begins, part.ends, number)
    plan = spread(random, part.begins, approved, _PLAN_DEEDS)
    return plan + spread(random, approved, part.ends, number - _PLAN_DEEDS)
