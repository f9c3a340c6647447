"""What belongs to reviews besides the reviews themselves, as tables: score sheets, experts' fees."""

from functools import partial

from django.utils.translation import gettext_lazy as _

from audits.filters_reviews import FeeFilter, SheetFilter
from audits.presenters.fees import fee_rows
from audits.presenters.sheets import sheet_rows
from audits.selectors.sheets import sheets_listed
from config.common.access import Permission
from config.common.tables import Column, Table

SHEETS = Table(
    name="audits:sheet_list",
    title=_("评分表"),
    noun=_("份评分表"),
    permission=Permission.REVIEWS_READ,
    columns=(
        Column("name", _("评分表名称"), order="name", href="href", naming=True, css="wrap"),
        Column("kind", _("类别")),
        Column("edition", _("版次")),
        Column("state", _("状态"), "light"),
        Column("effective_from", _("启用日期"), "date", order="effective"),
        Column("basis", _("依据"), css="wrap", under=(Column("mark", _("核对"), "light"),)),
        Column("items", _("评分项目"), "number"),
        Column("reviews", _("使用次数"), "number", order="reviews"),
    ),
    orderings={"name": ["name", "edition"], "effective": ["effective_from"], "reviews": ["reviews_n"]},
    default="-effective",
    filterset=lambda user, data, today: SheetFilter(data, sheets_listed(user)),
    present=lambda user, today: sheet_rows,
)


FEES = Table(
    name="audits:fee_list",
    title=_("专家劳务费"),
    noun=_("笔劳务费"),
    permission=Permission.FEES_READ,
    columns=(
        Column(
            "name", _("专家"), order="name", css="short", naming=True, under=(Column("part", _("组内职务")),)
        ),
        Column("enterprise", _("企业"), href="href", css="wrap", under=(Column("review", _("评审")),)),
        Column("earned_on", _("评审日期"), "date", order="earned"),
        Column("amount", _("金额（元）"), "number", order="amount"),
        Column("payer", _("承担单位"), css="wrap"),
        Column("state", _("状态"), "light", under=(Column("paid_on", _("发放日期"), "date"),)),
        Column("voucher", _("付款凭证号"), "code"),
        Column("rate", _("标准"), css="wrap", shown=False),
        Column("employer", _("工作单位"), shown=False),
        Column(
            "deed",
            _("办理"),
            template="audits/cells/fee_deed.html",
            in_files=False,
            needs=Permission.ROUNDS_DECIDE,
        ),
    ),
    orderings={"earned": ["earned_on"], "name": ["seat__expert__name"], "amount": ["amount_yuan"]},
    default="-earned",
    filterset=lambda user, data, today: FeeFilter(data, user=user),
    present=lambda user, today: partial(fee_rows, user=user),
)


def tables() -> tuple[Table, ...]:
    """Hook TABLES."""
    return SHEETS, FEES
