"""What must hold across files: known terms, described things, and one home for each."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode, Quad, Store

from ho21.dataset.languages import spoken, tag_of
from ho21.dataset.readings.retired import successors
from ho21.errors import LANGUAGES, MOST_FAULTS, Fault, fault
from ho21.rdf.index import by_subject
from ho21.rdf.namespaces import HO, VOCABULARIES, Fact, curie, term
from ho21.resources import messages
from ho21.text import LONGEST_CELL, code_points, fits_cell, indistinct, visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from ho21.dataset.readings.retired import Retired
    from ho21.dataset.vocabulary import Vocabulary
    from ho21.rdf.index import Properties
    from ho21.rdf.namespaces import Base
    from ho21.rdf.turtle import Turtle

_TYPE: Final = term("rdf:type")
_STRING: Final = term("xsd:string")
_CLAIM: Final = term("ho:Claim")
_QUOTE: Final = term("ho:quote")
_NAMING: Final = {
    term(each) for each in ("skos:prefLabel", "skos:altLabel", "skos:hiddenLabel", "ho:shortLabel")
}
_WORDS: Final = messages("dataset/integrity.toml")["words"]
_MAY_SAY: Final = {
    name: frozenset(map(term, them))
    for name, them in messages("dataset/integrity.toml")["may-say"].items()
}
_ANY_LANGUAGE: Final = _MAY_SAY["verbatim"] | {term("skos:altLabel"), term("skos:hiddenLabel")}
_FOLLOWED: Final = {
    term(name): way
    for way, names in messages("dataset/integrity.toml")["addresses"].items()
    for name in names
}
# An address, where the property may also have a text; and one that can be followed.
_ADDRESS: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:\S*")
_FOLLOWABLE: Final = {
    "https://": re.compile(r"https?://[^\s/?#]+.*", re.IGNORECASE),
    "mailto:": re.compile(r"mailto:[^\s@]+@[^\s@]+", re.IGNORECASE),
}
_NOT_ONE_LINE: Final = re.compile(r"[\t\n\r\u2028\u2029]|\s\s|\A\s|\s\Z")
_TO_DO: Final = re.compile(rf"[\[(<*]*(?:{'|'.join(_WORDS['to-do'])})\b")
_ENDS: Final = {term("rdf:subject"), term("rdf:object")}
_REGISTERS: Final = ("graph/datasett.ttl", "graph/aktorer.ttl")
_ALIKE: Final = 0.8
_SHOWN: Final = 80

WrongFact = tuple[str, Fact, dict[str, str]]


def broken_rules(
    turtles: list[Turtle],
    vocabulary: Vocabulary,
    base: Base,
    retired: Mapping[str, Retired] | None = None,
) -> list[Fault]:
    """Return a fault for each second home, unknown term, thing without type, and dangling link."""
    homes: dict[NamedNode, str] = {}
    for turtle in turtles:
        for each in _typed(turtle):
            homes.setdefault(each.subject, turtle.file)
    said = _said(turtles)
    rules: list[tuple[Turtle, Iterator[WrongFact]]] = []
    for file in turtles:
        wrong = _wrong(file, homes, vocabulary, base)
        rules += [(file, (_replaced(each, base, retired or {}) for each in wrong))]
        rules += [(file, _unsupported(file, homes, vocabulary, base))]
    lent = tuple((file, (*LANGUAGES, *said) if said else said) for file in vocabulary.files)
    for file, languages in (*lent, *((file, said) for file in turtles)):
        rules += [(file, _mistagged(file, languages))]
        rules += [(file, _worded(file))]
        rules += [(file, _unfollowed(file)), (file, _misplaced(file, base))]
    return [
        fault(key, file.file, file.line_of(fact), thing=base.called(fact.subject), **more)
        for file, found in rules
        for key, fact, more in islice(found, MOST_FAULTS + 1)  # no more is found than is told
    ]


def _wrong(
    turtle: Turtle, homes: dict[NamedNode, str], vocabulary: Vocabulary, base: Base
) -> Iterator[WrongFact]:
    """Yield what a file has wrong: the fault, the fact it lies in, and what more is to be told."""
    for each in _typed(turtle):
        if homes[each.subject] != turtle.file:
            yield "two-homes", each, {"home": homes[each.subject]}
    for node, each in _terms(turtle).items():
        if not vocabulary.knows(node):
            yield _unknown(node, each, vocabulary, base)
    for each in _untyped(turtle, homes, base):
        yield "untyped", each, {}
    for each in turtle.triples:
        linked = each.predicate in vocabulary.links | _ENDS or base.is_thing(each.object)
        if linked and each.object not in homes:
            told = (
                base.called(each.object)
                if isinstance(each.object, NamedNode)
                else f"«{visible(each.object.value)}»"
            )
            yield "unknown-thing", each, {"other": told}
    for each, way in rewritten(turtle.triples).items():
        yield "not-canonical", each, {"written": each.object.value, "way": way}


def _replaced(wrong: WrongFact, base: Base, retired: Mapping[str, Retired]) -> WrongFact:
    """Return a fault as it is, or what now stands for the thing that is not there."""
    key, fact, more = wrong
    gone = fact.object.value
    new = successors(gone, retired)
    if key != "unknown-thing" or new == (gone,):
        return wrong
    if not new:
        return "retired-linked-gone", fact, more
    called = (base.called(NamedNode(each)) for each in new)
    return "retired-linked", fact, {**more, "new": ", ".join(called)}


def _said(turtles: list[Turtle]) -> tuple[str, ...]:
    """Return the languages that a project says it has."""
    return tuple(
        tag_of(each.object.value)
        for file in turtles
        for each in file.triples
        if file.file == _REGISTERS[0] and each.predicate == term("dcterms:language")
    )


def _worded(file: Turtle) -> Iterator[WrongFact]:
    """Yield each text that says nothing, or is not of the form that a table or a page needs.

    So too one with signs by which it differs from what looks the same; a source has its own.
    """
    for fact in file.triples:
        if not isinstance(fact.object, Literal):
            continue
        text, tag = fact.object.value, fact.object.language
        quoted = fact.predicate in _MAY_SAY["verbatim"]
        if not quoted and (at := indistinct(text)) >= 0:
            sign = {"sign": code_points(text, at), "at": str(at + 1)}
            yield "indistinct-sign", fact, {"value": visible(text), **sign}
        if fact.predicate in _MAY_SAY["one-line"] and _NOT_ONE_LINE.search(text):
            way = {"value": visible(text, lines=False), "way": " ".join(text.split())}
            yield "not-one-line", fact, way
        if not fits_cell(text):
            cut = {"value": visible(text)[:_SHOWN], "limit": str(LONGEST_CELL)}
            yield "text-too-long", fact, cut
        # The vocabulary has a word for what such a text lacks.
        said = tag and not quoted and file.file.startswith("graph/")
        if said and is_placeholder(text):
            yield "text-placeholder", fact, {"value": visible(text)}


def _mistagged(file: Turtle, languages: tuple[str, ...]) -> Iterator[WrongFact]:
    """Yield each text whose language questions would not find, as they ask for the very tag.

    Our own texts are in the languages of the project; a source, and what else something is
    called, may be in any.
    """
    for fact in file.triples:
        if not isinstance(fact.object, Literal):
            continue
        tag, shown = fact.object.language, {"value": visible(fact.object.value)}
        bare = (tag or "").partition("-")[0]
        if tag is None:
            if fact.predicate in _MAY_SAY["verbatim"]:
                yield "language-missing", fact, shown
        elif bare in _WORDS["unclear"]:
            yield "language-unclear", fact, {**shown, "tag": tag}
        elif bare != tag and spoken(bare.casefold()):
            yield "language-region", fact, {**shown, "tag": tag, "bare": bare}
        elif tag not in {*LANGUAGES, *languages} and not spoken(tag):
            yield "language-nobody", fact, {**shown, "tag": tag}
        elif languages and bare not in languages and fact.predicate not in _ANY_LANGUAGE:
            known = ", ".join(f"@{each}" for each in sorted(languages))
            yield "language-unlisted", fact, {**shown, "tag": tag, "known": known}


def _unfollowed(file: Turtle) -> Iterator[WrongFact]:
    """Yield each address that a reader is to follow, and that leads nowhere on the web."""
    for fact in file.triples:
        way, value = _FOLLOWED.get(fact.predicate), fact.object.value
        if way is None or (isinstance(fact.object, Literal) and not _ADDRESS.fullmatch(value)):
            continue
        if not _FOLLOWABLE[way].fullmatch(value):
            name = curie(fact.predicate.value, VOCABULARIES)
            yield "address-unfollowed", fact, {"term": name, "value": value, "way": way}


def is_placeholder(text: str) -> bool:
    """Say whether a text only holds the place of one that is still to be written."""
    bare = text.strip().strip("[](){}<>*_.:!?… -–—").casefold()
    return bare in _WORDS["placeholders"] or bool(_TO_DO.match(text.strip()))


def _misplaced(file: Turtle, base: Base) -> Iterator[WrongFact]:
    """Yield each subject of which a file has nothing to say.

    A source tells of its own document and capture, and of things; a register of things and the
    project; the vocabulary of terms. Anything else would be answered as if they had said it.
    """
    things, documents = base.thing("").value, base.document("").value
    for subject in dict.fromkeys(each.subject for each in file.triples):
        if not file.file.startswith("graph/"):
            fits = not subject.value.startswith((things, documents))
        elif file.file in _REGISTERS:
            fits = subject.value == base.iri or subject.value.startswith(things)
        else:
            fits = _is_in(subject, base) or subject in _own(file, base)
        if not fits:
            yield "subject-misplaced", Fact(subject, _TYPE, _TYPE), {}


def _is_in(subject: NamedNode, base: Base) -> bool:
    """Say whether a subject is one of the project's things."""
    return base.is_thing(subject) and subject.value.startswith(base.thing("").value)


