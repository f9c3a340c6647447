"""Lifecycles as tables: which moves exist, who makes them, and the diagram drawn from the table."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils import translation

from config.common.access import Role

BACK = "*BACK*"
"""As `to_state`: back to where the thing stood before it was set aside."""

_MANY = 6


@dataclass(frozen=True)
class Move:
    """One way from state to state: who may go it, what it is called, what it needs, sets and tells.

    `label` is the word on the button, `said` the words in the story; `sets` names the date column the
    move fills; `tells` the roles that wait for it.
    """

    name: str
    from_states: tuple[str, ...]
    to_state: str
    roles: frozenset[Role]
    label: Any
    needs_reason: bool = False
    sets: str = ""
    tells: tuple[Role, ...] = ()
    said: Any = ""

    @property
    def story(self) -> str:
        return str(self.said or self.label)


@dataclass(frozen=True)
class Lifecycle:
    """A table of moves over named states: the one place that says what may happen next."""

    name: str
    title: str
    states: tuple[tuple[str, Any], ...]
    start: str
    moves: tuple[Move, ...]

    def move(self, name: str) -> Move | None:
        return next((move for move in self.moves if move.name == name), None)

    def leaving(self, state: str) -> tuple[Move, ...]:
        """The moves that begin in `state`, in the order of the table."""
        return tuple(move for move in self.moves if state in move.from_states)

    def label(self, state: str) -> str:
        return str(dict(self.states)[state])

    def page(self) -> tuple[str, str]:
        """File name and text of its page in docs/lifecycles (hook LIFECYCLES)."""
        return f"{self.name}.md", self.document()

    def document(self) -> str:
        """The lifecycle as a page of docs/lifecycles: diagram and table, in the words of the source."""
        with translation.override("zh-hans"):
            return "\n".join(
                [
                    f"# {self.title}",
                    "",
                    "Generated from the table by `script/manage draw_lifecycles`; do not edit.",
                    "",
                    "```mermaid",
                    draw(self.moves, self.states, self.start),
                    "```",
                    "",
                    *_table(self),
                    "",
                ]
            )


def draw(moves: Iterable[Move], states: Iterable[tuple[str, Any]], start: str) -> str:
    """Mermaid text of the table. A move that leaves many states starts at one node that stands for them."""
    lines = ["stateDiagram-v2"]
    lines += [f'    state "{label}" as {state}' for state, label in states]
    lines.append(f"    [*] --> {start}")
    crowds: dict[tuple[str, ...], str] = {}
    for move in moves:
        for source in _sources(move, crowds):
            target = source if move.to_state == BACK else move.to_state
            arrow = f"    {source} --> {target}: {move.label}"
            lines.append(f"{arrow}(回到原状态)" if move.to_state == BACK else arrow)
    nodes = [f'    state "{len(crowd)} 个状态之一(见下表)" as {node}' for crowd, node in crowds.items()]
    return "\n".join([lines[0], *nodes, *lines[1:]])


def _sources(move: Move, crowds: dict[tuple[str, ...], str]) -> tuple[str, ...]:
    if len(move.from_states) <= _MANY:
        return move.from_states
    return (crowds.setdefault(move.from_states, f"MANY_{len(crowds) + 1}"),)


def _table(lifecycle: Lifecycle) -> list[str]:
    rows = ["| move | label | from | to | who | reason | sets |", "|---|---|---|---|---|---|---|"]
    for move in lifecycle.moves:
        to_state = "where it stood" if move.to_state == BACK else move.to_state
        roles = ", ".join(role.value for role in Role if role in move.roles)
        reason = "yes" if move.needs_reason else ""
        cells = [move.name, str(move.label), ", ".join(move.from_states), to_state, roles, reason, move.sets]
        rows.append(f"| {' | '.join(cells)} |")
    return rows
