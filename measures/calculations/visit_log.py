"""Reading a visit as a phone sends it: JSON in, frozen facts out; what cannot be read is refused by name."""

import hashlib
import json
import re
from collections.abc import Callable, Iterable
from dataclasses import asdict, replace
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, TypeVar
from uuid import UUID

from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _

from config.common.errors import Problem, Refused
from measures.enums import PhotoKind, Severity, Verdict
from measures.facts import NamedPhoto, SaidFinding, SeenMeasure, VisitLog

MOST_PHOTOS_OF_A_MEASURE = 12
MOST_PHOTOS = 60
MOST_FINDINGS = 40
_NEVER = datetime(1, 1, 1, tzinfo=UTC)
_Found = TypeVar("_Found")
_DIGEST = re.compile(r"[0-9a-f]{64}")


def visit_log(key: UUID, body: bytes) -> VisitLog:
    """The visit in `body`; refused with every fault that was found, each naming its field."""
    try:
        said = json.loads(body)
    except (UnicodeDecodeError, ValueError) as error:
        raise Refused(_("收到的核查记录不完整，没有保存；请在手机上重新发送。")) from error
    if not isinstance(said, dict):
        raise Refused(_("收到的核查记录不完整，没有保存；请在手机上重新发送。"))
    read = _Reader()
    log = VisitLog(
        key=key,
        digest="",
        started_at=read.moment(said, "started_at", _("到场时间")),
        ended_at=read.moment(said, "ended_at", _("离场时间")),
        place=read.text(said, "place", _("地点"), 120),
        latitude=read.degrees(said, "latitude", _("纬度"), 90),
        longitude=read.degrees(said, "longitude", _("经度"), 180),
        people=read.text(said, "people", _("在场人员"), 300),
        representative=read.text(said, "representative", _("企业代表"), 60),
        signed_name=read.text(said, "signed_name", _("核查员签名"), 60),
        measures=tuple(_measure(read, row) for row in read.rows(said, "measures", 1000)),
        photos=tuple(_photo(read, row) for row in read.rows(said, "photos", MOST_PHOTOS)),
        findings=tuple(_finding(read, row) for row in read.rows(said, "findings", MOST_FINDINGS)),
    )
    if read.problems:
        raise Refused(_("核查记录没有保存，请按提示改正。"), read.problems)
    return replace(log, digest=digest_of(log))


