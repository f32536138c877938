"""Sentences: whether words cut from a text are whole ones, and the nouns that ours are told in."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from ho21.rdf.namespaces import HO

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ho21.model.graph import KnowledgeGraph
    from ho21.model.things import Label

# What sentences about a project count.
_COUNTED: Final = (
    *("goal", "proposal", "area", "block", "theme", "challenge", "need", "vision"),
    *("pillar", "foundation", "commitment"),
)
_OPENING: Final = "«“„‘\"'([ \t\xa0"
_CLOSING: Final = "»”’\"')] \t\xa0"
# What an item of a list begins with: a bullet, a dash, a number or a letter.
_MARKER: Final = re.compile(r"[-\u2013\u2014*\u2022\u00b7\u25aa\uf0b7]|\(?(?:\d{1,3}|[A-Za-z])[.)]")
_ENDED: Final = (".", "!", "?", "…")
# A dot that ends no sentence: of «St.» or «Dr.», or of an initial.
_SHORT: Final = re.compile(r"(?:^|[\s(«])[A-ZÆØÅ][a-zæøå]?\.$")

_FIELD: Final = re.compile(r"(\b[Aa] )?\{(\w+)\}")
# A word that English has «an» before.
_SPOKEN: Final = re.compile(r"[aeio]|u[np](?!i)", re.IGNORECASE)


def marked(words: str, text: str, start: int, end: int) -> str:
    """Return words, or a translation of them, with «…» where a sentence is cut off.

    ``start`` and ``end`` are the place in the text that the words are taken from.
    """
    before = "" if begins(text, start) else "… "
    after = "" if ends(text, end) else " …"
    return f"{before}{words}{after}"


def begins(text: str, start: int) -> bool:
    """Say whether a sentence, a heading or an item of a list begins at a place in a text."""
    small = text[start:].lstrip(_OPENING)[:1].islower()
    head, _, line = text[:start].rpartition("\n")
    line = line.strip(_OPENING)
    if _MARKER.fullmatch(line):
        return True
    if not line:  # a line that begins small goes on from the last
        return not small or head.rstrip().endswith(_ENDED) or not head.strip()
    line = line.rstrip(_CLOSING)
    return line.endswith((*_ENDED, ":")) and not small and not _SHORT.search(line)


def ends(text: str, end: int) -> bool:
    """Say whether a sentence, a heading or an item of a list ends at a place in a text."""
    last = text[:end].rstrip(_CLOSING)[-1:]
    line, _, rest = text[end:].partition("\n")
    line = line.strip(_CLOSING)
    if last in {*_ENDED, ":"}:
        return not line[:1].islower() and not (line and _SHORT.search(text[:end]))
    if line:
        return line.startswith((*_ENDED, ":"))
    return last not in {",", ";"} and not rest.lstrip()[:1].islower()


def nouns(graph: KnowledgeGraph, lang: str) -> dict[str, str]:
    """Return what a project calls what is counted, by the names in sentences: ``goal``, ``goals``.

    With a capital it begins a sentence.
    """
    found: dict[str, str] = {}
    for role in _COUNTED:
        for name, noun in zip((role, f"{role}s"), _nouns(graph, role), strict=True):
            found |= {name: noun[lang], _capital(name): _capital(noun[lang])}
    return found


def filled_with(text: str, known: Mapping[str, str]) -> str:
    """Return a text with what is known, each English article as its noun has it.

    Other fields are left.
    """
    return _FIELD.sub(lambda found: _field(found, known), text)


def _field(found: re.Match[str], known: Mapping[str, str]) -> str:
    article, name = found.groups(default="")
    if name not in known:
        return found[0]
    an = "n" if article and _SPOKEN.match(known[name]) else ""
    return f"{article.rstrip()}{an} {known[name]}" if article else known[name]


def _nouns(graph: KnowledgeGraph, role: str) -> tuple[Label, Label]:
    """Return what one thing that counts as something is called, and what many are.

    The name is that of the narrowest class with a plural that all of them are of; where there are
    none, of the one whose things would count as that and as least else.
    """
    counted, roles = f"{HO}as{_capital(role)}", graph.counting
    would = {x: (len(roles[x]), x) for x in graph.plurals if counted in roles.get(x, ())}
    kinds = graph.classes_of(counted) or [min(would, key=would.__getitem__, default=counted)]
    kind = next((each for each in kinds if each in graph.plurals), kinds[0])
    return graph.name(kind), graph.plurals.get(kind) or graph.name(kind)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
