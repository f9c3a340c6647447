"""The registry and the watchlist as tables."""

from datetime import date
from typing import Any

from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from config.common.access import Permission
from config.common.tables import Column, Table
from enterprises.filters.people import UnmannedFilter
from enterprises.filters.registry import EnterpriseFilter, UnplacedFilter, city_choices, county_choices
from enterprises.filters.watch import WatchFilter
from enterprises.presenters import changes
from enterprises.presenters.people import unmanned_rows
from enterprises.presenters.registry import enterprise_rows
from enterprises.selectors import enterprises as reads
from enterprises.selectors import unplaced
from enterprises.selectors.people import unmanned_listed
from enterprises.selectors.watch import parks_for, watched_for


def _enterprises(user: User, data: QueryDict, today: date) -> EnterpriseFilter:
    places = reads.places_of(user)
    choices: dict[str, list[tuple[Any, Any]]] = {
        "city": city_choices(places.cities) if len(places.cities) > 1 else [],
        "county": county_choices(places.counties) if len(places.counties) > 1 else [],
        "industry": [(name, name) for name in reads.plan_industries()],
        "area": [(area.pk, area.name) for area in reads.key_areas()],
        "park": [(park.pk, park.name) for park in parks_for(user)],
    }
    return EnterpriseFilter(data, reads.enterprises_with_listings(user), choices=choices)


ENTERPRISES = Table(
    name="enterprises:enterprise_list",
    title=_("企业名录"),
    noun=_("家企业"),
    permission=Permission.ENTERPRISES_READ,
    columns=(
        Column(
            "name",
            _("企业名称"),
            order="name",
            href="href",
            under=(Column("site", _("厂区")),),
            naming=True,
        ),
        Column("uscc", _("统一社会信用代码"), "code", order="uscc"),
        Column("place", _("所在区域"), order="place", css="nowrap"),
        Column("industry", _("行业"), order="industry"),
        Column("year", _("最近入列"), under=(Column("categories", _("类别"), "tags"),), css="nowrap"),
        Column("scale", _("规模")),
        Column("status", _("状态"), "light"),
        Column("city", _("设区市"), shown=False),
        Column("county", _("县（市、区）"), shown=False),
        Column("reason", _("入列原因"), shown=False, css="wrap"),
        Column("address", _("地址"), shown=False, css="wrap"),
        Column("legal_representative", _("法定代表人"), shown=False),
        Column("old_code", _("组织机构代码"), "code", shown=False),
        Column("kind", _("对象类别"), shown=False),
        Column("park", _("园区"), shown=False),
        Column("created_at", _("登记时间"), "moment", order="created", shown=False),
    ),
    orderings={
        "name": ["pinyin"],
        "place": ["region__code", "pinyin"],
        "industry": ["industry__code", "pinyin"],
        "uscc": ["uscc", "site_no"],
        "created": ["created_at"],
    },
    default="name",
    filterset=_enterprises,
    present=lambda user, today: enterprise_rows,
)

WATCHED = Table(
    name="enterprises:watch_list",
    title=_("名录库"),
    noun=_("家"),
    permission=Permission.WATCH_READ,
    columns=(
        Column(
            "name",
            _("企业"),
            order="name",
            href="href",
            under=(
                Column("kind", _("对象类别")),
                Column("industry", _("行业")),
                Column("listed", _("入列情况")),
            ),
            css="wrap",
            naming=True,
        ),
        Column("place", _("所在区域"), order="place", css="nowrap"),
        Column("reason", _("理由"), under=(Column("document_no", _("文号")),), css="wrap"),
        Column(
            "audit_by",
            _("完成审核期限"),
            "date",
            order="audit_by",
            under=(Column("audit_light", _("审核进展"), "light"),),
        ),
        Column(
            "accept_by",
            _("通过验收期限"),
            "date",
            order="accept_by",
            under=(Column("accept_light", _("验收进展"), "light"),),
        ),
        Column(
            "deed",
            _("办理"),
            template="enterprises/cells/watch_deed.html",
            in_files=False,
            needs=Permission.ENTERPRISES_WRITE,
        ),
    ),
    orderings={
        "audit_by": ["audit_by"],
        "accept_by": ["accept_by"],
        "name": ["enterprise__pinyin"],
        "place": ["enterprise__region__code", "enterprise__pinyin"],
    },
    default="audit_by",
    filterset=lambda user, data, today: WatchFilter(data, watched_for(user), today=today),
    present=lambda user, today: lambda entries: changes.watch_rows(entries, today),
)


UNPLACED = Table(
    name="enterprises:unplaced_list",
    title=_("待确认的区域"),
    noun=_("家企业"),
    permission=Permission.ENTERPRISES_READ,
    columns=(
        Column("name", _("企业名称"), order="name", href="href", naming=True),
        Column("place", _("现归入"), order="place", css="nowrap"),
        Column("written", _("公布的写法或缘由"), under=(Column("address", _("地址")),), css="wrap"),
        Column("may_be", _("可能是"), template="enterprises/cells/unplaced_deed.html"),
    ),
    orderings={"place": ["region__code", "pinyin"], "name": ["pinyin"]},
    default="place",
    filterset=lambda user, data, today: UnplacedFilter(data, unplaced.unplaced_for(user, today)),
    present=lambda user, today: lambda page: changes.unplaced_rows(unplaced.with_candidates(page), user),
)

UNMANNED = Table(
    name="enterprises:unmanned_list",
    title=_("没有人能登录的企业"),
    noun=_("家企业"),
    permission=Permission.ENTERPRISES_WRITE,
    columns=(
        Column("name", _("企业"), order="name", href="href", css="wrap", naming=True),
        Column("place", _("所在区域"), order="place", css="nowrap"),
        Column("year", _("最近入列")),
        Column("light", _("邀请"), "light", order="until"),
    ),
    orderings={"name": ["pinyin"], "place": ["region__code", "pinyin"], "until": ["invited_until"]},
    default="place",
    filterset=lambda user, data, today: UnmannedFilter(data, unmanned_listed(user), at=timezone.now()),
    present=lambda user, today: lambda page: unmanned_rows(page, timezone.now()),
)


def tables() -> tuple[Table, ...]:
    """Hook TABLES."""
    return ENTERPRISES, WATCHED, UNPLACED, UNMANNED
