"""The rows behind a dated change: former names and codes, placements, and the change itself with its reason."""

from datetime import date, datetime

from django.utils.translation import gettext as _

from accounts.models import Region, RegionChange, User
from config.common.errors import Problem, Refused
from config.common.kept import edition_bump
from config.common.wording import date_words, listed
from enterprises.calculations.keys import search_keys
from enterprises.enums import ChangeKind
from enterprises.models import (
    Enterprise,
    EnterpriseChange,
    EnterpriseCode,
    EnterpriseName,
    EnterprisePlacement,
)
from enterprises.rules.moves import ChangeTerms


def name_keep(*, enterprise: Enterprise, name: str, until: date) -> EnterpriseName:
    """A former name, found by search; a name borne twice is kept once, with its last day."""
    key = search_keys(name).name_key
    known = EnterpriseName.objects.filter(enterprise=enterprise, name_key=key, until__gte=until).first()
    return known or EnterpriseName.objects.create(enterprise=enterprise, name=name, name_key=key, until=until)


def code_keep(*, enterprise: Enterprise, code: str, until: date) -> EnterpriseCode:
    """A former code, found by search."""
    known = EnterpriseCode.objects.filter(enterprise=enterprise, code=code).first()
    return known or EnterpriseCode.objects.create(enterprise=enterprise, code=code, until=until)


def placement_move(*, enterprise: Enterprise, region: Region, on: date) -> Region:
    """The open placement ends on the day and the next begins; a second move on the same day corrects the first.

    Into a place that has been abolished since, the enterprise went on to its one successor; returns where it
    lies now.
    """
    steps = _steps(region, on)
    open_rows = EnterprisePlacement.objects.filter(enterprise=enterprise, to_on__isnull=True)
    last = open_rows.get()
    if last.from_on is not None and on < last.from_on:
        facts = {"day": date_words(last.from_on), "place": last.region.full_name}
        sentence = _("它自%(day)s起已在%(place)s；更早的迁移不能插在其前，请核对日期。") % facts
        raise Refused(_("这项变更不能登记。"), [Problem("on", sentence)])
    if last.from_on == on:
        open_rows.update(region=steps[0][0])
    else:
        open_rows.update(to_on=on)
        EnterprisePlacement.objects.create(enterprise=enterprise, region=steps[0][0], from_on=on)
    for place, since in steps[1:]:
        open_rows.update(to_on=since)
        EnterprisePlacement.objects.create(enterprise=enterprise, region=place, from_on=since)
    return steps[-1][0]


def _steps(region: Region, on: date) -> list[tuple[Region, date]]:
    """The place from the day on, then what became of it by the changes of divisions; never guessed."""
    steps = [(region, on)]
    while steps[-1][0].effective_to is not None:
        last = steps[-1][0]
        heirs = list(RegionChange.objects.filter(old=last).select_related("new__city", "new__province"))
        if len(heirs) != 1:
            facts = {"old": last.full_name, "names": listed(heir.new.name for heir in heirs) or "—"}
            sentence = _("“%(old)s”后来分属%(names)s，无法确定是哪一个；请直接填写迁入现行区域的日期。")
            raise Refused(_("这项变更不能登记。"), [Problem("region", sentence % facts)])
        steps.append((heirs[0].new, heirs[0].effective_on))
    return steps


def change_keep(
    *,
    enterprise: Enterprise,
    kind: ChangeKind,
    terms: ChangeTerms,
    words: tuple[str, str],
    by: User,
    at: datetime,
    other: Enterprise | None = None,
) -> EnterpriseChange:
    """The change itself, as the enterprise's story tells it; `words`: what was and what is."""
    edition_bump()
    return EnterpriseChange.objects.create(
        enterprise=enterprise,
        kind=kind,
        on=terms.on,
        old=words[0][:160],
        new=words[1][:160],
        reason=terms.reason.strip(),
        document_no=terms.document_no.strip(),
        other=other,
        changed_by=by,
        changed_at=at,
    )
