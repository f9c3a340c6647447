"""One row of the past: its year, dates, numbers of measures, money and effects, and what cannot be. Pure."""

import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from audits.enums import CleanerLevel, Outcome
from config.common.quantities import check_exact
from config.common.spreadsheet.cells import Cell, CellProblem, as_date, as_decimal, as_text, is_unknown
from config.common.spreadsheet.columns import Columns, ColumnSpec
from config.common.spreadsheet.reading import Row
from config.common.wording import date_words, number_words
from enterprises.calculations.roster_reading import BAD, WARNED, RowReading
from measures.calculations.past_columns import COUNTS, DATES, MONEY, AmountColumn, class_key
from measures.enums import PastClass

FIRST_YEAR = 2003
_MOST = 100_000
_ORDER = ("started_on", "reported_on", "evaluated_on", "accepted_on", "post_assessed_on")
_OUTCOMES = {
    word: outcome
    for outcome, words in {
        Outcome.PASSED: ("通过", "通过验收", "合格", "验收合格", "验收通过", "是", "已通过"),
        Outcome.RECTIFY: ("限期整改", "整改", "整改后验收"),
        Outcome.FAILED: ("不通过", "未通过", "不合格", "验收不合格", "未通过验收", "否"),
    }.items()
    for word in words
}
_LEVELS = {
    level: CleanerLevel(code)
    for code, words in {
        "I": ("I", "1", "一", "国际领先", "国际先进"),
        "II": ("II", "2", "二", "国内先进"),
        "III": ("III", "3", "三", "国内一般", "国内基本"),
        "below": ("未达III", "未达3", "未达三", "III以下", "不达标"),
    }.items()
    for level in words
}
_BOTH = {
    PastClass.NO_LOW: (PastClass.NO, PastClass.LOW),
    PastClass.MEDIUM_HIGH: (PastClass.MEDIUM, PastClass.HIGH),
}


def _some(amounts: Mapping[str, Any], *names: str) -> bool:
    """Whether one of them is more than nothing."""
    return any(Decimal(amounts.get(name) or 0) for name in names)


