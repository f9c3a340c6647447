"""The round's moves: one table of who may bring it from where to where, and what that sets and tells."""

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from audits.enums import SEVEN_STAGES, RoundState, Stage, Waiting
from config.common.access import OFFICERS, Role
from config.common.lifecycles import BACK, Lifecycle, Move

S = RoundState
PLANT = frozenset({Role.ENTERPRISE, Role.AGENCY})
PANEL = OFFICERS | {Role.EXPERT}
BUREAU = (Role.CITY, Role.COUNTY)
SITE = (Role.ENTERPRISE, Role.AGENCY)

OVER = (S.CLOSED, S.EXEMPTED, S.ROLLED_OVER, S.LAPSED)
ASIDE = (S.SUSPENDED, S.EXEMPTED, S.DEFERRED, S.ROLLED_OVER, S.LAPSED)
OPEN = tuple(state for state in S if state not in (*OVER, *ASIDE))
_LAST_OF_PART = {Stage.FEASIBILITY: S.FEASIBILITY_APPROVED, Stage.CONTINUATION: S.CONTINUATION_APPROVED}
_BEFORE_REPORT = SEVEN_STAGES[:5]


def stage_of(state: str) -> Stage:
    """The stage a state belongs to; what is set aside stands beside the spine."""
    if state in ASIDE:
        return Stage.ASIDE
    if state.startswith("PLAN_"):
        return Stage.PLANNED
    return max((stage for stage in Stage if state.startswith(stage)), key=len)


def in_progress(stage: Stage) -> RoundState:
    return S(f"{stage}_IN_PROGRESS")


def submitted(stage: Stage) -> RoundState:
    return S(f"{stage}_SUBMITTED")


def returned(stage: Stage) -> RoundState:
    return S(f"{stage}_RETURNED")


def after(stage: Stage) -> RoundState:
    """Where an approved stage leads."""
    if stage in _LAST_OF_PART:
        return _LAST_OF_PART[stage]
    return in_progress(SEVEN_STAGES[SEVEN_STAGES.index(stage) + 1])


def _stage_moves(stage: Stage) -> tuple[Move, ...]:
    name, label = stage.lower(), stage.label
    return (
        Move(
            f"{name}_submit",
            (in_progress(stage), returned(stage)),
            submitted(stage),
            PLANT,
            _("提交本阶段"),
            tells=BUREAU,
            said=format_lazy(_("提交“{stage}”阶段成果"), stage=label),
        ),
        Move(
            f"{name}_approve",
            (submitted(stage),),
            after(stage),
            OFFICERS,
            _("通过本阶段"),
            tells=SITE,
            said=format_lazy(_("通过“{stage}”阶段"), stage=label),
        ),
        Move(
            f"{name}_return",
            (submitted(stage),),
            returned(stage),
            OFFICERS,
            _("退回本阶段"),
            needs_reason=True,
            tells=SITE,
            said=format_lazy(_("退回“{stage}”阶段"), stage=label),
        ),
    )


def _back_move(stage: Stage) -> Move:
    """Return to an earlier stage of the same part: before the report, or between the two reviews."""
    part = _BEFORE_REPORT if stage in _BEFORE_REPORT else SEVEN_STAGES[5:]
    later = part[part.index(stage) + 1 :]
    sources = [state for other in later for state in (in_progress(other), submitted(other), returned(other))]
    sources.append(_LAST_OF_PART[part[-1]])
    return Move(
        f"back_to_{stage.lower()}",
        tuple(sources),
        returned(stage),
        OFFICERS,
        format_lazy(_("退回到“{stage}”"), stage=stage.label),
        needs_reason=True,
        tells=SITE,
    )


def _between(stages: tuple[Stage, ...]) -> tuple[Move, ...]:
    return tuple(move for stage in stages for move in _stage_moves(stage))


