"""A small world whose figures are worked out by hand: rows written as they stand at the end of a story.

The services of the lower apps are tested where they live; here only what reports count matters, on days of
long ago that the services would not take.
"""

from datetime import date
from decimal import Decimal
from itertools import count
from typing import Any

from accounts.models import Region, User
from audits.enums import ReviewState
from audits.models import Review, Round
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
from measures.models import BenefitIndicator, Effect, Measure, PostAssessment, PostAssessmentItem
from tests.factories.accounts import now, place, system

TAIYUAN, XIAODIAN, DATONG, PINGCHENG = "140100", "140105", "140200", "140213"
SHANXI = "140000"
COKING, COAL, STEEL = "2521", "0610", "3120"
_numbers = count(1)


def region(code: str) -> Region:
    return place(code)


def enterprise(code: str = XIAODIAN, industry: str | None = COKING, **details: Any) -> Enterprise:
    """An enterprise that has always lain in one place."""
    number = next(_numbers)
    name = details.pop("name", f"企业{number}")
    row = Enterprise.objects.create(
        name=name,
        name_key=name,
        pinyin=f"qiye{number:05}",
        initials="qy",
        region=region(code),
        industry=Industry.objects.get(code=industry) if industry else None,
        created_at=now(),
        **details,
    )
    EnterprisePlacement.objects.create(enterprise=row, region=row.region)
    return row


def moved(row: Enterprise, code: str, on: date) -> None:
    """The enterprise moves to another place on a day."""
    EnterprisePlacement.objects.filter(enterprise=row, to_on=None).update(to_on=on)
    EnterprisePlacement.objects.create(enterprise=row, region=region(code), from_on=on)
    Enterprise.objects.filter(pk=row.pk).update(region=region(code))


def published_list(published_on: date, **details: Any) -> MandatoryList:
    number = next(_numbers)
    return MandatoryList.objects.create(
        region=region(SHANXI),
        year=published_on.year,
        batch=number,
        title=f"{published_on.year}年名单",
        state="published",
        document_no=f"晋环发〔{published_on.year}〕{number}号",
        authority="山西省生态环境厅",
        published_on=published_on,
        published_by=system(),
        published_at=now(),
        created_by=system(),
        created_at=now(),
        **details,
    )


def listing(on_list: MandatoryList, row: Enterprise, *categories: str, **details: Any) -> Listing:
    """An entry where the enterprise lies now; `categories` are the flags, over_limit by default."""
    flags = dict.fromkeys(categories or ("over_limit",), True)
    return Listing.objects.create(
        mandatory_list=on_list,
        enterprise=row,
        number=next(_numbers),
        name=row.name,
        region=details.pop("region", row.region),
        **flags,
        **details,
    )


def duty(entry: Listing, code: str, due_on: date, met_on: date | None = None) -> Duty:
    return Duty.objects.create(
        listing=entry,
        code=code,
        regime=LegalRegime.objects.first(),
        base_on=entry.mandatory_list.published_on,
        due_on=due_on,
        met_on=met_on,
    )


def disclosed(entry: Listing, on: date) -> Disclosure:
    return Disclosure.objects.create(
        listing=entry, disclosed_on=on, place="山西日报", submitted_by=system(), submitted_at=now()
    )


def round_(row: Enterprise, entry: Listing | None = None, **events: Any) -> Round:
    """A round with its event dates; without an entry it is a voluntary one."""
    opened_on = events.pop("opened_on", date(2009, 4, 1))
    return Round.objects.create(
        enterprise=row,
        listing=entry,
        kind="mandatory" if entry else "voluntary",
        year=opened_on.year,
        number=next(_numbers),
        opened_on=opened_on,
        created_at=now(),
        **events,
    )


def measure(of: Round, cost: str, state: str = "implemented", **details: Any) -> Measure:
    """A measure proposed on 2009-06-01 and, when it stands, implemented on 2010-05-01."""
    on = details.pop("on", date(2010, 5, 1))
    standing = state in {"implemented", "verified"}
    values: dict[str, Any] = {
        "proposed_on": date(2009, 6, 1),
        "implemented_on": on if standing else None,
        "investment_planned_wan": Decimal(0),
    }
    return Measure.objects.create(
        round=of,
        number=f"F{next(_numbers)}",
        title="方案",
        kind="equipment",
        cost_class=cost,
        state=state,
        created_by=system(),
        created_at=now(),
        **(values | details),
    )


