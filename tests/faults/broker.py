"""A Redis that can be taken away."""

import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tests.faults.web import end, free_port

_START_WITHIN = 20


class Redis:
    """A redis-server of a test's own, on a port of its own, that keeps nothing on the disk."""

    def __init__(self, folder: Path) -> None:
        assert shutil.which("redis-server"), "redis-server is missing: script/bootstrap --services"
        self.folder, self.port = folder, free_port()
        self.address = f"redis://127.0.0.1:{self.port}/0"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Empty, on the same port as ever; nothing when it runs."""
        if self.process and self.process.poll() is None:
            return
        command = ["redis-server", "--port", str(self.port), "--bind", "127.0.0.1", "--dir", str(self.folder)]
        self.process = subprocess.Popen(
            [*command, "--save", "", "--appendonly", "no"], stdout=subprocess.DEVNULL, start_new_session=True
        )
        until = time.monotonic() + _START_WITHIN
        while not self._ask(b"PING").startswith(b"+PONG"):
            assert time.monotonic() < until, "redis-server did not start"
            time.sleep(0.05)

    def kill(self) -> None:
        if self.process:
            end(self.process)

    def forget(self) -> None:
        assert self._ask(b"FLUSHALL").startswith(b"+OK")

    @contextmanager
    def frozen(self) -> Iterator[None]:
        """It keeps its connections and answers nothing."""
        assert self.process
        self.process.send_signal(signal.SIGSTOP)
        try:
            yield
        finally:
            self.process.send_signal(signal.SIGCONT)

    def _ask(self, words: bytes) -> bytes:
        with suppress(OSError), socket.create_connection(("127.0.0.1", self.port), timeout=1) as line:
            line.sendall(words + b"\r\n")
            return line.recv(64)
        return b""