_PLAN = (
    Move(
        "plan_submit",
        (S.PLANNED, S.PLAN_RETURNED),
        S.PLAN_SUBMITTED,
        PLANT,
        _("报送审核计划"),
        tells=BUREAU,
    ),
    Move(
        "plan_approve",
        (S.PLAN_SUBMITTED,),
        S.PREPARATION_IN_PROGRESS,
        OFFICERS,
        _("通过审核计划"),
        sets="started_on",
        tells=SITE,
    ),
    Move(
        "plan_return",
        (S.PLAN_SUBMITTED,),
        S.PLAN_RETURNED,
        OFFICERS,
        _("退回审核计划"),
        needs_reason=True,
        tells=SITE,
    ),
)
_REPORT_AND_EVALUATION = (
    Move(
        "report_submit",
        (S.FEASIBILITY_APPROVED,),
        S.REPORTED,
        PLANT,
        _("报送审核报告"),
        sets="reported_on",
        tells=BUREAU,
    ),
    Move(
        "evaluation_apply",
        (S.REPORTED, S.EVALUATION_SUPPLEMENT),
        S.EVALUATION_APPLIED,
        PLANT | OFFICERS,
        _("申请评估"),
        tells=BUREAU,
    ),
    Move(
        "evaluation_return",
        (S.EVALUATION_APPLIED,),
        S.REPORTED,
        OFFICERS,
        _("退回评估申请"),
        needs_reason=True,
        tells=SITE,
    ),
    Move(
        "evaluation_return_again",
        (S.EVALUATION_APPLIED,),
        S.EVALUATION_SUPPLEMENT,
        OFFICERS,
        _("退回补充后的评估申请"),
        needs_reason=True,
        tells=SITE,
    ),
    Move(
        "evaluation_score",
        (S.EVALUATION_APPLIED,),
        S.EVALUATION_SCORED,
        PANEL,
        _("登记评估评分"),
        tells=BUREAU,
    ),
    Move(
        "evaluation_pass",
        (S.EVALUATION_SCORED,),
        S.IMPLEMENTATION_IN_PROGRESS,
        PANEL,
        _("评估通过"),
        sets="evaluated_on",
        tells=SITE,
    ),
    Move(
        "evaluation_supplement",
        (S.EVALUATION_SCORED,),
        S.EVALUATION_SUPPLEMENT,
        PANEL,
        _("评估：补充材料"),
        needs_reason=True,
        tells=SITE,
    ),
    Move(
        "evaluation_redo",
        (S.EVALUATION_SCORED,),
        S.PREPARATION_IN_PROGRESS,
        PANEL,
        _("评估：重新审核"),
        needs_reason=True,
        tells=SITE,
    ),
)
_ACCEPTANCE = (
    Move(
        "acceptance_apply",
        (S.CONTINUATION_APPROVED, S.ACCEPTANCE_RECTIFY),
        S.ACCEPTANCE_APPLIED,
        PLANT | OFFICERS,
        _("申请验收"),
        tells=BUREAU,
    ),
    Move(
        "acceptance_return",
        (S.ACCEPTANCE_APPLIED,),
        S.CONTINUATION_APPROVED,
        OFFICERS,
        _("退回验收申请"),
        needs_reason=True,
        tells=SITE,
    ),
    Move(
        "acceptance_return_again",
        (S.ACCEPTANCE_APPLIED,),
        S.ACCEPTANCE_RECTIFY,
        OFFICERS,
        _("退回整改后的验收申请"),
        needs_reason=True,
        tells=SITE,
    ),
    Move(
        "acceptance_score",
        (S.ACCEPTANCE_APPLIED,),
        S.ACCEPTANCE_SCORED,
        PANEL,
        _("登记验收评分"),
        tells=BUREAU,
    ),
    Move(
        "acceptance_pass",
        (S.ACCEPTANCE_SCORED,),
        S.CLOSED,
        PANEL,
        _("验收通过"),
        sets="accepted_on",
        tells=SITE,
    ),
    Move(
        "acceptance_rectify",
        (S.ACCEPTANCE_SCORED,),
        S.ACCEPTANCE_RECTIFY,
        PANEL,
        _("验收：限期整改"),
        needs_reason=True,
        tells=SITE,
    ),
    Move(
        "acceptance_fail",
        (S.ACCEPTANCE_SCORED,),
        S.ACCEPTANCE_FAILED,
        PANEL,
        _("验收不通过"),
        needs_reason=True,
        tells=SITE,
    ),
    Move(
        "rectify_lapse",
        (S.ACCEPTANCE_RECTIFY,),
        S.ACCEPTANCE_FAILED,
        OFFICERS,
        _("整改逾期，认定不通过"),
        needs_reason=True,
        tells=SITE,
    ),
    Move(
        "implementation_again",
        (S.ACCEPTANCE_FAILED,),
        S.IMPLEMENTATION_RETURNED,
        PLANT | OFFICERS,
        _("重新实施"),
        tells=SITE,
    ),
)
_SIDE = (
    Move(
        "suspend", OPEN, S.SUSPENDED, OFFICERS, pgettext_lazy("move", "暂停"), needs_reason=True, tells=SITE
    ),
    Move("defer", OPEN, S.DEFERRED, OFFICERS, pgettext_lazy("move", "缓期"), needs_reason=True, tells=SITE),
    Move("resume", (S.SUSPENDED, S.DEFERRED), BACK, OFFICERS, _("恢复"), tells=SITE),
    Move(
        "exempt",
        (*OPEN, S.SUSPENDED, S.DEFERRED),
        S.EXEMPTED,
        OFFICERS,
        pgettext_lazy("move", "免予审核"),
        needs_reason=True,
        tells=SITE,
    ),
    Move(
        "roll_over",
        (*OPEN, S.SUSPENDED, S.DEFERRED),
        S.ROLLED_OVER,
        OFFICERS,
        pgettext_lazy("move", "转入下一批"),
        needs_reason=True,
        tells=SITE,
    ),
)

