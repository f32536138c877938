"""A source's Turtle becomes statements: things, links, and the exact words each rests on."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import product
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode

from ho21.dataset.claims import STATED, Claim, merge
from ho21.dataset.source import Anchor, Source, bears, captured, fold, resembled
from ho21.errors import MOST_FAULTS, Fault, fault
from ho21.rdf.index import by_subject
from ho21.rdf.namespaces import VOCABULARIES, Fact, Node, curie, facts_about, term

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ho21.dataset.vocabulary import Vocabulary
    from ho21.rdf.namespaces import Base
    from ho21.rdf.turtle import Turtle

QUOTE: Final = term("ho:quote")
ALSO_QUOTE: Final = term("ho:alsoQuote")
RESTS_ON: Final = term("ho:restsOn")
RESTS_ON_AFTER: Final = term("ho:restsOnAfter")
TRANSLATION: Final = term("ho:translation")
STATED_IN: Final = term("ho:isStatedIn")
OWN_WORDS: Final = frozenset(map(term, ("ho:mentions", "ho:impliedPerformer", "ho:beneficiary")))
SET_ASIDE: Final = {term(f"ho:{kind}"): kind for kind in ("context", "noise", "glue")}
_NUMBERED: Final = frozenset(
    map(term, ("ho:value", "ho:when", "ho:whenText", "dcterms:issued", "dcterms:modified"))
) | {term("prov:generatedAtTime")}
_UNIT: Final = term("ho:unit")
_WORDED: Final = frozenset(map(term, ("ho:venue", "ho:whenText", "ho:reservation", "ho:frequency")))
_WORDS: Final = re.compile(r"\d+(?:[.,]\d+)*|\w+")
# Thousands in groups, by whatever sign, and then decimals: 12 000, 12,000, 1.234,5.
_GROUPED: Final = re.compile(r"(?<![\d.,])(\d{1,3}(?:[\s.,'’]\d{3})+)([.,]\d+)?(?![\d])")
_LINES: Final = 10  # of a quote that stands in several places
_DATE: Final = re.compile(r"^(-?-?\d{4})?-?-?(\d\d)?-?(\d\d)?")


@dataclass
class Stated:
    """What one source says, expanded: plain triples, claims, passages, and what was wrong."""

    source: Source
    turtle: Turtle
    triples: list[Fact] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)
    elements: dict[NamedNode, tuple[Anchor, ...]] = field(default_factory=dict)
    words: dict[Anchor, dict[NamedNode, Literal]] = field(default_factory=dict)
    translated: dict[Anchor, list[Literal]] = field(default_factory=dict)
    aside: list[tuple[str, Literal]] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    unfound: set[NamedNode] = field(default_factory=set)  # what has a quote without its place

    def quoted(self, place: Anchor, words: Literal) -> None:
        """Note the words of a passage, and their language."""
        quote = Literal(fold(words.value), language=words.language or "und")
        self.words.setdefault(place, {})[QUOTE] = quote


def state(source: Source, turtle: Turtle, vocabulary: Vocabulary, base: Base) -> Stated:
    """Expand one source's file; every fault is kept in the result, none raised."""
    return _Stating(source, turtle, vocabulary, base).run()


