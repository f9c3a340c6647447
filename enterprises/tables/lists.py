"""Mandatory lists, their entries, what was recommended for them and read in, as tables."""

from datetime import date

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from config.common.access import Permission
from config.common.sheet_pages import sheet_table
from config.common.tables import Column, Table
from enterprises.filters.lists import EntryFilter, MandatoryListFilter, RosterImportFilter
from enterprises.filters.recommendations import RecommendationFilter
from enterprises.filters.registry import city_choices
from enterprises.presenters import lists as words
from enterprises.presenters.recommendations import recommendation_rows
from enterprises.presenters.rosters import import_rows
from enterprises.selectors import lists as reads
from enterprises.selectors.clock import paused_dues
from enterprises.selectors.enterprises import places_of
from enterprises.selectors.recommendations import recommendations_for
from enterprises.selectors.rosters import rosters_for

LISTS = Table(
    name="enterprises:mandatory_list_list",
    title=_("强制性审核名单"),
    noun=_("份名单"),
    permission=Permission.LISTS_READ,
    columns=(
        Column("title", _("名单"), order="title", href="href", css="wrap", naming=True),
        Column("year", _("年度"), order="year"),
        Column("document_no", _("文号")),
        Column("published_on", _("公布日期"), "date", order="published"),
        Column("rows", _("企业数"), "number", order="rows"),
        Column("state", _("状态"), "light"),
        Column("authority", _("发布机关"), shown=False, css="wrap"),
    ),
    orderings={
        "year": ["year", "batch"],
        "published": ["published_on"],
        "rows": ["rows"],
        "title": ["title"],
    },
    default="-year",
    filterset=lambda user, data, today: MandatoryListFilter(data, reads.lists_for(user)),
    present=lambda user, today: words.list_rows,
)


def _entries(user: User, data: QueryDict, today: date) -> EntryFilter:
    choices = {
        "list": reads.list_choices(user),
        "city": city_choices(places_of(user).cities),
    }
    return EntryFilter(data, reads.entries_listed(user, today), choices=choices)


ENTRIES = Table(
    name="enterprises:listing_list",
    title=_("列入名单的企业"),
    noun=_("条"),
    permission=Permission.LISTS_READ,
    columns=(
        Column("name", _("企业名称"), order="name", href="href", naming=True),
        Column("year", _("年度"), order="year"),
        Column("number", _("序号"), "number"),
        Column("uscc", _("统一社会信用代码"), "code"),
        Column("place", _("所在地"), order="place"),
        Column("industry", _("行业"), order="industry"),
        Column("categories", _("类别"), "tags"),
        Column("state", _("名单状态"), "light"),
        Column(
            "next_due", _("最近期限"), "date", order="due", under=(Column("due", _("期限情况"), "light"),)
        ),
        Column("list", _("名单"), href="list_href", shown=False, css="wrap"),
        Column("reason", _("入列原因"), shown=False, css="wrap"),
        Column("facts", _("依据"), "lines", shown=False, css="wrap"),
    ),
    orderings={
        "year": ["mandatory_list__year", "-number"],
        "name": ["enterprise__pinyin"],
        "place": ["region__code", "enterprise__pinyin"],
        "industry": ["enterprise__industry__code", "enterprise__pinyin"],
        "due": ["next_due"],
    },
    default="-year",
    filterset=_entries,
    present=lambda user, today: (
        lambda entries: words.listing_rows(entries, today, paused_dues({row.pk for row in entries}, today))
    ),
)


def _recommendations(user: User, data: QueryDict, today: date) -> RecommendationFilter:
    cities = city_choices(places_of(user).cities)
    return RecommendationFilter(data, recommendations_for(user), cities=cities)


RECOMMENDATIONS = Table(
    name="enterprises:recommendation_list",
    title=_("名单推荐"),
    noun=_("条推荐"),
    permission=Permission.RECOMMENDATIONS_READ,
    columns=(
        Column("name", _("企业"), order="name", href="href", naming=True),
        Column("place", _("所在地"), order="place"),
        Column("year", _("年度"), order="year"),
        Column("categories", _("类别"), "tags"),
        Column("reason", _("原因与依据"), css="wrap", under=(Column("facts", _("依据"), "lines"),)),
        Column("state", _("状态"), "light", under=(Column("state_reason", _("退回或未采纳的原因")),)),
        Column("moved_at", _("办理时间"), "moment", order="moved", shown=False),
    ),
    orderings={
        "name": ["enterprise__pinyin"],
        "place": ["region__code", "enterprise__pinyin"],
        "year": ["year"],
        "moved": ["moved_at"],
    },
    default="-moved",
    filterset=_recommendations,
    present=lambda user, today: recommendation_rows,
)

ROSTERS = sheet_table(
    "enterprises:roster_import_list",
    _("名单导入"),
    lambda data, user: RosterImportFilter(data, rosters_for(user)),
    import_rows,
    years="year",
)


def tables() -> tuple[Table, ...]:
    """Hook TABLES."""
    return LISTS, ENTRIES, RECOMMENDATIONS, ROSTERS
