"""The first administrators of a clean installation."""

from argparse import ArgumentParser
from typing import Any

from django.utils import timezone

from accounts.services.users import actor_named, admin_create
from config.common.commands import PlatformCommand

_ROLES = {"system": "system_admin", "security": "security_admin", "log": "log_admin"}


class Command(PlatformCommand):
    help = "Make the first system, security or log administrator; prints a one-time password once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--role", choices=_ROLES, required=True)
        parser.add_argument("--username", default="", help="default: the role with -admin")

    def perform(self, *, role: str, username: str, by: str | None, **_options: Any) -> dict[str, Any]:
        user, password = admin_create(
            role=_ROLES[role], username=username or f"{role}-admin", by=actor_named(by), at=timezone.now()
        )
        return {"username": user.username, "role": user.role, "one_time_password": password}
