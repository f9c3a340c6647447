"""A new figure of the province; what was worked out with the old one is worked out anew."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.services.activity import activity_record
from config.common.access import Permission, allowed
from config.common.errors import NotAllowed, Problem, Refused
from config.common.wording import number_words
from measures import rules
from measures.enums import ParameterCode
from measures.models import MeasureParameter
from measures.selectors.parameters import CLASS_CODES, parameter_on, parameters
from operations.models import Job
from operations.services.jobs import job_enqueue

_JUDGES = (ParameterCode.PAYBACK_LIMIT, ParameterCode.IRR_BENCHMARK)
_PERCENT = (ParameterCode.IRR_BENCHMARK, ParameterCode.SCREENING_SHARE)


@transaction.atomic
def parameter_add(*, by: User, at: datetime, **values: Any) -> MeasureParameter:
    """Set a figure from a day on (code, cost_class, scale, from_wan, value, valid_from, basis).

    Rows are only added: what was in force before stays readable. A new benchmark brings the job that works
    out every cash sheet anew.
    """
    if not allowed(by, Permission.MEASURE_PARAMETERS_WRITE):
        raise NotAllowed(_("方案参数由省级主管部门设定。"))
    _check(values)
    row = MeasureParameter.objects.create(mark="L", created_by=by, created_at=at, **values)
    new = {name: str(value) for name, value in values.items()}
    activity_record(by=by, at=at, verb="parameter_add", thing=row, region=by.region, new=new)
    if row.code in _JUDGES:
        recompute_ask(by=by, at=at)
    return row


def recompute_ask(*, by: User, at: datetime, dispatch: bool = True) -> Job:
    """Have every cash sheet last worked out before now worked out anew."""
    moment = at.isoformat()
    return job_enqueue(
        task="measures.tasks.recompute_sheets",
        title=_("重新测算经济可行性"),
        by=by,
        at=at,
        dedupe_key=f"sheets:{moment}",
        dispatch=dispatch,
        before=moment,
    )


def _check(values: Mapping[str, Any]) -> None:
    if values["code"] not in ParameterCode.values:
        raise Refused(_("没有这项参数。"))
    rules.check_amounts(
        (label, values[name], False) for name, label in (("value", _("数值")), ("from_wan", _("投资自")))
    )
    problems = []
    if values["code"] in _PERCENT and values["value"] > 100:
        problems.append(Problem("value", _("百分数不能超过 100。")))
    if values["code"] not in _PERCENT and values["value"] == Decimal(0):
        problems.append(Problem("value", _("这一数值应大于 0。")))
    if not str(values.get("basis", "")).strip():
        problems.append(Problem("basis", _("请写明依据的文件。")))
    same = {name: values[name] for name in ("code", "cost_class", "scale", "from_wan", "valid_from")}
    if MeasureParameter.objects.filter(**same).exists():
        problems.append(Problem("valid_from", _("同一参数自这一天起已有一个数值；请换一个起始日。")))
    problems += _limits_in_order(values)
    if problems:
        raise Refused(_("参数没有保存，请按提示改正。"), problems)


def _limits_in_order(values: Mapping[str, Any]) -> list[Problem]:
    """The low-cost limit lies below the high-cost one on the day the new figure begins."""
    if values["code"] not in CLASS_CODES:
        return []
    other = CLASS_CODES[values["code"] == ParameterCode.LOW_LIMIT]
    row = parameter_on(parameters(), other, values["valid_from"], scale=values["scale"])
    known = row.value if row else None
    low, high = (values["value"], known) if other == ParameterCode.HIGH_LIMIT else (known, values["value"])
    if low is None or high is None or low < high:
        return []
    sentence = _("低费上限 %(low)s 万元应小于高费下限 %(high)s 万元。")
    words = {"low": number_words(low), "high": number_words(high)}
    return [Problem("value", sentence % words)]
