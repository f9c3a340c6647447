"""A list of measures as a workbook: rows a second, and the memory it takes, for a short and a long list."""

import tempfile
from pathlib import Path

from django.http import QueryDict
from django.utils import timezone

from accounts.models import User
from bench.parts import peak_mb, timed
from config.common.table_files import FrozenRows, TableFile
from config.common.tables import tables


def main(rows: str) -> dict[str, float]:
    """One workbook of the first so many measures of the province, as the job writes it."""
    user = User.objects.select_related("region").get(username="scale-province")
    table = tables()["measures:measure_list"]
    source = TableFile(table, user, QueryDict("order=enterprise").urlencode(), timezone.localdate())
    whole = source.freeze()
    frozen = FrozenRows(source, whole.ids[: int(rows)], whole.rows, whole.columns, whole.words)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "list.xlsx"
        seconds = timed(lambda: frozen.write(path, "xlsx", ["方案"], lambda _done, _rows: None))
    if len(frozen.ids) != int(rows):
        raise SystemExit(f"{len(frozen.ids)} of {rows} measures were there")
    return {"seconds": seconds, "peak_mb": peak_mb()}