def _own(file: Turtle, base: Base) -> dict[NamedNode, str]:
    """Return the document and the capture of a source, by its file."""
    source = file.file.removeprefix("graph/").removesuffix(".ttl")
    return {base.document(source): "own-document", base.capture(source): "capture"}


def _unsupported(
    file: Turtle, homes: dict[NamedNode, str], vocabulary: Vocabulary, base: Base
) -> Iterator[WrongFact]:
    """Yield what a file of graph/ says that no words of a source carry."""
    own, source = _own(file, base), file.file not in _REGISTERS
    things = base.thing("").value
    for subject, block in by_subject(file.triples).items():
        if not (subject in own or subject.value.startswith(things)):
            continue
        may = _allowed(subject, block, file, own)
        # A type in two files is told by itself.
        elsewhere = homes.get(subject, file.file) != file.file and not block[_TYPE]
        said = [Fact(subject, name, each) for name in block for each in block[name]]
        for fact in said:
            if uncarried := _uncarried(fact, may, vocabulary, source=source):
                key = "property-unsupported" if source else "register-unsupported"
                yield key, fact, {"term": curie(uncarried.value, base.prefixes())}
            elif source and elsewhere and fact.predicate in _NAMING:
                yield "two-homes", fact, {"home": homes[subject]}
        quoted = any(isinstance(each, Literal) for each in block[_QUOTE])
        strange = any(not vocabulary.knows(each.predicate) for each in said)
        told = strange or (vocabulary.links & block.keys() and not block[_QUOTE])
        apart = _CLAIM in block[_TYPE] or subject in own or not source
        if not (quoted or apart or told):
            yield "thing-unquoted", Fact(subject, _QUOTE, _QUOTE), {}


