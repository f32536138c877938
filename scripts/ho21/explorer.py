"""The explorer: the whole graph in one HTML file that opens anywhere and needs no network."""

from __future__ import annotations

import gzip
import json
import tomllib
from base64 import b64encode
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

from jinja2 import DictLoader, Environment, StrictUndefined
from markupsafe import Markup
from pyoxigraph import Literal

from ho21.ask import read_questions
from ho21.assets import asset
from ho21.draw import StrategyNetwork, vis
from ho21.export import export
from ho21.fault import LANGUAGES
from ho21.names import HO, curie, term
from ho21.picture import picture
from ho21.questions import grouped
from ho21.reader import Text, texts, utf16
from ho21.rooms import page

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from jinja2 import Template

    from ho21.ask import Question
    from ho21.picture import Picture
    from ho21.rooms import House
    from ho21.store import Dataset

    Json = dict[str, Any]

VIEWS: Final = (
    "start",
    "kart",
    "tabell",
    "dekning",
    "ansvar",
    "tre",
    "tidslinje",
    "kilder",
    "spor",
)


@dataclass(frozen=True)
class Book:
    """What the page holds beside the picture: texts, questions, words to complete, and quads.

    ``graphs`` says of each named graph whether it is read; ``quads`` is N-Quads in UTF-8.
    """

    base: str = ""
    prefixes: dict[str, str] = field(default_factory=dict)
    texts: tuple[Text, ...] = ()
    questions: tuple[Question, ...] = ()
    terms: tuple[tuple[str, bool, dict[str, str]], ...] = ()
    graphs: dict[str, bool] = field(default_factory=dict)
    quads: bytes = b""


def explorer(dataset: Dataset, home: House, *, stated_only: bool = False, site: str = "") -> str:
    """Return the whole page for a dataset, with our readings or without.

    ``site`` is the relative address of the root of the pages that lie beside it, as ``./``;
    a page that stands alone has none and links to none.
    """
    drawn = picture(dataset, stated_only=stated_only)
    return bind(drawn, book(dataset, home, stated_only=stated_only), site)


def book(dataset: Dataset, home: House, *, stated_only: bool = False) -> Book:
    """Return what the page holds of a dataset and its house beside the picture."""
    return Book(
        base=dataset.base.iri,
        prefixes=dataset.base.prefixes(),
        texts=texts(dataset),
        questions=tuple(read_questions(home).values()),
        terms=tuple(_terms(dataset)),
        graphs={
            graph: graph in dataset.read_graphs for graph in dataset.chosen(stated_only=stated_only)
        },
        quads=export("nq", dataset, stated_only=stated_only)["ho21.nq"],
    )


def bind(drawn: Picture, held: Book, site: str = "") -> str:
    """Return the page for a picture and a book."""
    data = known(drawn, held) | {"site": site, "text": words()}
    by_slug = {each.slug: each for each in held.texts}
    for source in data["sources"]:
        if source["slug"] in by_slug:
            source.update(by_slug[source["slug"]].data())
    style, editor_style = asset("explorer.css").decode(), unpacked("editorstyle")
    scripts = [vis(), asset("explorer.js").decode()]
    packs = {name: asset(f"{name}.gz") for name in ("engine", "wasm", "editor", "editorstyle")}
    packs["quads"] = gzip.compress(held.quads, mtime=0)
    return template("explorer.html.j2").render(
        data=Markup(inert(data)),  # noqa: S704 (escaped by inert)
        packs=[(name, b64encode(packs[name]).decode()) for name in sorted(packs)],
        policy=Markup(policy([*scripts, unpacked("editor")], [style, editor_style])),  # noqa: S704 (hashes alone)
        scripts=[Markup(each) for each in scripts],  # noqa: S704 (our own files)
        site=site,
        style=Markup(style),  # noqa: S704
        text=words()["nb"],
        title=drawn.title["nb"],
        views=VIEWS,
    )


def template(name: str) -> Template:
    """Return a template of ``pages/`` that escapes what it is given and has nothing undefined."""
    return Environment(
        autoescape=True,
        loader=DictLoader({name: page(name)}),
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    ).get_template(name)


