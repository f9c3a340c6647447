"""Names of measures and of what is seen on site."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class MeasureKind(models.TextChoices):
    """The eight kinds, after the eight aspects of cause."""

    MATERIALS = "materials", _("原辅材料和能源")
    TECHNOLOGY = "technology", _("技术工艺")
    EQUIPMENT = "equipment", _("设备")
    PROCESS_CONTROL = "process_control", _("过程控制")
    PRODUCT = "product", _("产品")
    WASTE = "waste", _("废物回收利用")
    MANAGEMENT = "management", _("管理")
    STAFF = "staff", _("员工")


class CostClass(models.TextChoices):
    NO = "no", _("无费")
    LOW = "low", _("低费")
    MEDIUM = "medium", _("中费")
    HIGH = "high", _("高费")


COSTLY = (CostClass.MEDIUM, CostClass.HIGH)
CHEAP = (CostClass.NO, CostClass.LOW)


class PastClass(models.TextChoices):
    """The cost classes of old sheets: each of the four, or two together as table C has them."""

    NO = "no", _("无费")
    LOW = "low", _("低费")
    NO_LOW = "no_low", _("无/低费")
    MEDIUM = "medium", _("中费")
    HIGH = "high", _("高费")
    MEDIUM_HIGH = "medium_high", _("中/高费")


PAST_CHEAP = (PastClass.NO, PastClass.LOW, PastClass.NO_LOW)
PAST_COSTLY = (PastClass.MEDIUM, PastClass.HIGH, PastClass.MEDIUM_HIGH)


class MeasureState(models.TextChoices):
    PROPOSED = "proposed", _("已提出")
    SCREENED_OUT = "screened_out", _("筛除")
    FEASIBLE = "feasible", _("可行")
    INFEASIBLE = "infeasible", _("不可行")
    IN_PROGRESS = "in_progress", _("实施中")
    IMPLEMENTED = "implemented", _("已实施")
    VERIFIED = "verified", _("已核实")
    DROPPED = "dropped", _("放弃")


STANDING = (MeasureState.IMPLEMENTED, MeasureState.VERIFIED)


class Verdict(models.TextChoices):
    STANDS = "stands", _("属实")
    PARTLY = "partly", _("部分属实")
    ABSENT = "absent", _("未见实施")


class Running(models.TextChoices):
    """What a post-assessment finds of one measure."""

    DELIVERING = "delivering", _("持续运行")
    REDUCED = "reduced", _("运行但效果下降")
    STOPPED = "stopped", _("已停用")


class Strata(models.TextChoices):
    """What the measures of a yearly plan are divided by before lots are drawn."""

    CLASS_INDUSTRY = "class_industry", _("费用类别 × 行业")
    CITY = "city", _("市")


class PhotoKind(models.TextChoices):
    MEASURE = "measure", _("方案照片")
    SITE = "site", _("现场照片")
    SIGNATURE = "signature", _("签名")


class Severity(models.TextChoices):
    """How much a finding weighs."""

    MINOR = "minor", _("一般")
    SERIOUS = "serious", _("较重")
    GRAVE = "grave", _("严重")


class FindingState(models.TextChoices):
    OPEN = "open", _("待整改")
    ANSWERED = "answered", _("待复核")
    CLOSED = "closed", _("已销号")


class Maturity(models.TextChoices):
    """How ripe a technology is, in the words of the Ministry's catalogues."""

    RESEARCH = "研发", _("研发")
    TRIAL = "示范", _("示范")
    SPREAD = "推广", _("推广")


class TechnologyState(models.TextChoices):
    CURRENT = "current", _("推荐")
    RETIRED = "retired", _("停止推荐")


MARK_LABELS = (("L", _("公开文件")), ("R", _("从业者提供")), ("?", _("待核实")))
MARKS = tuple(mark for mark, _label in MARK_LABELS)


class Aspect(models.TextChoices):
    """What is asked of a costly measure, in this order; failing one stops there."""

    TECHNICAL = "technical", _("技术可行性")
    ENVIRONMENTAL = "environmental", _("环境可行性")
    ECONOMIC = "economic", _("经济可行性")


ASPECTS = (Aspect.TECHNICAL, Aspect.ENVIRONMENTAL, Aspect.ECONOMIC)


class ParameterCode(models.TextChoices):
    """Figures set by the province, see MeasureParameter."""

    LOW_LIMIT = "low_limit", _("低费上限（万元）")
    HIGH_LIMIT = "high_limit", _("高费下限（万元）")
    PAYBACK_LIMIT = "payback_limit", _("基准偿还期（a）")
    IRR_BENCHMARK = "irr_benchmark", _("基准收益率（%）")
    SCREENING_SHARE = "screening_share", _("筛选线（满分的 %）")


class HonourKind(models.TextChoices):
    ADVANCED = "advanced", _("清洁生产先进企业")
    ZERO_DISCHARGE = "zero_discharge", _("零排放试点")


class HonourState(models.TextChoices):
    AWARDED = "awarded", _("有效")
    WITHDRAWN = "withdrawn", _("已撤销")


class ProjectKind(models.TextChoices):
    RESEARCH = "research", _("科研")
    DEMONSTRATION = "demonstration", _("示范")
    RENOVATION = "renovation", _("改造")


class ProjectState(models.TextChoices):
    PROPOSED = "proposed", _("申报")
    GOING = "going", pgettext_lazy("project", "实施中")
    ACCEPTED = "accepted", pgettext_lazy("project", "已验收")
    ENDED = "ended", pgettext_lazy("project", "已终止")


class ProofAbout(models.TextChoices):
    """What a paper proves of a measure."""

    BEFORE = "before", _("实施前数据")
    AFTER = "after", _("实施后数据")
    MONEY = "money", _("投资与资金")
    OTHER = "other", _("其他")


class EffectSource(models.TextChoices):
    """Where the figures of an effect come from."""

    METER = "meter", _("计量表读数")
    MONITORING = "monitoring", _("监测报告")
    LEDGER = "ledger", _("统计台账")
    BALANCE = "balance", _("物料衡算")
    FACTOR = "factor", _("系数折算")


class FundSource(models.TextChoices):
    """Who pays for a measure."""

    OWN = "own", _("企业自有资金")
    LOAN = "loan", _("银行贷款")
    COAL_FUND = "coal_fund", _("煤炭可持续发展基金")
    SUBSIDY = "subsidy", _("财政补助")
    OTHER = "other", _("其他资金")
