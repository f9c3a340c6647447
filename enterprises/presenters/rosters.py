"""Words for people: imports, their previews, their rows."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from config.common import previews
from config.common.wording import listed
from enterprises.enums import Category, RosterState
from enterprises.models import RosterImport, RosterRow
from enterprises.services.roster_rows import change_words
from enterprises.services.rosters import confirm_refusal
from operations.presenters import job_bar

ADDRESS = "enterprises:roster_import"


def import_rows(rosters: list[RosterImport]) -> list[dict[str, Any]]:
    return [previews.import_row(roster, ADDRESS, roster.year) for roster in rosters]


def import_page(roster: RosterImport, user: User) -> dict[str, Any]:
    """Everything on an import's page but its rows."""
    partial = bool(roster.counts.get("bad"))
    job = previews.job_of(roster)
    return previews.import_page(roster, ADDRESS, job_bar(job, user) if job else None) | {
        "place": _("%(place)s · %(year)d 年度") % {"place": roster.region.name, "year": roster.year},
        "partial": partial,
        "confirm": _confirm(roster, partial=partial),
        "facts_title": _("将填入名单"),
        "facts": _list_facts(roster),
        "reasons": previews.reason_rows(roster.counts, roster.facts.get("reasons", []), reason_words),
        "list": _list_link(roster, user),
    }


def _confirm(roster: RosterImport, *, partial: bool) -> dict[str, str]:
    """The primary button of a preview: its words, why it cannot be pressed, the consequence."""
    if roster.state != RosterState.PREVIEWED:
        return {}
    counts = roster.counts
    useful = counts["new"] + counts["changed"]
    label = _("只导入正确的 %(n)d 行") if partial else _("确认导入 %(n)d 行")
    consequence = _("将新增 %(new)d 行、更新 %(changed)d 行，写入 %(year)d 年度名单草稿。")
    if partial:
        consequence += _("有错的 %(bad)d 行不会导入，可下载改正后再传。")
    return {
        "label": label % {"n": useful},
        "reason": confirm_refusal(roster, accept_partial=partial),
        "consequence": consequence % (counts | {"year": roster.year}),
    }


def _list_facts(roster: RosterImport) -> list[dict[str, Any]]:
    facts = roster.facts.get("list", {})
    terms = {"document_no": _("文号"), "authority": _("发布机关"), "published_on": _("公布日期")}
    return [{"term": term, "value": facts.get(key, "")} for key, term in terms.items()]


def reason_words(code: str, column: str) -> str:
    """A kind of problem in a few words."""
    words = {
        "uscc_missing": _("没有统一社会信用代码"),
        "uscc_check_digit": _("代码校验位不符（保留公布的代码）"),
        "uscc_length": _("代码不是 18 位"),
        "uscc_alphabet": _("代码含有不会出现的字符"),
        "name_missing": _("没有企业名称"),
        "category_missing": _("没有类别"),
        "category_unknown": _("认不出类别"),
        "industry_unknown": _("行业不在行业表中（保留公布的写法）"),
        "region_note": _("区域不在区域表中或不完整（归入上级）"),
        "outside": _("不在辖区内"),
        "double": _("重复行"),
        "other_name": _("代码、地点相同而名称不同"),
        "code_given_up": _("代码已随合并停用"),
        "namesake": _("同名同地的企业已用另一代码登记"),
        "list_published": _("该年度名单已经公布"),
        "fact_differs": _("“%(column)s”各行不一致"),
        "too_long": _("“%(column)s”内容过长"),
    }
    if code.endswith("_missing") and code not in words:
        return _("“%(column)s”为空") % {"column": column}
    return words.get(code, _("“%(column)s”的内容不能识别")) % {"column": column}


def _list_link(roster: RosterImport, user: User) -> dict[str, str] | None:
    target = roster.mandatory_list
    if target is None:
        return None
    visible = user.region_id == target.region_id or target.published_on is not None
    href = reverse("enterprises:mandatory_list_detail", args=[target.pk]) if visible else ""
    return {"title": target.title, "href": href}


def preview_rows(roster: RosterImport, rows: list[RosterRow]) -> list[dict[str, Any]]:
    return [
        previews.staged_row(roster, row)
        | {
            "published_place": row.values.get("place", ""),
            "industry": row.values.get("industry_name") or row.values.get("industry_as_published", ""),
            "categories": [str(Category(code).label) for code in row.values.get("categories", [])],
            "changes": [_change(name, pair) for name, pair in row.changes.items()],
        }
        for row in rows
    ]


def _change(name: str, pair: list[Any]) -> str:
    old, new = (_value_words(name, value) for value in pair)
    return f"{change_words(name)}：{old} → {new}"


def _value_words(name: str, value: Any) -> str:
    if name == "categories":
        return listed(str(Category(code).label) for code in value)
    if isinstance(value, list):
        return listed(value) or "—"
    return str(value) or "—"
