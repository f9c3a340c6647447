"""Who may: each check raises a refusal with its sentence; whether is derived from it."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import User
from audits.models import Expert, Review, ReviewFee, Round
from config.common.access import Role
from config.common.errors import NotAllowed, Problem, Refused
from config.common.lifecycles import Move
from config.common.wording import date_words, listed
from enterprises.models import Enterprise


def refusal(check: Callable[..., None], *args: Any, **kwargs: Any) -> str:
    """The sentence a check would refuse with, empty when it would not."""
    try:
        check(*args, **kwargs)
    except Refused as error:
        return error.sentence
    return ""


def check_role(move: Move, by: User) -> None:
    """The table says whose move it is."""
    if by.role not in move.roles:
        names = listed(str(role.label) for role in Role if role in move.roles)
        raise NotAllowed(_("“%(move)s”由%(roles)s办理。") % {"move": move.label, "roles": names})


def check_works_on(round_: Round, by: User) -> None:
    """Nobody moves or writes a round they cannot see."""
    if not Round.objects.visible_to(by).filter(pk=round_.pk).exists():
        raise NotAllowed(_("这一轮审核不在您的工作范围内。"))


def check_plant(round_: Round, by: User) -> None:
    """The plan and the stages are written by the enterprise and its agency."""
    if by.role not in {Role.ENTERPRISE, Role.AGENCY}:
        raise NotAllowed(_("审核计划和阶段成果由企业或其咨询机构填写。"))
    check_works_on(round_, by)


def check_officer(round_: Round, by: User) -> None:
    if not by.is_officer:
        raise NotAllowed(_("这件事由主管部门办理。"))
    check_works_on(round_, by)


def check_volunteers(enterprise: Enterprise, by: User) -> None:
    """An enterprise volunteers itself; the bureau of its place may record that it does."""
    if not Enterprise.objects.visible_to(by).filter(pk=enterprise.pk).exists():
        raise NotAllowed(_("这家企业不在您的工作范围内。"))
    if not by.is_officer and by.role != Role.ENTERPRISE:
        raise NotAllowed(_("自愿性审核由企业自己提出，或由主管部门登记。"))


def check_reason(move: Move, reason: str) -> None:
    if move.needs_reason and not reason.strip():
        raise Refused(
            _("“%(move)s”要写明原因。") % {"move": move.label},
            [Problem("reason", _("请填写原因，企业会看到这段话。"))],
        )


def check_day(round_: Round, on: date, today: date) -> None:
    """A deed is dated between the round's opening and today."""
    if on > today:
        raise Refused(_("日期不能晚于今天。"))
    if on < round_.opened_on:
        raise Refused(_("日期不能早于本轮开启日期 %(day)s。") % {"day": round_.opened_on})


def not_lapsed_words(due_on: date, on: date) -> str:
    """Why what has to be mended cannot be taken as failed yet; empty when its day is over."""
    if due_on < on:
        return ""
    return _("整改期限到%(day)s，尚未届满，不能认定不通过。") % {"day": date_words(due_on)}


def check_panel(review: Review, by: User, *, decides: bool) -> None:
    """An officer of the territory records; of the experts those on the panel, and only its lead decides."""
    if by.role != Role.EXPERT:
        check_officer(review.round, by)
        return
    check_works_on(review.round, by)
    seat = review.panel.filter(expert__user=by).first()
    if seat is None:
        raise NotAllowed(_("您不是这次评审的专家，不能登记结果。"))
    if decides and not seat.is_lead:
        raise NotAllowed(_("结论由专家组组长或主管部门登记；您可以先登记评分和意见。"))


def check_independent(expert: Expert, round_: Round) -> None:
    """An expert is not of the enterprise nor of the agency that advised it."""
    owners = [round_.enterprise.name]
    if round_.agency is not None:
        owners.append(round_.agency.name)
    employer = expert.employer.strip()
    if any(employer == name for name in owners):
        raise Refused(
            _("专家%(name)s所在单位是本轮的企业或咨询机构，应当回避。") % {"name": expert.name},
        )


def check_payer(fee: ReviewFee, by: User) -> None:
    """Only the bureau that held the review pays, or one above it; never whoever was judged."""
    if not by.is_officer or by.region is None or not by.region.covers(fee.payer):
        raise NotAllowed(
            _(
                "劳务费由组织评审的主管部门发放和登记；评估和验收不得向企业收取费用（清洁生产促进法第二十七条）。"
            )
        )
    if fee.paid_on is not None:
        raise Refused(_("这笔劳务费已登记发放。"))
