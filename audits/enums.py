"""Names of the round, its stages and its reviews."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class RoundKind(models.TextChoices):
    MANDATORY = "mandatory", _("强制性")
    VOLUNTARY = "voluntary", _("自愿性")


class Stage(models.TextChoices):
    """The audit's spine in its order: the plan, seven stages, the report and two reviews between them, the end."""

    PLANNED = "PLANNED", _("审核计划")
    PREPARATION = "PREPARATION", _("审核准备")
    PRE_ASSESSMENT = "PRE_ASSESSMENT", _("预审核")
    ASSESSMENT = "ASSESSMENT", _("审核")
    OPTIONS = "OPTIONS", _("方案产生和筛选")
    FEASIBILITY = "FEASIBILITY", _("方案确定")
    REPORTED = "REPORTED", _("报送审核报告")
    EVALUATION = "EVALUATION", _("评估")
    IMPLEMENTATION = "IMPLEMENTATION", _("方案实施")
    CONTINUATION = "CONTINUATION", _("持续清洁生产")
    ACCEPTANCE = "ACCEPTANCE", _("验收")
    CLOSED = "CLOSED", _("结束")
    ASIDE = "ASIDE", _("暂停、缓期、免予")


SEVEN_STAGES = (
    Stage.PREPARATION,
    Stage.PRE_ASSESSMENT,
    Stage.ASSESSMENT,
    Stage.OPTIONS,
    Stage.FEASIBILITY,
    Stage.IMPLEMENTATION,
    Stage.CONTINUATION,
)


class RoundState(models.TextChoices):
    """Where a round stands: one value for stage and step together; the moves are in audits/lifecycle.py.

    A stage that is approved is the next one in progress; FEASIBILITY and CONTINUATION, after which the enterprise
    itself must act (hand in the report, apply for acceptance), keep an APPROVED of their own. LAPSED is a round
    imported from the past that never came to its acceptance: nothing leads there or away.
    """

    PLANNED = "PLANNED", _("待报审核计划")
    PLAN_SUBMITTED = "PLAN_SUBMITTED", _("审核计划待审")
    PLAN_RETURNED = "PLAN_RETURNED", _("审核计划退回")
    PREPARATION_IN_PROGRESS = "PREPARATION_IN_PROGRESS", _("审核准备·进行中")
    PREPARATION_SUBMITTED = "PREPARATION_SUBMITTED", _("审核准备·待审")
    PREPARATION_RETURNED = "PREPARATION_RETURNED", _("审核准备·退回")
    PRE_ASSESSMENT_IN_PROGRESS = "PRE_ASSESSMENT_IN_PROGRESS", _("预审核·进行中")
    PRE_ASSESSMENT_SUBMITTED = "PRE_ASSESSMENT_SUBMITTED", _("预审核·待审")
    PRE_ASSESSMENT_RETURNED = "PRE_ASSESSMENT_RETURNED", _("预审核·退回")
    ASSESSMENT_IN_PROGRESS = "ASSESSMENT_IN_PROGRESS", _("审核·进行中")
    ASSESSMENT_SUBMITTED = "ASSESSMENT_SUBMITTED", _("审核·待审")
    ASSESSMENT_RETURNED = "ASSESSMENT_RETURNED", _("审核·退回")
    OPTIONS_IN_PROGRESS = "OPTIONS_IN_PROGRESS", _("方案产生和筛选·进行中")
    OPTIONS_SUBMITTED = "OPTIONS_SUBMITTED", _("方案产生和筛选·待审")
    OPTIONS_RETURNED = "OPTIONS_RETURNED", _("方案产生和筛选·退回")
    FEASIBILITY_IN_PROGRESS = "FEASIBILITY_IN_PROGRESS", _("方案确定·进行中")
    FEASIBILITY_SUBMITTED = "FEASIBILITY_SUBMITTED", _("方案确定·待审")
    FEASIBILITY_RETURNED = "FEASIBILITY_RETURNED", _("方案确定·退回")
    FEASIBILITY_APPROVED = "FEASIBILITY_APPROVED", _("待报送审核报告")
    REPORTED = "REPORTED", _("已报审核报告")
    EVALUATION_APPLIED = "EVALUATION_APPLIED", _("评估·已申请")
    EVALUATION_SCORED = "EVALUATION_SCORED", _("评估·已评分")
    EVALUATION_SUPPLEMENT = "EVALUATION_SUPPLEMENT", _("评估·补充材料")
    IMPLEMENTATION_IN_PROGRESS = "IMPLEMENTATION_IN_PROGRESS", _("方案实施·进行中")
    IMPLEMENTATION_SUBMITTED = "IMPLEMENTATION_SUBMITTED", _("方案实施·待审")
    IMPLEMENTATION_RETURNED = "IMPLEMENTATION_RETURNED", _("方案实施·退回")
    CONTINUATION_IN_PROGRESS = "CONTINUATION_IN_PROGRESS", _("持续清洁生产·进行中")
    CONTINUATION_SUBMITTED = "CONTINUATION_SUBMITTED", _("持续清洁生产·待审")
    CONTINUATION_RETURNED = "CONTINUATION_RETURNED", _("持续清洁生产·退回")
    CONTINUATION_APPROVED = "CONTINUATION_APPROVED", _("待申请验收")
    ACCEPTANCE_APPLIED = "ACCEPTANCE_APPLIED", _("验收·已申请")
    ACCEPTANCE_SCORED = "ACCEPTANCE_SCORED", _("验收·已评分")
    ACCEPTANCE_RECTIFY = "ACCEPTANCE_RECTIFY", _("验收·限期整改")
    ACCEPTANCE_FAILED = "ACCEPTANCE_FAILED", _("验收·不通过")
    CLOSED = "CLOSED", _("已验收结束")
    SUSPENDED = "SUSPENDED", _("暂停")
    EXEMPTED = "EXEMPTED", _("免予审核")
    DEFERRED = "DEFERRED", _("缓期")
    ROLLED_OVER = "ROLLED_OVER", _("转入下一批")
    LAPSED = "LAPSED", _("往年未办结")


