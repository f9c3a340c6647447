"""Rounds that were done before the platform was there: their dates and levels, no plan, no stages, no moves."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db.models import F
from django.utils import timezone

from accounts.models import Region, User
from accounts.services.activity import activity_records
from audits.enums import RoundKind, RoundState
from audits.lifecycle import stage_of
from audits.models import Round
from audits.services.rounds import last_numbers
from config.common.versions import guarded_update
from enterprises.models import Enterprise, Listing

Said = Mapping[str, str]
_DAYS = ("started_on", "reported_on", "evaluated_on", "accepted_on", "post_assessed_on")
_LEVELS = ("level_before", "level_after")
_SHIFT = 10_000  # numbers move through here, so that no two rounds of a site bear the same one in between


def past_rounds_write(*, entries: Sequence[tuple[Listing, Said]], by: User, at: datetime) -> list[Round]:
    """A round in its final state for each entry of an imported list; `Said` are its dates and levels as texts."""
    ids = [listing.enterprise_id for listing, _said in entries]
    numbers, enterprises = last_numbers(ids), Enterprise.objects.select_related("region").in_bulk(ids)
    rounds = []
    for listing, said in entries:
        numbers[listing.enterprise_id] += 1
        rounds.append(
            Round(
                enterprise=enterprises[listing.enterprise_id],
                listing=listing,
                kind=RoundKind.MANDATORY,
                year=listing.mandatory_list.year,
                number=numbers[listing.enterprise_id],
                opened_on=listing.mandatory_list.published_on or timezone.localtime(at).date(),
                imported=True,
                created_at=at,
                **_facts(said),
            )
        )
    made = Round.objects.bulk_create(rounds)
    deeds: list[tuple[Any, Region | None, dict, dict]] = [
        (round_, round_.enterprise.region, {}, {"state": round_.state, "imported": True}) for round_ in made
    ]
    activity_records(by=by, at=at, verb="past_round_write", things=deeds)
    return made


def past_round_change(*, round_: Round, version: int, said: Said) -> None:
    """Other dates or levels than were imported first; who and when stands in the trail of the whole change."""
    guarded_update(round_, version=version, **_facts(said))


def _facts(said: Said) -> dict[str, Any]:
    days = {key: date.fromisoformat(said[key]) if said.get(key) else None for key in _DAYS}
    state = RoundState.CLOSED if days["accepted_on"] else RoundState.LAPSED
    levels = {key: said.get(key, "") for key in _LEVELS}
    return {**days, **levels, "state": state, "stage": stage_of(state), "closed_on": days["accepted_on"]}


def rounds_renumber(*, enterprise_ids: Collection[int], by: User, at: datetime) -> int:
    """The rounds of these sites count in the order in which they were opened; returns how many were numbered anew."""
    by_site: dict[int, list[Round]] = defaultdict(list)
    rows = Round.objects.filter(enterprise_id__in=enterprise_ids).select_related("enterprise__region")
    for round_ in rows.order_by("enterprise_id", "opened_on", "pk"):
        by_site[round_.enterprise_id].append(round_)
    moved = [
        (round_, number)
        for rounds in by_site.values()
        for number, round_ in enumerate(rounds, start=1)
        if round_.number != number
    ]
    Round.objects.filter(pk__in=[round_.pk for round_, _number in moved]).update(number=F("number") + _SHIFT)
    told: list[tuple[Any, Region | None, dict, dict]] = []
    for round_, number in moved:
        if not round_.imported:  # the others were written a moment ago
            told.append((round_, round_.enterprise.region, {"number": round_.number}, {"number": number}))
        round_.number = number
    Round.objects.bulk_update([round_ for round_, _number in moved], ["number"], batch_size=500)
    activity_records(by=by, at=at, verb="round_renumber", things=told)
    return len(moved)