def _allowed(
    subject: NamedNode, block: Properties, file: Turtle, own: dict[NamedNode, str]
) -> frozenset[NamedNode]:
    """Return the properties that a file may give a subject without words that carry them."""
    if file.file in _REGISTERS:
        return _MAY_SAY["register"]
    if _CLAIM in block[_TYPE]:
        return _MAY_SAY["claim"]
    named = _MAY_SAY["document"] if term("ho:Document") in block[_TYPE] else frozenset()
    return _MAY_SAY["thing"] | _MAY_SAY[own.get(subject, "thing")] | named


def _uncarried(
    fact: Fact, may: frozenset[NamedNode], vocabulary: Vocabulary, *, source: bool
) -> NamedNode | None:
    """Return the term by which a fact says more than the words of a source can carry, if any."""
    name, value = fact.predicate, fact.object
    if name == _TYPE:
        made = vocabulary.bookkeeping - _MAY_SAY["classes"]
        return value if isinstance(value, NamedNode) and value in made else None
    if name in may or name in vocabulary.links or not vocabulary.knows(name):
        return None
    ours = name.value.startswith(HO) or name in vocabulary.own
    worded = ours and name not in vocabulary.bookkeeping
    linked = name in vocabulary.objects and isinstance(value, Literal)
    return None if source and worded and not linked else name


