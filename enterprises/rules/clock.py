"""When a duty's clock may be paused or extended, and who decides about it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from accounts.models import Region, User
from config.common.access import Role
from config.common.errors import NotAllowed, Problem, Refused
from config.common.wording import date_words
from enterprises.enums import AdjustmentKind, AdjustmentState, ListingState
from enterprises.models import Duty, DutyAdjustment
from operations.models import Attachment


@dataclass(frozen=True)
class PauseTerms:
    """What a request to pause says: why, by which paper, from when to when (both days stand still)."""

    reason: str
    document: Attachment | None
    from_on: date
    to_on: date

    @property
    def days(self) -> int:
        return (self.to_on - self.from_on).days + 1


@dataclass(frozen=True)
class ExtensionTerms:
    """What a request to extend says: why, by which paper, until when."""

    reason: str
    document: Attachment | None
    until_on: date


def check_adjustable(duty: Duty, terms: PauseTerms | ExtensionTerms, asked_on: date) -> None:
    """What both requests need: a reason, a paper, and a clock that still runs."""
    live = duty.listing.state == ListingState.LISTED
    checks = [
        ("duty", duty.met_on is None, _("这项义务已经履行，期限不能再中止或延长。")),
        ("duty", live, _("这家企业已不在名单上履行义务，期限不再计算。")),
        ("reason", bool(terms.reason.strip()), _("请写明理由。")),
        ("document", terms.document is not None, _("请附上依据文件：没有文件不能中止或延长法定期限。")),
        (
            "duty",
            asked_on <= duty.due_on,
            _("期限已于%(day)s届满，届满后不能再申请中止或延期。") % {"day": date_words(duty.due_on)},
        ),
    ]
    _refuse(checks)


def check_pause(duty: Duty, terms: PauseTerms, standing: Iterable[DutyAdjustment]) -> None:
    """A pause lies inside the running term and beside no other pause of the same duty."""
    clash = next((row for row in standing if _overlap(row, terms)), None)
    clash_words = ""
    if clash is not None:
        days = {"from": date_words(clash.from_on), "to": date_words(last_day(clash))}
        clash_words = _("与另一次中止（%(from)s至%(to)s）重叠。") % days
    facts = {"base": date_words(duty.base_on), "due": date_words(duty.due_on)}
    checks = [
        ("to_on", terms.from_on <= terms.to_on, _("中止的最后一天不能早于第一天。")),
        (
            "from_on",
            duty.base_on < terms.from_on <= duty.due_on,
            _("中止应始于期限之内（%(base)s之后，%(due)s之前或当日）。") % facts,
        ),
        ("from_on", clash is None, clash_words),
    ]
    _refuse(checks)


def check_extension(duty: Duty, terms: ExtensionTerms, lawful_on: date) -> None:
    """An extension is later than the day in force, and within the maximum of its term's row.

    `lawful_on`: the last day without any extension, from which the maximum counts.
    """
    latest = lawful_on + timedelta(days=duty.regime.extension_days)
    facts = {"day": date_words(latest), "n": duty.regime.extension_days, "due": date_words(duty.due_on)}
    checks = [
        ("until_on", terms.until_on > duty.due_on, _("延期应晚于现在的期限（%(due)s）。") % facts),
        (
            "until_on",
            terms.until_on <= latest,
            _("这项期限最多延长 %(n)d 日，至%(day)s为止。") % facts,
        ),
    ]
    _refuse(checks)


def check_may_decide(by: User, adjustment: DutyAdjustment) -> None:
    """Somebody else than the asker: of the same bureau, or of one above it.

    What an enterprise asks for is decided by an officer in whose territory it lies.
    """
    if by.pk == adjustment.asked_by_id:
        raise NotAllowed(_("不能审批自己提出的申请，请由本单位其他人员或上级主管部门办理。"))
    asked_at = asked_at_of(adjustment)
    if by.is_builtin or asked_at is None:
        return
    if not by.is_officer or by.region is None or not by.region.covers(asked_at):
        raise NotAllowed(
            _("这项申请应由%(place)s或其上级主管部门的其他人员审批。") % {"place": asked_at.name}
        )


def asked_at_of(adjustment: DutyAdjustment) -> Region | None:
    """The place whose bureau answers: the asker's own, or where the enterprise lies that asks."""
    asker = adjustment.asked_by
    return adjustment.duty.listing.enterprise.region if asker.role == Role.ENTERPRISE else asker.region


def check_waits(adjustment: DutyAdjustment) -> None:
    if adjustment.state != AdjustmentState.REQUESTED:
        state = {"state": adjustment.get_state_display()}
        raise Refused(_("这项申请已经办结（%(state)s），不能再次审批。") % state)


def check_resume(adjustment: DutyAdjustment, resumed_on: date, today: date) -> None:
    """Only a pause in force ends early, after it began and before it would have ended."""
    pause = adjustment.kind == AdjustmentKind.PAUSE and adjustment.state == AdjustmentState.APPROVED
    if not pause or adjustment.from_on is None or adjustment.to_on is None:
        raise Refused(_("只有已批准的中止可以提前恢复。"))
    inside = adjustment.from_on < resumed_on <= adjustment.to_on
    checks = [
        ("duty", adjustment.duty.met_on is None, _("这项义务已经履行，期限不再变动。")),
        ("on", inside, _("恢复日应在中止期间之内（第一天之后，最后一天之前或当日）。")),
        ("on", resumed_on <= today, _("恢复日不能晚于今天。")),
    ]
    _refuse(checks)


def check_undo(adjustment: DutyAdjustment) -> None:
    """Only an extension in force, of a duty that is still open, is taken back."""
    if adjustment.kind != AdjustmentKind.EXTENSION or adjustment.state != AdjustmentState.APPROVED:
        raise Refused(_("只有已批准的延期可以撤销。"))
    _refuse([("duty", adjustment.duty.met_on is None, _("这项义务已经履行，期限不再变动。"))])


def last_day(pause: DutyAdjustment) -> date | None:
    """The last day a pause stands still."""
    return pause.ended_on - timedelta(days=1) if pause.ended_on else pause.to_on


def pause_stands(row: DutyAdjustment) -> bool:
    """Whether it is a granted pause, ended early or not."""
    return row.kind == AdjustmentKind.PAUSE and row.state in {AdjustmentState.APPROVED, AdjustmentState.ENDED}


def is_paused(adjustments: Iterable[DutyAdjustment], today: date) -> bool:
    """Whether one of a duty's pauses runs today."""
    for row in adjustments:
        last = last_day(row)
        if pause_stands(row) and row.from_on and last and row.from_on <= today <= last:
            return True
    return False


def _overlap(row: DutyAdjustment, terms: PauseTerms) -> bool:
    last = last_day(row)
    return bool(row.from_on and last and row.from_on <= terms.to_on and terms.from_on <= last)


def _refuse(checks: list[tuple[str, bool, str]]) -> None:
    problems = [Problem(code, words) for code, right, words in checks if not right]
    if problems:
        raise Refused(problems[0].sentence if len(problems) == 1 else _("期限不能这样变动。"), problems)
