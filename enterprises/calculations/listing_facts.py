"""The facts behind an entry: whether they hold, which are missing, and their words on paper."""

from collections.abc import Collection, Sequence
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

from enterprises.enums import Category, FactKind
from enterprises.facts import ListingFact

NEEDED = {
    Category.OVER_LIMIT: FactKind.POLLUTANT,
    Category.TOXIC: FactKind.TOXIC,
    Category.ENERGY: FactKind.ENERGY,
}


def fact_words(fact: ListingFact) -> str:
    """二氧化硫：实测 160 mg/m³，限值 100 mg/m³."""
    unit = f" {fact.unit}" if fact.unit else ""
    if fact.kind == FactKind.TOXIC:
        amount = f"{fact.measured}{unit}"
        return (
            _("%(name)s：使用或排放 %(amount)s") % {"name": fact.name, "amount": amount}
            if amount
            else fact.name
        )
    facts = {"name": fact.name, "measured": f"{fact.measured}{unit}", "limit": f"{fact.limit}{unit}"}
    return _("%(name)s：实测 %(measured)s，限值 %(limit)s") % facts


def facts_words(facts: Sequence[ListingFact]) -> str:
    return "；".join(fact_words(fact) for fact in facts)


def kinds_missing(categories: Collection[str], facts: Sequence[ListingFact]) -> list[FactKind]:
    """The kinds of facts that the categories ask for and nobody gave, in the order of the categories."""
    given = {fact.kind for fact in facts}
    return [
        NEEDED[category] for category in Category if category in categories and NEEDED[category] not in given
    ]


def fact_problem(fact: ListingFact) -> str:
    """Why a fact proves nothing, as a sentence; empty when it does."""
    label = FactKind(fact.kind).label
    if not fact.name.strip():
        return _("%(kind)s没有写名称。") % {"kind": label}
    if fact.kind == FactKind.TOXIC:
        return "" if not fact.measured or _number(fact.measured) is not None else _not_a_number(fact.measured)
    if not (fact.limit and fact.measured and fact.unit):
        return _("“%(name)s”要写明实测值、限值和单位。") % {"name": fact.name}
    return _above_limit(fact)


def _above_limit(fact: ListingFact) -> str:
    limit, measured = _number(fact.limit), _number(fact.measured)
    if limit is None or measured is None:
        return _not_a_number(fact.limit if limit is None else fact.measured)
    if measured <= limit:
        facts = {"name": fact.name, "measured": fact.measured, "limit": fact.limit}
        sentence = _("“%(name)s”的实测值 %(measured)s 没有超过限值 %(limit)s，不能作为入列依据。")
        return sentence % facts
    return ""


def _number(text: str) -> Decimal | None:
    try:
        number = Decimal(text.replace(",", "").strip())
    except InvalidOperation:
        return None
    return number if number.is_finite() and number >= 0 else None


def _not_a_number(text: str) -> str:
    return _("“%(text)s”不是数值，请只填数字，单位另填。") % {"text": text}
