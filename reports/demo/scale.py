"""Scale data: a province of up to 100,000 enterprises, the same for the same number, in minutes.

For every five enterprises two rounds with 25 measures each; the county COUNTY has exactly 100 enterprises
at every size, so that its officer's pages can be compared.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from random import Random
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from accounts.models import Region, User
from accounts.services.activity import activity_record
from audits.enums import ReviewState, RoundKind
from audits.models import Agency, AuditPlan, Review, Round, RoundStage
from config.common.access import Role
from config.common.errors import Refused
from enterprises.calculations.clock import due_on
from enterprises.enums import DisclosureState, DutyCode, ListState
from enterprises.models import (
    Disclosure,
    Duty,
    Enterprise,
    EnterprisePlacement,
    Industry,
    LegalRegime,
    Listing,
    MandatoryList,
)
from enterprises.services.duties import histories_begin, regimes_on, working_calendar
from measures.calculations.energy import DERIVED
from measures.models import BenefitIndicator, Effect, Measure, PostAssessment, PostAssessmentItem
from reports.demo import scale_rows as rows
from reports.demo.bulk import Table, statistics_refresh
from reports.demo.names import Names

SEED = 20260331
LEAST, MOST = 500, 100_000
PROVINCE, COUNTY, IN_COUNTY = "140000", "141129", 100
LISTS = {year: date(year, 3, 20 + year % 10) for year in rows.REACHED}
_CHUNK = 2_000
_AGENCIES = 60


@dataclass(frozen=True)
class World:
    """What all rows refer to, written before them."""

    by: User
    at: datetime
    first_id: int
    county: Region
    others: list[Region]
    industries: list[Industry]
    indicator_ids: list[int]
    agency_ids: list[int]
    list_ids: dict[int, int]
    terms: dict[int, list[tuple[LegalRegime, date]]]


def check_no_enterprise() -> None:
    """Made-up rows never stand beside real ones."""
    if Enterprise.objects.exists():
        raise Refused(
            _("库中已有企业，不再装入演示或规模数据，以免与真实数据混在一起。请换一个空的 VAR_DIR 或数据库。")
        )


def write_scale(
    *, enterprises: int, by: User, at: datetime, say: Callable[[str], None] = lambda _line: None
) -> dict[str, int]:
    """Write the province and its two officers `scale-county` and `scale-province`; returns how many rows of each."""
    check_no_enterprise()
    if not LEAST <= enterprises <= MOST or enterprises % 5:
        raise Refused(
            _("企业数应在 %(least)d 至 %(most)d 之间，且是 5 的倍数。") % {"least": LEAST, "most": MOST}
        )
    with transaction.atomic():
        world = _world(by, at)
        _officers(world)
    writer = Writer(world)
    plants = _plants(world, enterprises)
    while chunk := list(islice(plants, _CHUNK)):
        with transaction.atomic():
            writer.write(chunk)
        say(_("已写入 %(done)d / %(all)d 家企业") % {"done": writer.counts["enterprise"], "all": enterprises})
    histories_begin(by=by, at=at)
    writer.close()
    return dict(writer.counts)


class Writer:
    """Writes chunk after chunk; nothing of a chunk stays in memory."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.random = Random(SEED)
        self.names = Names(SEED)
        self.counts: Counter[str] = Counter()
        self.tables = _tables(world)
        self.measure_id = self.tables["measure"].first_id
        self.audit_id = self.tables["round"].first_id
        self.post_id = self.tables["post_assessment"].first_id

    def write(self, plants: list[rows.Plant]) -> None:
        companies = [rows.enterprise(plant, self.names) for plant in plants]
        self._write("enterprise", companies)
        self._write("placement", [(company[0], company[6]) for company in companies])
        named = {company[0]: company[2] for company in companies}
        audits = list(self._audits(plants))
        self._write_listings(audits, named)
        self._write_rounds(audits)
        self._write_measures(audits)

    def _write(self, name: str, lines: list[tuple[Any, ...]]) -> None:
        self.tables[name].write(lines)
        self.counts[name] += len(lines)

    def close(self) -> None:
        for table in self.tables.values():
            table.close()
        statistics_refresh()

    def _audits(self, plants: list[rows.Plant]) -> Iterator[rows.Audit]:
        """Two of every five enterprises of a county have a round."""
        for plant in plants:
            if plant.nth % 5 < 2:
                yield rows.draw_audit(self.random, self.audit_id, plant, LISTS)
                self.audit_id += 1

    def _write_listings(self, audits: list[rows.Audit], named: dict[int, str]) -> None:
        lists = self.world.list_ids
        self._write("listing", [rows.listing(a, lists[a.year], named[a.plant.id]) for a in audits])
        self._write("duty", [line for audit in audits for line in self._duties(audit)])
        told = [(audit.id, audit.on(rows.STARTED)) for audit in audits if audit.reached]
        self._write("disclosure", told)

    def _duties(self, audit: rows.Audit) -> Iterator[tuple[Any, ...]]:
        """The terms of the list; the plan's day is met with the start."""
        started, reported = audit.on(rows.STARTED), audit.on(rows.REPORTED)
        for term, due in self.world.terms[audit.year]:
            met_on = reported if term.code == DutyCode.FINISH else started
            yield audit.id, term.code, term.pk, audit.published_on, due, met_on

    def _write_rounds(self, audits: list[rows.Audit]) -> None:
        self._write("round", [rows.round_(audit, self.world.agency_ids) for audit in audits])
        self._write("plan", [(audit.id, audit.on(rows.STARTED), audit.on(rows.STARTED)) for audit in audits])
        self._write("stage", [line for audit in audits for line in rows.stages(audit)])
        self._write("review", [line for audit in audits for line in rows.reviews(audit, self.random)])

    def _write_measures(self, audits: list[rows.Audit]) -> None:
        measures, effects, assessments, items = [], [], [], []
        for audit in audits:
            drawn = list(rows.measures(audit, self.measure_id, self.random))
            self.measure_id += len(drawn)
            measures += drawn
            effects += [rows.effect(measure, self.world.indicator_ids, self.random) for measure in drawn]
            post_assessed_on = audit.on(rows.POST_ASSESSED)
            if post_assessed_on:
                assessments.append((self.post_id, audit.id, post_assessed_on, post_assessed_on))
                standing = [measure for measure in drawn if rows.stands(measure)]
                items += [rows.post_item(self.post_id, measure) for measure in standing]
                self.post_id += 1
        self._write("measure", measures)
        self._write("effect", effects)
        self._write("post_assessment", assessments)
        self._write("post_item", items)


