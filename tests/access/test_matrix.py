"""F17: every way in × every role × own, sibling, parent and other things, against the written table."""

import inspect
from typing import Any

import pytest
from django.test import Client

from config.common.access import ADMINISTRATORS
from tests.access.reading import text_of
from tests.access.table import ANONYMOUS, CELLS, PEOPLE, Line, answer_class, lines, methods_of
from tests.access.world import Thing, World, undone
from tests.architecture.test_wiring import patterns

LINES = lines()
EACH_LINE = pytest.mark.parametrize("line", LINES, ids=[line.name for line in LINES])
ADDRESSES = dict(patterns())
_OF_PEOPLE = ("accounts:user_", "accounts:activity_", "operations:job_", "operations:mail_")


def test_every_address_is_in_the_table_and_every_line_has_its_address() -> None:
    assert {line.url for line in LINES} == set(ADDRESSES)


def test_no_line_stands_twice() -> None:
    names = [line.name for line in LINES]
    assert sorted(set(names)) == sorted(names)


@EACH_LINE
def test_every_cell_is_a_word_of_the_table(line: Line) -> None:
    of_people = {line.cells[role] for role in PEOPLE}
    assert of_people <= CELLS
    assert line.cells[ANONYMOUS] in {"ok", "401" if line.url.startswith("api-") else "sign-in"}
    assert line.foreign == ("404" if line.thing != "none" and "ok" in of_people else "-")


@pytest.mark.parametrize("url", sorted(ADDRESSES))
def test_every_method_of_an_address_has_its_line(url: str) -> None:
    """API actions by their methods; a page whose function reads what is posted has a line for POST."""
    written = {line.method for line in LINES if line.url == url}
    methods = methods_of(ADDRESSES[url])
    if methods is not None:
        assert written == methods
    elif "request.POST" in inspect.getsource(inspect.unwrap(ADDRESSES[url].callback)):
        assert "POST" in written


@pytest.mark.parametrize("url", sorted({line.url for line in LINES} - {"schema", "api_docs"}))
def test_takes_arguments_where_the_table_names_a_thing(url: str) -> None:
    takes = bool(ADDRESSES[url].pattern.regex.groups)
    assert {line.thing != "none" for line in LINES if line.url == url} == {takes}


@EACH_LINE
def test_everybody_gets_what_the_table_says_and_reads_nothing_of_others(world: World, line: Line) -> None:
    wrong, told = [], []
    for role, whose, thing, wanted in _visits(world, line):
        found, text = _knock(world.clients[role], line, thing)
        if found != wanted:
            wrong.append(f"{role} {whose} {thing}: {found}, not {wanted}")
        if whose == "own" and found == "ok" and not _names_people(role, line):
            told += [f"{role} {thing} reads {word}" for word in _hidden(world, role, line) if word in text]
    assert "\n".join(wrong) == ""
    assert "\n".join(told) == ""


def _hidden(world: World, role: str, line: Line) -> list[str]:
    """The public site shows what is published of every place: there only drafts and people are hidden."""
    hidden = world.hidden_from(role)
    published = (
        {one.mark for one in world.places.values()} if line.url.startswith("reports:public_") else set()
    )
    return [word for word in hidden if word not in published]


def _names_people(role: str, line: Line) -> bool:
    """Administrators keep accounts, the trail and the jobs: these name everybody, wherever they are."""
    return role in ADMINISTRATORS and line.url.startswith(_OF_PEOPLE)


def _visits(world: World, line: Line) -> list[tuple[str, str, Thing, str]]:
    """Who goes to what, and what the table promises."""
    visits = [(ANONYMOUS, "any", world.any_of(line.thing), line.cells[ANONYMOUS])]
    for role in PEOPLE:
        own, foreign = world.own(role, line.thing), world.foreign(role, line.thing)
        assert own or line.cells[role] != "ok", f"{role} has no {line.thing} of its own in the world"
        if line.cells[role] == "403":  # turned away before anything is looked up: one of each will do
            own, foreign = own[:1], foreign[:1]
        nearest_and_farthest = [*own[:1], *own[1:][-1:]]
        visits += [(role, "own", thing, line.expects(role, own=True)) for thing in nearest_and_farthest]
        visits += [(role, "foreign", thing, line.expects(role, own=False)) for thing in foreign[:3]]
    return visits


def _knock(client: Client, line: Line, thing: Thing) -> tuple[str, str]:
    """The class of the answer and what it says; whatever it changed is undone."""
    facts: dict[str, Any] = {}
    if line.url.startswith("api-") and line.method != "GET":
        facts = {"data": {}, "content_type": "application/json", "HTTP_IF_MATCH": '"1"'}
    with undone(client):
        response = getattr(client, line.method.lower())(line.address(thing), **facts)
        found, text = answer_class(response), text_of(response)
    if found == "500":
        raise response.exc_info[1]
    return found, text


POST_ONLY = [line for line in LINES if {one.method for one in LINES if one.url == line.url} == {"POST"}]


@pytest.mark.parametrize("line", POST_ONLY, ids=[line.name for line in POST_ONLY])
def test_what_changes_something_is_not_done_by_following_a_link(world: World, line: Line) -> None:
    role = next(role for role in PEOPLE if line.cells[role] in {"ok", "all"})
    address = line.address(world.own(role, line.thing)[0])
    assert answer_class(world.clients[role].get(address)) == "405"
