"""What rounds have to say when two registrations of one enterprise become one (hooks of enterprises)."""

from typing import Any

from django.db.models import Max
from django.utils.translation import gettext as _

from audits.models import Round
from config.common.errors import Problem
from enterprises.models import Enterprise


def merge_problems(survivor: Enterprise, merged: Enterprise) -> list[Problem]:
    """Two open rounds are two audits of one site: one has to be ended first."""
    open_rounds = Round.objects.filter(enterprise__in=[survivor, merged]).unfinished()
    if len(set(open_rounds.values_list("enterprise_id", flat=True))) < 2:
        return []
    sentence = _("两家都有未结束的审核轮次；请先办结其中一轮，或将它免予审核、转入下一批，再合并。")
    return [Problem("open_rounds", sentence)]


def merge_columns(survivor: Enterprise, merged: Enterprise) -> dict[tuple[str, int], tuple[Any, Any]]:
    """The merged one's rounds are numbered on after the survivor's, in the order in which they were opened."""
    last = Round.objects.filter(enterprise=survivor).aggregate(last=Max("number"))["last"] or 0
    rounds = Round.objects.filter(enterprise=merged).order_by("opened_on", "number")
    numbers = enumerate(rounds.values_list("pk", "number"), start=last + 1)
    label = Round._meta.label
    return {(label, pk): ({"number": old}, {"number": new}) for new, (pk, old) in numbers}
