"""One world for the whole package: built once, in a transaction that is never committed."""

from collections.abc import Iterator

import pytest
from django.db import transaction

from tests.access.world import World, build


@pytest.fixture(scope="package")
def world_of_the_package(django_db_setup, django_db_blocker) -> Iterator[World]:
    with django_db_blocker.unblock(), transaction.atomic():
        yield build()
        transaction.set_rollback(True)


@pytest.fixture
def db(world_of_the_package, django_db_blocker) -> Iterator[None]:
    """In place of the plugin's own, which would close the connection and the world with it."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture
def world(db, world_of_the_package) -> World:
    """The world as it was built: what a test changes is undone."""
    return world_of_the_package
