"""The sentences of an annual report, in the style of the province's plan."""

from decimal import Decimal
from typing import Any

from reports.calculations.snapshot import Snapshot
from reports.documents.words import amount, day, money, percent, quantity, years

# What the plan names first, in its order: verb before the amount, codes that are added up.
_CUTS = (("化学需氧量减排", ("cod",)), ("烟（粉）尘减排", ("soot", "dust")), ("二氧化硫减排", ("so2",)))
_SAVINGS = (("节水", ("water",)), ("节电", ("electricity",)), ("节煤", ("coal",)))


def opening(snapshot: Snapshot) -> str:
    """Lists and rounds: how many were listed, disclosed, started, reported."""
    totals, name = snapshot["totals"], snapshot["region_name"]
    begin = "" if snapshot["since"] == snapshot["year"] else f"自{snapshot['since']}年以来，"
    counted = f"{totals['listed']}家次"
    if totals["listed"] == totals["listed_enterprises"]:
        counted = f"{totals['listed']}家"
    else:
        counted += f"（涉及企业{totals['listed_enterprises']}家）"
    return (
        f"{begin}{name}公布需开展强制性清洁生产审核的企业{counted}。{years(snapshot)}，{totals['disclosed']}家企业"
        f"公示了信息，{totals['started']}家启动审核，{totals['reported']}家报送审核报告，{totals['evaluated']}家通过评估。"
        f"截至{day(snapshot['as_of'])}，{totals['accepted']}家企业完成清洁生产审核，通过了环保部门组织的评估验收"
        f"{_overdue(totals['overdue'])}。"
    )


def results(snapshot: Snapshot) -> str:
    """Measures, money and what they gained."""
    totals = snapshot["totals"]
    return (
        f"累计提出中高费方案{totals['measures_proposed_costly']}个，投资{money(totals['investment_wan'])}，"
        f"实施中高费方案{totals['measures_implemented_costly']}个，实施无低费方案"
        f"{totals['measures_no_low_implemented']}个。{_gains(snapshot)}"
    )


def reviews(snapshot: Snapshot) -> str:
    """First tries of evaluation and acceptance."""
    lines = []
    for kind, word in (("evaluation", "评估"), ("acceptance", "验收")):
        rate = snapshot["first_try_rate"][kind]
        if rate["whole"]:
            lines.append(
                f"作出{word}结论{rate['whole']}次，其中一次通过{rate['part']}次，"
                f"一次通过率{percent(rate['percent'])}"
            )
    return "；".join(lines) + "。" if lines else f"{years(snapshot)}没有作出评估或验收结论。"


def persistence(snapshot: Snapshot) -> str:
    """Post-assessment: whether the savings still stand, with the sample size."""
    measures, benefit = snapshot["persistence"]["measures"], snapshot["persistence"]["benefit"]
    if not measures["whole"]:
        return f"{years(snapshot)}没有开展后评估。"
    text = (
        f"对{snapshot['totals']['post_assessed']}家企业开展后评估，核查方案{measures['whole']}个，"
        f"其中{measures['part']}个持续运行，占{percent(measures['percent'])}"
    )
    if benefit["percent"] is not None:
        text += (
            f"；有核实读数的{benefit['sample']}个方案原报年经济效益{money(benefit['whole'])}，"
            f"核实{money(benefit['part'])}，效益保持率{percent(benefit['percent'])}"
        )
    return text + "。"


def imported(snapshot: Snapshot) -> str:
    """What was taken over from the past, and what is not known of it; empty where nothing was."""
    past = snapshot.get("imported")
    if not past or not past["rounds"]:
        return ""
    words = "、".join(str(year) for year in past["years"])
    return (
        f"其中{words}年度名单的{past['rounds']}轮审核为往年导入：数字取自当时的台账，方案按费用类别汇总，"
        f"没有逐项方案、法定期限和评审次数，不计入逾期和一次通过率。"
    )


def highest(rows: list[dict[str, Any]], code: str, word: str, unit: str) -> str:
    """The sentence under a chart: who has most and who least."""
    found = sorted(rows, key=lambda row: amount(row[code]), reverse=True)
    if not found or not amount(found[0][code]):
        return ""
    first, last = found[0], found[-1]
    text = f"{word}最多的是{first['name']}（{first[code]}{unit}）"
    return text + (f"，最少的是{last['name']}（{last[code]}{unit}）。" if len(found) > 1 else "。")


def _overdue(count: int) -> str:
    return f"，另有{count}家存在逾期未履行的法定义务" if count else ""


def _gains(snapshot: Snapshot) -> str:
    units = {one["code"]: one["unit"] for one in snapshot["indicators"]}
    benefits = snapshot["totals"]["benefits"]
    words = []
    for verb, codes in (*_CUTS, *_SAVINGS):
        total = sum((amount(benefits[code]) for code in codes if code in benefits), Decimal(0))
        if total:
            words.append(f"{verb}{quantity(total, units[codes[0]])}")
    economic = amount(snapshot["totals"]["economic_benefit_wan"])
    if economic:
        words.append(f"年新增经济效益{money(economic)}")
    return f"因实施清洁生产，{'、'.join(words)}。" if words else "已实施的方案尚未登记环境效益。"
