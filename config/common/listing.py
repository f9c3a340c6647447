"""Lists: filter, order from an allow-list, exact count, then the page; rows are presented only after paging."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import django_filters
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, QueryDict
from django.utils.functional import cached_property

PAGE_SIZE = 50
MOST_PAGES = 100


@dataclass(frozen=True)
class ListPage:
    """What a list template needs: presented rows, the pager, the filter, the order and the query string to keep."""

    rows: Sequence[Any]
    page: Page
    filter: django_filters.FilterSet
    order: str
    orderings: tuple[str, ...]
    query: str

    @property
    def total(self) -> int:
        return self.page.paginator.count

    @property
    def kept(self) -> list[tuple[str, str]] | None:
        """What of the address a new filter keeps besides the order."""
        return None


def list_page(
    request: HttpRequest,
    filterset: django_filters.FilterSet,
    *,
    orderings: Mapping[str, Sequence[str]],
    default: str,
    present: Callable[[list[Any]], Sequence[Any]] = list,
) -> ListPage:
    """One page of a filtered list.

    `orderings` maps the public sort key to model fields; `-key` reverses. The primary key is
    appended so that the order is unique. `present` gets the page's rows (at most 50), never the queryset.
    """
    asked = request.GET.get("order", default)
    key = asked.removeprefix("-")
    order = asked if key in orderings else default
    queryset = in_order(filterset.qs, orderings[order.removeprefix("-")], reverse=order.startswith("-"))
    page = Paginator(queryset, PAGE_SIZE).get_page(request.GET.get("page"))
    kept = request.GET.copy()
    kept.pop("page", None)
    return ListPage(
        rows=present(list(page.object_list)),
        page=page,
        filter=filterset,
        order=order,
        orderings=tuple(orderings),
        query=kept.urlencode(),
    )


class _Capped(Paginator):
    """No more pages than anybody reads; who wants more narrows the search or takes the file."""

    @cached_property
    def num_pages(self) -> int:
        return min(super().num_pages, MOST_PAGES)


@dataclass(frozen=True)
class PlainPage:
    """One page of rows for everybody, and the query string to keep."""

    rows: Sequence[Any]
    page: Page
    query: str


def plain_page(
    queryset: QuerySet, query: QueryDict, *, present: Callable[[list[Any]], Sequence[Any]] = list
) -> PlainPage:
    """One page of a uniquely ordered queryset; a page number that is none is not there, so that no crawl is endless."""
    asked = query.get("page", "1")
    number = int(asked) if asked.isascii() and asked.isdigit() else 0
    paginator = _Capped(queryset, PAGE_SIZE)
    if not 1 <= number <= paginator.num_pages:
        raise Http404
    page = paginator.page(number)
    kept = query.copy()
    kept.pop("page", None)
    return PlainPage(present(list(page.object_list)), page, kept.urlencode())


def in_order(queryset: QuerySet, fields: Sequence[str], *, reverse: bool) -> QuerySet:
    """In that order or the reverse; the primary key at the end makes it unique."""
    flipped = [f.removeprefix("-") if f.startswith("-") else f"-{f}" for f in fields] if reverse else fields
    return queryset.order_by(*flipped, "-pk" if reverse else "pk")
