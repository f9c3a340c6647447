"""The life of a measure: one table of who may bring it from where to where.

The moves of a visit (`VISIT`) are never chosen: they follow from the verdict of a verification.
"""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from config.common.access import OFFICERS, Role
from config.common.lifecycles import Lifecycle, Move
from measures.enums import FindingState, MeasureState, ProjectState, Verdict

S = MeasureState
PLANT = frozenset({Role.ENTERPRISE, Role.AGENCY})
ON_SITE = frozenset({Role.VERIFIER})
BUREAU = (Role.CITY, Role.COUNTY)
SITE = (Role.ENTERPRISE, Role.AGENCY)
BEFORE_IMPLEMENTED = (S.PROPOSED, S.SCREENED_OUT, S.FEASIBLE, S.INFEASIBLE, S.IN_PROGRESS)

LIFECYCLE = Lifecycle(
    name="measure",
    title="Measure (清洁生产方案)",
    states=tuple(S.choices),
    start=S.PROPOSED,
    moves=(
        Move(
            "screen_out",
            (S.PROPOSED,),
            S.SCREENED_OUT,
            PLANT,
            pgettext_lazy("move", "筛除"),
            needs_reason=True,
        ),
        Move("find_feasible", (S.PROPOSED,), S.FEASIBLE, PLANT, _("判定可行")),
        Move("find_infeasible", (S.PROPOSED,), S.INFEASIBLE, PLANT, _("判定不可行"), needs_reason=True),
        Move("begin", (S.PROPOSED, S.FEASIBLE), S.IN_PROGRESS, PLANT, _("开始实施"), sets="begun_on"),
        Move(
            "implement",
            (S.IN_PROGRESS,),
            S.IMPLEMENTED,
            PLANT,
            _("登记完成"),
            sets="implemented_on",
            tells=BUREAU,
        ),
        Move(
            "drop",
            BEFORE_IMPLEMENTED,
            S.DROPPED,
            PLANT,
            pgettext_lazy("move", "放弃"),
            needs_reason=True,
            sets="dropped_on",
            tells=BUREAU,
        ),
        Move(
            "verify",
            (S.IMPLEMENTED,),
            S.VERIFIED,
            ON_SITE,
            _("核实属实"),
            sets="verified_on",
            tells=SITE,
        ),
        Move(
            "verify_partly",
            (S.VERIFIED,),
            S.IMPLEMENTED,
            ON_SITE,
            _("复核仅部分属实"),
            needs_reason=True,
            tells=SITE,
        ),
        Move(
            "refute",
            (S.IMPLEMENTED, S.VERIFIED),
            S.IN_PROGRESS,
            ON_SITE,
            _("现场未见实施"),
            needs_reason=True,
            tells=SITE,
        ),
    ),
)
MOVES = LIFECYCLE.moves
page = LIFECYCLE.page
VISIT = {
    Verdict.STANDS: "verify",
    Verdict.PARTLY: "verify_partly",
    Verdict.ABSENT: "refute",
}


def move_by_verdict(verdict: str, state: str) -> Move | None:
    """The move a verdict brings about from `state`; None where the state already says it."""
    move = LIFECYCLE.move(VISIT[Verdict(verdict)])
    return move if move and state in move.from_states else None


FINDING = Lifecycle(
    name="finding",
    title="Finding (现场核查发现的问题)",
    states=tuple(FindingState.choices),
    start=FindingState.OPEN,
    moves=(
        Move(
            "answer",
            (FindingState.OPEN,),
            FindingState.ANSWERED,
            PLANT,
            _("提交整改情况"),
            needs_reason=True,
            tells=BUREAU,
        ),
        Move(
            "return",
            (FindingState.ANSWERED,),
            FindingState.OPEN,
            OFFICERS,
            _("退回重新整改"),
            needs_reason=True,
            tells=SITE,
        ),
        Move(
            "close",
            (FindingState.ANSWERED,),
            FindingState.CLOSED,
            OFFICERS,
            _("复核通过，销号"),
            sets="closed_on",
            tells=SITE,
        ),
    ),
)
finding_page = FINDING.page

P = ProjectState
PROJECT = Lifecycle(
    name="project",
    title="Project (科研、示范与改造项目)",
    states=tuple(ProjectState.choices),
    start=P.PROPOSED,
    moves=(
        Move("approve", (P.PROPOSED,), P.GOING, OFFICERS, _("批准立项"), sets="approved_on"),
        Move(
            "accept", (P.GOING,), P.ACCEPTED, OFFICERS, _("验收项目"), needs_reason=True, sets="accepted_on"
        ),
        Move(
            "end",
            (P.PROPOSED, P.GOING),
            P.ENDED,
            OFFICERS,
            _("终止项目"),
            needs_reason=True,
            sets="ended_on",
        ),
    ),
)
project_page = PROJECT.page
