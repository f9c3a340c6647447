"""What a layer never holds: queries in views, forms and templates, clocks in services, signals anywhere."""

import ast
import re

import pytest

from tests.architecture.sources import APPS, ROOT, Source, python_sources, template_files

OUTER = ("views", "api", "tasks", "tables", "forms", "filters", "presenters")
QUERY = {"filter", "exclude", "save", "delete", "create", "update_or_create", "get_or_create", "bulk_create"}
CLOCK = {"now", "today", "localdate", "utcnow"}
TIMELESS = (
    "models",
    "services",
    "selectors",
    "rules",
    "lifecycle",
    "gates",
    "calculations",
    "enums",
    "facts",
)
# a job is long: it asks the time again at each beat; sealing and jobs get their time from the sweep
MAY_ASK_THE_TIME = {"operations/runner.py"}


def sources_of(*layers: str) -> list:
    return [pytest.param(s, id=s.name) for s in python_sources(*APPS) if s.layer in layers]


def calls(source: Source) -> list[tuple[str, ast.Call]]:
    """Each method call with the dotted text of what it is called on."""
    found = []
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            found.append((ast.unparse(node.func.value), node))
    return found


@pytest.mark.parametrize("source", sources_of(*OUTER))
def test_outer_layers_build_no_queries(source: Source) -> None:
    managers = [
        ast.unparse(n) for n in ast.walk(source.tree) if isinstance(n, ast.Attribute) and n.attr == "objects"
    ]
    on_rows = [
        f"{on}.{call.func.attr}"
        for on, call in calls(source)
        if call.func.attr in QUERY and ("objects" in on or "_set" in on or on.endswith("qs"))
    ]
    none = {"objects.none"}
    assert [m for m in managers if not _only_none(source, m)] + [c for c in on_rows if c not in none] == []


def _only_none(source: Source, manager: str) -> bool:
    """`Model.objects.none()` is how a form says that its view hands the rows over."""
    uses = [call.func.attr for on, call in calls(source) if on == manager]
    return bool(uses) and set(uses) == {"none"}


@pytest.mark.parametrize("source", sources_of(*TIMELESS))
def test_inner_layers_get_the_time_and_never_ask_for_it(source: Source) -> None:
    asked = [
        f"{on}.{c.func.attr}"
        for on, c in calls(source)
        if c.func.attr in CLOCK and on in {"timezone", "date", "datetime"}
    ]
    assert asked == []


@pytest.mark.parametrize("source", sources_of("services"))
def test_services_take_keywords_and_who_and_when(source: Source) -> None:
    """Public writers are `noun_verb(*, ...)`; readers of bytes and pure helpers take one positional argument."""
    wrong = []
    for function in source.tree.body:
        if isinstance(function, ast.FunctionDef) and not function.name.startswith("_"):
            keyword_only = {a.arg for a in function.args.kwonlyargs}
            if "by" in {a.arg for a in function.args.args} or (
                "by" in keyword_only and "at" not in keyword_only
            ):
                wrong.append(function.name)
    assert wrong == []


@pytest.mark.parametrize(
    "source", sources_of("services", "selectors", "rules", "lifecycle", "gates", "calculations")
)
def test_inner_layers_know_no_request(source: Source) -> None:
    words = {"HttpRequest", "HttpResponse", "render", "TemplateResponse"}
    names = {n.id for n in ast.walk(source.tree) if isinstance(n, ast.Name)}
    assert names & words == set()


@pytest.mark.parametrize("source", sources_of("gates", "calculations"))
def test_gates_and_calculations_ask_no_database(source: Source) -> None:
    assert "objects" not in {n.attr for n in ast.walk(source.tree) if isinstance(n, ast.Attribute)}


@pytest.mark.parametrize("source", [pytest.param(s, id=s.name) for s in python_sources()])
def test_no_signals_for_domain_flow(source: Source) -> None:
    heard = {"post_save", "pre_save", "post_delete", "pre_delete", "m2m_changed", "receiver"}
    imported = {a.name for n in ast.walk(source.tree) if isinstance(n, ast.ImportFrom) for a in n.names}
    assert imported & heard == set()


@pytest.mark.parametrize("source", [pytest.param(s, id=s.name) for s in python_sources()])
def test_no_type_checking_dodge_and_no_vague_modules(source: Source) -> None:
    assert "TYPE_CHECKING" not in source.text
    assert source.path.stem not in {"utils", "helpers", "misc"}


@pytest.mark.parametrize("source", sources_of("views", "api"))
def test_request_data_is_never_splatted(source: Source) -> None:
    """Mass assignment: only validated names reach a service."""
    splats = [
        ast.unparse(k.value)
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Call)
        for k in node.keywords
        if k.arg is None
    ]
    assert [s for s in splats if re.search(r"request\.(POST|GET|data|query_params)", s)] == []


def test_templates_carry_no_inline_script_or_style() -> None:
    """The content security policy refuses them; documents for PDF are not shown by a browser."""
    inline = re.compile(r"<style|<script(?![^>]*\bsrc=)|\sstyle=|\son(click|change|submit|load)=", re.I)
    wrong = [
        str(path.relative_to(ROOT))
        for path in template_files()
        if "documents" not in path.parts and inline.search(path.read_text(encoding="utf-8"))
    ]
    assert wrong == []


def test_templates_name_no_other_server() -> None:
    outside = re.compile(r"""(?:src|href)=["']https?://""")
    wrong = [
        str(p.relative_to(ROOT)) for p in template_files() if outside.search(p.read_text(encoding="utf-8"))
    ]
    assert wrong == []
