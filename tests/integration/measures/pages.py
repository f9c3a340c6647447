"""What the page tests of measures share: the form data a browser would send, and counting queries."""

from datetime import date
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from measures.models import BenefitIndicator
from tests.factories.audits import today

HTMX = {"HTTP_HX_REQUEST": "true"}


def page(client: Client, name: str, *args: Any, status: int = 200, **query: Any):
    response = client.get(reverse(f"measures:{name}", args=args), query)
    assert response.status_code == status, response.content.decode()[:2000]
    return response


def queries_of(client: Client, name: str, *args: Any, **query: Any) -> int:
    page(client, name, *args, **query)  # the first request of a session writes its times
    with CaptureQueriesContext(connection) as seen:
        page(client, name, *args, **query)
    return len(seen)


def effects_data(**given: dict[str, Any]) -> dict[str, Any]:
    """The effect table as sent: one row for each indicator that can be claimed."""
    codes = list(BenefitIndicator.objects.exclude(code="energy_saved").values_list("code", flat=True))
    data: dict[str, Any] = {"effects-TOTAL_FORMS": len(codes), "effects-INITIAL_FORMS": len(codes)}
    for at, code in enumerate(codes):
        data[f"effects-{at}-indicator"] = code
        for name in ("baseline", "expected", "achieved"):
            data[f"effects-{at}-{name}"] = given.get(code, {}).get(name, "")
    return data


def measure_data(**given: Any) -> dict[str, Any]:
    values = {
        "title": "酚氰废水深度处理回用",
        "kind": "technology",
        "investment_planned_wan": "320",
        "benefit_expected_wan": "86.5",
        "on": day(),
    }
    return values | effects_data(water={"baseline": "60000", "expected": "31200"}) | given


def day(on: date | None = None) -> str:
    return (on or today()).isoformat()
