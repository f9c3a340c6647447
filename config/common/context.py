"""Where the present call comes from: request id and address, carried beside the call for the activity trail."""

from contextvars import ContextVar
from dataclasses import dataclass


@dataclass(frozen=True)
class CallFacts:
    """One call from outside: its id, the address it came from, and the entry (path or command)."""

    request_id: str = ""
    address: str = ""
    entry: str = ""


call_facts: ContextVar[CallFacts] = ContextVar("call_facts", default=CallFacts())  # noqa: B039  (frozen)