def _plants(world: World, enterprises: int) -> Iterator[rows.Plant]:
    """Five neighbours at a time share a county; COUNTY's twenty groups are scattered among the others."""
    groups, nth = enterprises // 5, Counter[int]()
    spacing = groups // (IN_COUNTY // 5)
    for group in range(groups):
        is_county = group % spacing == 0 and group // spacing < IN_COUNTY // 5
        county = world.county if is_county else world.others[group % len(world.others)]
        for place in range(5):
            index = group * 5 + place
            industry = world.industries[index * 7 % len(world.industries)]
            yield rows.Plant(world.first_id + index, nth[county.pk], county, industry)
            nth[county.pk] += 1


def _world(by: User, at: datetime) -> World:
    province = Region.objects.get(code=PROVINCE)
    counties = list(Region.objects.current().filter(level="county", province=province).order_by("code"))
    lists = [_list(province, year, by, at) for year in LISTS]
    agencies = Agency.objects.bulk_create(
        [
            Agency(name=f"规模测试机构{n}", region=province, staff=5 + n % 20, created_at=at)
            for n in range(_AGENCIES)
        ]
    )
    return World(
        by=by,
        at=at,
        first_id=1 + (Enterprise.objects.aggregate(last=Max("pk"))["last"] or 0),
        county=next(county for county in counties if county.code == COUNTY),
        others=[county for county in counties if county.code != COUNTY],
        industries=list(Industry.objects.exclude(plan_industry="").filter(edition="2017").order_by("code")),
        indicator_ids=[row.pk for row in BenefitIndicator.objects.exclude(code=DERIVED).order_by("order")],
        agency_ids=[agency.pk for agency in agencies],
        list_ids={row.year: row.pk for row in lists},
        terms={year: _terms(on) for year, on in LISTS.items()},
    )


def _list(province: Region, year: int, by: User, at: datetime) -> MandatoryList:
    row = MandatoryList.objects.create(
        region=province,
        year=year,
        title=f"{province.name}{year}年度强制性清洁生产审核企业名单（规模数据）",
        state=ListState.PUBLISHED,
        document_no=f"晋环发〔{year}〕{year % 100}号",
        authority="山西省生态环境厅",
        published_on=LISTS[year],
        published_by=by,
        published_at=at,
        created_by=by,
        created_at=at,
    )
    activity_record(by=by, at=at, verb="list_publish", thing=row, region=province, note="规模数据")
    return row


def _terms(published_on: date) -> list[tuple[LegalRegime, date]]:
    rests = working_calendar()
    return [
        (row, due_on(published_on, row.number, row.unit, row.day_kind, rests=rests))
        for row in regimes_on(published_on).filter(base_event="list_published", scope="all")
    ]


def _officers(world: World) -> None:
    """Two people who can be signed in by a program only: their passwords match nothing."""
    province = world.county.province
    for username, role, region in (
        ("scale-county", Role.COUNTY, world.county),
        ("scale-province", Role.PROVINCE, province),
    ):
        user = User(username=username, name=username, role=role, region=region, created_at=world.at)
        user.set_unusable_password()
        user.save()
        activity_record(by=world.by, at=world.at, verb="user_create", thing=user, region=region)


def _tables(world: World) -> dict[str, Table]:
    by, at = world.by, world.at
    signed = {"created_by": by, "created_at": at}
    signed_off = {"recorded_by": by, "recorded_at": at, "created_at": at}
    recorded = signed_off | {"state": ReviewState.DECIDED, "by_hand": True}
    models: dict[str, tuple[Any, dict[str, Any]]] = {
        "enterprise": (Enterprise, {"created_at": at}),
        "placement": (EnterprisePlacement, {}),
        "listing": (Listing, {"reason": "规模数据"}),
        "duty": (Duty, {}),
        "disclosure": (
            Disclosure,
            {
                "place": "规模数据",
                "values": {},
                "submitted_by": by,
                "submitted_at": at,
                "state": DisclosureState.CHECKED,
                "checked_by": by,
                "checked_at": at,
            },
        ),
        "round": (Round, {"kind": RoundKind.MANDATORY, "created_at": at}),
        "plan": (AuditPlan, {}),
        "stage": (RoundStage, {}),
        "review": (Review, recorded),
        "measure": (Measure, signed),
        "effect": (Effect, {}),
        "post_assessment": (PostAssessment, {**signed, "assessed_by": by, "conclusion": "规模数据"}),
        "post_item": (PostAssessmentItem, {}),
    }
    return {
        name: Table(model, rows.COLUMNS[name], **constants) for name, (model, constants) in models.items()
    }
