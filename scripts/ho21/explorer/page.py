"""The explorer: the whole graph in one HTML file that opens anywhere and needs no network."""

from __future__ import annotations

import gzip
import json
from base64 import b64encode
from dataclasses import replace
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from markupsafe import Markup

from ho21.errors import LANGUAGES
from ho21.explorer.data import PageData, as_json, page_data
from ho21.explorer.head import EACH, Heads
from ho21.model.read import knowledge_graph
from ho21.model.sentences import filled_with, nouns
from ho21.rdf.jsonld import data_block
from ho21.resources import SOURCES, asset, messages, policy, template
from ho21.text import inside_script

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from ho21.dataset.dataset import Dataset
    from ho21.map.drawing import Json
    from ho21.model.graph import KnowledgeGraph
    from ho21.project import Project

# From the explorer to the pages beside it.
ROOT: Final = "./"
# What the explorer's policy allows beside scripts and styles, and the packs that it asks with.
REST: Final = ("worker-src blob:", "form-action 'none'")
PACKS: Final = ("engine", "wasm")
# Ends the key of a text that stands instead of another where there is nothing of a role.
_WITHOUT: Final = "_without_"
# What the page's script reads as a part of its own, by its name here.
PARTS: Final = {
    "things": "nodes",
    "links": "edges",
    "passages": "passages",
    "texts": "texts",
    "questions": "questions",
    "words": "text",
}
# The file with the words of each view, by the view's name in the address.
VIEWS: Final = {
    "start": "start",
    "kart": "map",
    "tabell": "table",
    "dekning": "coverage",
    "ansvar": "responsibility",
    "tre": "tree",
    "tidslinje": "timeline",
    "kilder": "sources",
    "spor": "query",
    "om": "about",
}


def explorer(dataset: Dataset, project: Project, beside: Collection[str] = ()) -> str:
    """Return the whole page for a dataset.

    ``beside`` are the parts of a build that lie beside it; a page alone links to none.
    """
    return bind(knowledge_graph(dataset), page_data(dataset, project), beside)


def bind(graph: KnowledgeGraph, page: PageData, beside: Collection[str] = ()) -> str:
    """Return the page for a graph and what it holds beside that."""
    return whole_page(*page_contents(graph, page, beside))


def page_contents(
    graph: KnowledgeGraph, page: PageData, beside: Collection[str] = ()
) -> tuple[Json, dict[str, bytes], dict[str, object]]:
    """Return what the page holds, its packs, and what stands round that."""
    site = ROOT if "pages" in beside else ""
    heads = Heads(graph.title.texts, page.lang, frozenset(beside if site else ()))
    data = as_json(graph, page) | {"site": site, "text": words_of(graph, page)}
    data["paged"] = bool(site) and EACH in beside
    data["texts"] = {each["slug"]: each for each in page.texts}
    packs = {name: asset(f"{name}.gz") for name in PACKS}
    packs["quads"] = page.packed
    head = replace(heads.at(site, page.lang), home="#start")
    about = data_block(page.about)
    return data, packs, {
        "head": head, "here": "index", "site": site, "views": VIEWS, "about": about
    }  # fmt: skip


def whole_page(data: Json, packs: Mapping[str, bytes], around: Mapping[str, object]) -> str:
    """Return the page as one file, from what it holds."""
    return filled("explorer", data, "explorer", REST, packs, **around)


def filled(
    name: str,
    data: Json,
    made: str,
    rest: Sequence[str],
    packs: Mapping[str, bytes] = MappingProxyType({}),
    **more: object,
) -> str:
    """Return a template with its data, its own script and style, and the editor in packs."""
    packs, script = {**packs, **editor()}, asset(f"{made}.js").decode()
    style, allowed = styled(made, [script], rest)
    return framed(name, parts(data), packs, script, style, allowed, lang=data["lang"], **more)


def editor() -> dict[str, bytes]:
    """Return the packs of the editor: its script and its style."""
    return {name: asset(f"{name}.gz") for name in ("editor", "editorstyle")}


def styled(
    made: str, scripts: Sequence[str], rest: Sequence[str], more: str = ""
) -> tuple[str, str]:
    """Return the style of a page, and the policy for it, some scripts, and the editor's own."""
    style = asset(f"{made}.css").decode()
    script, its_style = (gzip.decompress(pack).decode() for pack in editor().values())
    return style, policy([*scripts, script], [style, its_style], rest, more)


def framed(  # noqa: PLR0913 (all that a page is made of)
    name: str,
    held: Json,
    packs: Mapping[str, bytes],
    script: str,
    style: str,
    allowed: str,
    *,
    lang: str,
    **more: object,
) -> str:
    """Return a template with its data in parts, its packs, and what may run in it."""
    return template(f"explorer/templates/{name}.html.j2").render(
        parts=[(each, Markup(inert(it))) for each, it in held.items()],  # noqa: S704 (inert)
        packs=[(each, b64encode(packs[each]).decode()) for each in sorted(packs)],
        policy=Markup(allowed),  # noqa: S704 (hashes alone)
        script=Markup(script),  # noqa: S704 (our own file)
        style=Markup(style),  # noqa: S704
        lang=lang,
        scripted=True,
        text=words()[lang],
        whole=True,
        **more,
    )


@cache
def words() -> dict[str, dict[str, str]]:
    """Return what the page says in each language, each text by its file and its key."""
    found: dict[str, dict[str, str]] = {language: {} for language in LANGUAGES}
    for path in sorted(SOURCES.glob("explorer/static/*/*.toml")):
        texts = messages(path.relative_to(SOURCES).as_posix())
        for language in LANGUAGES:
            found[language] |= {f"{path.stem}.{key}": it for key, it in texts[language].items()}
    return found


def words_of(graph: KnowledgeGraph, page: PageData) -> dict[str, dict[str, str]]:
    """Return what the page says of a project: with its nouns, its name, and its own sentences."""
    found = {}
    for lang, texts in words().items():
        known = nouns(graph, lang) | {"slug": page.slug}
        own = {f"start.{each}": graph.own.told(f"start-{each}", lang) for each in ("title", "lead")}
        own["start.lead"] = own["start.lead"] or page.description[lang]
        told = _of_what_there_is(texts, graph) | {key: text for key, text in own.items() if text}
        found[lang] = {key: filled_with(text, known) for key, text in told.items()}
    return found


def _of_what_there_is(texts: Mapping[str, str], graph: KnowledgeGraph) -> dict[str, str]:
    """Return texts, those that speak of what the project has none of as they are without it."""
    found = {key: text for key, text in texts.items() if _WITHOUT not in key}
    for key in texts.keys() - found.keys():
        whole, _, role = key.partition(_WITHOUT)
        if not graph.counted(role.removesuffix("s")):
            found[whole] = texts[key]
    return found


def parts(data: Json) -> dict[str, Any]:
    """Return the page's data in its parts; what is in no part of its own stands in ``page``."""
    rest = {key: it for key, it in data.items() if key not in PARTS.values()}
    return {name: data[key] for name, key in PARTS.items()} | {"page": rest}


def inert(data: object) -> str:
    """Return JSON that may stand in a script element."""
    text = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return inside_script(text)
