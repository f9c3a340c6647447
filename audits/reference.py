"""Reference rows of audits: score sheets, experts' fees; loaded after every migrate."""

from pathlib import Path
from typing import Any

from config.common.csvrows import read_rows

_FIXTURES = Path(__file__).parent / "fixtures"


def load_reference(sender: Any, **_facts: Any) -> None:
    """The sheets as they are known; what a province published since is left alone."""
    _load_rates(sender.get_model("FeeRate"))
    sheets = sender.get_model("ScoreSheet")
    if sheets.objects.exists():
        return
    known: dict[str, Any] = {}
    for row in read_rows(_FIXTURES / "score_sheets.csv"):
        code = row.pop("sheet")
        known[code] = sheets.objects.create(**row | {"effective_from": row["effective_from"] or None})
    _load_rows(sender, known)


def _load_rates(model: Any) -> None:
    if not model.objects.exists():
        for row in read_rows(_FIXTURES / "fee_rates.csv"):
            model.objects.create(**row)


def _load_rows(sender: Any, known: dict[str, Any]) -> None:
    items, vetoes, thresholds = (
        sender.get_model(name) for name in ("SheetItem", "SheetVeto", "SheetThreshold")
    )
    for number, row in enumerate(read_rows(_FIXTURES / "score_sheet_rows.csv"), start=1):
        facts = {"sheet": known[row["sheet"]], "mark": row["mark"]}
        if row["row"] == "threshold":
            thresholds.objects.create(from_score=row["value"], outcome=row["section"], **facts)
        elif row["row"] == "veto":
            vetoes.objects.create(number=number, text=row["text"], **facts)
        else:
            bonus = row["row"] == "bonus"
            facts |= {"section": row["section"], "maximum": row["value"], "is_bonus": bonus}
            items.objects.create(number=number, title=row["text"], **facts)
