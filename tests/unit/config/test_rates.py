"""How often one address may call, and whose address it is."""

import pytest
from django.core.cache import caches

from config.common.rates import neighbourhood, seconds_to_wait

COUNTED = {
    "rates": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "rates-of-tests"}
}


@pytest.fixture(autouse=True)
def counted(settings) -> None:
    settings.CACHES = settings.CACHES | COUNTED
    settings.CALL_RATES = {"page": (3, 60)}
    caches["rates"].clear()


def test_beyond_the_rate_an_address_waits_for_its_next_window_and_others_do_not() -> None:
    assert [seconds_to_wait("page", "10.0.0.1", 100.0) for _call in range(4)] == [0, 0, 0, 21]
    assert seconds_to_wait("page", "10.0.0.2", 100.0) == 0
    assert seconds_to_wait("page", "10.0.0.1", 120.0) == 0


@pytest.mark.parametrize(
    ("address", "counted_as"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        ("2001:db8:1:2::1", "2001:db8:1:2::"),
        ("::ffff:203.0.113.9", "203.0.113.9"),
        ("", "unknown"),
        ("not an address", "unknown"),
    ],
)
def test_a_household_has_one_count(address: str, counted_as: str) -> None:
    assert neighbourhood(address) == counted_as
