"""Tools of an assistant: questions to the graph, and answers that it can cite from."""

from __future__ import annotations

import re
from collections import Counter
from functools import cached_property
from string import Template
from typing import TYPE_CHECKING, Any, Final

from pyoxigraph import DefaultGraph, Literal, NamedNode, QuerySolutions

from ho21.errors import LANGUAGES, UsageError
from ho21.model.lookup import (
    Places,
    by_place,
    find,
    fold_case,
    label_of,
    rank_of,
    search,
    search_any,
    signed,
)
from ho21.model.read import knowledge_graph
from ho21.rdf.namespaces import HO, curie, term
from ho21.resources import messages, resource
from ho21.sparql.defaults import fitted
from ho21.sparql.engine import offered
from ho21.sparql.links import value
from ho21.sparql.questions import about
from ho21.sparql.questions import question as saved
from ho21.sparql.sentences import AnswerCounts, plain_rows, sentence
from ho21.text import last, nearest
from ho21.workers.engine import PoolEngine
from ho21.workers.pool import Limits
from ho21.workers.worker import Job

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pyoxigraph import Quad, QuerySolution

    from ho21.dataset.dataset import Dataset
    from ho21.model.lookup import Hit
    from ho21.model.things import Passage
    from ho21.project import Project
    from ho21.sparql.questions import Question
    from ho21.workers.engine import Written

Told = dict[str, Any]

TOOLS: Final = ("find", "describe", "neighbours", "questions", "ask", "query", "schema")
MOST: Final = 50
_NONE: Final[dict[str, str]] = {}  # never changed
_NEVER_MORE: Final = 500  # rows at once, which would fill what an assistant can read
_ROOM: Final = 100_000  # characters of Turtle, which is as much as an assistant can read
_UNSAID: Final = {"quote": None, "place": None, "source": None}
_SAID, _OUT, _IN, _DENIED = "«»", "→", "←", "↛"
_WAYS: Final = {_OUT: "out", _IN: "in", _DENIED: "denied", "∅": "sought"}
_PLACE: Final = re.compile(r"(?P<of>[pP])lace$")
_TYPE: Final = term("rdf:type")
_DEFINITION: Final = term("skos:definition")
# What is told elsewhere, or is how the build found the words.
_APART: Final = {
    term(name)
    for name in (
        *("skos:prefLabel", "skos:altLabel", "skos:hiddenLabel", "ho:shortLabel"),
        *("ho:quote", "ho:alsoQuote"),
        *("ho:translation", "ho:restsOn", "ho:restsOnAfter", "ho:quotePrefix", "ho:sortKey"),
        *("ho:isStatedIn", "ho:doesNotMention"),
    )
}


