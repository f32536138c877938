"""Who is mentioned: the names and aliases of actors, found in the passages of the statements."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING
from unicodedata import normalize

from pyoxigraph import Literal, NamedNode

from ho21.dataset.claims import Claim
from ho21.dataset.source import fold
from ho21.errors import Fault, fault
from ho21.rdf.namespaces import Fact, term

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ho21.dataset.source import Anchor
    from ho21.dataset.statements import Stated
    from ho21.rdf.namespaces import Base
    from ho21.rdf.turtle import Turtle

_NAMING = frozenset(map(term, ("skos:prefLabel", "skos:altLabel", "skos:hiddenLabel")))
_MENTIONS = term("ho:mentions")
# A name that is found says that it is there: what part the one who is named has, it does not say.
_MADE = ((term("ho:madeBy"), term("ho:NameMatch")),)
# Names in one of these are found in a text in another: they are written alike.
_NORWEGIAN = frozenset({"nb", "nn"})
# Where a name may begin: its first word, or its first sign where that is no letter.
_BEGIN = re.compile(r"(?<![\w-])(?:\w+|[^\w\s])")
_QUOTES = frozenset(map(term, ("ho:quote", "ho:alsoQuote")))


def spoken_in(turtle: Turtle) -> frozenset[str]:
    """Return the languages of a source: those of the words that its file quotes."""
    quoted = (each.object for each in turtle.triples if each.predicate in _QUOTES)
    tags = {each.language for each in quoted if isinstance(each, Literal) and each.language}
    return frozenset(tags | (_NORWEGIAN if tags & _NORWEGIAN else set()))


class Registers:
    """The names of actors in the languages of each source; made once for those they share."""

    def __init__(self, triples: Iterable[Fact]) -> None:
        """Take what the register of actors says."""
        self._triples = tuple(triples)
        self._made: dict[frozenset[str], Register] = {}

    def of(self, languages: frozenset[str]) -> Register:
        """Return the names in some languages."""
        if languages not in self._made:
            self._made[languages] = Register(self._triples, languages)
        return self._made[languages]

    @property
    def used(self) -> tuple[Register, ...]:
        """The registers that were made; of a project without sources the one in Norwegian."""
        return tuple(self._made.values()) or (self.of(_NORWEGIAN),)


class Register:
    """The names by which each actor goes, in the languages of a source."""

    def __init__(self, triples: Iterable[Fact], languages: frozenset[str] = _NORWEGIAN) -> None:
        """Gather labels and aliases; a name shared by two actors belongs to neither."""
        owners: dict[str, dict[NamedNode, Fact]] = {}
        for triple in triples:
            name = triple.object
            if triple.predicate not in _NAMING or not isinstance(name, Literal):
                continue
            if name.language in languages:
                named = owners.setdefault(_key(name.value), {})
                named.setdefault(triple.subject, triple)
        self.shared = {
            name: [them[each] for each in sorted(them, key=str)]
            for name, them in owners.items()
            if len(them) > 1
        }
        self.owner = {name: min(them, key=str) for name, them in owners.items() if len(them) == 1}
        longest_first = sorted(self.owner, key=lambda name: (-len(name), name))
        self._beginning: dict[str, list[str]] = {}
        for known in longest_first:
            # A text may have each letter as one sign, or as the letter and its mark.
            for form in {known: 0, normalize("NFD", known): 0}:
                if begin := _BEGIN.match(form):
                    self._beginning.setdefault(begin[0].casefold(), []).append(form)
        self._genitive = "s?" if languages & _NORWEGIAN else ""
        self._patterns: dict[str, re.Pattern[str]] = {}

    def find(self, text: str) -> list[tuple[int, int, NamedNode]]:
        """Return start, end and actor of each name, longest first, genitive -s allowed.

        Each word is looked up once, and only the names that begin with it are held against the
        text, so the cost is that of the text, however many names there are.
        """
        found, at = [], 0
        while begin := _BEGIN.search(text, at):
            at = begin.end()
            word = begin[0].casefold()
            # What begins with the whole word is longer than what the word is the genitive of.
            for key in (word, word[:-1]) if self._genitive and word.endswith("s") else (word,):
                if key in self._beginning and (name := self._at(key).match(text, begin.start())):
                    at = name.end()
                    if actor := self.owner.get(_key(name[1])):
                        found.append((name.start(), at, actor))
                    break
        return found

    def _at(self, begin: str) -> re.Pattern[str]:
        """Return what the names that begin with a word look like in a text."""
        if begin not in self._patterns:
            forms = (re.escape(form).replace(r"\ ", r"\s+") for form in self._beginning[begin])
            whole = rf"({'|'.join(forms)}){self._genitive}(?![\w-])"
            self._patterns[begin] = re.compile(whole, re.IGNORECASE)
        return self._patterns[begin]


def _key(name: str) -> str:
    return normalize("NFC", fold(name).casefold())


def mentions(
    stated: Stated, register: Register, base: Base
) -> tuple[list[Claim], list[Fact], list[Fault]]:
    """Link each statement to the actors its passages name, less those its author takes back.

    Returns the claims, their plain triples, and a fault for each ``ho:doesNotMention`` of an
    actor that is not named there.
    """
    found = register.find(stated.source.text)
    starts = [start for start, _, _ in found]
    denied = {
        (triple.subject, triple.object)
        for triple in stated.turtle.triples
        if triple.predicate == term("ho:doesNotMention") and isinstance(triple.object, NamedNode)
    }
    unused = set(denied)
    claims = []
    for subject, passages in stated.elements.items():
        named: dict[NamedNode, list[Anchor]] = {}
        within = [
            (at, passage)
            for passage in passages
            for at in range(bisect_left(starts, passage.start), bisect_left(starts, passage.end))
        ]
        for at, passage in sorted(within, key=lambda each: each[0]):
            _, end, actor = found[at]
            if end <= passage.end and actor != subject:
                named.setdefault(actor, []).append(passage)
        for actor, places in named.items():
            if (subject, actor) in denied:
                unused.discard((subject, actor))
                continue
            named_in, where = tuple(dict.fromkeys(places)), stated.source.name
            claims.append(Claim(subject, _MENTIONS, actor, where, named_in, details=_MADE))
    faults = []
    for subject, actor in (each for each in unused if each[0] not in stated.unfound):
        names = {"thing": base.short(subject), "actor": base.short(actor)}
        line = stated.turtle.line(subject.value, term("ho:doesNotMention").value, actor.value)
        faults.append(fault("mention-not-there", stated.turtle.file, line, **names))
    return claims, [each.link for each in claims], faults
