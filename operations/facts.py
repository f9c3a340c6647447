"""What a duty looks like to those who remind of it."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class ViewFacts:
    """A saved view in the menu of its list; `query` opens it."""

    pk: int
    name: str
    query: str
    mine: bool
    is_default: bool
    sharing: str
    owner: str


@dataclass(frozen=True)
class TableViews:
    """The saved views of a list for its reader: which there are, which one is open, whether it was changed since."""

    rows: tuple[ViewFacts, ...]
    current: ViewFacts | None
    changed: bool
    has_office: bool


@dataclass(frozen=True)
class Telling:
    """One piece of news for some people: which rule tells it of which case, in which words, landing where.

    `mark` sets apart what is told of the same case at different times; the same mark is told once.
    """

    rule: str
    case_kind: str
    case_id: int
    mark: str
    text: str
    href: str


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
