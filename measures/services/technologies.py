"""The technology library: the province keeps it, a measure may name an entry of it."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.services.activity import activity_record
from config.common.access import Permission, allowed
from config.common.errors import NotAllowed, Problem, Refused
from config.common.versions import guarded_update
from measures import rules
from measures.enums import MARKS, Maturity, TechnologyState
from measures.models import Measure, Technology


@dataclass(frozen=True)
class TechnologyTerms:
    """What an entry says, where it was read, and how sure it is (mark: L read, R recalled, ? uncertain)."""

    field: str
    industry: str
    target: str
    name: str
    maturity: str
    source: str
    mark: str


@transaction.atomic
def technology_create(*, terms: TechnologyTerms, by: User, at: datetime) -> Technology:
    """Put a technology into the library."""
    _check(terms, by)
    try:
        with transaction.atomic():
            row = Technology.objects.create(**_values(terms), edited_by=by, edited_at=at)
    except IntegrityError as error:
        raise _there(terms) from error
    activity_record(by=by, at=at, verb="technology_create", thing=row, region=by.region, new=asdict(terms))
    return row


@transaction.atomic
def technology_edit(
    *, technology: Technology, terms: TechnologyTerms, version: int, by: User, at: datetime
) -> Technology:
    """Change what an entry says; measures that name it go on naming it."""
    _check(terms, by)
    old = {name: getattr(technology, name) for name in asdict(terms)}
    try:
        with transaction.atomic():
            guarded_update(technology, version=version, **_values(terms), edited_by=by, edited_at=at)
    except IntegrityError as error:
        raise _there(terms) from error
    _record("technology_edit", technology, by, at, old=old, new=asdict(terms))
    return technology


@transaction.atomic
def technology_retire(
    *, technology: Technology, reason: str, version: int, by: User, at: datetime
) -> Technology:
    """No longer to be spread; it stays with its results, and nothing new can name it."""
    _check_may(by)
    if technology.state != TechnologyState.CURRENT:
        raise Refused(_("这项技术已停止推荐。"))
    if not reason.strip():
        raise Refused(_("停止推荐要写明原因。"), [Problem("reason", _("请填写原因。"))])
    guarded_update(
        technology,
        version=version,
        state=TechnologyState.RETIRED,
        retired_reason=reason.strip()[:200],
        edited_by=by,
        edited_at=at,
    )
    _record("technology_retire", technology, by, at, new={"reason": reason.strip()})
    return technology


@transaction.atomic
def measure_technology_set(
    *, measure: Measure, technology: Technology | None, version: int, by: User, at: datetime
) -> Measure:
    """Name the technology a measure carries out, or none."""
    rules.check_writes(by, measure.round)
    rules.check_changeable(measure)
    if technology is not None and technology.state != TechnologyState.CURRENT:
        raise Refused(_("“%(name)s”已停止推荐，不能选用。") % {"name": technology.name})
    old = measure.technology
    guarded_update(measure, version=version, technology=technology)
    activity_record(
        by=by,
        at=at,
        verb="measure_technology",
        thing=measure,
        region=measure.round.enterprise.region,
        old={"technology": str(old or "")},
        new={"technology": str(technology or "")},
    )
    return measure


def _check(terms: TechnologyTerms, by: User) -> None:
    _check_may(by)
    wanted = ("field", "industry", "target", "name", "source")
    problems = [
        Problem(name, _("请填写“%(label)s”。") % {"label": _label(name)})
        for name in wanted
        if not getattr(terms, name).strip()
    ]
    if terms.maturity not in Maturity.values:
        problems.append(Problem("maturity", _("成熟度只有研发、示范、推广。")))
    if terms.mark not in MARKS:
        problems.append(Problem("mark", _("请标明来源的可靠程度。")))
    if problems:
        raise Refused(_("技术条目没有保存，请按提示改正。"), problems)


def _label(name: str) -> str:
    return str(getattr(Technology._meta.get_field(name), "verbose_name", name))


def _check_may(by: User) -> None:
    if not by.is_builtin and not allowed(by, Permission.TECHNOLOGIES_WRITE):
        raise NotAllowed(_("技术目录由省级主管部门维护。"))


def _values(terms: TechnologyTerms) -> dict[str, Any]:
    return {name: value.strip() for name, value in asdict(terms).items()}


def _there(terms: TechnologyTerms) -> Refused:
    return Refused(_("目录里已有同一行业、同一削减对象的“%(name)s”。") % {"name": terms.name})


def _record(verb: str, row: Technology, by: User, at: datetime, **told: Any) -> None:
    activity_record(by=by, at=at, verb=verb, thing=row, region=by.region, **told)
