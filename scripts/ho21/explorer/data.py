"""Data of the explorer: the map, texts, questions, terms and quads that the page holds.

Each text is as captured, with the exact places of its statements and of what is set aside.
"""

from __future__ import annotations

import gzip
import json
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from itertools import product
from typing import TYPE_CHECKING, Final

from pyoxigraph import RdfFormat

from ho21.dataset.readings.retired import successors
from ho21.dataset.readings.second import SecondReading, second_reading
from ho21.errors import LANGUAGES
from ho21.explorer.about import in_words, left_unsaid, project_told
from ho21.map.drawing import strategy_network
from ho21.map.places import places
from ho21.map.ways import SEARCH, WayFinder
from ho21.model.coverage import ACTING, ACTS, ROLES, TABLES, hits
from ho21.model.graph import by_standing
from ho21.model.lookup import PHRASES
from ho21.model.read import knowledge_graph
from ho21.model.sentences import nouns
from ho21.model.spans import in_utf16, stated, utf16
from ho21.model.things import Label, Standing
from ho21.rdf.namespaces import HO, curie
from ho21.rdf.serialize import in_order
from ho21.resources import asset, messages
from ho21.sparql.defaults import fitting
from ho21.sparql.engine import offered
from ho21.sparql.questions import grouped
from ho21.text import called_in_sentence, interface, last
from ho21.validation.gaps import unsaid

if TYPE_CHECKING:
    from ho21.dataset.dataset import Dataset
    from ho21.map.drawing import Json, StrategyNetwork
    from ho21.model.graph import KnowledgeGraph
    from ho21.model.things import Document
    from ho21.project import Project
    from ho21.sparql.questions import Question
    from ho21.validation.gaps import Gap

    Triple = tuple[str, str, str]

_MADE: Final = "_made"
_COVERED: Final = ("characters", "stated", "set_aside", "unaccounted")


@dataclass(frozen=True)
class PageData:
    """What the page holds beside the graph: texts, questions, words to complete, and quads.

    ``graphs`` says of each named graph whether it is read; ``quads`` is N-Quads in UTF-8,
    ``about`` what the project says of itself, as JSON-LD, ``second`` the second reading,
    ``retired`` what is gone, with what replaced it and since which edition.
    ``told`` is what the page tells of the project, ``unsaid`` what no source says of each thing.
    ``languages`` has, for the language of the page, that of the project's names; ``lang`` is the
    language that the page has before anyone chooses.
    """

    base: str = ""
    slug: str = ""
    description: Label = field(default_factory=Label)
    prefixes: dict[str, str] = field(default_factory=dict)
    texts: tuple[Json, ...] = ()
    questions: tuple[Question, ...] = ()
    terms: tuple[tuple[str, bool, dict[str, str]], ...] = ()
    graphs: dict[str, bool] = field(default_factory=dict)
    quads: bytes = b""
    about: bytes = b"{}"
    languages: dict[str, str] = field(default_factory=lambda: {x: x for x in LANGUAGES})
    lang: str = LANGUAGES[0]
    second: SecondReading | None = None
    retired: dict[str, tuple[list[str], str]] = field(default_factory=dict)
    told: Json = field(default_factory=dict)
    unsaid: dict[str, tuple[Gap, ...]] = field(default_factory=dict)

    @cached_property
    def packed(self) -> bytes:
        """The quads, packed."""
        return gzip.compress(self.quads, mtime=0)


def page_data(dataset: Dataset, project: Project) -> PageData:
    """Return what the page holds of a dataset and its project beside the graph."""
    labels = knowledge_graph(dataset).labels
    classes = {each.value for each in dataset.vocabulary.classes}
    return PageData(
        base=dataset.base.iri,
        slug=dataset.slug,
        description=in_words(dataset, "dcterms:description"),
        prefixes=dataset.base.prefixes(),
        texts=texts(dataset),
        questions=tuple(offered(dataset, project).values()),
        terms=tuple(
            (iri, iri in classes, labels[iri].texts) for iri in sorted(labels) if iri.startswith(HO)
        ),
        graphs={graph: graph in dataset.read_graphs for graph in dataset.facts},
        quads=dataset.serialize(in_order(dataset.quads), RdfFormat.N_QUADS),
        about=dataset.description,
        languages={lang: dataset.language_for(lang) for lang in LANGUAGES},
        lang=interface(dataset.languages),
        second=second_reading(project),
        retired=_retired(dataset),
        told=project_told(dataset),
        unsaid=unsaid(dataset),
    )


