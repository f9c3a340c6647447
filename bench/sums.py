"""The sums of a report as a person would write them in SQL (PostgreSQL), grouped as the report groups them."""

_KEYS = "k_place, k_industry, k_over, k_toxic, k_energy, k_year"
_EVENT = """
SELECT coalesce(place.city_id, place.id) AS k_place, industry.plan_industry AS k_industry,
       listing.over_limit AS k_over, listing.toxic AS k_toxic, listing.energy AS k_energy,
       extract(YEAR FROM {on})::integer AS k_year, {sums}
FROM {rows}
JOIN enterprises_enterprise enterprise ON enterprise.id = {enterprise}
JOIN enterprises_enterpriseplacement placement ON placement.enterprise_id = enterprise.id
     AND (placement.from_on IS NULL OR placement.from_on <= {on})
     AND (placement.to_on IS NULL OR placement.to_on > {on})
JOIN accounts_region place ON place.id = placement.region_id
LEFT JOIN enterprises_industry industry ON industry.id = enterprise.industry_id
LEFT JOIN enterprises_listing listing ON listing.id = {listing}
WHERE place.path LIKE %(path)s AND {on} BETWEEN %(first)s AND %(last)s AND {where}
GROUP BY {keys}
"""
_LISTED = """
SELECT coalesce(place.city_id, place.id) AS k_place, industry.plan_industry AS k_industry,
       listing.over_limit AS k_over, listing.toxic AS k_toxic, listing.energy AS k_energy,
       extract(YEAR FROM list.published_on)::integer AS k_year, {sums}
FROM enterprises_listing listing
JOIN enterprises_mandatorylist list ON list.id = listing.mandatory_list_id AND list.state = 'published'
JOIN accounts_region place ON place.id = listing.region_id
JOIN enterprises_enterprise enterprise ON enterprise.id = listing.enterprise_id
LEFT JOIN enterprises_industry industry ON industry.id = enterprise.industry_id
WHERE place.path LIKE %(path)s AND {where}
GROUP BY {keys}
"""
_EARLIER = """NOT EXISTS (
    SELECT 1 FROM enterprises_listing other
    JOIN enterprises_mandatorylist first ON first.id = other.mandatory_list_id AND first.state = 'published'
    WHERE other.enterprise_id = listing.enterprise_id
      AND first.published_on BETWEEN %(first)s AND %(last)s
      AND NOT (other.state = 'removed' AND other.state_on <= %(last)s)
      AND (first.published_on, other.id) < (list.published_on, listing.id))"""
_LATE = """list.published_on <= %(as_of)s
  AND NOT (listing.state IN ('removed', 'exempted', 'deferred') AND coalesce(listing.state_on <= %(as_of)s, false))
  AND EXISTS (SELECT 1 FROM enterprises_duty duty WHERE duty.listing_id = listing.id
              AND duty.due_on < %(as_of)s AND (duty.met_on IS NULL OR duty.met_on > %(as_of)s))"""
_IN_ROUND = "audits_round round ON round.id = "
_STANDS = "measure.state IN ('implemented', 'verified')"
_COSTLY = "measure.cost_class IN ('medium', 'high')"


def _event(
    on: str, rows: str, sums: str, where: str = "true", *, owner: str = "round", more: str = ""
) -> str:
    enterprise = "listed.enterprise_id" if owner == "listed" else "round.enterprise_id"
    listing = "listed.id" if owner == "listed" else "round.listing_id"
    return _EVENT.format(
        on=on, rows=rows, sums=sums, where=where, enterprise=enterprise, listing=listing, keys=_KEYS + more
    )


def _round(event: str) -> str:
    sums = f"""count(*) FILTER (WHERE round.kind = 'mandatory') AS {event},
       count(*) FILTER (WHERE round.kind = 'voluntary') AS voluntary_{event}"""
    return _event(f"round.{event}_on", "audits_round round", sums)


def _tries(kind: str, name: str) -> str:
    first = f"review.kind = '{kind}' AND review.attempt = 1 AND review.outcome = 'passed'"
    return f"""count(*) FILTER (WHERE review.kind = '{kind}') AS {name}_decided,
       count(*) FILTER (WHERE {first}) AS {name}_first_try"""


STATEMENTS = (
    _LISTED.format(
        sums=f"count(*) AS listed, count(*) FILTER (WHERE {_EARLIER}) AS listed_enterprises",
        where="""list.published_on BETWEEN %(first)s AND %(last)s
  AND NOT (listing.state = 'removed' AND coalesce(listing.state_on <= %(last)s, false))""",
        keys=_KEYS,
    ),
    _LISTED.format(sums="count(*) AS overdue", where=_LATE, keys=_KEYS),
    _event(
        "disclosure.disclosed_on",
        """enterprises_disclosure disclosure
JOIN enterprises_listing listed ON listed.id = disclosure.listing_id""",
        "count(*) AS disclosed",
        owner="listed",
    ),
    *(_round(event) for event in ("started", "reported", "evaluated", "accepted", "post_assessed")),
    _event(
        "review.decided_on",
        f"audits_review review JOIN {_IN_ROUND} review.round_id",
        f"{_tries('evaluation', 'evaluations')}, {_tries('acceptance', 'acceptances')}",
        "review.outcome <> ''",
    ),
    _event(
        "measure.proposed_on",
        f"measures_measure measure JOIN {_IN_ROUND} measure.round_id",
        """count(*) AS measures_proposed_costly,
       sum(measure.investment_planned_wan) AS investment_planned_wan""",
        _COSTLY,
    ),
    _event(
        "measure.implemented_on",
        f"measures_measure measure JOIN {_IN_ROUND} measure.round_id",
        f"""count(*) FILTER (WHERE {_COSTLY}) AS measures_implemented_costly,
       count(*) FILTER (WHERE NOT {_COSTLY}) AS measures_no_low_implemented,
       sum(measure.investment_actual_wan) FILTER (WHERE {_COSTLY}) AS investment_wan,
       sum(coalesce(measure.benefit_verified_wan, measure.benefit_achieved_wan)) AS economic_benefit_wan""",
        _STANDS,
    ),
    _event(
        "measure.implemented_on",
        f"""measures_effect effect JOIN measures_measure measure ON measure.id = effect.measure_id
JOIN {_IN_ROUND} measure.round_id
JOIN measures_benefitindicator counted ON counted.id = effect.indicator_id""",
        "counted.code AS indicator, sum(coalesce(effect.verified, effect.achieved)) AS achieved",
        _STANDS,
        more=", indicator",
    ),
    _event(
        "assessment.assessed_on",
        f"""measures_postassessmentitem item
JOIN measures_postassessment assessment ON assessment.id = item.post_assessment_id
JOIN {_IN_ROUND} assessment.round_id""",
        """count(*) AS post_measures,
       count(*) FILTER (WHERE item.running = 'delivering') AS post_measures_delivering,
       count(*) FILTER (WHERE item.read_wan IS NOT NULL) AS post_measures_read,
       sum(item.claimed_wan) FILTER (WHERE item.read_wan IS NOT NULL) AS post_claimed_wan,
       sum(item.read_wan) AS post_read_wan""",
    ),
)
