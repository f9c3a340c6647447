"""What the lists cost the county's officer: median milliseconds and number of queries for each page."""

from statistics import median

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from bench.parts import timed

PAGES = {
    "enterprise_list": "enterprises:enterprise_list",
    "round_list": "audits:round_list",
    "measure_list": "measures:measure_list",
}
WARM_UP, TIMES = 5, 15


def main() -> dict[str, dict[str, float]]:
    client = Client(SERVER_NAME="localhost")
    client.force_login(User.objects.get(username="scale-county"), "accounts.backends.PasswordBackend")
    return {page: cost(client, reverse(address)) for page, address in PAGES.items()}


def _just_seen(client: Client) -> None:
    """Once a minute a request also writes down that the person is there: never while a list is counted."""
    session = client.session
    session["seen"] = timezone.now().timestamp()
    session.save()


def cost(client: Client, address: str) -> dict[str, float]:
    def show() -> None:
        response = client.get(address)
        if response.status_code != 200:
            raise SystemExit(f"{address}: {response.status_code}")

    for _time in range(WARM_UP):
        show()
    milliseconds = median(timed(show) for _time in range(TIMES)) * 1_000
    _just_seen(client)
    with CaptureQueriesContext(connection) as queries:
        show()
    return {"milliseconds": milliseconds, "queries": len(queries)}
