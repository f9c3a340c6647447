"""Which registered sites a row of the past may mean by what they were once called. Pure."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from enterprises.calculations.roster_matching import FormerSite, SiteFacts


def codes_of(values: Mapping[str, Any]) -> list[str]:
    """The codes a row gives: the one of today, and the old one of nine characters."""
    return [code for code in (values["uscc"], values["old_code"]) if code]


def bearers_then(values: Mapping[str, Any], former: Mapping[str, Sequence[FormerSite]]) -> list[SiteFacts]:
    """Sites of the row's county that bore its name or one of its codes on the day of its list, each once.

    A site whose code of today is another than the row's is not meant, unless it once bore the row's.
    """
    published = date.fromisoformat(values["published_on"]) if values["published_on"] else date.max
    codes = codes_of(values)
    found: dict[int, SiteFacts] = {}
    for key in (*codes, values["name_key"]):
        for one in former.get(key, ()):
            then = one.until is None or published <= one.until
            codes_agree = key in codes or not values["uscc"] or not one.site.uscc
            codes_agree = codes_agree or one.site.uscc == values["uscc"]
            if then and codes_agree and one.site.region_id == values["region_id"]:
                found[one.site.id] = one.site
    return list(found.values())