class PastReading:
    """Adds to a row's reading what a list does not have; `today` is the last day that can be past."""

    def __init__(
        self, reading: RowReading, row: Row, columns: Columns, specs: Mapping[str, ColumnSpec], today: date
    ) -> None:
        self.reading, self.row, self.columns = reading, row, columns
        self.specs, self.today = specs, today
        self.days: dict[str, date] = {}

    def read(self) -> RowReading:
        values = self.reading.values
        values["year"] = self._year()
        for key in DATES:
            if (on := self._day(key)) is not None:
                self.days[key] = on
        values["acceptance"] = self._acceptance()
        self._check_order()
        values["levels"] = [self._level("level_before"), self._level("level_after")]
        values["classes"] = self._classes()
        values["benefit_wan"] = self._amount("benefit_wan")
        values["effects"] = self._effects()
        values["days"] = {key: on.isoformat() for key, on in self.days.items()}
        self._place_in_time()
        return self.reading

    # ---- the year and the dates ------------------------------------------------------------

    def _year(self) -> int:
        cell = self._cell("year")
        text = "" if is_unknown(cell) else as_text(cell)
        digits = text.removesuffix("度").removesuffix("年")
        mend = _("请填写名单的年度，如 2019。")
        if not (digits.isascii() and digits.isdigit() and len(digits) == 4):
            reason = _("没有年度。") if not text else _("“%(text)s”不是一个年度。") % {"text": text}
            self._bad("year_cell", "year", reason, mend)
            return 0
        return self._past_year(int(digits), mend)

    def _past_year(self, year: int, mend: str) -> int:
        if year < FIRST_YEAR:
            reason = _("%(year)d 年还没有清洁生产审核，名单最早是 %(first)d 年的。")
            self._bad("year_early", "year", reason % {"year": year, "first": FIRST_YEAR}, mend)
        elif year > self.today.year:
            self._bad("year_future", "year", _("%(year)d 年还没有到。") % {"year": year}, mend)
        elif year == self.today.year:
            reason = _("%(year)d 年就是今年，它的名单不是往年的。") % {"year": year}
            self._bad("year_now", "year", reason, _("本年度的名单请在“名单导入”里导入，再公布。"))
        else:
            return year
        return 0

    def _day(self, key: str) -> date | None:
        cell = self._cell(key)
        try:
            on = None if is_unknown(cell) else as_date(cell)
        except CellProblem as problem:
            self._bad(f"{key}_cell", key, problem.reason, problem.mend)
            return None
        if on and on > self.today:
            reason = _("%(day)s 还没有到，往年的日期不能在今天之后。") % {"day": date_words(on)}
            self._bad("date_future", key, reason, _("请核对年份。"))
            return None
        return on

    def _acceptance(self) -> str:
        """An empty result beside a day means that it passed: such sheets list the accepted."""
        cell = self._cell("acceptance")
        text = "" if is_unknown(cell) else as_text(cell)
        given = self.days.get("accepted_on")
        if not text:
            return Outcome.PASSED.value if given else ""
        outcome = _OUTCOMES.get(text)
        if outcome is None:
            reason = _("认不出验收结论“%(text)s”。") % {"text": text}
            self._bad("acceptance_unknown", "acceptance", reason, _("请填写通过、限期整改或不通过。"))
            return ""
        if given is None and outcome == Outcome.PASSED:
            reason = _("验收结论是“%(text)s”，却没有验收日期。") % {"text": text}
            self._bad("acceptance_undated", "acceptance", reason, _("请在“验收日期”列填写通过验收的日期。"))
        return outcome.value

    def _check_order(self) -> None:
        """Each step no earlier than the one before it; nothing of a round before its list."""
        known = [(key, self.days[key]) for key in _ORDER if key in self.days]
        for (before, earlier), (after, later) in pairwise(known):
            if later < earlier:
                facts = {
                    "after": self._heading(after),
                    "later": date_words(later),
                    "before": self._heading(before),
                    "earlier": date_words(earlier),
                }
                reason = _("%(after)s %(later)s 早于%(before)s %(earlier)s。") % facts
                self._bad(
                    "date_order", after, reason, _("审核按启动、报告、评估、验收、后评估的次序进行，请核对。")
                )
        if "post_assessed_on" in self.days and self.reading.values["acceptance"] != Outcome.PASSED:
            reason = _("没有通过验收，就没有后评估。")
            self._bad("post_unaccepted", "post_assessed_on", reason, _("请补填验收日期，或删去后评估日期。"))

    def _place_in_time(self) -> None:
        """The days on which measures are counted: as given, else the report's and the acceptance's."""
        values = self.reading.values
        classes: Sequence[dict[str, Any]] = list(values["classes"].values())
        proposed = any(_some(one, "proposed", "planned") for one in classes)
        done = any(_some(one, "implemented", "invested") for one in classes)
        done = done or _some(values, "benefit_wan") or bool(values["effects"])
        ways = {
            "proposed_on": ("proposed_on", "reported_on", "evaluated_on", "accepted_on"),
            "implemented_on": ("implemented_on", "accepted_on", "evaluated_on"),
        }
        found = {key: next((self.days[way] for way in ways[key] if way in self.days), None) for key in ways}
        if proposed and found["proposed_on"] is None:
            reason = _("有提出的方案，却没有报送报告、评估或验收的日期，不知道计入哪一年。")
            self._bad(
                "proposed_undated", "reported_on", reason, _("请补填其中一个日期，或填“方案提出日期”。")
            )
        if done and found["implemented_on"] is None:
            reason = _("有实施的方案、投资或效益，却没有评估或验收的日期，不知道计入哪一年。")
            self._bad("done_undated", "accepted_on", reason, _("请补填其中一个日期，或填“方案完成日期”。"))
        for key, needed in (("proposed_on", proposed), ("implemented_on", done)):
            on = found[key]
            values[key] = on.isoformat() if needed and on else ""

    # ---- numbers ---------------------------------------------------------------------------

    def _classes(self) -> dict[str, dict[str, Any]]:
        """Numbers and money by cost class; a sum beside its parts must be their sum, and is then left out."""
        found: dict[str, dict[str, Any]] = {}
        for one in PastClass:
            counts = {what: self._count(class_key(one, what)) for what in COUNTS}
            money = {what: self._amount(class_key(one, what)) for what in MONEY}
            given: dict[str, Any] = {
                what: amount for what, amount in (counts | money).items() if amount is not None
            }
            if given:
                self._check_done(one, given)
                found[one.value] = given
        for whole, parts in _BOTH.items():
            self._check_sum(whole, parts, found)
        return found

    def _check_done(self, one: PastClass, given: dict[str, Any]) -> None:
        proposed, done = given.get("proposed"), given.get("implemented")
        if done is not None and proposed is not None and done > proposed:
            facts = {"done": done, "proposed": proposed}
            reason = _("实施 %(done)d 项，多于提出的 %(proposed)d 项。") % facts
            self._bad("done_above", class_key(one, "implemented"), reason, _("请核对两个数。"))
        if done and proposed is None:
            reason = _("有实施的方案，没有提出的方案数。")
            mend = _("按实施数计为提出数；如提出的更多，请补填。")
            key = class_key(one, "implemented")
            self.reading.say(WARNED, "proposed_missing", key, reason, mend, str(self._cell(key)))
            given["proposed"] = done
        if _some(given, "invested") and done == 0:
            reason = _("没有实施的方案，却有实际投资。")
            self._bad("money_without", class_key(one, "invested"), reason, _("请核对实施数和投资。"))

    def _check_sum(
        self, whole: PastClass, parts: tuple[PastClass, PastClass], found: dict[str, dict[str, Any]]
    ) -> None:
        """Of numbers both or none stand in the parts; of money each kind for itself."""
        given = found.get(whole.value)
        shares = [found[part.value] for part in parts if part.value in found]
        if not given or not shares:
            return
        for kinds in (COUNTS, *((what,) for what in MONEY)):
            if any(what in share for what in kinds for share in shares):
                for what in kinds:
                    self._compare_sum(
                        class_key(whole, what), given.pop(what, 0), [one.get(what) for one in shares]
                    )
        if not given:
            del found[whole.value]

    def _compare_sum(self, key: str, total: Any, shares: Sequence[Any]) -> None:
        added = sum((Decimal(share) for share in shares if share is not None), Decimal(0))
        if key in self.columns and self._number(key) is not None and added != Decimal(total):
            facts = {"total": number_words(total), "sum": number_words(added)}
            reason = _("合计 %(total)s，分列相加是 %(sum)s，不相等。") % facts
            self._bad("sum_differs", key, reason, _("合计与分列只填一种，或使两者相等。"))

    def _count(self, key: str) -> int | None:
        number = self._number(key)
        if number is None:
            return None
        if number != number.to_integral_value() or number > _MOST:
            reason = _("“%(text)s”不是方案的个数。") % {"text": number_words(number)}
            self._bad("count_cell", key, reason, _("请填写 0 或正整数。"))
            return None
        return int(number)

    def _amount(self, key: str) -> str | None:
        """An exact amount in our own unit, as text; None where nothing stands."""
        spec = self.specs.get(key)
        number = self._number(key)
        if number is None or not isinstance(spec, AmountColumn):
            return None
        amount = number * spec.factor(self._heading(key))
        try:
            check_exact(amount)
        except ValidationError as error:
            self._bad("amount_cell", key, error.messages[0], _("请核对数量和表头里的单位。"))
            return None
        return format(amount.normalize(), "f")

    def _number(self, key: str) -> Decimal | None:
        cell = self._cell(key)
        try:
            number = None if is_unknown(cell) else as_decimal(cell)
        except CellProblem as problem:
            self._bad(f"{key}_cell", key, problem.reason, problem.mend)
            return None
        if number is not None and number < 0:
            reason = _("%(number)s 是负数。") % {"number": number_words(number)}
            self._bad("negative", key, reason, _("数量和投资不会小于 0，请核对。"))
            return None
        return number

    def _effects(self) -> dict[str, str]:
        keys = [key for key in self.specs if key.startswith("effect_") and key in self.columns]
        amounts = {key.removeprefix("effect_"): self._amount(key) for key in keys}
        return {code: amount for code, amount in amounts.items() if amount and amount != "0"}

    def _level(self, key: str) -> str:
        cell = self._cell(key)
        text = "" if is_unknown(cell) else unicodedata.normalize("NFKC", as_text(cell)).upper()
        if not text:
            return ""
        plain = text.split("(")[0].removesuffix("水平").replace("级", "")
        level = _LEVELS.get(plain)
        if level is None:
            reason = _("认不出清洁生产水平“%(text)s”。") % {"text": text}
            self._bad("level_unknown", key, reason, _("请填写Ⅰ级、Ⅱ级、Ⅲ级或未达Ⅲ级。"))
            return ""
        return level.value

    # ---- cells -----------------------------------------------------------------------------

    def _cell(self, key: str) -> Cell:
        return self.columns.cell(self.row, key)

    def _heading(self, key: str) -> str:
        return self.columns.headings.get(key, self.specs[key].heading)

    def _bad(self, code: str, key: str, reason: str, mend: str) -> None:
        self.reading.say(BAD, code, key, reason, mend, str(self._cell(key)))
