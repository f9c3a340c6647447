"""Who may amend a published list, and when."""

from django.utils.translation import gettext as _

from accounts.models import Region, User
from config.common.access import Role
from config.common.errors import NotAllowed, Refused
from enterprises.enums import ListState
from enterprises.models import ListAmendment, MandatoryList


def check_may_amend(by: User, region: Region) -> None:
    """A person of the province's own bureau signs for it; the platform amends nothing by itself."""
    if by.role != Role.PROVINCE or by.region_id != region.pk:
        raise NotAllowed(_("名单的修订由%(place)s省级主管部门起草和发布。") % {"place": region.name})


def check_is_published(mandatory_list: MandatoryList) -> None:
    """A draft is changed directly; only a published list needs a document to change it."""
    if mandatory_list.state != ListState.PUBLISHED:
        sentence = _("“%(title)s”还是草稿，请直接在草稿上增减；公布之后才需要修订文件。")
        raise Refused(sentence % {"title": mandatory_list.title})


def check_is_open(amendment: ListAmendment) -> None:
    """What was issued is a document: it is put right by another amendment."""
    if amendment.state != ListState.DRAFT:
        raise issued_refusal(amendment)


def issued_refusal(amendment: ListAmendment) -> Refused:
    sentence = _(
        "第 %(number)d 次修订（%(document_no)s）已经发布，不能再修改或重复发布；如有差错，请另起草一次修订。"
    )
    return Refused(sentence % {"number": amendment.number, "document_no": amendment.document_no})
