"""What a row of the past says of a round, flat (key → text), compared with what is known already. Pure."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from audits.enums import CleanerLevel, Outcome
from config.common.wording import number_words
from measures.enums import PAST_CHEAP, PAST_COSTLY, PastClass

Said = Mapping[str, str]
DATED = ("disclosed_on", "started_on", "reported_on", "evaluated_on", "post_assessed_on")
CLASS, EFFECT = "class", "effect"


def said_of(values: Mapping[str, Any]) -> dict[str, str]:
    """The result a reading gives; what is empty in the row is not in it."""
    days = values["days"]
    said = {key: days[key] for key in DATED if key in days}
    passed = values["acceptance"] == Outcome.PASSED
    if values["acceptance"]:
        said["acceptance"] = values["acceptance"]
    if "accepted_on" in days:
        said["accepted_on" if passed else "acceptance_on"] = days["accepted_on"]
    said |= dict(zip(("level_before", "level_after"), values["levels"], strict=True))
    said |= {key: values[key] or "" for key in ("proposed_on", "implemented_on", "benefit_wan")}
    for cost_class, amounts in values["classes"].items():
        said |= {f"{CLASS}:{cost_class}:{what}": str(amount) for what, amount in amounts.items()}
    said |= {f"{EFFECT}:{code}": amount for code, amount in values["effects"].items()}
    return without_nothing(said)


def without_nothing(said: Said) -> dict[str, str]:
    """A zero says no more than an empty cell."""
    return {key: text for key, text in said.items() if text not in {"", "0"}}


def changes_of(known: Said, said: Said) -> dict[str, list[str]]:
    """What the row would change: key → [now, then]. An empty cell changes nothing."""
    then = laid_over(known, said)
    keys = [key for key in {**known, **then} if known.get(key, "") != then.get(key, "")]
    return {key: [known.get(key, ""), then.get(key, "")] for key in keys}


def laid_over(known: Said, said: Said) -> dict[str, str]:
    """What is known with what the row says on top; classes of a group that the row gives anew are given whole."""
    anew = {group_of(key) for key in said} - {None}
    kept = {key: text for key, text in known.items() if group_of(key) not in anew}
    return {**kept, **said}


def group_of(key: str) -> str | None:
    """无/低费 or 中/高费 of a key that speaks of a cost class."""
    kind, _colon, rest = key.partition(":")
    if kind != CLASS:
        return None
    cost_class = PastClass(rest.partition(":")[0])
    return PastClass.NO_LOW if cost_class in PAST_CHEAP else PastClass.MEDIUM_HIGH


def key_words(key: str, indicators: Mapping[str, str]) -> str:
    """A key in people's words; `indicators` are names by code."""
    kind, _colon, rest = key.partition(":")
    if kind == EFFECT:
        return indicators.get(rest, rest)
    if kind == CLASS:
        cost_class, _colon, what = rest.partition(":")
        return f"{PastClass(cost_class).label}·{_WHAT[what]()}"
    return _WORDS[key]()


def value_words(key: str, text: str) -> str:
    """A value as people read it; — for none."""
    if not text:
        return "—"
    if key.startswith("level_"):
        return str(CleanerLevel(text).label)
    if key == "acceptance":
        return str(Outcome(text).label)
    return date.fromisoformat(text).isoformat() if key.endswith("_on") else number_words(text)


def is_costly(cost_class: str) -> bool:
    return cost_class in PAST_COSTLY


_WHAT: dict[str, Callable[[], str]] = {
    "proposed": lambda: _("提出"),
    "implemented": lambda: _("实施"),
    "planned": lambda: _("计划投资"),
    "invested": lambda: _("实际投资"),
}
_WORDS: dict[str, Callable[[], str]] = {
    "disclosed_on": lambda: _("公示日期"),
    "started_on": lambda: _("启动日期"),
    "reported_on": lambda: _("报送报告日期"),
    "evaluated_on": lambda: _("评估日期"),
    "accepted_on": lambda: _("验收日期"),
    "acceptance_on": lambda: _("验收日期"),
    "acceptance": lambda: _("验收结论"),
    "post_assessed_on": lambda: _("后评估日期"),
    "proposed_on": lambda: _("方案提出日期"),
    "implemented_on": lambda: _("方案完成日期"),
    "level_before": lambda: _("审核前水平"),
    "level_after": lambda: _("审核后水平"),
    "benefit_wan": lambda: _("经济效益"),
}
