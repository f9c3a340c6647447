"""Effects of a measure: one whole set at a time, checked before anything is written."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.models import User
from accounts.services.activity import activity_record
from config.common.errors import Problem, Refused
from config.common.units import converted
from config.common.versions import guarded_update
from measures import rules
from measures.facts import EffectClaim
from measures.gates.effects import problems_of_effects
from measures.models import BenefitIndicator, Effect, Measure
from measures.selectors.measures import claim_of

_AMOUNTS = ("baseline", "expected", "achieved")


@transaction.atomic
def effects_save(
    *,
    measure: Measure,
    effects: Sequence[Mapping[str, Any]],
    by: User,
    at: datetime,
    version: int | None = None,
) -> Measure:
    """Make `effects` the measure's whole set: each names `indicator` (row or code), baseline, expected, achieved.

    Amounts are per year in the indicator's unit. A claim never exceeds its baseline, is never negative,
    and an indicator with a verified reading is not dropped.
    """
    rules.check_writes(by, measure.round)
    rules.check_round_is_open(measure.round)
    rules.check_editable(measure)
    old = effects_for_trail(measure)
    guarded_update(measure, version=version)
    effects_put(measure, effects, by=by, at=at)
    activity_record(
        by=by,
        at=at,
        verb="effects_save",
        thing=measure,
        region=measure.round.enterprise.region,
        old={"effects": old},
        new={"effects": effects_for_trail(measure)},
    )
    return measure


def effects_put(measure: Measure, effects: Sequence[Mapping[str, Any]], *, by: User, at: datetime) -> None:
    """Write the set; the caller has checked who and when, and stands in a transaction."""
    indicators = {row.code: row for row in BenefitIndicator.objects.all()}
    claims = [_claim(item, indicators) for item in effects]
    named = [claim.code for claim, item in zip(claims, effects, strict=True) if item.get("meter") is not None]
    problems = [*problems_of_effects(claims), *_dropped_readings(measure, claims)]
    if problems:
        raise Refused(_("环境效益没有保存，请按提示改正。"), problems)
    present = {effect.indicator.code: effect for effect in measure.effects.select_related("indicator")}
    for claim in claims:
        effect = present.pop(claim.code, None) or Effect(measure=measure, indicator=indicators[claim.code])
        _put(effect, claim, origin=claim.code in named, by=by, at=at)
    Effect.objects.filter(pk__in=[effect.pk for effect in present.values()]).delete()


def _put(effect: Effect, claim: EffectClaim, *, origin: bool, by: User, at: datetime) -> None:
    """One claim; who says nothing of meter and source leaves them, and what is unchanged keeps who said it."""
    before = claim_of(effect) if effect.pk else None
    effect.baseline, effect.achieved = claim.baseline, claim.achieved
    effect.expected = claim.expected if claim.expected is not None else Decimal(0)
    if origin:
        effect.meter, effect.source = claim.meter, claim.source
    if claim_of(effect) != before:
        effect.stated_by, effect.stated_at = by, at
    effect.save()


def effects_for_trail(measure: Measure) -> str:
    """A set of effects in one line, in Chinese whoever saves it: the trail has one language."""
    with override(settings.LANGUAGE_CODE):
        return effects_words(measure)


def effects_words(measure: Measure, effects: Sequence[Mapping[str, Any]] | None = None) -> str:
    """A set of effects in one line for the reader, as the two texts of a stale save."""
    if effects is not None:
        indicators = {row.code: row for row in BenefitIndicator.objects.all()}
        return _line([_claim(item, indicators) for item in effects])
    rows = measure.effects.select_related("indicator")
    return _line(claim_of(effect) for effect in rows)


def _line(claims: Any) -> str:
    return _("；").join(
        f"{c.name} {_word(c.baseline)}/{_word(c.expected or Decimal(0))}/{_word(c.achieved)} {c.unit}"
        + (f"（{c.meter}）" if c.meter else "")
        for c in claims
    )


def _word(amount: Decimal | None) -> str:
    return "—" if amount is None else f"{amount.normalize():f}"


def _claim(item: Mapping[str, Any], indicators: Mapping[str, BenefitIndicator]) -> EffectClaim:
    code = getattr(item["indicator"], "code", item["indicator"])
    indicator = indicators.get(code)
    unit = str(item.get("unit") or "")
    baseline, expected, achieved = (_in_unit(_amount(item.get(name)), unit, indicator) for name in _AMOUNTS)
    if indicator is None:
        return EffectClaim(str(code), str(code), "", baseline, expected, achieved, known=False)
    return EffectClaim(
        indicator.code,
        indicator.words,
        indicator.unit_words,
        baseline,
        expected,
        achieved,
        meter=str(item.get("meter") or "").strip()[:80],
        source=str(item.get("source") or ""),
    )


def _in_unit(amount: Decimal | None, unit: str, indicator: BenefitIndicator | None) -> Decimal | None:
    """The amount in the indicator's own unit; an impossible one is left for the checks to name."""
    if amount is None or indicator is None or not unit or not amount.is_finite():
        return amount
    return converted(amount, unit, indicator.unit)


def _amount(value: Any) -> Decimal | None:
    return None if value is None or value == "" else Decimal(str(value))


def _dropped_readings(measure: Measure, claims: Sequence[EffectClaim]) -> list[Problem]:
    kept = [claim.code for claim in claims]
    verified = measure.effects.filter(verified__isnull=False).exclude(indicator__code__in=kept)
    return [
        Problem("verified_effects_stay", _("%(name)s 已有现场核实读数，不能删除。") % {"name": name})
        for name in (effect.indicator.words for effect in verified.select_related("indicator"))
    ]
