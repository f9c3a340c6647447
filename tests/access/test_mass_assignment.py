"""F19: fields that a form does not have change nothing, whatever they are called."""

from typing import Any

import pytest
from django.db import models
from django.http import HttpResponse
from django.urls import reverse

from accounts.models import Region, User
from config.common.access import Role
from enterprises.models import Enterprise
from measures.api import MeasureCreateInput, MoveInput, VerificationInput
from measures.models import Measure
from tests.access.browser import Fields, form_on
from tests.access.deed import Deed
from tests.access.deeds import DEEDS
from tests.access.reading import text_of
from tests.access.state import high_marks, our_models, state_since
from tests.access.table import lines
from tests.access.world import Thing, World, undone

# they write nothing of ours: the session, the language, or nothing at all
WITHOUT_ROWS = {"accounts:sign_in", "accounts:sign_out", "set_language", "api-feasibility"}
API_FIELDS = {name for one in (MeasureCreateInput, MoveInput, VerificationInput) for name in one().fields}
EACH_DEED = pytest.mark.parametrize("deed", DEEDS, ids=[deed.name for deed in DEEDS])


@pytest.fixture(autouse=True)
def _one_lot(monkeypatch: pytest.MonkeyPatch) -> None:
    """A draw done twice draws the same."""
    monkeypatch.setattr("audits.services.panels.secrets.randbelow", lambda most: 7)


def test_every_deed_of_the_table_is_tried() -> None:
    posted = {(line.url, line.method) for line in lines() if line.method != "GET"}
    assert {(deed.url, deed.method) for deed in DEEDS} == {p for p in posted if p[0] not in WITHOUT_ROWS}


@EACH_DEED
def test_fields_that_the_form_does_not_have_change_nothing(world: World, deed: Deed) -> None:
    thing = deed.thing(world)
    marks = high_marks()
    before = state_since(marks)
    page, names = _page(world, deed, thing)
    sent = page | deed.sent(world, page)
    plain, after = _do(world, deed, thing, sent, marks)
    assert after != before, f"the deed itself was not done ({plain.status_code}): {_sentence(plain)}"

    extra = {name: value for name, value in _every_field(world).items() if name not in names | sent.keys()}
    hostile, told = _do(world, deed, thing, extra | sent, marks)
    assert hostile.status_code == plain.status_code
    assert told == after


def _page(world: World, deed: Deed, thing: Thing) -> tuple[Fields, set[str]]:
    """What the page's form holds, and what it could hold; the API takes what its description says."""
    if deed.url.startswith("api-"):
        return {}, API_FIELDS
    address = reverse(deed.url, args=thing)
    return form_on(text_of(world.clients[deed.role].get(address)), address)


def _do(
    world: World, deed: Deed, thing: Thing, sent: Fields, marks: Any
) -> tuple[HttpResponse, dict[str, list[str]]]:
    """Do it and undo it; gives the answer and what then stood."""
    client, address = world.clients[deed.role], reverse(deed.url, args=thing)
    facts = {}
    if deed.url.startswith("api-"):
        version = Measure.objects.get(pk=thing[0]).version if thing else 0
        facts = {"content_type": "application/json", "HTTP_IF_MATCH": f'"{version}"'}
    elif deed.url == "measures:field_visit":
        facts = {"content_type": "application/json"}
    for value in sent.values():
        if hasattr(value, "seek"):
            value.seek(0)
    with undone(client):
        response = getattr(client, deed.method.lower())(address, sent, **facts)
        state = state_since(marks)
    if response.status_code == 500:
        raise response.exc_info[1]
    return response, state


def _every_field(world: World) -> Fields:
    """A value, unlike any that is there, for every column of every model, and for what services are given."""
    there = world.there
    known: dict[type[models.Model], int] = {
        Region: there.region.pk,
        User: there.people[Role.ENTERPRISE].pk,
        Enterprise: there.things["enterprise"][0],
    }
    fields: Fields = {"by": known[User], "at": "2001-01-01", "user_id": known[User], "is_superuser": "on"}
    for model in our_models():
        for field in model._meta.concrete_fields:
            if field.is_relation:
                related = known.get(field.related_model) or _last(field.related_model)
                fields |= {field.name: related, field.attname: related}
            else:
                fields[field.name] = _unlike(field)
    return fields


def _last(model: type[models.Model]) -> int:
    newest = model._default_manager.order_by("pk").last()
    return newest.pk if newest else 1


def _unlike(field: models.Field) -> Any:
    if field.choices:
        return list(field.flatchoices)[-1][0]
    if isinstance(field, models.BooleanField):
        return "on"
    if isinstance(field, models.DateField):
        return "2001-01-01"
    return "外来" if isinstance(field, (models.CharField, models.TextField)) else "987"


def _sentence(response: HttpResponse) -> str:
    """Why a deed was refused, for whoever mends this test."""
    if response.headers.get("Content-Type", "").startswith("application/json"):
        return text_of(response)
    found = response.context and response.context.get("form")
    return str(found.errors.as_json(escape_html=False)) if found else text_of(response)[-2000:]
