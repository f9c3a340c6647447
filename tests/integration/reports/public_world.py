"""What a citizen finds: three enterprises on a list, one disclosed and accepted, and people who must not show."""

from dataclasses import dataclass
from datetime import date, timedelta

from accounts.models import User
from audits.enums import RoundState
from audits.services.rounds import round_open
from config.common.access import Role
from enterprises.enums import DocumentKind
from enterprises.models import Disclosure, Enterprise, Listing, MandatoryList
from enterprises.selectors.disclosures import fields_owed
from enterprises.services.list_papers import Made, list_paper_keep
from operations.services.attachments import content_keep
from tests.factories.accounts import make_user, now, system
from tests.factories.audits import today, walk_to
from tests.factories.enterprises import make_disclosure, make_enterprise, make_representative
from tests.factories.lists import make_entry, make_list, publish

PEOPLE = ("卫青山", "霍去疾", "李广利")
MOBILE = "13912340987"


@dataclass
class PublicWorld:
    mandatory_list: MandatoryList
    accepted: Enterprise
    disclosure: Disclosure
    quiet: Enterprise
    person: User
    draft: MandatoryList


def build_public_world() -> PublicWorld:
    """A published list and a draft; the disclosure's text names a person and a telephone."""
    first = make_enterprise("晋源百分%焦化_有限公司", "140105", legal_representative=PEOPLE[0])
    quiet = make_enterprise("大同云冈水泥有限公司", "140214", legal_representative=PEOPLE[1])
    unlisted = make_enterprise("未列入的厂")
    published_on = date(2026, 3, 31)
    rows = make_list(2026)
    for enterprise in (first, quiet, make_enterprise("=1+1公式厂", "140106")):
        make_entry(rows, enterprise, ("OVER_LIMIT", "ENERGY"))
        rows.refresh_from_db()
    rows = publish(rows, published_on)
    draft = make_list(2027)
    make_entry(draft, unlisted)
    person = make_representative(
        first, make_user(Role.ENTERPRISE, name=PEOPLE[2], phone=MOBILE, email="liguangli@example.cn")
    )
    listing = Listing.objects.select_related("mandatory_list", "enterprise__region").get(enterprise=first)
    disclosure = _disclosed(listing, person, published_on)
    round_ = round_open(
        enterprise=first, listing=listing, opened_on=today() - timedelta(days=30), by=system(), at=now()
    )
    walk_to(round_, RoundState.CLOSED)
    _notice(rows)
    return PublicWorld(rows, first, disclosure, quiet, person, draft)


def _disclosed(listing: Listing, person: User, published_on: date) -> Disclosure:
    values: dict[str, dict[str, str]] = {}
    for row in fields_owed(listing):
        text = PEOPLE[0] if row.personal else f"{row.label}：联系{PEOPLE[0]} {MOBILE}"
        values.setdefault(row.category, {})[row.label] = text
    return make_disclosure(
        listing,
        disclosed_on=published_on + timedelta(days=9),
        place=f"厂门公告栏（{PEOPLE[0]}）",
        url="https://example.cn/gs",
        values=values,
        by=person,
    )


def _notice(mandatory_list: MandatoryList) -> None:
    for kind in (DocumentKind.NOTICE, DocumentKind.LETTERS):
        content = b"%PDF-1.7 " + kind.encode()
        digest = content_keep(content=content)
        made = Made(kind, mandatory_list.region, 1, 3, 1, f"{kind.label}.pdf", len(content), digest)
        list_paper_keep(mandatory_list=mandatory_list, made=made, by=system(), at=now())
