"""Every deed a service writes into the trail has words; the English ones are asked for with all others."""

import ast
from collections.abc import Iterator

from accounts.presenters import VERBS
from audits.lifecycle_reviews import LIFECYCLE
from tests.architecture.sources import APPS, ROOT

# The kinds of sheets that are imported: their deeds are called by the kind.
SHEETS = ("roster", "past")
# Written by former versions: the trail keeps them, so people must be able to read them.
FORMER = {"review_record"}


def written(tree: ast.Module) -> Iterator[str]:
    """The verbs of a module: said on the spot, chosen from two or from a table, or given to a helper of the module."""
    for function in [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]:
        for call in [node for node in ast.walk(function) if isinstance(node, ast.Call)]:
            for keyword in call.keywords:
                if keyword.arg == "verb":
                    yield from verbs_of(keyword.value, function, tree)


def verbs_of(value: ast.expr, function: ast.FunctionDef, tree: ast.Module) -> Iterator[str]:
    if isinstance(value, ast.Constant):
        yield value.value
    elif isinstance(value, ast.IfExp):
        yield from verbs_of(value.body, function, tree)
        yield from verbs_of(value.orelse, function, tree)
    elif isinstance(value, ast.JoinedStr):
        rest = "".join(part.value for part in value.values if isinstance(part, ast.Constant))
        if isinstance(value.values[0], ast.Constant):  # a move of a review is written down by its name
            yield from (f"{rest}{move.name}" for move in LIFECYCLE.moves)
        else:
            yield from (f"{kind}{rest}" for kind in SHEETS)
    elif isinstance(value, ast.Subscript):
        table = next(node for node in ast.walk(tree) if is_set(node, ast.unparse(value.value)))
        yield from (one.value for one in table.value.values)
    elif isinstance(value, ast.Name):
        yield from of_name(value.id, function, tree)
    else:
        raise AssertionError(f"no verb to be read in {ast.unparse(value)}")


def is_set(node: ast.AST, name: str) -> bool:
    return isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == name


def of_name(name: str, function: ast.FunctionDef, tree: ast.Module) -> Iterator[str]:
    """A variable of the function, or what its callers give."""
    for node in ast.walk(function):
        if is_set(node, name):
            yield from verbs_of(node.value, function, tree)
    places = [argument.arg for argument in function.args.args if argument.arg != "self"]
    if name not in places:
        return
    for caller in [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]:
        for call in [node for node in ast.walk(caller) if isinstance(node, ast.Call)]:
            if ast.unparse(call.func).removeprefix("self.").rpartition(".")[2] == function.name:
                given = {keyword.arg: keyword.value for keyword in call.keywords}
                given |= dict(zip(places, call.args, strict=False))
                yield from verbs_of(given[name], caller, tree)


def test_every_deed_of_the_trail_has_words() -> None:
    paths = [path for app in APPS for path in sorted((ROOT / app / "services").glob("*.py"))]
    found = {verb for path in paths for verb in written(ast.parse(path.read_text()))}
    assert sorted(found - VERBS.keys()) == []
    assert sorted(VERBS.keys() - found - FORMER) == []
