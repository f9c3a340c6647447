"""Files that are either there and whole, or not there: temp name, fsync, rename."""

import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PART_SUFFIX = ".part"


@contextmanager
def atomic_write(target: Path) -> Iterator[Path]:
    """A scratch path beside `target` that becomes `target` when the block ends well.

    Nothing appears under the final name before all of it is on the disk; a failing block leaves
    an older `target` as it was. A killed process leaves a hidden `*.part` for the sweep.
    """
    part = scratch_path(target.parent)
    part.touch(exist_ok=False)
    try:
        yield part
        _sync(part)
        os.replace(part, target)
        _sync(target.parent)
    finally:
        part.unlink(missing_ok=True)


def scratch_path(folder: Path) -> Path:
    """An unused hidden name in `folder` that the sweep recognises, for a file or a folder."""
    return folder / f".{secrets.token_hex(12)}{PART_SUFFIX}"


def remove_stale_parts(folder: Path, *, before: float) -> int:
    """Delete what killed processes left under `folder`, if last written before the timestamp.

    Returns how many were deleted. `before` must lie further back than the longest job runs.
    """
    stale = [part for part in folder.rglob(f".*{PART_SUFFIX}") if _is_older(part, before)]
    for part in stale:
        if part.is_dir():
            shutil.rmtree(part, ignore_errors=True)
        else:
            part.unlink(missing_ok=True)
    return len(stale)


def _is_older(part: Path, before: float) -> bool:
    try:
        return part.lstat().st_mtime < before
    except FileNotFoundError:  # its owner has just finished
        return False


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
