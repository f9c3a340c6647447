"""Reference rows that every database has: the built-in actors and the regions of the province."""

from pathlib import Path
from typing import Any

from django.utils import timezone

from accounts.services.regions import region_changes_load, regions_load
from accounts.services.users import BUILTIN_ACTORS, builtin_ensure
from config.common.csvrows import read_rows

_FIXTURES = Path(__file__).parent / "fixtures"


def load_reference(sender: Any, **_facts: Any) -> None:
    """Loads after every migrate, so that a flushed database has its reference rows again."""
    at = timezone.now()
    for username, name in BUILTIN_ACTORS.items():
        builtin_ensure(username=username, name=name, at=at)
    if not sender.get_model("Region").objects.exists():
        regions_load(rows=read_rows(_FIXTURES / "regions.csv"))
        region_changes_load(rows=read_rows(_FIXTURES / "region_changes.csv"))