class _Stating:
    def __init__(self, source: Source, turtle: Turtle, vocabulary: Vocabulary, base: Base) -> None:
        self.source = source
        self.turtle = turtle
        self.vocabulary = vocabulary
        self.base = base
        self.out = Stated(source, turtle)
        self.blocks = by_subject(turtle.triples)
        self.main: dict[NamedNode, Anchor] = {}

    def run(self) -> Stated:
        for subject in self.blocks:
            self.quote(subject)
        for subject, block in self.blocks.items():
            if term("ho:Claim") in block[term("rdf:type")]:
                self.claim(subject, block)
            else:
                self.thing(subject, block)
        self.out.claims = merge(self.out.claims)
        self.out.faults += captured(self.source, self.turtle, self.base)
        return self.out

    @property
    def enough(self) -> bool:
        """Whether more is wrong than is told, so that the rest need not be explained."""
        return len(self.out.faults) > MOST_FAULTS

    def wrong(self, key: str, subject: NamedNode, *place: str, **more: str) -> None:
        if self.enough:
            return
        line = self.turtle.line(subject.value, *place)
        thing = self.base.called(subject)
        self.out.faults.append(fault(key, self.turtle.file, line, thing=thing, **more))

    def quote(self, subject: NamedNode) -> None:
        block = self.blocks[subject]
        prefixes = [each.value for each in block[term("ho:quotePrefix")]]
        passages = []
        leans = block[RESTS_ON] or block[RESTS_ON_AFTER]
        if leans and (not block[QUOTE] or term("ho:Claim") in block[term("rdf:type")]):
            self.wrong("evidence-unused", subject, _leaning(block))
        if len(block[QUOTE]) > 1:
            self.wrong("quote-twice", subject, QUOTE.value, block[QUOTE][1].value)
        for predicate in (QUOTE, ALSO_QUOTE):
            for words in literals(block[predicate]):
                prefix = prefixes[0] if prefixes and predicate == QUOTE else None
                passage = self.anchor(subject, predicate, words, prefix)
                if passage is None:
                    continue
                passages.append(passage)
                if predicate == QUOTE:
                    self.main[subject] = passage
                    if translated := literals(block[TRANSLATION]):
                        self.out.translated[passage] = translated
        self.out.elements[subject] = tuple(passages)

    def anchor(
        self, subject: NamedNode, predicate: NamedNode, words: Literal, prefix: str | None
    ) -> Anchor | None:
        place = (predicate.value, words.value)
        found = self.source.anchor(words.value, prefix)
        if len(found) == 1:
            self.out.quoted(found[0], words)
            return found[0]
        self.out.unfound.add(subject)
        if self.enough:
            return None
        if found:
            lines = told_lines(self.source.lines(each)[0] for each in found)
            self.wrong("quote-ambiguous", subject, *place, quote=words.value, lines=lines)
        elif prefix is not None and self.source.find(words.value):
            before = (term("ho:quotePrefix").value, prefix)
            self.wrong("prefix-missing", subject, *before, prefix=prefix, quote=words.value)
        elif not self.resembled(subject, predicate, words.value):
            nearest = self.source.nearest(words.value)
            unlike = "quote-unlike" if fold(words.value) else "quote-empty"
            key = "quote-missing" if nearest else unlike
            self.wrong(key, subject, *place, quote=words.value, nearest=nearest)
        return None

    def resembled(self, subject: NamedNode, predicate: NamedNode, words: str) -> bool:
        """Say whether the text has words that look like these, and if so note what differs."""
        for key, more in () if self.enough else resembled(self.source, predicate, words):
            self.wrong(key, subject, predicate.value, words, **more)
            return True
        return False

    def thing(self, subject: NamedNode, block: dict[NamedNode, list[Node]]) -> None:
        passages = self.out.elements[subject]
        for predicate, objects in block.items():
            kind = SET_ASIDE.get(predicate)
            if kind:
                self.out.aside.extend((kind, each) for each in literals(objects))
            self.out.triples.extend(Fact(subject, predicate, each) for each in objects)
        for each in passages:
            self.out.triples.append(Fact(subject, STATED_IN, each.iri(self.base)))
        self.out.triples.extend(self.sort_key(subject, block))
        self.numbers(subject, block, passages)
        self.worded(subject, block, passages)
        self.links(subject, block)

    def links(self, subject: NamedNode, block: dict[NamedNode, list[Node]]) -> None:
        linked = [
            (predicate, each)
            for predicate, objects in block.items()
            if predicate in self.vocabulary.links
            for each in objects
            if isinstance(each, NamedNode)
        ]
        own = self.main.get(subject)
        extra = self.beside(subject, block, own) if own else ()
        used = False
        for predicate, target in linked:
            if own is None:
                if not block[QUOTE]:
                    place = (predicate.value, target.value)
                    self.wrong(
                        "link-without-quote",
                        subject,
                        *place,
                        link=curie(predicate.value, VOCABULARIES),
                    )
                continue
            evidence, leaned = self.evidence(subject, predicate, target, own, extra)
            used = used or leaned
            if evidence:
                claim = Claim(subject, predicate, target, self.source.name, evidence)
                self.out.claims.append(claim)
        if extra and not used:
            self.wrong("evidence-unused", subject, _leaning(block))

    def evidence(
        self,
        subject: NamedNode,
        predicate: NamedNode,
        target: NamedNode,
        own: Anchor,
        extra: tuple[Anchor, ...],
    ) -> tuple[tuple[Anchor, ...], bool]:
        if predicate in OWN_WORDS:
            return (own,), False
        if predicate != term("ho:isPartOf"):
            return (own, *extra), True
        parent = self.main.get(target)
        if parent and parent.before(own):
            return (parent,), False
        unfound = parent is None and QUOTE in self.blocks.get(target, {})
        if not extra and not unfound:
            place = (predicate.value, target.value)
            self.wrong("part-unsupported", subject, *place, parent=self.base.short(target))
        return extra, True

    def beside(
        self, subject: NamedNode, block: dict[NamedNode, list[Node]], own: Anchor
    ) -> tuple[Anchor, ...]:
        found = []
        for predicate in (RESTS_ON, RESTS_ON_AFTER):
            for words in literals(block[predicate]):
                places = self.source.find(words.value, whole=True)
                if predicate == RESTS_ON:
                    near = [each for each in places if each.before(own)][-1:]
                else:
                    near = [each for each in places if own.before(each)][:1]
                place = (predicate.value, words.value)
                if not near and not self.resembled(subject, predicate, words.value):
                    self.wrong("evidence-missing", subject, *place, quote=words.value)
                for each in near:
                    if QUOTE not in self.out.words.get(each, {}):
                        self.out.quoted(each, words)
                    found.append(each)
        return tuple(found)

    def claim(self, node: NamedNode, block: dict[NamedNode, list[Node]]) -> None:
        subjects, predicates, objects = (
            [each for each in block[term(name)] if isinstance(each, NamedNode)]
            for name in ("rdf:subject", "rdf:predicate", "rdf:object")
        )
        passages = self.out.elements.pop(node)
        if not (subjects and objects and len(predicates) == 1 and node in self.main):
            if node in self.main or not block[QUOTE]:
                self.wrong("claim-incomplete", node)
            return
        if predicates[0] not in self.vocabulary.links:
            place = term("rdf:predicate").value
            self.wrong("not-a-link", node, place, link=curie(predicates[0].value, VOCABULARIES))
            return
        for basis in block[term("ho:basis")]:
            if basis != STATED:
                self.wrong("claim-not-direct", node, term("ho:basis").value, basis.value)
        for subject, target in product(subjects, objects):
            claim = Claim(subject, predicates[0], target, self.source.name, passages)
            self.out.claims.append(claim)
            self.out.triples.append(claim.link)

    def sort_key(self, subject: NamedNode, block: dict[NamedNode, list[Node]]) -> Iterator[Fact]:
        """Order by date: known years first, then dates without a year, then words for a time."""
        when = [each.value for each in block[term("ho:when")]]
        text = [each.value for each in block[term("ho:whenText")]]
        for each in (when or text)[:1]:
            key = f"~{each}" if each.startswith("-") or not when else each
            yield Fact(subject, term("ho:sortKey"), Literal(key))

    def numbers(
        self,
        subject: NamedNode,
        block: dict[NamedNode, list[Node]],
        passages: tuple[Anchor, ...],
    ) -> None:
        if subject in self.out.unfound:
            return
        said = self.spoken(passages)
        numbers = self.vocabulary.words_for_numbers(_languages(block))
        known = {_plain(word) for word in said} | {numbers[x] for x in said if x in numbers}
        for predicate in _NUMBERED & block.keys():
            for each in literals(block[predicate]):
                for number in (number for number in _parts(each) if number not in known):
                    month = number.startswith("month ")
                    key = "month-unsupported" if month else "number-unsupported"
                    more = {"number": number.removeprefix("month "), "value": each.value}
                    self.wrong(key, subject, predicate.value, each.value, **more)

    def spoken(self, passages: tuple[Anchor, ...]) -> set[str]:
        texts = [self.source.exact(each) for each in passages]
        whole = {
            re.sub(r"\D", "", x) + rest for text in texts for x, rest in _GROUPED.findall(text)
        }
        return {x.casefold() for text in texts for x in _WORDS.findall(text)} | whole

    def worded(
        self,
        subject: NamedNode,
        block: dict[NamedNode, list[Node]],
        passages: tuple[Anchor, ...],
    ) -> None:
        """Refuse words said to be the source's own, in its language, that are not in the passages.

        A translation of them is ours. A term that goes by certain words needs one of them there.
        """
        spoken = self.spoken(passages)
        for predicate, each in ((name, each) for name, them in block.items() for each in them):
            wording = self.vocabulary.wordings.get(each)
            if passages and wording and spoken.isdisjoint(wording):
                place, told = (predicate.value, each.value), ", ".join(sorted(wording))
                names = (curie(name, VOCABULARIES) for name in place)
                more = dict(zip(("term", "value"), names, strict=True))
                self.wrong("term-unsupported", subject, *place, words=told, **more)
        said = [fold(self.source.exact(each)).casefold() for each in passages]
        languages = _languages(block)
        for predicate in {_UNIT, *_WORDED} & block.keys():
            for each in literals(block[predicate]):
                words = fold(each.value).casefold()
                borne = (
                    bears(" ".join(said), words) if predicate == _UNIT else words in "\n".join(said)
                )
                if each.language in languages and not borne:
                    place = (predicate.value, each.value)
                    self.wrong("words-unsupported", subject, *place, value=each.value)


