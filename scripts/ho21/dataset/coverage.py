"""Nothing is lost: each letter and digit of a text is stated, set aside, or unaccounted for."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ho21.dataset.source import fold, resembled
from ho21.dataset.statements import SET_ASIDE
from ho21.errors import MOST_FAULTS, Fault, fault
from ho21.rdf.namespaces import Fact, facts_about, term

if TYPE_CHECKING:
    from ho21.dataset.statements import Stated
    from ho21.rdf.namespaces import Base

_KINDS: Final = ("", "stated", *SET_ASIDE.values())


@dataclass(frozen=True)
class Coverage:
    """How many letters and digits of a source are stated, set aside (noise apart) or neither.

    Of what is unaccounted for, the first words and their line are kept.
    """

    characters: int
    stated: int
    set_aside: int
    unaccounted: int
    noise: int
    remainder: str = ""
    line: int = 0


def account(stated: Stated, base: Base) -> tuple[Coverage, list[Fact], list[Fault]]:
    """Set aside what the author listed, longest first, and count every letter and digit.

    Returns the coverage, the triples of the set-aside nodes, and a fault for each set-aside
    that covers nothing.  The passages made are added to ``stated.words``.
    """
    source = stated.source
    covered = bytearray(len(source.text))  # of each letter, its place in the kinds
    for each in stated.words:
        covered[each.start : each.end] = bytes([_KINDS.index("stated")]) * (each.end - each.start)
    triples: list[Fact] = []
    faults: list[Fault] = []
    for kind, words in sorted(stated.aside, key=lambda pair: (-len(pair[1].value), pair[1].value)):
        found = False
        for each in source.find(words.value, whole=True):
            if not any(covered[each.start : each.end]):
                found = True
                covered[each.start : each.end] = bytes([_KINDS.index(kind)]) * (
                    each.end - each.start
                )
                stated.quoted(each, words)
                triples += facts_about(
                    base.thing(f"utelatt/{each.source}-{each.start}"),
                    ("rdf:type", term("ho:SetAside")),
                    ("ho:setAsideAs", term(f"ho:as{kind.capitalize()}")),
                    ("ho:setsAside", each.iri(base)),
                )
        if not found and len(faults) <= MOST_FAULTS:
            document, listed = base.document(source.name).value, term(f"ho:{kind}")
            line = stated.turtle.line(document, listed.value, words.value)
            empty = ("set-aside-empty", {"quote": words.value})
            key, more = next(resembled(source, listed, words.value), empty)
            thing = base.called(base.document(source.name))
            faults.append(fault(key, stated.turtle.file, line, **{"thing": thing} | more))
    return _count(source.text, covered), triples, faults


def _count(text: str, covered: bytearray) -> Coverage:
    counted = Counter(code for letter, code in zip(text, covered, strict=True) if letter.isalnum())
    kinds = {kind: counted[code] for code, kind in enumerate(_KINDS)}
    left = (at for at, code in enumerate(covered) if not code and text[at].isalnum())
    first = next(left, len(text))
    end = next((at for at in range(first, len(text)) if covered[at]), len(text))
    return Coverage(
        characters=counted.total(),
        stated=kinds["stated"],
        set_aside=counted.total() - kinds["stated"] - kinds[""],
        unaccounted=kinds[""],
        noise=kinds["noise"],
        remainder=fold(text[first:end]),
        line=text.count("\n", 0, first) + 1 if kinds[""] else 0,
    )
