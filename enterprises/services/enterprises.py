"""Registering a site, and changing what is registered; former names and places stay."""

from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Region, User
from accounts.services.activity import activity_record
from config.common import uscc as codes
from config.common.errors import Refused, Stale
from config.common.kept import edition_bump
from config.common.versions import guarded_update
from enterprises.calculations.keys import search_keys
from enterprises.enums import ChangeKind
from enterprises.models import Enterprise, EnterprisePlacement, Industry
from enterprises.rules.moves import ChangeTerms
from enterprises.rules.registry import check_in_charge
from enterprises.services.history import change_keep, code_keep, name_keep, placement_move
from enterprises.services.permits import key_areas_set, permits_set

_COLUMNS = frozenset(
    {
        "uscc",
        "old_code",
        "name",
        "region",
        "region_as_published",
        "industry",
        "industry_as_published",
        "address",
        "legal_representative",
        "scale",
        "status",
        "kind",
        "plan_field",
        "park",
        "founded_on",
    }
)
_DATED = {"name": ChangeKind.RENAME, "region": ChangeKind.MOVE, "uscc": ChangeKind.RECODE}


@transaction.atomic
def enterprise_create(
    *,
    name: str,
    region: Region,
    by: User,
    at: datetime,
    uscc: str = "",
    industry: Industry | None = None,
    **details: Any,
) -> Enterprise:
    """Register one site. The same code at another place is another site; at the same place it is refused.

    `details`: the other columns of an enterprise, `permits` (numbers) and `key_areas` (rows).
    A wrong check digit is the form's business: an official list keeps what was published.
    """
    check_in_charge(by, region)
    permits, areas = details.pop("permits", ()), details.pop("key_areas", ())
    values = _tidy({"name": name, "region": region, "uscc": uscc, "industry": industry} | details)
    _check_new(values)
    enterprise = Enterprise(**values, **_keys(values["name"]), created_at=at)
    enterprise.site_no = _next_site(values["uscc"])
    _insert(enterprise)
    EnterprisePlacement.objects.create(enterprise=enterprise, region=region)
    permits_set(enterprise=enterprise, numbers=permits)
    key_areas_set(enterprise=enterprise, areas=areas)
    facts = {"name": enterprise.name, "uscc": enterprise.uscc, "region": region.name}
    activity_record(by=by, at=at, verb="enterprise_create", thing=enterprise, region=region, new=facts)
    return enterprise


@transaction.atomic
def enterprise_update(
    *, enterprise: Enterprise, version: int, by: User, at: datetime, **changes: Any
) -> Enterprise:
    """Change what is registered, if nobody saved since `version` was read.

    A former name stays findable; a move to another place is a new placement from that day on, so
    that figures count each event where the enterprise lay.
    """
    permits, areas = changes.pop("permits", None), changes.pop("key_areas", None)
    values = _tidy(changes)
    check_in_charge(by, enterprise.region, *([values["region"]] if "region" in values else []))
    old = {name: getattr(enterprise, name) for name in values}
    changed = {name: value for name, value in values.items() if value != old[name]}
    if "name" in changed:
        changed |= _keys(changed["name"])
    if changed.get("uscc"):
        changed["site_no"] = _next_site(changed["uscc"])
    _save(enterprise, version, changed)
    on = timezone.localtime(at).date()
    _keep_history(enterprise, old, changed, on, by, at)
    told = _told(old, changed)
    if permits is not None:
        told |= permits_set(enterprise=enterprise, numbers=permits)
    if areas is not None:
        told |= key_areas_set(enterprise=enterprise, areas=areas)
    edition_bump()
    before = {name: pair[0] for name, pair in told.items()}
    after = {name: pair[1] for name, pair in told.items()}
    activity_record(
        by=by,
        at=at,
        verb="enterprise_update",
        thing=enterprise,
        region=enterprise.region,
        old=before,
        new=after,
    )
    return enterprise


def _tidy(values: dict[str, Any]) -> dict[str, Any]:
    unknown = set(values) - _COLUMNS
    if unknown:
        raise TypeError(f"an enterprise has no {sorted(unknown)}")
    tidy = dict(values)
    if "name" in tidy:
        tidy["name"] = " ".join(tidy["name"].split())
    for name in ("uscc", "old_code"):
        if name in tidy:
            tidy[name] = codes.normalise(tidy[name])
    return tidy


def _keys(name: str) -> dict[str, str]:
    keys = search_keys(name)
    return {"name_key": keys.name_key, "pinyin": keys.pinyin, "initials": keys.initials}


def _check_new(values: dict[str, Any]) -> None:
    """The same name at the same place is the same site, unless both have codes and these differ."""
    if not values["name"]:
        raise Refused(_("企业名称不能为空。"))
    key = search_keys(values["name"]).name_key
    same = Enterprise.objects.filter(name_key=key, region=values["region"])
    if values["uscc"]:
        same = same.filter(uscc__in=["", values["uscc"]])
    known = same.first()
    if known is not None:
        facts = {"name": known.name, "place": values["region"]}
        raise Refused(_("%(place)s已登记了“%(name)s”，请直接修改，不要重复登记。") % facts)


def _next_site(uscc: str) -> int:
    if not uscc:
        return 1
    last = Enterprise.everywhere.filter(uscc=uscc).aggregate(last=Max("site_no"))["last"]
    return (last or 0) + 1


def _insert(enterprise: Enterprise) -> None:
    try:
        with transaction.atomic():
            enterprise.save(force_insert=True)
    except IntegrityError as error:
        raise Refused(_("同一统一社会信用代码的厂区刚刚被别人登记，请刷新后核对。")) from error


def _save(enterprise: Enterprise, version: int, changed: dict[str, Any]) -> None:
    """An unchanged save is still refused when somebody else saved in between."""
    try:
        with transaction.atomic():
            guarded_update(enterprise, version=version, **changed)
    except IntegrityError as error:
        raise Refused(_("同一统一社会信用代码的厂区刚刚被别人登记，请刷新后核对。")) from error
    except Stale as error:
        hidden = {"name_key", "pinyin", "initials", "site_no"}
        theirs = {name: text for name, text in error.theirs.items() if name not in hidden}
        yours = {name: text for name, text in error.yours.items() if name not in hidden}
        raise Stale(error.sentence, theirs=theirs, yours=yours) from error


def _keep_history(
    enterprise: Enterprise, old: dict[str, Any], changed: dict[str, Any], on: date, by: User, at: datetime
) -> None:
    """A change made on the form counts from today: former name and code stay, a move is a new placement."""
    if "name" in changed:
        name_keep(enterprise=enterprise, name=old["name"], until=on)
    if "region" in changed:
        placement_move(enterprise=enterprise, region=changed["region"], on=on)
    if "uscc" in changed and old["uscc"]:
        code_keep(enterprise=enterprise, code=old["uscc"], until=on)
    terms = ChangeTerms(on, _("修改登记"))
    for column, kind in _DATED.items():
        if column in changed and old[column]:
            words = (str(old[column]), str(changed[column]))
            change_keep(enterprise=enterprise, kind=kind, terms=terms, words=words, by=by, at=at)


def _told(old: dict[str, Any], changed: dict[str, Any]) -> dict[str, tuple[str, str]]:
    """Old and new value of each changed column in words; the legal representative's name is masked."""
    told = {name: (str(old[name] or ""), str(value or "")) for name, value in changed.items() if name in old}
    if "legal_representative" in told:
        before, after = told["legal_representative"]
        told["legal_representative"] = (_masked(before), _masked(after))
    return told


def _masked(name: str) -> str:
    return f"{name[:1]}**" if name else ""
