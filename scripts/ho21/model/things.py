"""Things, links, evidence, passages and documents, as plain data."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from enum import IntEnum
from typing import TYPE_CHECKING, Final

from ho21.dataset.following.roles import role_word
from ho21.errors import LANGUAGES
from ho21.rdf.namespaces import HO
from ho21.resources import messages
from ho21.text import for_reader, https, in_tag_order, last

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ho21.dataset.coverage import Coverage

_SIGNS: Final[dict[str, str]] = messages("model/standings.toml")


class Standing(IntEnum):
    """How a link is known, the strongest first, so that ``min`` is the strongest."""

    STATED = 1
    FOLLOWS_FROM_STATED = 2
    INTERPRETED = 3
    FOLLOWS_FROM_INTERPRETED = 4

    @property
    def rests_on_reading(self) -> bool:
        """Whether it is a reader's interpretation, or follows only from one."""
        return self >= Standing.INTERPRETED

    @property
    def inferred(self) -> bool:
        """Whether it follows by rule from another link."""
        return self in {Standing.FOLLOWS_FROM_STATED, Standing.FOLLOWS_FROM_INTERPRETED}

    @property
    def term(self) -> str:
        """The name of its term in the vocabulary, such as ``followsFromStated``."""
        first, *rest = self.name.lower().split("_")
        return "".join((first, *(each.capitalize() for each in rest)))

    @property
    def iri(self) -> str:
        """Its term in the vocabulary."""
        return HO + self.term

    @property
    def sign(self) -> str:
        """Its mark, which tells it apart without colour."""
        return _SIGNS[self.term]


@dataclass(frozen=True, slots=True)
class Label:
    """A text in each language; ``label["en"]`` is what a reader of the interface is shown.

    The fields hold only what is written; ``rest`` has the texts in further languages, by tag.
    """

    nb: str = ""
    en: str = ""
    rest: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, texts: Mapping[str, str]) -> Label:
        """Return the label of some texts by language tag."""
        further = (tag for tag in in_tag_order(texts) if tag not in LANGUAGES)
        rest = tuple((tag, texts[tag]) for tag in further if texts[tag])
        return cls(texts.get("nb", ""), texts.get("en", ""), rest)

    @classmethod
    def same(cls, text: str) -> Label:
        """Return a label that reads the same in both languages."""
        return cls(text, text)

    def __getitem__(self, lang: str) -> str:
        """Return the text for a reader, in another language where it is missing in theirs."""
        own = self.en if lang == "en" else self.nb
        return own or self.written.get(for_reader(lang, self.written), "")

    def __bool__(self) -> bool:
        """Say whether there is a text at all."""
        return bool(self.nb or self.en or self.rest)

    @property
    def written(self) -> dict[str, str]:
        """The texts that are written, by language tag."""
        both = {"nb": self.nb, "en": self.en}
        return {tag: text for tag, text in both.items() if text} | dict(self.rest)

    @property
    def texts(self) -> dict[str, str]:
        """The text in both languages, ready for JSON."""
        return {"nb": self["nb"], "en": self["en"]}


@dataclass(frozen=True, slots=True)
class Passage:
    """Words of a document and where they stand: lines from 1, and code points of the text.

    ``quote`` has its white space folded; ``exact`` is the raw slice of the text.  ``stating`` says
    whether the document's own statements stand there, and not only a reading that rests on it.
    """

    iri: str
    document: str
    start: int
    end: int
    first_line: int
    last_line: int
    quote: str
    translation: Label = field(default_factory=Label)
    exact: str = ""
    language: str = ""
    stating: bool = True

    @property
    def file(self) -> str:
        """The file of the text, such as ``toppmote.txt``."""
        return self.iri.partition("#")[0].rpartition("/")[2]

    @property
    def source(self) -> str:
        """The name of the source, such as ``toppmote``."""
        return self.file.removesuffix(".txt")

    def translated(self, lang: str) -> str:
        """Return the words in the language of a reader; nothing where they are in it already."""
        own, into = self.language or "nb", self.translation.written
        tag = for_reader(lang, {own, *into})
        return "" if tag == own else into.get(tag, "")

    @property
    def place(self) -> str:
        """File and line, such as ``toppmote.txt:12``."""
        return f"{self.file}:{self.first_line}"


@dataclass(frozen=True, slots=True)
class Value:
    """A plain fact of a thing: a word, number, date or address.

    ``raw`` is as the graph writes it, an IRI in full; ``datatype`` is empty for an IRI and
    ``rdf:langString`` for a text in a language.
    """

    predicate: str
    label: Label
    text: Label
    raw: str
    datatype: str = ""

    @property
    def predicate_name(self) -> str:
        """The last part of the property's IRI, such as ``when``."""
        return last(self.predicate)