def digest_of(log: VisitLog) -> str:
    """The same visit has the same digest, however its JSON was laid out and whatever else stood in it."""
    canonical = json.dumps(asdict(log), ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(canonical.encode()).hexdigest()


def _measure(read: "_Reader", row: dict[str, Any]) -> SeenMeasure:
    name = _("方案")
    readings = row.get("readings") or {}
    if not isinstance(readings, dict):
        readings = {}
        read.wrong("readings", _("读数"))
    return SeenMeasure(
        measure_id=read.number(row, "measure", name) or 0,
        version=read.number(row, "version", name) or 0,
        verdict=read.choice(row, "verdict", _("结论"), Verdict.values),
        found=read.text(row, "found", _("现场情况"), 500),
        benefit_read_wan=read.amount(row, "benefit_read_wan", _("核实经济效益")),
        readings=tuple(
            (str(code)[:20], amount)
            for code in sorted(readings)
            if (amount := read.amount(readings, code, _("读数"))) is not None
        ),
    )


def _photo(read: "_Reader", row: dict[str, Any]) -> NamedPhoto:
    name = _("照片")
    return NamedPhoto(
        key=read.key(row, "key", name),
        kind=read.choice(row, "kind", name, PhotoKind.values),
        measure_id=read.number(row, "measure", name) if row.get("measure") is not None else None,
        name=str(row.get("name") or "")[:100],
        sent_sha256=read.digest(row, "sha256", name),
        original_sha256=read.digest(row, "original_sha256", name),
        taken_at=read.moment(row, "taken_at", name) if row.get("taken_at") else None,
        latitude=read.degrees(row, "latitude", name, 90),
        longitude=read.degrees(row, "longitude", name, 180),
    )


def _finding(read: "_Reader", row: dict[str, Any]) -> SaidFinding:
    return SaidFinding(
        text=read.text(row, "text", _("问题"), 500),
        severity=read.choice(row, "severity", _("程度"), Severity.values),
        measure_id=read.number(row, "measure", _("问题")) if row.get("measure") is not None else None,
        due_on=read.day(row, "due_on", _("整改期限")),
        responsible=read.text(row, "responsible", _("责任人"), 60),
    )


class _Reader:
    """Takes values out of untrusted rows and remembers what was wrong with them."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def wrong(self, field: str, name: str) -> None:
        sentence = _("“%(name)s”没有填写，或不是有效的内容。") % {"name": name}
        problem = Problem(field, sentence)
        if problem not in self.problems:
            self.problems.append(problem)

    def text(self, row: dict[str, Any], field: str, name: str, most: int) -> str:
        value = row.get(field)
        words = value.strip() if isinstance(value, str) else ""
        if not words:
            self.wrong(field, name)
        elif len(words) > most:
            self.problems.append(
                Problem(field, _("“%(name)s”超过 %(most)d 个字。") % {"name": name, "most": most})
            )
        return words

    def choice(self, row: dict[str, Any], field: str, name: str, choices: Iterable[str]) -> str:
        value = row.get(field)
        if value not in list(choices):
            self.wrong(field, name)
            return ""
        return str(value)

    def number(self, row: dict[str, Any], field: str, name: str) -> int | None:
        value = row.get(field)
        if not isinstance(value, int) or isinstance(value, bool) or not 0 < value < 2**31:
            self.wrong(field, name)
            return None
        return value

    def amount(self, row: dict[str, Any], field: str, name: str) -> Decimal | None:
        value = row.get(field)
        if value is None or value == "":
            return None
        try:
            amount = Decimal(str(value).strip())
        except InvalidOperation:
            self.wrong(field, name)
            return None
        if not amount.is_finite() or abs(amount) >= 10**15:
            self.wrong(field, name)
            return None
        return amount

    def degrees(self, row: dict[str, Any], field: str, name: str, most: int) -> Decimal | None:
        value = self.amount(row, field, name)
        if value is not None and abs(value) > most:
            self.wrong(field, name)
            return None
        return None if value is None else round(value, 6)

    def moment(self, row: dict[str, Any], field: str, name: str) -> datetime:
        found = self._parsed(row.get(field), parse_datetime)
        if found is None:
            self.wrong(field, name)
            return _NEVER
        return timezone.make_aware(found) if timezone.is_naive(found) else found

    def day(self, row: dict[str, Any], field: str, name: str) -> date:
        found = self._parsed(row.get(field), parse_date)
        if found is None:
            self.wrong(field, name)
            return date.min
        return found

    def key(self, row: dict[str, Any], field: str, name: str) -> UUID:
        try:
            return UUID(str(row.get(field)))
        except ValueError:
            self.wrong(field, name)
            return UUID(int=0)

    def digest(self, row: dict[str, Any], field: str, name: str) -> str:
        value = str(row.get(field) or "")
        if not _DIGEST.fullmatch(value):
            self.wrong(field, name)
        return value

    def rows(self, row: dict[str, Any], field: str, most: int) -> list[dict[str, Any]]:
        value = row.get(field) or []
        if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
            self.wrong(field, field)
            return []
        if len(value) > most:
            words = {"name": field, "most": most, "n": len(value)}
            self.problems.append(Problem(field, _("%(name)s 有 %(n)d 项，最多 %(most)d 项。") % words))
            return []
        return value

    @staticmethod
    def _parsed(value: Any, parse: Callable[[str], _Found | None]) -> _Found | None:
        try:
            return parse(value) if isinstance(value, str) else None
        except ValueError:
            return None
