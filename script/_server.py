"""What script/server does inside the environment: prepares the data, starts web, worker and beat."""

from __future__ import annotations

import argparse
import fcntl
import json
import os
import shlex
import socket
import subprocess
import sys
import time
import unicodedata
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from _supervise import Child, Supervisor, bound, say

ROOT = Path(__file__).resolve().parent.parent
MANAGE = [sys.executable, str(ROOT / "manage.py")]
HOST = "127.0.0.1"
READY_WITHIN_SECONDS = 120
HOPELESS_AFTER_DEATHS = 4

# What $VAR_DIR/first-start says about how this copy began.
LOADING, DEMONSTRATION, EMPTY = "loading", "demonstration", "empty"


class CannotStartError(Exception):
    """The start cannot go on; the message says why and what to do."""


def main() -> int:
    options = _options()
    environment = _environment()
    var = Path(environment["VAR_DIR"])
    run, log = var / "run", var / "log"
    try:
        _make_folders(run, log)
        with _only_one(run):
            _refuse_taken_port(options.port)
            _prepare_data(var, environment, empty=options.empty)
            children = _children(options.port, run=run, log=log)
            # Links in letters and calendars lead here, unless the site says where it is reached.
            environment.setdefault("SITE_URL", _address(options.port))
            with Supervisor(children, environment) as supervisor:
                _wait_until_ready(supervisor, options.port)
                if not supervisor.stopping:
                    _print_welcome(options.port, var)
                supervisor.run()
                say("\n正在停止 / Stopping …")
    except CannotStartError as stop:
        say(f"✗ {stop}")
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


def _make_folders(*folders: Path) -> None:
    for folder in folders:
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise CannotStartError(
                f"无法建立 {folder}（{error.strerror}）。 / {folder} cannot be made; give a folder that you "
                "may write to: VAR_DIR=… script/server"
            ) from None


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="script/server", description=__doc__)
    parser.add_argument("--empty", action="store_true", help="no demonstration data, no account")
    parser.add_argument("--port", type=_port, default=8000, help="of 127.0.0.1; 8000 unless given")
    return parser.parse_args()


def _port(text: str) -> int:
    number = int(text)
    if not 1 <= number <= 65535:
        raise argparse.ArgumentTypeError(f"{number} is not between 1 and 65535")
    return number


def _environment() -> dict[str, str]:
    environment = dict(os.environ)
    environment.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.embedded")
    environment["VAR_DIR"] = str(Path(environment.get("VAR_DIR") or ROOT / "var").resolve())
    environment["PYTHONUNBUFFERED"] = "1"
    environment["TZ"] = "Asia/Shanghai"
    return environment


def _address(port: int) -> str:
    return f"http://{HOST}:{port}"


@contextmanager
def _only_one(run: Path) -> Iterator[None]:
    """Two servers on one folder would run everything twice; the lock ends with this process."""
    with (run / "server.lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            raise CannotStartError(
                f"平台已在运行（进程 {lock.read().strip()}）。 / A server already runs on {run.parent}; "
                "stop it first, or give another folder: VAR_DIR=… script/server"
            ) from None
        os.set_inheritable(lock.fileno(), False)
        lock.truncate(0)
        lock.write(f"{os.getpid()}\n")
        lock.flush()
        yield


