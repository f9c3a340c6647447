import os
from pathlib import Path

import pytest

from config.common.atomic import atomic_write, remove_stale_parts, scratch_path


def test_a_file_appears_whole_under_its_name(tmp_path: Path) -> None:
    target = tmp_path / "报告.pdf"
    with atomic_write(target) as part:
        part.write_bytes(b"half")
        assert not target.exists()
    assert target.read_bytes() == b"half"
    assert [path.name for path in tmp_path.iterdir()] == ["报告.pdf"]


def test_a_failed_write_leaves_the_older_file_and_nothing_else(tmp_path: Path) -> None:
    target = tmp_path / "a"
    target.write_bytes(b"older")

    def fail() -> None:
        with atomic_write(target) as part:
            part.write_bytes(b"half")
            raise LookupError

    with pytest.raises(LookupError):
        fail()
    assert target.read_bytes() == b"older"
    assert len(list(tmp_path.iterdir())) == 1


def test_the_sweep_removes_what_killed_processes_left_and_nothing_younger(tmp_path: Path) -> None:
    folder = tmp_path / "deep"
    folder.mkdir()
    old_file, old_folder, young = (scratch_path(folder) for _ in range(3))
    old_file.touch()
    young.touch()
    old_folder.mkdir()
    (old_folder / "inside").touch()
    (folder / "报告.part").touch()
    for path in (old_file, old_folder, folder / "报告.part"):
        os.utime(path, (1_000, 1_000))
    assert remove_stale_parts(tmp_path, before=2_000) == 2
    assert sorted(path.name for path in folder.iterdir()) == sorted(["报告.part", young.name])
