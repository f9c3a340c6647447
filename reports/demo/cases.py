"""Who was listed from 2003 to 2010, how far each came, and when: drawn with a fixed seed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import IntEnum
from random import Random

from accounts.models import Region
from reports.demo import totals
from reports.demo.apportion import split_count
from reports.demo.industries import CITY_SHARES, PROFILES

SEED = 20101231
LAST_DAY = date(2010, 12, 20)


class Reached(IntEnum):
    """How far a round of the history came by the end of 2010."""

    LISTED = 0
    STARTED = 1
    REPORTED = 2
    EVALUATED = 3
    ACCEPTED = 4


@dataclass(frozen=True)
class Case:
    """One listing of the history. Dates that did not come by 2010 are of 2011 or 2012, or None."""

    year: int
    number: int
    region: Region
    plan_industry: str
    industry_code: str
    over_limit: bool
    toxic: bool
    reached: Reached
    published_on: date
    disclosed_on: date | None
    started_on: date | None
    reported_on: date | None
    evaluated_on: date | None
    accepted_on: date | None


def draw_cases(random: Random, counties: dict[str, list[Region]]) -> list[Case]:
    """The 1,095 listings; `counties` are the counties under each city's code."""
    reached = _draw_reached(random)
    regions = _draw_regions(random, counties)
    cases: list[Case] = []
    for (year, number), how_far, region in zip(_places_on_lists(), reached, regions, strict=True):
        plan_industry = random.choices(list(PROFILES), [p.share for p in PROFILES.values()])[0]
        toxic = random.random() < (0.5 if plan_industry in {"化工", "医药"} else 0.15)
        cases.append(
            Case(
                year=year,
                number=number,
                region=region,
                plan_industry=plan_industry,
                industry_code=random.choice(PROFILES[plan_industry].codes),
                over_limit=not toxic or random.random() < 0.2,
                toxic=toxic,
                reached=how_far,
                published_on=published_on(year),
                **_draw_dates(random, year, how_far),
            )
        )
    return cases


def published_on(year: int) -> date:
    return date(year, 4, 8 + year % 10)


def _places_on_lists() -> Iterator[tuple[int, int]]:
    for year, count in totals.LISTED_BY_YEAR.items():
        for number in range(1, count + 1):
            yield year, number


def _draw_reached(random: Random) -> list[Reached]:
    """Older lists came further; the counts are the plan's."""
    places = list(_places_on_lists())
    by_age = sorted(
        range(len(places)), key=lambda i: places[i][0] + random.gauss(0, 1.6) + (places[i][0] == 2010) * 9
    )
    counts = (totals.ACCEPTED, totals.EVALUATED_ONLY, totals.REPORTED_ONLY, totals.STARTED_ONLY)
    reached = [Reached.LISTED] * len(places)
    start = 0
    for how_far, count in zip(
        (Reached.ACCEPTED, Reached.EVALUATED, Reached.REPORTED, Reached.STARTED), counts, strict=True
    ):
        for index in by_age[start : start + count]:
            reached[index] = how_far
        start += count
    return reached


def _draw_regions(random: Random, counties: dict[str, list[Region]]) -> list[Region]:
    per_city = split_count(totals.LISTED, list(CITY_SHARES.values()))
    regions = [
        random.choice(counties[code])
        for code, count in zip(CITY_SHARES, per_city, strict=True)
        for _one in range(count)
    ]
    random.shuffle(regions)
    return regions


def _draw_dates(random: Random, year: int, reached: Reached) -> dict[str, date | None]:
    """Events in their order; those reached fit before the end of 2010, later ones lie in 2011 and 2012."""
    listed = published_on(year)
    window = min((LAST_DAY - listed).days, 900)
    marks = sorted(random.uniform(0.30, 0.98) for _event in range(3))
    started = listed + timedelta(days=random.randint(18, min(75, window // 3)))
    by_2010 = [listed + timedelta(days=int(window * mark)) for mark in marks]
    later = [date(2011, 2, 1) + timedelta(days=random.randint(0, 200)), date(2012, 1, 10)]
    later[1] += timedelta(days=random.randint(0, 150))
    is_reached = reached.__ge__
    finished_later = reached in {Reached.REPORTED, Reached.EVALUATED}
    return {
        "disclosed_on": listed + timedelta(days=random.randint(9, 44))
        if is_reached(Reached.STARTED)
        else None,
        "started_on": started if is_reached(Reached.STARTED) else None,
        "reported_on": by_2010[0] if is_reached(Reached.REPORTED) else None,
        "evaluated_on": by_2010[1] if is_reached(Reached.EVALUATED) else later[0] if finished_later else None,
        "accepted_on": by_2010[2] if is_reached(Reached.ACCEPTED) else later[1] if finished_later else None,
    }
