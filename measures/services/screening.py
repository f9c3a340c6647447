"""Screening of a round's measures: weights and scores as one sheet, and the province's schemes."""

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
from config.common.access import Permission, allowed
from config.common.errors import NotAllowed, Problem, Refused, Stale
from config.common.versions import guarded_update
from measures import rules
from measures.enums import MeasureState
from measures.facts import Amount, Factor
from measures.gates.screening import problems_of_scores, problems_of_weights
from measures.models import (
    Measure,
    Screening,
    ScreeningFactor,
    ScreeningScheme,
    ScreeningScore,
    ScreeningWeight,
)
from measures.selectors.screening import factors_of, line_on, scheme_on, scores_of

Scores = Mapping[int, Mapping[int, int]]


@transaction.atomic
def screening_keep(
    *, round_: Round, weights: Mapping[int, Decimal], scores: Scores, version: int, by: User, at: datetime
) -> Screening:
    """Keep the round's weights (by factor) and its measures' scores (by measure and factor).

    `version` is the screening's, 0 for a first one. Measures not named keep their scores, an empty mapping
    takes them back; those already decided keep what they were decided on.
    """
    rules.check_writes(by, round_)
    rules.check_round_is_open(round_)
    Round.objects.select_for_update().get(pk=round_.pk)  # one sheet after the other
    kept = Screening.objects.filter(round=round_).select_related("scheme").first()
    today = timezone.localtime(at).date()
    scheme = kept.scheme if kept else scheme_on(today)
    factors = factors_of(scheme)
    changed = _changed(round_, scores)
    problems = problems_of_weights(factors, weights, scheme.weight_total)
    problems += _problems(factors, changed, scores)
    if problems:
        raise Refused(_("筛选打分没有保存，请按提示改正。"), problems)
    line = line_on(round_, today)
    row = _write(round_, kept, scheme, {"line": line, "kept_by": by, "kept_at": at}, version)
    _replace(row, weights, {measure.pk: scores[measure.pk] for measure in changed}, by, at)
    new = {
        "scheme": str(scheme.valid_from),
        "line": str(line),
        "weights": {str(factor): str(weight) for factor, weight in weights.items()},
        "scores": {measure.number: list(scores[measure.pk].values()) for measure in changed},
    }
    region = round_.enterprise.region
    activity_record(by=by, at=at, verb="screening_keep", thing=round_, region=region, new=new)
    return row


def _changed(round_: Round, scores: Scores) -> list[Measure]:
    """The measures whose scores are other than they were; a stranger's measure is none of the round's."""
    known = {row.pk: row for row in Measure.objects.filter(round=round_).order_by("pk")}
    if strangers := scores.keys() - known.keys():
        raise Refused(_("有 %(n)d 项方案不属于这一审核轮次。") % {"n": len(strangers)})
    before = scores_of(round_)
    return [row for pk, row in known.items() if pk in scores and dict(scores[pk]) != before.get(pk, {})]


def _problems(factors: Sequence[Factor], measures: Sequence[Measure], scores: Scores) -> list[Problem]:
    decided = [row for row in measures if row.state != MeasureState.PROPOSED]
    problems = [
        Problem(
            f"scores-{row.pk}",
            _("方案 %(number)s 已是“%(state)s”，筛选得分不能再改。")
            % {"number": row.number, "state": row.get_state_display()},
        )
        for row in decided
    ]
    for row in measures:
        problems += problems_of_scores(row.number, factors, scores[row.pk], f"scores-{row.pk}")
    return problems


def _write(
    round_: Round, kept: Screening | None, scheme: ScreeningScheme, values: dict[str, Any], version: int
) -> Screening:
    if kept is None:
        if version:
            raise Stale(_("这一轮还没有筛选记录，请重新打开此页。"), theirs={}, yours={})
        return Screening.objects.create(round=round_, scheme=scheme, **values)
    guarded_update(kept, version=version, **values)
    return kept


def _replace(row: Screening, weights: Mapping[int, Decimal], scores: Scores, by: User, at: datetime) -> None:
    ScreeningWeight.objects.filter(screening=row).delete()
    ScreeningWeight.objects.bulk_create(
        ScreeningWeight(screening=row, factor_id=factor, weight=weight) for factor, weight in weights.items()
    )
    ScreeningScore.objects.filter(measure__in=scores).delete()
    ScreeningScore.objects.bulk_create(
        ScreeningScore(measure_id=measure, factor_id=factor, score=score, scored_by=by, scored_at=at)
        for measure, given in scores.items()
        for factor, score in given.items()
    )


@transaction.atomic
def screening_scheme_add(
    *,
    valid_from: date,
    basis: str,
    weight_total: Amount,
    factors: Sequence[Mapping[str, Any]],
    by: User,
    at: datetime,
) -> ScreeningScheme:
    """Set the factors (name, english, least, most, weight) from a day on; rounds already screened keep theirs."""
    if not allowed(by, Permission.MEASURE_PARAMETERS_WRITE):
        raise NotAllowed(_("方案参数由省级主管部门设定。"))
    problems = _scheme_problems(valid_from, basis, weight_total, factors)
    if problems:
        raise Refused(_("筛选因素没有保存，请按提示改正。"), problems)
    scheme = ScreeningScheme.objects.create(
        valid_from=valid_from, basis=basis, weight_total=weight_total, mark="L", created_by=by, created_at=at
    )
    ScreeningFactor.objects.bulk_create(
        ScreeningFactor(scheme=scheme, order=order, **row) for order, row in enumerate(factors, start=1)
    )
    new = {
        "valid_from": str(valid_from),
        "basis": basis,
        "weight_total": str(weight_total),
        "factors": {row["name"]: str(row["weight"]) for row in factors},
    }
    activity_record(by=by, at=at, verb="screening_scheme_add", thing=scheme, region=by.region, new=new)
    return scheme


def _scheme_problems(
    valid_from: date, basis: str, total: Amount, factors: Sequence[Mapping[str, Any]]
) -> list[Problem]:
    problems = []
    if not basis.strip():
        problems.append(Problem("basis", _("请写明依据的文件。")))
    if ScreeningScheme.objects.filter(valid_from=valid_from).exists():
        problems.append(Problem("valid_from", _("自这一天起已有一套筛选因素；请换一个起始日。")))
    names = [row["name"] for row in factors]
    if len(names) < 2 or len(set(names)) != len(names):
        problems.append(Problem("factors", _("筛选因素至少两项，名称不能重复。")))
    for row in factors:
        if not 0 < row["least"] <= row["weight"] <= row["most"]:
            sentence = _("“%(name)s”的权重应满足：0 < 下限 ≤ 通常权重 ≤ 上限。")
            problems.append(Problem("factors", sentence % {"name": row["name"]}))
    usual = sum((row["weight"] for row in factors), Decimal(0))
    if total is not None and usual != total:
        sentence = _("通常权重合计 %(found)s，与要求的合计 %(total)s 不一致。")
        problems.append(Problem("weight_total", sentence % {"found": usual, "total": total}))
    return problems
