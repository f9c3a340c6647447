"""What a browser would send: the fields of the form on a page, as they are filled."""

from html.parser import HTMLParser
from typing import Any

Fields = dict[str, Any]


class _Forms(HTMLParser):
    """Collects the fields of every form that posts to the page itself."""

    def __init__(self, address: str) -> None:
        super().__init__()
        self.address, self.inside = address, False
        self.fields: Fields = {}
        self.names: set[str] = set()
        self.select, self.area = "", ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "form":
            posts = (given.get("method") or "").lower() == "post"
            self.inside = posts and (given.get("action") or "").split("?")[0] in ("", self.address)
        name = given.get("name") or ""
        if tag == "option" and self.select:
            self._option(given)
        if not self.inside or not name or name == "csrfmiddlewaretoken":
            return
        self.names.add(name)
        if tag == "select":
            self.select = name
        elif tag == "textarea":
            self.area = name
            self.fields[name] = ""
        elif tag == "input":
            self._input(name, given)

    def _input(self, name: str, given: dict[str, str | None]) -> None:
        kind = given.get("type") or "text"
        if kind in {"submit", "file", "button"} or (kind in {"checkbox", "radio"} and "checked" not in given):
            return
        value = given.get("value") or ("on" if kind == "checkbox" else "")
        if kind == "checkbox":
            self.fields.setdefault(name, []).append(value)
        else:
            self.fields[name] = value

    def _option(self, given: dict[str, str | None]) -> None:
        if "selected" in given:
            self.fields[self.select] = given.get("value") or ""

    def handle_data(self, data: str) -> None:
        if self.area:
            self.fields[self.area] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.inside = False
        elif tag == "select":
            self.select = ""
        elif tag == "textarea":
            self.fields[self.area] = self.fields.get(self.area, "").removeprefix("\n")
            self.area = ""


def form_on(page: str, address: str) -> tuple[Fields, set[str]]:
    """The filled fields, and the names of all fields, of the page's own forms."""
    forms = _Forms(address)
    forms.feed(page)
    return forms.fields, forms.names
