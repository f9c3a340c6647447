"""What each industry of the plan looks like in the demonstration: codes, weights, typical measures and effects."""

from dataclasses import dataclass

from measures.enums import MeasureKind


@dataclass(frozen=True)
class Profile:
    """An industry: its classes, its share of the lists, how strongly it counts for each indicator, its measures."""

    codes: tuple[str, ...]
    share: float
    effects: dict[str, float]
    costly: tuple[tuple[str, MeasureKind], ...]


_WATER = {"water": 1.0, "electricity": 0.8}

PROFILES: dict[str, Profile] = {
    "煤炭": Profile(
        ("0610", "0690"),
        0.20,
        _WATER | {"coal": 0.6, "dust": 1.2, "cod": 0.5, "soot": 0.4, "solid_waste": 2.0, "wastewater": 1.0},
        (
            ("矿井水深度处理复用", MeasureKind.WASTE),
            ("煤泥水闭路循环改造", MeasureKind.TECHNOLOGY),
            ("锅炉高效除尘改造", MeasureKind.EQUIPMENT),
            ("煤矸石制砖综合利用", MeasureKind.WASTE),
            ("瓦斯抽采发电", MeasureKind.WASTE),
        ),
    ),
    "焦化": Profile(
        ("2521",),
        0.24,
        _WATER
        | {"coal": 1.5, "cod": 2.2, "so2": 1.6, "dust": 1.4, "ammonia_nitrogen": 2.0, "wastewater": 1.6},
        (
            ("干熄焦余热发电", MeasureKind.TECHNOLOGY),
            ("酚氰废水深度处理回用", MeasureKind.WASTE),
            ("焦炉煤气脱硫改造", MeasureKind.EQUIPMENT),
            ("装煤推焦除尘地面站", MeasureKind.EQUIPMENT),
            ("初冷器余热利用", MeasureKind.EQUIPMENT),
        ),
    ),
    "冶金": Profile(
        ("3110", "3120", "3130", "3140"),
        0.18,
        _WATER | {"coal": 0.8, "so2": 2.0, "soot": 2.4, "dust": 2.0, "solid_waste": 1.0},
        (
            ("烧结烟气脱硫", MeasureKind.EQUIPMENT),
            ("高炉煤气余压发电", MeasureKind.TECHNOLOGY),
            ("连铸坯热装热送", MeasureKind.TECHNOLOGY),
            ("转炉煤气干法除尘", MeasureKind.EQUIPMENT),
            ("浊环水系统改造", MeasureKind.WASTE),
        ),
    ),
    "电力": Profile(
        ("4411", "4412"),
        0.13,
        {"water": 1.8, "electricity": 1.6, "coal": 2.6, "so2": 5.0, "soot": 4.5, "solid_waste": 1.2},
        (
            ("石灰石-石膏湿法脱硫", MeasureKind.EQUIPMENT),
            ("电袋复合除尘改造", MeasureKind.EQUIPMENT),
            ("循环水余热供热", MeasureKind.TECHNOLOGY),
            ("引风机变频改造", MeasureKind.EQUIPMENT),
            ("低温省煤器改造", MeasureKind.EQUIPMENT),
        ),
    ),
    "化工": Profile(
        ("2611", "2614", "2621", "2645"),
        0.14,
        _WATER
        | {"coal": 1.0, "cod": 3.4, "ammonia_nitrogen": 3.0, "so2": 0.8, "wastewater": 2.0, "materials": 1.0},
        (
            ("工艺冷凝液汽提回用", MeasureKind.TECHNOLOGY),
            ("造气污水闭路循环", MeasureKind.WASTE),
            ("合成氨全低变改造", MeasureKind.TECHNOLOGY),
            ("吹风气余热回收", MeasureKind.EQUIPMENT),
        ),
    ),
    "建材": Profile(
        ("3011", "3041", "3012"),
        0.08,
        {
            "water": 0.5,
            "electricity": 1.2,
            "coal": 1.4,
            "dust": 3.0,
            "soot": 1.0,
            "so2": 0.6,
            "solid_waste": 1.6,
        },
        (
            ("水泥窑纯低温余热发电", MeasureKind.TECHNOLOGY),
            ("窑头窑尾袋式除尘改造", MeasureKind.EQUIPMENT),
            ("磨机辊压联合粉磨改造", MeasureKind.EQUIPMENT),
        ),
    ),
    "医药": Profile(
        ("2710",),
        0.03,
        {"water": 0.8, "electricity": 0.4, "cod": 2.6, "wastewater": 1.2, "materials": 0.8},
        (("发酵废液综合利用", MeasureKind.WASTE), ("溶媒回收系统改造", MeasureKind.TECHNOLOGY)),
    ),
}
CHEAP: tuple[tuple[str, MeasureKind], ...] = (
    ("跑冒滴漏整治", MeasureKind.MANAGEMENT),
    ("照明更换节能灯具", MeasureKind.EQUIPMENT),
    ("岗位操作规程修订", MeasureKind.MANAGEMENT),
    ("员工清洁生产培训", MeasureKind.STAFF),
    ("原料堆场苫盖洒水", MeasureKind.MATERIALS),
    ("冷却水循环使用", MeasureKind.WASTE),
    ("空压机集中控制", MeasureKind.PROCESS_CONTROL),
    ("蒸汽管道保温修补", MeasureKind.EQUIPMENT),
    ("计量仪表补齐校验", MeasureKind.PROCESS_CONTROL),
    ("包装材料回收利用", MeasureKind.WASTE),
    ("配料精度控制", MeasureKind.PROCESS_CONTROL),
    ("原煤分级堆放", MeasureKind.MATERIALS),
)
CITY_SHARES = {
    "140100": 0.11, "140200": 0.09, "140300": 0.05, "140400": 0.11, "140500": 0.08, "140600": 0.05,
    "140700": 0.12, "140800": 0.12, "140900": 0.06, "141000": 0.11, "141100": 0.10,
}  # fmt: skip
