"""What a duty looks like to those who remind of it."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class NoticeCase:
    """One open duty: what is owed, by which day, who answers for it, and where it is done.

    `plant` and `agents` are ids of people; `places` the ids of county, city and province. The plant lands
    on `href`, an officer on `desk_href`.
    """

    kind: str
    id: int
    due_on: date
    what: str
    where: str
    href: str
    desk_href: str
    plant: tuple[int, ...]
    agents: tuple[int, ...]
    places: tuple[int | None, int | None, int | None]