def _refuse_taken_port(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            raise CannotStartError(
                f"端口 {port} 不可用（{error}）。 / Port {port} cannot be used; "
                f"choose another: script/server --port {port + 1}"
            ) from None


def _prepare_data(var: Path, environment: dict[str, str], *, empty: bool) -> None:
    """The database up to date; demonstration data at the first start of the embedded default."""
    if environment.get("DATABASE_URL") or not _is_embedded(environment):
        _manage(environment, "migrate", "--no-input", "--verbosity=0")
        return
    mark = var / "first-start"
    began = mark.read_text().strip() if mark.exists() else ""
    if began == LOADING:
        _set_aside(var)
        began = ""
    if empty and began == DEMONSTRATION:
        raise CannotStartError(
            f"{var} 中已有演示数据。 / {var} holds the demonstration. For a clean start give another "
            "folder (VAR_DIR=… script/server --empty) or move this one away"
        )
    database = var / "db.sqlite3"
    in_use = database.exists() and not began and not empty
    if not database.exists():
        say("→ 正在建立数据库 / Making the database …")
    _manage(environment, "migrate", "--no-input", "--verbosity=0")
    if began:
        return
    if empty or (in_use and _holds_data(environment)):
        mark.write_text(f"{EMPTY}\n")
        return
    mark.write_text(f"{LOADING}\n")
    say("→ 首次启动：正在载入演示数据 / First start: loading the demonstration data …")
    _manage(environment, "load_demo")
    mark.write_text(f"{DEMONSTRATION}\n")


def _is_embedded(environment: dict[str, str]) -> bool:
    return environment["DJANGO_SETTINGS_MODULE"] == "config.settings.embedded"


def _holds_data(environment: dict[str, str]) -> bool:
    """Whether people or enterprises are there already, put there by hand before the first start."""
    question = (
        "from django.contrib.auth import get_user_model as users; from enterprises.models import Enterprise; "
        "raise SystemExit(3 if Enterprise.objects.exists() or "
        "users().objects.exclude(password='').exclude(password__startswith='!').exists() else 0)"
    )
    asked = subprocess.run(
        [*MANAGE, "shell", "--verbosity=0", "--command", question], env=environment, cwd=ROOT, check=False
    )
    if asked.returncode not in (0, 3):
        raise CannotStartError("数据库无法读取，见上文。 / The database could not be read, see above")
    return asked.returncode == 3


def _set_aside(var: Path) -> None:
    """The last first start was cut off in the middle: begin again, and lose nothing of what is there."""
    aside = var / f"cut-off-{time.strftime('%Y%m%d-%H%M%S')}"
    say(f"→ 上次载入未完成，原有内容移至 {aside} / The last loading was cut off; what it left is moved there")
    aside.mkdir()
    for entry in list(var.iterdir()):
        if entry.name not in ("run", "log") and not entry.name.startswith("cut-off-"):
            entry.rename(aside / entry.name)


def _manage(environment: dict[str, str], *arguments: str) -> None:
    # In a session of its own: Ctrl-C reaches us alone, and we end it without a traceback.
    command = subprocess.Popen(
        bound([*MANAGE, *arguments]), env=environment, cwd=ROOT, start_new_session=True
    )
    try:
        code = command.wait()
    except KeyboardInterrupt:
        command.terminate()
        command.wait()
        raise
    if code:
        raise CannotStartError(
            f"manage.py {arguments[0]} 未成功，见上文。 / manage.py {arguments[0]} failed, see above"
        )


def _children(port: int, *, run: Path, log: Path) -> list[Child]:
    celery = [sys.executable, "-m", "celery", "--app", "config.celery:app"]
    commands = {
        "web": [
            *(sys.executable, "-m", "gunicorn", "config.wsgi", "--bind", f"{HOST}:{port}"),
            *("--workers", "2", "--worker-class", "gthread", "--threads", "4"),
            *("--timeout", "60", "--graceful-timeout", "10", "--no-control-socket"),
            *("--chdir", str(ROOT), "--access-logfile", "-"),
        ],
        "worker": [
            *(*celery, "--workdir", str(ROOT), "worker", "--loglevel", "info"),
            # The only worker has nobody to talk to.
            *("--without-gossip", "--without-mingle", "--without-heartbeat"),
        ],
        "beat": [
            *(*celery, "--workdir", str(ROOT), "beat", "--loglevel", "info"),
            # Without a pid file: one left behind by a kill would stop the next start.
            *("--pidfile", "", "--schedule", str(run / "beat-schedule")),
        ],
    }
    return [Child(name, command, run=run, log=log) for name, command in commands.items()]


def _wait_until_ready(supervisor: Supervisor, port: int) -> None:
    """Returns when /readyz answers; gives up when a process cannot be kept alive."""
    until = time.monotonic() + READY_WITHIN_SECONDS
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    while not supervisor.stopping:
        supervisor.look_after()
        for child in supervisor.children:
            if child.deaths >= HOPELESS_AFTER_DEATHS:
                raise CannotStartError(
                    f"{child.name} 无法启动 / does not start. {child.log_file}:\n{child.last_words()}"
                )
        try:
            with opener.open(f"{_address(port)}/readyz", timeout=5) as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, OSError):
            pass
        if time.monotonic() > until:
            web = supervisor.children[0]
            raise CannotStartError(f"/readyz 没有应答 / does not answer. {web.log_file}:\n{web.last_words()}")
        time.sleep(0.2)


def _print_welcome(port: int, var: Path) -> None:
    lines = ["", f"平台已就绪 / The platform is ready:  {_address(port)}/", ""]
    accounts = var / "demo_accounts.json"
    if accounts.exists():
        lines += ["演示账号 / Demonstration accounts", *_account_lines(json.loads(accounts.read_text())), ""]
    else:
        where = "" if var == ROOT / "var" else f"VAR_DIR={shlex.quote(str(var))} "
        lines += [
            f"首位管理员 / The first administrator:  {where}script/manage create_admin --role system",
            "",
        ]
    lines += [f"日志 / Logs:  {var / 'log'}", "停止 / Stop:  Ctrl-C"]
    print("\n".join(lines), flush=True)


def _account_lines(accounts: list[dict[str, str]]) -> list[str]:
    rows = [("角色 / Role", "姓名 / Name", "用户名 / User", "密码 / Password")]
    rows += [(a["role"], a["name"], a["username"], a["password"]) for a in accounts]
    widths = [max(_width(row[column]) for row in rows) for column in range(4)]
    return ["  " + "  ".join(_padded(text, to) for text, to in zip(row, widths, strict=True)) for row in rows]


def _width(text: str) -> int:
    """Columns on a terminal, where a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def _padded(text: str, to: int) -> str:
    return text + " " * (to - _width(text))


if __name__ == "__main__":
    sys.exit(main())
