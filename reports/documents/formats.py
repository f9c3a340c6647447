"""The formats a report is kept in: one function for each, from the snapshot to a file. Word will be one row more."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from reports.calculations.snapshot import Snapshot, canonical
from reports.documents.annexes import Annexes
from reports.documents.paper import write_pdf
from reports.documents.workbook import write_xlsx

Writer = Callable[[Snapshot, Path, Annexes], None]


@dataclass(frozen=True)
class Format:
    """A kind of file: what making it is called, how it is served, who writes it."""

    kind: str
    step: str | Promise
    content_type: str
    write: Writer


def write_json(snapshot: Snapshot, target: Path, _annexes: Annexes) -> None:
    target.write_bytes(canonical(snapshot))


FORMATS: dict[str, Format] = {
    "json": Format("json", _("写出数据文件"), "application/json", write_json),
    "xlsx": Format(
        "xlsx",
        _("写出 Excel 附表"),
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        write_xlsx,
    ),
    "pdf": Format("pdf", _("排版 PDF"), "application/pdf", write_pdf),
}
