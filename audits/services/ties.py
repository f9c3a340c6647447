"""What ties an expert to others: told by the expert or by who keeps the pool, and taken back by the latter."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.services.activity import activity_record
from audits.calculations.draw import organisation_key
from audits.enums import TieKind
from audits.models import Expert, ExpertTie
from config.common.access import Permission, allowed
from config.common.errors import NotAllowed, Problem, Refused


@transaction.atomic
def tie_add(
    *, expert: Expert, kind: str, organisation: str, by: User, at: datetime, note: str = ""
) -> ExpertTie:
    """Keep a tie for every later draw; panels that are already drawn are left by the expert alone."""
    if expert.user_id != by.pk and not allowed(by, Permission.AGENCIES_WRITE) and not by.is_builtin:
        raise NotAllowed(_("专家的回避关系由本人或省级主管部门登记。"))
    name = organisation.strip()[:120]
    if not name:
        _refuse(_("请写明是哪个单位。"))
    key = organisation_key(name)[:120]
    Expert.objects.select_for_update().get(pk=expert.pk)
    if expert.ties.filter(kind=kind, organisation_key=key).exists():
        known = _("“%(name)s”的“%(kind)s”关系已经登记过，不必重复登记。")
        _refuse(known % {"name": name, "kind": TieKind(kind).label})
    told = {"kind": kind, "organisation": name, "note": note.strip()[:200]}
    tie = ExpertTie.objects.create(
        expert=expert, organisation_key=key, declared_by=by, declared_at=at, **told
    )
    activity_record(by=by, at=at, verb="tie_add", thing=expert, new=told)
    return tie


@transaction.atomic
def tie_remove(*, tie: ExpertTie, reason: str, by: User, at: datetime) -> None:
    """Take back a tie that was told wrongly; the trail keeps it with the reason."""
    if not allowed(by, Permission.AGENCIES_WRITE):
        raise NotAllowed(_("回避关系由省级主管部门撤销。"))
    if not reason.strip():
        problem = Problem("reason", _("请写明撤销的原因。"))
        raise Refused(_("没有撤销。"), [problem])
    told = {"kind": tie.kind, "organisation": tie.organisation, "note": tie.note}
    tie.delete()
    activity_record(by=by, at=at, verb="tie_remove", thing=tie.expert, old=told, note=reason.strip())


def _refuse(sentence: str) -> None:
    raise Refused(_("回避关系没有登记。"), [Problem("organisation", sentence)])
