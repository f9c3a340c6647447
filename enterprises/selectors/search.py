"""Finding an enterprise by what people type: name, former name, codes, permit number, first letters."""

from django.db.models import Exists, OuterRef, Q

from config.common import uscc as codes
from enterprises.calculations.keys import is_letters, name_key
from enterprises.enums import PLAN_SECTIONS, Category, ListState, PlanField
from enterprises.models import EnterpriseCode, EnterpriseName, Industry, Listing, Permit

_OLD_CODE_DIGITS = 9
FLAGS = {Category.OVER_LIMIT: "over_limit", Category.TOXIC: "toxic", Category.ENERGY: "energy"}


def matching(text: str, prefix: str = "") -> Q:
    """The condition on an Enterprise (or, with a prefix, on a row that points to one).

    Letters and digits also match the beginning of a code, a permit number or the pinyin initials.
    """
    key = name_key(text)
    if not key:
        return Q()
    former = EnterpriseName.objects.filter(name_key__contains=key).values("enterprise_id")
    found = Q(**{f"{prefix}name_key__contains": key}) | Q(**{f"{prefix}id__in": former})
    code = codes.normalise(text)
    if not is_letters(code):
        return found
    permits = Permit.objects.filter(number__startswith=code).values("enterprise_id")
    borne = EnterpriseCode.objects.filter(code__startswith=code).values("enterprise_id")
    found |= Q(**{f"{prefix}uscc__startswith": code}) | Q(**{f"{prefix}id__in": permits})
    found |= Q(**{f"{prefix}id__in": borne})
    found |= Q(**{f"{prefix}initials__contains": key})
    if len(code) == _OLD_CODE_DIGITS:
        found |= Q(**{f"{prefix}old_code__in": [code, f"{code[:-1]}-{code[-1]}"]})
    return found


def listed_as(category: Category) -> Exists:
    """Whether an Enterprise stands on any published list for this reason."""
    published = Listing.objects.filter(enterprise=OuterRef("pk"), mandatory_list__state=ListState.PUBLISHED)
    return Exists(published.filter(**{FLAGS[category]: True}))


def in_plan_field(value: str) -> Q:
    """Enterprises of a field of the plan: as registered, else by the section of their industry."""
    below: Q = Q(code__in=PLAN_SECTIONS[PlanField(value)])
    for depth in range(1, 4):
        below |= Q(**{f"{'parent__' * depth}code__in": PLAN_SECTIONS[PlanField(value)]})
    by_industry = Q(industry__in=Industry.objects.filter(below).values("pk"))
    return Q(plan_field=value) | Q(plan_field="") & by_industry