def told_lines(lines: Iterable[int]) -> str:
    """Return the first few of some lines, each once."""
    each = [*dict.fromkeys(map(str, lines))]
    return ", ".join(each[:_LINES] + ["…"] * (len(each) > _LINES))


def literals(nodes: list[Node]) -> list[Literal]:
    """Return the literals among some nodes."""
    return [each for each in nodes if isinstance(each, Literal)]


def _leaning(block: dict[NamedNode, list[Node]]) -> str:
    """Return the property that says what links rest on beside the quote."""
    return RESTS_ON.value if block[RESTS_ON] else RESTS_ON_AFTER.value


def _languages(block: dict[NamedNode, list[Node]]) -> set[str]:
    """Return the languages of the words that a thing quotes."""
    quoted = (each for name in (QUOTE, ALSO_QUOTE) for each in literals(block[name]))
    return {each.language for each in quoted if each.language}


def _plain(word: str) -> str:
    return word.replace(",", ".").lstrip("0") or "0"


def _parts(value: Literal) -> list[str]:
    """Return the numbers a literal carries: a value, those in words, or year, month and day."""
    if value.language:
        return [_plain(number) for number in re.findall(r"\d+(?:[.,]\d+)*", value.value)]
    if value.datatype.value.rsplit("#", 1)[-1] in {"integer", "decimal", "double"}:
        return [_plain(value.value)]
    (dated,) = _DATE.findall(value.value)
    return [
        f"{of}{_plain(part)}" for of, part in zip(("", "month ", ""), dated, strict=True) if part
    ]