LIFECYCLE = Lifecycle(
    name="round",
    title="Round (审核轮次)",
    states=tuple(S.choices),
    start=S.PLANNED,
    moves=(
        *_PLAN,
        *_between(_BEFORE_REPORT),
        *_REPORT_AND_EVALUATION,
        *_between(SEVEN_STAGES[5:]),
        *_ACCEPTANCE,
        *(_back_move(stage) for stage in SEVEN_STAGES),
        *_SIDE,
    ),
)
MOVES = LIFECYCLE.moves
# these follow from what is done on the review's own page
BY_REVIEW = frozenset(
    move.name
    for move in (*_REPORT_AND_EVALUATION, *_ACCEPTANCE)
    if move.name.startswith(("evaluation_", "acceptance_"))
)
CONCLUSIONS = frozenset(
    move.name for move in MOVES if move.from_states in {(S.EVALUATION_SCORED,), (S.ACCEPTANCE_SCORED,)}
)
page = LIFECYCLE.page

_PLAN_STATES = (S.PLANNED, S.PLAN_SUBMITTED, S.PLAN_RETURNED)
PLAN_OPEN = (
    S.PLANNED,
    S.PLAN_RETURNED,
    *(state(stage) for stage in _BEFORE_REPORT for state in (in_progress, returned)),
)


def gate_of(state: str) -> Stage | None:
    """The part whose gate stands before the next move forward; None where no work is due."""
    if state in _PLAN_STATES:
        return Stage.PLANNED
    if state == S.FEASIBILITY_APPROVED:
        return Stage.REPORTED
    stage = stage_of(state)
    return stage if stage in SEVEN_STAGES and not state.endswith("_APPROVED") else None


def passes_gate(move: Move) -> bool:
    """Moves forward through a gate; returns, reviews and side moves have none."""
    return move.name.endswith(("_submit", "_approve"))


def stage_is_open(state: str, stage: str) -> bool:
    """Whether the plant may write in `stage`: it is the present one and not handed in, or still to come."""
    if state in OVER or state in ASIDE:
        return False
    if stage_of(state) == stage:
        return state.endswith(("_IN_PROGRESS", "_RETURNED"))
    return _spine(stage_of(state)) < _spine(Stage(stage))


def _spine(stage: Stage) -> int:
    return list(Stage).index(stage)


# REPORTED stands on both desks: the plant may apply for its evaluation, the officer may hold it unasked.
WAITING = {
    Waiting.PLAN_WRITE: (S.PLANNED, S.PLAN_RETURNED),
    Waiting.PLAN_READ: (S.PLAN_SUBMITTED,),
    Waiting.STAGE_WRITE: tuple(state(stage) for stage in SEVEN_STAGES for state in (in_progress, returned)),
    Waiting.STAGE_READ: tuple(submitted(stage) for stage in SEVEN_STAGES),
    Waiting.REPORT_WRITE: (S.FEASIBILITY_APPROVED,),
    Waiting.APPLICATION: (
        S.REPORTED,
        S.EVALUATION_SUPPLEMENT,
        S.CONTINUATION_APPROVED,
        S.ACCEPTANCE_RECTIFY,
        S.ACCEPTANCE_FAILED,
    ),
    Waiting.RECTIFY: (S.ACCEPTANCE_RECTIFY,),
    Waiting.REVIEW_HOLD: (S.REPORTED, S.EVALUATION_APPLIED, S.ACCEPTANCE_APPLIED),
    Waiting.REVIEW_DECIDE: (S.EVALUATION_SCORED, S.ACCEPTANCE_SCORED),
}
WAITING_FOR_PLANT = (Waiting.PLAN_WRITE, Waiting.STAGE_WRITE, Waiting.REPORT_WRITE, Waiting.APPLICATION)
WAITING_FOR_OFFICER = (Waiting.PLAN_READ, Waiting.STAGE_READ, Waiting.REVIEW_HOLD, Waiting.REVIEW_DECIDE)
