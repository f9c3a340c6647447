import errno
import hashlib
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest
from pypdf import PdfReader
from pypdf.generic import IndirectObject

from config.common import pdf
from config.common.errors import Refused
from config.common.pdf import FONT_STACKS, font_css, html_to_pdf

ROOT = Path(__file__).parents[3]
CSS = (ROOT / "templates/documents/gongwen.css").read_text(encoding="utf-8")
LINE = "山西省环境保护厅关于公布强制性清洁生产审核企业名单的通知"


def document(body: str, css: str = "") -> str:
    style = f"<style>{font_css()}{CSS}{css}</style>"
    return (
        f'<!doctype html><html lang="zh-CN"><head><title>报告</title>{style}</head><body>{body}</body></html>'
    )


def lines_of(path: Path) -> list[list[str]]:
    """The text lines of each page, without its number."""
    pages = [page.extract_text().split("\n") for page in PdfReader(path).pages]
    return [[line for line in lines if line.strip("— 0123456789")] for lines in pages]


def fonts_of(path: Path) -> dict[str, bool]:
    """Fonts by name, and whether each is embedded."""

    def real(thing):
        return thing.get_object() if isinstance(thing, IndirectObject) else thing

    found = {}
    for page in PdfReader(path).pages:
        for font in map(real, real(real(page["/Resources"])["/Font"]).values()):
            (inner,) = real(font.get("/DescendantFonts", [font]))
            descriptor = real(real(inner)["/FontDescriptor"])
            embedded = any(key in descriptor for key in ("/FontFile", "/FontFile2", "/FontFile3"))
            found[font["/BaseFont"].partition("+")[2]] = embedded
    return found


def test_a_full_line_has_28_characters_and_a_full_page_22_lines(tmp_path) -> None:
    """GB/T 9704-2012, 5.2.2: 22 lines a page, 28 characters a line, filling the type area."""
    assert len(LINE) == 28
    facts = html_to_pdf(document(f"<p class=flush>{LINE * 44}</p>"), tmp_path / "a.pdf")
    assert lines_of(tmp_path / "a.pdf") == [[LINE] * 22, [LINE] * 22]
    assert facts.pages == 2


def test_a_paragraph_begins_two_characters_in_and_its_other_lines_are_full(tmp_path) -> None:
    html_to_pdf(document(f"<p>{LINE * 3}</p>"), tmp_path / "a.pdf")
    (lines,) = lines_of(tmp_path / "a.pdf")
    assert [len(line.strip()) for line in lines] == [26, 28, 28, 2]


def test_the_page_has_the_margins_of_the_standard(tmp_path) -> None:
    """A4; top 37 mm, left 28 mm; type area 156 × 225 mm."""
    html_to_pdf(document(f"<p class=flush>{LINE * 22}</p>"), tmp_path / "a.pdf")
    page = PdfReader(tmp_path / "a.pdf").pages[0]
    words = subprocess.run(
        ["pdftotext", "-bbox", str(tmp_path / "a.pdf"), "-"], check=True, capture_output=True, text=True
    ).stdout
    boxes = [line for line in words.splitlines() if LINE in line]
    places = {
        name: [float(box.split(f'{name}="')[1].split('"')[0]) for box in boxes]
        for name in ("xMin", "xMax", "yMin")
    }
    millimetre = 72 / 25.4
    assert (round(page.mediabox.width / millimetre), round(page.mediabox.height / millimetre)) == (210, 297)
    assert min(places["xMin"]) == pytest.approx(28 * millimetre, abs=1)
    assert max(places["xMax"]) == pytest.approx((28 + 156) * millimetre, abs=1)
    pitch = (max(places["yMin"]) - min(places["yMin"])) / 21
    assert pitch * 22 == pytest.approx(225 * millimetre, abs=0.5)


def test_page_numbers_stand_right_on_odd_and_left_on_even_pages(tmp_path) -> None:
    html_to_pdf(document("<p>一</p><p class=page>二</p><p class=page>三</p>"), tmp_path / "a.pdf")
    places = []
    for page in PdfReader(tmp_path / "a.pdf").pages:
        page.extract_text(
            visitor_text=lambda text, cm, tm, font, size: (
                "—" in text and places.append((text.strip(), cm[4] + tm[4]))
            )
        )
    assert [text for text, _x in places] == ["— 1 —", "— 2 —", "— 3 —"]
    middle = 210 / 2 / 25.4 * 72
    assert [x > middle for _text, x in places] == [True, False, True]


