"""Production is described well: every service says how it is, has few rights; every variable is explained."""

from __future__ import annotations

import re
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.contrib.staticfiles import finders

ROOT = Path(__file__).resolve().parent.parent.parent
PLATFORM = ("web", "worker", "beat")
SERVICES = (*PLATFORM, "postgres", "redis", "proxy")

COMPOSE_TEXT = (ROOT / "docker-compose.yml").read_text()
COMPOSE: dict[str, Any] = yaml.safe_load(COMPOSE_TEXT)
EXAMPLE_TEXT = (ROOT / ".env.example").read_text()
EXPLAINED = set(re.findall(r"^#?([A-Z][A-Z0-9_]*)=", EXAMPLE_TEXT, re.MULTILINE))
INTERPOLATED = re.compile(r"(?<!\$)\$\{([A-Z0-9_]+)")
# What the test settings read is nobody's business in production.
SETTINGS = [path for path in (ROOT / "config" / "settings").glob("*.py") if path.name != "test.py"]
READ_BY_SETTINGS = re.compile(r"env(?:\.\w+)?\(\s*\"([A-Z0-9_]+)\"|environ(?:\.get\(|\[)\s*\"([A-Z0-9_]+)\"")


def service(name: str) -> dict[str, Any]:
    found: dict[str, Any] = COMPOSE["services"][name]
    return found


def health_command(name: str) -> str:
    return " ".join(service(name)["healthcheck"]["test"])


def test_the_services_are_these_and_the_migration() -> None:
    assert set(COMPOSE["services"]) == {*SERVICES, "migrate"}


@pytest.mark.parametrize(
    ("name", "command"),
    [
        ("web", "deploy/check_web.py"),
        ("worker", "manage.py check_worker"),
        ("beat", "beat-schedule"),
        ("postgres", "pg_isready"),
        ("redis", "redis-cli ping"),
        ("proxy", "/healthz"),
    ],
)
def test_every_service_says_whether_it_is_healthy(name: str, command: str) -> None:
    assert command in health_command(name)


def test_the_web_check_asks_for_readiness() -> None:
    assert "/readyz" in (ROOT / "deploy" / "check_web.py").read_text()


def test_beat_is_checked_on_the_schedule_it_writes() -> None:
    assert "--schedule=/tmp/beat-schedule" in service("beat")["command"]


@pytest.mark.parametrize("name", [*SERVICES, "migrate"])
def test_no_service_runs_as_root_or_gains_rights(name: str) -> None:
    described = service(name)
    assert described["user"].split(":")[0] not in ("", "0", "root")
    assert described["cap_drop"] == ["ALL"]
    assert "no-new-privileges:true" in described["security_opt"]
    assert described["read_only"] is True
    assert not described.get("privileged", False)


@pytest.mark.parametrize("name", SERVICES)
def test_every_service_starts_again_and_bounds_its_log(name: str) -> None:
    assert service(name)["restart"] == "unless-stopped"
    assert set(service(name)["logging"]["options"]) == {"max-size", "max-file"}


def test_only_the_proxy_is_reached_from_outside() -> None:
    assert [name for name in COMPOSE["services"] if service(name).get("ports")] == ["proxy"]
    assert COMPOSE["networks"]["inside"]["internal"] is True
    assert service("postgres")["networks"] == service("redis")["networks"] == ["inside"]
    assert service("proxy")["networks"] == ["edge"]


@pytest.mark.parametrize("name", PLATFORM)
def test_the_platform_waits_for_the_migration_and_the_database(name: str) -> None:
    waits = service(name)["depends_on"]
    assert waits["migrate"]["condition"] == "service_completed_successfully"
    assert waits["postgres"]["condition"] == "service_healthy"


def test_pages_work_while_the_queue_is_down() -> None:
    assert "redis" not in service("web")["depends_on"]


