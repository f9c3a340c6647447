"""When a voluntary agreement may be written, signed, reported on and closed (清洁生产促进法 Art. 28)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from accounts.models import Region, User
from config.common.errors import NotAllowed, Problem, Refused
from config.common.lifecycles import Move
from config.common.wording import date_words, listed, number_words
from enterprises.enums import AgreementState, DeliveryState, Incentive
from enterprises.lifecycle import AGREEMENT
from enterprises.models import AgreementDelivery, AgreementTarget, Enterprise, VoluntaryAgreement
from enterprises.rules.registry import check_acts_for, check_in_charge

MOST_TARGETS = 12
REPORT_MONTH, REPORT_DAY = 1, 31  # a year's report is due at the end of the January after it
_LONGEST_YEARS = 10


@dataclass(frozen=True)
class TargetTerms:
    """One promise: an indicator with its unit, from the baseline down to the target by a day."""

    name: str
    unit: str
    baseline: Decimal
    target: Decimal
    due_on: date


@dataclass(frozen=True)
class AgreementTerms:
    """What an agreement says; `bureau` is the place whose bureau signs."""

    bureau: Region
    starts_on: date
    ends_on: date
    pledge: str
    targets: Sequence[TargetTerms]
    incentives: Sequence[str] = ()
    incentive_note: str = ""


@dataclass(frozen=True)
class AgreementPaper:
    """The document by which an agreement moves: the agreement itself, or a decision about it."""

    document_no: str = ""
    on: date | None = None
    reason: str = ""


def check_party(by: User, enterprise: Enterprise, *, represents: bool) -> None:
    """The two parties write: the enterprise's own people, and the officers of its territory."""
    if by.is_officer or by.is_builtin:
        check_in_charge(by, enterprise.region)
    else:
        check_acts_for(by, represents=represents)


def check_terms(terms: AgreementTerms, enterprise: Enterprise) -> None:
    """Refuse terms that could not be kept or measured, with every wrong place at once."""
    problems = [*_period_problems(terms, enterprise), *_target_problems(terms)]
    if problems:
        raise Refused(_("填写的内容有误，没有保存。"), problems)


def _period_problems(terms: AgreementTerms, enterprise: Enterprise) -> Iterator[Problem]:
    if not terms.bureau.covers(enterprise.region):
        yield Problem("bureau", _("签订机关应是企业所在地的县级、市级或省级主管部门。"))
    if terms.ends_on <= terms.starts_on:
        yield Problem("ends_on", _("履行期的结束日期应晚于开始日期。"))
    elif terms.ends_on.year - terms.starts_on.year > _LONGEST_YEARS:
        sentence = _("履行期不能超过 %(years)d 年，请核对日期。")
        yield Problem("ends_on", sentence % {"years": _LONGEST_YEARS})
    if not terms.pledge.strip():
        yield Problem("pledge", _("请写明企业承诺的内容。"))
    if unknown := [one for one in terms.incentives if one not in Incentive.values]:
        yield Problem("incentives", _("没有“%(name)s”这项激励措施。") % {"name": listed(unknown)})


def _target_problems(terms: AgreementTerms) -> Iterator[Problem]:
    if not terms.targets:
        yield Problem("targets", _("请至少填写一项减排目标：指标、单位、基准值、目标值和期限。"))
    if len(terms.targets) > MOST_TARGETS:
        yield Problem("targets", _("目标不能超过 %(most)d 项。") % {"most": MOST_TARGETS})
    names = [one.name.strip() for one in terms.targets]
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield Problem("targets", _("“%(name)s”写了两次，请合并为一项。") % {"name": name})
    for one in terms.targets:
        yield from _one_target(one, terms)


def _one_target(one: TargetTerms, terms: AgreementTerms) -> Iterator[Problem]:
    facts = {"name": one.name, "baseline": number_words(one.baseline), "target": number_words(one.target)}
    if not (one.name.strip() and one.unit.strip()):
        yield Problem("targets", _("每项目标都要写明指标和单位。"))
    if one.target < 0:
        yield Problem("targets", _("“%(name)s”的目标值不能小于零。") % facts)
    if one.target >= one.baseline:
        sentence = _("“%(name)s”的目标值 %(target)s 没有低于基准值 %(baseline)s，不是进一步削减。")
        yield Problem("targets", sentence % facts)
    if not terms.starts_on < one.due_on <= terms.ends_on:
        yield Problem("targets", _("“%(name)s”的达到期限应在履行期之内。") % facts)


def check_draft(agreement: VoluntaryAgreement) -> None:
    if agreement.state != AgreementState.DRAFT:
        state = AgreementState(agreement.state).label
        raise Refused(_("这份协议已是“%(state)s”，内容不能再修改。") % {"state": state})


