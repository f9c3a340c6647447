"""What the list year knows from chapter to chapter: its people, its enterprises, its days."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from tests.browser.conftest import PASSWORD
from tests.browser.server import Platform

AUTHORITY = "山西省生态环境厅"
COKE, CEMENT, PLATING = "孝义金晖煤焦有限公司", "孝义汾阳水泥有限公司", "孝义胜溪电镀有限公司"
PLANT_USER = "liangxiaofeng"
# Category, reason, kind of fact, fact: what the county writes of each.
GROUNDS: dict[str, tuple[str, str, str, dict[str, str]]] = {
    COKE: (
        "双超",
        "在线监测连续超标",
        "污染物",
        {"name": "二氧化硫", "measured": "160", "limit": "100", "unit": "mg/m³"},
    ),
    CEMENT: (
        "高耗能",
        "熟料单位产品能耗超过限额",
        "单位产品能耗",
        {"name": "水泥熟料", "measured": "118", "limit": "112", "unit": "kgce/t"},
    ),
    PLATING: (
        "双有",
        "电镀槽液使用氰化物",
        "有毒有害物质",
        {"name": "氰化钠", "measured": "1.2", "unit": "t"},
    ),
}

_BEGIN = """
from django.utils import timezone
from accounts.models import Region
from accounts.services.users import builtin, user_create
from config.common import uscc as codes
from enterprises.services.enterprises import enterprise_create
facts = {"by": builtin("@system"), "at": timezone.now()}
for username, name, role, code in argument["people"]:
    region = Region.objects.get(code=code) if code else None
    user_create(username=username, name=name, role=role, region=region, password=argument["password"], **facts)
county = Region.objects.get(code="141181")
for number, name in enumerate(argument["enterprises"]):
    enterprise_create(name=name, region=county, uscc=codes.make(f"91141181MC{number:07d}"), **facts)
"""


@dataclass
class ListYear:
    """The list was published forty days ago, so that the month of disclosure is over and the clocks run."""

    today: date = field(default_factory=date.today)
    list_path: str = ""
    clock_path: str = ""
    code: str = ""

    @property
    def published_on(self) -> date:
        return self.today - timedelta(days=40)

    @property
    def year(self) -> int:
        return self.published_on.year

    @property
    def document_no(self) -> str:
        return f"晋环发〔{self.year}〕31号"

    def ago(self, days: int) -> str:
        """As a date input takes it."""
        return (self.today - timedelta(days=days)).isoformat()


def begin(platform: Platform) -> None:
    """The officers of province, city and county, a colleague of the city's, and a registry of three."""
    people = [
        ("guolixin", "郭立新", "province", "140000"),
        ("renjianguo", "任建国", "city", "141100"),
        ("lixiumei", "李秀梅", "city", "141100"),
        ("wuzhiqiang", "武志强", "county", "141181"),
    ]
    platform.python(
        _BEGIN,
        {
            "people": people,
            "enterprises": [COKE, CEMENT, PLATING],
            "password": PASSWORD,
        },
    )


def paper() -> dict[str, Any]:
    """A document as an officer uploads one."""
    return {"name": "停产通知.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 made up"}
