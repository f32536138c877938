"""The head of every page: what the project is called, and the ways to the pages beside it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from ho21.errors import LANGUAGES
from ho21.resources import messages
from ho21.text import suffix

if TYPE_CHECKING:
    from collections.abc import Mapping

# The project as a whole is described in void.ttl; its page is the explorer.
WHOLE: Final = "void"
# A page of its own for each thing, which a build has of no more things than it is told.
EACH: Final = "things"
# What may lie beside a page: parts of a build, and the endpoint that a server has.
EVERY_PART: Final = frozenset(("map", "pages", EACH, "report", "check"))
ENDPOINT: Final = "sparql"
# Where the explorer's own files lie, when they are many.
FOLDER: Final = "explorer"
_FRONT: Final = "index"
FRONT: Final = f"{_FRONT}.html"
_WAYS: Final = "explorer/head.toml"
_WORDS: Final = "explorer/static/shared/head.toml"
# A page that is the same address in every language: one of a script, or one of a server.
_ONE: Final = {_FRONT, ENDPOINT}


class HeadLink(NamedTuple):
    """A link from the head to a page: its key, the page, its address and words, who it is for."""

    key: str
    page: str
    href: str
    words: str
    apart: bool


@dataclass(frozen=True)
class PageHead:
    """The head of one page: its words, what the project is called, and where it leads."""

    text: Mapping[str, str]
    name: str
    home: str
    ways: tuple[HeadLink, ...]


@dataclass(frozen=True)
class Heads:
    """The heads of a project's pages.

    ``name`` is what the project is called in each language, ``usual`` its language of the
    interface, ``beside`` the parts of a build that lie beside the page, and a server's endpoint.
    """

    name: Mapping[str, str]
    usual: str
    beside: frozenset[str] = frozenset()

    def at(self, root: str, lang: str) -> PageHead:
        """Return the head of a page in a language, from which ``root`` leads to the explorer."""
        text = messages(_WORDS)[lang]
        ways = tuple(
            HeadLink(
                key, way["page"], self._address(root, way["page"], lang), text[key], "apart" in way
            )
            for key, way in messages(_WAYS).items()
            if way["part"] in self.beside
        )
        home = self._address(root, _FRONT, lang) if "map" in self.beside else ""
        return PageHead(text, self.name.get(lang, ""), home, ways)

    def _address(self, root: str, page: str, lang: str) -> str:
        if page == _FRONT:
            return f"{root}{FRONT}#start?lang={lang}"
        return f"{root}{page if page in _ONE else file_of(page, lang, self.usual)}"


def called(page: str) -> dict[str, str]:
    """Return what a page that the heads lead to is called, by language."""
    texts, ways = messages(_WORDS), messages(_WAYS)
    key = next(each for each, way in ways.items() if way["page"] == page)
    return {lang: texts[lang][key] for lang in LANGUAGES}


def file_of(stem: str, lang: str, usual: str, form: str = "html") -> str:
    """Return the file of a page in a language; the explorer is one for both.

    ``usual`` is the language of the interface that the project has.
    """
    return FRONT if stem == WHOLE else f"{stem}{suffix(lang, usual)}.{form}"
