"""A world that several tests read: built once, in a transaction that is never committed.

A module or package has such a world when it has two fixtures, the second in place of pytest-django's own
(which would close the connection and the world with it) and the mark by which the database is prepared:

    @pytest.fixture(scope="module")
    def world(django_db_setup, django_db_blocker):
        with held(django_db_blocker):
            yield build()

    @pytest.fixture
    def db(world, django_db_blocker):
        with held(django_db_blocker):
            yield
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction
from pytest_django import DjangoDbBlocker


@contextmanager
def held(blocker: DjangoDbBlocker) -> Iterator[None]:
    """The database may be used in here, and whatever is written is undone afterwards."""
    with blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)
