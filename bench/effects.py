"""The effects of measures added up by indicator, place and year, against the same sums written by hand in SQL."""

from decimal import Decimal

from django.db import connection

from accounts.models import User
from bench.parts import side_by_side
from measures.selectors.rollup import effects_rolled

TIMES = 5
KEYS = ("indicator", "place", "year")
_SCALE = 1_000_000
BY_HAND = """
SELECT effect.indicator_id, enterprise.region_id, extract(YEAR FROM measure.implemented_on)::integer,
       count(*), sum(effect.expected), sum(effect.achieved), sum(effect.verified),
       sum(coalesce(effect.verified, effect.achieved)), count(effect.verified)
FROM measures_effect effect
JOIN measures_measure measure ON measure.id = effect.measure_id AND measure.state IN ('implemented', 'verified')
JOIN audits_round round ON round.id = measure.round_id
JOIN enterprises_enterprise enterprise ON enterprise.id = round.enterprise_id
JOIN accounts_region place ON place.id = enterprise.region_id
WHERE place.path LIKE %(path)s
GROUP BY 1, 2, 3
"""
Sums = dict[tuple[int, ...], Decimal]


def main() -> dict[str, float]:
    user = User.objects.select_related("region").get(username="scale-province")
    if ours(user) != (hand := by_hand(user)) or not hand:
        raise SystemExit("the roll-up and the SQL disagree")
    seconds, alone = side_by_side(lambda: ours(user), lambda: by_hand(user), TIMES)
    return {"seconds": seconds, "by_hand": alone}


def ours(user: User) -> Sums:
    return {row.keys: row.counted for row in effects_rolled(user, KEYS)}


def by_hand(user: User) -> Sums:
    with connection.cursor() as cursor:
        cursor.execute(BY_HAND, {"path": f"{user.region.path}%" if user.region else "%"})
        return {tuple(row[:3]): Decimal(row[7] or 0) / _SCALE for row in cursor.fetchall()}
