"""The moves of a recommendation: who brings it from where to where."""

from django.utils.translation import gettext_lazy as _

from config.common.access import Role
from config.common.lifecycles import Lifecycle, Move
from enterprises.enums import RecommendationState

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
