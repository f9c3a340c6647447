"""The newest list, amended once; and what has been asked of its clocks."""

from datetime import datetime, timedelta
from typing import TypedDict

from django.utils import timezone

from accounts.models import User
from audits.enums import RoundState
from audits.services.rounds import rounds_open_next
from enterprises.enums import DutyCode
from enterprises.facts import ListingBasis, ListingFact, Paper
from enterprises.models import Duty, Enterprise, Listing
from enterprises.rules.clock import ExtensionTerms, PauseTerms
from enterprises.services.amendment_issue import amendment_issue
from enterprises.services.amendments import amendment_create, entry_add, entry_correct, entry_remove
from enterprises.services.enterprises import enterprise_create
from enterprises.services.pauses import adjustment_approve, extension_request, pause_request
from operations.models import Attachment
from operations.services.attachments import attachment_keep
from reports.demo.campaign.lists import Stage
from reports.demo.campaign.people import XIAOYI, representative_make
from reports.demo.campaign.walk import Walk

_BENZENE = ListingFact("toxic", "苯", measured="36", unit="t/a")
_BASIS = ListingBasis(("TOXIC",), "生产中使用有毒有害原料苯", (_BENZENE,))


class _Facts(TypedDict):
    by: User
    at: datetime


def amendment_issued(stage: Stage, at: datetime) -> None:
    """One comes onto the list, one that has closed leaves it, one whose reason was published wrongly is put right."""
    row = stage.lists[max(stage.lists)]
    closed, wrong = [walk for walk in _untouched(stage) if walk.round.year == row.year][-2:]
    by, facts = stage.officer, _Facts(by=stage.officer, at=at)
    draft = amendment_create(
        mandatory_list=row, reason="年中核查发现，个别企业情况有变，另有企业应当列入。", **facts
    )
    entry_add(amendment=draft, enterprise=_newcomer(stage, at), basis=_BASIS, version=draft.version, **facts)
    entry_remove(
        amendment=draft,
        enterprise=closed.round.enterprise,
        reason="已按产业政策关停，生产设施拆除",
        version=draft.version,
        **facts,
    )
    entry_correct(
        amendment=draft,
        enterprise=wrong.round.enterprise,
        words={"reason": "颗粒物排放浓度超过地方排放标准"},
        reason="公布时超标污染物有误",
        version=draft.version,
        **facts,
    )
    on = timezone.localtime(at).date()
    paper = Paper(f"晋环函〔{on.year}〕{400 + on.month}号", "山西省生态环境厅", on)
    amendment_issue(amendment=draft, paper=paper, version=draft.version, by=by, at=at)
    rounds_open_next(mandatory_list=row, by=by, at=at)


def _untouched(stage: Stage) -> list[Walk]:
    """Rounds nobody has begun, so that their end cuts nothing off; the first ones are under orders."""
    return [walk for walk in stage.walks if walk.part.target == RoundState.PLANNED]


def _newcomer(stage: Stage, at: datetime) -> Enterprise:
    county = next(county for county in stage.counties["141100"] if county.code == XIAOYI)
    enterprise = enterprise_create(
        name=stage.names.enterprise(county, "化工"),
        region=county,
        by=stage.officer,
        at=at,
        uscc=stage.names.code(county.code),
        industry=stage.industries["2619"],
    )
    representative_make(cast=stage.cast, enterprise=enterprise, user=None, at=at)
    return enterprise


def clocks_adjusted(stage: Stage, at: datetime) -> None:
    """A pause that was granted, an extension that waits for the city's word, one that an enterprise asked for."""
    county, city = stage.cast.users["xiaoyi"], stage.cast.users["lvliang"]
    duties = _duties(stage)
    if len(duties) < 2:
        return
    paused, extended = duties[:2]
    first = timezone.localtime(at).date()
    paper = _paper("停产检修报告.pdf", county, at)
    pause = PauseTerms("焦炉停产大修，无法开展实测", paper, first, first + timedelta(days=44))
    asked = pause_request(duty=paused, terms=pause, by=county, at=at)
    adjustment_approve(adjustment=asked, version=asked.version, by=city, at=at + timedelta(days=1))
    paper = _paper("设备到货延期说明.pdf", county, at)
    terms = ExtensionTerms("监测设备到货推迟", paper, extended.due_on + timedelta(days=30))
    extension_request(duty=extended, terms=terms, by=county, at=at + timedelta(days=3))
    for duty in duties[2:]:
        person = User.objects.filter(
            represents__enterprise=duty.listing.enterprise_id, represents__until__isnull=True
        ).first()
        if person is not None:
            paper = _paper("余热锅炉供货合同变更.pdf", person, at)
            terms = ExtensionTerms("余热锅炉供货推迟两个月", paper, duty.due_on + timedelta(days=60))
            extension_request(duty=duty, terms=terms, by=person, at=at + timedelta(days=4))
            return


def _duties(stage: Stage) -> list[Duty]:
    """The reports still to come of 孝义's enterprises on the newest list."""
    row = stage.lists[max(stage.lists)]
    entries = Listing.objects.filter(mandatory_list=row, state="listed", region__code=XIAOYI)
    rows = Duty.objects.filter(listing__in=entries, code=DutyCode.FINISH, met_on__isnull=True)
    related = rows.select_related("listing__enterprise__region", "regime")
    return list(related.order_by("listing__number"))


def _paper(name: str, by: User, at: datetime) -> Attachment:
    return attachment_keep(content=b"%PDF-1.7 demonstration", name=name, kind="pdf", by=by, at=at)