def effect(
    of: Measure, code: str, achieved: str | None, verified: str | None = None, **details: Any
) -> Effect:
    def amount(text: str | None) -> Decimal | None:
        return None if text is None else Decimal(text)

    return Effect.objects.create(
        measure=of,
        indicator=BenefitIndicator.objects.get(code=code),
        achieved=amount(achieved),
        verified=amount(verified),
        **details,
    )


def review(of: Round, kind: str, outcome: str, on: date | None, attempt: int = 1) -> Review:
    return Review.objects.create(
        round=of,
        kind=kind,
        attempt=attempt,
        state=ReviewState.DECIDED if outcome else ReviewState.APPLIED,
        outcome=outcome,
        applied_on=date(2010, 1, 1),
        decided_on=on,
        created_at=now(),
    )


def post_assessed(of: Round, on: date, *items: tuple[Measure, str, str, str | None]) -> PostAssessment:
    """Items: measure, running, claimed, read (万元/a)."""
    row = PostAssessment.objects.create(
        round=of, planned_on=on, assessed_on=on, created_by=system(), created_at=now()
    )
    for one, running, claimed, read in items:
        PostAssessmentItem.objects.create(
            post_assessment=row,
            measure=one,
            running=running,
            claimed_wan=Decimal(claimed),
            read_wan=None if read is None else Decimal(read),
        )
    return row


def officer(role: str = "province", code: str | None = None) -> User:
    from tests.factories.accounts import make_user

    return make_user(role, code)


def story() -> dict[str, Any]:
    """Two cities, three enterprises, one of them voluntary; the numbers stand in test_figures.py.

    2009 list: A (小店, 炼焦, 双超+双有) and B (平城, 煤炭, 高耗能). 2010 list: A again.
    C (太原市, industry unknown) is voluntary.
    """
    first, second = published_list(date(2009, 3, 1)), published_list(date(2010, 3, 1))
    a = enterprise(XIAODIAN, COKING, name="甲焦化")
    b = enterprise(PINGCHENG, COAL, name="乙煤业")
    c = enterprise(TAIYUAN, None, name="丙厂")
    la = listing(first, a, "over_limit", "toxic")
    lb = listing(first, b, "energy")
    la2 = listing(second, a, "over_limit")
    disclosed(la, date(2009, 3, 20))
    duty(la, "disclose", date(2009, 4, 1), date(2009, 3, 20))
    duty(lb, "disclose", date(2009, 4, 1))  # never met
    duty(lb, "start", date(2009, 5, 1))  # a second late duty: the listing still counts once
    duty(la2, "finish", date(2010, 12, 31))  # due on the last day: overdue only from the day after
    ra = round_(
        a,
        la,
        started_on=date(2009, 4, 20),
        reported_on=date(2009, 12, 1),
        evaluated_on=date(2010, 2, 1),
        accepted_on=date(2010, 11, 1),
        post_assessed_on=date(2010, 12, 20),
        level_before="III",
        level_after="II",
    )
    rc = round_(c, started_on=date(2010, 6, 1), accepted_on=date(2011, 1, 5))
    high = measure(ra, "high", "verified", investment_planned_wan=Decimal("300"),
                   investment_actual_wan=Decimal("280.5"), benefit_achieved_wan=Decimal("100"),
                   benefit_verified_wan=Decimal("90.25"))  # fmt: skip
    medium = measure(ra, "medium", investment_planned_wan=Decimal("40"),
                     investment_actual_wan=Decimal("39.5"), benefit_achieved_wan=Decimal("10"))  # fmt: skip
    measure(
        ra,
        "medium",
        "dropped",
        investment_planned_wan=Decimal("60"),
        state_reason="停产",
        dropped_on=date(2009, 9, 1),
    )
    low = measure(ra, "low", investment_actual_wan=Decimal("2"), benefit_achieved_wan=Decimal("1.000001"))
    measure(rc, "no", on=date(2010, 7, 1), benefit_achieved_wan=Decimal("0.5"))
    effect(high, "so2", "12.5", "11.25")
    effect(medium, "so2", "0.000001")
    effect(low, "water", "1000")
    review(ra, "evaluation", "supplement", date(2009, 12, 20), attempt=1)
    review(ra, "evaluation", "passed", date(2010, 2, 1), attempt=2)
    review(ra, "acceptance", "passed", date(2010, 11, 1))
    review(rc, "acceptance", "", None)
    post_assessed(
        ra,
        date(2010, 12, 20),
        (high, "delivering", "90", "81"),
        (medium, "stopped", "10", "0"),
        (low, "delivering", "1", None),
    )
    return {
        "a": a,
        "b": b,
        "c": c,
        "la": la,
        "lb": lb,
        "ra": ra,
        "rc": rc,
        "high": high,
        "lists": (first, second),
    }
