"""Renders one HTML document to PDF alone in a process of its own.

Run by path (`python -I pdf_child.py OPTIONS < html`), so that neither Django nor Celery is loaded:
only the standard library and WeasyPrint. Memory that WeasyPrint does not give back goes with it.
Prints one line of JSON: the number of pages, and what the document asked for and did not get.
"""

import ctypes
import errno
import gc
import json
import mimetypes
import os
import resource
import signal
import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from urllib.request import url2pathname

from weasyprint import HTML
from weasyprint.urls import URLFetcher, URLFetcherResponse

EXIT_DISK = 74
_MOST_DENIED = 20


class ClosedFetcher(URLFetcher):
    """Gives a document its own data: URIs and the files named by us; everything else is denied."""

    def __init__(self, files: list[str]) -> None:
        super().__init__(allowed_protocols=("data",), allow_redirects=False)
        self.files = {Path(file) for file in files}
        self.denied: list[str] = []

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        parts = urlsplit(url)
        if parts.scheme == "data":
            return super().fetch(url, headers)
        path = Path(url2pathname(parts.path)).resolve()
        if parts.scheme == "file" and not parts.netloc and path in self.files:
            kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
            return URLFetcherResponse(path.as_uri(), path.read_bytes(), {"Content-Type": kind})
        if len(self.denied) < _MOST_DENIED:
            self.denied.append(url[:200])
        raise ValueError("denied")


def confine(options: dict[str, Any]) -> None:
    """Bound what this process may use, and let it die with the one that asked."""
    ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG
    if os.getppid() != options["parent"]:
        raise SystemExit("the starter is gone")
    for kind, wanted in (
        (resource.RLIMIT_AS, options["memory_mb"] << 20),
        (resource.RLIMIT_CPU, options["seconds"]),
        (resource.RLIMIT_CORE, 0),
    ):
        hard = resource.getrlimit(kind)[1]
        most = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(kind, (most, most))


def main() -> None:
    options = json.loads(sys.argv[1])
    confine(options)
    gc.disable()  # a rendering only builds up: collecting frees nothing and costs a tenth
    fetcher = ClosedFetcher(options["files"])
    html = HTML(
        file_obj=sys.stdin.buffer,
        encoding="utf-8",
        base_url=options["base_url"],
        url_fetcher=fetcher,
    )
    document = html.render()
    try:
        Path(options["target"]).write_bytes(document.write_pdf())
    except OSError as error:
        sys.stderr.write(f"{error}\n")
        sys.stderr.flush()
        os._exit(EXIT_DISK if error.errno in (errno.ENOSPC, errno.EDQUOT) else 1)
    print(json.dumps({"pages": len(document.pages), "denied": fetcher.denied}))  # noqa: T201 -- the answer
    sys.stdout.flush()
    os._exit(0)  # nothing to tidy up


if __name__ == "__main__":
    main()
