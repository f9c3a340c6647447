"""The schema against live answers: no server error, and status, content type and body as the schema says."""

from collections.abc import Iterator

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django.utils import timezone
from hypothesis import HealthCheck, given, seed, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from accounts.models import User
from accounts.services.users import token_create
from tests.integration.api.world import people_of_the_world

pytestmark = [pytest.mark.fuzz, pytest.mark.django_db]

EXAMPLES = 25
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
SCHEMA = schemathesis.openapi.from_wsgi("/api/schema/", get_wsgi_application())
OPERATIONS = [result.ok() for result in SCHEMA.get_all_operations()]


@pytest.fixture(autouse=True)
def one_connection() -> Iterator[None]:
    """The application is called in this thread and must not close the connection of the test's transaction."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def people() -> dict[str, User]:
    return people_of_the_world()


@pytest.mark.parametrize("role", ["province", "enterprise", "verifier"])
@pytest.mark.parametrize("operation", OPERATIONS, ids=[o.label for o in OPERATIONS])
def test_every_answer_is_as_the_schema_says(operation, role: str, people: dict[str, User]) -> None:
    person = people[role]
    key = token_create(user=person, name="fuzz", by=person, at=timezone.now())
    header = {"Authorization": f"Token {key}"}

    @seed(20261123)
    @settings(max_examples=EXAMPLES, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(case=operation.as_strategy())
    def answers_fit(case: schemathesis.Case) -> None:
        case.call_and_validate(headers=header, checks=CHECKS)

    answers_fit()


def test_there_is_something_to_fuzz() -> None:
    assert len(OPERATIONS) >= 21
