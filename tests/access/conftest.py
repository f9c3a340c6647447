"""One world for the whole package."""

from collections.abc import Iterator

import pytest

from enterprises.presenters import order_papers
from tests.access.world import World, build
from tests.held import held


@pytest.fixture(scope="package")
def world_of_the_package(django_db_setup, django_db_blocker) -> Iterator[World]:
    with held(django_db_blocker):
        yield build()


@pytest.fixture
def db(world_of_the_package, django_db_blocker) -> Iterator[None]:
    with held(django_db_blocker):
        yield


@pytest.fixture
def world(db, world_of_the_package) -> World:
    """The world as it was built: what a test changes is undone."""
    return world_of_the_package


@pytest.fixture(autouse=True)
def papers_as_words(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who gets a paper matters here, not its typesetting, which takes a process and seconds each time."""
    monkeypatch.setattr(order_papers, "paper_pdf", lambda paper: "".join(paper.paragraphs).encode())
