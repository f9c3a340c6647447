"""Made-up names: places are real, enterprises, people and codes are not."""

from collections.abc import Iterable
from random import Random

from accounts.models import Region
from config.common import uscc

WORDS = [
    "晋源",
    "汾阳岭",
    "太行",
    "恒岳",
    "云岗",
    "雁北",
    "潞安川",
    "吕梁山",
    "霍山",
    "晋兴",
    "华晟",
    "鑫隆",
    "宏泰",
    "瑞丰",
    "金晖",
    "同德",
    "兴旺",
    "永固",
    "盛达",
    "天泽",
    "远航",
    "博瑞",
    "昌盛",
    "国泰",
    "民安",
    "振业",
    "鼎新",
    "利源",
    "恒力",
    "广源",
    "嘉禾",
    "东升",
    "西河",
    "南岭",
    "北辰",
    "中和",
    "立信",
    "佳诚",
    "通达",
    "安泽源",
    "凯越",
    "龙门",
    "石楼",
    "玉泉",
    "清源",
    "明珠",
    "长虹",
    "新光",
    "银河",
    "飞虹",
]
SUFFIXES = {
    "煤炭": ("煤业有限公司", "洗选煤有限公司", "煤矿有限责任公司"),
    "焦化": ("焦化有限公司", "煤焦化有限责任公司", "焦化集团有限公司"),
    "冶金": ("钢铁有限公司", "冶炼有限公司", "铸造有限公司", "特钢有限责任公司"),
    "电力": ("热电有限公司", "发电有限责任公司", "电力有限公司"),
    "化工": ("化工有限公司", "化肥有限责任公司", "精细化工有限公司"),
    "建材": ("水泥有限公司", "建材有限公司", "玻璃有限公司"),
    "有色": ("铝业有限公司", "铜业有限公司"),
    "医药": ("制药有限公司", "药业有限公司"),
    "电镀": ("金属表面处理有限公司", "机械制造有限公司"),
}
_SURNAMES = "王李张刘陈杨赵周吴郭孙马胡朱梁宋郑谢韩唐冯董程曹袁许傅沈吕苏卢蒋蔡贾丁薛叶阎余潘"
_GIVEN = [
    "建国",
    "志强",
    "晓峰",
    "丽娟",
    "永红",
    "海燕",
    "文博",
    "俊杰",
    "秀英",
    "国平",
    "春生",
    "玉梅",
    "立新",
    "振华",
    "雪梅",
    "明亮",
    "卫东",
    "红霞",
    "宏伟",
    "小兵",
]


class Names:
    """Draws names that have not been drawn before, the same ones for the same seed.

    `series` keeps the codes of two draws apart; `taken` are names that stand already.
    """

    def __init__(self, seed: int, series: str = "MX", taken: Iterable[str] = ()) -> None:
        self._random = Random(seed)
        self._series = series
        self._drawn: set[str] = set(taken)
        self._serial = 0

    def enterprise(self, region: Region, plan_industry: str) -> str:
        place = region.name if region.city_id != region.pk else region.name.removesuffix("市")
        suffixes = SUFFIXES.get(plan_industry, ("实业有限公司",))
        while True:
            words = self._random.choice(WORDS) + (
                self._random.choice(WORDS) if self._random.random() < 0.25 else ""
            )
            name = f"{place}{words}{self._random.choice(suffixes)}"
            if name not in self._drawn:
                self._drawn.add(name)
                return name

    def person(self) -> str:
        return self._random.choice(_SURNAMES) + self._random.choice(_GIVEN)

    def code(self, region_code: str) -> str:
        """A valid code of an enterprise that does not exist: the last eight places are a running number."""
        self._serial += 1
        body = f"91{region_code}{self._series}{self._serial:07d}"
        return uscc.make(body)


def phone(random: Random) -> str:
    """A number in a range that no operator gives out."""
    return f"1400000{random.randrange(10_000):04d}"
