"""What the credit platform is told of a row, and what changed since it was told last."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from reports.enums import CreditFlag, CreditKind

# The headings the exchange asks for (domain, §7); always Chinese. The flag is written behind them.
HEADINGS: Mapping[str, tuple[str, ...]] = {
    CreditKind.LISTS: (
        "企业名称",
        "统一社会信用代码",
        "所在地",
        "审核性质",
        "所属行业",
        "公布机关",
        "公布日期",
        "公布文号",
        "审核完成期限",
        "报告提交日期",
        "评估日期",
        "验收日期",
        "咨询机构",
        "证明材料",
        "上一轮审核",
    ),
    CreditKind.PENALTIES: (
        "企业名称",
        "统一社会信用代码",
        "所在地",
        "违法行为",
        "所属行业",
        "处罚机关",
        "处罚决定日期",
        "处罚决定文号",
        "改正期限",
        "处罚依据",
        "罚款金额（元）",
        "责令决定文号",
        "责令日期",
        "改正日期",
    ),
}
FLAG_HEADING = "变更标识"
_USCC, _DOCUMENT = 1, 7
Values = tuple[str, ...]


@dataclass(frozen=True)
class CreditLine:
    """One row as it would be sent today."""

    subject: int
    values: Values

    @property
    def digest(self) -> str:
        return digest_of(self.values)


@dataclass(frozen=True)
class Sent:
    """What was said of a row last."""

    digest: str
    withdrawn: bool
    row: int


def digest_of(values: Sequence[str]) -> str:
    return hashlib.sha256(json.dumps(list(values), ensure_ascii=False).encode()).hexdigest()


def missing(values: Values) -> list[str]:
    """What the exchange insists on and the row does not have."""
    wanted = {_USCC: "统一社会信用代码", _DOCUMENT: "文号"}
    return [name for place, name in wanted.items() if not values[place].strip()]


def flag_of(line: CreditLine, last: Sent | None) -> CreditFlag:
    """What is to be said of a row that stands today; one that was withdrawn before is new again."""
    if last is None or last.withdrawn:
        return CreditFlag.NEW
    return CreditFlag.SAME if last.digest == line.digest else CreditFlag.CHANGED


def gone(last: Mapping[int, Sent], standing: set[int]) -> list[int]:
    """The subjects that were sent and stand no more."""
    return [subject for subject, sent in last.items() if not sent.withdrawn and subject not in standing]
