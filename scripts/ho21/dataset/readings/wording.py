"""A project's own sentences, as it writes them in ``graph/ord.toml``."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import parse_qsl

from ho21.errors import Fault, fault
from ho21.project import line_in
from ho21.resources import messages
from ho21.text import for_reader

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ho21.project import Project

FILE: Final = "ord.toml"
PLACE: Final = f"graph/{FILE}"
_ASK: Final = "ask"
_VIEW: Final = "view"
_KEYS: Final = frozenset(("question", "values"))


@dataclass(frozen=True)
class Ask:
    """A question to begin with: the saved one, its values, and how it is put in each language."""

    question: str
    values: Mapping[str, str]
    texts: Mapping[str, str]
    line: int = 0


@dataclass(frozen=True)
class View:
    """A saved view of the map: the parameters of its address, and its name in each language."""

    shown: Mapping[str, str]
    texts: Mapping[str, str]
    line: int = 0

    @property
    def keys(self) -> list[str]:
        """The keys of the things that the address names."""
        named = messages("dataset/readings/wording.toml")[_VIEW]["things"]
        found = re.split(
            r"[,|]", ",".join(self.shown[each] for each in named if each in self.shown)
        )
        keys = [each for each in found if each and ":" not in each]
        return [each.partition("@")[0].removesuffix("*") for each in keys]


@dataclass(frozen=True)
class OwnWords:
    """A project's own sentences by where they stand, its questions to begin with, its views."""

    sentences: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    asks: tuple[Ask, ...] = ()
    views: tuple[View, ...] = ()

    def told(self, place: str, lang: str) -> str:
        """Return the sentence of a place for a reader, or nothing."""
        texts = self.sentences.get(place, {})
        return texts.get(for_reader(lang, texts), "")

    def of_report(self, lang: str) -> dict[str, str]:
        """Return the sentences of the report for a reader, by their places."""
        places: list[str] = messages("dataset/readings/wording.toml")["report"]
        return {each: text for each in places if (text := self.told(each, lang))}


def read_words(project: Project, languages: Sequence[str]) -> tuple[OwnWords, list[Fault]]:
    """Return a project's own sentences, and what is wrong with the file that has them."""
    found = project.toml("graph", FILE)
    if isinstance(found, Fault):
        return OwnWords(), [found]
    text = str(project.text("graph", FILE)) if found else ""
    asks, views = found.pop(_ASK, []), found.pop(_VIEW, [])
    lines, of_views = (_lines(text, rf"\[\[\s*{each}\s*\]\]") for each in (_ASK, _VIEW))
    faults = [
        *_wrong_places(found, project, languages),
        *_wrong_asks(asks, lines, languages),
        *_wrong_views(views, of_views, languages),
    ]
    if faults:
        return OwnWords(), faults
    made = (
        Ask(each["question"], each.get("values", {}), _texts(each), line)
        for each, line in zip(asks, lines, strict=True)
    )
    seen = (
        View(_shown(each["shows"]), _texts(each, "shows"), line)
        for each, line in zip(views, of_views, strict=True)
    )
    return OwnWords(found, tuple(made), tuple(seen)), []


def _wrong_places(
    found: Mapping[str, object], project: Project, languages: Sequence[str]
) -> Iterator[Fault]:
    known = [each for them in _places().values() for each in them]
    for name, texts in found.items():
        line = line_in(project, "graph", FILE, name)
        if name not in known:
            told = ", ".join([*known, _ASK, _VIEW])
            yield fault("words-place", PLACE, line, name=name, known=told)
        elif not _in_each_language(texts, languages):
            yield fault("words-language", PLACE, line, name=name, wanted=", ".join(languages))


def _wrong_asks(asks: object, lines: Sequence[int], languages: Sequence[str]) -> Iterator[Fault]:
    if not isinstance(asks, list) or len(asks) != len(lines):
        yield fault("words-ask", PLACE, min(lines, default=1))
        return
    for each, line in zip(asks, lines, strict=True):
        values = each.get("values", {})
        named = isinstance(each.get("question"), str) and isinstance(values, dict)
        if not named or not all(isinstance(value, str) for value in values.values()):
            yield fault("words-ask", PLACE, line)
        elif not _in_each_language(_texts(each), languages):
            yield fault("words-language", PLACE, line, name=_ASK, wanted=", ".join(languages))


def _wrong_views(views: object, lines: Sequence[int], languages: Sequence[str]) -> Iterator[Fault]:
    known = messages("dataset/readings/wording.toml")[_VIEW]
    names = [*known["things"], *known["other"]]
    if not isinstance(views, list) or len(views) != len(lines):
        yield fault("words-view", PLACE, min(lines, default=1), known=", ".join(names))
        return
    for each, line in zip(views, lines, strict=True):
        shows = each.get("shows")
        shown = _shown(shows) if isinstance(shows, str) else {}
        if not shown or shown.keys() - names:
            yield fault("words-view", PLACE, line, known=", ".join(names))
        elif not _in_each_language(_texts(each, "shows"), languages):
            yield fault("words-language", PLACE, line, name=_VIEW, wanted=", ".join(languages))


def _shown(address: str) -> dict[str, str]:
    """Return the parameters of an address of the map, also of one copied from a browser."""
    return dict(parse_qsl(address.rpartition("?")[2], keep_blank_values=True))


def _places() -> dict[str, list[str]]:
    told = messages("dataset/readings/wording.toml")
    return {name: places for name, places in told.items() if name != _VIEW}


def _texts(entry: Mapping[str, Any], *but: str) -> dict[str, Any]:
    return {name: each for name, each in entry.items() if name not in (but or _KEYS)}


def _in_each_language(texts: object, languages: Sequence[str]) -> bool:
    if not isinstance(texts, dict) or texts.keys() != {*languages}:
        return False
    return all(isinstance(each, str) and each.strip() for each in texts.values())


def _lines(text: str, pattern: str) -> list[int]:
    """Return the lines that begin with something."""
    found = re.finditer(rf"^\s*{pattern}", text, re.MULTILINE)
    return [text.count("\n", 0, each.end()) + 1 for each in found]
