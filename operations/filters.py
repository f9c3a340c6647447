"""Search fields of the lists of jobs, notices and letters."""

from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from operations.enums import BulkState, MailState, NoticeKind
from operations.models import BulkRow, Export, Job, JobState, Mail, Notice
from operations.rules import rules_of


class JobFilter(django_filters.FilterSet):
    title = django_filters.CharFilter(label=_("任务"), lookup_expr="icontains")
    state = django_filters.ChoiceFilter(label=_("状态"), choices=JobState.choices)

    class Meta:
        model = Job
        fields = ["title", "state"]


class ExportFilter(django_filters.FilterSet):
    title = django_filters.CharFilter(label=_("列表"), lookup_expr="icontains")

    class Meta:
        model = Export
        fields = ["title"]


class BulkRowFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label=_("对象"), field_name="name", lookup_expr="icontains")
    state = django_filters.ChoiceFilter(label=_("结果"), choices=BulkState.choices)
    run = django_filters.NumberFilter(
        label=_("批次"), field_name="run_id", widget=forms.HiddenInput, max_value=2**31
    )

    class Meta:
        model = BulkRow
        fields = ["q", "state", "run"]


class NoticeFilter(django_filters.FilterSet):
    read = django_filters.ChoiceFilter(
        label=_("状态"), choices=[("no", _("未读")), ("yes", _("已读"))], method="by_read"
    )
    kind = django_filters.ChoiceFilter(label=_("类别"), choices=NoticeKind.choices, method="by_kind")
    text = django_filters.CharFilter(label=_("内容"), lookup_expr="icontains")

    class Meta:
        model = Notice
        fields = ["read", "kind", "text"]

    def by_read(self, rows: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        return rows.filter(read_at__isnull=value == "no")

    def by_kind(self, rows: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        return rows.filter(rule__in=rules_of(value))


class MailFilter(django_filters.FilterSet):
    person = django_filters.CharFilter(
        label=_("收件人"), field_name="recipient__name", lookup_expr="icontains"
    )
    state = django_filters.ChoiceFilter(label=_("状态"), choices=MailState.choices)

    class Meta:
        model = Mail
        fields = ["person", "state"]
