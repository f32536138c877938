"""What an assistant may ask of the graph, and the answers that it can cite from."""

from __future__ import annotations

import re
import tomllib
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final
from unicodedata import normalize

from pyoxigraph import (
    DefaultGraph,
    Literal,
    NamedNode,
    QueryResultsFormat,
    QuerySolutions,
    parse_query_results,
)

from ho21.answer import norwegian
from ho21.ask import about, hint, label_of, put, read_questions, resolve
from ho21.ask import question as saved
from ho21.fault import LANGUAGES, CallError
from ho21.names import curie, term
from ho21.pool import Limits, Pool
from ho21.rooms import page
from ho21.store import select
from ho21.tabular import Places, value
from ho21.worker import Job

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pyoxigraph import Quad, QuerySolution

    from ho21.rooms import House
    from ho21.store import Dataset

Told = dict[str, Any]

TOOLS: Final = ("find", "describe", "neighbours", "questions", "ask", "query", "schema")
MOST: Final = 50
_NEVER_MORE: Final = 500  # rows at once, which would fill what an assistant can read
_ROOM: Final = 100_000  # characters of Turtle, which is as much as an assistant can read
_IN_QUOTE: Final = 3  # found in a quote: after every way of being found in a name
_SAID, _OUT, _IN, _DENIED = "«»", "→", "←", "↛"
_WAYS: Final = {_OUT: "out", _IN: "in", _DENIED: "denied", "∅": "sought"}
_PLACE: Final = re.compile(r"(?P<of>[pP])lace$")
# What is told elsewhere, or is how the build found the words.
_APART: Final = {
    term(name)
    for name in (
        *("skos:prefLabel", "skos:altLabel", "ho:shortLabel", "ho:quote", "ho:alsoQuote"),
        *("ho:translation", "ho:restsOn", "ho:restsOnAfter", "ho:quotePrefix", "ho:sortKey"),
        *("ho:isStatedIn", "ho:doesNotMention"),
    )
}
_WANTED: Final = "application/sparql-results+json, text/turtle"


