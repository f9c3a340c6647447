"""Formulas in CSV: a `'` before what a spreadsheet would run, taken off again on the way in."""

import re

_RUNS = re.compile(r"'*[\s\u200b\ufeff]*[=+\-@\t\r＝＋－＠]")
_NUMBER = re.compile(r"-?\d+(\.\d+)?([eE][+-]?\d+)?")


def shield(text: str) -> str:
    """`text` as it may stand in a CSV: nothing in it starts a formula. `unshield` undoes it."""
    runs = _RUNS.match(text) and not _NUMBER.fullmatch(text)
    return f"'{text}" if runs else text


def unshield(text: str) -> str:
    """What the person wrote before `shield`."""
    return text[1:] if text.startswith("'") and _RUNS.match(text[1:]) else text