def _retired(dataset: Dataset) -> dict[str, tuple[list[str], str]]:
    """Return the keys of what is gone, each with that of what now stands for it, and the edition.

    A key is what the page calls a thing in its address.
    """
    base, retired = dataset.base.iri, dataset.retired

    def key(iri: str) -> str:
        return iri.removeprefix(base).removeprefix("id/")

    return {
        key(iri): ([*map(key, successors(iri, retired))], it.edition) for iri, it in retired.items()
    }


def as_json(graph: KnowledgeGraph, page: PageData) -> Json:
    """Return a graph and the rest of its page, each place in a text as JavaScript counts.

    It is made once for a page of a graph: the explorer stands alone as well as beside the pages.
    """
    kept: tuple[KnowledgeGraph, Json] | None = vars(page).get(_MADE)
    if kept is None or kept[0] is not graph:
        kept = vars(page)[_MADE] = graph, _made_json(graph, page)
    return {**kept[1]}


def _made_json(graph: KnowledgeGraph, page: PageData) -> Json:
    drawn = strategy_network(graph)
    data = drawn.data()
    units = {f"{each['slug']}.txt": utf16(each["text"]) for each in page.texts}
    for passage in data["passages"]:
        if passage["file"] in units:
            unit = units[passage["file"]]
            passage |= {name: unit[passage[name]] for name in ("start", "end")}
    homes = places(graph)
    for node in data["nodes"]:
        home = homes[node["iri"]]
        node |= {"home": [home.x, home.y], "community": home.community}
    data |= page.told | left_unsaid(page.unsaid, drawn.index)
    return data | {
        "backwards": {
            link.predicate_name: graph.phrase(link.predicate, back=True).texts
            for link in graph.links
            if link.predicate.startswith(HO)
        },
        "base": page.base,
        "begin": messages("explorer/begin.toml"),
        "counts": {each.term: count for each, count in by_standing(graph.substance).items()},
        "ways": _with_ways(drawn, data),
        "coverage": _coverage(drawn),
        "graphs": [{"iri": iri, "read": read} for iri, read in sorted(page.graphs.items())],
        "headings": messages("sparql/columns.toml"),
        "lang": page.lang,
        "languages": page.languages,
        "licences": _licences(),
        "nouns": {lang: nouns(graph, lang) for lang in LANGUAGES},
        "phrases": {
            way: {HO + name: texts for name, texts in sorted(phrases.items())}
            for way, phrases in PHRASES.items()
        },
        "prefixes": page.prefixes,
        "questions": [_question(each, drawn) for each in page.questions],
        "readings": {lang: graph.how_read(lang) for lang in LANGUAGES},
        "own_readings": {lang: graph.own.told("readings", lang) for lang in LANGUAGES},
        "second": _second(graph, page, page.second) if graph.readings and page.second else None,
        "retired": page.retired,
        "roles": {"all": [*ROLES, *ACTS], "acting": ACTING},
        "actors": messages("model/coverage.toml")["actors"],
        "beside": messages("explorer/columns.toml")["beside"],
        "gathered": [
            {"id": drawn.index[iri], "members": [drawn.index[each] for each in members]}
            for iri, members in graph.gathered.items()
        ],
        "standings": [
            {
                "term": each.term,
                "iri": each.iri,
                "sign": each.sign,
                "label": graph.name(each.iri).texts,
                "reading": each.rests_on_reading,
                "follows": each.inferred,
            }
            for each in Standing
        ],
        "whose": {lang: graph.whose(lang) for lang in LANGUAGES},
        "asks": [
            {"question": each.question, "values": each.values, "text": Label.of(each.texts).texts}
            for each in graph.own.asks
        ],
        "synonyms": messages("sparql/synonyms.toml")["terms"],
        "views": [
            {"shown": each.shown, "text": Label.of(each.texts).texts} for each in graph.own.views
        ],
        "terms": [
            {"iri": iri, "curie": curie(iri, page.prefixes), "class": kind, "label": label}
            for iri, kind, label in page.terms
        ],
        "topics": [
            {"key": each.key, "name": each.title, "questions": each.names}
            for each in grouped(page.questions)
        ],
    }


