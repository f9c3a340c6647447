"""Reads of people, places, tokens and the trail."""

from django.db.models import Q, QuerySet

from accounts.models import Activity, ApiToken, Department, Region, ResetRequest, User


def users_for(user: User) -> QuerySet[User]:
    return User.objects.visible_to(user).select_related("region", "department")


def regions_for(user: User) -> QuerySet[Region]:
    """Places a person may choose: the whole current tree is public knowledge."""
    return Region.objects.current().select_related("city", "province")


def departments_for(user: User) -> QuerySet[Department]:
    return Department.objects.select_related("region").order_by("region__code", "name")


def tokens_of(user: User) -> QuerySet[ApiToken]:
    return ApiToken.objects.filter(user=user)


def activities_for(user: User) -> QuerySet[Activity]:
    return Activity.objects.visible_to(user)


def activities_of(user: User, thing_kind: str, thing_id: int) -> QuerySet[Activity]:
    """What happened to one thing, newest first; the caller has checked that the thing is the reader's."""
    return Activity.objects.filter(thing_kind=thing_kind, thing_id=thing_id).order_by("-pk")


def people_by_login(typed: str) -> list[User]:
    """Whose user name or confirmed e-mail address this is: at most five, who can sign in and can be written to."""
    typed = typed.strip()
    people = User.objects.select_related("region").filter(is_active=True, email_confirmed_at__isnull=False)
    found = people.exclude(email="").filter(Q(username=typed) | Q(email__iexact=typed))
    return list(found.order_by("pk")[:5]) if typed else []


def resets_asked() -> list[ResetRequest]:
    """What waits for an answer, oldest first."""
    return list(ResetRequest.objects.order_by("pk")[:500])
