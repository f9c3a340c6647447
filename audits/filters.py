"""Search fields of the lists of audits."""

from collections import defaultdict
from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from audits.enums import Outcome, ReviewKind, RoundKind, Stage, Waiting
from audits.lifecycle import WAITING
from audits.models import Agency, Expert, Review, Round
from audits.selectors import rounds as reads
from enterprises.enums import Category
from enterprises.selectors.enterprises import Places, places_of, plan_industries
from enterprises.selectors.search import matching

_STAGES = Stage.choices
_SOURCES = [("1", _("往年导入")), ("0", _("平台办理"))]
_LATENESS = [(reads.LATE, _("逾期")), (reads.SOON, _("7 天内到期")), (reads.ON_TIME, _("未逾期"))]
_LATENESS.append((reads.UNMENDED, _("整改逾期")))


_OFFICERS = [
    (reads.MINE, _("由我经办")),
    (reads.MINE_WAITING, _("由我经办，待我办理")),
    (reads.NOBODY, _("未指派")),
]


class RoundFilter(django_filters.FilterSet):
    """The choices of place, industry and year come from what the person may see."""

    q = django_filters.CharFilter(
        label=_("企业"),
        method="filter_text",
        max_length=60,
        widget=forms.TextInput(attrs={"placeholder": _("名称、代码、拼音首字母")}),
    )
    stage = django_filters.ChoiceFilter(label=_("阶段"), choices=_STAGES)
    lateness = django_filters.ChoiceFilter(label=_("期限"), choices=_LATENESS, method="filter_lateness")
    city = django_filters.ChoiceFilter(label=_("设区市"), field_name="enterprise__region__city__code")
    county = django_filters.ChoiceFilter(label=_("县（市、区）"), field_name="enterprise__region__code")
    industry = django_filters.ChoiceFilter(label=_("行业"), field_name="enterprise__industry__plan_industry")
    category = django_filters.ChoiceFilter(
        label=_("类别"), choices=Category.choices, method="filter_category"
    )
    year = django_filters.ChoiceFilter(label=_("年度"))
    kind = django_filters.ChoiceFilter(label=_("性质"), choices=RoundKind.choices)
    imported = django_filters.ChoiceFilter(label=_("来源"), choices=_SOURCES)
    waiting = django_filters.ChoiceFilter(label=_("待办"), choices=Waiting.choices, method="filter_waiting")
    officer = django_filters.ChoiceFilter(label=_("经办人"), choices=_OFFICERS, method="filter_officer")

    class Meta:
        model = Round
        fields = [
            "q",
            "stage",
            "lateness",
            "city",
            "county",
            "industry",
            "category",
            "year",
            "kind",
            "imported",
            "waiting",
            "officer",
        ]

    def __init__(self, data: Any, queryset: QuerySet[Round], *, user: User) -> None:
        super().__init__(data, queryset)
        self.user = user
        if not user.is_officer:
            del self.filters["officer"]
        self._places(user)
        self._choices("industry", [(name, name) for name in plan_industries()])
        self._choices("year", [(str(year), str(year)) for year in reads.round_years(user)])

    def narrow(self, rounds: QuerySet[Round], *, but: tuple[str, ...]) -> QuerySet[Round]:
        """`rounds` by all fields `but` these, so that each of their choices can say how many it has."""
        self.form.is_valid()  # as in the list itself, what cannot be understood does not filter
        for name, value in self.form.cleaned_data.items():
            if name not in but:
                rounds = self.filters[name].filter(rounds, value)
        return rounds

    def _places(self, user: User) -> None:
        """Cities, and counties under their city, of the person's territory; nothing where there is no choice."""
        places = places_of(user) if user.region_id else Places([], [])
        cities = [(city.code, city.name) for city in places.cities]
        self._choices("city", cities if len(cities) > 1 else [])
        groups: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for county in places.counties:
            groups[county.city.name if county.city else ""].append((county.code, county.name))
        alone = len(places.counties) < 2
        self._choices("county", [] if alone else list(groups.items()))

    def _choices(self, name: str, choices: list[Any]) -> None:
        """Set what can be chosen; a field with nothing to choose is left out."""
        if choices:
            self.filters[name].extra["choices"] = choices
            return
        del self.filters[name]

    def filter_text(self, queryset: QuerySet[Round], name: str, value: str) -> QuerySet[Round]:
        return queryset.filter(matching(value, "enterprise__"))

    def filter_lateness(self, queryset: QuerySet[Round], name: str, value: str) -> QuerySet[Round]:
        return queryset.filter(reads.lateness_condition(value, timezone.localdate()))

    def filter_category(self, queryset: QuerySet[Round], name: str, value: str) -> QuerySet[Round]:
        return queryset.filter(**{f"listing__{value.lower()}": True})

    def filter_officer(self, queryset: QuerySet[Round], name: str, value: str) -> QuerySet[Round]:
        return queryset.filter(reads.dealt_with(value, self.user))

    def filter_waiting(self, queryset: QuerySet[Round], name: str, value: str) -> QuerySet[Round]:
        return queryset.filter(state__in=WAITING[Waiting(value)])


_DECISIONS = [("open", _("待定")), *((value, label) for value, label in Outcome.choices)]


class ReviewFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label=_("企业"), method="filter_text", max_length=60)
    kind = django_filters.ChoiceFilter(label=_("类别"), choices=ReviewKind.choices)
    outcome = django_filters.ChoiceFilter(label=_("结论"), choices=_DECISIONS, method="filter_outcome")

    class Meta:
        model = Review
        fields = ["q", "kind", "outcome"]

    def filter_text(self, queryset: QuerySet[Review], name: str, value: str) -> QuerySet[Review]:
        return queryset.filter(matching(value, "round__enterprise__"))

    def filter_outcome(self, queryset: QuerySet[Review], name: str, value: str) -> QuerySet[Review]:
        return queryset.filter(outcome="" if value == "open" else value)


class AgencyFilter(django_filters.FilterSet):
    name = django_filters.CharFilter(label=_("机构名称"), lookup_expr="icontains", max_length=60)

    class Meta:
        model = Agency
        fields = ["name"]


class ExpertFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label=_("姓名或单位"), method="filter_text", max_length=60)

    class Meta:
        model = Expert
        fields = ["q"]

    def filter_text(self, queryset: QuerySet[Expert], name: str, value: str) -> QuerySet[Expert]:
        return queryset.filter(Q(name__icontains=value) | Q(employer__icontains=value))
