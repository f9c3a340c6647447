"""Chinese in the source, English whole: every sentence for people is wrapped, and the catalogue has it."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import polib
import pytest

from tests.architecture.sources import APPS, ROOT, python_sources, template_files

CATALOGUE = ROOT / "locale" / "en" / "LC_MESSAGES" / "django.po"
_CJK = re.compile(r"[\u4e00-\u9fff]")
_PLACEHOLDER = re.compile(r"%\([a-z_]+\)[sd]|%[sd]|\{[a-z_]*\}")
_WRAPPED = [
    re.compile(r"{%\s*comment.*?endcomment\s*%}", re.S),
    re.compile(r"{#.*?#}", re.S),
    re.compile(r"{%\s*blocktranslate.*?endblocktranslate\s*%}", re.S),
    re.compile(r"{%\s*translate\s.*?%}", re.S),
    re.compile(r"""_\((?:"[^"]*"|'[^']*')\)"""),
    re.compile(r'lang="zh-CN">中文'),  # each language is offered in its own words
]
# documents and reports are Chinese papers; the gallery is for page writers and shows made-up data
_CHINESE_PAPERS = ("documents", "gallery", "gallery.html")


@pytest.fixture(scope="module")
def extracted(tmp_path_factory: pytest.TempPathFactory) -> polib.POFile:
    """What xgettext finds in our code and templates today."""
    copy = tmp_path_factory.mktemp("messages")
    for name in (*APPS, "config", "templates"):
        ignored = shutil.ignore_patterns("__pycache__", "migrations")
        shutil.copytree(ROOT / name, copy / name, ignore=ignored)
    (copy / "locale").mkdir()
    command = [sys.executable, "-m", "django", "makemessages", "--locale=en", "--no-wrap", "--no-location"]
    subprocess.run([*command, "--ignore=gallery*"], cwd=copy, check=True, capture_output=True)
    return polib.pofile(str(copy / "locale/en/LC_MESSAGES/django.po"))


@pytest.fixture(scope="module")
def catalogue() -> polib.POFile:
    return polib.pofile(str(CATALOGUE))


def test_every_sentence_is_in_the_english_catalogue(extracted: polib.POFile, catalogue: polib.POFile) -> None:
    known = {(e.msgctxt, e.msgid): e for e in catalogue if e.translated() and not e.fuzzy and not e.obsolete}
    missing = [e.msgid for e in extracted if (e.msgctxt, e.msgid) not in known]
    assert missing == []


def test_the_catalogue_carries_nothing_that_is_gone(extracted: polib.POFile, catalogue: polib.POFile) -> None:
    present = {e.msgid for e in extracted}
    assert [e.msgid for e in catalogue if e.msgid not in present] == []


def test_translations_keep_their_placeholders(catalogue: polib.POFile) -> None:
    def holes(text: str) -> list[str]:
        return sorted(_PLACEHOLDER.findall(text))

    pairs = [
        (e.msgid, text) for e in catalogue for text in ([e.msgstr] if e.msgstr else e.msgstr_plural.values())
    ]
    assert [msgid for msgid, text in pairs if set(holes(text)) != set(holes(msgid))] == []


def test_translations_are_english(catalogue: polib.POFile) -> None:
    quoted = re.compile(r"《[^》]*》|“[^”]*”|\"[^\"]*\"|\([^)]*\)|〔[^〕]*〕")
    mixed = [e.msgid for e in catalogue if _CJK.search(quoted.sub("", e.msgstr))]
    assert mixed == ["中文"] or mixed == []


@pytest.mark.parametrize(
    "path",
    [
        pytest.param(p, id=str(p.relative_to(ROOT)))
        for p in template_files()
        if not set(p.relative_to(ROOT / "templates").parts) & set(_CHINESE_PAPERS)
    ],
)
def test_templates_wrap_what_people_read(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    for wrapped in _WRAPPED:
        text = wrapped.sub("", text)
    assert [line.strip() for line in text.splitlines() if _CJK.search(line)] == []


def test_refusals_are_wrapped() -> None:
    """A bare Chinese literal in Refused(...), Problem(...) or messages.* would stay Chinese in English."""
    bare = re.compile(r"""(?:Refused|NotAllowed|Stale)\(\s*f?["'][^"']*[\u4e00-\u9fff]""")
    found = [source.name for source in python_sources() if bare.search(source.text)]
    assert [name for name in found if "gallery" not in name] == []
