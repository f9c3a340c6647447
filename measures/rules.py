"""Who may do what with a measure, and when; every no is a sentence."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Region, User
from audits.enums import Stage
from audits.models import Round
from config.common.access import OFFICERS, Permission, Role, allowed
from config.common.errors import NotAllowed, Problem, Refused
from config.common.lifecycles import Move
from config.common.wording import listed
from measures.calculations.feasibility import CashSheet, investment
from measures.enums import ASPECTS, COSTLY, STANDING, Aspect, MeasureState
from measures.facts import Ties, VisitLog
from measures.gates.effects import amount_fault
from measures.lifecycle import FINDING, LIFECYCLE, ON_SITE
from measures.models import Finding, Measure, Project, VerifierAssignment

LONGEST_VISIT = timedelta(hours=24)
CLOCK_SKEW = timedelta(minutes=10)
_SETTLED = (MeasureState.SCREENED_OUT, MeasureState.INFEASIBLE, MeasureState.DROPPED)
_BEFORE_STAGE_TWO = (Stage.PLANNED, Stage.PREPARATION)


# ---- who -------------------------------------------------------------------------------------


def check_writes(by: User, round_: Round) -> None:
    """Measures are written by the enterprise and its agency, each for its own rounds."""
    if not allowed(by, Permission.MEASURES_WRITE):
        raise NotAllowed(_("方案由企业或其咨询机构填报，您的角色不能修改。"))
    if not Round.objects.visible_to(by).filter(pk=round_.pk).exists():
        raise NotAllowed(_("这一审核轮次不是您负责的，不能填报方案。"))


def check_officer_of(by: User, round_: Round) -> None:
    """Visits and post-assessments are ordered by the officers of the territory."""
    if by.role not in OFFICERS:
        raise NotAllowed(_("这项工作由生态环境主管部门办理。"))
    if round_.enterprise.region_id not in by.territory_ids():
        raise NotAllowed(_("企业不在您的管辖范围内。"))


def check_plans_for(by: User) -> Region:
    """An office draws the yearly plan of its own territory."""
    if by.role not in OFFICERS or by.region is None:
        raise NotAllowed(_("后评估计划由生态环境主管部门制定。"))
    return by.region


def check_is_verifier(verifier: User) -> None:
    if verifier.role != Role.VERIFIER or not verifier.is_active:
        raise Refused(_("只能指派现场核查员；“%(name)s”不是可用的现场核查员账号。") % {"name": verifier.name})


def check_independent(ties: Ties) -> None:
    """A verifier is never of the round's enterprise or agency, neither in person nor by organisation."""
    found = [
        Problem(code, sentence)
        for bound, code, sentence in (
            (ties.represents_enterprise, "represents_enterprise", _("是该企业（或同一信用代码厂区）的代表")),
            (ties.works_for_agency, "works_for_agency", _("是该轮次咨询机构的审核人员")),
            (ties.shares_contact, "shares_contact", _("与企业代表或机构审核人员使用同一手机或邮箱")),
            (ties.employed_there, "employed_there", _("登记的工作单位就是该企业或该咨询机构")),
        )
        if bound
    ]
    if found:
        reasons = _("；").join(problem.sentence for problem in found)
        raise Refused(
            _("核查员须与企业、咨询机构无关：%(reasons)s。请另选核查员。") % {"reasons": reasons}, found
        )


def check_assigned(by: User, assignment: VerifierAssignment) -> None:
    """Only the person who was sent may say what was found."""
    if by.role not in ON_SITE or assignment.verifier_id != by.pk:
        raise NotAllowed(_("只有被指派的核查员本人可以登记这次核查。"))


def check_not_claimant(by: User, claimants: Iterable[int]) -> None:
    """Nobody verifies an own claim."""
    if by.pk in set(claimants):
        raise Refused(_("您填报过这项方案，不能再由您核查。请联系主管部门另派核查员。"))


# ---- when ------------------------------------------------------------------------------------


def check_round_is_open(round_: Round) -> None:
    if round_.stage in (Stage.CLOSED, Stage.ASIDE):
        raise Refused(_("本轮审核%(state)s，不能再填报方案。") % {"state": f"“{round_.get_state_display()}”"})


