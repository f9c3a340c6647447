"""Voluntary rounds: what an enterprise does without being listed, by the same seven stages."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from audits.models import Round
from audits.rules import check_volunteers
from audits.services.rounds import round_open
from config.common.errors import Problem, Refused
from enterprises.enums import EnterpriseStatus
from enterprises.models import Enterprise


@transaction.atomic
def voluntary_open(*, enterprise: Enterprise, opened_on: date, by: User, at: datetime) -> Round:
    """Open a voluntary round; one at a time, for the measures of two could not be told apart."""
    check_volunteers(enterprise, by)
    locked = Enterprise.objects.select_for_update().get(pk=enterprise.pk)
    if opened_on > timezone.localtime(at).date():
        raise Refused(_("没有开启。"), [Problem("opened_on", _("开始日期不能晚于今天。"))])
    if locked.status == EnterpriseStatus.CLOSED:
        raise Refused(_("这家企业已关闭，不能开展审核；恢复生产的，请先修改企业状态。"))
    going = Round.objects.filter(enterprise=locked).unfinished().first()
    if going:
        facts = {"year": going.year, "number": going.number}
        raise Refused(_("这家企业的%(year)d年第%(number)d轮审核还没有结束，请先办结。") % facts)
    return round_open(enterprise=locked, listing=None, opened_on=opened_on, by=by, at=at)
