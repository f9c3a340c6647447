"""Refusals: every "no" of the platform is a sentence for people, with what is missing behind it."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """One thing that is missing or wrong: a stable code, a sentence for people, where to mend it."""

    code: str
    sentence: str
    link: str = ""


class Refused(Exception):
    """A rule said no. The page shows the sentence (422), the API answers 409."""

    def __init__(self, sentence: str, problems: Sequence[Problem] = ()) -> None:
        super().__init__(sentence)
        self.sentence = str(sentence)
        self.problems = tuple(problems)


class NotAllowed(Refused):
    """The person's role does not have this right (403)."""


class Stale(Refused):
    """Somebody else saved first (412). `theirs` holds what the row says now, `yours` what was sent."""

    def __init__(self, sentence: str, *, theirs: dict[str, str], yours: dict[str, str]) -> None:
        super().__init__(sentence)
        self.theirs = theirs
        self.yours = yours
