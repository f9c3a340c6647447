"""When a dated change of an enterprise may stand: renames, moves, splits."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from accounts.models import Region
from config.common.errors import Problem, Refused
from config.common.wording import date_words
from enterprises.models import Enterprise


@dataclass(frozen=True)
class ChangeTerms:
    """What every dated change says: from which day, why, by which document."""

    on: date
    reason: str
    document_no: str = ""


def check_terms(terms: ChangeTerms, enterprise: Enterprise, today: date, *, known_since: date | None) -> None:
    """Refuse a change without a reason, of tomorrow, or before the enterprise existed.

    `known_since`: the day the enterprise was founded; None: nobody said when.
    """
    since = date_words(known_since)
    facts = {"name": enterprise.name, "since": since}
    early = _("“%(name)s”自%(since)s才有，变更不能早于这一天；成立日期有误的请先改正。") % facts
    checks = [
        ("on", terms.on <= today, _("生效日期不能晚于今天，请在当天或之后办理。")),
        ("on", known_since is None or terms.on >= known_since, early),
        ("reason", bool(terms.reason.strip()), _("请写明原因。")),
    ]
    problems = [Problem(code, sentence) for code, right, sentence in checks if not right]
    if problems:
        raise Refused(_("这项变更不能登记。"), problems)


def check_in_force(region: Region, on: date) -> None:
    """Refuse a place that was not there on the day: not yet founded, or abolished."""
    facts = {"place": region.full_name, "day": date_words(on)}
    if region.effective_from and on < region.effective_from:
        sentence = _("%(place)s自%(from)s起才设立，%(day)s尚未生效，请选当时的区域。")
        problem = sentence % (facts | {"from": date_words(region.effective_from)})
    elif region.effective_to and on >= region.effective_to:
        sentence = _("%(place)s已于%(to)s撤销，%(day)s已不存在，请选现行区域。")
        problem = sentence % (facts | {"to": date_words(region.effective_to)})
    else:
        return
    raise Refused(_("这项变更不能登记。"), [Problem("region", problem)])
