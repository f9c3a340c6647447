"""Words for the public: voluntary agreements. No person is named."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from config.common.wording import number_words, unit_words
from enterprises.models import AgreementTarget
from enterprises.presenters.agreements import agreement_light, incentive_words, period_words, target_words
from enterprises.selectors.agreements import facts_of_target
from reports.presenters.public_site import place_words


def agreement_rows(agreements: Sequence[Any]) -> list[dict[str, Any]]:
    return [
        {
            "name": row.enterprise.name,
            "place": " ".join(filter(None, place_words(row.enterprise.region))),
            "bureau": row.bureau.bureau_name,
            "document_no": row.document_no,
            "signed_on": row.signed_on,
            "period": period_words(row),
            "targets": [_target(target) for target in row.targets.all()],
            "incentives": incentive_words(row),
            "state": agreement_light(row),
        }
        for row in agreements
    ]


def _target(target: AgreementTarget) -> dict[str, str]:
    """The promise, and under it what the bureau last found."""
    facts = facts_of_target(target)
    if facts.value is None:
        return {"promise": target_words(target), "found": ""}
    found = {"year": facts.year, "value": number_words(facts.value), "unit": unit_words(facts.unit)}
    words = (
        _("%(year)s 年 %(value)s %(unit)s，已达到") if facts.reached else _("%(year)s 年 %(value)s %(unit)s")
    )
    return {"promise": target_words(target), "found": words % found}