def check_editable(measure: Measure) -> None:
    """A verified measure keeps what was verified; a settled one keeps what it was settled on."""
    if measure.state == MeasureState.VERIFIED:
        raise Refused(_("方案 %(number)s 已经现场核实，不能再修改。") % {"number": measure.number})
    if measure.state in _SETTLED:
        raise Refused(
            _("方案 %(number)s 已是“%(state)s”，不能再修改。")
            % {"number": measure.number, "state": measure.get_state_display()}
        )


def check_draws(measure: Measure) -> None:
    """Money comes while the round is open, and none for what is not built."""
    check_round_is_open(measure.round)
    if measure.state in _SETTLED:
        raise Refused(
            _("方案 %(number)s 已是“%(state)s”，不能再登记资金到位。")
            % {"number": measure.number, "state": measure.get_state_display()}
        )


def check_move(measure: Measure, move: Move | None, by: User, reason: str) -> Move:
    """The move exists from here, this role makes it, and what it must say is said."""
    if move is None or measure.state not in move.from_states:
        wanted = move.label if move else "—"
        state = measure.get_state_display()
        raise Refused(_("方案现在是“%(state)s”，不能“%(move)s”。") % {"state": state, "move": wanted})
    if move.roles == ON_SITE:
        raise Refused(_("“%(move)s”只能由现场核查登记产生。") % {"move": move.label})
    if by.role not in move.roles:
        raise NotAllowed(_("您的角色不能办理“%(move)s”。") % {"move": move.label})
    if move.name == "begin":
        _check_begin(measure, reason)
    if move.to_state in (MeasureState.FEASIBLE, MeasureState.INFEASIBLE):
        _check_conclusions(measure, move)
    if move.needs_reason and not reason.strip():
        raise Refused(_("“%(move)s”必须写明原因。") % {"move": move.label})
    return move


def _check_begin(measure: Measure, reason: str) -> None:
    if measure.round.stage in _BEFORE_STAGE_TWO:
        raise Refused(
            _("方案自预审核阶段起才能实施；本轮还在“%(stage)s”。")
            % {"stage": measure.round.get_stage_display()}
        )
    if measure.cost_class not in COSTLY:
        return
    if measure.state == MeasureState.PROPOSED:
        raise Refused(_("中/高费方案须先有可行性结论（判定可行）才能实施。"))
    if measure.round.evaluated_on is None and not reason.strip():
        raise Refused(_("评估通过前提前实施中/高费方案，必须写明理由。"))


def _check_conclusions(measure: Measure, move: Move) -> None:
    """A costly measure is found feasible by three conclusions, infeasible by one that says no."""
    if measure.cost_class not in COSTLY:
        return
    found = dict(measure.conclusions.values_list("aspect", "passed"))
    link = reverse("measures:measure_feasibility", args=[measure.pk])
    if move.to_state == MeasureState.INFEASIBLE:
        if all(found.values()):
            raise Refused(
                _("中/高费方案须有一项结论为不可行，才能判定不可行。"),
                [Problem("conclusions", _("请先在可行性分析页登记不可行的那一项及依据。"), link)],
            )
        return
    missing = [Aspect(aspect).label for aspect in ASPECTS if not found.get(aspect)]
    if missing:
        raise Refused(
            _("中/高费方案须技术、环境、经济三项结论都为可行，才能判定可行；还缺：%(missing)s。")
            % {"missing": listed(map(str, missing))},
            [Problem("conclusions", _("请先在可行性分析页依次登记结论。"), link)],
        )


def check_dates(measure: Measure, move: Move, on: date, today: date) -> None:
    """Moves stand in the order of their dates, and none lies ahead."""
    if on > today:
        raise Refused(_("日期不能晚于今天。"))
    earliest = max(day for day in (measure.proposed_on, measure.begun_on) if day)
    if on < earliest:
        raise Refused(
            _("“%(move)s”的日期不能早于 %(day)s（提出或开工日期）。") % {"move": move.label, "day": earliest}
        )


def check_visit(measure: Measure, assignment: VerifierAssignment, visited_on: date, today: date) -> None:
    """What can be verified: an implemented measure of the visit's own round, once, on a possible day."""
    if measure.round_id != assignment.round_id:
        raise Refused(_("这项方案不属于本次核查的审核轮次。"))
    if measure.state not in STANDING:
        raise Refused(
            _("方案现在是“%(state)s”，只有已实施的方案才能核查。") % {"state": measure.get_state_display()}
        )
    check_visited(visited_on, today)
    if measure.implemented_on and visited_on < measure.implemented_on:
        raise Refused(_("核查日期不能早于方案完成日期 %(day)s。") % {"day": measure.implemented_on})


