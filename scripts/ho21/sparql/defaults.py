"""What a parameter of a question is in a project where nothing is given.

It is what the project says, else what stands in the question where the project has that, else of
the things that fit the one with the most links, and of their words the commonest.  A parameter
after another takes one that is linked to the thing before it.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal

from ho21.errors import Fault, ProjectError, UsageError, fault
from ho21.model.lookup import find
from ho21.rdf.namespaces import VOCABULARIES, curie, term
from ho21.sparql.questions import PLACE, as_it_was, question, readable, typed

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from ho21.dataset.dataset import Dataset
    from ho21.model.graph import KnowledgeGraph
    from ho21.model.things import Thing
    from ho21.project import Project
    from ho21.sparql.questions import Parameter, Question

_ANY: Final = "*"
_SOURCES: Final = "doc"
_LINKED: Final = "_linked_things"
_WORD: Final = re.compile(r"[^\W\d_]{6,}")  # long enough to be about something


def fitted(asked: Question, dataset: Dataset) -> Question:
    """Return a question with the defaults that it has in a project.

    Raises ProjectError for one that the project says, and that does not fit.
    """
    whole = dataset.whole or dataset
    parameters, unfit, text, moved = [], [], asked.text, 0
    before: list[str] = []
    for each in asked.parameters:
        default = _default(asked, each, whole, before)
        start, end = (at + moved for at in each.span)
        if default is None:
            unfit.append(each.name)
            default = each.default
        text = text[:start] + default + text[end:]
        moved += len(default) - len(each.default)
        parameters.append(replace(each, default=default, span=(start, start + len(default))))
        if each.takes == "thing" and each.name not in unfit:
            before.append(_meant(default, whole))
    return replace(asked, text=text, parameters=(*parameters,), unfit=(*unfit,))


def saved(name: str, project: Project, dataset: Dataset) -> Question:
    """Return a question with the defaults that it has in a project.

    Raises UsageError with the nearest names where there is none, ProjectError where it cannot be
    read, or a default does not fit.
    """
    return remembered(name, dataset) or fitted(question(project, name), dataset)


def remembered(name: str, dataset: Dataset) -> Question | None:
    """Return a question as a compiled dataset has it, with its defaults; None of another."""
    told = (dataset.whole or dataset).remembered(f"question/{name}", lambda: None)
    return as_it_was(told) if told else None


def fitting(graph: KnowledgeGraph, kinds: Iterable[str]) -> list[Thing]:
    """Return the things of some classes or roles, the sources, or all where none is said."""
    things = graph.things.values()
    wanted = {VOCABULARIES.get(p, p) + rest for p, _, rest in (x.partition(":") for x in kinds)}
    if wanted <= {_ANY}:
        return [*things]
    sources = graph.documents if _SOURCES in wanted else ()
    return [each for each in things if each.iri in sources or wanted.intersection(each.classes)]


def misfits(dataset: Dataset, project: Project) -> list[Fault]:
    """Return what is wrong with the defaults that a project says, each at its line."""
    return [
        _misfit(asked, each)
        for asked in readable(project)[0].values()
        for each in asked.parameters
        if each.own is not None and not _is_fit(each, dataset)
    ]


def _misfit(asked: Question, parameter: Parameter) -> Fault:
    what = {"value": str(parameter.own), "parameter": parameter.name, "name": asked.name}
    return fault("wording-default", PLACE, parameter.line, kinds=", ".join(parameter.kinds), **what)


def _is_fit(parameter: Parameter, dataset: Dataset) -> bool:
    try:
        typed(parameter, str(parameter.own), dataset)
    except UsageError:
        return False
    if parameter.takes != "thing":
        return True
    iri = find(dataset, str(parameter.own))
    return any(each.iri == iri for each in fitting(_graph(dataset), parameter.kinds))


def _default(
    asked: Question, parameter: Parameter, dataset: Dataset, before: Collection[str]
) -> str | None:
    """Return what a parameter is in a project, as a query writes it, or None where none fits."""
    if parameter.own is not None:
        if not _is_fit(parameter, dataset):
            raise ProjectError([_misfit(asked, parameter)])
        if parameter.takes != "thing":
            return typed(parameter, parameter.own, dataset)
        return curie(find(dataset, parameter.own), dataset.base.prefixes())
    there = {
        "thing": lambda: _meant(parameter.default, dataset) in dataset.names,
        "number": lambda: not parameter.kinds,
        "text": lambda: not parameter.kinds or _is_said(parameter.default[1:-1], dataset),
    }
    if there[parameter.takes]():
        return parameter.default
    if parameter.takes == "number":
        return dataset.issued.partition("-")[0]
    own = _most_linked if parameter.takes == "thing" else _commonest
    return own(dataset, parameter, before)


def _meant(default: str, dataset: Dataset) -> str:
    """Return the IRI that a default means, which is a prefixed name or an IRI in brackets."""
    prefix, _, rest = default.partition(":")
    base = dataset.base.prefixes().get(prefix)
    return default.strip("<>") if base is None else base + rest


def _is_said(word: str, dataset: Dataset) -> bool:
    said = (each.object for each in dataset.store().quads_for_pattern(None, term("ho:quote"), None))
    quotes = (each.value for each in said if isinstance(each, Literal))
    return any(word.casefold() in each.casefold() for each in quotes)


def _most_linked(dataset: Dataset, parameter: Parameter, before: Collection[str]) -> str | None:
    """Return the thing with the most links: to those before it if any, and then to all."""
    every = _linked(dataset)[1]
    near = Counter(end for each in _links(dataset, before) for end in each) if before else every
    fit = {each.iri for each in fitting(_graph(dataset), parameter.kinds)} - {*before}
    counted = [(-near[each], -every[each], each) for each in fit if near[each] or not before]
    return curie(min(counted)[-1], dataset.base.prefixes()) if counted else None


def _commonest(dataset: Dataset, parameter: Parameter, before: Collection[str]) -> str | None:
    """Return the word that most of the things that fit have in quote and name alike, or None."""
    linked = {end for each in _links(dataset, before) for end in each}
    words: Counter[str] = Counter()
    for each in fitting(_graph(dataset), parameter.kinds):
        if each.iri in linked or not before:
            quotes = " ".join(passage.quote for passage in each.main_passages)
            names = " ".join(each.label.texts.values())
            quoted, named = ({*_WORD.findall(said.casefold())} for said in (quotes, names))
            words.update(quoted & named)
    word = min(words, key=lambda each: (-words[each], each), default=None)
    return word and typed(parameter, word, dataset)


def _graph(dataset: Dataset) -> KnowledgeGraph:
    from ho21.model.read import knowledge_graph

    return knowledge_graph(dataset)


def _links(dataset: Dataset, before: Collection[str]) -> list[tuple[str, str]]:
    """Return the ends of the links that carry content, of the things before if there are any."""
    ends = _linked(dataset)[0]
    return [each for each in ends if {*each} & {*before}] if before else ends


def _linked(dataset: Dataset) -> tuple[list[tuple[str, str]], Counter[str]]:
    """Return the ends of all such links, and how many each thing has; counted once."""
    kept = vars(dataset)
    if _LINKED not in kept:
        ends = [each.ends for each in _graph(dataset).substance]
        kept[_LINKED] = ends, Counter(end for each in ends for end in each)
    linked: tuple[list[tuple[str, str]], Counter[str]] = kept[_LINKED]
    return linked
