"""Search fields of the lists of measures. The view hands over what can be chosen, and the day that is today."""

from collections.abc import Iterable
from datetime import date
from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import Region
from enterprises.enums import RosterState
from measures.enums import (
    CostClass,
    FindingState,
    HonourKind,
    HonourState,
    MeasureKind,
    MeasureState,
    Severity,
)
from measures.models import (
    Finding,
    Honour,
    Measure,
    PastImport,
    PastRow,
    PostAssessment,
    Technology,
    VerifierAssignment,
)
from measures.selectors import measures as reads
from measures.selectors.post_assessments import SOON
from measures.selectors.terms import near_term, past_term

WAITING = [
    ("overdue", _("已过计划完成日期")),
    ("figures", _("缺实际效益")),
    ("visit", _("待指派核查")),
    ("past_term", _("已过评估后实施期限")),
    ("near_term", _("实施期限将到")),
]


class MeasureFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(
        label=_("方案、编号或企业"),
        method="by_text",
        max_length=60,
        widget=forms.TextInput(attrs={"placeholder": _("名称、编号、拼音首字母")}),
    )
    state = django_filters.ChoiceFilter(label=_("状态"), choices=MeasureState.choices)
    cost_class = django_filters.ChoiceFilter(label=_("费用"), choices=CostClass.choices)
    kind = django_filters.ChoiceFilter(label=_("类型"), choices=MeasureKind.choices)
    city = django_filters.ModelChoiceFilter(
        label=_("市"), field_name="round__enterprise__region__city", queryset=Region.objects.none()
    )
    year = django_filters.NumberFilter(
        label=_("轮次年度"), field_name="round__year", min_value=1990, max_value=2100
    )
    industry = django_filters.ChoiceFilter(
        label=_("行业"), field_name="round__enterprise__industry__plan_industry"
    )
    waiting = django_filters.ChoiceFilter(label=_("待办"), choices=WAITING, method="by_waiting")
    round = django_filters.NumberFilter(field_name="round_id", widget=forms.HiddenInput, max_value=2**31)

    class Meta:
        model = Measure
        fields = ["q", "state", "cost_class", "kind", "city", "year", "industry", "waiting", "round"]

    def __init__(
        self, *args: Any, cities: QuerySet[Region], industries: Iterable[str], today: date, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.filters["city"].queryset = cities
        self.filters["industry"].extra["choices"] = [(name, name) for name in industries]

    def by_text(self, measures: QuerySet[Measure], name: str, value: str) -> QuerySet[Measure]:
        words = value.strip()
        return measures.filter(
            Q(title__icontains=words)
            | Q(number__iexact=words)
            | Q(round__enterprise__name__icontains=words)
            | Q(round__enterprise__initials__startswith=words.lower())
        )

    def by_waiting(self, measures: QuerySet[Measure], name: str, value: str) -> QuerySet[Measure]:
        if value == "overdue":
            return reads.overdue(measures, self.today)
        if value in ("past_term", "near_term"):
            return (past_term if value == "past_term" else near_term)(measures, self.today)
        return reads.without_figures(measures) if value == "figures" else reads.awaiting_visit(measures)


class AssignmentFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label=_("企业或核查员"), method="by_text")
    done = django_filters.ChoiceFilter(
        label=_("进度"), choices=[("no", _("未完成")), ("yes", _("已完成"))], method="by_done"
    )
    since = django_filters.DateFilter(
        label=_("自"),
        field_name="visit_on",
        lookup_expr="gte",
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    until = django_filters.DateFilter(
        label=_("至"),
        field_name="visit_on",
        lookup_expr="lte",
        widget=forms.DateInput(attrs={"type": "date"}),
    )

    class Meta:
        model = VerifierAssignment
        fields = ["q", "done", "since", "until"]

    def by_text(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        words = value.strip()
        return rows.filter(Q(round__enterprise__name__icontains=words) | Q(verifier__name__icontains=words))

    def by_done(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows.filter(done_on__isnull=value == "no")


class FindingFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label=_("企业或问题"), method="by_text", max_length=60)
    state = django_filters.ChoiceFilter(label=_("状态"), choices=FindingState.choices)
    severity = django_filters.ChoiceFilter(label=_("程度"), choices=Severity.choices)
    until = django_filters.DateFilter(
        label=_("整改期限至"),
        field_name="due_on",
        lookup_expr="lte",
        widget=forms.DateInput(attrs={"type": "date"}),
    )

    class Meta:
        model = Finding
        fields = ["q", "state", "severity", "until"]

    def by_text(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        words = value.strip()
        return rows.filter(Q(round__enterprise__name__icontains=words) | Q(text__icontains=words))


class PostAssessmentFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(
        label=_("企业"), field_name="round__enterprise__name", lookup_expr="icontains"
    )
    state = django_filters.ChoiceFilter(
        label=_("进度"),
        choices=[("due", _("即将到期或已逾期")), ("planned", _("已安排")), ("done", _("已登记"))],
        method="by_state",
    )
    year = django_filters.NumberFilter(
        label=_("轮次年度"), field_name="round__year", min_value=1990, max_value=2100
    )

    plan = django_filters.NumberFilter(
        widget=forms.HiddenInput, field_name="samples__stratum__plan_id", distinct=True, max_value=2**31
    )

    class Meta:
        model = PostAssessment
        fields = ["q", "state", "year", "plan"]

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def by_state(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        if value == "done":
            return rows.filter(assessed_on__isnull=False)
        rows = rows.filter(assessed_on__isnull=True)
        return rows.filter(planned_on__lte=self.today + SOON) if value == "due" else rows


class CandidateFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label=_("企业"), field_name="enterprise__name", lookup_expr="icontains")
    year = django_filters.NumberFilter(label=_("轮次年度"), field_name="year", min_value=1990, max_value=2100)


class TechnologyFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label=_("技术名称"), field_name="name", lookup_expr="icontains")
    field = django_filters.ChoiceFilter(label=_("领域"))
    industry = django_filters.ChoiceFilter(label=_("行业"))
    target = django_filters.ChoiceFilter(label=_("削减对象"))
    maturity = django_filters.ChoiceFilter(label=_("成熟度"))

    CHOSEN = ("field", "industry", "target", "maturity")

    class Meta:
        model = Technology
        fields = ["q", "field", "industry", "target", "maturity"]

    def __init__(self, *args: Any, words: dict[str, list[str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.CHOSEN:
            self.filters[name].extra["choices"] = [(word, word) for word in words[name]]


class PastImportFilter(django_filters.FilterSet):
    state = django_filters.ChoiceFilter(label=_("状态"), choices=RosterState.choices, empty_label=_("全部"))

    class Meta:
        model = PastImport
        fields: list[str] = []


class PastRowFilter(django_filters.FilterSet):
    """Staged rows of one import; which state is shown is chosen by the tabs above."""

    q = django_filters.CharFilter(label=_("企业名称"), field_name="values__name", lookup_expr="icontains")

    class Meta:
        model = PastRow
        fields: list[str] = []


class HonourFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label=_("企业"), field_name="enterprise__name", lookup_expr="icontains")
    kind = django_filters.ChoiceFilter(
        label=_("荣誉"), field_name="roll__criteria__kind", choices=HonourKind.choices
    )
    state = django_filters.ChoiceFilter(label=_("状态"), choices=HonourState.choices)
    doubted = django_filters.ChoiceFilter(
        label=_("否决情形"), choices=[("yes", _("授予后出现的"))], method="by_doubt"
    )

    class Meta:
        model = Honour
        fields: list[str] = []

    def by_doubt(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows.filter(doubted=True, state=HonourState.AWARDED)
