"""Who of the bureau deals with a round: named, handed on, and told of it."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.services.activity import activity_record
from audits import rules
from audits.models import Round
from audits.selectors.rounds import MINE
from config.common.errors import Refused
from config.common.versions import guarded_update
from operations.facts import Telling
from operations.services.notices import people_tell

RULE = "round_assigned"


@transaction.atomic
def round_assign(
    *, round_: Round, officer: User | None, by: User, at: datetime, version: int | None = None
) -> Round:
    """Name the officer who deals with the round, or nobody; the officer's own territory covers the site."""
    rules.check_officer(round_, by)
    if officer is not None:
        _check_can_deal(round_, officer)
    old = round_.officer.name if round_.officer else ""
    guarded_update(round_, version=version, officer=officer)
    activity_record(
        by=by,
        at=at,
        verb="round_assign",
        thing=round_,
        region=round_.enterprise.region,
        old={"officer": old},
        new={"officer": officer.name if officer else ""},
    )
    return round_


@transaction.atomic
def round_hand_on(*, round_: Round, officer: User | None, version: int, by: User, at: datetime) -> Round:
    """The same on the round's own page: who takes it over is told, and who had it; nobody of the own deed."""
    before = round_.officer
    if before == officer:
        name = officer.name if officer else _("无")
        raise Refused(_("经办人已经是%(name)s，没有变动。") % {"name": name})
    round_assign(round_=round_, officer=officer, version=version, by=by, at=at)
    facts = {"where": round_.trail_name, "who": by.name, "name": officer.name if officer else _("无")}
    if officer is not None:
        _tell_of(round_, officer, _("%(where)s：%(who)s指派您经办。") % facts, by, at)
    if before is not None:
        _tell_of(round_, before, _("%(where)s：%(who)s改派，经办人现在是%(name)s。") % facts, by, at)
    return round_


def _tell_of(round_: Round, person: User, words: str, by: User, at: datetime) -> None:
    if person.pk == by.pk:
        return
    href = reverse("audits:round_detail", args=[round_.pk])
    telling = Telling(RULE, "audits.round", round_.pk, str(round_.version), words, href)
    people_tell(telling=telling, people=[person.pk], at=at)


def assigned_tell(
    *, run_id: int, results: Sequence[dict[str, Any]], undone: bool, by: User, at: datetime
) -> None:
    """One notice for each officer and run, naming how many rounds came to them and how many left them.

    `results` are those of bulk_assign. A run that was cut off and taken up again tells of the larger number.
    """
    came, left = ("old", "new") if undone else ("new", "old")
    gained, lost = (Counter(row[side] for row in results if row.get(side)) for side in (came, left))
    words = {
        **{
            pk: _("%(who)s收回了您经办的 %(n)d 个审核轮次。") % {"who": by.name, "n": n}
            for pk, n in lost.items()
        },
        **{
            pk: _("%(who)s指派您经办 %(n)d 个审核轮次。") % {"who": by.name, "n": n}
            for pk, n in gained.items()
        },
    }
    href = f"{reverse('audits:round_list')}?officer={MINE}"
    for person, text in words.items():
        if person != by.pk:
            mark = str(len(results))
            telling = Telling(RULE, "operations.bulkrun", run_id, mark, text, href)
            people_tell(telling=telling, people=[person], at=at)


def _check_can_deal(round_: Round, officer: User) -> None:
    place = round_.enterprise.region
    if not officer.is_active or not officer.is_officer or officer.region is None:
        raise Refused(_("%(name)s不是在用的主管部门人员账号，不能担任经办人。") % {"name": officer.name})
    if not officer.region.covers(place):
        facts = {"name": officer.name, "own": officer.region.name, "place": place.full_name}
        raise Refused(_("%(name)s的辖区（%(own)s）不包括%(place)s，不能担任经办人。") % facts)
