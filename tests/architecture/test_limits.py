"""The limits sit on the tail: longest file, longest function, longest template (docs/architecture.md)."""

import ast

import pytest

from tests.architecture.sources import CODE, ROOT, Source, length, python_sources, template_files

FILE, TEST_FILE, FUNCTION, VIEW, TEMPLATE, SETTINGS, ARGUMENTS = 400, 600, 40, 30, 150, 150, 6
EVERYWHERE = {"self", "cls", "by", "at"}  # who and when belong to every service and are not counted


def named(sources: tuple[Source, ...]) -> list:
    return [pytest.param(source, id=source.name) for source in sources]


@pytest.mark.parametrize("source", named(python_sources(*CODE, "bench")))
def test_a_file_is_short_enough_to_read(source: Source) -> None:
    assert source.lines <= (SETTINGS if "settings" in source.path.parts else FILE)


@pytest.mark.parametrize("source", named(python_sources("tests")))
def test_a_test_file_is_short_enough_to_read(source: Source) -> None:
    assert source.lines <= TEST_FILE


@pytest.mark.parametrize("source", named(python_sources(*CODE, "bench")))
def test_functions_are_short(source: Source) -> None:
    limit = VIEW if source.layer == "views" else FUNCTION
    assert {f.name: length(f) for f in source.functions() if length(f) > limit} == {}


@pytest.mark.parametrize("source", named(python_sources()))
def test_functions_take_few_arguments(source: Source) -> None:
    def count(function: ast.FunctionDef) -> int:
        arguments = function.args.posonlyargs + function.args.args + function.args.kwonlyargs
        return len([a for a in arguments if a.arg not in EVERYWHERE])

    assert {f.name: count(f) for f in source.functions() if count(f) > ARGUMENTS} == {}


def test_templates_are_short() -> None:
    lines = {
        str(p.relative_to(ROOT)): len(p.read_text(encoding="utf-8").splitlines()) for p in template_files()
    }
    assert {name: count for name, count in lines.items() if count > TEMPLATE} == {}
