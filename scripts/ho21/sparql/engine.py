"""The one way to ask a dataset: a saved question, a query, or all about one thing."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING, Final, TypeVar

from pyoxigraph import (
    NamedNode,
    QueryBoolean,
    QueryResultsFormat,
    Store,
    parse_query_results,
)

from ho21.errors import LANGUAGES, ProjectError, UsageError, fault
from ho21.model.lookup import find
from ho21.processes.limits import held
from ho21.processes.memory import bounded
from ho21.processes.network import without_network
from ho21.rdf.namespaces import HO, curie
from ho21.resources import messages, resource
from ho21.sparql.defaults import fitted, misfits, remembered
from ho21.sparql.evaluation import evaluate, told_in_branches
from ho21.sparql.preflight import names_in, prefixes_in
from ho21.sparql.questions import TONGUES, about, read_questions, readable
from ho21.sparql.results import rows_kept
from ho21.text import interface, nearest, perhaps

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ho21.dataset.dataset import Dataset
    from ho21.errors import Fault
    from ho21.project import Project
    from ho21.sparql.evaluation import Result
    from ho21.sparql.questions import Question


# What is wrong with a question as it is written, and how that is said with its file.
_WRITTEN_WRONG: Final = {
    "query-syntax": "question-syntax",
    **{
        f"query-{each}": f"query-{each}"
        for each in ("sign", "service", "update", "deep", "long", "unclear", "graph")
    },
}


Found = TypeVar("Found")
_SYNONYMS: Final[dict[str, str]] = messages("sparql/synonyms.toml")["terms"]
_CAPITAL: Final = re.compile("(?<=[a-zæøå0-9])([A-ZÆØÅ])")
_ANSWERED: Final = "_answered_questions"
_FITTED: Final = "_fitted_questions"
_SECONDS: Final = 5  # that a question may take to be read


@dataclass(frozen=True)
class Answer:
    """An answer: the query as it was put, what came of it, and the dataset with its names.

    Rows and triples can be gone through once.  That of a saved question has the question, the
    values it was put with, and what the sources alone answer where that is to be told.
    """

    text: str
    result: Result
    dataset: Dataset = field(repr=False)
    asked: Question | None = None
    values: Mapping[str, str] = field(default_factory=dict)
    alone: Callable[[], Answer] | None = field(default=None, repr=False)


class Engine:
    """A dataset that is asked in this process.

    Another engine has the same three methods and another ``query``. A ``project`` may have its own
    question about one thing; without it, the one that ships is put.
    """

    def __init__(self, dataset: Dataset, project: Project | None = None) -> None:
        self.dataset = dataset
        self.project = project

    def ask(
        self, question: Question, values: Mapping[str, str] | None = None, lang: str | None = None
    ) -> Answer:
        """Put a saved question with some values, in a language where it has one.

        Raises ProjectError where the question itself is not valid, UsageError where a value is not.
        """
        text = self.filled(question, values or {}, lang)
        tells = bool(question.alone) and not self.dataset.is_stated
        alone = (lambda: self.stated.query(told_in_branches(text))) if tells else None
        try:
            found = self.query(told_in_branches(text))
            return replace(found, text=text, asked=question, values=values or {}, alone=alone)
        except UsageError as error:
            wrong = _written_wrong(question, error)
            if wrong is None:
                raise
            raise ProjectError([wrong]) from error

    def read(self, question: Question, lang: str, reader: Callable[[Answer], Found]) -> Found:
        """Return what is read of the answer to a saved question, held to what a question may take.

        Raises ProjectError where it takes more.
        """
        self.dataset.store()  # before the memory and the time are counted
        file = f"queries/{question.name}.rq"
        return held(lambda: reader(self.ask(question, lang=lang)), lang, file)

    def kept(self, question: Question, lang: str) -> tuple[str, bytes]:
        """Return the query that a saved question is, and its answer in JSON, asked but once.

        The answer is kept with the dataset, for whoever needs it next. Raises what ``read`` does.
        """
        kept: dict[str, bytes] = vars(self.dataset).setdefault(_ANSWERED, {})
        text = self.filled(question, {}, lang)
        if text not in kept:
            kept[text] = self.read(question, lang, lambda found: rows_kept(found.result))
        return text, kept[text]

    def query(self, text: str) -> Answer:
        """Put a query to the union of the named graphs; raises UsageError where it cannot be."""
        base = self.dataset.base
        graphs = self.dataset.graphs
        result = evaluate(text, self.dataset.store(), base.prefixes(), graphs, base=base.iri)
        return Answer(text, result, self.dataset)

    @property
    def stated(self) -> Engine:
        """The engine that asks the same of the sources alone."""
        return Engine(self.dataset.stated, self.project)

    def about(self, thing: str, lang: str) -> Answer:
        """Put the question about one thing, named by its IRI, slug or label."""
        return self.ask(about(self.project), {"ting": thing}, lang)

    def describe(self, thing: str) -> Answer:
        """Return what is said of one thing as triples."""
        node = NamedNode(find(self.dataset, thing))
        return self.query(resource("sparql/queries/about.rq").replace("?ting", str(node)))

    def filled(self, question: Question, values: Mapping[str, str], lang: str | None = None) -> str:
        """Return the query that a question is with some values; raises UsageError."""
        if lang:
            asked = values.get(TONGUES[0], lang)
            reader = asked if asked in LANGUAGES else lang
            values = {**question.spoken(reader, self.dataset), **values}
        return question.filled(values, self.dataset)


def fitted_questions(dataset: Dataset, project: Project) -> dict[str, Question]:
    """Return the questions of a project by name with its own defaults, once and the same.

    Hidden are those that it hides, and those that ship with ho21 and have nothing to answer: they
    are put to find out, to the whole.  What a project asks itself is not.
    """
    whole = dataset.whole or dataset
    kept = vars(whole).setdefault(_FITTED, {})
    if project not in kept:
        engine, lang = Engine(whole, project), interface(whole.languages)

        def hidden(each: Question) -> bool:
            if each.hidden or not each.lent:
                return each.hidden
            return bool(each.unfit) or not _answers(engine.kept(each, lang)[1])

        asked = _remembered(whole, project) or [
            fitted(each, whole) for each in read_questions(project).values()
        ]
        kept[project] = {each.name: replace(each, hidden=hidden(each)) for each in asked}
    found: dict[str, Question] = kept[project]
    return found


def _remembered(whole: Dataset, project: Project) -> list[Question]:
    """Return the questions as a compiled dataset has them; none of another."""
    told = [remembered(name, whole) for name in project.questions()]
    return [] if None in told else [each for each in told if each]


def offered(dataset: Dataset, project: Project) -> dict[str, Question]:
    """Return the questions of a project that have something to answer and are not hidden."""
    every = fitted_questions(dataset, project)
    return {name: each for name, each in every.items() if not each.hidden}


def _answers(answer: bytes) -> bool:
    """Say whether an answer says anything: yes or no does."""
    result = parse_query_results(answer, QueryResultsFormat.JSON)
    return isinstance(result, QueryBoolean) or next(result, None) is not None


def unknown_terms(text: str, dataset: Dataset) -> dict[str, str]:
    """Return the names of the vocabulary in an admitted query that it has not, and the nearest."""
    base = dataset.base
    names = dict.fromkeys(names_in(text, base.prefixes(), base.iri))
    asked = [NamedNode(each) for each in names if each.startswith(HO) and each != HO]
    unknown = [each for each in asked if not dataset.vocabulary.knows(each)]
    if not unknown:
        return {}
    known = {each.value: curie(each.value, base.prefixes()) for each in dataset.vocabulary.terms}
    called = _called(dataset)
    found = {}
    for each in unknown:
        word, name = curie(each.value, base.prefixes()), each.value.removeprefix(HO)
        meant = HO + _SYNONYMS.get(name.casefold(), "")
        meant = meant if meant in known else called.get(_as_words(name), "")
        near = known.get(meant) or next(iter(nearest(word, sorted(known.values()))), "")
        found[word] = near
    return found


def _called(dataset: Dataset) -> dict[str, str]:
    """Return the terms of the vocabulary by what they are called; of several the first."""
    from ho21.model.read import knowledge_graph

    labels = knowledge_graph(dataset).labels
    named = sorted(
        (each.value, text)
        for each in dataset.vocabulary.terms
        if each.value in labels
        for text in labels[each.value].texts.values()
    )
    return {text.casefold(): iri for iri, text in reversed(named)}


def _as_words(name: str) -> str:
    """Return the name of a term as words: «responsibleActor» is «responsible actor»."""
    return _CAPITAL.sub(r" \1", name).strip().casefold()


def question_faults(dataset: Dataset, project: Project, lang: str) -> list[Fault]:
    """Return what is wrong with the questions of a project as they are written.

    The engine reads a query only to answer it, so each is put to no graph at all, held to the
    memory of a question and to a few seconds.
    """
    questions, faults = readable(project)
    faults += misfits(dataset, project)
    base, nothing = dataset.base, Store()

    def read(text: str) -> None:
        evaluate(text, nothing, base.prefixes(), dataset.facts, base=base.iri)

    for each in questions.values():
        file = f"queries/{each.name}.rq"
        try:
            with bounded(lang, file):
                without_network(partial(read, each.text), _SECONDS)
            faults += [*_misspelt(each, file, dataset), *_misbound(each, file, dataset)]
            if each.nearest not in {"", *questions}:
                line = each.text.count("\n", 0, each.text.find("# nearest:")) + 1
                named = perhaps(each.nearest, [*questions])
                faults.append(fault("question-nearest", file, line, name=named))
        except UsageError as error:
            wrong = _written_wrong(each, error)
            faults += [wrong] if wrong else []
        except ProjectError as error:
            faults += error.faults
        except TimeoutError:
            faults.append(fault("query-slow", file, limit=_SECONDS))
    return faults


def _misspelt(asked: Question, file: str, dataset: Dataset) -> list[Fault]:
    """Return the terms of a question, and of its header, that the vocabulary has not."""
    header = " ".join(each for each in asked.terms if each.startswith("ho:"))
    found = []
    for word, near in unknown_terms(f"{header} {asked.text}", dataset).items():
        line = asked.text.count("\n", 0, max(asked.text.find(word.partition(":")[2]), 0)) + 1
        key = "question-term-near" if near else "question-term"
        found.append(fault(key, file, line, term=word, near=near))
    return found


def _misbound(asked: Question, file: str, dataset: Dataset) -> list[Fault]:
    """Return the prefixes of a question that stand for another address than everywhere else."""
    known = dataset.base.prefixes()
    own = prefixes_in(asked.text, known, dataset.base.iri)
    return [
        fault(
            "prefix-other",
            file,
            asked.text.count("\n", 0, max(asked.text.find(f"<{address}>"), 0)) + 1,
            prefix=f"{prefix}:",
            address=f"<{address}>",
            known=f"<{known[prefix]}>",
        )
        for prefix, address in own.items()
        if known.get(prefix, address) != address
    ]


def _written_wrong(question: Question, error: UsageError) -> Fault | None:
    """Return a refusal as the fault of a question's file, or None where it is not the file's."""
    if error.key not in _WRITTEN_WRONG:
        return None
    file = f"queries/{question.name}.rq"
    line = int(str(error.fields.get("line", 0)))
    return fault(_WRITTEN_WRONG[error.key], file, line, **error.fields)
