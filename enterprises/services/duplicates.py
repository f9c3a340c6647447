"""Looking for doubles in a territory, and remembering which are none."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Region, User
from accounts.services.activity import activity_record
from config.common.errors import Refused
from enterprises.calculations.likeness import Likeness
from enterprises.models import DuplicatePair
from enterprises.rules.registry import check_in_charge
from enterprises.selectors.duplicates import pairs_within, split_pairs
from operations.models import Job
from operations.services.jobs import job_enqueue

_BATCH = 500
_GROUNDS = ["likeness", "same_code", "same_name", "same_address"]


@transaction.atomic
def duplicates_request(*, by: User, at: datetime) -> Job:
    """Ask for a search of the officer's own territory; asking twice in a minute is one search."""
    region = by.region
    if region is None:
        raise Refused(_("只有主管部门人员可以办理。"))
    check_in_charge(by, region)
    return job_enqueue(
        task="enterprises.tasks.find_duplicates",
        title=_("查找疑似重复企业（%(place)s）") % {"place": region.full_name},
        by=by,
        at=at,
        dedupe_key=f"find_duplicates:{region.pk}:{at:%Y%m%d%H%M}",
        region_id=region.pk,
    )


def duplicates_write(*, region: Region, found: list[Likeness], at: datetime) -> dict[str, int]:
    """Keep what was found: new pairs come in, what is no longer alike goes, what people decided stays."""
    known = {(row.first_id, row.second_id): row for row in pairs_within(region)}
    parted = split_pairs(region)
    wanted = {(pair.first, pair.second): pair for pair in found if (pair.first, pair.second) not in parted}
    gone = [row.pk for key, row in known.items() if key not in wanted and row.dismissed_on is None]
    new = [pair for key, pair in wanted.items() if key not in known]
    changed = [_regraded(known[key], pair) for key, pair in wanted.items() if key in known]
    with transaction.atomic():
        DuplicatePair.objects.bulk_create(
            (_pair(pair, at) for pair in new), batch_size=_BATCH, ignore_conflicts=True
        )
        DuplicatePair.objects.bulk_update(changed, _GROUNDS, batch_size=_BATCH)
        for start in range(0, len(gone), _BATCH):
            DuplicatePair.objects.filter(
                pk__in=gone[start : start + _BATCH], dismissed_on__isnull=True
            ).delete()
    return {"found": len(wanted), "new": len(new), "gone": len(gone)}


def _pair(pair: Likeness, at: datetime) -> DuplicatePair:
    return _regraded(DuplicatePair(first_id=pair.first, second_id=pair.second, found_at=at), pair)


def _regraded(row: DuplicatePair, pair: Likeness) -> DuplicatePair:
    row.likeness, row.same_code = pair.percent, pair.same_code
    row.same_name, row.same_address = pair.same_name, pair.same_address
    return row


@transaction.atomic
def duplicate_dismiss(*, pair: DuplicatePair, reason: str, by: User, at: datetime) -> DuplicatePair:
    """Not one enterprise: remembered, with the reason, and not proposed again."""
    check_in_charge(by, pair.first.region, pair.second.region)
    if not reason.strip():
        raise Refused(_("请写明为什么不是同一家。"))
    on = timezone.localtime(at).date()
    open_rows = DuplicatePair.objects.filter(pk=pair.pk, dismissed_on__isnull=True)
    if not open_rows.update(dismissed_on=on, dismissed_by=by, reason=reason.strip()[:300]):
        raise Refused(_("这一对已有人判定过。"))
    activity_record(
        by=by,
        at=at,
        verb="duplicate_dismiss",
        thing=pair.first,
        region=pair.first.region,
        new={"other": pair.second.name},
        note=reason.strip(),
    )
    pair.refresh_from_db()
    return pair
