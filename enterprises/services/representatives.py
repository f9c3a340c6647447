"""Who acts for an enterprise, from when to when."""

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.services.activity import activity_record
from config.common.access import Role
from config.common.errors import Refused
from enterprises.models import Enterprise, Representative
from enterprises.rules.registry import check_in_charge


@transaction.atomic
def representative_add(
    *, enterprise: Enterprise, user: User, since: date, by: User, at: datetime
) -> Representative:
    """Let a person act for an enterprise; one person may act for several."""
    check_in_charge(by, enterprise.region)
    if user.role != Role.ENTERPRISE:
        raise Refused(_("“%(name)s”不是企业账号，不能代表企业办理。") % {"name": user.name})
    try:
        with transaction.atomic():
            row = Representative.objects.create(enterprise=enterprise, user=user, since=since)
    except IntegrityError as error:
        raise Refused(_("“%(name)s”已经是这家企业的经办人。") % {"name": user.name}) from error
    activity_record(
        by=by, at=at, verb="representative_add", thing=enterprise, region=enterprise.region, note=user.name
    )
    return row


@transaction.atomic
def representative_end(
    *, representative: Representative, until: date, by: User, at: datetime
) -> Representative:
    """From this day on the person no longer sees the enterprise; what was done stays signed."""
    enterprise = representative.enterprise
    check_in_charge(by, enterprise.region)
    open_rows = Representative.objects.filter(pk=representative.pk, until__isnull=True)
    if not open_rows.update(until=until):
        raise Refused(_("这位经办人的委托已经结束。"))
    representative.until = until
    activity_record(
        by=by,
        at=at,
        verb="representative_end",
        thing=enterprise,
        region=enterprise.region,
        note=representative.user.name,
    )
    return representative
