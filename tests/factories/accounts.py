"""People and places for tests."""

from datetime import datetime
from itertools import count
from typing import Any

from django.test import Client
from django.utils import timezone

from accounts.models import Region, User
from accounts.services.users import builtin, user_create
from config.common.access import OFFICERS, Role

PASSWORD = "Taihang-2026-shan"
_DEFAULT_PLACE = {Role.PROVINCE: "140000", Role.CITY: "140100", Role.COUNTY: "140105"}
_numbers = count(1)


def system() -> User:
    """The platform itself, for what no person does."""
    return builtin("@system")


def now() -> datetime:
    return timezone.now()


def place(name_or_code: str) -> Region:
    """A current place of the reference data by its code, or by a name that only one place bears."""
    places = Region.objects.select_related("parent", "city", "province")
    if name_or_code.isdigit():
        return places.get(code=name_or_code)
    return places.current().get(name=name_or_code)


def make_user(
    role: str = Role.PROVINCE, region: Region | str | None = None, *, username: str = "", **details: Any
) -> User:
    """An account that can sign in with PASSWORD. Officers default to 山西省, 太原市, 小店区."""
    if isinstance(region, str):
        region = place(region)
    if region is None and role in OFFICERS | {Role.DEPARTMENT}:
        region = place(_DEFAULT_PLACE.get(Role(role), "140000"))
    number = next(_numbers)
    user, _password = user_create(
        username=username or f"{role}-{number}",
        name=details.pop("name", f"{Role(role).label}{number}"),
        role=role,
        region=region,
        by=details.pop("by", None) or system(),
        at=details.pop("at", None) or now(),
        password=PASSWORD,
        **details,
    )
    return user


def client_of(user: User) -> Client:
    """A browser in which the person is signed in."""
    client = Client()
    client.force_login(user, backend="accounts.backends.PasswordBackend")
    return client
