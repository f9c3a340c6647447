"""Plans of post-assessment as rows and as one page; a rate never stands without its sample."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from config.common.wording import UNKNOWN, percent_words
from measures.calculations.intervals import weighted_share, wilson
from measures.models import PostPlan
from measures.selectors.post_plans import StratumFound


def stratum_words(name: str) -> str:
    """costly/焦化 → 中/高费 · 焦化; a city is its own name."""
    cost, divided, industry = name.rpartition("/")
    if not divided:
        return name or _("未落实到市")
    classes = {"cheap": _("无/低费"), "costly": _("中/高费")}
    return f"{classes.get(cost, cost)} · {industry or _('其他行业')}"


def rate_words(delivering: int, assessed: int) -> dict[str, Any]:
    """68.0%（17 / 25 项，95％ 区间 48.4%–82.8%）, in parts."""
    bounds = wilson(delivering, assessed)
    if bounds is None:
        return {"share": UNKNOWN, "interval": UNKNOWN, "sample": _("尚未评估")}
    low, high = (percent_words(bound * 100) for bound in bounds)
    return {
        "share": percent_words(Decimal(delivering) * 100 / assessed),
        "interval": f"{low}–{high}",
        "sample": _("%(n)d / %(all)d 项") % {"n": delivering, "all": assessed},
    }


def plan_rows(plans: Iterable[Any]) -> list[dict[str, Any]]:
    return [
        {
            "name": plan.trail_name,
            "href": reverse("measures:post_plan_detail", args=[plan.pk]),
            "by_strata": plan.get_by_strata_display(),
            "planned_on": plan.planned_on,
            "population": plan.population,
            "drawn": plan.drawn,
            "seed": plan.seed,
            "created_by": plan.created_by.name,
        }
        for plan in plans
    ]


def plan_card(plan: PostPlan, strata: Sequence[StratumFound], *, again: bool) -> dict[str, Any]:
    """The whole plan: facts, strata, and the rate that was found so far."""
    assessed, delivering = sum(one.assessed for one in strata), sum(one.delivering for one in strata)
    weighted = weighted_share((one.size, one.delivering, one.assessed) for one in strata if one.drawn)
    return {
        "name": plan.trail_name,
        "facts": [
            {"term": _("分层方式"), "value": plan.get_by_strata_display()},
            {"term": _("计划日期"), "value": str(plan.planned_on)},
            {"term": _("随机种子"), "value": plan.seed},
            {"term": _("重新抽取"), "value": _("结果一致") if again else _("结果不一致")},
            {"term": _("制定人"), "value": plan.created_by.name},
        ],
        "rate": rate_words(delivering, assessed),
        "drawn": sum(one.drawn for one in strata),
        "population": sum(one.size for one in strata),
        "assessed": assessed,
        "weighted": percent_words(None if weighted is None else weighted * 100),
        "strata": [
            {
                "name": stratum_words(one.name),
                "size": one.size,
                "drawn": one.drawn,
                "assessed": one.assessed,
                **rate_words(one.delivering, one.assessed),
            }
            for one in strata
        ],
        "tasks": f"{reverse('measures:post_assessment_list')}?plan={plan.pk}",
    }
