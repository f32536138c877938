"""Each question with its answer, with our readings and without, as a page and as files."""

from __future__ import annotations

import json
import re
import tomllib
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

from pyoxigraph import (
    Literal,
    NamedNode,
    QueryBoolean,
    QueryResultsFormat,
    QueryTriples,
    parse_query_results,
)

from ho21.answer import norwegian, show
from ho21.ask import label_of, put, resolve
from ho21.fault import CallError
from ho21.glossary import anchor
from ho21.leaf import file_of, render, root_of, words
from ho21.names import VOCABULARIES, term
from ho21.rooms import page
from ho21.rows import body
from ho21.spelling import triples
from ho21.store import select
from ho21.tabular import Places, Table, abroad, tabular

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from pyoxigraph import Store

    from ho21.ask import Parameter, Question, Result
    from ho21.leaf import Frame
    from ho21.shapes import Words
    from ho21.spelling import Spelling
    from ho21.store import Dataset

    Home = Callable[[str], tuple[str, str] | None]

INDEX: Final = "query/index"
FORMS: Final = ("ttl", "jsonld", "nt")
FILES: Final = ("csv", "json", "rq")
SERVED: Final = ("tsv", "xlsx")
_NUMBER: Final = re.compile(r"[+-]?\d+(\.\d+)?", re.ASCII)
_JSON: Final = QueryResultsFormat.JSON


@dataclass(frozen=True)
class Topic:
    """What some questions are about, and their names in the order of the list."""

    key: str
    title: Words
    names: tuple[str, ...]


def grouped(names: Iterable[str]) -> tuple[Topic, ...]:
    """Return questions by topic as ``pages/topics.toml`` has them; the last topic has the rest."""
    left = dict.fromkeys(names)
    topics = tomllib.loads(page("topics.toml"))
    found = []
    for key, each in topics.items():
        mine = tuple(name for name in each["questions"] if name in left)
        left = {name: None for name in left if name not in mine}
        last = tuple(left) if key == next(reversed(topics)) else ()
        found.append(Topic(key, {"nb": each["nb"], "en": each["en"]}, (*mine, *last)))
    return tuple(found)


@dataclass(frozen=True)
class Field:
    """A parameter of a question as a page shows it: what it is, and the value used."""

    name: str
    label: str
    value: str
    kind: str
    way: str | None = None


