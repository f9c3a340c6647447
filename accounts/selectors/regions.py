"""Reads of the territory tree."""

from django.utils.translation import gettext as _

from accounts.models import Region
from config.common.errors import Refused


def region_by_code(code: str) -> Region:
    """The place with that six-digit code; refused with what to do when there is none."""
    region = Region.objects.select_related("province", "city").filter(code=code).first()
    if region is None:
        sentence = _("区域表里没有代码“%(code)s”。请核对代码；其他省份可先用 load_regions 命令载入。")
        raise Refused(sentence % {"code": code})
    return region


def region_by_id(pk: int) -> Region:
    """The place a job was asked to work on."""
    return Region.objects.select_related("province", "city").get(pk=pk)
