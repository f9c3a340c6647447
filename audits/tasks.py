"""Background work of audits."""

from django.db import transaction
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from audits.selectors.rounds import list_by_id
from audits.services.rounds import BATCH, listings_without_round, rounds_open
from enterprises.models import MandatoryList
from operations.runner import JobAnswer, JobHandle


def open_rounds(job: JobHandle, *, list_id: int) -> JobAnswer:
    """A round for each listing of a published list, in batches; a listing that has one is passed over."""
    mandatory_list = list_by_id(list_id)
    total = listings_without_round(mandatory_list).count()
    opened = 0
    job.checkpoint(_("共 %(n)d 家企业待开启") % {"n": total}, 1)
    while done := _open_batch(job, mandatory_list):
        opened += done
        job.checkpoint(
            _("已开启 %(done)d / %(all)d 家") % {"done": opened, "all": total}, opened * 99 // max(total, 1)
        )
    query = urlencode({"year": mandatory_list.year})
    return JobAnswer(href=f"{reverse('audits:round_list')}?{query}", opened=opened)


def _open_batch(job: JobHandle, mandatory_list: MandatoryList) -> int:
    """Open the next rounds; the entries are held, so that an amendment cannot take one off in between."""
    with transaction.atomic():
        job.fence()
        waiting = listings_without_round(mandatory_list).select_for_update(of=("self",))
        batch = list(waiting[:BATCH])
        rounds_open(listings=batch, by=job.by, at=job.at)
    return len(batch)
