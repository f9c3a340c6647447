"""Which technologies of the library fit an enterprise: by its industry, and by what put it on the list."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

GENERAL = "综合"
# What the library calls what is cut, and how lists and monitoring reports call the same.
_SAME = {
    "COD": ("cod", "化学需氧量"),
    "氨氮": ("氨氮", "nh3"),
    "二氧化硫": ("二氧化硫", "so2"),
    "氮氧化物": ("氮氧化物", "nox"),
    "烟粉尘": ("颗粒物", "烟尘", "粉尘", "烟粉尘"),
    "重金属": ("铅", "汞", "镉", "铬", "砷", "镍", "重金属"),
    "废水": ("cod", "化学需氧量", "氨氮", "总磷", "总氮", "悬浮物", "酚", "氰"),
    "大气": ("二氧化硫", "so2", "氮氧化物", "nox", "颗粒物", "烟尘", "vocs"),
    "固体废物": ("固体废物", "废渣", "危险废物"),
}
ENERGY = "能源"


@dataclass(frozen=True)
class Plant:
    """What is known of an enterprise: words for its industry, pollutants over the limit, whether it wastes energy."""

    industries: tuple[str, ...]
    pollutants: tuple[str, ...]
    energy: bool


@dataclass(frozen=True)
class Suggestion:
    """A technology with what speaks for it: the pollutant it cuts, empty where only the industry is the same."""

    technology: Any
    pollutants: tuple[str, ...]
    energy: bool

    @property
    def weight(self) -> int:
        return 2 if self.pollutants or self.energy else 0


def suggestions(
    plant: Plant, technologies: Iterable[Any], *, taken: Collection[int] = ()
) -> list[Suggestion]:
    """Those of the plant's industry that are not among its measures yet; those that cut what is over the limit first.

    `technologies` are rows with pk, industry and target. Of those that fit the industry alone only the ones
    that cut several things at once (综合) are named.
    """
    found = []
    for row in technologies:
        if row.pk in taken or not _of_industry(row.industry, plant.industries):
            continue
        cuts = tuple(name for name in plant.pollutants if _cuts(row.target, name))
        energy = plant.energy and row.target == ENERGY
        if cuts or energy or row.target == GENERAL:
            found.append(Suggestion(row, cuts, energy))
    return sorted(found, key=lambda one: (-one.weight, one.technology.pk))


def _of_industry(wanted: str, names: Collection[str]) -> bool:
    return any(wanted in name or name in wanted for name in names if name)


def _cuts(target: str, pollutant: str) -> bool:
    words = _SAME.get(target, (target,))
    known = pollutant.lower()
    return any(word in known for word in words)
