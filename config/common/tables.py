"""Lists as tables of columns: which there are, which a person chose, in what order, and what a file holds of them."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

import django_filters
from django.core.paginator import Paginator
from django.http import HttpRequest, QueryDict
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from config.common.access import Permission, allowed
from config.common.listing import PAGE_SIZE, ListPage, in_order
from config.common.plug import hooks
from config.common.wording import listed

COLUMN, ORDER, VIEW, PAGE = "column", "order", "view", "page"
NOT_FILTERS = (COLUMN, ORDER, VIEW, PAGE)


@dataclass(frozen=True)
class Column:
    """A column: the key of the presented row, its heading, and how its value is written.

    `kind`: text, code (never a number), date, moment, instant (to the second), number, wan, light, tags, lines.
    `order` is the sort key,
    `href` the row's key of a link; `under` stands small beneath and is a column of its own in a file.
    `template` draws a cell by hand (`row`); with `in_files=False` it is a deed, not a fact. `needs`: the right
    without which the column is not there.
    """

    key: str
    heading: Any
    kind: str = "text"
    order: str = ""
    href: str = ""
    under: tuple["Column", ...] = ()
    css: str = ""
    template: str = ""
    naming: bool = False
    shown: bool = True
    needs: Permission | None = None
    in_files: bool = True

    def facts(self) -> Iterator["Column"]:
        """The columns of a file that this one stands for."""
        if self.in_files:
            yield self
        yield from self.under


Rows = Sequence[Mapping[str, Any]]


@dataclass(frozen=True)
class Table:
    """One list of the platform, the same for its page, its views, its files and what is done to its rows.

    `name` is the page's URL name; `filterset(user, data, today)` narrows what the reader may see and
    `present(user, today)` turns a page of rows into words, one for each.
    """

    name: str
    title: Any
    noun: Any
    permission: Permission
    columns: tuple[Column, ...]
    orderings: Mapping[str, Sequence[str]]
    default: str
    filterset: Callable[[Any, QueryDict, date], django_filters.FilterSet]
    present: Callable[[Any, date], Callable[[list[Any]], Rows]]

    def columns_for(self, user: Any) -> list[Column]:
        """The columns there are for this person."""
        return [column for column in self.columns if column.needs is None or allowed(user, column.needs)]

    def choose(self, user: Any, keys: Sequence[str]) -> tuple[list[Column], list[str]]:
        """The columns asked for, in that order, and the keys that are none; the naming one always comes along."""
        columns = self.columns_for(user)
        by_key = {column.key: column for column in columns}
        chosen = [by_key[key] for key in dict.fromkeys(keys) if key in by_key]
        unknown = [key for key in dict.fromkeys(keys) if key not in by_key]
        if not chosen:
            return [column for column in columns if column.shown], unknown
        missing = [column for column in columns if column.naming and column not in chosen]
        return [*missing, *chosen], unknown

    def order(self, asked: str) -> str:
        return asked if asked.removeprefix("-") in self.orderings else self.default

    def rows(self, filterset: django_filters.FilterSet, asked: str) -> Any:
        """The filtered rows in the order asked for; the primary key makes it unique."""
        order = self.order(asked)
        fields = self.orderings[order.removeprefix("-")]
        return in_order(filterset.qs, fields, reverse=order.startswith("-"))


@dataclass(frozen=True)
class TablePage(ListPage):
    """A page of a table: besides its rows the columns chosen and to choose, and what could not be taken over."""

    table: Table
    columns: list[Column]
    choices: list[Column]
    ids: list[int]
    left_out: str
    views: Any
    actions: Any

    @property
    def pairs(self) -> list[tuple[Column, bool]]:
        """Every column and whether it is shown: the shown ones first, in their order."""
        rest = [column for column in self.choices if column not in self.columns]
        return [(column, True) for column in self.columns] + [(column, False) for column in rest]

    @property
    def numbered(self) -> list[tuple[int, Any, str]]:
        """The rows with their ids and names, for ticking."""
        naming = next((column.key for column in self.table.columns if column.naming), "")
        names = [str(row.get(naming, "")) for row in self.rows]
        return list(zip(self.ids, self.rows, names, strict=True))

    @property
    def kept(self) -> list[tuple[str, str]]:
        """Columns and view, which a new filter keeps."""
        return self._pairs(lambda name: name in (COLUMN, VIEW))

    @property
    def filtered(self) -> list[tuple[str, str]]:
        """Filter, order and view, which new columns keep."""
        return self._pairs(lambda name: name != COLUMN)

    def _pairs(self, wanted: Callable[[str], bool]) -> list[tuple[str, str]]:
        data = QueryDict(self.query)
        return [(name, value) for name, values in data.lists() if wanted(name) for value in values]


@cache
def tables() -> dict[str, Table]:
    """Every table of the platform by the URL name of its page."""
    return {table.name: table for source in hooks("TABLES") for table in source()}


def table_page(request: HttpRequest, table: Table) -> TablePage:
    """One page of a table as this reader may see it, filtered, ordered and with the columns of the address."""
    today = timezone.localdate()
    filterset = table.filterset(request.user, request.GET, today)
    columns, unknown = table.choose(request.user, request.GET.getlist(COLUMN))
    order = request.GET.get(ORDER, table.default)
    page = Paginator(table.rows(filterset, order), PAGE_SIZE).get_page(request.GET.get(PAGE))
    found = list(page.object_list)
    kept = request.GET.copy()
    kept.pop(PAGE, None)
    views = next((hook(request.user, table, request.GET) for hook in hooks("TABLE_VIEWS")), None)
    return TablePage(
        rows=table.present(request.user, today)(found),
        page=page,
        filter=filterset,
        order=table.order(order),
        orderings=tuple(table.orderings),
        query=kept.urlencode(),
        table=table,
        columns=columns,
        choices=table.columns_for(request.user),
        ids=[row.pk for row in found],
        left_out=left_out(table, filterset, request.GET, unknown),
        views=views,
        actions=[action for hook in hooks("TABLE_ACTIONS") for action in hook(request.user, table.name)],
    )


def left_out(
    table: Table, filterset: django_filters.FilterSet, data: QueryDict, unknown: Iterable[str]
) -> str:
    """A sentence about what an address asks for and the list no longer has; empty when all was taken over."""
    fields = filterset.form.fields
    words = [_("“%(label)s”的取值") % {"label": fields[name].label or name} for name in filterset.form.errors]
    words += [_("列“%(name)s”") % {"name": name[:40]} for name in unknown]
    order = str(data.get(ORDER, ""))
    if order and table.order(order) != order:
        words.append(_("排序“%(name)s”") % {"name": order[:40]})
    if data.get(VIEW):
        gone = [name for name in data if name not in fields and name not in NOT_FILTERS and data[name]]
        words += [_("条件“%(name)s”") % {"name": name[:40]} for name in gone]
    return _("以下内容已不存在或对您不适用，未采用：%(words)s。") % {"words": listed(words)} if words else ""


def view_query(query: str) -> str:
    """What of an address a view holds: no page, no view, nothing empty; the same for the same list."""
    data = QueryDict(query, mutable=True)
    for name in (PAGE, VIEW):
        data.pop(name, None)
    pairs = [(name, value) for name, values in sorted(data.lists()) for value in values if value]
    return urlencode(pairs)


def filter_words(filterset: django_filters.FilterSet) -> str:
    """The filter in words: 设区市：太原市；状态：在产; empty when nothing narrows the list."""
    filterset.form.is_valid()
    said = []
    for name, value in filterset.form.cleaned_data.items():
        if value not in (None, "", False):
            field = filterset.form.fields[name]
            said.append(
                _("%(label)s：%(value)s") % {"label": field.label or name, "value": _chosen(field, value)}
            )
    return "；".join(said)


def _chosen(field: Any, value: Any) -> str:
    if value is True:
        return _("是")
    flat: dict[str, Any] = {}
    for key, label in getattr(field, "choices", ()):
        flat |= {str(k): v for k, v in label} if isinstance(label, (list, tuple)) else {str(key): label}
    return str(flat.get(str(getattr(value, "pk", value)), value))
