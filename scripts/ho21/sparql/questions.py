"""The saved questions of a project: their text, their wording and their parameters.

They are those that ship with ho21 and those that the project adds.  Its ``questions.toml`` hides
some, words some anew, and says what a parameter is where nothing is given.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from pyoxigraph import Literal, NamedNode

from ho21.errors import LANGUAGES, Fault, ProjectError, UsageError, fault
from ho21.model.lookup import find
from ho21.project import line_in
from ho21.project import open_project as shipped
from ho21.rdf.namespaces import term
from ho21.resources import messages
from ho21.text import hint, listed, perhaps

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from ho21.dataset.dataset import Dataset
    from ho21.project import Project


_ABOUT: Final = "alt-om-en-ting"
# The parameters that say the language of the project's names, and that of the vocabulary's.
TONGUES: Final = ("lang", "termlang")
FILE: Final = "questions.toml"
PLACE: Final = f"queries/{FILE}"
_KEYS: Final = (*LANGUAGES, "hidden", "defaults")
# What a question says in each language beside its wording: what no answer means, the sentence that
# answers, and what the sources alone would answer.
_TOLD: Final = ("empty", "answer", "alone")
_HEAD: Final = re.compile(
    rf"^# (nb|en|terms|topic|nearest|group|(?:{'|'.join(_TOLD)})-(?:nb|en)): (.+)$", re.MULTILINE
)
_PARAMETER: Final = re.compile(
    r"^\s*VALUES \?(?P<name>\w+) \{ (?P<value>.+?) \} +"
    r"# (?P=name)(?: \((?P<kinds>[^)]+)\))?: nb (?P<nb>.+?) \| en (?P<en>.+)$",
    re.MULTILINE,
)
# The address of a thing, document or graph of the project that ships with ho21.
_OURS: Final = re.compile(r"<https://w3id\.org/ho21/(?P<path>(?:id|doc|graph)/)")
_STRING: Final = re.compile(r'"(?P<text>(?:[^"\\]|\\.)*)"')
_NUMBER: Final = re.compile(r"[+-]?\d+(\.\d+)?", re.ASCII)


@dataclass(frozen=True)
class Parameter:
    """A term of a question that may be given another value, typed as the default is.

    ``kinds`` are the classes and roles of what it takes, ``doc`` for a source and ``*`` for any
    thing; of a text, the things in whose words it is looked for; a number that has any is the year
    of the project.  ``own`` is the default that the project says, on its ``line``.
    """

    name: str
    default: str
    label: dict[str, str]
    span: tuple[int, int]
    kinds: tuple[str, ...] = ()
    own: str | None = None
    line: int = 0

    @property
    def takes(self) -> str:
        """What it takes: ``text``, ``number`` or ``thing``."""
        if _STRING.fullmatch(self.default):
            return "text"
        return "number" if _NUMBER.fullmatch(self.default) else "thing"


@dataclass(frozen=True)
class Question:
    """A saved question: its text in any engine's SPARQL, its wording, and the terms it earns.

    ``empty`` tells what no answer means, where the question says so, and ``nearest`` names the
    question to ask instead.  ``answer`` is the sentence that answers, ``alone`` what it adds of the
    sources alone, ``group`` the columns by which rows are gathered.  ``topic`` is the key of what
    it is about, and where in that it stands; ``lent`` is one that ships with ho21, in another
    project; ``unfit`` names the parameters for which that has no value.
    """

    name: str
    text: str
    title: dict[str, str]
    terms: tuple[str, ...]
    parameters: tuple[Parameter, ...]
    empty: dict[str, str] = field(default_factory=dict)
    nearest: str = ""
    answer: dict[str, str] = field(default_factory=dict)
    alone: dict[str, str] = field(default_factory=dict)
    group: tuple[str, ...] = ()
    topic: tuple[str, float] = ("", math.inf)
    hidden: bool = False
    lent: bool = False
    unfit: tuple[str, ...] = ()

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
        for name in self.unfit:
            if name not in values:
                raise UsageError("parameter-unfit", name=self.name, parameter=name)
        text = self.text
        for each in sorted(self.parameters, key=lambda one: one.span, reverse=True):
            if each.name in values:
                start, end = each.span
                text = text[:start] + typed(each, values[each.name], dataset) + text[end:]
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
    return project.questions()


def readable(project: Project) -> tuple[dict[str, Question], list[Fault]]:
    """Return the questions that can be read, by name, and what is wrong with the rest."""
    read = {name: _read(project, name) for name in _names(project)}
    questions = {name: each for name, each in read.items() if isinstance(each, Question)}
    wrong = [one for each in read.values() if not isinstance(each, Question) for one in each]
    return questions, [*wrong, *_wording(project)[1]]


@lru_cache(maxsize=16)
def _base(project: Project) -> str:
    """Return the base of a project's things, as it says it."""
    from ho21.dataset.vocabulary import read_file
    from ho21.rdf.turtle import Turtle

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
    lent = project.is_lent("queries", f"{name}.rq")
    if lent:
        text = _OURS.sub(lambda found: f"<{_base(project)}{found['path']}", text)
    head = dict(_HEAD.findall(text.partition("PREFIX")[0]))
    told = {each: [f"{each}-{lang}" for lang in LANGUAGES] for each in _TOLD}
    told["empty"].append("nearest")
    wanted = [key for keys in told.values() if head.keys() & {*keys} for key in keys]
    lacking = [key for key in (*LANGUAGES, "terms", *wanted) if key not in head]
    if lacking:
        return tuple(fault("question-header", file, 1, header=key) for key in lacking)
    topic, _, at = head.get("topic", "").partition(" ")
    if "topic" in head and not (topic in _topics() and re.fullmatch(r"\d*", at, re.ASCII)):
        line = text.count("\n", 0, text.find("# topic:")) + 1
        return (fault("question-topic", file, line, known=", ".join(_topics())),)
    own = _wording(project)[0].get(name, {})
    parameters = tuple(
        Parameter(
            match["name"],
            match["value"],
            {"nb": match["nb"].strip(), "en": match["en"].strip()},
            match.span("value"),
            tuple((match["kinds"] or "").split()),
            **_said(project, name, match["name"]),
        )
        for match in _PARAMETER.finditer(text)
    )
    title = {lang: own[lang] if lang in own else head[lang] for lang in LANGUAGES}
    said = {
        each: {lang: head[f"{each}-{lang}"] for lang in LANGUAGES if f"{each}-{lang}" in head}
        for each in _TOLD
    }
    terms = tuple(head["terms"].split())
    return Question(
        name,
        text,
        title,
        terms,
        parameters,
        said["empty"],
        head.get("nearest", ""),
        said["answer"],
        said["alone"],
        tuple(head.get("group", "").split()),
        (topic or [*_topics()][-1], float(at or math.inf)),
        bool(own.get("hidden")),
        lent,
    )


