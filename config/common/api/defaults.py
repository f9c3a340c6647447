"""Defaults of every API view: pages, unique order, and permissions that must be declared.

Imported while REST framework reads its settings: nothing here may import its views.
"""

from typing import Any

from django.core.exceptions import ImproperlyConfigured
from rest_framework import filters
from rest_framework.pagination import PageNumberPagination
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from config.common.access import Permission, Public, allowed


class Pages(PageNumberPagination):
    """Fifty rows a page, up to two hundred when asked."""

    page_size = 50
    page_size_query_param = "page_size"
    max_page_size = 200


class DeclaredPermission(BasePermission):
    """Default closed: a view names the right of each action in `access`, a dict or one Permission."""

    def has_permission(self, request: Request, view: Any) -> bool:
        action: str | None = getattr(view, "action", None)
        declared = getattr(view, "access", None)
        if isinstance(declared, dict):
            declared = declared.get(action or "metadata")
        if isinstance(declared, Public):
            return True
        if not isinstance(declared, Permission):
            if request.method == "OPTIONS" or action is None:
                return bool(request.user and request.user.is_authenticated)
            raise ImproperlyConfigured(f"{type(view).__name__} declares no permission for {action!r}")
        return allowed(request.user, declared)


class UniqueOrdering(filters.OrderingFilter):
    """Ordering from the view's allow-list, made unique by the primary key so that pages never overlap."""

    def get_ordering(self, request: Request, queryset: Any, view: Any) -> list[str]:
        chosen = list(super().get_ordering(request, queryset, view) or [])
        return [*chosen, "pk"]
