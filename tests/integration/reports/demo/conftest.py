"""The demonstration, loaded once for every test here: on one worker, in a transaction that is undone after them."""

import io
import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import call_command

from tests.held import held


@pytest.fixture(scope="package")
def demo(django_db_setup, django_db_blocker) -> Iterator[dict[str, Any]]:
    """What the command answered; loading takes half a minute."""
    with held(django_db_blocker):
        output = io.StringIO()
        call_command("load_demo", "--json", stdout=output)
        yield json.loads(output.getvalue())


@pytest.fixture
def db(demo, django_db_blocker) -> Iterator[None]:
    with held(django_db_blocker):
        yield