def _topics() -> dict[str, dict[str, str]]:
    """Return what questions are about by its key, in the order of the list."""
    topics: dict[str, dict[str, str]] = messages("sparql/topics.toml")
    return topics


@lru_cache(maxsize=16)
def _wording(project: Project) -> tuple[dict[str, dict[str, Any]], list[Fault]]:
    """Return what a project says of some questions, by name, and what is wrong with that."""
    said = project.toml("queries", FILE)
    if isinstance(said, Fault):
        return {}, [said]
    faults = [wrong for name, own in said.items() for wrong in _misworded(project, name, own)]
    return {} if faults else said, faults


def _misworded(project: Project, name: str, own: object) -> Iterator[Fault]:
    """Yield what is wrong with what a project says of a question, each at its line."""
    names = _names(project)

    def wrong(told: str, at: str = "", **fields: object) -> Fault:
        return fault(told, PLACE, line_in(project, "queries", FILE, name, at), name=name, **fields)

    if name not in names:
        yield wrong("wording-unknown", hint=hint(name, names))
        return
    said = own if isinstance(own, dict) else {"": own}
    for key in (key for key in said if key not in _KEYS):
        yield wrong("wording-key", key, word=key, known=", ".join(_KEYS))
    worded = [said[lang] for lang in LANGUAGES if lang in said]
    if worded and not (len(worded) == len(LANGUAGES) and all(map(_is_text, worded))):
        yield wrong("wording-language", next(lang for lang in LANGUAGES if lang in said))
    if not isinstance(said.get("hidden", True), bool):
        yield wrong("wording-hidden", "hidden")
    defaults = said.get("defaults", {})
    if not isinstance(defaults, dict):
        yield wrong("wording-defaults", "defaults")
        return
    text = project.text("queries", f"{name}.rq")
    known = [match["name"] for match in _PARAMETER.finditer(text)] if isinstance(text, str) else []
    for key, value in defaults.items():
        if key not in known:
            yield wrong("wording-parameter", key, parameter=key, known=", ".join(known) or "–")
        elif isinstance(value, bool) or not (isinstance(value, int | float) or _is_text(value)):
            yield wrong("wording-defaults", key)


def _said(project: Project, name: str, parameter: str) -> dict[str, Any]:
    """Return the default that a project says of a parameter, and where, if it does."""
    defaults = _wording(project)[0].get(name, {}).get("defaults", {})
    if parameter not in defaults:
        return {}
    line = line_in(project, "queries", FILE, name, parameter)
    return {"own": str(defaults[parameter]), "line": line}


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def question(project: Project, name: str) -> Question:
    """Return one question, whatever is wrong with others.

    Raises UsageError with the nearest names where there is none, ProjectError where it cannot be
    read.
    """
    names = _names(project)
    if name not in names:
        raise UsageError("unknown-question", name=name, hint=hint(name, names))
    read, faults = _read(project, name), _wording(project)[1]
    if not isinstance(read, Question):
        raise ProjectError([*read, *faults])
    if faults:
        raise ProjectError(faults)
    return read


def as_it_was(told: dict[str, Any]) -> Question:
    """Return the question that ``asdict`` told of, also after JSON has had it."""
    parameters = (
        Parameter(**each | {"span": tuple(each["span"]), "kinds": tuple(each["kinds"])})
        for each in told["parameters"]
    )
    rows = {name: tuple(each) for name, each in told.items() if isinstance(each, list | tuple)}
    return Question(**told | rows | {"parameters": tuple(parameters)})


@lru_cache(maxsize=16)
def about(project: Project | None) -> Question:
    """Return the question about one thing, from the project or else from the one that ships."""
    return question(project or shipped(), _ABOUT)


def typed(parameter: Parameter, value: str, dataset: Dataset) -> str:
    """Return a value as a query writes it; raises UsageError for one that does not fit."""
    if parameter.takes == "text":
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
    if parameter.takes == "number":
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


def grouped(questions: Iterable[Question]) -> tuple[Topic, ...]:
    """Return questions by topic, each in its place; the last topic has those that say none."""
    ordered = sorted(questions, key=lambda each: (each.topic[1], each.name))
    return tuple(
        Topic(
            key,
            {lang: titles[lang] for lang in LANGUAGES},
            tuple(each.name for each in ordered if each.topic[0] == key),
        )
        for key, titles in _topics().items()
    )
