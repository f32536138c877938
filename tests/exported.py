"""The graph of this house and its exports, made once for the tests that look at them."""

from functools import cache
from pathlib import Path

from ho21.export import export
from ho21.names import term
from ho21.rooms import house
from ho21.store import Dataset, load

ROOT = Path(__file__).parents[1]


@cache
def graph() -> Dataset:
    return load(house()).sound()


@cache
def exported(form: str) -> bytes:
    (content,) = export(form, graph()).values()
    return content


def links() -> int:
    """Return how many links the graph has: one for each claim."""
    claim = (term("rdf:type"), term("ho:Claim"))
    facts = (fact for facts in graph().facts.values() for fact in facts)
    return len({fact.subject for fact in facts if fact[1:] == claim})
