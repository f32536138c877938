"""Rows of the engines: the shapes and some questions, ours beside others over the same data."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from pyoxigraph import RdfFormat, Store, serialize

from ho21.export.registry import export
from ho21.project import open_project
from ho21.sparql.engine import Engine, fitted_questions
from ho21.validation.shacl import shipped_shapes, trying
from ho21.validation.shapes import Shapes
from tools.bench.measure import in_turn, spent
from tools.bench.table import Line, against

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tools.bench.table import Bench

# Those that rdflib too answers within seconds; a project has those that fit it.
QUESTIONS = ("satsingsomrader", "hva-bidrar-til-omradene", "hvem-har-hvilken-rolle", "alle-tall")


def shapes(bench: Bench) -> Iterator[Line]:
    """Compare trying the shapes, with the index of the facts, with pySHACL and pyrudof."""
    held = Shapes(bench.dataset)
    found: dict[str, int] = {}

    def by(name: str, *, reference: bool) -> None:
        results = trying(bench.dataset, held, reference=reference)()
        found[name] = sum(len(each.results) for each in results)

    ours, peer = partial(by, "ours", reference=False), partial(by, "pySHACL", reference=True)
    costs = in_turn(bench.runs, lambda: spent(ours), lambda: spent(peer))
    what = f"shapes ({found['ours']} findings)"
    name = f"pySHACL ({found['pySHACL']})"
    yield against(what, costs[0], name, costs[1], "≤ 0.05")
    try:
        import pyrudof
    except ImportError:
        yield Line(what, peer="pyrudof is not installed: not compared")
        return
    rudof = pyrudof.Rudof(pyrudof.RudofConfig())
    (turtle,) = export("ttl", bench.dataset).values()
    rudof.read_data(turtle.decode())
    rudof.read_shacl(shipped_shapes())
    number = len(rudof.validate_shacl())
    costs = in_turn(bench.runs, lambda: spent(ours), lambda: spent(rudof.validate_shacl))
    yield against(what, costs[0], f"pyrudof ({number})", costs[1])


def queries(bench: Bench) -> Iterator[Line]:
    """Compare some questions in one process with raw pyoxigraph and rdflib."""
    import rdflib

    quads = serialize(bench.dataset.quads, format=RdfFormat.N_QUADS)
    raw, graph, engine = Store(), rdflib.Dataset(default_union=True), Engine(bench.dataset)
    raw.bulk_load(quads, format=RdfFormat.N_QUADS)
    graph.parse(data=quads, format="nquads")
    fitting = fitted_questions(bench.dataset, open_project(*bench.words[1:]))
    for name, text in ((name, fitting[name].text) for name in QUESTIONS if name in fitting):
        asked = {
            "ours": lambda text=text: [*engine.query(text).result],
            "pyoxigraph": lambda text=text: [*raw.query(text, use_default_graph_as_union=True)],
            "rdflib": lambda text=text: [*graph.query(text)],
        }
        ours, *peers = in_turn(bench.runs, *(partial(spent, each) for each in asked.values()))
        for peer, costs in zip([*asked][1:], peers, strict=True):
            yield against(f"? {name}", ours, peer, costs)