def check_move(agreement: VoluntaryAgreement, step: Move, paper: AgreementPaper, by: User) -> None:
    """The table says whose move it is and from which states; only the bureau that signs decides."""
    if by.role not in step.roles and not by.is_builtin:
        names = listed(str(role.label) for role in sorted(step.roles))
        raise NotAllowed(_("“%(move)s”由%(roles)s办理。") % {"move": step.label, "roles": names})
    if agreement.state not in step.from_states:
        facts = {"state": AGREEMENT.label(agreement.state), "move": step.label}
        raise Refused(_("这份协议现处于“%(state)s”，不能“%(move)s”。") % facts)
    if step.sets:
        check_bureau(agreement, by)
    if step.needs_reason and not paper.reason.strip():
        sentence = _("请写明理由，企业会看到这段话。")
        raise Refused(_("“%(move)s”要写明理由。") % {"move": step.label}, [Problem("reason", sentence)])


def check_bureau(agreement: VoluntaryAgreement, by: User) -> None:
    if not by.is_builtin and by.region_id != agreement.bureau_id:
        bureau = agreement.bureau.bureau_name
        raise Refused(_("这份协议由%(bureau)s签订，也由它认定和核对。") % {"bureau": bureau})


def paper_problems(agreement: VoluntaryAgreement, paper: AgreementPaper, today: date) -> list[Problem]:
    """A move by document needs its number and a day that can be: not to come, not before the signing."""
    problems = []
    if not paper.document_no.strip():
        problems.append(Problem("document_no", _("请填写文号或协议编号。")))
    if paper.on is None:
        problems.append(Problem("on", _("请填写日期。")))
    elif paper.on > today:
        problems.append(Problem("on", _("日期不能晚于今天。")))
    elif agreement.signed_on and paper.on < agreement.signed_on:
        day = date_words(agreement.signed_on)
        problems.append(Problem("on", _("日期不能早于签订日期%(day)s。") % {"day": day}))
    return problems


def signing_problems(
    agreement: VoluntaryAgreement, paper: AgreementPaper, owes_until: date | None
) -> list[Problem]:
    """Art. 28 is for enterprises that owe no audit by Art. 27; `owes_until`: the day by which one is owed."""
    problems = []
    if owes_until is not None:
        sentence = _(
            "企业正在强制性清洁生产审核期内（%(day)s前应完成），清洁生产促进法第二十八条的自愿协议只适用于其他企业；"
            "完成审核后再签订。"
        )
        problems.append(Problem("enterprise", sentence % {"day": date_words(owes_until)}))
    if paper.on is not None and paper.on > agreement.ends_on:
        problems.append(Problem("on", _("签订日期晚于履行期的结束日期。")))
    return problems


def report_due_on(year: int) -> date:
    """The day by which the report on a year is owed."""
    return date(year + 1, REPORT_MONTH, REPORT_DAY)


def check_report(
    delivery: AgreementDelivery,
    values: Mapping[int, Decimal | None],
    targets: Sequence[AgreementTarget],
    today: date,
    *,
    has_proof: bool,
) -> None:
    """Refuse a report that is too early, incomplete, or without proof. `values` by the target's id."""
    agreement = delivery.agreement
    if agreement.state != AgreementState.SIGNED:
        state = AgreementState(agreement.state).label
        raise Refused(_("这份协议已是“%(state)s”，不再报送兑现报告。") % {"state": state})
    if delivery.state == DeliveryState.CHECKED:
        raise Refused(_("%(year)d 年度的报告已经核对，不能再修改。") % {"year": delivery.year})
    over = min(date(delivery.year, 12, 31), agreement.ends_on)
    problems = []
    if today < over:
        facts = {"year": delivery.year, "day": date_words(over)}
        problems.append(Problem("year", _("%(year)d 年度要到%(day)s才结束，届时再报送。") % facts))
    for one in targets:
        value = values.get(one.pk)
        if value is None:
            problems.append(Problem(f"value_{one.pk}", _("请填写“%(name)s”的完成值。") % {"name": one.name}))
        elif value < 0:
            sentence = _("“%(name)s”的完成值不能小于零。")
            problems.append(Problem(f"value_{one.pk}", sentence % {"name": one.name}))
    if not has_proof:
        problems.append(Problem("proof", _("请上传证明文件（监测报告、台账或用能报表）；没有证明不能报送。")))
    if problems:
        raise Refused(_("兑现报告没有报送。"), problems)


def check_waits(delivery: AgreementDelivery) -> None:
    if delivery.state != DeliveryState.SUBMITTED:
        state = DeliveryState(delivery.state).label
        raise Refused(_("这份报告现为“%(state)s”，没有待核对的内容。") % {"state": state})
