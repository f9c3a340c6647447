"""Voluntary agreements as a table."""

from datetime import date

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from config.common.access import Permission
from config.common.tables import Column, Table
from enterprises.filters.agreements import AgreementFilter
from enterprises.filters.registry import city_choices
from enterprises.presenters.agreements import agreement_rows
from enterprises.selectors.agreements import agreements_for
from enterprises.selectors.enterprises import places_of


def _agreements(user: User, data: QueryDict, today: date) -> AgreementFilter:
    cities = city_choices(places_of(user).cities)
    return AgreementFilter(data, agreements_for(user), cities=cities, today=today)


AGREEMENTS = Table(
    name="enterprises:agreement_list",
    title=_("自愿协议"),
    noun=_("份协议"),
    permission=Permission.AGREEMENTS_READ,
    columns=(
        Column(
            "enterprise",
            _("企业"),
            order="enterprise",
            href="href",
            under=(Column("document_no", _("协议编号")),),
            css="wrap",
            naming=True,
        ),
        Column("place", _("所在区域"), order="place", css="nowrap"),
        Column("period", _("履行期"), order="period", css="nowrap"),
        Column("targets", _("目标"), "lines", css="wrap"),
        Column("progress", _("兑现进展")),
        Column("state", _("状态"), "light"),
        Column(
            "next_due", _("下次报告"), "date", order="due", under=(Column("due", _("报告情况"), "light"),)
        ),
        Column("bureau", _("签订机关"), shown=False, css="wrap"),
        Column("signed_on", _("签订日期"), "date", order="signed", shown=False),
        Column("incentives", _("激励措施"), "tags", shown=False),
        Column("closed_document_no", _("认定或解除文号"), shown=False),
        Column("uscc", _("统一社会信用代码"), "code", shown=False),
    ),
    orderings={
        "enterprise": ["enterprise__pinyin"],
        "place": ["enterprise__region__code", "enterprise__pinyin"],
        "period": ["starts_on"],
        "due": ["next_due"],
        "signed": ["signed_on"],
    },
    default="-period",
    filterset=_agreements,
    present=lambda user, today: lambda rows: agreement_rows(rows, today),
)


def tables() -> tuple[Table, ...]:
    """Hook TABLES."""
    return (AGREEMENTS,)
