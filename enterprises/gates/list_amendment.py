"""May an amendment of a published list be issued: one check for each thing that should be true."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from config.common.document_no import document_no_tidy, is_document_no
from config.common.errors import Problem
from config.common.wording import date_words
from enterprises.enums import AmendmentKind
from enterprises.gates.list_publication import CODES_SINCE

ALREADY_LISTED = "already_listed"
LISTED_ELSEWHERE = "listed_elsewhere"
WITHOUT_CODE = "without_code"
NOT_LISTED = "not_listed"
WITHOUT_REASON = "without_reason"
NOTHING_CORRECTED = "nothing_corrected"
TOO_SOON = "too_soon"
WITHOUT_FACTS = "without_facts"
_SENTENCES = {
    ALREADY_LISTED: gettext_lazy("“%(name)s”已在这份名单上（第 %(note)s 号），不能再增列。"),
    LISTED_ELSEWHERE: gettext_lazy("“%(name)s”今年已列入%(note)s，不能再增列。"),
    WITHOUT_CODE: gettext_lazy("“%(name)s”没有统一社会信用代码，请先在企业信息中补全。"),
    NOT_LISTED: gettext_lazy("“%(name)s”不在这份名单上，不能移出或更正。"),
    WITHOUT_REASON: gettext_lazy("“%(name)s”没有写明原因。"),
    NOTHING_CORRECTED: gettext_lazy("“%(name)s”没有更正任何内容，请填写更正后的内容，或撤去这一项。"),
    TOO_SOON: gettext_lazy("“%(name)s”距上一轮审核的间隔未满：%(note)s。"),
    WITHOUT_FACTS: gettext_lazy("“%(name)s”没有填写%(note)s的依据。"),
}


@dataclass(frozen=True)
class ItemFacts:
    """One entry of a draft: `number` on the list where it stands there, `elsewhere` another list of the year.

    `too_soon` and `missing` are words for what the issuer should know; `link` leads to where it is mended.
    """

    kind: str
    name: str
    link: str
    reason: str = ""
    code: str = ""
    code_link: str = ""
    number: int | None = None
    elsewhere: str = ""
    corrects: bool = True
    too_soon: str = ""
    missing: str = ""


@dataclass(frozen=True)
class AmendmentFacts:
    """A draft as it would be issued on `amended_on`; `today` is the day of issuing, `last_on` that of the list's
    last document.
    """

    document_no: str
    authority: str
    amended_on: date | None
    today: date
    last_on: date
    link: str
    document_no_taken: bool = False
    items: Sequence[ItemFacts] = ()


def amendment_problems(facts: AmendmentFacts) -> list[Problem]:
    """What stands against issuing; empty when nothing does."""
    found = [check(facts) for check in _CHECKS]
    problems = [problem for problem in found if problem is not None]
    return problems + [problem for item in facts.items for problem in _item_problems(facts, item)]


def amendment_warnings(facts: AmendmentFacts) -> list[Problem]:
    """What the issuer should know, and may accept."""
    told = []
    for item in facts.items:
        if item.too_soon:
            told.append(_said(TOO_SOON, item, item.too_soon))
        if item.missing:
            told.append(_said(WITHOUT_FACTS, item, item.missing))
    return told


def _has_document_no(facts: AmendmentFacts) -> Problem | None:
    if not facts.document_no.strip():
        return Problem("document_no_missing", _("没有填写修订文件的文号。"), facts.link)
    if not is_document_no(document_no_tidy(facts.document_no)):
        sentence = _("文号“%(number)s”不合规范，应形如“晋环发〔2026〕12号”或“公告2026年第12号”。")
        return Problem("document_no_form", sentence % {"number": facts.document_no}, facts.link)
    return None


def _document_no_is_unused(facts: AmendmentFacts) -> Problem | None:
    if not facts.document_no_taken:
        return None
    sentence = _("文号“%(number)s”已用于另一份名单或修订文件。") % {"number": facts.document_no}
    return Problem("document_no_taken", sentence, facts.link)


def _has_authority(facts: AmendmentFacts) -> Problem | None:
    if facts.authority.strip():
        return None
    return Problem("authority_missing", _("没有填写发布机关。"), facts.link)


def _has_date(facts: AmendmentFacts) -> Problem | None:
    if facts.amended_on is None:
        return Problem("amended_on_missing", _("没有填写修订日期。"), facts.link)
    return None


def _is_not_in_the_future(facts: AmendmentFacts) -> Problem | None:
    if facts.amended_on is None or facts.amended_on <= facts.today:
        return None
    return Problem("amended_on_future", _("修订日期晚于今天；请在发布当日或之后办理。"), facts.link)


def _follows_what_went_before(facts: AmendmentFacts) -> Problem | None:
    if facts.amended_on is None or facts.amended_on >= facts.last_on:
        return None
    sentence = _("修订日期早于名单公布或上一次修订的日期（%(day)s）；修订只能从那以后生效。")
    return Problem("amended_on_early", sentence % {"day": date_words(facts.last_on)}, facts.link)


def _changes_something(facts: AmendmentFacts) -> Problem | None:
    if facts.items:
        return None
    return Problem("no_items", _("修订里还没有任何内容，请先增列、移出或更正企业。"), facts.link)


def _item_problems(facts: AmendmentFacts, item: ItemFacts) -> Iterator[Problem]:
    if item.kind == AmendmentKind.ADD:
        yield from _addition_problems(facts, item)
    elif item.number is None:
        yield _said(NOT_LISTED, item)
    elif item.kind == AmendmentKind.CORRECT and not item.corrects:
        yield _said(NOTHING_CORRECTED, item)
    if not item.reason.strip():
        yield _said(WITHOUT_REASON, item)


def _addition_problems(facts: AmendmentFacts, item: ItemFacts) -> Iterator[Problem]:
    if item.number is not None:
        yield _said(ALREADY_LISTED, item, str(item.number))
    if item.elsewhere:
        yield _said(LISTED_ELSEWHERE, item, item.elsewhere)
    if not item.code and (facts.amended_on or facts.today) >= CODES_SINCE:
        yield Problem(WITHOUT_CODE, _SENTENCES[WITHOUT_CODE] % {"name": item.name}, item.code_link)


def _said(kind: str, item: ItemFacts, note: str = "") -> Problem:
    return Problem(kind, _SENTENCES[kind] % {"name": item.name, "note": note}, item.link)


_CHECKS: tuple[Callable[[AmendmentFacts], Problem | None], ...] = (
    _has_document_no,
    _document_no_is_unused,
    _has_authority,
    _has_date,
    _is_not_in_the_future,
    _follows_what_went_before,
    _changes_something,
)
