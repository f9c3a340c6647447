"""The expected table (matrix.csv): who gets what from each address.

Columns: `url` (its name), `method`, `thing` (what its arguments name; `none`: it takes none), one column
for each role and one for anonymous, and `foreign`. A cell says what the answer is:

* `ok`: for one's own things; others' answer as in `foreign`
* `all`: for everybody's things (what is published, registers that are one for all; an address that is a secret
  itself, in which case `anonymous` is `ok`, too)
* `403`: the role has no such right, whosever the thing is
* `403/404`: the role may see the thing but has no such right with it; others' are not there at all
* `404`: the role has the right, but no such thing is ever its own
* `sign-in`, `401`: who is not signed in, on pages and in the API
"""

import csv
from dataclasses import dataclass
from pathlib import Path

from django.http import HttpResponseBase
from django.urls import URLPattern, reverse

from config.common.access import Role

PEOPLE = tuple(role for role in Role if role != Role.BUILTIN)
ANONYMOUS = "anonymous"
CELLS = {"ok", "all", "403", "403/404", "404"}


@dataclass(frozen=True)
class Line:
    """One line of the table: an address, a method, a kind of thing, and the cell of each role."""

    url: str
    method: str
    thing: str
    cells: dict[str, str]
    foreign: str

    @property
    def name(self) -> str:
        return f"{self.method} {self.url}" + ("" if self.thing == "none" else f" {self.thing}")

    def expects(self, role: str, *, own: bool) -> str:
        """What a role gets for its own thing or for somebody else's."""
        cell = self.cells[role]
        if cell == "all":
            return "ok"
        if cell == "403/404":
            return "403" if own else "404"
        return cell if own or cell != "ok" else self.foreign

    def address(self, thing: tuple) -> str:
        return reverse(self.url, args=thing)


def lines() -> list[Line]:
    with (Path(__file__).parent / "matrix.csv").open(encoding="utf-8", newline="") as source:
        return [_line(row) for row in csv.DictReader(source)]


def _line(row: dict[str, str]) -> Line:
    cells = {role: row[role] for role in (*PEOPLE, ANONYMOUS)}
    return Line(row["url"], row["method"], row["thing"], cells, row["foreign"])


def answer_class(response: HttpResponseBase) -> str:
    """The class of an answer. A refusal by a rule (409, 422, …) is `ok`: the person was let in."""
    status = response.status_code
    if status == 302 and response.headers["Location"].startswith(f"{reverse('accounts:sign_in')}?next="):
        return "sign-in"
    if status in {401, 403, 404, 405} or status >= 500:
        return str(status)
    return "ok"


def methods_of(entry: URLPattern) -> set[str] | None:
    """The methods an API address answers; None for pages, whose functions decide."""
    actions = getattr(entry.callback, "actions", None)
    return {method.upper() for method in actions} - {"HEAD"} if actions else None
