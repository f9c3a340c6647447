"""Chinese sentences carry Chinese marks: ，：；（）！？ and never a half-width one beside a character."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import polib
import pytest

from tests.architecture.sources import ROOT, Source, python_sources, template_files

_HALF = re.compile(r"[\u4e00-\u9fff] ?[,;:!?()]|[,;:!?()][\u4e00-\u9fff]")
# Not sentences: what a machine compares, or what others wrote and we recognise.
_NOT_SENTENCES = {
    "config/common/document_no.py": "patterns of document numbers",
    "config/common/spreadsheet/cells.py": "patterns of dates and of characters in names",
    "enterprises/calculations/roster_columns.py": "headings as counties write them, compared in half width",
    "enterprises/calculations/roster_reading.py": "separators that people type between categories",
    "measures/calculations/energy.py": "names of energies as the table of coal factors has them",
    "reports/demo/campaign/desk.py": "the headings of a sheet that a city sends in",
    "config/common/lifecycles.py": "diagrams for the documentation, in the syntax of the drawing program",
    "audits/lifecycle.py": "the title of that documentation",
    "audits/lifecycle_reviews.py": "the title of that documentation",
    "measures/lifecycle.py": "the title of that documentation",
}
_COMMENTS = [re.compile(r"{#.*?#}", re.S), re.compile(r"{%\s*comment.*?endcomment\s*%}", re.S)]


def _texts(source: Source) -> Iterator[str]:
    """Every string of a module that is not a docstring."""
    documentation = {
        id(node.body[0].value)
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in documentation:
            yield node.value


def test_strings_of_the_code_have_no_half_width_marks_beside_chinese() -> None:
    found = [
        (source.name, text)
        for source in python_sources()
        if source.name not in _NOT_SENTENCES
        for text in _texts(source)
        if _HALF.search(text)
    ]
    assert found == []


def test_every_exception_is_still_needed() -> None:
    sources = {source.name: source for source in python_sources()}
    assert [
        name for name in _NOT_SENTENCES if not any(_HALF.search(text) for text in _texts(sources[name]))
    ] == []


@pytest.mark.parametrize("path", [pytest.param(p, id=str(p.relative_to(ROOT))) for p in template_files()])
def test_templates_have_no_half_width_marks_beside_chinese(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    for comment in _COMMENTS:
        text = comment.sub("", text)
    assert [line.strip() for line in text.splitlines() if _HALF.search(line)] == []


def test_english_has_no_chinese_marks() -> None:
    """Full-width marks stand as wide as a character; quoted Chinese keeps its own."""
    wide = re.compile(r"[，；：（）！？、。]")
    quoted = re.compile(r"“[^”]*”|《[^》]*》|\"[^\"]*\"")
    entries = polib.pofile(str(ROOT / "locale/en/LC_MESSAGES/django.po"))
    texts = [text for entry in entries for text in (entry.msgstr, *entry.msgstr_plural.values())]
    assert [text for text in texts if wide.search(quoted.sub("", text))] == []
