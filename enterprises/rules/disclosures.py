"""What a disclosure must hold before it counts, and how the bureau may find it.

By 清洁生产促进法 Art. 27 and 36 a disclosure that is not as prescribed is none. So a returned one never met the
duty: the duty is open again with the day it had, nothing is added for the return, and the day on which the
mended content was made public decides whether it was in time.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from config.common.errors import Problem, Refused
from config.common.wording import date_words
from enterprises.enums import Category, DisclosureState, ListingState, ListState
from enterprises.models import Disclosure, DisclosureField, Listing

Values = Mapping[str, Mapping[str, str]]
REASON_LENGTH = 300


def disclosure_rule() -> str:
    """What a return means for the term, for everybody who sees one."""
    return _(
        "依《清洁生产促进法》第二十七条、第三十六条，公布不符合规定的，不算履行公布义务。退回后期限仍为法定的一个月，"
        "不因退回延长；期限已过的重新列为逾期，改正后以重新公布之日为准。"
    )


def check_disclosure(listing: Listing, disclosed_on: date, place: str, today: date) -> None:
    """Refuse a disclosure of what is not on a published list, or on a day that cannot be."""
    listed_on = listing.listed_on
    if listing.mandatory_list.state != ListState.PUBLISHED or listed_on is None:
        raise Refused(_("名单尚未公布，不需要公示。"))
    if listing.state == ListingState.REMOVED:
        raise Refused(_("企业已移出这份名单，不需要公示。"))
    facts = {"day": date_words(listed_on)}
    checks = [
        ("place", bool(place.strip()), _("请写明在哪里公示，例如当地报纸或本单位网站。")),
        (
            "disclosed_on",
            disclosed_on >= listed_on,
            _("公示日期不能早于列入名单的日期（%(day)s）。") % facts,
        ),
        ("disclosed_on", disclosed_on <= today, _("公示日期不能晚于今天。")),
    ]
    _refuse(_("公示没有登记。"), checks)


def check_proof(*proofs: Any) -> None:
    """Refuse a disclosure nobody can look up: a link, a file or a photograph, one at least."""
    sentence = _("请提供公示证明：公示网址、证明文件或现场照片，至少一项。")
    _refuse(_("公示没有登记。"), [("proof", any(proofs), sentence)])


def check_values(fields: Iterable[DisclosureField], values: Values) -> None:
    """Refuse while a field is empty that a category owes; two categories owe both sets."""
    problems = [
        Problem(
            field_key(field),
            missing_words(field),
        )
        for field in fields
        if not values.get(field.category, {}).get(field.label, "").strip()
    ]
    if problems:
        raise Refused(
            _(
                "公示内容不完整，没有登记。依《清洁生产审核办法》第十一条，列入名单的企业应公布所属类别的全部内容，"
                "同属几类的各类都要公布。"
            ),
            problems,
        )


def missing_words(field: DisclosureField) -> str:
    """What is said where a field is empty."""
    facts = {"category": Category(field.category).label, "label": field.label}
    sentence = _("%(category)s企业应公示“%(label)s”（《清洁生产审核办法》第十一条），请填写；没有的写“无”。")
    return sentence % facts


def field_key(field: DisclosureField) -> str:
    """How a field is named where reasons are given for it."""
    return f"{field.category}.{field.order}"


def reason_labels(fields: Iterable[DisclosureField]) -> dict[str, str]:
    """Everything of a disclosure that may be found wanting, in the words of the reader."""
    named = {
        "disclosed_on": _("公示日期"),
        "place": _("公示载体"),
        "url": _("公示网址"),
        "proof": _("公示证明"),
    }
    owed = {field_key(field): f"{Category(field.category).label} · {field.label}" for field in fields}
    return named | owed


def check_is_waiting(disclosure: Disclosure) -> None:
    """Only what waits can be checked or returned."""
    if disclosure.state != DisclosureState.SUBMITTED:
        facts = {"state": disclosure.get_state_display()}
        raise Refused(_("这份公示%(state)s，只有待核对的可以核对或退回。") % facts)


def check_reasons(reasons: Mapping[str, str], labels: Mapping[str, str]) -> None:
    """Refuse a return that does not say, field by field, what is wanting."""
    given = {key: text for key, text in reasons.items() if text.strip()}
    long = [key for key, text in given.items() if len(text) > REASON_LENGTH]
    facts = {"limit": REASON_LENGTH}
    checks = [
        ("reasons", bool(given), _("退回应写明理由：请在需要改正的项目旁写明哪里不符合。")),
        ("unknown", set(given) <= set(labels), _("退回理由所指的项目不属于这份公示，请刷新页面后重填。")),
        ("long", not long, _("每条理由不超过 %(limit)d 字。") % facts),
    ]
    _refuse(_("公示没有退回。"), checks)


def _refuse(sentence: str, checks: list[tuple[str, bool, str]]) -> None:
    problems = [Problem(code, words) for code, right, words in checks if not right]
    if problems:
        raise Refused(sentence, problems)
