"""The building of a measure: its steps and sources of money as one set, and each drawing of money."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.services.activity import activity_record
from config.common.errors import Problem, Refused
from config.common.versions import guarded_update
from config.common.wording import number_words
from measures import rules
from measures.facts import PlannedFund, PlannedStep
from measures.gates.effects import amount_fault
from measures.gates.works import problems_of_funds, problems_of_steps
from measures.models import Funding, FundingDraw, Measure, WorkStep


@transaction.atomic
def works_save(
    *,
    measure: Measure,
    steps: Sequence[PlannedStep],
    funds: Sequence[PlannedFund],
    version: int,
    by: User,
    at: datetime,
) -> Measure:
    """Make these the measure's steps and sources; `version` is the measure's.

    A source from which money came stays, with at least what came.
    """
    rules.check_writes(by, measure.round)
    rules.check_changeable(measure)
    Measure.objects.select_for_update().get(pk=measure.pk)
    found = {row.source: row for row in Funding.objects.filter(measure=measure).prefetch_related("draws")}
    problems = problems_of_steps(steps, timezone.localtime(at).date())
    problems += problems_of_funds(funds, {source: row.drawn_wan for source, row in found.items()})
    if problems:
        raise Refused(_("实施计划与资金没有保存，请按提示改正。"), problems)
    guarded_update(measure, version=version)
    WorkStep.objects.filter(measure=measure).delete()
    WorkStep.objects.bulk_create(WorkStep(measure=measure, **asdict(step)) for step in steps)
    for fund in funds:
        row = found.pop(fund.source, None) or Funding(measure=measure, source=fund.source)
        row.planned_wan, row.note = fund.planned_wan, fund.note
        row.save()
    Funding.objects.filter(pk__in=[row.pk for row in found.values()]).delete()
    new = {
        "steps": [{name: str(value) for name, value in asdict(step).items()} for step in steps],
        "fundings": {fund.source: str(fund.planned_wan) for fund in funds},
    }
    region = measure.round.enterprise.region
    activity_record(by=by, at=at, verb="works_save", thing=measure, region=region, new=new)
    return measure


@transaction.atomic
def funding_draw(
    *, funding: Funding, amount_wan: Decimal, drawn_on: date, note: str = "", by: User, at: datetime
) -> FundingDraw:
    """Money of a source came: never more than the source is to pay, on a day that has been."""
    measure = funding.measure
    rules.check_writes(by, measure.round)
    rules.check_draws(measure)
    Measure.objects.select_for_update().get(pk=measure.pk)  # one drawing after the other
    fault = amount_fault(amount_wan) or ("" if amount_wan else _("%(name)s 应大于 0。"))
    if fault:
        raise Refused(_("资金到位没有登记。"), [Problem("amount_wan", fault % {"name": _("到位金额")})])
    if drawn_on > timezone.localtime(at).date():
        raise Refused(_("资金到位没有登记。"), [Problem("drawn_on", _("到位日期不能晚于今天。"))])
    left = funding.planned_wan - Funding.objects.prefetch_related("draws").get(pk=funding.pk).drawn_wan
    if amount_wan > left:
        sentence = _("超过这一来源尚未到位的 %(left)s 万元；确有增加时，请先修改资金来源的计划金额。")
        raise Refused(
            _("资金到位没有登记。"), [Problem("amount_wan", sentence % {"left": number_words(left)})]
        )
    draw = FundingDraw.objects.create(
        funding=funding,
        amount_wan=amount_wan,
        drawn_on=drawn_on,
        note=note.strip(),
        recorded_by=by,
        recorded_at=at,
    )
    new = {"source": funding.source, "amount_wan": str(amount_wan), "drawn_on": str(drawn_on)}
    region = measure.round.enterprise.region
    activity_record(by=by, at=at, verb="funding_draw", thing=measure, region=region, new=new)
    return draw