@dataclass(frozen=True, slots=True)
class Identifier:
    """An identifier of a thing in a register: its own IRI, and the texts that describe it."""

    iri: str
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Thing:
    """A thing of the project: its narrowest class and all its classes, its names and its words.

    ``roles`` are what it counts as, the narrowest first; one that gives way to others has none.
    ``passages`` are in order of source, the main ones of each first, then by place;
    ``main_passages`` are the main ones in order of IRI; ``documents`` are those that state it.
    """

    iri: str
    kind: str
    kinds: tuple[str, ...]
    label: Label
    short_label: Label
    position: int | None = None
    when: str = ""
    sort_key: str = ""
    values: tuple[Value, ...] = ()
    passages: tuple[Passage, ...] = ()
    main_passages: tuple[Passage, ...] = ()
    documents: tuple[str, ...] = ()
    identifiers: tuple[Identifier, ...] = ()
    roles: tuple[str, ...] = ()

    @property
    def classes(self) -> tuple[str, ...]:
        """Its classes and its roles."""
        return (*self.kinds, *self.roles)

    @property
    def role(self) -> str:
        """What it counts as in a word, such as ``goal`` or ``eventGoal``; nothing where nothing."""
        return role_word(self.roles[0]) if self.roles else ""

    @property
    def kind_name(self) -> str:
        """The last part of the narrowest class, such as ``TargetPicture``."""
        return last(self.kind)

    @property
    def main(self) -> Passage | None:
        """The main passage of the first source that has one."""
        return next(iter(self.main_passages), None)

    @property
    def words(self) -> Passage | None:
        """The main passage, else the first."""
        return self.main or next(iter(self.passages), None)


@dataclass(frozen=True, slots=True)
class Evidence:
    """One claim for a link: how it is known, and the passages or the reason it rests on.

    ``passages`` are in order of source and place; ``main`` is the first that states the link
    itself, in order of IRI.  ``documents`` are those that state it: none for a reading.
    ``premises`` are the claims that it follows from.
    """

    claim: str
    standing: Standing
    basis: str = ""
    documents: tuple[str, ...] = ()
    passages: tuple[Passage, ...] = ()
    main: Passage | None = None
    confidence: float | None = None
    reason: Label = field(default_factory=Label)
    author: str = ""
    review: str = ""
    reviewer: str = ""
    reviewed: str = ""
    created: str = ""
    premises: tuple[str, ...] = ()

    @property
    def strength(self) -> float:
        """How sure it is: what a source states wholly, a reading as its reader is."""
        return 1.0 if self.confidence is None else self.confidence


@dataclass(frozen=True, slots=True)
class Link:
    """A distinct subject, predicate and object, and every evidence for it, the strongest first."""

    subject: str
    predicate: str
    object: str
    evidence: tuple[Evidence, ...]

    @property
    def predicate_name(self) -> str:
        """The last part of the predicate, such as ``isPartOf``."""
        return last(self.predicate)

    @property
    def ends(self) -> tuple[str, str]:
        """The subject and the object."""
        return self.subject, self.object

    @property
    def triple(self) -> tuple[str, str, str]:
        """The subject, the predicate and the object."""
        return self.subject, self.predicate, self.object

    @property
    def standing(self) -> Standing:
        """The standing of the strongest evidence."""
        return min(each.standing for each in self.evidence)

    @property
    def stated(self) -> bool:
        """Whether a source states it or it follows from what sources state."""
        return not self.standing.rests_on_reading

    @property
    def inferred(self) -> bool:
        """Whether all its evidence follows by rule."""
        return all(each.standing.inferred for each in self.evidence)

    @property
    def confidence(self) -> float | None:
        """The highest confidence of its readings, or None where it rests on none."""
        return None if self.stated else max(each.strength for each in self.evidence)

    @property
    def strength(self) -> float:
        """How sure it is: what is stated wholly, what is read as its surest reader is."""
        return max(each.strength for each in self.evidence)

    @property
    def documents(self) -> tuple[str, ...]:
        """The documents that state it."""
        return tuple(sorted({each for one in self.evidence for each in one.documents}))

    @property
    def passages(self) -> tuple[Passage, ...]:
        """Every passage it rests on, each once."""
        return tuple(dict.fromkeys(each for one in self.evidence for each in one.passages))


@dataclass(frozen=True, slots=True)
class NonLink:
    """A link that a reader weighed and denied, or sought in a class or scheme and did not find.

    ``other`` is the thing or concept that was denied, or the class or scheme that was searched.
    ``passages`` are the words it rests on, where its reader says which.
    """

    iri: str
    about: str
    predicate: str
    other: str
    denied: bool
    reason: Label
    confidence: float | None = None
    author: str = ""
    review: str = ""
    reviewer: str = ""
    reviewed: str = ""
    created: str = ""
    passages: tuple[Passage, ...] = ()

    @property
    def predicate_name(self) -> str:
        """The last part of the predicate."""
        return last(self.predicate)

    @property
    def is_mapping(self) -> bool:
        """Whether it is about concepts of another vocabulary."""
        return not self.predicate.startswith(HO)


@dataclass(frozen=True, order=True, slots=True)
class Span:
    """A stretch of a text, in code points: a passage, or what is set aside as ``kind``.

    What is set aside is ``context``, ``noise`` or ``glue``; its name is the end of its IRI.
    """

    start: int
    end: int
    kind: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """A source document with its captured text; dates are as the graph writes them.

    ``capture_passages`` are the words of the text that tell of its capture.
    The text and its coverage are those of the project's files: a graph that is read from quads
    alone has none.
    """

    iri: str
    slug: str
    label: Label
    title: Label
    url: str = ""
    publishers: tuple[str, ...] = ()
    created: str = ""
    issued: str = ""
    modified: str = ""
    capture: str = ""
    captured: str = ""
    capture_passages: tuple[Passage, ...] = ()
    format: str = ""
    sha256: str = ""
    asides: tuple[Span, ...] = ()
    coverage: Coverage | None = None
    text: str = field(default="", repr=False)

    @property
    def web(self) -> str:
        """The address where it is one that a page may safely link to, else nothing."""
        return https(self.url) or ""


def decimal(number: float) -> str:
    """Return a number as a canonical decimal: ``0.7``, ``1``."""
    return format(Decimal(repr(number)).normalize(), "f")
