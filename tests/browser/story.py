"""What the main journey knows from chapter to chapter: its people, its days, its roster, its amounts."""

import io
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from PIL import Image

from config.common import uscc as codes
from tests.browser.conftest import PASSWORD
from tests.browser.server import Platform
from tests.factories.lists import roster_row, write_roster

AUTHORITY = "山西省生态环境厅"
PLANT = "太原三晋炼焦有限公司"

_PEOPLE = """
from django.utils import timezone
from accounts.models import Region
from accounts.services.users import builtin, user_create
facts = {"by": builtin("@system"), "at": timezone.now(), "password": argument["password"]}
for username, name, role, code in argument["people"]:
    region = Region.objects.get(code=code) if code else None
    user_create(username=username, name=name, role=role, region=region, **facts)
"""
_REPRESENTATIVE = """
from datetime import date
from django.utils import timezone
from accounts.services.users import builtin, user_create
from config.common.access import Role
from enterprises.models import Enterprise
from enterprises.services.representatives import representative_add
facts = {"by": builtin("@system"), "at": timezone.now()}
person = {"username": argument["username"], "name": "梁晓峰", "password": argument["password"]}
user, _ = user_create(role=Role.ENTERPRISE, **person, **facts)
enterprise = Enterprise.objects.get(uscc=argument["uscc"])
representative_add(enterprise=enterprise, user=user, since=date(2020, 1, 1), **facts)
"""


def code(number: int) -> str:
    """A valid made-up code."""
    return codes.make(f"91140105MB{number:07d}")


def digits_only() -> str:
    """A valid made-up code of eighteen digits, which a spreadsheet takes for a number."""
    every = (codes.make(f"9114010576{number:07d}") for number in range(100))
    return next(one for one in every if one.isdigit())


@dataclass
class Story:
    """The days are counted back from today, so that the acceptance lies more than a year behind."""

    today: date = field(default_factory=date.today)
    round_path: str = ""
    visit_path: str = ""
    measures: dict[str, str] = field(default_factory=dict)
    investment: dict[str, str] = field(default_factory=lambda: {"cheap": "3.15", "costly": "298.6"})

    @property
    def published_on(self) -> date:
        return self.today - timedelta(days=700)

    def day(self, number: int) -> str:
        """The n-th day after publication, as a date input takes it."""
        return (self.published_on + timedelta(days=number)).isoformat()

    @property
    def year(self) -> int:
        return self.published_on.year

    @property
    def document_no(self) -> str:
        return f"晋环发〔{self.year}〕12号"


def open_accounts(platform: Platform) -> None:
    """The officers and the verifier; how accounts are opened on the page is a journey of its own."""
    people = [
        ("guolixin", "郭立新", "province", "140000"),
        ("zhanglijuan", "张丽娟", "city", "140100"),
        ("yanjunjie", "阎俊杰", "verifier", ""),
    ]
    platform.python(_PEOPLE, {"people": people, "password": PASSWORD})


def open_representative(platform: Platform) -> None:
    platform.python(_REPRESENTATIVE, {"username": "liangxiaofeng", "uscc": code(1), "password": PASSWORD})


def roster(story: Story, path: Path, *, corrected: bool) -> Path:
    """Eight rows as dirty as real lists; two of them cannot be taken, until they are corrected."""
    common = {
        "文号": story.document_no,
        "名单发布机关": AUTHORITY,
        "名单发布日期": story.published_on.isoformat(),
    }
    rows: list[dict[str, Any]] = [
        {"企业名称": "\u00a0太原三晋炼焦 有限公司\u00a0", "统一社会信用代码": code(1), "类别": "双超、双有"},
        {"企业名称": "太原３Ｍ新材料有限公司", "统一社会信用代码": code(2), "类别": "双有\u00a0"},
        {"企业名称": "太原晋源化工（集团）有限公司", "统一社会信用代码": digits_only()},
        {
            "企业名称": "大同云冈水泥有限公司",
            "统一社会信用代码": code(4),
            "设区市": "大同市",
            "县(市区)": "北武周县",
        },
        {
            "企业名称": "太原汾东电镀有限公司",
            "统一社会信用代码": code(5),
            "所属行业": "星际采矿业",
            "类别": "高耗能",
        },
        {
            "企业名称": "大同平城铸造有限公司",
            "统一社会信用代码": code(6),
            "设区市": "大同市",
            "县(市区)": "平城区",
        },
    ]
    twin = rows[1] | {"企业名称": "太原3M新材料有限公司"}
    if not corrected:
        rows.append(twin)
    write_roster(path, [roster_row(**(common | row)) for row in rows])
    if not corrected:
        _make_number(path, digits_only())
    return path


def photograph() -> dict[str, Any]:
    """What a phone's camera hands over."""
    content = io.BytesIO()
    Image.new("RGB", (1600, 1200), "seagreen").save(content, "JPEG")
    return {"name": "水表.jpg", "mimeType": "image/jpeg", "buffer": content.getvalue()}


def _make_number(path: Path, text: str) -> None:
    """What Excel does to a code of digits alone when its cell is not text."""
    book = load_workbook(path)
    for row in book.worksheets[0].iter_rows():
        for cell in row:
            if cell.value == text:
                cell.number_format = "General"
                cell.value = int(text)
    book.save(path)
