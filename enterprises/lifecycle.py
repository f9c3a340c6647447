"""The moves of recommendations, orders, fines and voluntary agreements: who brings each from where to where."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from config.common.access import OFFICERS, Role
from config.common.lifecycles import Lifecycle, Move
from enterprises.enums import AgreementState, OrderState, PenaltyState, RecommendationState

S = RecommendationState
BELOW = frozenset({Role.COUNTY, Role.CITY})
_CITY = frozenset({Role.CITY})
_PROVINCE = frozenset({Role.PROVINCE})

RECOMMENDATION = Lifecycle(
    name="recommendation",
    title="Recommendation for a list",
    states=tuple(S.choices),
    start=S.DRAFT,
    moves=(
        Move("submit", (S.DRAFT, S.RETURNED), S.SUBMITTED, BELOW, _("提交市级审查"), tells=(Role.CITY,)),
        Move("withdraw", (S.DRAFT, S.SUBMITTED, S.RETURNED), S.WITHDRAWN, BELOW, _("撤回推荐")),
        Move("pass", (S.SUBMITTED,), S.PASSED, _CITY, _("审查通过"), tells=(Role.PROVINCE,)),
        Move(
            "return",
            (S.SUBMITTED,),
            S.RETURNED,
            _CITY,
            _("退回推荐"),
            needs_reason=True,
            tells=(Role.COUNTY,),
        ),
        Move("take", (S.PASSED,), S.TAKEN, _PROVINCE, _("列入草稿"), tells=(Role.CITY, Role.COUNTY)),
        Move(
            "leave_out",
            (S.PASSED,),
            S.LEFT_OUT,
            _PROVINCE,
            _("不予列入"),
            needs_reason=True,
            tells=(Role.CITY, Role.COUNTY),
        ),
        Move("put_back", (S.TAKEN, S.LEFT_OUT), S.PASSED, _PROVINCE, _("放回待汇总")),
    ),
)
EDITABLE = (S.DRAFT, S.RETURNED)
page = RECOMMENDATION.page

W = OrderState  # where an order stands
OPEN = (W.ISSUED, W.RETURNED, W.EXPIRED)
_PLANT = frozenset({Role.ENTERPRISE})
_TELLS_PLANT = (Role.ENTERPRISE,)

ORDER = Lifecycle(
    name="order",
    title="Order to publish or to correct",
    states=tuple(W.choices),
    start=W.DRAFT,
    moves=(
        Move("issue", (W.DRAFT,), W.ISSUED, OFFICERS, _("下达"), tells=_TELLS_PLANT),
        Move("answer", OPEN, W.ANSWERED, _PLANT, _("提交改正证明"), tells=(Role.COUNTY,)),
        Move(
            "return",
            (W.ANSWERED,),
            W.RETURNED,
            OFFICERS,
            _("退回改正证明"),
            needs_reason=True,
            tells=_TELLS_PLANT,
        ),
        Move(
            "meet",
            (*OPEN, W.ANSWERED),
            W.MET,
            OFFICERS,
            _("登记改正"),
            sets="met_on",
            tells=_TELLS_PLANT,
        ),
        # nobody makes this move: it follows from the day after the term
        Move("expire", (W.ISSUED, W.RETURNED), W.EXPIRED, frozenset({Role.BUILTIN}), _("期满未改正")),
        Move(
            "withdraw",
            (*OPEN, W.ANSWERED, W.MET),
            W.WITHDRAWN,
            OFFICERS,
            _("撤销责令"),
            needs_reason=True,
            sets="withdrawn_on",
            tells=_TELLS_PLANT,
        ),
    ),
)
PENALTY = Lifecycle(
    name="penalty",
    title="Fine",
    states=tuple(PenaltyState.choices),
    start=PenaltyState.DECIDED,
    moves=(
        Move(
            "withdraw",
            (PenaltyState.DECIDED,),
            PenaltyState.WITHDRAWN,
            OFFICERS,
            _("撤销处罚"),
            needs_reason=True,
            sets="withdrawn_on",
            tells=_TELLS_PLANT,
        ),
    ),
)
order_page = ORDER.page
penalty_page = PENALTY.page


def order_state(state: str, due_on: date, on: date) -> OrderState:
    """Where an order stands on a day: one that is neither answered nor obeyed expires after its last day."""
    if state in (W.ISSUED, W.RETURNED) and due_on < on:
        return W.EXPIRED
    return W(state)


A = AgreementState
_PARTIES = OFFICERS | {Role.ENTERPRISE}
AGREEMENT = Lifecycle(
    name="agreement",
    title="Voluntary agreement",
    states=tuple(A.choices),
    start=A.DRAFT,
    moves=(
        Move("sign", (A.DRAFT,), A.SIGNED, OFFICERS, _("签订"), sets="signed_on", tells=(Role.ENTERPRISE,)),
        Move("withdraw", (A.DRAFT,), A.WITHDRAWN, _PARTIES, _("撤回草稿")),
        Move(
            "deliver",
            (A.SIGNED,),
            A.DELIVERED,
            OFFICERS,
            _("认定兑现"),
            sets="closed_on",
            tells=(Role.ENTERPRISE,),
        ),
        Move(
            "miss",
            (A.SIGNED,),
            A.MISSED,
            OFFICERS,
            _("认定未兑现"),
            needs_reason=True,
            sets="closed_on",
            tells=(Role.ENTERPRISE,),
        ),
        Move(
            "end",
            (A.SIGNED,),
            A.ENDED,
            OFFICERS,
            _("解除协议"),
            needs_reason=True,
            sets="closed_on",
            tells=(Role.ENTERPRISE,),
        ),
    ),
)
agreement_page = AGREEMENT.page