class Questions:
    """The questions of a house, put to a dataset with its readings and without.

    ``home`` gives the page's stem and the fragment of what an IRI names, where it has any.
    """

    def __init__(
        self,
        dataset: Dataset,
        questions: Mapping[str, Question],
        home: Home,
        *,
        stated_only: bool = False,
    ) -> None:
        self.dataset = dataset
        self.questions = questions
        self.home = home
        self.stated_only = stated_only
        self.answers: dict[tuple[str, str, bool], tuple[str, bytes]] = {}

    def rq(self, name: str) -> bytes:
        """Return the text of a question."""
        return self.questions[name].text.encode()

    def json(self, name: str) -> bytes:
        """Return a question's answer as SPARQL 1.1 has it in JSON."""
        return self._answer(name, "nb", bare=self.stated_only)[1] + b"\n"

    def csv(self, name: str) -> bytes:
        """Return a question's answer as SPARQL 1.1 has it in CSV."""
        result = parse_query_results(self._answer(name, "nb", bare=self.stated_only)[1], _JSON)
        return body(result, "csv", {})  # spelled as the dataset has it already

    def index(self, frame: Frame, lang: str) -> str:
        """Return the page that lists the questions by topic."""
        return render(frame, "questions.html.j2", lang, INDEX, topics=grouped(self.questions),
                      questions=self.questions, count=len(self.questions))  # fmt: skip

    def page(self, frame: Frame, name: str, lang: str) -> str:
        """Return a question's page with its answer as it stands in the house."""
        query, answer = self._answer(name, lang, bare=self.stated_only)
        bare = None if self.stated_only else self._answer(name, lang, bare=True)[1]
        return self._page(frame, name, lang, {}, query, answer, bare)

    def put(
        self,
        frame: Frame,
        name: str,
        values: dict[str, str],
        lang: str,
        result: Result | CallError,
        without: Result | None = None,
    ) -> str:
        """Return a question's page for some values and what came of them: an answer or a fault.

        ``without`` is the answer without readings, where it was asked for too.
        """
        values = {key: value for key, value in values.items() if key != "lang"}
        if isinstance(result, CallError):
            text = self.questions[name].text
            return self._page(frame, name, lang, values, text, None, None, result.text(lang))
        query = self.questions[name].filled({**values, **self._lang(name, lang)}, self.dataset,
                                            self._stores[self.stated_only])  # fmt: skip
        bare = None if without is None else _kept(without)
        return self._page(frame, name, lang, values, query, _kept(result), bare)

    def _page(  # noqa: PLR0913, PLR0917 (what a page is made of)
        self,
        frame: Frame,
        name: str,
        lang: str,
        values: dict[str, str],
        query: str,
        answer: bytes | None,
        bare: bytes | None,
        fault: str = "",
    ) -> str:
        asked = self.questions[name]
        stem = f"query/{name}"
        told = words(lang)["query"]
        shown = self._shown(answer, query, lang, stem, bare=self.stated_only)
        without = self._shown(bare, query, lang, stem, bare=True)
        given = {"lang": lang, **values} if values else {}
        return render(
            frame,
            "question.html.j2",
            lang,
            stem,
            forms=FORMS,
            asked=asked,
            name=name,
            fields=[
                self._field(each, values.get(each.name), lang, stem)
                for each in asked.parameters
                if each.name != "lang"
            ],
            things=self._things(lang) if frame.served else (),
            fault=fault,
            query=query,
            answer=shown,
            bare=without,
            same=shown == without,
            files=[(form, f"{name}.{form}{_asking(given)}") for form in FILES[:2]],
            more=[
                (form, f"{name}{_asking({'format': form, **given})}")
                for form in (SERVED if frame.served else ())
            ],
            terms=[self._term(each, lang) for each in asked.terms],
            told=told,
        )

    def _answer(self, name: str, lang: str, *, bare: bool) -> tuple[str, bytes]:
        """Put a question once; return the query and its answer in JSON."""
        key = (name, lang, bare)
        if key not in self.answers:
            store = self._stores[bare]
            values = self._lang(name, lang)
            query, result = put(self.questions[name], values, self.dataset, store, stated_only=bare)
            self.answers[key] = query, _kept(result, query, self.dataset.spelling, store)
        return self.answers[key]

    def _lang(self, name: str, lang: str) -> dict[str, str]:
        asked = {each.name for each in self.questions[name].parameters}
        return {"lang": lang} if "lang" in asked else {}

    @cached_property
    def _stores(self) -> dict[bool, Store]:
        chosen = (True,) if self.stated_only else (False, True)
        return {bare: self.dataset.store(stated_only=bare) for bare in chosen}

    @cached_property
    def _places(self) -> Places:
        return Places(self.dataset)

    def _shown(
        self, answer: bytes | None, query: str, lang: str, stem: str, *, bare: bool
    ) -> Table | bool | None:
        """Return what a page shows of an answer: a table, yes or no, or nothing."""
        if answer is None:
            return None
        result = parse_query_results(answer, _JSON)
        if isinstance(result, QueryBoolean):
            return bool(result)
        shown = show(result, lang, query, self.dataset, self._stores[bare])

        def way(iri: str) -> str | None:
            return self._way(iri, lang, stem)

        return tabular(shown, lang, self._places, way, words(lang)["query"]["is_read"])

    def _way(self, iri: str, lang: str, stem: str) -> str | None:
        """Return the way from a page to what an IRI names, on the site or on the web."""
        home = self.home(iri)
        if home is None:
            return abroad(iri)
        file, fragment = home
        return root_of(stem) + file_of(file, lang) + (f"#{fragment}" if fragment else "")

    def _field(self, each: Parameter, given: str | None, lang: str, stem: str) -> Field:
        """Return a parameter with the value used: a number, a text, or what a thing is called."""
        label, default = each.label[lang], each.default
        if _NUMBER.fullmatch(default):
            return Field(each.name, label, given or default, "number")
        if default.startswith('"'):
            text = re.sub(r"\\(.)", r"\1", default[1:-1]) if given is None else given
            return Field(each.name, label, text, "text")
        store = self._stores[self.stated_only]
        try:
            iri = self._default(default) if given is None else self._thing(given)
        except CallError:
            return Field(each.name, label, given or default, "thing")
        called = label_of(NamedNode(iri), lang, store) or iri
        own = self._called.get(" ".join(called.split()).casefold(), set())
        return Field(each.name, label, called if own <= {iri} else iri, "thing",
                     self._way(iri, lang, stem))  # fmt: skip

    def _thing(self, given: str) -> str:
        return resolve(given, self.dataset, self._stores[self.stated_only]).value

    def _default(self, name: str) -> str:
        """Return the IRI that a default means, which is a prefixed name or an IRI in brackets."""
        prefix, _, rest = name.partition(":")
        base = self.dataset.base.prefixes().get(prefix)
        return name.strip("<>") if base is None else base + rest

    @cached_property
    def _called(self) -> dict[str, set[str]]:
        """Which things each name is a name of."""
        found: dict[str, set[str]] = defaultdict(set)
        for row in select(self._stores[self.stated_only], page("things.rq")):
            found[" ".join(row["label"].value.split()).casefold()].add(row["thing"].value)
        return found

    def _things(self, lang: str) -> list[str]:
        """Return what the things are called, by the Norwegian alphabet."""
        rows = select(self._stores[self.stated_only], page("things.rq"))
        labels = {row["label"].value for row in rows if row["label"].language == lang}
        return sorted(labels, key=lambda each: (norwegian(each), each))

    def _term(self, name: str, lang: str) -> tuple[str, str]:
        """Return a term's name and its place on the page of the vocabulary."""
        prefix, _, local = name.partition(":")
        iri = VOCABULARIES.get(prefix, "") + local
        return self._names.get(iri, {}).get(lang, name), anchor(iri)

    @cached_property
    def _names(self) -> dict[str, Words]:
        found: dict[str, Words] = {}
        for fact in self.dataset.vocabulary.triples:
            name = fact.object
            if fact.predicate == term("skos:prefLabel") and isinstance(name, Literal):
                found.setdefault(fact.subject.value, {})[name.language or ""] = name.value
        return found


def _asking(values: Mapping[str, str]) -> str:
    return f"?{urlencode(values)}" if values else ""


def _kept(
    result: Result, query: str = "", ours: Spelling | None = None, store: Store | None = None
) -> bytes:
    """Return an answer in JSON, from which it can be read again; triples are rows of three.

    Without ``ours`` it is in our spelling already, or in no one's.
    """
    if not isinstance(result, QueryTriples):
        return body(result, "json", ours or {}, query)
    found = set(result) if store is None else triples(set(result), ours or {}, store)
    rows = sorted(found, key=str)
    parts = ("subject", "predicate", "object")
    bindings = [{part: _binding(getattr(row, part)) for part in parts} for row in rows]
    return json.dumps({"head": {"vars": parts}, "results": {"bindings": bindings}}).encode()


def _binding(node: object) -> dict[str, str]:
    """Return a term as SPARQL 1.1 has it in JSON."""
    if isinstance(node, NamedNode):
        return {"type": "uri", "value": node.value}
    if not isinstance(node, Literal):
        return {"type": "bnode", "value": str(node).removeprefix("_:")}
    if node.language:
        return {"type": "literal", "value": node.value, "xml:lang": node.language}
    return {"type": "literal", "value": node.value, "datatype": node.datatype.value}
