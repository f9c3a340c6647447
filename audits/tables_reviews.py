"""What belongs to reviews besides the reviews themselves, as tables: the score sheets."""

from django.utils.translation import gettext_lazy as _

from audits.filters_reviews import SheetFilter
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


def tables() -> tuple[Table, ...]:
    """Hook TABLES."""
    return (SHEETS,)
