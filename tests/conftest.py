"""What holds for every test."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing

import pytest
from django.db import connection
from django.utils import translation
from hypothesis import HealthCheck, settings

# How long an example takes says how busy the machine is, and nothing about the code.
settings.register_profile("suite", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("suite")


@pytest.fixture(autouse=True)
def own_language() -> Iterator[None]:
    """The language of a test's last request is not the next test's."""
    yield
    translation.deactivate()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None) -> Iterator[None]:
    """On SQLite the database in memory begins as a copy of what the suite migrated once, if it did.

    It is alive as long as somebody is connected to it, and Django connects to it by this name.
    """
    migrated = os.environ.get("MIGRATED_SQLITE")
    if not migrated or connection.vendor != "sqlite":
        yield
        return
    with closing(sqlite3.connect("file:memorydb_default?mode=memory&cache=shared", uri=True)) as memory:
        with closing(sqlite3.connect(migrated)) as whole:
            whole.backup(memory)
        yield
