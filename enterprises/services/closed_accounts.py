"""An enterprise's person lost the account: who is left, and the bureau, learn of it at once."""

from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from config.common.access import Role
from enterprises.models import Enterprise
from enterprises.selectors.people import people_acting, represented_by
from operations.facts import Telling
from operations.selectors import officers_by_place
from operations.services.notices import people_tell


@transaction.atomic
def account_closed_tell(*, user: User, by: User, at: datetime) -> None:
    """Hook ACCOUNT_CLOSED: for each enterprise the person acts for, the others and the officers of its place."""
    if user.role != Role.ENTERPRISE:
        return
    officers = officers_by_place()
    for row in represented_by(user):
        enterprise = row.enterprise
        left = people_acting(enterprise)
        place = enterprise.region
        desk = officers.get((Role.COUNTY, place.pk), ()) or officers.get(
            (Role.CITY, place.city_id or place.pk), ()
        )
        _tell(enterprise, user, left, at, alone=False)
        _tell(enterprise, user, [pk for pk in desk if pk != by.pk], at, alone=not left)


def _tell(enterprise: Enterprise, user: User, people: list[int], at: datetime, *, alone: bool) -> None:
    facts = {"name": user.name, "enterprise": enterprise.name}
    words = (
        _("%(enterprise)s的经办人%(name)s账号已停用，现在没有人能登录办理，请发放邀请。")
        if alone
        else _("%(enterprise)s的经办人%(name)s账号已停用，请由其他经办人接手办理。")
    )
    telling = Telling(
        rule="account_closed",
        case_kind="accounts.user",
        case_id=user.pk,
        mark=f"{enterprise.pk}:{user.version}",
        text=words % facts,
        href=reverse("enterprises:enterprise_people", args=[enterprise.pk]),
    )
    people_tell(telling=telling, people=people, at=at)
