"""A project's own sentences, as it writes them in ``graph/ord.toml``."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

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
_KEYS: Final = frozenset(("question", "values"))


@dataclass(frozen=True)
class Ask:
    """A question to begin with: the saved one, its values, and how it is put in each language."""

    question: str
    values: Mapping[str, str]
    texts: Mapping[str, str]
    line: int = 0


@dataclass(frozen=True)
class OwnWords:
    """A project's own sentences by where they stand, and its questions to begin with."""

    sentences: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    asks: tuple[Ask, ...] = ()

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
    asks = found.pop(_ASK, [])
    lines = _lines(text, rf"\[\[\s*{_ASK}\s*\]\]")
    faults = [*_wrong_places(found, project, languages), *_wrong_asks(asks, lines, languages)]
    if faults:
        return OwnWords(), faults
    made = (
        Ask(each["question"], each.get("values", {}), _texts(each), line)
        for each, line in zip(asks, lines, strict=True)
    )
    return OwnWords(found, tuple(made)), []


def _wrong_places(
    found: Mapping[str, object], project: Project, languages: Sequence[str]
) -> Iterator[Fault]:
    known = [each for them in messages("dataset/readings/wording.toml").values() for each in them]
    for name, texts in found.items():
        line = line_in(project, "graph", FILE, name)
        if name not in known:
            told = ", ".join([*known, _ASK])
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


def _texts(ask: Mapping[str, Any]) -> dict[str, Any]:
    return {name: each for name, each in ask.items() if name not in _KEYS}


def _in_each_language(texts: object, languages: Sequence[str]) -> bool:
    if not isinstance(texts, dict) or texts.keys() != {*languages}:
        return False
    return all(isinstance(each, str) and each.strip() for each in texts.values())


def _lines(text: str, pattern: str) -> list[int]:
    """Return the lines that begin with something."""
    found = re.finditer(rf"^\s*{pattern}", text, re.MULTILINE)
    return [text.count("\n", 0, each.end()) + 1 for each in found]
