"""Who may draft and publish lists, and who may import rosters into them."""

from django.utils.translation import gettext as _

from accounts.models import Level, Region, User
from config.common.access import Role
from config.common.errors import NotAllowed, Refused
from enterprises.enums import ListState
from enterprises.models import MandatoryList


def check_may_draft(by: User, region: Region) -> None:
    """The province's own officers keep its lists; the platform's own actors load them."""
    if by.is_builtin:
        return
    if by.role != Role.PROVINCE or by.region_id != region.pk:
        raise NotAllowed(_("强制性审核名单由%(place)s省级主管部门起草和公布。") % {"place": region.name})


def check_may_import(by: User, province: Region) -> None:
    """The province, and its cities for what lies in them."""
    if by.is_builtin:
        return
    inside = by.region is not None and province.covers(by.region)
    if by.role not in {Role.PROVINCE, Role.CITY} or not inside:
        raise NotAllowed(_("只有%(place)s省级和市级主管部门可以导入名单。") % {"place": province.name})


def check_is_province(region: Region) -> None:
    if region.level != Level.PROVINCE:
        sentence = _("名单按省编制，“%(place)s”不是省级区域。") % {"place": region.name}
        raise Refused(sentence)


def check_is_draft(mandatory_list: MandatoryList) -> None:
    """A published list is a document: it is never edited."""
    if mandatory_list.state != ListState.DRAFT:
        raise published_refusal(mandatory_list)


def published_refusal(mandatory_list: MandatoryList) -> Refused:
    facts = {"title": mandatory_list.title, "number": mandatory_list.document_no}
    sentence = _(
        "“%(title)s”（%(number)s）已经公布，不能再修改或重复公布；"
        "要增列、移出或更正，请在名单页起草修订文件。"
    )
    return Refused(sentence % facts)
