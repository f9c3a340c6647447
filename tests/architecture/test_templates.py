"""Templates obey the content policy, stay short, declare their parameters and name icons that exist."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
# Documents are printed by WeasyPrint and mails are read by mail programs: neither runs under our policy.
PAGES = [path for path in TEMPLATES if not {"documents", "emails"} & set(path.parts)]
FORBIDDEN = {
    "an inline style": re.compile(r"<[^>]*\sstyle\s*=", re.I),
    "a style element": re.compile(r"<style\b", re.I),
    "an inline handler": re.compile(r"<[^>]*\son[a-z]+\s*=", re.I),
    "an inline script": re.compile(r"<script\b(?![^>]*\b(?:src=|type=\"application/json\"))", re.I),
    "an address outside": re.compile(r"(?:src|href)=[\"']https?://", re.I),
}


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", PAGES, ids=named)
def test_a_page_holds_nothing_the_content_policy_blocks(path):
    text = path.read_text()
    assert [what for what, pattern in FORBIDDEN.items() if pattern.search(text)] == []


@pytest.mark.parametrize("path", TEMPLATES, ids=named)
def test_a_template_has_at_most_150_lines(path):
    assert len(path.read_text().splitlines()) <= 150


@pytest.mark.parametrize("path", sorted((ROOT / "templates/components").glob("*.html")), ids=named)
def test_a_component_begins_by_declaring_its_parameters(path):
    assert path.read_text().startswith(("{#", "{% comment %}"))


@pytest.mark.parametrize("path", PAGES, ids=named)
def test_every_named_icon_is_in_the_sprite(path):
    known = set(re.findall(r'<symbol id="([^"]+)"', (ROOT / "static/icons.svg").read_text()))
    assert set(re.findall(r'{% icon "([^"]+)"', path.read_text())) <= known


POSTING = {path for path in PAGES if "{% csrf_token %}" in path.read_text()}


@pytest.mark.parametrize("path", PAGES, ids=named)
def test_a_part_that_posts_is_given_the_token(path):
    """`only` takes the token away: the form would look right and be refused."""
    includes = re.findall(r'{% include "([^"]+)"([^%]*) only %}', path.read_text())
    posting = {str(one.relative_to(ROOT / "templates")) for one in POSTING}
    assert [
        name for name, given in includes if name in posting and "csrf_token=csrf_token" not in given
    ] == []


def test_every_icon_of_the_menu_is_in_the_sprite():
    from config.common.menu import MENU
    from config.common.wording import TONE_ICONS

    known = set(re.findall(r'<symbol id="([^"]+)"', (ROOT / "static/icons.svg").read_text()))
    used = {item.icon for group in MENU for item in group.items} | set(TONE_ICONS.values())
    assert used <= known


@pytest.mark.parametrize("path", sorted((ROOT / "static").glob("*/*.[cj]s*")), ids=named)
def test_our_styles_and_scripts_have_at_most_400_lines(path):
    assert len(path.read_text().splitlines()) <= 400
