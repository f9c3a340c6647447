"""Upward calls by name: a lower app calls what settings/hooks.py lists, never an import."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string


def hooks(name: str) -> list[Callable[..., Any]]:
    """The functions listed under `name` in config/settings/hooks.py, in their order."""
    return [import_string(path) for path in getattr(settings, name)]
