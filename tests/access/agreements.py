"""What people send about voluntary agreements."""

from tests.access.browser import Fields
from tests.access.world import World

AGREED = {"starts_on": "2026-01-01", "ends_on": "2028-12-31", "pledge": "削减", "targets-TOTAL_FORMS": "1"}
AGREED |= {"targets-INITIAL_FORMS": "0", "targets-0-name": "氨氮", "targets-0-unit": "t/a"}
AGREED |= {"targets-0-baseline": "9", "targets-0-target": "7", "targets-0-due_on": "2028-12-31"}


def delivered(_world: World, page: Fields) -> Fields:
    """The report that waits, sent again with other figures."""
    return {name: "9" for name in page if name.startswith("value_")} | {"version": 2, "note": "更正"}
