"""A finished report for the tests that only read one."""

from collections.abc import Iterator

import pytest

from config.common.access import Role
from reports.models import AnnualReport
from tests.factories.accounts import make_user
from tests.held import held
from tests.integration.reports import world
from tests.integration.reports.making import made


@pytest.fixture(scope="module")
def report(django_db_setup, django_db_blocker) -> Iterator[AnnualReport]:
    """On the story, asked for by an officer of the province; a module that reads it replaces `db` (tests/held.py)."""
    with held(django_db_blocker):
        world.story()
        yield made(make_user(Role.PROVINCE))
