"""F4: the disk fills while a file is made. It is said as what it is, and nothing half-made stays."""

import json
import os
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path

import pytest

from config.common import pdf
from config.common.spreadsheet import reading
from config.common.spreadsheet.reading import Limits

pytestmark = pytest.mark.fault

ROOT = Path(__file__).parents[2]
WRITE = """
import errno, resource, sys
from pathlib import Path
import django
django.setup()
from config.common.spreadsheet.csvfile import write_csv
from config.common.spreadsheet.writing import OutColumn, SheetSpec, write_workbook
resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
rows = [[f"太原市第{n}化工有限公司"] for n in range(20_000)]
try:
    if sys.argv[1].endswith("csv"):
        write_csv(Path(sys.argv[1]), ["企业名称"], rows)
    else:
        write_workbook(Path(sys.argv[1]), [SheetSpec("名单", [OutColumn("企业名称")], rows)])
except OSError as error:
    print(errno.errorcode[error.errno])
"""


@pytest.mark.parametrize("name", ["a.xlsx", "a.csv"])
def test_a_table_that_does_not_fit_keeps_the_older_one_and_leaves_nothing(tmp_path, name: str) -> None:
    (tmp_path / name).write_bytes(b"older")
    environment = os.environ | {"PYTHONPATH": str(ROOT), "DJANGO_SETTINGS_MODULE": "config.settings.test"}
    done = subprocess.run(
        [sys.executable, "-c", WRITE, str(tmp_path / name)], env=environment, capture_output=True, text=True
    )
    assert (done.returncode, done.stdout) == (0, "EFBIG\n"), done.stderr
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [(name, b"older")]


def exit_code(script: Path, options: dict, **streams) -> int:
    command = [sys.executable, "-I", str(script), json.dumps(options | {"parent": os.getpid()})]
    return subprocess.run(command, stderr=subprocess.DEVNULL, **streams).returncode


def test_the_reader_tells_a_full_disk_from_a_bad_file(tmp_path) -> None:
    (tmp_path / "a.csv").write_text("a\n" * 100_000)
    options = asdict(Limits()) | {"path": str(tmp_path / "a.csv"), "kind": "csv", "name": "a"}
    with open("/dev/full", "wb") as full:
        assert exit_code(reading.CHILD, options, stdout=full) == reading.EXIT_DISK


def test_the_renderer_tells_a_full_disk_from_a_bad_document() -> None:
    options = {"target": "/dev/full", "base_url": None, "files": [], "memory_mb": 1_500, "seconds": 60}
    streams = {"input": "<p>报告".encode(), "stdout": subprocess.DEVNULL}
    assert exit_code(pdf.CHILD, options, **streams) == pdf.EXIT_DISK
