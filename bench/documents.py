"""A report's PDF through our door, against WeasyPrint alone on the same HTML; each rendering a fresh process."""

import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path

from accounts.models import Region
from bench.parts import side_by_side
from config.common.pdf import html_to_pdf
from reports.calculations.snapshot import snapshot_of
from reports.documents.paper import paper_html
from reports.selectors.figures import figures
from reports.selectors.progress import progress

TIMES = 5
SINCE, UNTIL, AS_OF = 2022, 2026, date(2026, 12, 31)
ALONE = """
import sys
from weasyprint import HTML
HTML(filename=sys.argv[1], encoding="utf-8").write_pdf(sys.argv[2])
"""


def main() -> dict[str, float]:
    html = _report()
    with tempfile.TemporaryDirectory() as folder:
        page, target = Path(folder) / "report.html", Path(folder) / "report.pdf"
        page.write_text(html, encoding="utf-8")
        alone = [sys.executable, "-c", ALONE, str(page), str(target)]
        ours, theirs = side_by_side(
            lambda: html_to_pdf(html, target), lambda: subprocess.run(alone, check=True), TIMES
        )
    return {"seconds": ours, "alone": theirs}


def _report() -> str:
    """The annual report of the whole province."""
    province = Region.objects.get(code="140000")
    snapshot = snapshot_of(
        figures(province, SINCE, UNTIL, AS_OF),
        progress(province, SINCE, UNTIL, AS_OF),
        authority="山西省生态环境厅",
        made_on=AS_OF,
    )
    return paper_html(snapshot)
