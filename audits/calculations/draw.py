"""Drawing a panel: who must stand aside and why, and an order anybody can repeat from the seed. Pure."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from random import Random

ALGORITHM = "python-random-shuffle-1"
"""`random.Random(seed).shuffle` (Mersenne Twister, Fisher-Yates) over the ids in rising order."""

_SPACES = re.compile(r"\s+")
_FORMS = ("股份", "集团", "有限责任", "有限", "总", "分", "公司", "厂")
_LEAST = 4


@dataclass(frozen=True)
class ExpertFacts:
    """What decides whether an expert may sit: the employer, the ties (kind, organisation), and an account."""

    pk: int
    name: str
    employer: str
    has_account: bool
    ties: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Exclusion:
    """Who stands aside and why: `why` is a code, `party` the name of the enterprise or agency."""

    pk: int
    name: str
    employer: str
    why: str
    party: str = ""


def organisation_key(name: str) -> str:
    """What names of organisations are compared by."""
    return _SPACES.sub("", name).replace("(", "（").replace(")", "）").lower()


def exclusion(expert: ExpertFacts, parties: Iterable[str]) -> Exclusion | None:
    """Why an expert may not judge a round of these parties (the enterprise and its agency); None when they may."""
    for party in parties:
        why = _employed(expert.employer, party) or _tied(expert.ties, party)
        if why:
            return Exclusion(expert.pk, expert.name, expert.employer, why, party)
    if not expert.has_account:
        return Exclusion(expert.pk, expert.name, expert.employer, "account")
    return None


def _employed(employer: str, party: str) -> str:
    own, other = organisation_key(employer), organisation_key(party)
    if own == other:
        return "employer"
    return "group" if same_group(own, other) else ""


def same_group(own: str, other: str) -> bool:
    """Whether one's name begins with the other's, the legal form left out: a plant and its group."""
    stems = sorted((_stem(own), _stem(other)), key=len)
    return len(stems[0]) >= _LEAST and stems[1].startswith(stems[0])


def _stem(key: str) -> str:
    """A name without its legal form."""
    while form := next((one for one in _FORMS if key.endswith(one)), ""):
        key = key.removesuffix(form)
    return key


def _tied(ties: Iterable[tuple[str, str]], party: str) -> str:
    key = organisation_key(party)
    return next((kind for kind, organisation in ties if organisation_key(organisation) == key), "")


def draw_order(seed: int, ids: Iterable[int]) -> list[int]:
    """The eligible in the order they are drawn; the same seed and ids always give the same."""
    order = sorted(ids)
    Random(seed).shuffle(order)
    return order


def next_drawn(order: Sequence[int], used: Iterable[int], number: int) -> list[int]:
    """The next ones of the order that were not asked yet."""
    gone = set(used)
    return [pk for pk in order if pk not in gone][:number]
