"""Who acts for an enterprise sees it; who does so no longer sees nothing of it, by any way in."""

import pytest
from django.urls import reverse

from config.common.access import Role
from enterprises.models import Enterprise, Representative
from tests.access.reading import text_of
from tests.access.table import answer_class, lines
from tests.access.world import PERSONAL, World
from tests.factories.audits import today

ITS_OWN = [
    line
    for line in lines()
    if line.cells[Role.ENTERPRISE] == "ok" and line.thing not in {"none", *PERSONAL} and line.foreign == "404"
]
LISTS = [
    "enterprises:enterprise_list",
    "enterprises:disclosure_list",
    "enterprises:order_list",
    "enterprises:agreement_list",
    "audits:round_list",
    "audits:review_list",
    "measures:measure_list",
]


def _ended(world: World) -> None:
    rows = Representative.objects.filter(user=world.here.people[Role.ENTERPRISE])
    rows.update(until=today(), ended_by=world.here.people[Role.COUNTY], ended_why="调离")


def test_every_thing_of_the_enterprise_is_gone_for_who_has_left(world: World) -> None:
    _ended(world)
    client, wrong = world.clients[Role.ENTERPRISE], []
    for line in ITS_OWN:
        facts = {}
        if line.url.startswith("api-") and line.method != "GET":
            facts = {"data": {}, "content_type": "application/json", "HTTP_IF_MATCH": '"1"'}
        address = line.address(world.own(Role.ENTERPRISE, line.thing)[0])
        found = answer_class(getattr(client, line.method.lower())(address, **facts))
        if found != "404":
            wrong.append(f"{line.name}: {found}")
    assert len(ITS_OWN) > 20
    assert wrong == []


@pytest.mark.parametrize("url", LISTS)
def test_every_list_is_empty_for_who_has_left(world: World, url: str) -> None:
    client = world.clients[Role.ENTERPRISE]
    assert client.get(reverse(url)).context["list"].total > 0
    _ended(world)
    response = client.get(reverse(url))
    assert response.context["list"].total == 0
    assert f"{world.here.mark}焦化" not in text_of(response)


def test_a_person_of_two_enterprises_sees_both_and_one_when_one_has_ended(world: World) -> None:
    person, client = world.here.people[Role.ENTERPRISE], world.clients[Role.ENTERPRISE]
    page = reverse("enterprises:enterprise_list")
    own = set(Enterprise.objects.visible_to(person).values_list("pk", flat=True))
    assert client.get(page).context["list"].total == len(own) > 1
    first, second, *_rest = sorted(own)
    left = {"until": today(), "ended_by": person}
    Representative.objects.filter(user=person, enterprise=first).update(**left)
    answers = [
        client.get(reverse("enterprises:enterprise_detail", args=[pk])).status_code for pk in (first, second)
    ]
    assert answers == [404, 200]
    assert client.get(page).context["list"].total == len(own) - 1
