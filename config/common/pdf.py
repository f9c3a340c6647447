"""The one door to WeasyPrint: HTML of ours becomes a PDF file, or a sentence why not."""

import errno
import hashlib
import json
import logging
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from django.utils.translation import gettext as _

from config.common.atomic import atomic_write
from config.common.errors import Problem, Refused

logger = logging.getLogger(__name__)

CHILD = Path(__file__).with_name("pdf_child.py")
EXIT_DISK = 74
_PASSED_ON = ("HOME", "PATH", "LANG", "TMPDIR", "LD_LIBRARY_PATH", "XDG_CACHE_HOME")

# Families by role, tried in order. The explicit SC face stands last, or the Japanese one is taken.
FONT_STACKS: Mapping[str, Sequence[str]] = {
    "fangsong": ("仿宋_GB2312", "FangSong_GB2312", "仿宋", "FangSong", "FandolFang R"),
    "kaiti": ("楷体_GB2312", "KaiTi_GB2312", "楷体", "KaiTi", "FandolKai"),
    "heiti": ("黑体", "SimHei", "FandolHei"),
    "songti": ("宋体", "SimSun", "FandolSong"),
    "biaosong": ("FandolSong",),
}
_LAST = {"heiti": "Noto Sans CJK SC"}
_LAST_OTHERS = "Noto Serif CJK SC"


@dataclass(frozen=True)
class PdfFacts:
    """The file that was made; `denied` are addresses the document asked for and did not get."""

    pages: int
    bytes: int
    sha256: str
    denied: tuple[str, ...] = ()


def html_to_pdf(
    html: str,
    target: Path,
    *,
    base_dir: Path | None = None,
    files: Iterable[Path] = (),
    memory_mb: int = 1_500,
    seconds: int = 300,
) -> PdfFacts:
    """Make the PDF of a document; `target` appears whole or not at all.

    The document may use data: URIs and the `files` named here (relative addresses start at
    `base_dir`), nothing else: no network, no other file. It is rendered in a child process with
    limits, whose death is a refusal. A full disk is not the document's fault: OSError.
    """
    options = {
        "base_url": f"{base_dir.resolve().as_uri()}/" if base_dir else None,
        "files": [str(file.resolve()) for file in files],
        "parent": os.getpid(),
        "memory_mb": memory_mb,
        "seconds": seconds,
    }
    with atomic_write(target) as part:
        answer = _run_child(html, options | {"target": str(part)})
        with part.open("rb") as file:
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        size = part.stat().st_size
    if answer["denied"]:
        logger.warning("PDF asked for what it may not have: %s", ", ".join(answer["denied"]))
    return PdfFacts(answer["pages"], size, sha256, tuple(answer["denied"]))


def font_css(site_fonts: Mapping[str, str] | None = None) -> str:
    """The custom properties that documents name their fonts by, a site's own families first.

    `site_fonts`: role of FONT_STACKS → family, for example {"biaosong": "FZXiaoBiaoSong-B05S"}.
    Titles are bold unless a real 小标宋 is given, which is heavy by itself.
    """
    site_fonts = site_fonts or {}
    lines = []
    for role, families in FONT_STACKS.items():
        own = [site_fonts[role]] if role in site_fonts else []
        stack = [*own, *families, _LAST.get(role, _LAST_OTHERS)]
        lines.append(f"--{role}:{','.join(map(_quoted, stack))};")
    weight = "normal" if "biaosong" in site_fonts else "bold"
    return f":root{{{''.join(lines)}--biaosong-weight:{weight}}}"


def _quoted(family: str) -> str:
    safe = "".join(char for char in family if char.isalnum() or char in " _-.")
    return f'"{safe}"'


def _run_child(html: str, options: dict[str, Any]) -> dict[str, Any]:
    environment = {
        name: value
        for name, value in os.environ.items()
        if name in _PASSED_ON or name.startswith("FONTCONFIG_")
    }
    with tempfile.TemporaryFile() as complaints:
        try:
            result = subprocess.run(  # noqa: S603 -- our own interpreter and our own script
                [sys.executable, "-I", str(CHILD), json.dumps(options)],
                input=html.encode(errors="replace"),
                stdout=subprocess.PIPE,
                stderr=complaints,
                env=environment,
                timeout=options["seconds"],
                check=False,
            )
        except subprocess.TimeoutExpired as late:
            raise _refused() from late
        if result.returncode == EXIT_DISK:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), options["target"])
        if result.returncode:
            logger.warning("PDF child ended with %s: %s", result.returncode, _tail(complaints))
            raise _refused()
    answer: dict[str, Any] = json.loads(result.stdout)
    return answer


def _tail(complaints: IO[bytes]) -> str:
    size = os.fstat(complaints.fileno()).st_size
    return os.pread(complaints.fileno(), 2_000, max(0, size - 2_000)).decode(errors="replace")


def _refused() -> Refused:
    sentence = _(
        "文档没有生成：内容太多，超出了排版的内存或时间上限。"
        "请缩小范围（例如按市分别生成），长表请用 Excel 附表。"
    )
    return Refused(sentence, [Problem("pdf_too_heavy", sentence)])
