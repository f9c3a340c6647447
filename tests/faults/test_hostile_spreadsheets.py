"""F12: files made to hurt the reader. Each is refused with a sentence, quickly and in little memory."""

import os
import resource
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import xlsxwriter

from config.common.errors import Refused
from config.common.spreadsheet import reading
from config.common.spreadsheet.reading import Limits, read_table

pytestmark = pytest.mark.fault

MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
SHEET = "xl/worksheets/sheet1.xml"
DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>'
DOCTYPE = '<!DOCTYPE worksheet [<!ENTITY a "x"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'


@pytest.fixture
def honest(tmp_path: Path) -> dict[str, bytes]:
    """The parts of a workbook with nothing wrong, to be spoiled one by one."""
    book = xlsxwriter.Workbook(str(tmp_path / "honest.xlsx"))
    book.add_worksheet("名单").write_string(0, 0, "企业名称")
    book.close()
    with zipfile.ZipFile(tmp_path / "honest.xlsx") as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(folder: Path, parts: dict[str, bytes]) -> Path:
    path = folder / "upload"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def sheet(rows: str, start: str = DECLARATION) -> bytes:
    return f"{start}<worksheet {MAIN}><sheetData>{rows}</sheetData></worksheet>".encode()


def worked() -> float:
    """Seconds of processor time of this process and its children: a busy machine does not make them more."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def refusal(path: Path, name: str = "名单.xlsx", **limits: int) -> str:
    """The code of the refusal; it took under ten seconds of work, and this process little memory."""
    before, began = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, worked()
    with pytest.raises(Refused) as caught:
        read_table(path, filename=name, limits=Limits(**limits))
    assert worked() - began < 10
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 50_000
    assert "请" in caught.value.sentence
    (problem,) = caught.value.problems
    return problem.code


def test_the_honest_workbook_is_read(honest, tmp_path) -> None:
    (row,) = read_table(packed(tmp_path, honest), filename="名单.xlsx").rows()
    assert str(row.cell(1)) == "企业名称"


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
        "<row r='200001'><c r='A200001'><v>1</v></c></row>",
        '<row r="1"><c r="GS1"><v>1</v></c></row>',
        '<row><c r="A200001"><v>1</v></c></row>',
        "<row/>" * 200_001,
        f"<row>{'<c/>' * 201}</row>",
        '<row r="9999999999"/>',
    ],
    ids=["last cell", "row", "column", "cell alone", "unnumbered rows", "unnumbered cells", "row alone"],
)
def test_cells_far_away_are_refused_before_parsing(honest, tmp_path, rows: str) -> None:
    parts = honest | {SHEET: sheet(rows)}
    assert refusal(packed(tmp_path, parts), ratio=10_000) == "far_cell"


def test_a_far_cell_in_a_part_of_another_encoding_is_seen(honest, tmp_path) -> None:
    text = sheet('<row r="1"><c r="XFD1048576"><v>1</v></c></row>', '<?xml version="1.0" encoding="UTF-16"?>')
    parts = honest | {SHEET: text.decode().encode("utf-16")}
    assert refusal(packed(tmp_path, parts)) == "far_cell"


def test_a_far_cell_only_claimed_as_dimension_costs_nothing(honest, tmp_path) -> None:
    claimed = honest[SHEET].replace(b'<dimension ref="A1"/>', b'<dimension ref="A1:XFD1048576"/>')
    assert claimed != honest[SHEET]
    (row,) = read_table(packed(tmp_path, honest | {SHEET: claimed}), filename="a.xlsx").rows()
    assert list(row.cells) == [1]


@pytest.mark.parametrize("part", [SHEET, "xl/workbook.xml", "xl/sharedStrings.xml", "[Content_Types].xml"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_doctype_is_refused_in_every_part(honest, tmp_path, part: str, encoding: str) -> None:
    root = honest[part].decode().split("?>", 1)[1]
    spoiled = f'<?xml version="1.0" encoding="{encoding}"?>{DOCTYPE}{root}'.encode(encoding)
    assert refusal(packed(tmp_path, honest | {part: spoiled})) == "doctype"


BOMBS = [
    (b" " * (1 << 20), 1_500, "ratio"),  # 1.5 MB that unpack to 1.5 GB
    (os.urandom(1 << 13) + b" " * (1 << 17), 500, "unpacked"),  # dense enough to pass for honest
]


@pytest.mark.parametrize(("block", "times", "code"), BOMBS, ids=["ratio", "unpacked"])
def test_zip_bombs_are_counted_while_unpacking(honest, tmp_path, block: bytes, times: int, code: str) -> None:
    path = packed(tmp_path, honest)
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive, archive.open("xl/a.bin", "w") as part:
        for _ in range(times):
            part.write(block)
    assert path.stat().st_size < 20 << 20
    assert refusal(path, unpacked_mb=200 if code == "ratio" else 50) == code


def test_sizes_claimed_in_the_directory_are_not_believed(honest, tmp_path) -> None:
    path = packed(tmp_path, honest | {"xl/media/a.bin": b" " * (30 << 20)})
    content = bytearray(path.read_bytes())
    true_size = (30 << 20).to_bytes(4, "little")
    while (at := content.find(true_size)) >= 0:
        content[at : at + 4] = (9).to_bytes(4, "little")
    path.write_bytes(content)
    assert refusal(path) in ("ratio", "damaged")


def test_too_many_parts_are_refused(honest, tmp_path) -> None:
    parts = honest | {f"xl/media/{number}": b"" for number in range(1_000)}
    assert refusal(packed(tmp_path, parts)) == "entries"


def test_a_file_too_large_is_refused_unopened(tmp_path) -> None:
    path = tmp_path / "upload"
    with path.open("wb") as file:
        file.write(b"PK\x03\x04")
        file.truncate((20 << 20) + 1)
    assert refusal(path) == "packed"


@pytest.mark.parametrize(
    "parts",
    [
        {"xl/vbaProject.bin": b"macro"},
        {"xl/macrosheets/sheet1.xml": b"<xm/>"},
        {"XL/VBAPROJECT.BIN": b"macro"},
    ],
)
def test_macros_are_refused_under_any_name(honest, tmp_path, parts) -> None:
    assert refusal(packed(tmp_path, honest | parts)) == "macros"


def test_a_workbook_typed_as_one_with_macros_is_refused(honest, tmp_path) -> None:
    name = "[Content_Types].xml"
    typed = honest[name].replace(
        b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
        b"application/vnd.ms-excel.sheet.macroEnabled.main+xml",
    )
    assert typed != honest[name]
    assert refusal(packed(tmp_path, honest | {name: typed})) == "macros"


RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" TargetMode="External" Target="http://example.org/a"'
    ' Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}"/></Relationships>'
)


@pytest.mark.parametrize(
    "parts",
    [
        {"xl/externalLinks/externalLink1.xml": b"<externalLink/>"},
        {"xl/connections.xml": b"<connections/>"},
        {"xl/queryTables/queryTable1.xml": b"<queryTable/>"},
        {"xl/worksheets/_rels/sheet1.xml.rels": RELATIONS.format(kind="oleObject").encode()},
        {"xl/worksheets/_rels/sheet1.xml.rels": RELATIONS.format(kind="image").encode()},
    ],
)
def test_links_to_outside_are_refused(honest, tmp_path, parts) -> None:
    assert refusal(packed(tmp_path, honest | parts)) == "external_links"


def test_a_web_address_in_a_cell_is_no_link_to_outside_data(honest, tmp_path) -> None:
    part = {"xl/worksheets/_rels/sheet1.xml.rels": RELATIONS.format(kind="hyperlink").encode()}
    assert read_table(packed(tmp_path, honest | part), filename="a.xlsx").row_count == 1


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (OLE + b"\0" * 2_000, "名单.xls", "old_excel"),
        (OLE + b"\0" * 2_000, "名单.xlsx", "old_excel"),
        (OLE + b"\0" * 2_000 + "EncryptedPackage".encode("utf-16-le"), "名单.xlsx", "encrypted"),
        (b"<html><table>", "名单.xls", "kind"),
        (b"<html><table>", "名单.xlsx", "not_xlsx"),
        (b"PK\x03\x04", "名单.xlsm", "macros"),
        (b"PK\x03\x04", "名单.xlsb", "binary_workbook"),
        (b"PK\x03\x04" + b"\0" * 100, "名单.xlsx", "damaged"),
        (b"PK\x03\x04" + b"\0" * 100, "名单.docx", "kind"),
    ],
)
def test_other_kinds_of_file_are_refused_by_name_and_content(tmp_path, content, name, code) -> None:
    path = tmp_path / "upload"
    path.write_bytes(content)
    assert refusal(path, name) == code


def test_an_encrypted_entry_is_refused(honest, tmp_path) -> None:
    path = packed(tmp_path, honest)
    content = bytearray(path.read_bytes())
    for signature, flags_at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.find(signature) + flags_at] |= 1
    path.write_bytes(content)
    assert refusal(path) == "encrypted"


def test_an_unusual_compression_is_refused(honest, tmp_path) -> None:
    path = packed(tmp_path, honest)
    with zipfile.ZipFile(path, "a", zipfile.ZIP_LZMA) as archive:
        archive.writestr("xl/media/a", b"a" * 1_000)
    assert refusal(path) == "structure"


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_the_same_part_twice_is_refused(honest, tmp_path) -> None:
    path = packed(tmp_path, honest)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(SHEET, b"<worksheet/>")
    assert refusal(path) == "structure"


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="2"/><row r="2"><c r="A2"><v>1</v></c></row><row r="1"><c r="A1"><v>1</v></c></row>',
        '<row r="1"><c r="1A"><v>1</v></c></row>',
        '<row r="-1"/>',
        '<row r="1.5"/>',
    ],
)
def test_a_sheet_that_contradicts_itself_is_refused(honest, tmp_path, rows: str) -> None:
    assert refusal(packed(tmp_path, honest | {SHEET: sheet(rows)})) == "structure"


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="1"><c r="A1" t="s"><v>99</v></c></row>',
        '<row r="1"><c r="A1" s="99999" t="d"><v>never</v></c></row>',
        f'<row r="1"><c r="A1"><v>{"9" * 5_000}</v></c></row>',
        '<row r="1"><c r="A1" t="b"><v>maybe</v></c></row>',
    ],
)
def test_values_that_make_no_sense_are_a_file_that_cannot_be_read_safely(honest, tmp_path, rows: str) -> None:
    assert refusal(packed(tmp_path, honest | {SHEET: sheet(rows)}), ratio=10_000) == "unreadable"


@pytest.mark.parametrize("content", [b"<worksheet>", b"no xml", b"", b"\xff\xfe<"])
def test_a_part_that_is_no_xml_is_damaged(honest, tmp_path, content: bytes) -> None:
    assert refusal(packed(tmp_path, honest | {SHEET: content})) == "damaged"


def test_every_truncation_of_a_workbook_is_refused(honest, tmp_path) -> None:
    whole = packed(tmp_path, honest).read_bytes()
    path = tmp_path / "cut"
    for length in range(100, len(whole) - 1, len(whole) // 12):
        path.write_bytes(whole[:length])
        assert refusal(path) == "damaged"


def test_a_part_moved_where_it_is_not_looked_at_is_refused(honest, tmp_path) -> None:
    moved = honest | {"xl/media/sheet1.bin": honest[SHEET]}
    del moved[SHEET]
    name = "[Content_Types].xml"
    moved[name] = moved[name].replace(b"/xl/worksheets/sheet1.xml", b"/xl/media/sheet1.bin")
    moved["xl/_rels/workbook.xml.rels"] = moved["xl/_rels/workbook.xml.rels"].replace(
        b"worksheets/sheet1.xml", b"media/sheet1.bin"
    )
    assert refusal(packed(tmp_path, moved)) == "structure"


def test_a_reader_that_needs_too_much_memory_dies_alone(honest, tmp_path) -> None:
    """One row of a hundred thousand cells in the first column: small packed, a large tree."""
    cells = "".join(f'<c r="A1" t="inlineStr"><is><t>{number}</t></is></c>' for number in range(400_000))
    path = packed(tmp_path, honest | {SHEET: sheet(f'<row r="1">{cells}</row>')})
    assert refusal(path, memory_mb=200) == "unreadable"


def test_a_reader_that_needs_too_much_time_dies_alone(honest, tmp_path) -> None:
    cells = "".join(f'<row r="{n}"><c r="A{n}"><v>{n}</v></c></row>' for n in range(1, 150_000))
    path = packed(tmp_path, honest | {SHEET: sheet(cells)})
    assert refusal(path, cpu_seconds=1) == "unreadable"
    assert refusal(path, wall_seconds=1) == "slow"


@pytest.mark.parametrize(
    "name",
    [
        "../../etc/passwd.xlsx",
        "a\x00b.xlsx",
        "名" * 300 + ".xlsx",
        "; rm -rf ~ $(id) `id`.xlsx",
        "<b>.xlsx",
        "-I.xlsx",
    ],
)
def test_hostile_file_names_reach_no_path_and_no_shell(honest, tmp_path, name: str) -> None:
    """F14: the name only tells the kind."""
    assert read_table(packed(tmp_path, honest), filename=name).row_count == 1
    path = tmp_path / "list.csv"
    path.write_text("a\n")
    table = read_table(path, filename=name.replace(".xlsx", ".csv"))
    assert len(table.sheets[0]) <= 31


def test_nothing_is_left_in_the_temporary_folder(honest, tmp_path, monkeypatch) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr(reading.tempfile, "tempdir", str(scratch))
    table = read_table(packed(tmp_path, honest), filename="a.xlsx")
    assert list(scratch.iterdir()) == []
    assert table.row_count == 1
    assert refusal(packed(tmp_path, honest | {SHEET: b""})) == "damaged"
    assert list(scratch.iterdir()) == []


def children_of(script: str, marker: str) -> Iterator[int]:
    for process in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            words = process.read_bytes().decode(errors="replace")
        except OSError:
            continue
        if script in words and marker in words:
            yield int(process.parent.name)


def test_a_killed_worker_takes_its_reader_along(honest, tmp_path) -> None:
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>{n}</v></c></row>' for n in range(1, 190_000))
    path = packed(tmp_path, honest | {SHEET: sheet(rows)})
    code = (
        "import sys; from pathlib import Path; from config.common.spreadsheet.reading import read_table;"
        "read_table(Path(sys.argv[1]), filename='a.xlsx')"
    )
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])}
    with subprocess.Popen([sys.executable, "-c", code, str(path)], env=environment) as worker:
        wait_until(lambda: any(children_of("child.py", str(path))))
        worker.kill()
    wait_until(lambda: not any(children_of("child.py", str(path))))


def wait_until(true, seconds: float = 10) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.05)
