"""What the people of the demonstration write."""

from decimal import Decimal
from random import Random
from typing import Any

from audits.enums import Outcome, ReviewKind, RoundState, Stage
from audits.models import Round
from enterprises.models import DisclosureField, Listing
from measures.enums import Verdict

RESULTS: dict[str, str] = {
    Stage.PREPARATION: "成立审核领导小组和工作小组，召开全厂动员会，完成审核工作计划和宣传培训，职工参加率 92%。",
    Stage.PRE_ASSESSMENT: "收集近三年原辅材料、能源消耗和产排污数据，完成现场考察，确定审核前水平，"
    "按权重总和计分排序法确定审核重点和清洁生产目标。",
    Stage.ASSESSMENT: "对审核重点实测 72 小时，建立物料平衡和水平衡，输入输出误差 2.6%，从八个方面分析废弃物产生原因。",
    Stage.OPTIONS: "汇总全厂合理化建议，分类筛选清洁生产方案，无/低费方案边审核边实施。",
    Stage.FEASIBILITY: "对中/高费方案逐项进行技术、环境和经济评估，确定推荐方案和实施顺序。",
    Stage.IMPLEMENTATION: "推荐方案按计划实施，实测实施前后数据，经济和环境效益达到预期，未完全达到的目标已分析原因。",
    Stage.CONTINUATION: "设立清洁生产办公室，完善管理制度和奖励办法，制定持续清洁生产计划。",
}
OPINIONS: dict[tuple[str, str], str] = {
    (ReviewKind.EVALUATION, ""): "专家组已完成资料审阅和现场考察，评分汇总如上，待作出结论。",
    (
        ReviewKind.EVALUATION,
        Outcome.PASSED,
    ): "审核程序规范，审核重点选择合理，方案可行，同意通过评估，进入方案实施。",
    (
        ReviewKind.EVALUATION,
        Outcome.SUPPLEMENT,
    ): "物料平衡数据不完整，部分中/高费方案缺少环境评估，请补充后再次申请。",
    (ReviewKind.ACCEPTANCE, ""): "专家组已核对实施情况和前后监测报告，评分汇总如上，待作出结论。",
    (ReviewKind.ACCEPTANCE, Outcome.PASSED): "推荐方案已实施，效益与报告相符，无否决事项，同意通过验收。",
    (
        ReviewKind.ACCEPTANCE,
        Outcome.RECTIFY,
    ): "一项高费方案的运行记录不足三个月，实施后监测报告缺项，限期整改后再次申请。",
    (
        ReviewKind.ACCEPTANCE,
        Outcome.FAILED,
    ): "主要方案实际未达到设计能力，审核后单位产品水耗未降低，不予通过。",
}
SHEET_REMARK = "材料齐全，数据有来源；建议补充物料平衡的原始记录。"
ASIDE: dict[str, str] = {
    RoundState.SUSPENDED: "企业因市场原因停产检修，复产后继续",
    RoundState.EXEMPTED: "企业已关闭，设备拆除，经现场确认免予审核",
    RoundState.DEFERRED: "企业正在整体搬迁，申请缓期六个月",
    RoundState.ROLLED_OVER: "逾期未完成，转入下一批名单继续督办",
}
FOUND: dict[str, str] = {
    Verdict.STANDS: "设备已安装并正常运行，运行记录完整，计量表读数与申报一致。",
    Verdict.PARTLY: "设备已安装，但仅一条生产线投运，按现场读数核定效益。",
    Verdict.ABSENT: "现场未见该项措施的设备或记录，企业称仍在采购。",
}
CONCLUSION = "方案总体保持运行，节水节电效果稳定；个别设备因产量下降负荷不足，效益低于验收时水平。"
_REMARKS = {
    "plan": "审核小组组长应由管理层担任，请补充培训安排和各阶段完成日期。",
    "pre_assessment": "三年能耗数据与统计报表不一致，请核对后重新提交。",
    "assessment": "水平衡误差超过 5%，请复测循环水补水量。",
    "options": "方案筛选缺少评分依据，请补充汇总表。",
    "implementation": "缺少实施后监测报告，请补充后重新提交。",
}
_FOCUS = ("焦炉及煤气净化工段", "循环冷却水系统", "锅炉房", "污水处理站", "主生产线", "原料堆场及输送系统")
_FIELDS = {
    "排放污染物名称": "烟尘、二氧化硫、化学需氧量",
    "排放方式": "有组织排放，经处理后由排气筒或总排口排放",
    "排放浓度和总量": "二氧化硫 186 mg/m³，年排放 142 t；COD 78 mg/L，年排放 12.4 t",
    "超标及超总量情况": "二季度二氧化硫超过排放标准 0.24 倍",
    "主要能源品种及消耗量": "原煤 4.2 万t，电 3,860 万kWh",
    "单位产值能耗": "1.86 tce/万元",
    "单位产品能耗": "148 kgce/t",
    "超过限额标准情况": "超过限额 6.2%",
    "有毒有害原料名称/数量/用途": "硫酸，120 t/a，酸洗",
    "排放有毒有害物质名称/浓度/数量": "挥发酚，0.3 mg/L，0.08 t/a",
    "危险废物产生和处置情况": "焦油渣 86 t，全部委托有资质单位处置",
    "环境风险防控措施": "已编制突发环境事件应急预案并备案",
}


