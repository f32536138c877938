"""Each question with its answer, with our readings and without, as a page and as files."""

from __future__ import annotations

import re
from collections import defaultdict
from contextlib import suppress
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlencode

from pyoxigraph import (
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    parse_query_results,
)

from ho21.errors import UsageError
from ho21.model.lookup import Places, find
from ho21.model.read import knowledge_graph
from ho21.rdf.namespaces import VOCABULARIES, term
from ho21.site.descriptions import Ways, anchor
from ho21.site.rendering import page_texts, render, root_of
from ho21.sparql.answers import answer_table
from ho21.sparql.engine import Answer, Engine
from ho21.sparql.links import abroad, linked_table
from ho21.sparql.questions import TONGUES, grouped
from ho21.sparql.results import body, rows_kept
from ho21.sparql.sentences import AnswerCounts, plain_rows, sentence
from ho21.text import alphabetical

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ho21.dataset.dataset import Dataset
    from ho21.site.descriptions import Locate
    from ho21.site.rendering import Frame
    from ho21.sparql.evaluation import Result
    from ho21.sparql.links import Href
    from ho21.sparql.questions import Parameter, Question
    from ho21.tables.table import Table

INDEX: Final = "query/index"
FILES: Final = ("csv", "json", "rq")
SERVED: Final = ("tsv", "xlsx")
_NUMBER: Final = re.compile(r"[+-]?\d+(\.\d+)?", re.ASCII)
_JSON: Final = QueryResultsFormat.JSON
_NAMING: Final = {term(each) for each in ("skos:prefLabel", "skos:altLabel", "ho:shortLabel")}