class Assistant:
    """A graph as an assistant sees it: each method is a tool, and what it returns goes as JSON.

    A cell is a text, a number, a truth or ``{"iri", "label"}``; None is what is not said.
    Lists come in parts of ``most`` from ``start`` and say how many there are.
    Raises CallError for what it cannot find or make out.
    """

    def __init__(
        self,
        dataset: Dataset,
        home: House,
        lang: str,
        limits: Limits | None = None,
        *,
        stated_only: bool = False,
    ) -> None:
        self.dataset = dataset
        self.home = home
        self.lang = lang
        self.stated_only = stated_only
        self.pool = Pool.over(dataset, limits or Limits(), stated_only=stated_only)
        self._store = dataset.store(stated_only=stated_only)
        self._prefixes = dataset.base.prefixes()
        self._texts = tomllib.loads(page("mcp.toml"))

    def find(self, text: str, most: int = MOST, start: int = 0) -> Told:
        """Return the things with all of some words in their name or quote, or else with any."""
        wanted = _folded(text).split()
        if not wanted:
            raise CallError("bad-value", value=text, parameter="text", wanted="helsedata, …")
        rows = self._hits(wanted)
        note = ""
        if not rows and len(wanted) > 1:
            each = {row["iri"]: row for word in wanted for row in self._hits([word])}
            rows, note = [*each.values()], self._texts["some"][self.lang]
        if not rows:
            every = sorted({name for names in self._names.values() for name in names})
            near = hint(text, every).strip(" ()?") or "–"
            note = self._texts["none"][self.lang].format(near=near)
        part = self._part(rows, most, start)
        notes = [each for each in (note, part.get("note")) if each]
        return part | ({"note": " ".join(notes)} if notes else {})

    def _hits(self, wanted: list[str]) -> list[Told]:
        hits = []
        for thing, names in self._names.items():
            quotes = self._quotes.get(thing, [])
            ranks = [rank for rank in (_rank(name, wanted) for name in names) if rank is not None]
            said = [each for each in quotes if _rank(each["quote"], wanted) is not None]
            if ranks or said:
                rank = min(ranks, default=_IN_QUOTE)
                hits.append((rank, norwegian(names[0]), thing, said or quotes))
        hits.sort(key=lambda hit: hit[:3])
        return [
            {**self._node(NamedNode(thing)), "kind": self._kinds.get(thing), **_first(said)}
            for _, _, thing, said in hits
        ]

    def describe(self, thing: str) -> Told:
        """Return the names, kinds and facts of a thing, and each place the sources speak of it."""
        node = resolve(thing, self.dataset, self._store)
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

    def neighbours(
        self, thing: str, relation: str | None = None, most: int = MOST, start: int = 0
    ) -> Told:
        """Return the links of a thing, each with what it rests on."""
        node = resolve(thing, self.dataset, self._store)
        values = {"ting": node.value, "lang": self.lang}
        bare = self.stated_only
        _, result = put(about(self.home), values, self.dataset, self._store, stated_only=bare)
        rows = []
        for row in self._rows(result):
            way = row.pop("direction")
            if way != _SAID and self._meant(relation, row["relation"]):
                rows.append({"direction": _WAYS[way], **row})
        return {**self._node(node), **self._part(rows, most, start)}

    def questions(self, text: str = "") -> Told:
        """Return the saved questions with some words in their name or wording."""
        wanted = _folded(text).split()
        rows = [
            {
                "question": each.name,
                "text": each.title[self.lang],
                "values": {one.name: one.label[self.lang] for one in each.parameters},
            }
            for each in read_questions(self.home).values()
            if _rank(" ".join((each.name, *each.title.values())), wanted) is not None
        ]
        return {"rows": rows, "total": len(rows)}

    async def ask(
        self,
        question: str,
        values: dict[str, str] | None = None,
        most: int = MOST,
        start: int = 0,
    ) -> Told:
        """Return the answer to a saved question."""
        asked = saved(self.home, question)
        given = {name: str(value) for name, value in (values or {}).items()}
        if any(each.name == "lang" for each in asked.parameters):
            given = {"lang": self.lang} | given
        text = asked.filled(given, self.dataset, self._store)
        result = await self._put(text)
        head = {"question": asked.name, "text": asked.title[self.lang]}
        return head | self._part(self._rows(result), most, start)

    async def query(self, sparql: str, most: int = MOST, start: int = 0) -> Told:
        """Return the answer to a query, and what the sources say of the things in it."""
        result = await self._put(sparql)
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
        terms: dict[str, list[Told]] = {"class": [], "link": []}
        for row in select(self._store, page("terms.rq")):
            definition = self._text(row["term"], "skos:definition")
            told = {**self._node(row["term"]), "definition": definition}
            terms[row["what"].value].append({**told, "uses": int(row["uses"].value)})
        graphs = self.dataset.chosen(stated_only=self.stated_only)
        read = self.dataset.read_graphs
        return {
            "classes": terms["class"],
            "links": terms["link"],
            "prefixes": self._prefixes,
            "graphs": [{"iri": each, "reading": each in read} for each in sorted(graphs)],
            "sources": [*self._sources.values()],
            "example": page("example.rq"),
        }

    async def _put(self, text: str) -> QuerySolutions | str | bool:
        """Return rows, a truth, or Turtle, as the workers have it."""
        head, body = await self.pool.ask(Job(text, _WANTED))
        if head["media"] == "text/turtle":
            if len(body) > _ROOM:
                raise CallError("answer-long", limit=_ROOM)
            return body.decode()
        result = parse_query_results(body, format=QueryResultsFormat.JSON)
        return result if isinstance(result, QuerySolutions) else bool(result)

    def _part(self, rows: list[Told], most: int, start: int) -> Told:
        if most < 1 or start < 0:
            given = ("most", most) if most < 1 else ("start", start)
            raise CallError("bad-value", parameter=given[0], value=given[1], wanted="0, 1, 2 …")
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
        if "basis" in names or "confidence" in names:
            row["reading"] = row.get("confidence") is not None
        return row

    def _cited(self, row: Told, name: str) -> Told:
        """Return what a place and the words beside it lead to."""
        quote = row.get(_PLACE.sub(lambda match: "quote" if match["of"] == "p" else "Quote", name))
        if not isinstance(row[name], str):
            return {}
        passage, translation = self._places.find(row[name], quote or "")
        of = name[:-5]
        told = {"source": self._sources.get(row[name].partition(".txt:")[0]), "passage": passage}
        if translation:
            told["translation"] = translation
        return {f"{of}{key[0].upper()}{key[1:]}" if of else key: it for key, it in told.items()}

    def _cell(self, node: Any) -> Any:  # noqa: ANN401 (whatever JSON can hold)
        if isinstance(node, NamedNode):
            return self._node(node)
        return value(node, getattr(node, "value", ""))

    def _node(self, node: NamedNode) -> Told:
        label = label_of(node, self.lang, self._store)
        return {"iri": node.value, "label": label or curie(node.value, self._prefixes)}

    def _about(self, node: NamedNode) -> list[Quad]:
        """Return the facts of a node, each once, sorted."""
        found = self._store.quads_for_pattern(node, None, None, DefaultGraph())
        return sorted(found, key=str)

    def _text(self, node: NamedNode, name: str) -> str | None:
        said = [quad.object for quad in self._about(node) if quad.predicate == term(name)]
        texts = {each.language: each.value for each in said if isinstance(each, Literal)}
        return texts.get(self.lang) or next(iter(texts.values()), None)

    def _meant(self, relation: str | None, found: Told) -> bool:
        if relation is None:
            return True
        node = NamedNode(found["iri"])
        names = [label_of(node, lang, self._store) or "" for lang in LANGUAGES]
        known = {node.value, curie(node.value, self._prefixes), *names}
        return _folded(relation) in {_folded(each) for each in known}

    @cached_property
    def _names(self) -> dict[str, list[str]]:
        """The names of each thing, the one in our language first."""
        names: dict[str, list[str]] = {}
        for row in select(self._store, page("things.rq")):
            known = names.setdefault(row["thing"].value, [])
            known += [] if row["label"].value in known else [row["label"].value]
        for thing, known in names.items():
            main = label_of(NamedNode(thing), self.lang, self._store)
            known.sort(key=lambda name: name != main)
        return names

    @cached_property
    def _kinds(self) -> dict[str, Told]:
        rows = select(self._store, page("ting.rq"))
        return {row["thing"].value: self._node(row["kind"]) for row in rows}

    @cached_property
    def _quotes(self) -> dict[str, list[Told]]:
        """The words each thing stands in, with their place and source."""
        quotes: dict[str, list[Told]] = {}
        for row in select(self._store, page("words.rq")):
            told: Told = {"quote": row["quote"].value, "place": row["place"].value}
            quotes.setdefault(row["thing"].value, []).append(told | self._cited(told, "place"))
        return quotes

    @cached_property
    def _places(self) -> Places:
        return Places(self.dataset)

    @cached_property
    def _sources(self) -> dict[str, Told]:
        """The source documents by name; what no source says of one is None."""
        sources: dict[str, Told] = {}
        for row in select(self._store, page("map-documents.rq")):
            iri = row["document"].value
            told = self._node(row["document"])
            url = row["page"].value if row["page"] else None
            source = {"iri": iri, "title": told["label"], "url": url}
            sources.setdefault(iri.rpartition("/")[2], source)
        return sources


def _folded(text: str) -> str:
    return normalize("NFC", text).casefold().strip()


def _rank(name: str, wanted: Iterable[str]) -> int | None:
    """Return how well a name fits some words: 0 the very words, 1 as its first, 2 in it."""
    held, words = _folded(name), " ".join(wanted)
    if held == words:
        return 0
    if not all(word in held for word in words.split()):
        return None
    return 1 if held.startswith(words) else 2


def _first(said: list[Told]) -> Told:
    return said[0] if said else {"quote": None, "place": None, "source": None}