def remark(part: str) -> str:
    """Why a stage, or the plan, is returned."""
    return _REMARKS.get(part, "阶段成果与附件不一致，请修改后重新提交。")


def description(title: str) -> str:
    return f"{title}：更新相应设备并完善操作规程，减少物料和能源损失。"


def score(random: Random, kind: str, outcome: str) -> Decimal:
    """What a review of this outcome scores."""
    low, high = (91, 97) if kind == ReviewKind.EVALUATION else (72, 93)
    if outcome not in {"", Outcome.PASSED}:
        low, high = (71, 88) if kind == ReviewKind.EVALUATION else (41, 59)
    return Decimal(random.randint(low * 10, high * 10)) / 10


def plan(random: Random, round_: Round, person: str) -> dict[str, Any]:
    """A complete plan: team, targets, focus, training, measures intended."""
    head = round_.enterprise.legal_representative or person
    water, power = Decimal(random.randint(120, 620)) / 100, Decimal(random.randint(38, 160))
    return {
        "focus": random.choice(_FOCUS),
        "training": "全员培训两次，车间骨干专题培训一次，培训 16 学时，考试合格率 98%。",
        "intended_measures": "余热回收、循环水系统改造、除尘设施改造及跑冒滴漏整治。",
        "responsible": person,
        "team": [
            {"name": head, "post": "组长", "department": "总经理", "duty": "总体协调", "is_leader": True}
            | {"from_management": True},
            {"name": person, "post": "副组长", "department": "环保科科长", "duty": "组织实施和报送"},
            {
                "name": f"{person[0]}工",
                "post": "成员",
                "department": "生产技术部",
                "duty": "数据实测和方案编制",
            },
        ],
        "targets": [
            _target("单位产品新水消耗", "m³/t", water),
            _target("单位产品综合电耗", "kWh/t", power),
        ],
    }


def _target(indicator: str, unit: str, present: Decimal) -> dict[str, Any]:
    near, far = present * Decimal("0.95"), present * Decimal("0.90")
    return {"indicator": indicator, "unit": unit, "present": present, "near": near, "far": far}


def disclosed(listing: Listing, fields: list[DisclosureField]) -> dict[str, dict[str, str]]:
    """Every field that the listing's categories owe."""
    enterprise = listing.enterprise
    own = {
        "企业名称": listing.name,
        "法定代表人": enterprise.legal_representative,
        "地址": enterprise.address,
    }
    values: dict[str, dict[str, str]] = {}
    for one in fields:
        values.setdefault(one.category, {})[one.label] = own.get(one.label) or _FIELDS.get(one.label, "无")
    return values


CORRECTED = "已在企业门户网站公布主要污染物排放和能耗情况，并在厂门公告栏张贴，证明见附件。"
PROOF_RETURNED = "公告栏照片看不清公布内容，请补交能看清全文的照片和网址。"
ORDER_WITHDRAWN = "经核实，企业在期限内已在当地报纸公布，因登记延误未录入，责令所依据的事实不成立。"
