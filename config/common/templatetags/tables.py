"""Cells and headings of a table of columns (config.common.tables). Loaded as a builtin of the template engine."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django import template
from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from config.common import wording
from config.common.tables import Column, TablePage
from config.common.templatetags.ui import sort_header, status

register = template.Library()
_RIGHT = {
    "number": "num",
    "wan": "num",
    "date": "nowrap",
    "code": "nowrap",
    "moment": "nowrap",
    "instant": "nowrap",
}


@register.simple_tag
def column_heading(listing: TablePage, column: Column) -> SafeString:
    """{% column_heading list column %}: the heading, which sorts where the list has such an order"""
    css = _RIGHT.get(column.kind, "")
    if column.order:
        context = sort_header(listing, column.order, str(column.heading), css)
        return render_to_string("components/sort_header.html", context)
    return format_html('<th scope="col" class="{}">{}</th>', css, column.heading)


@register.simple_tag(takes_context=True)
def cell(context: Mapping[str, Any], column: Column, row: Mapping[str, Any]) -> SafeString:
    """{% cell column row %}: one cell of a row, on a phone with its heading"""
    css = column.css or _RIGHT.get(column.kind, "")
    inner = _inner(column, row, context.get("csrf_token"))
    under = [html for html in (_shown(small, row) for small in column.under) if html]
    if under:
        small = format_html_join(" · ", "{}", ((html,) for html in under))
        inner = format_html('{} <span class="under">{}</span>', inner, small)
    if column.naming:
        return format_html('<th scope="row" class="{}" data-title>{}</th>', css, inner)
    if under or column.template or column.kind == "lines":
        inner = format_html("<div>{}</div>", inner)
    return format_html('<td class="{}" data-label="{}">{}</td>', css, column.heading, inner)


def _inner(column: Column, row: Mapping[str, Any], csrf_token: Any) -> SafeString:
    if column.template:
        return render_to_string(column.template, {"row": row, "csrf_token": csrf_token})
    html = _shown(column, row) or conditional_escape(wording.UNKNOWN)
    href = row.get(column.href) if column.href else ""
    return format_html('<a href="{}">{}</a>', href, html) if href else html


def _shown(column: Column, row: Mapping[str, Any]) -> SafeString:
    """The value as people read it; empty where nothing is known."""
    value = row.get(column.key)
    if value is None or value == "" or value == []:
        return SafeString("")
    return conditional_escape(_WRITTEN.get(column.kind, str)(value))


def _moment(value: datetime) -> str:
    return f"{timezone.localtime(value):%Y-%m-%d %H:%M}"


def _instant(value: datetime) -> str:
    return f"{timezone.localtime(value):%Y-%m-%d %H:%M:%S}"


def _lines(lines: list[str]) -> SafeString:
    return format_html_join(mark_safe("<br>"), "<small>{}</small>", ((line,) for line in lines))


def _tags(words: list[str]) -> SafeString:
    return render_to_string("components/tags.html", {"words": words})


def _light(value: Any) -> SafeString:
    return render_to_string("components/status.html", status(value))


_WRITTEN: dict[str, Callable[[Any], Any]] = {
    "date": wording.date_words,
    "moment": _moment,
    "instant": _instant,
    "number": wording.number_words,
    "wan": lambda value: wording.number_words(value, 2),
    "light": _light,
    "tags": _tags,
    "lines": _lines,
}


@register.filter
def without(query: str, name: str) -> str:
    """{{ list.query|without:"column" }}: the address without one of its parameters"""
    data = QueryDict(query, mutable=True)
    data.pop(name, None)
    return data.urlencode()