def known(drawn: Picture, held: Book) -> Json:
    """Return the data of a picture and a book, each place in a text as JavaScript counts."""
    data = StrategyNetwork(drawn).data()
    units = {f"{each.slug}.txt": utf16(each.text) for each in held.texts}
    for passage in data["passages"]:
        if passage["file"] in units:
            unit = units[passage["file"]]
            passage |= {name: unit[passage[name]] for name in ("start", "end")}
    return data | {
        "base": held.base,
        "graphs": [{"iri": iri, "read": read} for iri, read in sorted(held.graphs.items())],
        "headings": tomllib.loads(page("columns.toml")),
        "licences": _licences(),
        "prefixes": held.prefixes,
        "questions": [_question(each) for each in held.questions],
        "terms": [
            {"iri": iri, "curie": curie(iri, held.prefixes), "class": kind, "label": label}
            for iri, kind, label in held.terms
        ],
        "topics": [
            {"key": each.key, "name": each.title, "questions": each.names}
            for each in grouped([each.name for each in held.questions])
        ],
    }


def _licences() -> list[dict[str, str]]:
    """Return name, version, licence and its text for each library on the page, by name."""
    banner = vis().partition("*/")[0]
    version = banner.partition("@version")[2].split()[0]
    drawing = {
        "name": "vis-network",
        "version": version,
        "licence": "(Apache-2.0 OR MIT)",
        "text": banner.removeprefix("/**").replace("\n * ", "\n").replace("\n *", "\n").strip(),
    }
    return sorted([*json.loads(asset("licences.json")), drawing], key=lambda each: each["name"])


def _question(each: Question) -> Json:
    unit = utf16(each.text)
    return {
        "name": each.name,
        "title": each.title,
        "terms": each.terms,
        "text": each.text,
        "parameters": [
            {
                "name": one.name,
                "default": one.default,
                "label": one.label,
                "start": unit[one.span[0]],
                "end": unit[one.span[1]],
            }
            for one in each.parameters
        ],
    }


def _terms(dataset: Dataset) -> Iterator[tuple[str, bool, dict[str, str]]]:
    """Yield our classes and properties in order: IRI, whether a class, and what it is called."""
    labels: dict[str, dict[str, str]] = defaultdict(dict)
    for fact in dataset.vocabulary.triples:
        name = fact.object
        ours = fact.subject.value.startswith(HO)
        if ours and fact.predicate == term("skos:prefLabel") and isinstance(name, Literal):
            labels[fact.subject.value][name.language or ""] = name.value
    classes = {each.value for each in dataset.vocabulary.classes}
    for iri in sorted(labels):
        yield iri, iri in classes, labels[iri]


@cache
def words() -> dict[str, dict[str, str]]:
    """Return what the page says in each language, each text by its file and its key."""
    folder = files("ho21") / "pages" / "explorer"
    found: dict[str, dict[str, str]] = {language: {} for language in LANGUAGES}
    for name in sorted(each.name for each in folder.iterdir() if each.name.endswith(".toml")):
        read = tomllib.loads((folder / name).read_text(encoding="utf-8"))
        for language in LANGUAGES:
            for key, text in read[language].items():
                found[language][f"{name.removesuffix('.toml')}.{key}"] = text
    return found


def inert(data: Json) -> str:
    """Return JSON that may stand in a script element: no character of it can end the element."""
    text = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    for letter in "<>&\u2028\u2029":
        text = text.replace(letter, f"\\u{ord(letter):04x}")
    return text


def policy(
    scripts: Sequence[str],
    styles: Sequence[str],
    rest: Sequence[str] = ("worker-src blob:", "form-action 'none'"),
) -> str:
    """Return the content security policy: these scripts and styles, and what ``rest`` allows.

    A page with a worker compiles the engine there, and may do that alone besides.
    """
    compiles = " 'wasm-unsafe-eval'" if any(each.startswith("worker-src") for each in rest) else ""
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src {' '.join(map(_hash, scripts))}{compiles}",
            f"style-src {' '.join(map(_hash, styles))}",
            "img-src data:",
            "base-uri 'none'",
            *rest,
        )
    )


def _hash(text: str) -> str:
    digest = b64encode(sha256(text.encode()).digest()).decode()
    return f"'sha256-{digest}'"


@cache
def unpacked(name: str) -> str:
    """Return the text of a pack."""
    return gzip.decompress(asset(f"{name}.gz")).decode()
