"""The registry as a file, and the file read in again as a roster: nothing in the registry changes."""

from pathlib import Path

import pytest
from django.urls import reverse

from enterprises.models import Enterprise, EnterpriseName, EnterprisePlacement, MandatoryList
from tests.factories.accounts import client_of, make_user
from tests.factories.lists import HEADINGS, publish, roster_row, write_roster
from tests.integration.enterprises.test_import_roster import counts, import_file

pytestmark = pytest.mark.django_db
COLUMNS = (
    "name",
    "uscc",
    "industry",
    "county",
    "city",
    "year",
    "reason",
    "address",
    "legal_representative",
    "scale",
)


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_an_exported_registry_read_in_again_changes_nothing(settings, tmp_path: Path, kind: str) -> None:
    settings.EXPORT_DIR = tmp_path / "exports"
    rows = [
        roster_row(地址="工业路 1 号"),
        roster_row(类别="双超、双有"),
        roster_row(企业名称="=晋中（一）厂"),
    ]
    answer, code = import_file(write_roster(tmp_path / "a.xlsx", rows, HEADINGS), year=2025)
    assert (answer["new"], code) == (3, 0)
    publish(MandatoryList.objects.get())
    before = registry()
    query = "&".join(f"column={key}" for key in COLUMNS)
    made = client_of(make_user()).post(
        reverse("operations:export_create"),
        {"page": "enterprises:enterprise_list", "query": query, "kind": kind},
    )
    path = tmp_path / f"again.{kind}"
    path.write_bytes(b"".join(made))
    answer, code = import_file(path, year=2026)
    assert (counts(answer)[0], answer["bad"], code) == (3, 0, 0), answer["problems"]
    assert registry() == before


def registry() -> list[list[tuple]]:
    models = (Enterprise, EnterpriseName, EnterprisePlacement)
    return [list(model.objects.order_by("pk").values_list()) for model in models]
