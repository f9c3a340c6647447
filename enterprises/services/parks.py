"""Industrial parks of a place."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import Region, User
from accounts.services.activity import activity_record
from config.common.errors import Refused
from enterprises.models import Park
from enterprises.rules.registry import check_in_charge


@transaction.atomic
def park_create(*, name: str, region: Region, by: User, at: datetime) -> Park:
    """Register a park, so that enterprises can be found by it."""
    check_in_charge(by, region)
    tidy = " ".join(name.split())
    if not tidy:
        raise Refused(_("请填写园区名称。"))
    try:
        with transaction.atomic():
            park = Park.objects.create(name=tidy, region=region, created_at=at)
    except IntegrityError as error:
        raise Refused(
            _("%(place)s已登记了“%(name)s”。") % {"place": region.full_name, "name": tidy}
        ) from error
    activity_record(by=by, at=at, verb="park_create", thing=park, region=region, new={"name": tidy})
    return park
