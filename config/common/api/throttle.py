"""How often one address may call what anybody may call."""

import time
from typing import Any

from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

from config.common.context import call_facts
from config.common.rates import seconds_to_wait


class ToolThrottle(BaseThrottle):
    """Counts with the pages of the same tools."""

    _seconds = 0

    def allow_request(self, request: Request, view: Any) -> bool:
        self._seconds = seconds_to_wait("tool", call_facts.get().address, time.time())
        return not self._seconds

    def wait(self) -> float:
        return self._seconds
