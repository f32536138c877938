"""What is asked of a shape: its own words, the facts, and the other shapes it refers to."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from pyoxigraph import NamedNode

from ho21.rdf.namespaces import term
from ho21.validation.core.facts import one_of
from ho21.validation.core.paths import items
from ho21.validation.core.unsupported import UnsupportedError

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator
    from typing import Protocol

    from ho21.rdf.index import Properties
    from ho21.rdf.namespaces import Node
    from ho21.validation.core.facts import FactIndex
    from ho21.validation.core.paths import WrittenShapes

    Breach = tuple[str, Node | None]  # the component, and the value that fails it
    Check = Callable[[Node, Collection[Node]], Iterator[Breach]]
    Conforms = Callable[[Node], bool]

    class Other(Protocol):
        """Gives another shape; ``parts`` where those with a path are meant, or the others."""

        def __call__(self, node: Node, /, *, parts: bool | None = None) -> Conforms:
            """Return whether a node conforms to another shape."""


class Demands(NamedTuple):
    """A shape whose demands are compiled; raises UnsupportedError for what is not as it should."""

    node: NamedNode
    own: Properties
    written: WrittenShapes
    facts: FactIndex
    is_property: bool
    other: Other

    def all(self, name: str) -> list[Node]:
        """Return the distinct values of a property of the shape."""
        return [*dict.fromkeys(self.own.get(term(f"sh:{name}"), ()))]

    def one(self, name: str) -> Node:
        """Return the one value of a property of the shape."""
        found = one_of(self.all(name))
        if found is None:
            raise UnsupportedError
        return found

    def names(self, name: str) -> list[NamedNode]:
        """Return the values of a property of the shape, which are names."""
        found = [each for each in self.all(name) if isinstance(each, NamedNode)]
        if len(found) < len(self.all(name)):
            raise UnsupportedError
        return found

    def items(self, node: Node) -> list[Node]:
        """Return what a list of the shapes holds."""
        return items(self.written, node)

    def property_only(self) -> None:
        """Raise UnsupportedError where the shape has no path."""
        if not self.is_property:
            raise UnsupportedError
