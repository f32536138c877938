"""A page of the site: a template, a language and a path become HTML in the shared frame."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Final

from markupsafe import Markup

from ho21.errors import LANGUAGES
from ho21.explorer.head import ENDPOINT, EVERY_PART, Heads, file_of
from ho21.map.drawing import settings
from ho21.model.read import knowledge_graph
from ho21.rdf.formats import MEDIA_TYPES, PAGE_DATA
from ho21.rdf.jsonld import data_block
from ho21.resources import asset, messages, policy
from ho21.resources import template as template_of
from ho21.text import date, https, in_sentence, number, package, suffix

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from jinja2 import Template

    from ho21.dataset.dataset import Dataset

ROOMS: Final = ("id", "doc", "def", "query", "graph", "files")
STYLE: Final = "site.css"
SCRIPT: Final = "site.js"


@dataclass(frozen=True)
class Frame:
    """What every page says of the project, and what lies beside it."""

    heads: Heads
    issued: str
    version: str
    licence: Mapping[str, str]
    licence_url: str | None = None
    stated: bool = False
    readings: Mapping[str, str] = field(default_factory=dict)
    whose: Mapping[str, str] = field(default_factory=dict)

    @property
    def served(self) -> bool:
        """Whether a server is behind the page."""
        return ENDPOINT in self.heads.beside


def parts_beside(dataset: Dataset, parts: Collection[str], *, served: bool) -> frozenset[str]:
    """Return what a head may lead to; both report and check tell of readings."""
    wanted = EVERY_PART - {"report", "check"} if dataset.is_stated else EVERY_PART
    return wanted.intersection(parts) | ({ENDPOINT} if served else set())


def frame_of(dataset: Dataset, beside: frozenset[str] = frozenset()) -> Frame:
    """Return the frame of a dataset's pages, beside which lie some parts of a build."""
    graph = knowledge_graph(dataset)
    known = settings()["licence"].get(graph.licence, {})
    name = graph.name(graph.licence).texts
    return Frame(
        heads=Heads(graph.title.texts, dataset.interface, beside),
        issued=dataset.issued,
        version=dataset.version,
        licence=dict.fromkeys(LANGUAGES, known["name"]) if known else name,
        licence_url=https(known.get("url") or graph.licence),
        stated=dataset.is_stated,
        readings={lang: graph.how_read(lang) for lang in LANGUAGES},
        whose={lang: graph.whose(lang) for lang in LANGUAGES},
    )


def root_of(path: str) -> str:
    """Return the way from a page up to the root of the site, such as ``../../``."""
    return "../" * path.count("/")


@cache
def page_texts(lang: str) -> dict[str, dict[str, str]]:
    """Return what the pages say in a language, by text file of ``site/messages/`` and key."""
    names = sorted(each.name for each in (package() / "site" / "messages").iterdir())
    return {name.removesuffix(".toml"): messages(f"site/messages/{name}")[lang] for name in names}


def render(
    frame: Frame,
    template: str | Template,
    lang: str,
    path: str,
    data: bytes,
    **context: object,
) -> str:
    """Return a page: ``path`` is its stem, ``data`` what it is about, as JSON-LD.

    A template of ``site/templates/`` extends ``layout.html.j2``; ``text.<file>.<key>`` is what it
    says, ``root`` the way to the site's root, ``forms`` the data forms that lie beside it.  A page
    at the root is one file, which holds its style and script itself.
    """
    root, own = root_of(path), path.rpartition("/")[2]
    other = next(each for each in LANGUAGES if each != lang)
    shared = {
        "frame": frame,
        "head": frame.heads.at(root, lang),
        "here": path.partition("/")[0],
        "whole": own == "index" or not root,
        "scripted": False,
        "policy": "",
        "lang": lang,
        "path": path,
        "root": root,
        "own": own,
        "other": other,
        "twin": file_of(own, other, frame.heads.usual),
        "ending": suffix(lang, frame.heads.usual),
        "forms": PAGE_DATA,
        "types": MEDIA_TYPES,
        "text": page_texts(lang),
        "issued": date(frame.issued, lang),
        "embedded": data_block(data),
        "date": lambda each: date(each, lang),
        "inside": lambda each: in_sentence(each, lang),
        "number": lambda each: number(each, lang),
    }
    if not root:
        shared |= _alone()
    if isinstance(template, str):
        template = template_of(f"site/templates/{template}")
    return template.render(shared | context)


@cache
def _alone() -> dict[str, str]:
    """Return the style and script of a page that is one file, and the policy for them."""
    style, script = (asset(each).decode() for each in (STYLE, SCRIPT))
    return {
        "style": Markup(style),  # noqa: S704 (our own file)
        "script": Markup(script),  # noqa: S704 (our own file)
        "policy": Markup(policy([script], [style])),  # noqa: S704 (hashes alone)
    }