class Assistant:
    """A graph as an assistant sees it: each method is a tool, and what it returns goes as JSON.

    A cell is a text, a number, a truth or ``{"iri", "label"}``; None is what is not said.
    Lists come in parts of ``most`` from ``start`` and say how many there are.
    Raises UsageError for what it cannot find or make out.
    """

    def __init__(
        self, dataset: Dataset, project: Project, lang: str, limits: Limits | None = None
    ) -> None:
        self.dataset = dataset
        self.project = project
        self.lang = lang
        self.engine = PoolEngine(dataset, limits or Limits(), project)
        self._questions = offered(dataset, project)
        about(project)  # read now, as the project may be moved or edited meanwhile
        self._graph = knowledge_graph(dataset)
        self._places = Places(self._graph)
        self._store = dataset.store()
        self._prefixes = dataset.base.prefixes()
        self._texts = messages("mcp/messages.toml")

    @property
    def sample(self) -> str:
        """The last part of the IRI of the thing that the sources link most."""
        ends = Counter(end for link in self._graph.substance if link.stated for end in link.ends)
        most = min(
            ends, key=lambda each: (-ends[each], each), default=min(self._graph.things, default="")
        )
        return last(most)

    def find(self, text: str, most: int = MOST, start: int = 0) -> Told:
        """Return the things with all of some words in their name or quote, or else with any."""
        if not fold_case(text):
            raise UsageError("no-words")
        hits, notes = search(self.dataset, text, self.lang), []
        if not hits:
            hits = search_any(self.dataset, text, self.lang)
            notes = [self._texts["some"][self.lang] if hits else self._near(text)]
        part = self._part([self._found(each) for each in hits], most, start)
        notes += [part["note"]] if "note" in part else []
        return part | ({"note": " ".join(notes)} if notes else {})

    def _near(self, text: str) -> str:
        every = sorted({name for names in self.dataset.names.values() for name in names})
        near = ", ".join(nearest(text, every)) or "–"
        return str(self._texts["none"][self.lang]).format(near=near)

    def _found(self, hit: Hit) -> Told:
        thing = self._graph.entities.get(hit.iri)
        kind = self._node(NamedNode(thing.kind)) if thing else None
        said = self._words(hit.passages[0]) if hit.passages else _UNSAID
        return {**self._node(NamedNode(hit.iri)), "kind": kind, **said}

    def describe(self, thing: str) -> Told:
        """Return the names, kinds and facts of a thing, and each place the sources speak of it."""
        node = NamedNode(find(self.dataset, thing))
        facts = []
        names: Told = {}
        kinds = []
        for quad in self._about(node):
            if quad.predicate == term("skos:prefLabel") and isinstance(quad.object, Literal):
                names[quad.object.language or ""] = quad.object.value
            elif quad.predicate == term("rdf:type") and isinstance(quad.object, NamedNode):
                kinds.append(self._node(quad.object))
            elif quad.predicate not in _APART and not self.dataset.base.is_thing(quad.object):
                value = self._cell(quad.object)
                facts.append({"property": self._node(quad.predicate), "value": value})
        said = self._quotes.get(node.value, [])
        return {"iri": node.value, "names": names, "kinds": kinds, "facts": facts, "said": said}

    async def neighbours(
        self, thing: str, relation: str = "", most: int = MOST, start: int = 0
    ) -> Told:
        """Return the links of a thing, each with what it rests on."""
        node = NamedNode(find(self.dataset, thing))
        found = await self.engine.about(node.value, self.lang)
        rows = []
        for row in self._rows(found.result):
            way = row.pop("direction")
            if way != _SAID and self._meant(relation, row["relation"]):
                rows.append({"direction": _WAYS[way], **row})
        return {**self._node(node), **self._part(rows, most, start)}

    def questions(self, text: str = "") -> Told:
        """Return the saved questions with some words in their name or wording."""
        wanted = fold_case(text).split()
        rows = [
            {
                "question": each.name,
                "text": each.title[self.lang],
                "values": {one.name: one.label[self.lang] for one in each.parameters},
            }
            for each in self._questions.values()
            if rank_of(" ".join((each.name, *each.title.values())), wanted) is not None
        ]
        return {"rows": rows, "total": len(rows)}

    async def ask(
        self, question: str, values: dict[str, str] = _NONE, most: int = MOST, start: int = 0
    ) -> Told:
        """Return the answer to a saved question."""
        try:
            asked = fitted(saved(self.project, question), self.dataset)
        except UsageError as error:
            raise UsageError("unknown-question-here", **error.fields) from error
        found = await self.engine.ask(asked, values, self.lang)
        head = {"question": asked.name, "text": asked.title[self.lang]}
        rows = self._rows(self._read(found))
        if told := await self._sentence(asked, values, found):
            head["answer"] = told
        if asked.empty and not rows:
            head |= {"meaning": asked.empty[self.lang], "nearest": asked.nearest}
        return head | self._part(rows, most, start)

    async def _sentence(self, asked: Question, values: dict[str, str], found: Written) -> str:
        """Return the sentence that answers a question, by the sources alone too where it tells."""
        result, beside = self._read(found), None
        if not isinstance(result, QuerySolutions):
            return ""
        if asked.alone and not self.dataset.is_stated:
            graphs = self.dataset.stated.graphs
            alone = await self.engine.answered(Job(found.text, default=graphs, named=graphs))
            told = self._read(alone)
            beside = plain_rows(told) if isinstance(told, QuerySolutions) else None
        return sentence(
            asked, AnswerCounts(plain_rows(result), beside, values), self.dataset, self.lang
        )

    async def query(self, sparql: str, most: int = MOST, start: int = 0) -> Told:
        """Return the answer to a query, and what the sources say of the things in it."""
        result = self._read(await self.engine.query(sparql))
        if isinstance(result, str):
            return {"turtle": result}
        if not isinstance(result, QuerySolutions):
            return {"answer": bool(result)}
        part = self._part(self._rows(result), most, start)
        cells = (cell for row in part["rows"] for cell in row.values() if isinstance(cell, dict))
        iris = sorted({cell["iri"] for cell in cells if cell.get("iri") in self._quotes})
        return part | {"cited": {iri: self._quotes[iri] for iri in iris}}

    def schema(self) -> Told:
        """Return the terms in use, the prefixes, the named graphs, the sources and an example."""
        facts = {fact for facts in self.dataset.facts.values() for fact in facts}
        classes = (each.object.value for each in facts if each.predicate == _TYPE)

        def told(uses: Iterable[str]) -> list[Told]:
            return [
                {**self._node(node), "definition": self._text(node), "uses": count}
                for iri, count in sorted(Counter(uses).items())
                for node in [NamedNode(iri)]
            ]

        read = self.dataset.read_graphs
        return {
            "classes": told(each for each in classes if each.startswith(HO)),
            "links": told(link.predicate for link, _ in self._graph.claims),
            "prefixes": self._prefixes,
            "graphs": [{"iri": each, "reading": each in read} for each in self.dataset.graphs],
            "sources": [*self._sources.values()],
            "example": self._example(),
        }

    def _example(self) -> str:
        """Return a query that cites, of what the sources link to a thing of the project."""
        found = Counter(
            (f"<{link.predicate}>", f"<{link.object}>")
            for link in self._graph.substance
            if link.stated
        )
        few = min(found.items(), key=lambda each: (each[1], each[0]), default=(("?link", "?to"), 0))
        (predicate, to), _ = few
        lang = self.dataset.language_for(self.lang)
        example = Template(resource("mcp/example.rq"))
        return example.substitute(predicate=predicate, object=to, lang=lang)

    def _read(self, found: Written) -> QuerySolutions | str | bool:
        """Return rows, a truth, or Turtle."""
        if found.media == "text/turtle":
            if len(found.body) > _ROOM:
                raise UsageError("answer-long", limit=_ROOM)
            return found.body.decode()
        result = found.result
        return result if isinstance(result, QuerySolutions) else bool(result)

    def _part(self, rows: list[Told], most: int, start: int) -> Told:
        if most < 1 or start < 0:
            name, value, wanted = (
                ("most", most, "1, 2, 3 …") if most < 1 else ("start", start, "0, 1, 2 …")
            )
            raise UsageError("bad-value", parameter=name, value=value, wanted=wanted)
        shown = rows[start : start + min(most, _NEVER_MORE)]
        part: Told = {"rows": shown, "total": len(rows)}
        last = start + len(shown)
        if last < len(rows):
            more = self._texts["more"][self.lang]
            part["note"] = more.format(first=start + 1, last=last, total=len(rows))
        return part

    def _rows(self, result: Any) -> list[Told]:  # noqa: ANN401 (what the engine gives for rows)
        if not isinstance(result, QuerySolutions):
            return [{"answer": bool(result)}]
        names = [each.value for each in result.variables]
        return [self._row(each, names) for each in result]

    def _row(self, solution: QuerySolution, names: list[str]) -> Told:
        row: Told = {}
        for name in names:
            of = name.removesuffix("Label")
            if of != name and of in names:
                continue
            row[name] = self._cell(solution[name])
            label = f"{name}Label"
            if label in names and solution[label] and isinstance(row[name], dict):
                row[name]["label"] = solution[label].value
        for name in [each for each in names if _PLACE.search(each)]:
            row |= self._cited(row, name)
        if "standing" in names or "confidence" in names:
            row["reading"] = row.get("confidence") is not None
        return row

    def _cited(self, row: Told, name: str) -> Told:
        """Return what a place and the words beside it lead to."""
        quote = row.get(_PLACE.sub(lambda match: "quote" if match["of"] == "p" else "Quote", name))
        if not isinstance(row[name], str):
            return {}
        passage, translation = self._places.find(row[name], quote or "", "en")
        of = name[:-5]
        told = {"source": self._sources.get(row[name].partition(".txt:")[0]), "passage": passage}
        if translation:
            told["translation"] = translation
        return {f"{of}{key[0].upper()}{key[1:]}" if of else key: it for key, it in told.items()}

    def _cell(self, node: Any) -> Any:  # noqa: ANN401 (whatever JSON can hold)
        return self._node(node) if isinstance(node, NamedNode) else value(node)

    def _node(self, node: NamedNode) -> Told:
        label = label_of(node, self.lang, self._store)
        name = label or curie(node.value, self._prefixes)
        return {"iri": node.value, "label": signed(node.value, name)}

    def _about(self, node: NamedNode) -> list[Quad]:
        """Return the facts of a node, each once, sorted."""
        found = self._store.quads_for_pattern(node, None, None, DefaultGraph())
        return sorted(found, key=str)

    def _text(self, node: NamedNode) -> str | None:
        """Return the definition of a term, in our language where it has one in that."""
        said = [quad.object for quad in self._about(node) if quad.predicate == _DEFINITION]
        texts = {each.language: each.value for each in said if isinstance(each, Literal)}
        return texts.get(self.lang) or next(iter(texts.values()), None)

    def _meant(self, relation: str, found: Told) -> bool:
        if not relation:
            return True
        node = NamedNode(found["iri"])
        names = [label_of(node, lang, self._store) or "" for lang in LANGUAGES]
        known = {node.value, curie(node.value, self._prefixes), *names}
        return fold_case(relation) in {fold_case(each) for each in known}

    @cached_property
    def _quotes(self) -> dict[str, list[Told]]:
        """The words each thing stands in, with their place and source."""
        things = self._graph.entities.values()
        return {each.iri: [*map(self._words, by_place(each.passages))] for each in things}

    def _words(self, passage: Passage) -> Told:
        told: Told = {"quote": passage.quote, "place": passage.place}
        return told | self._cited(told, "place")

    @cached_property
    def _sources(self) -> dict[str, Told]:
        """The source documents by name; what no source says of one is None."""
        return {
            each.slug: {"iri": each.iri, "title": each.label[self.lang], "url": each.url or None}
            for each in self._graph.documents.values()
        }