def _unknown(node: NamedNode, fact: Fact, vocabulary: Vocabulary, base: Base) -> WrongFact:
    """Return the fault of a term that nobody declares, with the one that was probably meant."""
    from difflib import get_close_matches

    prefixes = base.prefixes()
    known = sorted(curie(each.value, prefixes) for each in vocabulary.terms | vocabulary.labelled)
    name = curie(node.value, prefixes)
    if near := get_close_matches(name, known, 1, _ALIKE):
        return "unknown-term-near", fact, {"term": name, "near": near[0]}
    return "unknown-term", fact, {"term": name}


def rewritten(facts: Iterable[Fact]) -> dict[Fact, str]:
    """Return the facts whose number, date or truth a store gives back written otherwise, and how.

    A store keeps the value and forgets how it was written: «0.70» comes back as «0.7».
    """
    valued = [
        fact
        for fact in facts
        if isinstance(fact.object, Literal)
        and fact.object.language is None
        and fact.object.datatype != _STRING
    ]
    store = Store()
    store.bulk_extend(
        Quad(NamedNode(f"urn:x-ho21:{at}"), _TYPE, each.object) for at, each in enumerate(valued)
    )
    kept = {int(quad.subject.value.rpartition(":")[2]): quad.object for quad in store}
    return {
        fact: kept[at].value
        for at, fact in enumerate(valued)
        if kept[at].value != fact.object.value
    }


def _typed(turtle: Turtle) -> Iterator[Fact]:
    for triple in turtle.triples:
        if triple.predicate == _TYPE and triple.object != term("ho:Claim"):
            yield triple


def _terms(turtle: Turtle) -> dict[NamedNode, Fact]:
    """Return the terms a file uses, each with the first fact that uses it."""
    terms: dict[NamedNode, Fact] = {}
    for triple in turtle.triples:
        # Found by its property alone, the line is that of the property.
        terms.setdefault(triple.predicate, triple._replace(object=triple.predicate))
        target = triple.object
        if isinstance(target, NamedNode) and (
            triple.predicate == _TYPE or target.value.startswith(HO)
        ):
            terms.setdefault(target, triple)
    return terms


def _untyped(turtle: Turtle, homes: Iterable[NamedNode], base: Base) -> Iterator[Fact]:
    claims = base.thing("pastand/").value
    for subject in dict.fromkeys(each.subject for each in turtle.triples):
        if base.is_thing(subject) and subject not in homes and not subject.value.startswith(claims):
            yield Fact(subject, _TYPE, _TYPE)