def passage_triples(stated: Stated, base: Base) -> Iterator[Fact]:
    """Return each passage with its text, lines and selectors (Web Annotation, section 4.2)."""
    source = stated.source
    capture = base.capture(source.name)
    for each in sorted(stated.words):
        node, quote, position = (each.iri(base, kind) for kind in ("char", "quote", "position"))
        before, after = source.around(each)
        first, last = source.lines(each)
        start, end = (
            Literal(str(at), datatype=term("xsd:nonNegativeInteger"))
            for at in (each.start, each.end)
        )
        yield from facts_about(node, ("rdf:type", term("ho:Passage")), ("oa:hasSource", capture))
        for predicate, words in stated.words[each].items():
            yield Fact(node, predicate, words)
        for words in stated.translated.get(each, ()):
            yield Fact(node, TRANSLATION, words)
        yield from facts_about(
            node,
            ("ho:startLine", Literal(first)),
            ("ho:endLine", Literal(last)),
            ("oa:hasSelector", quote),
            ("oa:hasSelector", position),
        )
        yield from facts_about(
            quote,
            ("rdf:type", term("oa:TextQuoteSelector")),
            ("oa:exact", Literal(source.exact(each))),
            ("oa:prefix", Literal(before)),
            ("oa:suffix", Literal(after)),
        )
        kind = term("oa:TextPositionSelector")
        yield from facts_about(position, ("rdf:type", kind), ("oa:start", start), ("oa:end", end))
