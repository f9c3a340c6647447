"""Who owes what and until when, who owes a disclosure, and what was ordered, as tables."""

from datetime import date

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from config.common.access import Permission
from config.common.tables import Column, Table
from enterprises.filters.disclosures import DisclosureFilter
from enterprises.filters.due_calendar import DutyFilter
from enterprises.filters.orders import OrderFilter, PenaltyFilter
from enterprises.filters.registry import city_choices
from enterprises.presenters.disclosures import disclosure_rows
from enterprises.presenters.due_calendar import owed_rows
from enterprises.presenters.orders import order_rows, penalty_list_rows
from enterprises.selectors import disclosures as reads
from enterprises.selectors.clock import paused_dues
from enterprises.selectors.due_calendar import duties_owed
from enterprises.selectors.enterprises import places_of
from enterprises.selectors.notices import duty_pages
from enterprises.selectors.orders import articles, orders_for, penalties_for


def _disclosures(user: User, data: QueryDict, today: date) -> DisclosureFilter:
    cities = places_of(user).cities
    choices = {
        "year": [(year, str(year)) for year in reads.years_listed(user)],
        "city": city_choices(cities) if len(cities) > 1 else [],
    }
    return DisclosureFilter(data, reads.listings_owing(user), choices=choices, today=today)


DISCLOSURES = Table(
    name="enterprises:disclosure_list",
    title=_("信息公示"),
    noun=_("条"),
    permission=Permission.DISCLOSURES_READ,
    columns=(
        Column("name", _("企业名称"), order="name", href="enterprise_href", naming=True),
        Column("place", _("所在区域"), order="place", css="nowrap"),
        Column("year", _("名单"), order="year"),
        Column("categories", _("类别"), "tags"),
        Column(
            "due_on", _("公示期限"), "date", order="due", under=(Column("light", _("公示情况"), "light"),)
        ),
        Column("done_on", _("公示日期"), "date", order="done"),
        Column("check", _("核对情况"), "light"),
        Column("where", _("公示载体"), css="wrap"),
        Column("deed", _("操作"), template="enterprises/cells/disclosure_deed.html", in_files=False),
        Column("uscc", _("统一社会信用代码"), "code", shown=False),
        Column("reason", _("入列原因"), shown=False, css="wrap"),
        Column("url", _("公示网址"), shown=False, css="wrap"),
    ),
    orderings={
        "due": ["due_on"],
        "name": ["enterprise__pinyin"],
        "done": ["done_on"],
        "place": ["region__code", "enterprise__pinyin"],
        "year": ["mandatory_list__year"],
    },
    default="-due",
    filterset=_disclosures,
    present=lambda user, today: (
        lambda page: disclosure_rows(user, today)(page, paused_dues({row.pk for row in page}, today))
    ),
)

ORDERS = Table(
    name="enterprises:order_list",
    title=_("责令与处罚"),
    noun=_("份责令"),
    permission=Permission.ORDERS_READ,
    columns=(
        Column("document_no", _("文号"), order="document_no", href="href", css="short", naming=True),
        Column("enterprise", _("企业"), order="enterprise", href="enterprise_href", css="wrap"),
        Column("kind", _("类别"), under=(Column("article", _("依据")),), css="wrap"),
        Column("issued_on", _("下达日期"), "date", order="issued"),
        Column("due_on", _("改正期限"), "date", order="due", under=(Column("light", _("进展"), "light"),)),
        Column("fine", _("罚款（元）"), "number"),
        Column("act", _("违法行为"), shown=False, css="wrap"),
        Column("occasion", _("起因"), shown=False, css="wrap"),
        Column("place", _("所在区域"), shown=False),
        Column("met_on", _("改正日期"), "date", shown=False),
        Column("withdrawn_document", _("撤销决定文号"), shown=False),
        Column("uscc", _("统一社会信用代码"), "code", shown=False),
    ),
    orderings={
        "issued": ["issued_on"],
        "due": ["due_on"],
        "enterprise": ["enterprise__pinyin"],
        "document_no": ["document_no"],
    },
    default="-issued",
    filterset=lambda user, data, today: OrderFilter(data, orders_for(user), today=today),
    present=lambda user, today: lambda orders: order_rows(orders, today),
)


PENALTIES = Table(
    name="enterprises:penalty_list",
    title=_("行政处罚"),
    noun=_("件处罚"),
    permission=Permission.ORDERS_READ,
    columns=(
        Column("document_no", _("处罚决定文号"), order="document_no", href="href", css="short", naming=True),
        Column("enterprise", _("企业"), order="enterprise", href="enterprise_href", css="wrap"),
        Column("act", _("违法行为"), css="wrap", under=(Column("article", _("依据")),)),
        Column("decided_on", _("决定日期"), "date", order="decided"),
        Column("amount", _("罚款（元）"), "number", order="amount"),
        Column("light", _("状态"), "light"),
        Column("order", _("责令决定文号"), shown=False),
        Column("place", _("所在区域"), shown=False),
        Column("uscc", _("统一社会信用代码"), "code", shown=False),
        Column("withdrawn_on", _("撤销日期"), "date", shown=False),
        Column("withdrawn_document", _("撤销决定文号"), shown=False),
        Column("withdrawn_reason", _("撤销理由"), shown=False, css="wrap"),
    ),
    orderings={
        "decided": ["decided_on"],
        "amount": ["amount_yuan"],
        "enterprise": ["order__enterprise__pinyin"],
        "document_no": ["document_no"],
    },
    default="-decided",
    filterset=lambda user, data, today: PenaltyFilter(data, penalties_for(user), articles=articles()),
    present=lambda user, today: penalty_list_rows,
)


def _duties(user: User, data: QueryDict, today: date) -> DutyFilter:
    cities = city_choices(places_of(user).cities)
    return DutyFilter(data, duties_owed(user), cities=cities, user=user, today=today)


DUTIES = Table(
    name="enterprises:duty_list",
    title=_("法定期限一览"),
    noun=_("项义务"),
    permission=Permission.CALENDAR_READ,
    columns=(
        Column("enterprise", _("企业名称"), order="name", href="href", css="wrap", naming=True),
        Column("what", _("义务"), order="what"),
        Column("place", _("所在区域"), css="nowrap"),
        Column("year", _("名单年度"), order="year"),
        Column("due_on", _("期限"), "date", order="due", href="clock_href"),
        Column("light", _("状态"), "light"),
        Column("met_on", _("履行日期"), "date", order="met", shown=False),
        Column("basis", _("依据"), shown=False, css="wrap"),
        Column("list", _("名单"), shown=False, css="wrap"),
        Column("uscc", _("统一社会信用代码"), "code", shown=False),
    ),
    orderings={
        "due": ["due_on"],
        "name": ["listing__enterprise__pinyin"],
        "what": ["code", "due_on"],
        "year": ["listing__mandatory_list__year", "due_on"],
        "met": ["met_on"],
    },
    default="due",
    filterset=_duties,
    present=lambda user, today: (
        lambda page: owed_rows(
            page, duty_pages(user, page), today, paused_dues({row.listing_id for row in page}, today)
        )
    ),
)


def tables() -> tuple[Table, ...]:
    """Hook TABLES."""
    return DISCLOSURES, ORDERS, PENALTIES, DUTIES
