"""What came of deeds on many rows, as a table."""

from django.utils.translation import gettext_lazy as _

from config.common.access import Permission
from config.common.tables import Column, Table
from operations.filters import BulkRowFilter
from operations.presenters import bulk_rows
from operations.selectors import bulk_rows_for

BULK_ROWS = Table(
    name="operations:bulk_row_list",
    title=_("批量办理结果"),
    noun=_("行"),
    permission=Permission.JOBS_READ,
    columns=(
        Column("name", _("对象"), href="href", naming=True),
        Column("title", _("办理事项")),
        Column("state", _("结果"), "light"),
        Column("said", _("说明"), css="wrap"),
        Column("done_at", _("办理时间"), "moment"),
    ),
    orderings={"number": ["-run_id", "number"], "name": ["name"], "state": ["state", "number"]},
    default="number",
    filterset=lambda user, data, today: BulkRowFilter(data, bulk_rows_for(user)),
    present=lambda user, today: bulk_rows,
)


def tables() -> tuple[Table, ...]:
    """Hook TABLES."""
    return (BULK_ROWS,)
