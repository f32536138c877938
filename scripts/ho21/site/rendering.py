"""A page of the site: a template, a language and a path become HTML in the shared frame."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final

from ho21.errors import LANGUAGES
from ho21.rdf.formats import MEDIA_TYPES, PAGE_DATA
from ho21.rdf.jsonld import data_block
from ho21.resources import messages
from ho21.resources import template as template_of
from ho21.text import date, in_sentence, number, suffix

if TYPE_CHECKING:
    from collections.abc import Mapping

ROOMS: Final = ("id", "doc", "def", "query", "graph", "files")
_ONE_PAGE: Final = "def/"
# The project as a whole is described in void.ttl; its page is the explorer.
WHOLE: Final = "void"


@dataclass(frozen=True)
class Frame:
    """What every page says of the project, and whether a server is behind it.

    ``usual`` is the language that the explorer has before anyone chooses.
    """

    name: Mapping[str, str]
    issued: str
    version: str
    licence: Mapping[str, str]
    licence_url: str | None = None
    served: bool = False
    stated: bool = False
    readings: Mapping[str, str] = field(default_factory=dict)
    usual: str = LANGUAGES[0]
    whose: Mapping[str, str] = field(default_factory=dict)


def root_of(path: str) -> str:
    """Return the way from a page up to the root of the site, such as ``../../``."""
    return "../" * path.count("/")


def file_of(stem: str, lang: str, usual: str, form: str = "html") -> str:
    """Return the file of a page in a language; the glossary and the explorer are one for both.

    ``usual`` is the language of the interface that the project has.
    """
    if stem == WHOLE:
        return "index.html"
    own = "" if stem.startswith(_ONE_PAGE) else suffix(lang, usual)
    return f"{stem}{own}.{form}"


@cache
def page_texts(lang: str) -> dict[str, dict[str, str]]:
    """Return what the pages say in a language, by text file of ``site/messages/`` and key."""
    names = sorted(each.name for each in (files("ho21") / "site" / "messages").iterdir())
    return {name.removesuffix(".toml"): messages(f"site/messages/{name}")[lang] for name in names}


def render(
    frame: Frame,
    template: str,
    lang: str,
    path: str,
    data: bytes,
    **context: object,
) -> str:
    """Return a page: ``path`` is its stem, ``data`` what it is about, as JSON-LD.

    A template of ``site/templates/`` extends ``layout.html.j2``; ``text.<file>.<key>`` is what it
    says, ``root`` the way to the site's root, ``forms`` the data forms that lie beside it.
    """
    own = path.rpartition("/")[2]
    other = None if path.startswith(_ONE_PAGE) else next(x for x in LANGUAGES if x != lang)
    shared = {
        "frame": frame,
        "lang": lang,
        "path": path,
        "root": root_of(path),
        "own": own,
        "other": other,
        "twin": file_of(own, other, frame.usual) if other else "",
        "ending": suffix(lang, frame.usual),
        "forms": PAGE_DATA,
        "types": MEDIA_TYPES,
        "text": page_texts(lang),
        "issued": date(frame.issued, lang),
        "rooms": [(room, page_texts(lang)["site"][f"room_{room}"]) for room in ROOMS],
        "embedded": data_block(data),
        "date": lambda each: date(each, lang),
        "inside": lambda each: in_sentence(each, lang),
        "number": lambda each: number(each, lang),
    }
    return template_of(f"site/templates/{template}").render(shared | context)
