"""A year or more later: do the savings of an accepted round still stand?"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.services.activity import activity_record
from audits.models import Round
from audits.services.rounds import round_post_assessed
from config.common.errors import Problem, Refused
from config.common.versions import guarded_update
from measures import rules
from measures.enums import Running
from measures.models import Measure, PostAssessment, PostAssessmentItem
from measures.selectors.post_assessments import asked_of


@transaction.atomic
def post_assessment_plan(*, round_: Round, planned_on: date, by: User, at: datetime) -> PostAssessment:
    """Plan the post-assessment of an accepted round; each round has one."""
    rules.check_officer_of(by, round_)
    rules.check_accepted(round_, planned_on)
    if PostAssessment.objects.filter(round=round_).exists():
        raise Refused(_("本轮已安排过后评估。"))
    post_assessment = PostAssessment.objects.create(
        round=round_, planned_on=planned_on, created_by=by, created_at=at
    )
    _record(by, at, "post_assessment_plan", post_assessment, {"planned_on": str(planned_on)})
    return post_assessment


@transaction.atomic
def post_assessment_record(
    *,
    post_assessment: PostAssessment,
    version: int,
    assessed_on: date,
    items: Sequence[Mapping[str, Any]],
    conclusion: str,
    by: User,
    at: datetime,
) -> PostAssessment:
    """Record what was found of every measure that was asked for, and the conclusion; once.

    Asked for are those a yearly plan has drawn of the round, else all its standing ones.
    `items`: one mapping for each of them with `measure` (row or id), `running`, `read_wan` (万元/a,
    None when not read) and `note`. The claim is what the figures hold: the verified benefit, else the achieved.
    """
    round_ = post_assessment.round
    rules.check_officer_of(by, round_)
    rules.check_accepted(round_, assessed_on)
    _check_record(post_assessment, assessed_on, conclusion, timezone.localtime(at).date())
    rows = _checked_items(post_assessment, items)
    guarded_update(
        post_assessment,
        version=version,
        assessed_on=assessed_on,
        conclusion=conclusion.strip(),
        assessed_by=by,
    )
    PostAssessmentItem.objects.bulk_create(rows)
    round_post_assessed(round_=round_, on=assessed_on, by=by, at=at)
    new = {"assessed_on": str(assessed_on), "measures": len(rows)}
    _record(by, at, "post_assessment_record", post_assessment, new)
    return post_assessment


def _record(by: User, at: datetime, verb: str, post_assessment: PostAssessment, new: dict[str, Any]) -> None:
    region = post_assessment.round.enterprise.region
    new = new | {"enterprise": post_assessment.round.enterprise.name}
    activity_record(by=by, at=at, verb=verb, thing=post_assessment, region=region, new=new)


def _check_record(post_assessment: PostAssessment, assessed_on: date, conclusion: str, today: date) -> None:
    if post_assessment.assessed_on is not None:
        raise Refused(_("本轮后评估已登记，不能再改。"))
    if assessed_on > today:
        raise Refused(_("后评估日期不能晚于今天。"))
    if not conclusion.strip():
        raise Refused(_("请写明后评估结论。"))


def _checked_items(
    post_assessment: PostAssessment, items: Sequence[Mapping[str, Any]]
) -> list[PostAssessmentItem]:
    standing = {m.pk: m for m in Measure.objects.filter(asked_of(post_assessment))}
    asked = [getattr(item["measure"], "pk", item["measure"]) for item in items]
    if len(asked) != len(set(asked)) or set(asked) != set(standing):
        missing = [str(m) for pk, m in standing.items() if pk not in asked]
        problems = [Problem("items_are_complete", _("缺少方案 %(m)s。") % {"m": m}) for m in missing]
        raise Refused(_("后评估须逐项登记本轮应评估的全部方案，不多不少。"), problems)
    rows, problems = [], []
    for item, pk in zip(items, asked, strict=True):
        row = _item(post_assessment, standing[pk], item)
        problems += _faults(row)
        rows.append(row)
    if problems:
        raise Refused(_("后评估没有保存，请按提示改正。"), problems)
    rules.check_amounts((row.measure.number, row.read_wan, True) for row in rows)
    return rows


def _item(post_assessment: PostAssessment, measure: Measure, item: Mapping[str, Any]) -> PostAssessmentItem:
    read = item.get("read_wan")
    if item["running"] == Running.STOPPED and read is None:
        read = Decimal(0)  # what does not run yields nothing
    return PostAssessmentItem(
        post_assessment=post_assessment,
        measure=measure,
        running=item["running"],
        claimed_wan=measure.benefit_counted_wan or Decimal(0),
        read_wan=read,
        note=item.get("note", ""),
    )


def _faults(row: PostAssessmentItem) -> list[Problem]:
    if row.running not in Running.values:
        return [Problem("running", _("请选择方案 %(m)s 的运行情况。") % {"m": row.measure.number})]
    if row.running == Running.STOPPED and row.read_wan:
        return [Problem("running", _("方案 %(m)s 已停用，核实效益应为 0。") % {"m": row.measure.number})]
    return []
