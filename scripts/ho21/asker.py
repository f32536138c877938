"""The SPARQL page: the explorer's questions and editor, answered by the endpoint it came from."""

from __future__ import annotations

from base64 import b64encode
from typing import TYPE_CHECKING, Final

from markupsafe import Markup

from ho21.assets import asset
from ho21.explorer import book, inert, known, policy, template, unpacked, words
from ho21.picture import picture

if TYPE_CHECKING:
    from ho21.explorer import Book
    from ho21.picture import Picture
    from ho21.rooms import House
    from ho21.store import Dataset

ENDPOINT: Final = "sparql"
SITE: Final = "./"
LEFT_OUT: Final = frozenset(("columns", "layout", "shelves"))
THING: Final = ("group", "id", "iri", "key", "kind", "kinds", "name")
WORDS: Final = ("asker", "felles", "spor")
LIBRARIES_LEFT_OUT: Final = frozenset(("oxigraph", "vis-network"))


def asker(dataset: Dataset, home: House, *, stated_only: bool = False) -> str:
    """Return the page that ``sparql`` shows a reader, with our readings or without."""
    return bind(
        picture(dataset, stated_only=stated_only), book(dataset, home, stated_only=stated_only)
    )


def bind(drawn: Picture, held: Book) -> str:
    """Return the page for a picture and a book."""
    data = known(drawn, held)
    read = {each.slug for each in held.texts}
    data |= {
        # The page neither draws the map nor holds a text: of things their names are enough.
        "edges": [],
        "endpoint": ENDPOINT,
        "explorer": SITE,
        "licences": [each for each in data["licences"] if each["name"] not in LIBRARIES_LEFT_OUT],
        "nodes": [
            {name: node[name] for name in THING} | {"statements": []} for node in data["nodes"]
        ],
        "site": SITE,
        "sources": [each | {"reader": each["slug"] in read} for each in data["sources"]],
        "text": {
            language: {key: text for key, text in said.items() if key.partition(".")[0] in WORDS}
            for language, said in words().items()
        },
    }
    style, editor_style = asset("asker.css").decode(), unpacked("editorstyle")
    script = asset("asker.js").decode()
    packs = {name: asset(f"{name}.gz") for name in ("editor", "editorstyle")}
    allowed = policy(
        [script, unpacked("editor")],
        [style, editor_style],
        ["connect-src 'self'", "form-action 'self'"],
    )
    return template("asker.html.j2").render(
        data=Markup(inert({key: data[key] for key in data.keys() - LEFT_OUT})),  # noqa: S704 (escaped by inert)
        endpoint=ENDPOINT,
        packs=[(name, b64encode(packs[name]).decode()) for name in sorted(packs)],
        policy=Markup(allowed),  # noqa: S704 (hashes alone)
        script=Markup(script),  # noqa: S704 (our own file)
        site=SITE,
        style=Markup(style),  # noqa: S704
        text=words()["nb"],
        title=drawn.title["nb"],
    )
