"""Every list that can be exported: the file holds the rows of the list, for each role that may open it."""

import csv
import io

import pytest
from django.urls import reverse

from config.common.access import Role
from config.common.tables import tables
from tests.access.table import lines
from tests.access.world import HERE, World

LET_IN = {(line.url, role) for line in lines() for role, cell in line.cells.items() if cell == "ok"}
PEOPLE = (Role.PROVINCE, Role.CITY, Role.COUNTY, Role.DEPARTMENT, Role.ENTERPRISE, Role.AGENCY, Role.EXPERT)
CASES = [(name, role) for name in sorted(tables()) for role in PEOPLE if (name, role) in LET_IN]


@pytest.mark.parametrize(("name", "role"), CASES, ids=[f"{name} {role}" for name, role in CASES])
def test_the_file_holds_the_rows_of_the_list(world: World, settings, tmp_path, name: str, role: str) -> None:
    settings.EXPORT_DIR = tmp_path
    client, table = world.clients[role], tables()[name]
    naming = next(column for column in table.columns if column.naming)
    for query in ("", f"q={world.places[HERE].mark}", *(f"order=-{key}" for key in table.orderings)):
        full = f"{query}&column={naming.key}"
        listed = client.get(f"{reverse(name)}?{full}").context["list"]
        assert listed.total == len(listed.rows), "the world fits on one page"
        answer = client.post(
            reverse("operations:export_create"), {"page": name, "query": full, "kind": "csv"}
        )
        rows = list(csv.reader(io.StringIO(b"".join(answer).decode("utf-8-sig"))))[1:]
        assert [row[0] for row in rows] == [str(row[naming.key]) for row in listed.rows], query
