"""Who is looked at: a stratified sample that anybody can draw again from the recorded seed."""

from collections.abc import Collection, Mapping
from random import Random


def sample(
    frame: Mapping[str, Collection[int]], wanted: Mapping[str, int], seed: str
) -> dict[str, list[int]]:
    """So many ids of each stratum, drawn without replacement; the same frame, numbers and seed give the same ids.

    Each stratum has a generator of its own, so that what is asked of one does not change the others.
    """
    return {
        name: sorted(Random(f"{seed}/{name}").sample(sorted(frame[name]), number))
        for name, number in wanted.items()
        if number
    }
