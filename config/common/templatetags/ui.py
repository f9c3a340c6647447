"""The words of our page language: filters for figures and dates, tags for small visual parts.

Loaded as a builtin of the template engine; the gallery page shows each with sample data.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from html import unescape
from typing import Any

from django import template
from django.db.models.fields import BLANK_CHOICE_DASH
from django.forms import BoundField, widgets
from django.http import QueryDict
from django.template.loader import render_to_string
from django.template.loader_tags import BLOCK_CONTEXT_KEY
from django.templatetags.static import static
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.html import escape, format_html, json_script, strip_tags
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from config.common import wording
from config.common.wording import Light

register = template.Library()

# Where a city lies on the schematic map, column and row; unknown names fill a plain grid.
TILE_PLACES = {
    "朔州": (2, 1),
    "大同": (3, 1),
    "忻州": (2, 2),
    "吕梁": (1, 3),
    "太原": (2, 3),
    "阳泉": (3, 3),
    "晋中": (2, 4),
    "临汾": (1, 5),
    "长治": (3, 5),
    "运城": (1, 6),
    "晋城": (3, 6),
}


# ---- figures and dates ---------------------------------------------------------------------


@register.filter
def number(value: object, decimals: int | None = None) -> str:
    """{{ count|number }} 1,095 · {{ tonnes|number:2 }} 1,018.00 · — for unknown"""
    return wording.number_words(value, decimals)


@register.filter
def wan(value: object, decimals: int = 2) -> str:
    """Money given in 万元: {{ invested|wan:1 }} 2,860.0 · — for unknown"""
    return wording.number_words(value, decimals)


@register.filter
def percent(value: object, decimals: int = 1) -> str:
    """{{ 56.34|percent }} 56.3%; the value is already a percentage"""
    return wording.percent_words(value, decimals)


@register.filter
def share(part: object, whole: object) -> str:
    """{{ met|share:listed }} 56.3%; — when there is no whole"""
    return wording.percent_words(wording.percent_of(part, whole))


@register.filter
def cn_date(value: object) -> str:
    """2026年11月23日; 2026-11-23 in the English interface"""
    return wording.date_words(value)


@register.filter
def dash(value: object) -> object:
    """— where nothing is known; a zero stays a zero, a day is put as everywhere"""
    if isinstance(value, date) and not isinstance(value, datetime):
        return wording.date_words(value)
    return wording.UNKNOWN if value is None or value == "" else value


@register.filter
def mask_phone(value: object) -> str:
    """138****5678"""
    return wording.masked_phone(value)


# ---- small parts ---------------------------------------------------------------------------


@register.simple_tag
def icon(name: str, label: str = "", css: str = "") -> SafeString:
    """One symbol of icons.svg; decorative unless it is given a label."""
    voice = format_html('role="img" aria-label="{}"', label) if label else 'aria-hidden="true"'
    return format_html(
        '<svg class="icon {}" {}><use href="{}#{}"></use></svg>',
        css,
        SafeString(voice),
        static("icons.svg"),
        name,
    )


@register.inclusion_tag("components/status.html")
def status(state: Light | Mapping[str, str] | str | Promise | None, tone: str = "") -> dict[str, Any]:
    """{% status row.state %} for anything with tone and label; {% status "可行" "ok" %}"""
    if isinstance(state, (str, Promise)):  # a word translated in the template comes as a promise
        state = Light(tone or "todo", str(state))
    elif isinstance(state, Mapping):
        state = Light(state.get("tone", "todo"), state.get("label", ""))
    shown_tone = getattr(state, "tone", "todo")
    return {
        "tone": shown_tone,
        "label": getattr(state, "label", wording.UNKNOWN),
        "icon_name": wording.TONE_ICONS.get(shown_tone, "circle-dashed"),
    }


@register.inclusion_tag("components/status.html")
def due_light(due_on: object, met_on: object, today: object, paused: bool = False):
    """{% due_light row.due_on row.met_on today %}: 还剩 9 天 · 逾期 3 天 · 2026-04-10 完成"""
    light = wording.due_light(due_on, met_on, today, paused=bool(paused))
    return {"tone": light.tone, "label": light.label, "icon_name": light.icon}


@register.inclusion_tag("components/bar.html")
def bar(value: object, of: object = 100, tone: str = "primary", label: str = "") -> dict[str, Any]:
    """{% bar 96 312 "done" %}: a thin bar; full and empty when the whole is unknown"""
    part = wording.percent_of(value, of)
    width = None if part is None else max(0, min(100, float(part)))
    return {"width": width, "tone": tone, "label": label or wording.percent_words(part)}


@register.inclusion_tag("components/tile_map.html")
def tile_map(cities: Iterable[Mapping[str, Any]], caption: str = "") -> dict[str, Any]:
    """{% tile_map cities "各市按期完成率" %}; city: name, percent, value (optional words), href"""
    tiles = [_tile(city) for city in cities]
    placed = bool(tiles) and all(tile["place"] for tile in tiles)
    return {"tiles": tiles, "placed": placed, "caption": caption}


def _tile(city: Mapping[str, Any]) -> dict[str, Any]:
    name = str(city["name"]).removesuffix("市")
    column, row = TILE_PLACES.get(name, (0, 0))
    share_of = wording.decimal_or_none(city.get("percent"))
    return {
        "name": name,
        "figure": city.get("value") or wording.percent_words(share_of, 0),
        "href": city.get("href", ""),
        "place": f"tile-c{column} tile-r{row}" if column else "",
        "depth": "none" if share_of is None else min(5, max(0, int(share_of // 14))),
    }


@register.simple_tag(takes_context=True)
def page_heading(context: template.Context) -> str:
    """The heading block of the page as plain words, for the title of the window."""
    blocks = context.render_context.get(BLOCK_CONTEXT_KEY)
    heading = blocks.get_block("heading") if blocks else None
    return "" if heading is None else " ".join(unescape(strip_tags(heading.render(context))).split())


# ---- parts that enclose a piece of a page ----------------------------------------------------


@register.inclusion_tag("components/reason_button.html")
def reason_button(label: str, reason: object = "", **options: Any) -> dict[str, Any]:
    """{% reason_button "通过本阶段" reason name="move" value="pass" tone="primary" confirm="…" %}

    With a reason (a sentence or a Refused) the button is shown, cannot be pressed, and says why.
    """
    sentence = str(getattr(reason, "sentence", None) or reason or "")
    return {"label": label, "reason": sentence, "tone": "primary", **options}


@register.simple_block_tag
def card(content: str, title: str = "", aside: str = "", href: str = "", css: str = "") -> str:
    """{% card title="期限" aside="为什么是这一天?" href=url %}…{% endcard %}"""
    return render_to_string(
        "components/card.html",
        {"content": content, "title": title, "aside": aside, "href": href, "css": css},
    )


@register.inclusion_tag("components/sort_header.html")
def sort_header(listing: Any, key: str, label: str, css: str = "") -> dict[str, Any]:
    """{% sort_header listing "due_on" "到期" "num" %}: a column heading that orders a ListPage"""
    query = QueryDict(listing.query, mutable=True)
    query["order"] = f"-{key}" if listing.order == key else key
    state = {key: "ascending", f"-{key}": "descending"}.get(listing.order, "")
    return {"label": label, "css": css, "state": state, "href": f"?{query.urlencode()}"}


@register.inclusion_tag("components/todo_list.html")
def todo_list(items: Iterable[Any], today: object = None, href: str = "") -> dict[str, Any]:
    """{% todo_list duties today %}: what waits for me, from DutyItem rows"""
    now = today or timezone.localdate()
    return {
        "rows": [(item, wording.due_light(item.due_on, None, now, paused=item.paused)) for item in items],
        "href": href,
    }


@register.simple_tag
def pager_numbers(page: Any) -> list[int | None]:
    """The page numbers worth showing; None stands for a gap."""
    ellipsis = page.paginator.ELLIPSIS
    shown = page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)
    return [None if n == ellipsis else n for n in shown]


# ---- charts ------------------------------------------------------------------------------------


@register.simple_tag
def chart_data(data: Mapping[str, Any], chart: str) -> SafeString:
    """The figures of a chart as inert JSON beside it, for charts.js."""
    return json_script(data, f"{chart}-data")


@register.simple_tag
def chart_rows(data: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The same figures as table rows, written for people."""
    decimals, hrefs = data.get("decimals"), data.get("hrefs") or []
    return [
        {
            "label": label,
            "href": hrefs[at] if at < len(hrefs) else "",
            "figures": [wording.number_words(series["values"][at], decimals) for series in data["series"]],
        }
        for at, label in enumerate(data["labels"])
    ]


