"""Every list has columns, views and files: it is a Table, or it is named here with the reason why not."""

import ast
from collections.abc import Iterator

from django.urls import reverse

from config.common.tables import tables
from tests.architecture.sources import APPS, ROOT

WITHOUT_A_TABLE = {
    "enterprises:mandatory_list_detail": "one list as of a day; the entries of all lists are a table",
    "enterprises:due_calendar": "the rows under a month; all duties are a table of their own",
    "common:detail": "the preview of an imported file; the bad rows come back as a marked copy of it",
    "enterprises:duplicate_list": "pairs of enterprises, each decided on the spot",
    "operations:export_list": "one's own files, each with what it holds",
}


def list_views() -> Iterator[str]:
    """The views that page through rows without a Table."""
    paths = [(app, path) for app in APPS for path in sorted((ROOT / app / "views").glob("*.py"))]
    for app, path in [*paths, ("common", ROOT / "config/common/sheet_pages.py")]:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef) and "list_page(" in ast.unparse(node):
                yield f"{app}:{node.name}"


def test_every_list_is_a_table_or_is_named_with_its_reason() -> None:
    assert set(list_views()) == set(WITHOUT_A_TABLE)


def test_every_table_is_an_address() -> None:
    assert all(reverse(name) for name in tables())
