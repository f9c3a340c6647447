"""Deeds over many rows of a list: one table of what can be done where, by whom, and whether it can be undone."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from django import forms

from config.common.access import Permission, allowed
from config.common.plug import hooks

Perform = Callable[..., tuple[str, dict[str, Any]]]


@dataclass(frozen=True)
class BulkAction:
    """A deed on rows of the table `page`, each done as if it were done alone.

    `form(user, data, files)` asks what all rows share; `keep(cleaned, by, at)` turns the answer into plain
    values for the job (a file is stored first). `perform(thing_id=, params=, by=, at=)` does one row: it returns
    `(sentence, result)` or refuses; `undo(thing_id=, params=, result=, by=, at=)` puts one back, if nobody
    changed it since. `finish(run_id=, results=, undone=, by=, at=)` is called when the rows are through, perhaps
    more than once: what is said once of the whole set. `after`: the URL name of a page about the finished run, which
    takes its id, and the words of its link.
    """

    key: str
    page: str
    label: Any
    consequence: Any
    permission: Permission
    form: Callable[..., forms.Form]
    keep: Callable[..., dict[str, Any]]
    perform: Perform
    undo: Perform | None = None
    finish: Callable[..., None] | None = None
    after: tuple[str, Any] | None = None


@cache
def bulk_actions() -> Mapping[str, BulkAction]:
    return {action.key: action for source in hooks("BULK_ACTIONS") for action in source()}


def actions_for(user: Any, page: str) -> list[BulkAction]:
    """What this person may do to the ticked rows of that list."""
    return [one for one in bulk_actions().values() if one.page == page and allowed(user, one.permission)]
