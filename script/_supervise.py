"""Keeps a few processes alive: starts them, starts them again when they die, ends them together."""

from __future__ import annotations

import os
import pwd
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import FrameType

GRACE_SECONDS = 20
STEADY_SECONDS = 60
LONGEST_PAUSE_SECONDS = 60
LOG_LIMIT_BYTES = 10 * 1024 * 1024


def bound(command: Sequence[str], *, end_by: str = "TERM", person: str = "") -> list[str]:
    """The command, ended with this signal by the kernel when we die, even by kill -9; run as that person."""
    prefix = ["setpriv", "--pdeathsig", end_by]
    if person:
        prefix += ["--reuid", person, "--regid", str(pwd.getpwnam(person).pw_gid), "--clear-groups"]
    return [*prefix, "--", *command]


def say(sentence: str) -> None:
    """One line for the person at the terminal."""
    print(sentence, file=sys.stderr, flush=True)


class Child:
    """One supervised process with its own process group, its pid file and its log."""

    def __init__(self, name: str, command: Sequence[str], *, run: Path, log: Path) -> None:
        self.name = name
        self.command = list(command)
        self.pid_file = run / f"{name}.pid"
        self.log_file = log / f"{name}.log"
        self.deaths = 0
        self.due = 0.0
        self.started = 0.0
        self.process: subprocess.Popen[bytes] | None = None

    def start(self, environment: Mapping[str, str]) -> None:
        self._turn_log_over()
        with self.log_file.open("ab") as log:
            self.process = subprocess.Popen(
                bound(self.command),
                env=dict(environment),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self.started = time.monotonic()
        self.pid_file.write_text(f"{self.process.pid}\n")

    def ended(self) -> int | None:
        """The exit code if it has just ended, with what it left behind cleared away."""
        code = None if self.process is None else self.process.poll()
        if code is None:
            return None
        self._signal_group(signal.SIGKILL)
        self.process = None
        self.pid_file.unlink(missing_ok=True)
        self.deaths = 1 if time.monotonic() - self.started > STEADY_SECONDS else self.deaths + 1
        self.due = time.monotonic() + self.pause
        return code

    @property
    def pause(self) -> int:
        """Seconds before the next start: 1, 2, 4 … one minute."""
        return min(1 << (self.deaths - 1), LONGEST_PAUSE_SECONDS)

    def ask_to_end(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()

    def make_end(self, *, by: float) -> None:
        """Waits for the end until then, and takes the whole group down."""
        if self.process is None:
            return
        try:
            self.process.wait(max(0.0, by - time.monotonic()))
        except subprocess.TimeoutExpired:
            say(f"  {self.name} is busy and is ended now; its job is taken up again at the next start")
        self._signal_group(signal.SIGKILL)
        self.process.wait()
        self.process = None
        self.pid_file.unlink(missing_ok=True)

    def last_words(self, lines: int = 15) -> str:
        """The end of the log."""
        text = self.log_file.read_text(errors="replace") if self.log_file.exists() else ""
        return "\n".join(text.splitlines()[-lines:])

    def _signal_group(self, number: int) -> None:
        # The leader may be gone while its workers still hold the port or a message.
        if self.process is not None:
            try:
                os.killpg(self.process.pid, number)
            except ProcessLookupError:
                return

    def _turn_log_over(self) -> None:
        if self.log_file.exists() and self.log_file.stat().st_size > LOG_LIMIT_BYTES:
            self.log_file.replace(self.log_file.with_suffix(".log.1"))


class Supervisor:
    """Runs its children until it is told to stop (Ctrl-C, SIGTERM, a closed terminal)."""

    def __init__(self, children: Sequence[Child], environment: Mapping[str, str]) -> None:
        self.children = list(children)
        self.environment = environment
        self.stopping = False

    def __enter__(self) -> Supervisor:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            if signal.getsignal(number) is not signal.SIG_IGN:
                signal.signal(number, self._stop)
        for child in self.children:
            child.start(self.environment)
        return self

    def __exit__(self, *_: object) -> None:
        for child in self.children:
            child.ask_to_end()
        by = time.monotonic() + GRACE_SECONDS
        for child in self.children:
            child.make_end(by=by)

    def _stop(self, _number: int, _frame: FrameType | None) -> None:
        if self.stopping:  # asked twice: no more patience
            for child in self.children:
                child._signal_group(signal.SIGKILL)
        self.stopping = True

    def look_after(self) -> None:
        """One round: notices who ended, and starts again who is due."""
        for child in self.children:
            code = child.ended()
            if code is not None and not self.stopping:
                why = f"signal {-code}" if code < 0 else f"code {code}"
                say(f"  {child.name} ended ({why}); starting again in {child.pause} s")
            if child.process is None and not self.stopping and time.monotonic() >= child.due:
                child.start(self.environment)

    def run(self) -> None:
        """Looks after the children until told to stop."""
        while not self.stopping:
            self.look_after()
            time.sleep(0.25)
