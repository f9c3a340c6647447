"""What a deed is, and what many of them begin with."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from audits.models import Round
from audits.services.rounds import round_open
from config.common.access import Role
from tests.access.browser import Fields
from tests.access.world import Thing, World
from tests.factories.accounts import now, system
from tests.factories.audits import today, walk_to
from tests.factories.enterprises import make_enterprise, make_representative

Given = Callable[[World], Thing]
Sent = Callable[[World, Fields], Fields]


@dataclass(frozen=True)
class Deed:
    """`thing` finds or makes what the address names; `sent` is laid over what the page's form holds."""

    url: str
    role: str
    thing: Given
    sent: Sent
    method: str = "POST"

    @property
    def name(self) -> str:
        return f"{self.method} {self.url}"


def own(kind: str) -> Given:
    return lambda world: world.here.things.get(kind, ())


def personal(role: str, kind: str) -> Given:
    return lambda world: world.personal[role, kind]


def just(**fields: Any) -> Sent:
    return lambda _world, _page: fields


def fresh_round(world: World, state: str) -> Round:
    """Another round at HERE, walked to `state`; its plant is HERE's."""
    plant = make_enterprise("晋阳湖新厂", world.here.region)
    make_representative(plant, world.here.people[Role.ENTERPRISE])
    opened_on = today() - timedelta(days=30)
    round_ = round_open(enterprise=plant, listing=None, opened_on=opened_on, by=system(), at=now())
    return walk_to(round_, state)
