"""The schema against live answers: no server error, and status, content type and body as the schema says.

Requests name things that are there (real.py), so that reading answers 200 and writing reaches the services.
"""

from collections import Counter
from collections.abc import Iterator

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, seed, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from accounts.services.users import token_create
from tests.held import held
from tests.integration.api.real import real_cases
from tests.integration.api.world import World, build

pytestmark = [pytest.mark.fuzz, pytest.mark.usefixtures("db")]

ROLES = ("province", "enterprise", "verifier")
WRITERS = {"measures": "enterprise", "verifications": "verifier"}
TOOLS = "tools"  # for everybody; they keep nothing, so that no rule can refuse
READING, WRITING, REFUSED = 12, 100, 6  # how many requests
SEED = 20261123
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
SCHEMA = schemathesis.openapi.from_wsgi("/api/schema/", get_wsgi_application())
OPERATIONS = [result.ok() for result in SCHEMA.get_all_operations()]


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker) -> Iterator[World]:
    with held(django_db_blocker):
        yield build()


@pytest.fixture
def db(world, django_db_blocker) -> Iterator[None]:
    with held(django_db_blocker):
        yield


@pytest.fixture(autouse=True)
def one_connection() -> Iterator[None]:
    """The application is called in this thread and would close the connection after a request, with the world."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def answers_to(operation, role: str, world: World) -> Counter[int]:
    """How often the role got which status; whatever a request wrote is undone before the next."""
    person = world.people[role]
    key = token_create(user=person, name="fuzz", by=person, at=timezone.now())
    header = {"Authorization": f"Token {key}"}
    answers: Counter[int] = Counter()

    @seed(SEED)
    @settings(
        max_examples=examples(operation, role),
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(case=real_cases(operation, world))
    def answers_fit(case: schemathesis.Case) -> None:
        with transaction.atomic():
            answers[case.call_and_validate(headers=header, checks=CHECKS).status_code] += 1
            transaction.set_rollback(True)

    answers_fit()
    return answers


def writer_of(operation) -> str | None:
    """The role that may do what changes something; None: it is for reading."""
    kind = operation.path.split("/")[3]
    return None if operation.method == "get" or kind == TOOLS else WRITERS[kind]


def examples(operation, role: str) -> int:
    writer = writer_of(operation)
    if operation.method != "get" and writer is None:
        return WRITING
    return READING if writer is None else WRITING if role == writer else REFUSED


@pytest.mark.parametrize("operation", OPERATIONS, ids=[o.label for o in OPERATIONS])
def test_every_answer_is_as_the_schema_says(operation, world: World) -> None:
    """And the requests are worth something: who may read has read, who may write has written and been refused."""
    answers = {role: answers_to(operation, role, world) for role in ROLES}
    writer = writer_of(operation)
    admitted = {role for role, found in answers.items() if set(found) != {403}}
    if writer is None:
        assert admitted >= {"province"}
        assert [role for role in admitted if 200 not in answers[role]] == [], answers
    else:
        assert admitted == {writer}, answers
        assert answers[writer].keys() & {200, 201}, answers
        assert 409 in answers[writer], answers


def test_there_is_something_to_fuzz() -> None:
    assert len(OPERATIONS) >= 21
