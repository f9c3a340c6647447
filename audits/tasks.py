"""Background work of audits."""

from django.utils.translation import gettext as _

from audits.services.rounds import listings_without_round, rounds_open_next
from enterprises.models import MandatoryList
from operations.runner import JobHandle


def open_rounds(job: JobHandle, mandatory_list: MandatoryList, until: int) -> int:
    """Hook LIST_WORK: a round for each entry of a published list, in batches; an entry that has one is passed over."""
    total = listings_without_round(mandatory_list).count()
    opened = 0
    job.checkpoint(_("共 %(n)d 家企业待开启") % {"n": total}, 1)
    while done := rounds_open_next(mandatory_list=mandatory_list, by=job.by, at=job.at, fence=job.fence):
        opened += done
        facts = {"done": opened, "all": total}
        job.checkpoint(_("已开启 %(done)d / %(all)d 家") % facts, opened * until // max(total, 1))
    return opened