# ---- forms -----------------------------------------------------------------------------------


@register.filter
def kind(field: BoundField) -> str:
    """How a field is laid out: check, choices, file, text or select."""
    widget = field.field.widget
    if isinstance(widget, widgets.CheckboxInput):
        return "check"
    if isinstance(widget, (widgets.RadioSelect, widgets.CheckboxSelectMultiple)):
        return "choices"
    if isinstance(widget, widgets.FileInput):
        return "file"
    return "select" if isinstance(widget, widgets.Select) else "text"


@register.filter
def unit(field: BoundField) -> str:
    """The unit printed behind the input: widget attribute data-unit, in the reader's words."""
    plain = str(field.field.widget.attrs.get("data-unit", ""))
    return _(plain) if plain else ""


@register.filter
def is_wide(field: BoundField) -> bool:
    """Whether the field takes the whole row of a two-column form."""
    widget = field.field.widget
    wide = isinstance(widget, (widgets.Textarea, widgets.FileInput)) or kind(field) == "choices"
    return wide or "data-wide" in widget.attrs


@register.simple_tag
def widget(field: BoundField, size: str = "", blank: str = "") -> SafeString:
    """The input itself with the classes of its kind; `blank` words the empty choice (请选择)."""
    base = {"check": "form-check-input", "select": "form-select", "choices": "choices"}
    css = base.get(kind(field), "form-control")
    if size:
        css = f"{css} {css}-{size}"
    if field.errors and kind(field) != "choices":
        css = f"{css} is-invalid"
    own = field.field.widget.attrs.get("class", "")
    html = field.as_widget(attrs={"class": f"{css} {own}".strip()})
    dashes = BLANK_CHOICE_DASH[0][1]
    return SafeString(html.replace(f">{dashes}<", f">{escape(blank or _('请选择'))}<"))


@register.filter
def tone_of_message(tags: str) -> str:
    """Django's message level as one of our tones."""
    tones = {"success": "ok", "warning": "soon", "error": "late"}
    return next((tone for tag, tone in tones.items() if tag in (tags or "").split()), "info")


@register.simple_tag
def shown_range(page: Any) -> str:
    """第 1–50 条，共 312 条"""
    if not page.paginator.count:
        return _("共 0 条")
    figures = {
        "first": wording.number_words(page.start_index()),
        "last": wording.number_words(page.end_index()),
        "all": wording.number_words(page.paginator.count),
    }
    return _("第 %(first)s–%(last)s 条，共 %(all)s 条") % figures


@register.filter
def value_of(row: Mapping[str, Any], key: str) -> Any:
    """{{ row|value_of:name }}: a value under a name known only to the template."""
    return (row or {}).get(key)
