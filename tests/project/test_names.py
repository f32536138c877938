"""Names of the package: each class, type and public function has one that no other has."""

import ast
from collections import defaultdict
from pathlib import Path

PACKAGE = Path(__file__).parents[2] / "scripts" / "ho21"
# Names that several modules have all the same, each with its reason.
SHARED = {
    "files": "each module of export/ makes its files by a function of this name: the registry",
}
# What is still to become one or to get a name of its own; nothing is ever added here.


def named(tree: ast.Module) -> set[str]:
    """Return the classes of a module, wherever they stand, its types and its public functions."""
    guarded = [each for node in tree.body if isinstance(node, ast.If) for each in node.body]
    top = [*tree.body, *guarded]
    functions = {
        each.name for each in top if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef)
    }
    targets = [target for each in top if isinstance(each, ast.Assign) for target in each.targets]
    types = {each.id for each in targets if isinstance(each, ast.Name) and is_type(each.id)}
    classes = {each.name for each in ast.walk(tree) if isinstance(each, ast.ClassDef)}
    return classes | types | {each for each in functions if not each.startswith("_")}


def is_type(name: str) -> bool:
    """Say whether a name is written as types are: ``Row``, not ``ROW`` or ``row``."""
    return name.lstrip("_")[:1].isupper() and not name.isupper()


def shared() -> dict[str, list[str]]:
    """Return the names that two modules or more have, with the modules."""
    found = defaultdict(list)
    for path in sorted(PACKAGE.rglob("*.py")):
        for name in named(ast.parse(path.read_text(encoding="utf-8"))):
            found[name].append(path.relative_to(PACKAGE).with_suffix("").as_posix())
    return {name: modules for name, modules in sorted(found.items()) if len(modules) > 1}


def test_no_two_modules_have_a_class_a_type_or_a_public_function_of_the_same_name():
    assert {name: them for name, them in shared().items() if name not in SHARED} == {}


def test_no_name_is_excused_that_needs_no_excuse():
    assert SHARED.keys() - shared().keys() == set()


def test_a_class_a_type_and_a_public_function_are_seen_and_nothing_else_is():
    text = """
A = 1
Row = list[str]
if TYPE_CHECKING:
    Cell = dict[str, str]
def read(): ...
def _hidden(): ...
class Table:
    class _Inner: ...
    def method(self): ...
"""

    assert named(ast.parse(text)) == {"Row", "Cell", "read", "Table", "_Inner"}