class Questions:
    """The questions of a project, put to a dataset and to the stated part of it.

    ``home`` gives the page's stem and the fragment of what an IRI names, where it has any;
    ``data`` what a page is about, as JSON-LD, by its stem.
    """

    def __init__(
        self,
        dataset: Dataset,
        questions: Mapping[str, Question],
        home: Locate,
        frame: Frame,
        data: Callable[[str], bytes],
    ) -> None:
        self.dataset = dataset
        self.questions = questions
        self.home = home
        self.frame = frame
        self.data = data
        self._graph = knowledge_graph(dataset)
        self._places = Places(self._graph)
        self.engine = Engine(dataset)
        self.stated = Engine(dataset.stated)

    def rq(self, name: str) -> bytes:
        """Return the text of a question."""
        return self.questions[name].text.encode()

    def json(self, name: str) -> bytes:
        """Return a question's answer as SPARQL 1.1 has it in JSON."""
        return self._answer(self.engine, name, self.dataset.interface)[1] + b"\n"

    def csv(self, name: str) -> bytes:
        """Return a question's answer as SPARQL 1.1 has it in CSV."""
        return body(parse_query_results(self.json(name), _JSON), "csv")

    def index(self, lang: str) -> str:
        """Return the page that lists the questions by topic."""
        return render(self.frame, "questions.html.j2", lang, INDEX, self.data(INDEX),
                      topics=grouped(self._listed), tongues=TONGUES, questions=self.questions,
                      count=len(self._listed))  # fmt: skip

    @property
    def _listed(self) -> list[Question]:
        """The questions that have a page."""
        return [each for each in self.questions.values() if not each.hidden]

    def page(self, name: str, lang: str) -> str:
        """Return a question's page with its answer as it stands in the project."""
        query, answer = self._answer(self.engine, name, lang)
        bare = None if self.dataset.is_stated else self._answer(self.stated, name, lang)[1]
        return self._page(name, lang, {}, query, answer, bare)

    def put(
        self,
        name: str,
        values: dict[str, str],
        lang: str,
        result: Result | UsageError,
        without: Result | None = None,
    ) -> str:
        """Return a question's page for some values and what came of them: an answer or a fault.

        ``without`` is the answer without readings, where it was asked for too.
        """
        values = {key: value for key, value in values.items() if key not in TONGUES}
        if isinstance(result, UsageError):
            text = self.questions[name].text
            return self._page(name, lang, values, text, None, None, result.text(lang))
        query = self.engine.filled(self.questions[name], values, lang)
        bare = None if without is None else rows_kept(without)
        return self._page(name, lang, values, query, rows_kept(result), bare)

    def _page(  # noqa: PLR0913, PLR0917 (what a page is made of)
        self,
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
        told = page_texts(lang)["query"]
        shown = self._shown(self.engine, answer, query, lang, stem)
        without = self._shown(self.stated, bare, query, lang, stem)
        given = {"lang": lang, **values} if values else {}
        again = f"?{urlencode(given)}" if given else ""
        return render(
            self.frame,
            "question.html.j2",
            lang,
            stem,
            self.data(stem),
            asked=asked,
            near=next((each for each in self._listed if each.name == asked.nearest), None),
            name=name,
            fields=[
                self._field(each, values.get(each.name), lang, stem)
                for each in asked.parameters
                if each.name not in TONGUES
            ],
            things=self._things(lang) if self.frame.served else (),
            fault=fault,
            query=query,
            lead=self._lead(asked, values, answer, bare, lang),
            answer=shown,
            bare=without,
            same=shown == without,
            files=[(form, f"{name}.{form}{again}") for form in FILES[:2]],
            more=[
                (form, f"{name}?{urlencode({'format': form, **given})}")
                for form in (SERVED if self.frame.served else ())
            ],
            terms=[self._term(each, lang) for each in asked.terms],
            told=told,
        )

    def _answer(self, engine: Engine, name: str, lang: str) -> tuple[str, bytes]:
        """Return a question's query and its answer in JSON."""
        return engine.kept(self.questions[name], lang)

    def _shown(
        self, engine: Engine, answer: bytes | None, query: str, lang: str, stem: str
    ) -> Table | bool | None:
        """Return what a page shows of an answer: a table, yes or no, or nothing."""
        if answer is None:
            return None
        result = parse_query_results(answer, _JSON)
        if isinstance(result, QueryBoolean):
            return bool(result)
        shown = answer_table(Answer(query, result, engine.dataset), lang)
        return linked_table(shown, lang, self._places, self._way(lang, stem))

    def _lead(
        self,
        asked: Question,
        values: Mapping[str, str],
        answer: bytes | None,
        bare: bytes | None,
        lang: str,
    ) -> str:
        """Return the sentence that stands above an answer, where the question has one."""
        rows, alone = (
            plain_rows(result)
            if each and isinstance(result := parse_query_results(each, _JSON), QuerySolutions)
            else None
            for each in (answer, bare)
        )
        counted = AnswerCounts(rows or (), alone, values)
        return "" if rows is None else sentence(asked, counted, self.dataset, lang)

    def _way(self, lang: str, stem: str) -> Href:
        """Return what gives the way from a page to what an IRI names, on the site or on the web."""
        ways = Ways(self.home, root_of(stem), lang, self.frame.heads.usual)
        own = self.dataset.base.thing("").value
        return lambda iri: ways(iri) or (None if iri.startswith(own) else abroad(iri))

    def _field(self, each: Parameter, given: str | None, lang: str, stem: str) -> dict[str, Any]:
        """Return a parameter with the value used: a number, a text, or what a thing is called."""
        default, way, kind = each.default, None, "thing"
        value = given or default
        if _NUMBER.fullmatch(default):
            kind = "number"
        elif default.startswith('"'):
            kind = "text"
            value = re.sub(r"\\(.)", r"\1", default[1:-1]) if given is None else given
        else:
            with suppress(UsageError):
                iri = self._default(default) if given is None else find(self.dataset, given)
                called = self._graph.labels[iri][lang] if iri in self._graph.labels else iri
                own = self._called.get(" ".join(called.split()).casefold(), set())
                value, way = called if own <= {iri} else iri, self._way(lang, stem)(iri)
        return {"name": each.name, "label": each.label[lang], "value": value, "kind": kind,
                "way": way}  # fmt: skip

    def _default(self, name: str) -> str:
        """Return the IRI that a default means, which is a prefixed name or an IRI in brackets."""
        prefix, _, rest = name.partition(":")
        base = self.dataset.base.prefixes().get(prefix)
        return name.strip("<>") if base is None else base + rest

    @cached_property
    def _called(self) -> dict[str, set[str]]:
        """Which things each name is a name of."""
        found: dict[str, set[str]] = defaultdict(set)
        for iri, names in self.dataset.names.items():
            for name in names:
                found[" ".join(name.split()).casefold()].add(iri)
        return found

    def _things(self, lang: str) -> list[str]:
        """Return what the things are called, by the alphabet of their language."""
        spoken = self.dataset.language_for(lang)
        labels = {
            fact.object.value
            for facts in self.dataset.facts.values()
            for fact in facts
            if fact.predicate in _NAMING
            and fact.subject.value in self.dataset.names
            and getattr(fact.object, "language", None) == spoken
        }
        return sorted(labels, key=lambda each: (alphabetical(each, spoken), each))

    def _term(self, name: str, lang: str) -> tuple[str, str]:
        """Return a term's name and its place on the page of the vocabulary."""
        prefix, _, local = name.partition(":")
        iri = VOCABULARIES.get(prefix, "") + local
        known = self._graph.labels
        return known[iri][lang] if iri in known else name, anchor(iri)