def test_headings_and_title_use_the_fonts_of_the_standard_and_all_are_embedded(tmp_path) -> None:
    body = "<h1>年度报告</h1><h2>一、总体</h2><h3>（一）名单</h3><p>正文 ㎡ 〔2010〕</p><table><tr><td>表</table>"
    html_to_pdf(document(body), tmp_path / "a.pdf")
    fonts = fonts_of(tmp_path / "a.pdf")
    assert all(fonts.values())
    assert len(fonts) >= 2
    assert not any("JP" in name or "DejaVu" in name for name in fonts)


def test_without_any_named_font_chinese_still_gets_the_chinese_face(tmp_path) -> None:
    css = "html, @page { font-family: serif } body { font-family: serif }"
    html_to_pdf(document("<p>骨直门</p>", css), tmp_path / "a.pdf")
    assert not any("JP" in name for name in fonts_of(tmp_path / "a.pdf"))


def test_the_sites_own_fonts_come_first_and_the_explicit_chinese_face_last() -> None:
    css = font_css({"fangsong": 'FZFangSong-Z02S"; } body { color: red', "biaosong": "FZXiaoBiaoSong-B05S"})
    assert '--fangsong:"FZFangSong-Z02S  body  color red","仿宋_GB2312"' in css
    assert "--biaosong-weight:normal" in css
    assert "--biaosong-weight:bold" in font_css()
    assert Counter(font_css().split('"'))["Noto Serif CJK SC"] == len(FONT_STACKS) - 1
    assert font_css().count('"Noto Sans CJK SC"') == 1


def test_the_facts_are_those_of_the_file(tmp_path) -> None:
    facts = html_to_pdf(document("<p>一</p>"), tmp_path / "a.pdf")
    content = (tmp_path / "a.pdf").read_bytes()
    assert (facts.bytes, facts.sha256) == (len(content), hashlib.sha256(content).hexdigest())
    assert (facts.pages, facts.denied) == (1, ())
    assert [path.name for path in tmp_path.iterdir()] == ["a.pdf"]


def test_the_same_document_gives_the_same_bytes(tmp_path) -> None:
    first, second = (html_to_pdf(document("<h1>报告</h1>"), tmp_path / name) for name in ("a.pdf", "b.pdf"))
    assert first.sha256 == second.sha256


def test_the_child_loads_neither_django_nor_celery(tmp_path) -> None:
    code = (
        "import runpy, sys; runpy.run_path(sys.argv[1]);"
        "print([name for name in ('django', 'celery', 'config') if name in sys.modules])"
    )
    command = [sys.executable, "-I", "-c", code, str(pdf.CHILD)]
    assert subprocess.run(command, check=True, capture_output=True, text=True).stdout == "[]\n"


@pytest.mark.parametrize("limits", [{"memory_mb": 150}, {"seconds": 1}])
def test_a_document_beyond_the_limits_is_refused_and_leaves_nothing(tmp_path, limits) -> None:
    rows = "".join(f"<tr><td>{number}<td>{LINE}</tr>" for number in range(5_000))
    began = time.monotonic()
    with pytest.raises(Refused, match="请缩小范围"):
        html_to_pdf(document(f"<table>{rows}</table>"), tmp_path / "a.pdf", **limits)
    assert time.monotonic() - began < 20
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "child", ["import os; os.kill(os.getpid(), 9)", "raise ValueError", "raise SystemExit(1)"]
)
def test_a_child_that_dies_is_a_refusal_and_keeps_the_older_file(tmp_path, monkeypatch, child: str) -> None:
    (tmp_path / "child.py").write_text(child)
    (tmp_path / "a.pdf").write_bytes(b"older")
    monkeypatch.setattr(pdf, "CHILD", tmp_path / "child.py")
    with pytest.raises(Refused):
        html_to_pdf("", tmp_path / "a.pdf")
    assert (tmp_path / "a.pdf").read_bytes() == b"older"


def test_a_full_disk_is_not_the_documents_fault(tmp_path, monkeypatch) -> None:
    (tmp_path / "child.py").write_text(f"raise SystemExit({pdf.EXIT_DISK})")
    monkeypatch.setattr(pdf, "CHILD", tmp_path / "child.py")
    with pytest.raises(OSError, match="space") as caught:
        html_to_pdf("", tmp_path / "a.pdf")
    assert caught.value.errno == errno.ENOSPC
