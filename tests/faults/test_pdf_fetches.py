"""F15: a document that asks for what is not its own. Denied, noted, and the rest is rendered."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from pypdf import PdfReader

from config.common.pdf import html_to_pdf

pytestmark = pytest.mark.fault

PIXEL = "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"


class Server(HTTPServer):
    asked: list[str]


class Handler(BaseHTTPRequestHandler):
    server: Server

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        self.send_response(200)
        self.end_headers()

    def log_message(self, *words: object) -> None:
        pass


@pytest.fixture
def server() -> Iterator[Server]:
    server = Server(("127.0.0.1", 0), Handler)
    server.asked = []
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    path = tmp_path / "secret.svg"
    path.write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" width="200" height="20"><text y="15">SECRET</text></svg>'
    )
    return path


def rendered(body: str, folder: Path, **options) -> tuple[str, tuple[str, ...]]:
    html = f'<html lang="zh-CN"><body>正文{body}</body></html>'
    facts = html_to_pdf(html, folder / "out.pdf", **options)
    return "".join(page.extract_text() for page in PdfReader(folder / "out.pdf").pages), facts.denied


WAYS = [
    '<img src="{url}">',
    '<object data="{url}"></object>',
    '<embed src="{url}">',
    '<link rel="stylesheet" href="{url}">',
    '<link rel="attachment" href="{url}">',
    '<a rel="attachment" href="{url}">a</a>',
    '<style>@import "{url}";</style>',
    '<style>@font-face {{ font-family: f; src: url("{url}") }} body {{ font-family: f }}</style>',
    '<div style="background-image: url({url})">a</div>',
    '<div style="list-style-image: url({url}); display: list-item">a</div>',
    '<div style="content: url({url})">a</div>',
    '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><image href="{url}" width="9" height="9"/></svg>',
    '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><use href="{url}#a"/></svg>',
    "<img src=\"data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'>"
    "<image href='{url}' width='9' height='9'/></svg>\">",
]


@pytest.mark.parametrize("way", WAYS)
def test_nothing_is_fetched_from_the_network(server: Server, tmp_path: Path, way: str) -> None:
    url = f"http://127.0.0.1:{server.server_port}/x.svg"
    text, denied = rendered(way.format(url=url), tmp_path)
    assert server.asked == []
    assert "正文" in text
    assert all(asked.startswith(url) for asked in denied)


@pytest.mark.parametrize("way", WAYS)
def test_no_file_is_read_that_was_not_named(secret: Path, tmp_path: Path, way: str) -> None:
    text, _denied = rendered(way.format(url=secret.as_uri()), tmp_path, base_dir=tmp_path)
    assert "SECRET" not in text
    assert b"SECRET" not in (tmp_path / "out.pdf").read_bytes()


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "file://localhost/etc/passwd",
        "FILE:///etc/passwd",
        "file:///etc/passwd?.svg",
        "file:/etc/passwd",
        "//127.0.0.1/etc/passwd",
        "../secret.svg",
        "named/../secret.svg",
        "file:///%65tc/passwd",
        "ftp://127.0.0.1/a",
        "https://127.0.0.1/a",
        "gopher://127.0.0.1/a",
    ],
)
def test_every_way_of_writing_an_address_is_denied_and_noted(secret: Path, tmp_path: Path, url: str) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    text, denied = rendered(f'<img src="{url}">', tmp_path, base_dir=folder)
    assert len(denied) == 1
    assert "正文" in text
    assert "SECRET" not in text


def test_named_files_and_data_uris_are_given(secret: Path, tmp_path: Path) -> None:
    body = f'<img src="secret.svg"><img src="{PIXEL}">'
    text, denied = rendered(body, tmp_path, base_dir=tmp_path, files=[secret])
    assert "SECRET" in text
    assert denied == ()


def test_a_link_planted_beside_a_named_file_leads_nowhere(secret: Path, tmp_path: Path) -> None:
    named = tmp_path / "named.svg"
    named.write_text("<svg/>")
    (tmp_path / "link.svg").symlink_to(secret)
    text, denied = rendered('<img src="link.svg">', tmp_path, base_dir=tmp_path, files=[named])
    assert "SECRET" not in text
    assert len(denied) == 1


def test_a_stylesheet_that_was_named_may_not_name_others(secret: Path, tmp_path: Path) -> None:
    style = tmp_path / "style.css"
    style.write_text('@import "http://127.0.0.1:9/a.css"; body::before { content: url(secret.svg) "样式" }')
    body = '<link rel="stylesheet" href="style.css">'
    text, denied = rendered(body, tmp_path, base_dir=tmp_path, files=[style])
    assert "样式" in text
    assert "SECRET" not in text
    assert len(denied) == 2


def test_a_script_in_the_text_does_nothing(tmp_path: Path) -> None:
    text, denied = rendered(
        "<script src='http://127.0.0.1/a.js'></script><script>document.write('RAN')</script>", tmp_path
    )
    assert "RAN" not in text
    assert denied == ()
