"""The SPARQL page: the explorer's questions and editor, answered by the endpoint it came from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ho21.explorer.data import as_json, page_data
from ho21.explorer.head import ENDPOINT, EVERY_PART, Heads
from ho21.explorer.page import ROOT, filled, words_of
from ho21.model.read import knowledge_graph
from ho21.rdf.jsonld import data_block

if TYPE_CHECKING:
    from collections.abc import Collection

    from ho21.dataset.dataset import Dataset
    from ho21.explorer.data import PageData
    from ho21.map.drawing import Json
    from ho21.model.graph import KnowledgeGraph
    from ho21.project import Project

SERVED: Final = EVERY_PART | {ENDPOINT}
LEFT_OUT: Final = frozenset(
    (
        *("actors", "asks", "backwards", "begin", "beside", "citations", "columns", "counted"),
        *("counts", "coverage", "gaps", "gathered", "layout", "predicates", "project", "roles"),
        *("shelves", "unsaid", "views", "ways"),
    )
)
GROUP: Final = ("colour", "id", "name", "shape")
THING: Final = ("group", "id", "iri", "key", "kind", "name", "roles")
WORDS: Final = ("common", "head", "query", "sparql-page")
# As the names of these begin: the page has no engine, draws no map and packs no file.
LIBRARIES_LEFT_OUT: Final = ("@orama/stemmers", "d3-", "fflate", "oxigraph")


def asker(dataset: Dataset, project: Project, beside: Collection[str] = SERVED) -> str:
    """Return the page that ``sparql`` shows a reader of a dataset; ``beside`` lie the others."""
    return bind_sparql_page(knowledge_graph(dataset), page_data(dataset, project), beside)


def bind_sparql_page(
    graph: KnowledgeGraph, page: PageData, beside: Collection[str] = SERVED
) -> str:
    """Return the page for a graph and what it holds beside that."""
    data = as_json(graph, page)
    read = {each["slug"] for each in page.texts}
    data |= {
        # The page neither draws the map nor holds a text: of things their names are enough.
        "edges": [],
        "endpoint": ENDPOINT,
        "explorer": ROOT,
        "groups": [{name: group[name] for name in GROUP} for group in data["groups"]],
        "licences": [
            each for each in data["licences"] if not each["name"].startswith(LIBRARIES_LEFT_OUT)
        ],
        # A passage is in the file of its source.
        "passages": [
            {name: it for name, it in each.items() if name != "file"} for each in data["passages"]
        ],
        "nodes": [_named(node, page.base) for node in data["nodes"]],
        "site": ROOT,
        "paged": True,
        "sources": [each | {"reader": each["slug"] in read} for each in data["sources"]],
        "texts": {},
        "text": {
            language: {key: text for key, text in said.items() if key.partition(".")[0] in WORDS}
            for language, said in words_of(graph, page).items()
        },
    }
    kept = {key: data[key] for key in data.keys() - LEFT_OUT}
    rest = ("connect-src 'self'", "form-action 'self'")
    return filled("sparql", kept, "asker", rest,
                  head=Heads(graph.title.texts, page.lang, frozenset(beside)).at(ROOT, page.lang),
                  here=ENDPOINT, endpoint=ENDPOINT, about=data_block(page.about))  # fmt: skip


def _named(node: Json, base: str) -> Json:
    """Return what the page holds of a thing; an address that its key tells is left out."""
    told = {name: node[name] for name in THING} | {"statements": []}
    if told["iri"] == f"{base}id/{told['key']}":
        del told["iri"]
    return told
