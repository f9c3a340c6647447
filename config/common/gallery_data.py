"""Made-up rows for the gallery."""

from config.common.wording import Light

FUNNEL = [
    {"label": "列入名单", "value": 312, "href": "#", "note": "较上年 +27"},
    {"label": "已公示", "value": 287, "href": "#", "note": "25 家逾期", "tone": "late"},
    {"label": "已启动", "value": 264, "href": "#", "note": "31 家逾期", "tone": "late"},
    {"label": "已报审核报告", "value": 121, "href": "#", "note": "2027-03-18 前报送"},
    {"label": "已评估", "value": 96, "href": "#", "note": "一次通过 84.4%", "tone": "ok"},
    {"label": "已验收", "value": 41, "href": "#", "note": "按期", "tone": "ok"},
    {
        "label": "后评估（2024轮）",
        "value": 12,
        "of": 40,
        "show_of": True,
        "href": "#",
        "note": "效益保持率 91.3%",
    },
]

_SHARES = {"太原市": 63, "大同市": 52, "阳泉市": 24, "长治市": 55, "晋城市": 71, "朔州市": 41}
_SHARES |= {"晋中市": 44, "运城市": 31, "忻州市": 22, "临汾市": 12, "吕梁市": 30}
CITIES = [{"name": name, "percent": percent, "href": "#"} for name, percent in _SHARES.items()]

LATE = [
    {"label": name, "value": count, "href": "#"}
    for name, count in [
        ("临汾市", 17),
        ("运城市", 11),
        ("吕梁市", 9),
        ("忻州市", 7),
        ("阳泉市", 5),
        ("其他 6 市", 7),
    ]
]

TARGETS = [
    {"name": "中/高费方案", "unit": "项", "expected": 742, "achieved": 418, "decimals": 0},
    {"name": "投资", "unit": "亿元", "expected": "18.62", "achieved": "9.47", "decimals": 2},
    {"name": "化学需氧量 COD", "unit": "t/a", "expected": 2140, "achieved": 1018, "decimals": 0},
    {"name": "二氧化硫", "unit": "t/a", "expected": 11930, "achieved": 7204, "decimals": 0},
    {"name": "节水", "unit": "万t/a", "expected": 1806, "achieved": 633, "decimals": 0},
]

STEPS = [
    {"number": 1, "label": "审核准备", "state": "done", "note": "04-06", "href": "#"},
    {"number": 2, "label": "预审核", "state": "done", "note": "05-20", "href": "#"},
    {"number": 3, "label": "审核", "state": "done", "note": "07-11", "href": "#"},
    {"number": 4, "label": "方案产生和筛选", "state": "now", "note": "计划 11-30", "href": "#"},
    {"number": 5, "label": "方案确定", "state": "todo", "note": "报告 2027-03-18 前"},
    {"number": "评", "label": "评估", "state": "todo", "note": "报告后"},
    {"number": 6, "label": "方案实施", "state": "todo"},
    {"number": 7, "label": "持续清洁生产", "state": "todo"},
    {"number": "验", "label": "验收", "state": "todo"},
]

EVENTS = [
    {"text": "企业补充 ZG2 水量实测数据", "when": "11-21 16:42", "who": "企业"},
    {
        "text": "退回：ZG3 缺技术要点，请补充",
        "when": "11-19 09:15",
        "who": "市局经办",
        "tone": "returned",
    },
    {"text": "提交第四阶段成果", "when": "11-17 18:03", "who": "企业（机构已会签）"},
    {"text": "通过「审核」阶段", "when": "07-11", "who": "市局经办"},
]

_MEASURE_FIELDS = ("code", "title", "cost", "investment", "benefit", "payback", "effect", "state")
_FEASIBLE, _WAITS, _PROPOSED = Light("ok", "可行"), Light("soon", "待补充"), Light("todo", "提出")
_ROWS = [
    ("ZG1", "焦炉烟气脱硫脱硝改造", "高费", 2860, None, None, "SO₂ 412 t/a", _FEASIBLE),
    ("ZG2", "酚氰废水深度处理回用", "中费", 320, "86.5", "4.39", "节水 31.2 万t/a", _FEASIBLE),
    ("ZG3", "干熄焦余热发电", "高费", 9500, 2410, "4.65", "节电 6,140 万kWh/a", _WAITS),
    ("WD5", "装煤车密封与加煤操作规程", "低费", "3.2", 5, None, "烟粉尘 18 t/a", _PROPOSED),
]
MEASURES = [dict(zip(_MEASURE_FIELDS, row, strict=True)) for row in _ROWS]

CHART = {
    "heading": "年度", "unit": "家", "labels": ["2021", "2022", "2023", "2024", "2025", "2026"],
    "hrefs": ["#", "#", "#", "#", "#", "#"],
    "series": [
        {"name": "列入名单", "values": [231, 248, 262, 270, 285, 312]},
        {"name": "完成验收", "values": [214, 229, 233, 210, 156, 41], "tone": "ok"},
    ],
}  # fmt: skip

JOBS = [
    {
        "id": 1,
        "title": "核对名单（山西省2026年度名单.xlsx）",
        "percent": 62,
        "tone": "ok",
        "label": "进行中",
        "step": "第 3 步，共 4 步：与名录比对",
    },
    {
        "id": 2,
        "title": "编制年度报告",
        "percent": 40,
        "tone": "late",
        "label": "没有完成",
        "finished": True,
        "reason": "吕梁市各县之和与市合计不符（差 1 家），已停止。",
    },
]