def _second(graph: KnowledgeGraph, page: PageData, second: SecondReading) -> Json:
    """Return the verdicts of a second reading, and what its readers are called."""
    known = {curie(iri, page.prefixes): label.texts for iri, label in graph.labels.items()}
    readers = [
        {lang: called_in_sentence(name, lang) for lang, name in known[each].items()}
        if each in known
        else Label.same(each).texts
        for each in second.readers
    ]
    return second.verdicts | {"readers": readers}


def texts(dataset: Dataset) -> tuple[Json, ...]:
    """Return the texts of a dataset by name, each with what stands where, in UTF-16 units."""
    graph = knowledge_graph(dataset)
    return tuple(_text(graph, each) for each in graph.documents.values() if each.coverage)


def _text(graph: KnowledgeGraph, document: Document) -> Json:
    """Return a text with its newlines untouched; its passages are the stated ones, in order."""
    here = in_utf16(stated(graph, document), document.text)
    aside = in_utf16(document.asides, document.text)
    return {
        "slug": document.slug,
        "text": document.text,
        "passages": sorted((each.start, each.end) for each in here),
        "asides": [(each.start, each.end, each.kind) for each in aside],
        "coverage": {name: getattr(document.coverage, name) for name in _COVERED},
        "captured": document.captured or None,
        "created": document.created or None,
        "issued": document.issued or None,
        "modified": document.modified or None,
    }


def _coverage(drawn: StrategyNetwork) -> Json:
    """Return the hits of each table: row, column, thing, and the numbers of the links.

    A link with several readings makes a hit with each, as a page may show only the surer ones.
    """
    numbers, index = _numbers(drawn), drawn.index
    return {
        table: [
            (index[hit.row], index.get(hit.column, last(hit.column)), index[hit.thing], links)
            for hit in hits(drawn.graph, table)
            for links in product(*(numbers[each.triple] for each in hit.links))
        ]
        for table in TABLES
    }


def _with_ways(drawn: StrategyNetwork, data: Json) -> Json:
    """Return what the page needs to find ways, each link with its cost and each thing as a hub."""
    finder = WayFinder(drawn.graph)
    reasons, name = finder.reasons, drawn.graph.name
    number = {each: at for at, each in enumerate(reasons.given)}
    for edge, row in zip(data["edges"], drawn.rows, strict=True):
        if not row.standing.inferred:
            edge["cost"] = finder.cost(row)
            if leads := finder.leads(row.link):
                edge["leads"] = leads
    for node in data["nodes"]:
        iri = node["iri"]
        node["hub"] = finder.hubs[iri]
        node["sought"] = [number[each] for each in reasons.sought(iri)]
        refused = reasons.refused(iri)
        weighed = (each for each in drawn.graph.weighed(iri) if not each.is_mapping)
        for told, each in zip(node["unmade"], weighed, strict=True):
            told["closes"] = each in refused
    phrase = drawn.graph.phrase
    sought = [
        {
            "relation": phrase(each.predicate, back=each.back).texts,
            "end": name(drawn.graph.class_of(each.end)).texts,
        }
        for each in reasons.given
    ]
    return {
        "search": SEARCH,
        "ends": sorted(drawn.index[iri] for iri in reasons.ends),
        "sought": sought,
    }


def _numbers(drawn: StrategyNetwork) -> dict[Triple, list[int]]:
    """Return the numbers of each link on the page, what only follows by rule left out."""
    numbers: dict[Triple, list[int]] = defaultdict(list)
    for at, row in enumerate(drawn.rows):
        if not row.standing.inferred:
            numbers[row.link.triple].append(at)
    return numbers


def _licences() -> list[dict[str, str]]:
    """Return name, version, licence and its text for each library on the page, by name."""
    return sorted(json.loads(asset("licences.json")), key=lambda each: each["name"])


def _question(each: Question, drawn: StrategyNetwork) -> Json:
    """Return a question; each thing that a parameter takes is the thing's place in the list."""
    unit = utf16(each.text)
    return {
        "name": each.name,
        "title": each.title,
        "text": each.text,
        "parameters": [
            {
                "name": one.name,
                "default": one.default,
                "label": one.label,
                "things": [drawn.index[thing.iri] for thing in fitting(drawn.graph, one.kinds)]
                if one.takes == "thing"
                else [],
                "start": unit[one.span[0]],
                "end": unit[one.span[1]],
            }
            for one in each.parameters
        ],
    }
