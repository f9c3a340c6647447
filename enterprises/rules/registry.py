"""Who may write in the registry."""

from django.utils.translation import gettext as _

from accounts.models import Region, User
from config.common.access import Role
from config.common.errors import NotAllowed
from config.common.wording import listed


def check_in_charge(by: User, *regions: Region) -> None:
    """An officer decides about what lies in the own territory; the platform's own actors anywhere."""
    if by.is_builtin:
        return
    if not by.is_officer or by.region is None:
        raise NotAllowed(_("只有主管部门人员可以办理。"))
    outside = [region.name for region in regions if not by.region.covers(region)]
    if outside:
        facts = {"place": listed(outside), "own": by.region.name}
        raise NotAllowed(_("%(place)s不在您的管辖范围（%(own)s）内。") % facts)


def check_acts_for(by: User, *, represents: bool) -> None:
    """Only its own representatives speak for an enterprise; the platform's own actors load history."""
    if by.is_builtin or (by.role == Role.ENTERPRISE and represents):
        return
    raise NotAllowed(_("只有该企业自己的经办人可以办理，主管部门不能代填。"))
