"""What is worth a look in how a project is written, though it may be as it should."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal

from ho21.rdf.index import by_subject
from ho21.rdf.namespaces import VOCABULARIES, curie, local, term
from ho21.validation.report import Finding, translated
from ho21.validation.shapes import worded

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator

    from pyoxigraph import NamedNode

    from ho21.dataset.dataset import Dataset
    from ho21.rdf.namespaces import Node

_NAMING: Final = tuple(map(term, ("skos:prefLabel", "ho:shortLabel")))
_CAPTURE: Final = term("ho:Capture")
_CLAIM: Final = term("ho:Claim")
_FEW: Final = 12  # classes that one line may name
_QUOTED: Final = tuple(map(term, ("ho:quote", "ho:translation")))
# A word in small letters after another: a name alone has none.
_MORE_THAN_A_NAME: Final = re.compile(r"\s[^\W\d_A-ZÆØÅ][^\W\d_]{3,}")


def untranslated(dataset: Dataset) -> Iterator[Finding]:
    """Yield each English label and translation that is the Norwegian, where it is no name."""
    for file in (each for each in dataset.turtles if each.file.startswith("graph/")):
        for subject, block in by_subject(file.triples).items():
            told = [(name, block[name], block[name]) for name in _NAMING]
            told.append((_QUOTED[1], block[_QUOTED[0]], block[_QUOTED[1]]))
            for name, ours, theirs in told:
                for text in sorted(_said(ours, english=False) & _said(theirs, english=True)):
                    if _MORE_THAN_A_NAME.search(text):
                        said = worded(block[_NAMING[0]]), translated("rules", "same", text=text)
                        line = file.line(subject.value, name.value, text)
                        place = subject.value, name.value, *said, file.file, line
                        yield Finding("info", "", *place)


def translations(dataset: Dataset, faulty: Container[str]) -> Iterator[Finding]:
    """Yield each quote that lacks a translation into a language of the project, or has too many.

    What only carries a link needs none. What is faulty otherwise is left until that is mended.
    """
    for file in (each for each in dataset.turtles if each.file.startswith("graph/")):
        for subject, block in by_subject(file.triples).items():
            if subject.value in faulty:
                continue
            quotes, into = (_tags(block[name]) for name in _QUOTED)
            needless = [tag for tag in dataset.languages if tag in quotes & into]
            missing = [tag for tag in dataset.languages if tag not in quotes | into]
            if not quotes or _CLAIM in block[term("rdf:type")]:
                missing = []
            for key, tags in (("translation", missing), ("needless", needless)):
                if tags:
                    said = translated("rules", key, tags=", ".join(f"@{each}" for each in tags))
                    line = file.line(subject.value, _QUOTED[0].value)
                    named = worded(block[_NAMING[0]], local(subject))
                    place = subject.value, _QUOTED[1].value, named, said, file.file, line
                    yield Finding("violation", term("shape:translation").value, *place)


def _tags(texts: Iterable[Node]) -> set[str]:
    """Return the languages of some texts, without what follows a hyphen."""
    tagged = (each.language for each in texts if isinstance(each, Literal) and each.language)
    return {each.partition("-")[0] for each in tagged}


def namesakes(dataset: Dataset) -> Iterator[Finding]:
    """Yield each thing that has the name of another in the same language, once for the two."""
    first: dict[tuple[str, str], NamedNode] = {}
    told = set()
    for file in (each for each in dataset.turtles if each.file.startswith("graph/")):
        captures = {each.subject for each in file.triples if each.object == _CAPTURE}
        for fact in file.triples:
            thing, name = fact.subject, fact.object
            if not (fact.predicate == _NAMING[0] and isinstance(name, Literal)):
                continue
            if thing in captures or not dataset.base.is_thing(thing):
                continue
            same = name.language or "", " ".join(name.value.split()).casefold()
            other = first.setdefault(same, thing)
            if other != thing and (other, thing) not in told:
                told.add((other, thing))
                words = {"text": name.value, "other": dataset.base.called(other)}
                said = worded(()), translated("rules", "namesakes", **words)
                place = thing.value, _NAMING[0].value, *said, file.file, file.line_of(fact)
                yield Finding("info", "", *place)


def _said(texts: list[Node], *, english: bool) -> set[str]:
    """Return the texts in English, or in another language."""
    tagged = [each for each in texts if isinstance(each, Literal) and each.language]
    return {each.value for each in tagged if (each.language == "en") == english}


def waiting(dataset: Dataset) -> Iterator[Finding]:
    """Yield the terms that are reserved for other plans and that nothing here uses, all in one."""
    own = dataset.base.graph("ontologi").value
    others = (fact for graph, facts in dataset.facts.items() if graph != own for fact in facts)
    left = dataset.vocabulary.reserved - {node for fact in others for node in fact}
    words = dataset.vocabulary.files[0]
    # A vocabulary that is lent is not the project's to thin out.
    if left and words.file.startswith("ontology/"):
        named = ", ".join(sorted(curie(each.value, VOCABULARIES) for each in left))
        said = translated("rules", "reserved", terms=named)
        line = words.line(min(each.value for each in left))
        yield Finding("info", "", "", "", worded(()), said, words.file, line)


def absent(dataset: Dataset, classes: Iterable[Node]) -> Iterator[Finding]:
    """Yield the classes of which a project has nothing and is not said to have any, all in one.

    Of many, which a project on its first days has, only the number is told.
    """
    if named := sorted(curie(each.value, VOCABULARIES) for each in classes):
        few = len(named) <= _FEW
        key, told = ("not-here", ", ".join(named)) if few else ("many-not-here", "")
        said = translated("rules", key, terms=told, count=str(len(named)))
        place = dataset.places.get(dataset.base.iri, ("", 0))
        yield Finding("info", "", "", "", worded(()), said, *place)
