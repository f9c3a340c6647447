"""What follows from a published list, asked for when it is published; its papers, kept one by one as they are made."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Region, User
from accounts.services.activity import activity_record
from config.common.errors import Refused
from config.common.kept import edition_bump
from enterprises.enums import DocumentKind, ListState
from enterprises.models import ListAmendment, ListDocument, MandatoryList
from operations.models import Attachment, Job
from operations.services.jobs import job_enqueue


@dataclass(frozen=True)
class Made:
    """A finished file, its bytes kept already, and which paper of the list it is."""

    kind: DocumentKind
    region: Region
    part: int
    rows: int
    pages: int
    name: str
    size: int
    sha256: str


@transaction.atomic
def publication_request(*, mandatory_list: MandatoryList, by: User, at: datetime) -> Job:
    """Ask for the rounds, the notice and the letters of a published list; asked twice, it is one job."""
    if mandatory_list.state != ListState.PUBLISHED:
        raise Refused(_("名单公布之后才能制作通知和告知书。"))
    return job_enqueue(
        task="enterprises.tasks.carry_out_publication",
        title=_("“%(list)s”公布：开启审核轮次，制作通知和告知书") % {"list": mandatory_list.title},
        by=by,
        at=at,
        dedupe_key=f"publication:{mandatory_list.pk}",
        list_id=mandatory_list.pk,
    )


@transaction.atomic
def amendment_request(*, amendment: ListAmendment, by: User, at: datetime) -> Job:
    """Ask for the rounds, the notice, the list as amended and the letters of an issued amendment; twice is one job."""
    if amendment.state != ListState.PUBLISHED:
        raise Refused(_("修订发布之后才能制作通知和告知书。"))
    facts = {"list": amendment.mandatory_list.title, "number": amendment.number}
    return job_enqueue(
        task="enterprises.tasks.carry_out_amendment",
        title=_("“%(list)s”第 %(number)d 次修订：开启审核轮次，制作通知和告知书") % facts,
        by=by,
        at=at,
        dedupe_key=f"amendment:{amendment.pk}",
        amendment_id=amendment.pk,
    )


def list_paper_keep(
    *,
    mandatory_list: MandatoryList,
    made: Made,
    by: User,
    at: datetime,
    amendment: ListAmendment | None = None,
) -> ListDocument:
    """Write the rows of a finished paper; the caller holds the transaction and the fence."""
    file = Attachment.objects.create(
        name=made.name, kind="pdf", size=made.size, sha256=made.sha256, stored_by=by, stored_at=at
    )
    row = ListDocument.objects.create(
        mandatory_list=mandatory_list,
        amendment=amendment,
        kind=made.kind,
        region=made.region,
        part=made.part,
        rows=made.rows,
        pages=made.pages,
        file=file,
        made_at=at,
    )
    edition_bump()
    new = {"kind": made.kind.value, "rows": made.rows, "sha256": made.sha256}
    activity_record(by=by, at=at, verb="list_paper", thing=row, region=made.region, new=new)
    return row
