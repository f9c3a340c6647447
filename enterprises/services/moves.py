"""Dated changes of what is registered: another name, another place, a part that goes its own way."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Region, User
from accounts.services.activity import activity_record
from config.common.errors import Problem, Refused
from config.common.versions import guarded_update
from config.common.wording import date_words
from enterprises.calculations.keys import search_keys
from enterprises.enums import ChangeKind
from enterprises.models import Enterprise, EnterprisePlacement
from enterprises.rules.moves import ChangeTerms, check_in_force, check_terms
from enterprises.rules.registry import check_in_charge
from enterprises.services.enterprises import enterprise_create
from enterprises.services.history import change_keep, name_keep, placement_move


@transaction.atomic
def enterprise_rename(
    *, enterprise: Enterprise, name: str, terms: ChangeTerms, version: int, by: User, at: datetime
) -> Enterprise:
    """Another name from a day on; the former one stays, and search finds the enterprise by it."""
    check_in_charge(by, enterprise.region)
    _check(enterprise, terms, at)
    tidy, old = " ".join(name.split()), enterprise.name
    keys = search_keys(tidy)
    if not keys.name_key or keys.name_key == enterprise.name_key:
        raise Refused(_("这项变更不能登记。"), [Problem("name", _("新名称与现用名称相同，请填写新的名称。"))])
    same = Enterprise.objects.filter(name_key=keys.name_key, region=enterprise.region).exclude(
        pk=enterprise.pk
    )
    if same.filter(uscc__in=["", enterprise.uscc]).exists():
        sentence = _("%(place)s已登记了“%(name)s”；如是同一家，请合并两条登记。")
        problem = Problem("name", sentence % {"place": enterprise.region, "name": tidy})
        raise Refused(_("这项变更不能登记。"), [problem])
    changes = {"name": tidy, "name_key": keys.name_key, "pinyin": keys.pinyin, "initials": keys.initials}
    guarded_update(enterprise, version=version, **changes)
    name_keep(enterprise=enterprise, name=old, until=terms.on)
    _keep(enterprise, ChangeKind.RENAME, terms, (old, tidy), by, at)
    return enterprise


@transaction.atomic
def enterprise_move(
    *, enterprise: Enterprise, region: Region, terms: ChangeTerms, version: int, by: User, at: datetime
) -> Enterprise:
    """To another place from a day on: what happened before counts in the old county, what happens after in the new.

    Moving out of the own territory is the business of who covers both places.
    """
    check_in_charge(by, enterprise.region, region)
    _check(enterprise, terms, at)
    check_in_force(region, terms.on)
    old = enterprise.region
    if region.pk == old.pk:
        raise Refused(_("这项变更不能登记。"), [Problem("region", _("它已经在那里，请选迁入的区域。"))])
    now = placement_move(enterprise=enterprise, region=region, on=terms.on)
    guarded_update(enterprise, version=version, region=now, region_as_published="")
    _keep(enterprise, ChangeKind.MOVE, terms, (old.full_name, now.full_name), by, at)
    return enterprise


@dataclass(frozen=True)
class NewSite:
    """What goes its own way: its name, its place, its own code or that of the old one (another site of it)."""

    name: str
    region: Region
    uscc: str = ""


@transaction.atomic
def enterprise_split(
    *, enterprise: Enterprise, part: NewSite, terms: ChangeTerms, version: int, by: User, at: datetime
) -> Enterprise:
    """A new site or enterprise from an old one, from a day on, each with its link to the other.

    The old one keeps all that has happened; what happens after is the new one's own. Returns the new one.
    """
    check_in_charge(by, enterprise.region, part.region)
    _check(enterprise, terms, at)
    check_in_force(part.region, terms.on)
    if part.region.effective_to is not None:
        raise Refused(_("这项变更不能登记。"), [Problem("region", _("分立出的厂区请登记在现行区域。"))])
    guarded_update(enterprise, version=version)
    made = enterprise_create(
        name=part.name,
        region=part.region,
        uscc=part.uscc,
        industry=enterprise.industry,
        kind=enterprise.kind,
        plan_field=enterprise.plan_field,
        founded_on=terms.on,
        by=by,
        at=at,
    )
    _keep(enterprise, ChangeKind.SPLIT, terms, (enterprise.name, made.name), by, at, other=made)
    _keep(made, ChangeKind.FOUNDED, terms, (enterprise.name, made.name), by, at, other=enterprise)
    return made


@transaction.atomic
def place_confirm(
    *, enterprise: Enterprise, region: Region, version: int, by: User, at: datetime
) -> Enterprise:
    """Say where an enterprise lies that hung at an ancestor: it has lain there all the time, so no new placement.

    One whose county was abolished lies in the heir from that day on; what happened before counts in the old county.
    Its entries on lists that hung at the same ancestor go with it, for the territory is what bureaus work and
    count by; the words of a published list stay as they were published (docs/decisions).
    """
    old = enterprise.region
    check_in_charge(by, region)
    terms = _certain(enterprise, region, timezone.localtime(at).date())
    guarded_update(enterprise, version=version, region=region, region_as_published="")
    listings = enterprise.listings.filter(region=old)
    if old.effective_to is None:
        EnterprisePlacement.objects.filter(enterprise=enterprise, region=old).update(region=region)
    else:
        placement_move(enterprise=enterprise, region=region, on=old.effective_to)
        listings = listings.filter(mandatory_list__published_on__gte=old.effective_to)
    moved = listings.update(region=region)  # region_as_published stays
    told = (old.full_name, region.full_name)
    change_keep(enterprise=enterprise, kind=ChangeKind.PLACE, terms=terms, words=told, by=by, at=at)
    activity_record(
        by=by,
        at=at,
        verb="enterprise_place",
        thing=enterprise,
        region=region,
        old={"region": told[0]},
        new={"region": told[1], "listings": moved},
    )
    return enterprise


def _certain(enterprise: Enterprise, region: Region, today: date) -> ChangeTerms:
    """From which day it is certain, and why; refused where the place is none of those it may be."""
    old = enterprise.region
    if region.effective_to is not None or not old.may_mean(region):
        around = old if old.effective_to is None else old.parent or old
        raise Refused(_("请在%(place)s之下选一个现行的县（市、区）。") % {"place": around.full_name})
    if old.effective_to is None:
        return ChangeTerms(today, _("公布为：%(text)s") % {"text": enterprise.region_as_published})
    if old.effective_to > today:
        facts = {"place": old.full_name, "day": date_words(old.effective_to)}
        raise Refused(_("%(place)s到%(day)s才撤销，请在当天或之后确认。") % facts)
    return ChangeTerms(old.effective_to, _("%(place)s已撤销") % {"place": old.full_name})


def _check(enterprise: Enterprise, terms: ChangeTerms, at: datetime) -> None:
    check_terms(terms, enterprise, timezone.localtime(at).date(), known_since=enterprise.founded_on)


_VERBS = {
    ChangeKind.RENAME: "enterprise_rename",
    ChangeKind.MOVE: "enterprise_move",
    ChangeKind.SPLIT: "enterprise_split",
    ChangeKind.FOUNDED: "enterprise_found",
}
_COLUMNS = {ChangeKind.RENAME: "name", ChangeKind.MOVE: "region"}


def _keep(
    enterprise: Enterprise,
    kind: ChangeKind,
    terms: ChangeTerms,
    words: tuple[str, str],
    by: User,
    at: datetime,
    other: Enterprise | None = None,
) -> None:
    """The change and its trail row."""
    change_keep(enterprise=enterprise, kind=kind, terms=terms, words=words, by=by, at=at, other=other)
    column = _COLUMNS.get(kind, "name")
    on = {"on": terms.on.isoformat()}
    note = " ".join(filter(None, [terms.reason.strip(), terms.document_no.strip()]))
    activity_record(
        by=by,
        at=at,
        verb=_VERBS[kind],
        thing=enterprise,
        region=enterprise.region,
        old={column: words[0]},
        new={column: words[1]} | on,
        note=note,
    )
