"""Invitations for tests, made by walking the real services."""

from typing import Any

from accounts.models import User
from enterprises.models import Enterprise
from enterprises.services.accepting import invitation_register
from enterprises.services.invitations import Issued, invitation_issue
from tests.factories.accounts import PASSWORD, now, system
from tests.factories.enterprises import make_enterprise


def make_invitation(
    enterprise: Enterprise | None = None, *, by: User | None = None, **details: Any
) -> Issued:
    """An invitation with its secrets; `at` says when it was made."""
    at = details.pop("at", None) or now()
    return invitation_issue(enterprise=enterprise or make_enterprise(), by=by or system(), at=at, **details)


def accept_as_new(issued: Issued, username: str = "changyuan", name: str = "常远", **details: str) -> User:
    """A new person accepts it with PASSWORD."""
    facts = {"username": username, "name": name, "password": PASSWORD} | details
    return invitation_register(invitation=issued.invitation, **facts, at=now())
