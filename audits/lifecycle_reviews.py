"""The life of one try at evaluation or acceptance: one table of who may bring it from where to where.

`record_*` are for what was done outside of the platform and is entered by hand; such a review has no draw.
"""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from audits.enums import ReviewState
from config.common.access import OFFICERS, Role
from config.common.lifecycles import Lifecycle, Move

S = ReviewState
PLANT = frozenset({Role.ENTERPRISE, Role.AGENCY})
EXPERTS = frozenset({Role.EXPERT})
BY_HAND = (S.APPLIED, S.ACCEPTED, S.CLOSED)

LIFECYCLE = Lifecycle(
    name="review",
    title="Review (评估与验收)",
    states=tuple(S.choices),
    start=S.APPLIED,
    moves=(
        Move("apply_again", (S.RETURNED,), S.APPLIED, PLANT | OFFICERS, _("补齐后再次申请")),
        Move("accept", (S.APPLIED,), S.ACCEPTED, OFFICERS, _("受理申请")),
        Move("return", (S.APPLIED,), S.RETURNED, OFFICERS, _("退回申请"), needs_reason=True),
        Move("draw", (S.ACCEPTED, S.PANEL), S.PANEL, OFFICERS, _("抽取专家")),
        Move("send", (S.PANEL,), S.SCORING, OFFICERS, _("送达材料"), sets="papers_on"),
        Move("close", (S.SCORING,), S.CLOSED, OFFICERS, _("截止评分")),
        Move("merge", (S.CLOSED,), S.MERGED, EXPERTS, _("汇总意见")),
        Move(
            "decide", (S.MERGED,), S.DECIDED, OFFICERS, pgettext_lazy("review", "作出结论"), sets="decided_on"
        ),
        Move("record_score", BY_HAND, S.CLOSED, OFFICERS | EXPERTS, _("手工登记评分")),
        Move("record_result", BY_HAND, S.DECIDED, OFFICERS | EXPERTS, _("手工登记结论"), sets="decided_on"),
    ),
)
page = LIFECYCLE.page
OPEN_SHEETS = (S.CLOSED, S.MERGED, S.DECIDED)
"""From here on the experts' sheets can be read; before, only one's own."""