def check_visited(visited_on: date, today: date) -> None:
    if visited_on > today:
        raise Refused(_("核查日期不能晚于今天。"))


def check_log(log: VisitLog, assignment: VerifierAssignment, by: User, at: datetime) -> None:
    """A visit's log is possible: signed by who was sent, neither in the future nor endless, one per measure."""
    check_visited(timezone.localtime(log.started_at).date(), timezone.localtime(at).date())
    if log.ended_at > at + CLOCK_SKEW:
        raise Refused(_("离场时间不能晚于现在；请核对手机的日期和时间。"))
    if not timedelta(0) <= log.ended_at - log.started_at <= LONGEST_VISIT:
        raise Refused(_("离场时间须晚于到场时间，且一次核查不超过 24 小时。"))
    if log.started_at < assignment.assigned_at - LONGEST_VISIT:
        raise Refused(_("到场时间早于指派这次核查的日期；请核对手机的日期和时间。"))
    if log.signed_name != by.name:
        raise Refused(_("签名须是核查员本人的姓名“%(name)s”。") % {"name": by.name})
    if not log.measures:
        raise Refused(_("核查记录里没有任何方案；至少登记一项再发送。"))
    seen = [one.measure_id for one in log.measures]
    keys = [photo.key for photo in log.photos]
    if len(seen) != len(set(seen)) or len(keys) != len(set(keys)):
        raise Refused(_("核查记录里有方案或照片重复；请在手机上重新整理后发送。"))


def why_not_applied(measure: Measure, visited_on: date) -> str:
    """What has happened to a measure since it was seen, so that the record changes nothing of it; empty if nothing."""
    if measure.state not in STANDING:
        return _("方案现在是“%(state)s”：只留下当时所见，未改动方案。") % {
            "state": measure.get_state_display()
        }
    if measure.implemented_on and visited_on < measure.implemented_on:
        return _("方案的完成日期后来改为 %(day)s，晚于核查：只留下当时所见，未改动方案。") % {
            "day": measure.implemented_on
        }
    if measure.verified_on and visited_on < measure.verified_on:
        return _("方案在 %(day)s 已有更晚的核查：只留下当时所见，未改动方案。") % {"day": measure.verified_on}
    return ""


def check_accepted(round_: Round, planned_on: date) -> None:
    """A post-assessment asks after an acceptance that was passed."""
    if round_.accepted_on is None:
        raise Refused(_("本轮尚未通过验收，不能安排后评估。"))
    if planned_on < round_.accepted_on:
        raise Refused(_("后评估日期不能早于验收通过日期 %(day)s。") % {"day": round_.accepted_on})


# ---- amounts ---------------------------------------------------------------------------------


def check_amounts(amounts: Iterable[tuple[str, Decimal | None, bool]]) -> None:
    """Refuse impossible amounts; each as (name for people, amount, may it be below zero)."""
    problems = [
        Problem("amounts_are_possible", fault % {"name": name})
        for name, amount, below_zero in amounts
        if amount is not None and (fault := amount_fault(amount, below_zero=below_zero))
    ]
    if problems:
        raise Refused(_("有数值不能保存，请按提示改正。"), problems)


def check_changeable(measure: Measure) -> None:
    """What stands against any change of a measure, for the words beside its button."""
    check_round_is_open(measure.round)
    check_editable(measure)


def offered_moves(measure: Measure) -> list[Move]:
    """The moves people may choose from here; those of a visit are never offered."""
    return [move for move in LIFECYCLE.leaving(measure.state) if move.roles != ON_SITE]


# ---- feasibility -----------------------------------------------------------------------------

_CONCLUDABLE = (MeasureState.PROPOSED, MeasureState.FEASIBLE, MeasureState.IN_PROGRESS)


