"""Databases of the bench: made with their data, and dropped when it ends."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg2

from bench.parts import run_manage, timed


@dataclass(frozen=True)
class Database:
    """A loaded database: the variables that lead to it, and how long loading took."""

    engine: str
    enterprises: int
    variables: dict[str, str]
    load_seconds: float


@contextmanager
def loaded(engine: str, enterprises: int, server: str, folder: Path) -> Iterator[Database]:
    """A database with load_scale's data while the block runs; `server` is the URL of a PostgreSQL."""
    var = folder / f"{engine}-{enterprises}"
    var.mkdir()
    variables = {"VAR_DIR": str(var), "CELERY_BROKER_URL": "memory://", "DATABASE_URL": ""}
    if engine == "SQLite":
        yield _load(engine, enterprises, variables)
        return
    name = f"bench_{enterprises}"
    _execute(server, f"CREATE DATABASE {name}")
    try:
        url = urlunsplit(urlsplit(server)._replace(path=f"/{name}"))
        yield _load(engine, enterprises, variables | {"DATABASE_URL": url})
    finally:
        _execute(server, f"DROP DATABASE {name} WITH (FORCE)")


def _execute(server: str, statement: str) -> None:
    """Outside any transaction, as databases are made and dropped."""
    connection = psycopg2.connect(server)
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            cursor.execute(statement)
    finally:
        connection.close()


def _load(engine: str, enterprises: int, variables: dict[str, str]) -> Database:
    run_manage(variables, "migrate", "--verbosity=0")
    took = timed(lambda: run_manage(variables, "load_scale", f"--enterprises={enterprises}", "--json"))
    return Database(engine, enterprises, variables, took)
