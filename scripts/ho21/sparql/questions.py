"""The saved questions of a project: their text, their wording and their parameters."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode

from ho21.dataset.vocabulary import read_file
from ho21.errors import LANGUAGES, Fault, ProjectError, UsageError, fault
from ho21.model.lookup import find
from ho21.project import open_project as shipped
from ho21.rdf.namespaces import term
from ho21.rdf.turtle import Turtle
from ho21.resources import messages
from ho21.text import hint, listed, perhaps

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ho21.dataset.dataset import Dataset
    from ho21.project import Project


_ABOUT: Final = "alt-om-en-ting"
# The parameters that say the language of the project's names, and that of the vocabulary's.
TONGUES: Final = ("lang", "termlang")
_HEAD: Final = re.compile(r"^# (nb|en|terms|empty-nb|empty-en|nearest): (.+)$", re.MULTILINE)
_PARAMETER: Final = re.compile(
    r"^\s*VALUES \?(?P<name>\w+) \{ (?P<value>.+?) \} +"
    r"# (?P=name): nb (?P<nb>.+?) \| en (?P<en>.+)$",
    re.MULTILINE,
)
# The address of a thing, document or graph of the project that ships with ho21.
_OURS: Final = re.compile(r"<https://w3id\.org/ho21/(?P<path>(?:id|doc|graph)/)")
_STRING: Final = re.compile(r'"(?P<text>(?:[^"\\]|\\.)*)"')
_NUMBER: Final = re.compile(r"[+-]?\d+(\.\d+)?", re.ASCII)


@dataclass(frozen=True)
class Parameter:
    """A term of a question that may be given another value, typed as the default is."""

    name: str
    default: str
    label: dict[str, str]
    span: tuple[int, int]


@dataclass(frozen=True)
class Question:
    """A saved question: its text in any engine's SPARQL, its wording, and the terms it earns.

    ``empty`` tells what no answer means, where the question says so, and ``nearest`` names the
    question to ask instead.
    """

    name: str
    text: str
    title: dict[str, str]
    terms: tuple[str, ...]
    parameters: tuple[Parameter, ...]
    empty: dict[str, str] = field(default_factory=dict)
    nearest: str = ""

    def spoken(self, lang: str, dataset: Dataset) -> dict[str, str]:
        """Return its languages for a reader: that of the project's names, and the vocabulary's."""
        chosen = dict(zip(TONGUES, (dataset.language_for(lang), lang), strict=True))
        return {each.name: chosen[each.name] for each in self.parameters if each.name in chosen}

    def filled(self, values: Mapping[str, str], dataset: Dataset) -> str:
        """Return the query with each named parameter's one term replaced.

        Raises UsageError for a parameter it lacks and a value that does not fit.
        """
        known = {each.name: each for each in self.parameters}
        for name in values:
            if name not in known:
                if not known:
                    raise UsageError("parameters-none", name=self.name, parameter=name)
                raise UsageError(
                    "unknown-parameter",
                    name=self.name,
                    parameter=perhaps(name, [*known]),
                    known=", ".join(known),
                )
            if not values[name]:
                raise UsageError("parameter-empty", parameter=name)
        text = self.text
        for each in sorted(self.parameters, key=lambda one: one.span, reverse=True):
            if each.name in values:
                start, end = each.span
                text = text[:start] + _typed(each, values[each.name], dataset) + text[end:]
        return text


def named_values(pairs: Iterable[Sequence[str]]) -> dict[str, str]:
    """Return the values of a question by name; raises UsageError for one that is given twice."""
    values: dict[str, str] = {}
    for name, value in pairs:
        if name in values:
            raise UsageError("written-twice", word=name)
        values[name] = value
    return values


@lru_cache(maxsize=16)
def read_questions(project: Project) -> dict[str, Question]:
    """Return the project's questions by name, read once and the same from then on.

    Raises ProjectError for those that cannot be read.
    """
    questions, faults = readable(project)
    if faults:
        raise ProjectError(faults)
    return questions


@lru_cache(maxsize=16)
def _names(project: Project) -> list[str]:
    """Return the names of a project's questions, as they were when it was first looked."""
    return project.names("queries", ".rq")


def readable(project: Project) -> tuple[dict[str, Question], list[Fault]]:
    """Return the questions that can be read, by name, and what is wrong with the rest."""
    read = {name: _read(project, name) for name in _names(project)}
    questions = {name: each for name, each in read.items() if isinstance(each, Question)}
    return questions, [
        wrong for each in read.values() if not isinstance(each, Question) for wrong in each
    ]