ROUND_OVER = (RoundState.CLOSED, RoundState.EXEMPTED, RoundState.ROLLED_OVER, RoundState.LAPSED)


class Waiting(models.TextChoices):
    """What an open round waits for, and by that for whom; which states are which is in audits/lifecycle.py."""

    PLAN_WRITE = "plan_write", _("待报审核计划")
    PLAN_READ = "plan_read", _("审核计划待审")
    STAGE_WRITE = "stage_write", _("阶段工作待完成")
    STAGE_READ = "stage_read", _("阶段成果待审")
    REPORT_WRITE = "report_write", _("审核报告待报送")
    APPLICATION = "application", _("待申请评估或验收")
    RECTIFY = "rectify", _("限期整改中")
    REVIEW_HOLD = "review_hold", _("评估或验收待组织")
    REVIEW_DECIDE = "review_decide", _("评估或验收结论待登记")


class ReviewKind(models.TextChoices):
    EVALUATION = "evaluation", _("评估")
    ACCEPTANCE = "acceptance", _("验收")


class Outcome(models.TextChoices):
    PASSED = "passed", _("通过")
    SUPPLEMENT = "supplement", _("补充材料")
    REDO = "redo", _("重新审核")
    RECTIFY = "rectify", _("限期整改")
    FAILED = "failed", _("不通过")


class CleanerLevel(models.TextChoices):
    """Grade by the industry's indicator system."""

    I = "I", _("Ⅰ级（国际领先）")  # noqa: E741  (the grade's own name)
    II = "II", _("Ⅱ级（国内先进）")
    III = "III", _("Ⅲ级（国内一般）")
    BELOW = "below", _("未达Ⅲ级")
    UNKNOWN = "", _("未评定")


class SheetState(models.TextChoices):
    DRAFT = "draft", _("草稿")
    PUBLISHED = "published", _("已发布")


class Mark(models.TextChoices):
    """How sure a row of reference data is: read in its source, remembered, or to be checked."""

    LAW = "L", _("已核对原文")
    REMEMBERED = "R", _("待核对原文")
    UNCERTAIN = "?", _("待核对")


class ReviewState(models.TextChoices):
    """Where a try at evaluation or acceptance stands; the moves are in audits/lifecycle_reviews.py."""

    APPLIED = "APPLIED", _("待受理")
    RETURNED = "RETURNED", _("申请已退回")
    ACCEPTED = "ACCEPTED", _("已受理，待抽取专家")
    PANEL = "PANEL", _("专家已抽取，待应邀和送材料")
    SCORING = "SCORING", _("材料已送，专家评分中")
    CLOSED = "CLOSED", _("评分已截止，待汇总")
    MERGED = "MERGED", _("已汇总，待作结论")
    DECIDED = "DECIDED", _("已作结论")


class SeatState(models.TextChoices):
    """How an expert came to the panel, and whether they stayed."""

    NAMED = "named", _("指定")
    INVITED = "invited", _("待答复")
    ACCEPTED = "accepted", _("已应邀")
    REFUSED = "refused", _("已谢绝")
    CONFLICTED = "conflicted", _("已回避")


SEATED = (SeatState.NAMED, SeatState.INVITED, SeatState.ACCEPTED)


class Requirement(models.TextChoices):
    """What an application must prove, by the guide of 2018."""

    REPORT = "report", _("清洁生产审核报告")
    SUPPORTING = "supporting", _("相关支撑材料")
    ABILITY = "ability", _("咨询机构或企业自行审核能力的证明")
    OPINION = "opinion", _("评估意见")
    ACCEPTANCE_REPORT = "acceptance_report", _("验收报告")
    MONITORING_BEFORE = "monitoring_before", _("方案实施前的监测报告")
    MONITORING_AFTER = "monitoring_after", _("方案实施后的监测报告")


REQUIRED = {
    ReviewKind.EVALUATION: (Requirement.REPORT, Requirement.SUPPORTING, Requirement.ABILITY),
    ReviewKind.ACCEPTANCE: (
        Requirement.OPINION,
        Requirement.ACCEPTANCE_REPORT,
        Requirement.MONITORING_BEFORE,
        Requirement.MONITORING_AFTER,
    ),
}


class TieKind(models.TextChoices):
    """How an expert is tied to an enterprise or an agency."""

    EMPLOYED = "employed", _("任职")
    FORMER = "former", _("曾任职")
    ADVISED = "advised", _("提供过咨询")
    GROUP = "group", _("同属一个集团")


class DrawScope(models.TextChoices):
    INDUSTRY = "industry", _("熟悉本行业的专家")
    ALL = "all", _("全部专家")
