"""What can befall a request: the process dies at a write, at a file, after its work; the disk or the database is full.

A request asks for it with the header X-Trap: "write:3", "file:1", "sent", "disk", "size:1500000", "database".
"""

import errno
import os
import resource
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from unittest.mock import patch

from django.db import connection
from django.http import HttpRequest, HttpResponse

from tests.faults.kill import KillAtWrite, die

_MOST_PAGES = 1_073_741_823


class TrapMiddleware:
    """Stands before everything else, so that no part of a request is spared."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        kind, _colon, number = request.headers.get("X-Trap", "").partition(":")
        if not kind:
            return self.get_response(request)
        with TRAPS[kind](int(number or 0)):
            return self.get_response(request)


def kill_at_write(number: int) -> AbstractContextManager[None]:
    return connection.execute_wrapper(KillAtWrite(number))


@contextmanager
def kill_at_file(number: int) -> Iterator[None]:
    """Dies when a file that was written is to be forced to the disk (1) or to get its name (2)."""
    with patch({1: "os.fsync", 2: "os.replace"}[number], side_effect=lambda *_paths: die()):
        yield


@contextmanager
def kill_when_done(_number: int) -> Iterator[None]:
    """Dies after everything is written, before anybody is told."""
    yield
    die()


@contextmanager
def full_disk(_number: int = 0) -> Iterator[None]:
    """The disk has no room when a written file is forced to it, as with delayed allocation."""

    def refuse(_handle: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with patch("os.fsync", refuse):
        yield


@contextmanager
def limited_files(size: int) -> Iterator[None]:
    """No file grows beyond `size` bytes: what is larger ends in the middle."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@contextmanager
def full_database(_number: int = 0) -> Iterator[None]:
    """The database gets no further page: SQLite says what it says when the disk is full."""
    _most_pages(1)  # SQLite takes the pages there are
    try:
        yield
    finally:
        _most_pages(_MOST_PAGES)


def _most_pages(number: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA max_page_count={number}")


TRAPS: dict[str, Callable[[int], AbstractContextManager[None]]] = {
    "write": kill_at_write,
    "file": kill_at_file,
    "sent": kill_when_done,
    "disk": full_disk,
    "size": limited_files,
    "database": full_database,
}
