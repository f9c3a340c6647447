"""Which registered enterprises may be one: by code, by likeness of names, by address; never by comparing all with all.

Rows meet only in blocks: those with one code, one address, or one of a name's three rarest pairs of
characters. A block larger than _CROWD says nothing and is left out, so that the work grows with the rows.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

_CROWD = 60
_RAREST = 3
LIKE = 80  # per cent of shared pairs of characters from which names are alike
_ALIKE_SAME_ADDRESS = 40
_COMPANIES = ["有限责任公司", "股份有限公司", "有限公司", "分公司", "公司", "集团", "总厂", "分厂", "厂"]
_LEGAL = [*_COMPANIES, "省", "市", "县", "区"]
_FORMS = re.compile("|".join(_LEGAL) + r"|\(.*?\)")
_ORGANISATION = slice(8, 17)  # the old nine-character code inside a USCC (GB 32100)
_LEAST_ADDRESS = 6


@dataclass(frozen=True)
class Subject:
    """What is compared of one enterprise."""

    id: int
    uscc: str
    old_code: str
    name_key: str
    city_id: int | None
    region_id: int
    address: str


@dataclass(frozen=True)
class Likeness:
    """Two that may be one: ids in order, per cent, and which grounds hold."""

    first: int
    second: int
    percent: int
    same_code: bool
    same_name: bool
    same_address: bool


def core_of(name_key: str) -> str:
    """A name without its legal form and what it shares with its neighbours; the name itself when nothing is left."""
    core = _FORMS.sub("", name_key).removeprefix("山西")
    return core if len(core) > 1 else name_key


def pairs_of(text: str) -> frozenset[str]:
    """Pairs of neighbouring characters."""
    return frozenset(text[i : i + 2] for i in range(len(text) - 1)) or frozenset({text})


def percent_alike(one: frozenset[str], other: frozenset[str]) -> int:
    """Dice: twice the shared pairs over all pairs, in per cent."""
    whole = len(one) + len(other)
    return round(200 * len(one & other) / whole) if whole else 0


def organisation_code(subject: Subject) -> str:
    """The nine characters that the old and the new code have in common."""
    return subject.uscc[_ORGANISATION] if len(subject.uscc) == 18 else subject.old_code.replace("-", "")


def likely_doubles(subjects: Sequence[Subject]) -> list[Likeness]:
    """Every pair that may be one enterprise, most alike first; `subjects` come in the order of their ids."""
    by_id = {subject.id: subject for subject in subjects}
    names = {subject.id: pairs_of(core_of(subject.name_key)) for subject in subjects}
    met = {pair for block in _blocks(subjects, names) for pair in combinations(block, 2)}
    found = (_compare(by_id[one], by_id[other], names) for one, other in met)
    return sorted(filter(None, found), key=lambda pair: (-pair.percent, pair.first, pair.second))


def _blocks(subjects: Sequence[Subject], names: dict[int, frozenset[str]]) -> Iterator[list[int]]:
    common = Counter(pair for pairs in names.values() for pair in pairs)
    blocks: dict[tuple[str, object], list[int]] = defaultdict(list)
    for subject in subjects:
        if code := organisation_code(subject):
            blocks["code", code].append(subject.id)
        if len(subject.address) >= _LEAST_ADDRESS:
            blocks["address", (subject.region_id, subject.address)].append(subject.id)
        for pair in _rarest(names[subject.id], common):
            blocks["name", (subject.city_id, pair)].append(subject.id)
    return (ids for ids in blocks.values() if 1 < len(ids) <= _CROWD)


def _rarest(pairs: Iterable[str], common: Counter[str]) -> list[str]:
    return sorted(pairs, key=lambda pair: (common[pair], pair))[:_RAREST]


def _compare(one: Subject, other: Subject, names: dict[int, frozenset[str]]) -> Likeness | None:
    """Another site of one code elsewhere is no double: one code counts in one place, or with like names.

    Two with codes of their own are compared only when their names or addresses are the same.
    """
    one_address = _same_address(one, other)
    own_codes = bool(one.uscc) and bool(other.uscc) and one.uscc != other.uscc
    if own_codes and not one_address and names[one.id] != names[other.id]:
        return None
    percent = percent_alike(names[one.id], names[other.id])
    code = organisation_code(one)
    same_code = bool(code) and code == organisation_code(other)
    same_name = percent >= LIKE and one.city_id == other.city_id
    same_address = one_address and (percent >= _ALIKE_SAME_ADDRESS or same_code)
    if not (same_name or same_address or (same_code and one.region_id == other.region_id)):
        return None
    whole = 100 if same_code else percent
    return Likeness(one.id, other.id, whole, same_code, same_name, same_address)


def _same_address(one: Subject, other: Subject) -> bool:
    same_place = one.region_id == other.region_id
    return same_place and len(one.address) >= _LEAST_ADDRESS and one.address == other.address
