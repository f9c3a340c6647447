"""SQLite as measured for this platform: immediate transactions, commits on the disk, no WAL where it has its bug."""

import sqlite3
from pathlib import Path
from typing import Any


def _wal_is_safe(version: tuple[int, ...] = sqlite3.sqlite_version_info) -> bool:
    """WAL can corrupt data in 3.7.0–3.51.2 except where the fix was carried back (3.50.7, 3.44.6)."""
    carried_back: dict[tuple[int, ...], int] = {(3, 50): 7, (3, 44): 6}
    fix = carried_back.get(version[:2])
    return version >= (3, 51, 3) or (fix is not None and version[2] >= fix)


def sqlite_database(path: Path) -> dict[str, Any]:
    """The DATABASES entry for a SQLite file.

    EXTRA, for with FULL a power cut can bring back the journal of the last commit, which undoes what was
    acknowledged.
    """
    journal = "WAL" if _wal_is_safe() else "DELETE"
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": (
                f"PRAGMA journal_mode={journal};PRAGMA synchronous=EXTRA;"
                "PRAGMA foreign_keys=ON;PRAGMA cache_spill=OFF;"
            ),
        },
    }
