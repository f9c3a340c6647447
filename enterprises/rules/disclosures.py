"""What a disclosure must hold before it counts: the date, and every field that each category owes."""

from collections.abc import Iterable, Mapping
from datetime import date

from django.utils.translation import gettext as _

from config.common.errors import Problem, Refused
from config.common.wording import date_words
from enterprises.enums import Category, ListingState, ListState
from enterprises.models import DisclosureField, Listing

Values = Mapping[str, Mapping[str, str]]


def check_disclosure(listing: Listing, disclosed_on: date, place: str, today: date) -> None:
    """Refuse a disclosure of what is not on a published list, or on a day that cannot be."""
    published_on = listing.mandatory_list.published_on
    if listing.mandatory_list.state != ListState.PUBLISHED or published_on is None:
        raise Refused(_("名单尚未公布，不需要公示。"))
    if listing.state == ListingState.REMOVED:
        raise Refused(_("企业已移出这份名单，不需要公示。"))
    facts = {"day": date_words(published_on)}
    checks = [
        ("place", bool(place.strip()), _("请写明在哪里公示，例如当地报纸或本单位网站。")),
        (
            "disclosed_on",
            disclosed_on >= published_on,
            _("公示日期不能早于名单公布日期（%(day)s）。") % facts,
        ),
        ("disclosed_on", disclosed_on <= today, _("公示日期不能晚于今天。")),
    ]
    problems = [Problem(code, sentence) for code, right, sentence in checks if not right]
    if problems:
        raise Refused(_("公示没有登记。"), problems)


def check_values(fields: Iterable[DisclosureField], values: Values) -> None:
    """Refuse while a field is empty that a category owes; two categories owe both sets."""
    problems = [
        Problem(
            f"{field.category}.{field.order}",
            _("%(category)s企业应公示“%(label)s”，请填写；没有的写“无”。")
            % {"category": Category(field.category).label, "label": field.label},
        )
        for field in fields
        if not values.get(field.category, {}).get(field.label, "").strip()
    ]
    if problems:
        raise Refused(_("公示内容不完整，没有登记。"), problems)
