"""Nothing is lost: each letter and digit of a text is stated, set aside, or unaccounted for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import Literal

from ho21.fault import Fault, fault
from ho21.names import Fact, term
from ho21.source import Passage, fold
from ho21.statement import QUOTE

if TYPE_CHECKING:
    from ho21.names import Base
    from ho21.statement import Stated


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
    covered = ["" for _ in source.text]
    for each in stated.words:
        covered[each.start : each.end] = ["stated"] * (each.end - each.start)
    triples: list[Fact] = []
    faults: list[Fault] = []
    for kind, words in sorted(stated.aside, key=lambda pair: (-len(pair[1].value), pair[1].value)):
        found = False
        for each in source.find(words.value, whole=True):
            if not any(covered[each.start : each.end]):
                found = True
                covered[each.start : each.end] = [kind] * (each.end - each.start)
                triples += _node(each, kind, words, stated, base)
        if not found:
            document, listed = base.document(source.name).value, term(f"ho:{kind}").value
            line = stated.turtle.line(document, listed, words.value)
            faults.append(fault("set-aside-empty", stated.turtle.file, line, quote=words.value))
    return _count(source.text, covered), triples, faults


def _node(place: Passage, kind: str, words: Literal, stated: Stated, base: Base) -> list[Fact]:
    node = base.thing(f"utelatt/{place.source}-{place.start}")
    stated.words.setdefault(place, {})[QUOTE] = Literal(
        fold(words.value), language=words.language or "und"
    )
    return [
        Fact(node, term("rdf:type"), term("ho:SetAside")),
        Fact(node, term("ho:setAsideAs"), term(f"ho:as{kind.capitalize()}")),
        Fact(
            node, term("ho:setsAside"), base.fragment(place.source, "char", place.start, place.end)
        ),
    ]


def _count(text: str, covered: list[str]) -> Coverage:
    kinds = [kind for letter, kind in zip(text, covered, strict=True) if letter.isalnum()]
    rest = "".join(letter if not kind else "\0" for letter, kind in zip(text, covered, strict=True))
    first = next((at for at, letter in enumerate(rest) if letter.isalnum()), None)
    stated = kinds.count("stated")
    unaccounted = kinds.count("")
    return Coverage(
        characters=len(kinds),
        stated=stated,
        set_aside=len(kinds) - stated - unaccounted,
        unaccounted=unaccounted,
        noise=kinds.count("noise"),
        remainder="" if first is None else fold(rest[first:].partition("\0")[0]),
        line=0 if first is None else text.count("\n", 0, first) + 1,
    )
