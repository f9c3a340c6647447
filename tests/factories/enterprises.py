"""Enterprises and what hangs on them, for tests."""

from datetime import date
from itertools import count
from typing import Any

from accounts.models import Region, User
from config.common import uscc as codes
from config.common.access import Role
from enterprises.models import (
    CorrectionOrder,
    Disclosure,
    Enterprise,
    Industry,
    Listing,
    PenaltyArticle,
)
from enterprises.rules.orders import OrderTerms
from enterprises.services.disclosures import disclosure_submit
from enterprises.services.enterprises import enterprise_create
from enterprises.services.orders import order_issue
from enterprises.services.representatives import representative_add
from tests.factories.accounts import make_user, now, place, system

_numbers = count(1)


def make_uscc(number: int | None = None) -> str:
    """A valid made-up code; all different."""
    return codes.make(f"91140105MA{next(_numbers) if number is None else number:07d}")


def industry(code: str = "2521") -> Industry:
    return Industry.objects.get(code=code, edition="2017")


def make_enterprise(
    name: str = "", region: Region | str = "140105", *, by: User | None = None, **details: Any
) -> Enterprise:
    """A registered enterprise (default 小店区, 炼焦) with a code of its own."""
    values: dict[str, Any] = {"uscc": make_uscc(), "industry": industry(), "at": now()} | details
    where = place(region) if isinstance(region, str) else region
    return enterprise_create(
        name=name or f"太原第{next(_numbers)}炼焦有限公司", region=where, by=by or system(), **values
    )


def make_representative(enterprise: Enterprise, user: User | None = None, **details: Any) -> User:
    """The enterprise user who acts for it."""
    person = user or make_user(Role.ENTERPRISE, phone="13812345678", **details)
    representative_add(enterprise=enterprise, user=person, since=date(2020, 1, 1), by=system(), at=now())
    return person


def article(code: str = "P39a") -> PenaltyArticle:
    return PenaltyArticle.objects.get(code=code)


def make_order(
    enterprise: Enterprise | None = None,
    code: str = "P39a",
    *,
    issued_on: date = date(2026, 6, 1),
    due_on: date = date(2026, 7, 1),
) -> CorrectionOrder:
    """An order under an article: P36 to publish, P39… to correct."""
    terms = OrderTerms(
        article=article(code),
        document_no=f"晋环责改〔{issued_on.year}〕{next(_numbers)}号",
        issued_on=issued_on,
        due_on=due_on,
        text="限期实施清洁生产审核。",
    )
    return order_issue(enterprise=enterprise or make_enterprise(), terms=terms, by=system(), at=now())


def make_disclosure(
    listing: Listing, *, disclosed_on: date = date(2026, 4, 10), by: User | None = None, **details: Any
) -> Disclosure:
    """What the listed enterprise made public."""
    return disclosure_submit(
        listing=listing,
        disclosed_on=disclosed_on,
        place=details.pop("place", "《太原日报》第 8 版"),
        by=by or system(),
        at=now(),
        **details,
    )
