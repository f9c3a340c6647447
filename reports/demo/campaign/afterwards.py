"""What goes on beside and after the rounds: disclosures, orders, a fine, visits ahead, post-assessments."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from django.utils import timezone

from audits.enums import RoundState
from audits.models import Round
from enterprises.enums import DutyCode
from enterprises.models import CorrectionOrder, Disclosure, Duty, Listing, PenaltyArticle
from enterprises.rules.orders import AnswerTerms, OrderTerms, PenaltyTerms, WithdrawalTerms
from enterprises.selectors.disclosures import fields_owed
from enterprises.services.disclosure_checks import disclosure_check, disclosure_return
from enterprises.services.disclosures import disclosure_amend, disclosure_submit
from enterprises.services.order_answers import order_answer, order_return
from enterprises.services.order_withdrawals import order_withdraw
from enterprises.services.orders import order_issue, order_meet, penalty_decide
from measures.enums import Running
from measures.models import Measure
from measures.services.post_assessments import post_assessment_plan, post_assessment_record
from operations.services.attachments import attachment_keep
from reports.demo.campaign import words
from reports.demo.campaign.diary import Script, working_time
from reports.demo.campaign.lists import Stage
from reports.demo.campaign.walk import Walk

_PLACES = ("企业门户网站", "山西日报", "当地生态环境局网站", "吕梁日报", "企业公示栏及门户网站")


def disclosure(stage: Stage, walk: Walk) -> Script:
    """Three in four in time, some late, some never; the enterprise with an account needed an order at first."""
    listing = walk.round.listing
    dice = stage.random.random()
    if walk.round.enterprise == stage.own:
        dice = 1.0 if walk.part.target == RoundState.CLOSED else 0.0
    if listing is None or dice > 0.88 or walk.part.target == RoundState.EXEMPTED:
        return
    days = stage.random.randint(6, 28) if dice < 0.76 else stage.random.randint(34, 48)
    at = working_time(stage.random, walk.round.opened_on + timedelta(days=days))
    yield at
    _disclose(stage.random, walk, listing, at)
    yield from _checked(stage, walk, listing, at)


def _checked(stage: Stage, walk: Walk, listing: Listing, at: datetime) -> Script:
    """The officer looks at it within days: one in eight is returned, and submitted again if there was time."""
    dice = Random(listing.number)
    decided = working_time(dice, at + timedelta(days=dice.randint(2, 9)))
    if timezone.localtime(decided).date() >= stage.today - timedelta(days=3) or listing.number % 11 == 5:
        return
    yield decided
    facts: dict[str, Any] = {"by": walk.officer, "at": decided}
    told = Disclosure.objects.select_related("listing__enterprise__region").get(listing=listing)
    if listing.number % 8 != 3:
        disclosure_check(disclosure=told, version=told.version, **facts)
        return
    reasons = {"url": "网页打不开，无法核对公示内容。"}
    disclosure_return(disclosure=told, version=told.version, reasons=reasons, **facts)
    mended = working_time(dice, decided + timedelta(days=6))
    if timezone.localtime(mended).date() >= stage.today or listing.number % 3 == 0:
        return
    yield mended
    told = Disclosure.objects.select_related("listing__mandatory_list", "listing__enterprise__region").get(
        listing=listing
    )
    disclosure_amend(
        disclosure=told,
        version=told.version,
        values=told.values,
        disclosed_on=timezone.localtime(mended).date(),
        place=told.place,
        url="https://www.example.cn/gongshi/2.html",
        by=walk.person,
        at=mended,
    )


def _disclose(random: Random, walk: Walk, listing: Listing, at: datetime) -> None:
    disclosure_submit(
        listing=Listing.objects.select_related("mandatory_list", "enterprise__region").get(pk=listing.pk),
        disclosed_on=timezone.localtime(at).date(),
        place=random.choice(_PLACES),
        url="https://www.example.cn/gongshi/qjsc.html",
        values=words.disclosed(listing, fields_owed(listing)),
        by=walk.person,
        at=at,
    )


def order_to_publish(stage: Stage, walk: Walk) -> Script:
    """Who did not disclose is ordered to; half of them obey."""
    listing = walk.round.listing
    first = working_time(stage.random, walk.round.opened_on + timedelta(days=49))
    yield first
    if (
        listing is None
        or hasattr(listing, "disclosure")
        or Listing.objects.get(pk=listing.pk).state != "listed"
    ):
        return
    text = "自收到本决定之日起十五日内公布主要污染物排放情况和能耗，并报我局备案。"
    order = _order(stage, walk, listing, ("P36", first, 15, text))
    later = working_time(stage.random, walk.round.opened_on + timedelta(days=60))
    obeys = walk.round.enterprise == stage.own or stage.random.random() < 0.5
    if later.date() >= stage.today:
        return
    yield later
    on = timezone.localtime(later).date()
    if obeys:
        _disclose(stage.random, walk, listing, later)
    elif listing.number % 3 == 1:
        terms = WithdrawalTerms(f"晋环撤字〔{on.year}〕{listing.number}号", on, words.ORDER_WITHDRAWN)
        order_withdraw(order=order, terms=terms, version=order.version, by=walk.officer, at=later)
        return
    _hand_in(order, walk, later)
    if obeys or later.date() < stage.today - timedelta(days=90):
        order_meet(order=order, met_on=on, version=order.version, by=walk.officer, at=later)
    elif listing.number % 3 == 2:
        reason = words.PROOF_RETURNED
        order_return(order=order, reason=reason, version=order.version, by=walk.officer, at=later)


def _hand_in(order: CorrectionOrder, walk: Walk, at: datetime) -> None:
    """What the enterprise did, with one paper of proof."""
    name, content = "公布情况证明.pdf", b"%PDF-1.7 demonstration"
    file = attachment_keep(content=content, name=name, kind="pdf", by=walk.person, at=at)
    terms = AnswerTerms(timezone.localtime(at).date(), words.CORRECTED)
    order_answer(order=order, terms=terms, files=[file], version=order.version, by=walk.person, at=at)


def order_to_audit(stage: Stage, walk: Walk, *, fine: bool) -> Script:
    """Who never began is ordered to; who does not obey is fined under Art. 39."""
    listing = walk.round.listing
    issued = working_time(stage.random, walk.round.opened_on + timedelta(days=110))
    if listing is None or issued.date() >= stage.today:
        return
    yield issued
    text = "自收到本决定之日起六十日内启动强制性清洁生产审核并报送审核计划。"
    order = _order(stage, walk, listing, ("P39a", issued, 60, text))
    decided = working_time(stage.random, walk.round.opened_on + timedelta(days=196))
    if fine and decided.date() < stage.today:
        yield decided
        on = timezone.localtime(decided).date()
        terms = PenaltyTerms(order.article, f"晋环罚字〔{on.year}〕{7 + on.month}号", on, Decimal(80_000))
        penalty_decide(order=order, terms=terms, by=walk.officer, at=decided)


def _order(
    stage: Stage, walk: Walk, listing: Listing, what: tuple[str, datetime, int, str]
) -> CorrectionOrder:
    code, at, days, text = what
    on = timezone.localtime(at).date()
    terms = OrderTerms(
        article=PenaltyArticle.objects.get(code=code),
        document_no=f"晋环责改字〔{on.year}〕{next(stage.order_numbers)}号",
        issued_on=on,
        due_on=on + timedelta(days=days),
        text=text,
        listing=listing,
        duty=_duty_late(listing, code, on),
    )
    return order_issue(enterprise=walk.round.enterprise, terms=terms, by=walk.officer, at=at)


def _duty_late(listing: Listing, code: str, on: date) -> Duty | None:
    """The duty an order rests on: to publish, or to begin the audit; one still owed and past its day."""
    wanted = DutyCode.DISCLOSE if code == "P36" else DutyCode.START
    rows = Duty.objects.filter(listing=listing, code=wanted, met_on__isnull=True, due_on__lt=on)
    return rows.select_related("listing").first()


def post_assessment(stage: Stage, walk: Walk, number: int) -> Script:
    """A year after its acceptance a round is looked at again: done, planned, or due and not planned yet."""
    yield working_time(stage.random, stage.today - timedelta(days=1))
    round_ = Round.objects.select_related("enterprise__region").get(pk=walk.round.pk)
    if round_.accepted_on is None or number % 4 == 3:
        return
    assessed = min(round_.accepted_on + timedelta(days=370 + number), stage.today - timedelta(days=1))
    planned = working_time(stage.random, stage.today - timedelta(days=1))
    ahead = number % 4 == 2
    planned_on = stage.today + timedelta(days=5 + number) if ahead else assessed
    row = post_assessment_plan(round_=round_, planned_on=planned_on, by=walk.officer, at=planned)
    if ahead or assessed < round_.accepted_on + timedelta(days=60):
        return
    post_assessment_record(
        post_assessment=row,
        version=row.version,
        assessed_on=assessed,
        items=[post_item(stage.random, one) for one in Measure.objects.standing().filter(round=round_)],
        conclusion=words.CONCLUSION,
        by=walk.officer,
        at=planned,
    )


def post_item(random: Random, measure: Measure) -> dict[str, object]:
    running = random.choices(list(Running), [8, 2, 1])[0]
    claimed = measure.benefit_verified_wan
    if claimed is None:
        claimed = measure.benefit_achieved_wan or Decimal(0)
    share = {Running.DELIVERING: Decimal("0.97"), Running.REDUCED: Decimal("0.6")}.get(running)
    read = (claimed * share).quantize(Decimal("0.01")) if share else Decimal(0)
    notes = {Running.REDUCED: "负荷不足，效果下降", Running.STOPPED: "生产线停产，设备停用"}
    return {"measure": measure, "running": running, "read_wan": read, "note": notes.get(running, "")}


def visits_ahead(stage: Stage, at: datetime) -> int:
    """The verifier's visits of today and of the next days, to rounds whose measures wait to be seen."""
    waiting = [walk for walk in stage.walks if _may_be_visited(walk)]
    for number, walk in enumerate(waiting):
        walk.works.assign(stage.today + timedelta(days=(0, 0, 0, 1, 3, 6)[number % 6]), at)
    return len(waiting)


def _may_be_visited(walk: Walk) -> bool:
    open_targets = {RoundState.IMPLEMENTATION_SUBMITTED, RoundState.IMPLEMENTATION_IN_PROGRESS}
    return walk.part.target in open_targets and bool(walk.works.standing())