@pytest.mark.parametrize("name", [*PLATFORM, "migrate"])
def test_the_platform_runs_under_production_settings(name: str) -> None:
    environment = service(name)["environment"]
    assert environment["DJANGO_SETTINGS_MODULE"] == "config.settings.production"
    assert service(name)["env_file"] == ".env"
    assert service(name)["volumes"] == [f"files:{environment['VAR_DIR']}"]


@pytest.mark.parametrize("name", [*SERVICES, "migrate"])
def test_every_clock_shows_china_time(name: str) -> None:
    assert service(name)["environment"]["TZ"] == "Asia/Shanghai"


@pytest.mark.parametrize("name", [*SERVICES, "migrate"])
def test_every_image_names_its_release(name: str) -> None:
    image = service(name)["image"]
    assert re.search(r":(\d|\$\{IMAGE_TAG)", image), image


def test_every_variable_of_the_compose_file_is_explained() -> None:
    assert set(INTERPOLATED.findall(COMPOSE_TEXT)) - EXPLAINED == set()


def test_every_variable_of_the_settings_is_explained() -> None:
    read = {
        first or second for path in SETTINGS for first, second in READ_BY_SETTINGS.findall(path.read_text())
    }
    assert {"SECRET_KEY", "VAR_DIR", "DATABASE_URL"} <= read
    assert read - EXPLAINED == set()


def test_every_explained_variable_is_read_by_somebody() -> None:
    readers = [*SETTINGS, *(ROOT / "deploy").glob("*.*"), ROOT / "docker-compose.yml", ROOT / "manage.py"]
    text = "\n".join(path.read_text() for path in readers)
    assert [name for name in sorted(EXPLAINED) if not re.search(rf"\b{name}\b", text)] == []


def test_every_variable_has_a_sentence_before_it() -> None:
    lines = EXAMPLE_TEXT.splitlines()
    starts = [number for number, line in enumerate(lines) if re.match(r"#?[A-Z][A-Z0-9_]*=", line)]
    unexplained = []
    for number in starts:
        above = number - 1
        while re.match(r"#?[A-Z][A-Z0-9_]*=", lines[above]):  # a block shares its sentence
            above -= 1
        if not lines[above].startswith("# "):
            unexplained.append(lines[number])
    assert unexplained == []


def test_the_example_holds_no_secret() -> None:
    for name in ("SECRET_KEY", "POSTGRES_PASSWORD", "REDIS_PASSWORD"):
        assert re.search(rf"^{name}=$", EXAMPLE_TEXT, re.MULTILINE)


def test_the_image_has_fonts_and_static_files_and_another_user_than_root() -> None:
    dockerfile = (ROOT / "Dockerfile").read_text()
    last_stage = dockerfile.rpartition("\nFROM ")[2]
    assert "fonts-noto-cjk" in dockerfile
    assert "deploy/collect_static" in dockerfile
    assert "npm ci --ignore-scripts" in dockerfile
    assert re.search(r"^USER platform$", last_stage, re.MULTILINE)
    assert "--uid 10001" in last_stage
    assert service("web")["user"].startswith("10001")


def test_the_image_leaves_out_what_does_not_run() -> None:
    left_out = (ROOT / ".dockerignore").read_text().split()
    assert {".env", ".git", ".venv", "node_modules", "tests", "var", "deploy/certificates"} <= set(left_out)


def test_static_files_that_pages_name_are_in_the_image() -> None:
    script = (ROOT / "deploy" / "collect_static").read_text()
    ignored = [pattern.strip("'") for pattern in re.findall(r"--ignore (\S+)", script)]
    named = {
        name
        for template in (ROOT / "templates").rglob("*.html")
        for name in re.findall(r"{% static ['\"]([^'\"]+)['\"]", template.read_text())
    }
    assert named
    assert [name for name in sorted(named) if finders.find(name) is None] == []
    left_out = [
        name for name in sorted(named) if any(fnmatch(p, i) for p in name.split("/") for i in ignored)
    ]
    assert left_out == []
