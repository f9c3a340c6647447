"""A sending to the credit platform: asked for beside its job, staged, and finished at once."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Region, User
from accounts.services.activity import activity_record
from config.common.errors import NotAllowed, Refused
from operations.models import JobState
from operations.runner import JobHandle
from operations.services.attachments import attachment_keep
from operations.services.jobs import job_enqueue
from reports.calculations.credit import CreditLine
from reports.enums import CreditFlag, CreditKind, CreditState
from reports.models import CreditRow, CreditSending

TASK = "reports.tasks.send_credit"


@transaction.atomic
def credit_send(
    *, region: Region, kind: CreditKind, by: User, at: datetime, dispatch: bool = True
) -> CreditSending:
    """Ask for the next sending of an authority; one that is being made is given again."""
    if not by.is_builtin and by.region_id != region.pk:
        raise NotAllowed(_("只能报送本级主管部门的数据。"))
    Region.objects.select_for_update().get(pk=region.pk)  # two clicks at once make one sending
    mine = CreditSending.objects.filter(region=region, kind=kind)
    pending = mine.filter(state=CreditState.MAKING, job__state__in=[JobState.QUEUED, JobState.RUNNING])
    if sending := pending.first():
        return sending
    mine.filter(state=CreditState.MAKING).update(state=CreditState.FAILED)
    newest = mine.order_by("-number").first()
    number = newest.number + 1 if newest else 1
    sending = CreditSending.objects.create(region=region, kind=kind, number=number, sent_by=by, sent_at=at)
    facts = {"place": region.name, "kind": kind.label, "number": number}
    sending.job = job_enqueue(
        task=TASK,
        title=_("%(place)s信用平台报送：%(kind)s第 %(number)d 次") % facts,
        by=by,
        at=at,
        dedupe_key=f"credit_sending:{sending.pk}",
        dispatch=dispatch,
        sending_id=sending.pk,
    )
    sending.save(update_fields=["job"])
    return sending


@dataclass
class CreditCounts:
    """How many rows of each flag."""

    of: dict[CreditFlag, int] = field(default_factory=lambda: dict.fromkeys(CreditFlag, 0))

    def add(self, flag: CreditFlag) -> None:
        self.of[flag] += 1

    @property
    def changes(self) -> int:
        return sum(self.of[flag] for flag in (CreditFlag.NEW, CreditFlag.CHANGED, CreditFlag.WITHDRAWN))

    @property
    def written(self) -> int:
        return self.changes + self.of[CreditFlag.SAME]


@transaction.atomic
def credit_clear(*, sending: CreditSending, job: JobHandle) -> None:
    """What an attempt that was killed left staged goes first."""
    job.fence()
    CreditRow.objects.filter(sending=sending).delete()


@transaction.atomic
def credit_stage(
    *, sending: CreditSending, lines: list[tuple[CreditLine, CreditFlag, str]], job: JobHandle
) -> None:
    """Keep what is said of these rows; nothing counts until the sending is finished."""
    job.fence()
    CreditRow.objects.bulk_create(
        CreditRow(
            sending=sending,
            subject=line.subject,
            flag=flag,
            values=list(line.values),
            digest=line.digest,
            reason=reason,
        )
        for line, flag, reason in lines
    )


@dataclass(frozen=True)
class CreditFile:
    name: str
    kind: str
    content: bytes


@transaction.atomic
def credit_finish(
    *,
    sending: CreditSending,
    counts: CreditCounts,
    files: Mapping[str, CreditFile],
    job: JobHandle,
    at: datetime,
) -> CreditSending:
    """The sending stands with its rows, its files and its hash; without a change it says so and has no file."""
    job.fence()
    kept = {
        f"{kind}_file": attachment_keep(content=file.content, name=file.name, kind=kind, by=job.by, at=at)
        for kind, file in files.items()
    }
    digest = kept["csv_file"].sha256 if files else ""
    CreditSending.objects.filter(pk=sending.pk).update(
        state=CreditState.MADE if files else CreditState.UNCHANGED,
        rows=counts.written,
        added=counts.of[CreditFlag.NEW],
        changed=counts.of[CreditFlag.CHANGED],
        withdrawn=counts.of[CreditFlag.WITHDRAWN],
        same=counts.of[CreditFlag.SAME],
        refused=counts.of[CreditFlag.REFUSED],
        sha256=digest,
        finished_at=at,
        **kept,
    )
    sending.refresh_from_db()
    told = {"rows": counts.written, "sha256": digest}
    activity_record(by=job.by, at=at, verb="credit_send", thing=sending, region=sending.region, new=told)
    return sending


def credit_refused(names: list[str]) -> str:
    """Why a row is not in the file, and what to do."""
    words = "、".join(names)
    return Refused(_("缺少%(names)s，没有报送；补登后下次报送会作为新增报出。") % {"names": words}).sentence
