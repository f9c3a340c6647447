"""May a list be published: one check for each thing that should be true."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from config.common.document_no import document_no_tidy, is_document_no
from config.common.errors import Problem
from config.common.wording import listed

LISTED_THIS_YEAR = "listed_this_year"
WITHOUT_CODE = "without_code"
TOO_SOON = "too_soon"
WITHOUT_REASON = "without_reason"
WITHOUT_FACTS = "without_facts"
CODES_SINCE = date(2015, 10, 1)  # 国发〔2015〕33号: from then on every enterprise has a unified code
_SHOWN = 10
_SENTENCES = {
    LISTED_THIS_YEAR: gettext_lazy("“%(name)s”今年已列入%(note)s。"),
    WITHOUT_CODE: gettext_lazy(
        "“%(name)s”没有统一社会信用代码，公布时每家都要有；请先在企业信息中补全，或将它移出草稿。"
    ),
    TOO_SOON: gettext_lazy("“%(name)s”距上一轮审核的间隔未满：%(note)s。"),
    WITHOUT_REASON: gettext_lazy("“%(name)s”没有写入列原因。"),
    WITHOUT_FACTS: gettext_lazy("“%(name)s”没有填写%(note)s的依据。"),
}


@dataclass(frozen=True)
class PublicationFacts:
    """A draft as it would be published on `published_on`; `today` is the day of publishing."""

    document_no: str
    authority: str
    published_on: date | None
    today: date
    rows: int
    document_no_taken: bool = False
    doubles: Sequence[str] = ()
    without_category: Sequence[str] = ()
    entries: Sequence["EntryFacts"] = ()


@dataclass(frozen=True)
class EntryFacts:
    """An entry that stands against publishing or is to be looked at again: why, and its row's id."""

    kind: str
    pk: int
    name: str
    note: str = ""


def publication_problems(facts: PublicationFacts) -> list[Problem]:
    """What stands against publishing; empty when nothing does."""
    found = [check(facts) for check in _CHECKS]
    problems = [problem for problem in found if problem is not None]
    return problems + _entry_problems(facts, LISTED_THIS_YEAR) + _names_a_code_for_each_row(facts)


def publication_warnings(facts: PublicationFacts) -> list[Problem]:
    """What the publisher should know, and may accept: one line for each entry, of many the first ones."""
    return [
        problem
        for kind in (TOO_SOON, WITHOUT_REASON, WITHOUT_FACTS)
        for problem in _entry_problems(facts, kind)
    ]


def _has_document_no(facts: PublicationFacts) -> Problem | None:
    if not facts.document_no.strip():
        return Problem("document_no_missing", _("没有填写文号。"))
    if not is_document_no(document_no_tidy(facts.document_no)):
        sentence = _("文号“%(number)s”不合规范，应形如“晋环发〔2026〕12号”或“公告2026年第12号”。")
        return Problem("document_no_form", sentence % {"number": facts.document_no})
    return None


def _document_no_is_unused(facts: PublicationFacts) -> Problem | None:
    if facts.document_no_taken:
        sentence = _("文号“%(number)s”已用于另一份名单。") % {"number": facts.document_no}
        return Problem("document_no_taken", sentence)
    return None


def _has_authority(facts: PublicationFacts) -> Problem | None:
    return None if facts.authority.strip() else Problem("authority_missing", _("没有填写发布机关。"))


def _has_date_not_in_the_future(facts: PublicationFacts) -> Problem | None:
    if facts.published_on is None:
        return Problem("published_on_missing", _("没有填写公布日期。"))
    if facts.published_on > facts.today:
        return Problem("published_on_future", _("公布日期晚于今天；请在公布当日或之后办理。"))
    return None


def _has_rows(facts: PublicationFacts) -> Problem | None:
    return None if facts.rows else Problem("no_rows", _("名单里还没有企业。"))


def _names_nobody_twice(facts: PublicationFacts) -> Problem | None:
    if not facts.doubles:
        return None
    sentence = _("下列企业重复列入：%(names)s。") % {"names": _listed(facts.doubles)}
    return Problem("doubles", sentence)


def _gives_each_row_a_category(facts: PublicationFacts) -> Problem | None:
    if not facts.without_category:
        return None
    sentence = _("下列企业没有类别：%(names)s。") % {"names": _listed(facts.without_category)}
    return Problem("without_category", sentence)


def _names_a_code_for_each_row(facts: PublicationFacts) -> list[Problem]:
    """Codes are asked for since there are any."""
    day = facts.published_on or facts.today
    return _entry_problems(facts, WITHOUT_CODE) if day >= CODES_SINCE else []


def _entry_problems(facts: PublicationFacts, kind: str) -> list[Problem]:
    """A problem for each entry of the kind with its link; behind the first ones how many more there are."""
    found = [entry for entry in facts.entries if entry.kind == kind]
    problems = [
        Problem(kind, _SENTENCES[kind] % {"name": entry.name, "note": entry.note}, _link(entry))
        for entry in found[:_SHOWN]
    ]
    if len(found) > _SHOWN:
        more = _("同样的问题还有 %(count)d 家企业。") % {"count": len(found) - _SHOWN}
        problems.append(Problem(kind, more))
    return problems


def _link(entry: EntryFacts) -> str:
    if entry.kind == WITHOUT_CODE:
        return reverse("enterprises:enterprise_edit", args=[entry.pk])
    return reverse("enterprises:listing_edit", args=[entry.pk])


def _listed(names: Sequence[str]) -> str:
    shown = listed(names[:5])
    return shown if len(names) <= 5 else _("%(names)s等 %(count)d 家") % {"names": shown, "count": len(names)}


_CHECKS: tuple[Callable[[PublicationFacts], Problem | None], ...] = (
    _has_document_no,
    _document_no_is_unused,
    _has_authority,
    _has_date_not_in_the_future,
    _has_rows,
    _names_nobody_twice,
    _gives_each_row_a_category,
)