def check_aspect_order(measure: Measure, aspect: str, passed: Mapping[str, bool]) -> None:
    """Technical, environmental, economic; an earlier one that says no, or is not there, stops here."""
    if aspect not in ASPECTS:
        raise Refused(_("可行性只有技术、环境、经济三个方面。"))
    if measure.state not in _CONCLUDABLE:
        raise Refused(
            _("方案现在是“%(state)s”，可行性结论不能再改。") % {"state": measure.get_state_display()}
        )
    for earlier in ASPECTS[: ASPECTS.index(Aspect(aspect))]:
        if earlier not in passed:
            raise Refused(_("可行性分析依次进行：请先登记“%(earlier)s”的结论。") % {"earlier": earlier.label})
        if not passed[earlier]:
            raise Refused(
                _("“%(earlier)s”的结论是不可行，分析到此为止，不再评价“%(aspect)s”。")
                % {"earlier": earlier.label, "aspect": Aspect(aspect).label}
            )


def check_conclusion(measure: Measure, aspect: str, passed: bool, reason: str) -> None:
    if not reason.strip():
        raise Refused(
            _("结论没有保存，请按提示改正。"),
            [Problem("reason", _("请写明“%(aspect)s”的依据。") % {"aspect": Aspect(aspect).label})],
        )
    if not passed and measure.state != MeasureState.PROPOSED:
        raise Refused(
            _("方案已是“%(state)s”，结论不能改为不可行；确需停止时请办理“放弃”并写明原因。")
            % {"state": measure.get_state_display()}
        )


def check_against_benchmarks(passed: bool, acceptable: bool, despite: str) -> None:
    """A yes against the benchmarks is possible, for the environment's sake for example, but says why."""
    if passed and not acceptable and not despite.strip():
        raise Refused(
            _("测算结果未达到基准偿还期、净现值或内部收益率的要求，结论不能直接定为可行。"),
            [Problem("despite", _("请改正测算表，或写明未达指标仍推荐的理由，或将结论定为不可行。"))],
        )


def check_cash_sheet(sheet: CashSheet) -> None:
    """A sheet whose figures can be: no negative cost, no subsidy above the cost, years and rates in their bounds."""
    problems = [
        Problem(name, fault % {"name": label})
        for name, label, amount, below in (
            ("construction", _("建设投资"), sheet.construction, False),
            ("interest", _("建设期利息"), sheet.interest, False),
            ("working_capital", _("流动资金"), sheet.working_capital, False),
            ("subsidy", _("补助"), sheet.subsidy, False),
            ("yearly_saving", _("年净收益"), sheet.yearly_saving, True),
            ("tax_rate", _("所得税率"), sheet.tax_rate, False),
            ("discount_rate", _("折现率"), sheet.discount_rate, False),
        )
        if (fault := amount_fault(amount, below_zero=below))
    ]
    if not problems and investment(sheet) < 0:
        problems.append(Problem("subsidy", _("补助不能大于建设投资、建设期利息与流动资金之和。")))
    for name, years in (("depreciation_years", sheet.depreciation_years), ("years", sheet.years)):
        if not 1 <= years <= 100:
            problems.append(Problem(name, _("年限应在 1 至 100 年之间。")))
    if not problems and (sheet.tax_rate > 1 or sheet.discount_rate > 1):
        problems.append(Problem("tax_rate", _("税率和折现率不能超过 100%。")))
    if problems:
        raise Refused(_("测算表没有保存，请按提示改正。"), problems)


def check_finding_move(finding: Finding, name: str, by: User, words: str) -> Move:
    """The step exists from here, this person makes it for the own round, and its words are there."""
    move = FINDING.move(name)
    if move is None or finding.state not in move.from_states:
        raise Refused(_("这个问题现在是“%(state)s”，不能这样办理。") % {"state": finding.get_state_display()})
    if by.role not in move.roles:
        raise NotAllowed(_("您的角色不能办理“%(move)s”。") % {"move": move.label})
    if by.role in OFFICERS:
        check_officer_of(by, finding.round)
    elif not Round.objects.visible_to(by).filter(pk=finding.round_id).exists():
        raise NotAllowed(_("这一审核轮次不是您负责的，不能填报整改情况。"))
    if move.needs_reason and not words.strip():
        raise Refused(_("“%(move)s”必须写明情况或原因。") % {"move": move.label})
    return move


def check_project_keeper(by: User, project: Project) -> None:
    """Only the bureau that keeps a project, or one above it, may change it."""
    if project.region_id not in by.territory_ids() or not allowed(by, Permission.PROJECTS_WRITE):
        raise NotAllowed(_("这个项目由%(bureau)s管理。") % {"bureau": project.region.bureau_name})