@lru_cache(maxsize=16)
def _base(project: Project) -> str:
    """Return the base of a project's things, as it says it."""
    described = read_file(project, "graph", "datasett")
    facts = described.triples if isinstance(described, Turtle) else ()
    said = (each.object.value for each in facts if each.predicate == term("void:uriSpace"))
    return next(said, "")


@lru_cache(maxsize=1024)
def _read(project: Project, name: str) -> Question | tuple[Fault, ...]:
    """Return a question, or what is wrong with its file: it is not read, or lacks its header."""
    file = project.place("queries", f"{name}.rq")
    text = project.text("queries", f"{name}.rq")
    if isinstance(text, Fault):
        return (text,)
    if project.lent:
        text = _OURS.sub(lambda found: f"<{_base(project)}{found['path']}", text)
    head = dict(_HEAD.findall(text.partition("PREFIX")[0]))
    told = [f"empty-{lang}" for lang in LANGUAGES]
    told = [*told, "nearest"] if head.keys() & {*told, "nearest"} else []
    lacking = [key for key in (*LANGUAGES, "terms", *told) if key not in head]
    if lacking:
        return tuple(fault("question-header", file, 1, header=key) for key in lacking)
    parameters = tuple(
        Parameter(
            match["name"],
            match["value"],
            {"nb": match["nb"].strip(), "en": match["en"].strip()},
            match.span("value"),
        )
        for match in _PARAMETER.finditer(text)
    )
    title = {lang: head[lang] for lang in LANGUAGES}
    empty = {lang: head[f"empty-{lang}"] for lang in LANGUAGES if f"empty-{lang}" in head}
    terms = tuple(head["terms"].split())
    return Question(name, text, title, terms, parameters, empty, head.get("nearest", ""))


@lru_cache(maxsize=16)
def all_questions(project: Project) -> dict[str, Question]:
    """Return the project's questions, and those that ship with ho21 where it lacks them."""
    return read_questions(shipped()) | read_questions(project)


def question(project: Project, name: str) -> Question:
    """Return one question, whatever is wrong with others.

    Raises UsageError with the nearest names where there is none, ProjectError where it cannot be
    read.
    """
    names = _names(project)
    if name not in names:
        raise UsageError("unknown-question", name=name, hint=hint(name, names))
    read = _read(project, name)
    if not isinstance(read, Question):
        raise ProjectError([*read])
    return read


@lru_cache(maxsize=16)
def about(project: Project | None) -> Question:
    """Return the question about one thing, from the project or else from the one that ships."""
    has_own = project is not None and _ABOUT in _names(project)
    return question(project if project and has_own else shipped(), _ABOUT)


def _typed(parameter: Parameter, value: str, dataset: Dataset) -> str:
    if _STRING.fullmatch(parameter.default):
        may = (*LANGUAGES, *dataset.languages) if parameter.name == TONGUES[0] else LANGUAGES
        if parameter.name in TONGUES and value not in may:
            wanted = {lang: listed([*dict.fromkeys(may)], "or", lang) for lang in LANGUAGES}
            raise UsageError("bad-value", value=value, parameter=parameter.name, wanted=wanted)
        try:
            return str(Literal(value))
        except ValueError as error:  # half a character, which no text can hold
            raise UsageError(
                "bad-value", value=value, parameter=parameter.name, wanted="UTF-8"
            ) from error
    if _NUMBER.fullmatch(parameter.default):
        number = value.strip().replace(",", ".")
        if not _NUMBER.fullmatch(number):
            raise UsageError("parameter-number", value=value, parameter=parameter.name)
        return number
    if not value.strip():  # a text may be blank; a thing is named
        raise UsageError("parameter-empty", parameter=parameter.name)
    return str(NamedNode(find(dataset, value)))


@dataclass(frozen=True)
class Topic:
    """A topic of questions, and their names in the order of the list."""

    key: str
    title: dict[str, str]
    names: tuple[str, ...]


def grouped(names: Iterable[str]) -> tuple[Topic, ...]:
    """Return questions by topic as ``sparql/topics.toml`` has them; the last topic has the rest."""
    names, topics = tuple(names), messages("sparql/topics.toml")
    listed = {name for each in topics.values() for name in each["questions"]}
    found = []
    for key, each in topics.items():
        mine = [name for name in each["questions"] if name in names]
        rest = [name for name in names if name not in listed] if key == [*topics][-1] else []
        found.append(Topic(key, {lang: each[lang] for lang in LANGUAGES}, (*mine, *rest)))
    return tuple(found)
