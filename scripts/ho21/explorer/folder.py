"""The explorer in a folder: a first file that is small at any size, and what it holds beside it.

A browser gives a page opened from disk no other file than a script.  So what lies beside is scripts
that each hand over one string: a stretch of JSON, or of a packed file.  Each is named by what it
hands over, so that two editions are never mixed.  A page below the bound stays one file.
"""

from __future__ import annotations

from base64 import b64encode
from collections import Counter
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from markupsafe import Markup

from ho21.errors import LANGUAGES
from ho21.explorer.head import FOLDER, FRONT
from ho21.explorer.page import REST, editor, framed, inert, page_contents, parts, styled, whole_page
from ho21.resources import asset
from ho21.text import number

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from ho21.explorer.data import PageData
    from ho21.map.drawing import Json
    from ho21.model.graph import KnowledgeGraph

# So many bytes are one file; beyond, each file beside it has at most so many.
LARGEST: Final = 4_500_000
PIECE: Final = 2_000_000
# The first page names no more strategies than this.
NAMED: Final = 50
# What is read of a text only when it is shown.
_ON_DEMAND: Final = ("asides", "text")
# What else the page needs to know before the rest is there.
_AT_ONCE: Final = ("lang", "languages", "title")
_WORDS: Final = "words"
_OVERHEAD: Final = 100


def explorer_files(
    graph: KnowledgeGraph, page: PageData, beside: Collection[str] = ()
) -> dict[str, bytes]:
    """Return the files of the explorer by path: the page alone, or with what lies beside it."""
    data, packs, around = page_contents(graph, page, beside)
    whole = whole_page(data, packs, around).encode()
    if len(whole) <= LARGEST:
        return {FRONT: whole}
    made: dict[str, bytes] = {}

    def laid(name: str, text: str) -> list[str]:
        """Lay a text beside the page; return the names of its files."""
        files = [*pieces(name, text)]
        made.update({f"{FOLDER}/{file}": content for file, content in files})
        return [file for file, _ in files]

    fetched = parts(data)
    said = fetched.pop(_WORDS)
    fetched["texts"] = {
        slug: {name: it for name, it in text.items() if name not in _ON_DEMAND}
        | {"reader": True, "beside": laid("text", inert({x: text[x] for x in _ON_DEMAND}))}
        for slug, text in fetched["texts"].items()
    }
    files = {name: laid(name, inert(it)) for name, it in fetched.items()}
    packed = packs | editor()
    files |= {name: laid(name, b64encode(it).decode()) for name, it in packed.items()}
    script, program = (asset(f"{each}.js").decode() for each in ("opening", "explorer"))
    # Scripts from the page's own place, and, by the second policy, only those that ours asks for.
    style, allowed = styled("explorer", [script, program], REST, "'self'")
    _, own_alone = styled("explorer", [script, program], REST, "'strict-dynamic'")
    first = framed(
        "opening",
        {_WORDS: said, "beside": {"files": files} | {each: data[each] for each in _AT_ONCE}},
        {},
        script,
        style,
        allowed,
        lang=data["lang"],
        own_alone=Markup(own_alone),  # noqa: S704 (hashes alone)
        program=Markup(program),  # noqa: S704 (our own file)
        beginning={lang: _beginning(graph, data, lang) for lang in LANGUAGES},
        **around,
    )
    return {FRONT: first.encode()} | made


def pieces(name: str, text: str) -> Iterator[tuple[str, bytes]]:
    """Yield the files that hand over a text without line breaks, each by its name."""
    literal = text.replace("\\", "\\\\").replace("'", "\\'").encode()
    for stretch in _cut(literal, PIECE - _OVERHEAD):
        file = f"{name}-{sha256(stretch).hexdigest()[:16]}.js"
        yield file, b"ho21part('%b','%b')\n" % (file.encode(), stretch)


def _cut(literal: bytes, room: int) -> Iterator[bytes]:
    """Yield the stretches of a string literal, cut inside neither a letter nor an escape."""
    start = 0
    while start < len(literal):
        end = start + room
        while (
            end < len(literal) and b"\x80" <= literal[end : end + 1] < b"\xc0"
        ):  # within a letter of UTF-8
            end -= 1
        stretch = literal[start:end]
        if (len(stretch) - len(stretch.rstrip(b"\\"))) % 2:
            stretch = stretch[:-1]
        yield stretch
        start += len(stretch)


def _beginning(graph: KnowledgeGraph, data: Json, lang: str) -> Json:
    """Return what is told in a language before the rest is fetched."""
    said = data["text"][lang]
    roles = Counter(role for node in data["nodes"] for role in node["roles"])
    counts = {
        "goals": roles["goal"],
        "measures": roles["proposal"],
        "actors": roles["actor"],
        "sources": len(data["sources"]),
    } | {each: data["counts"].get(each, 0) for each in ("stated", "interpreted")}
    signs = {each["term"]: f"{each['sign']} " for each in data["standings"]}
    kinds = Counter(each.kind for each in graph.things.values())
    strategies = [each.iri for each in graph.counted("strategy")]
    names = [graph.name(each)[lang] for each in strategies or graph.documents]
    left = len(names) - NAMED
    return {
        "title": said["start.title"],
        "lead": said["start.lead"],
        "tiles": [
            (key, signs.get(key, ""), number(str(count), lang),
             said[f"start.{key}_one" if count == 1 else f"start.{key}"])
            for key, count in counts.items() if count
        ],
        "kinds_of": said["start.kinds"],
        "kinds": " · ".join(
            f"{graph.name(kind)[lang]}: {number(str(count), lang)}"
            for kind, count in sorted(kinds.items(), key=lambda each: (-each[1], each[0]))
        ),
        "names_of": said["start.strategies" if strategies else "sources.title"],
        "names": names[:NAMED],
        "more": said["start.more"].format(count=number(str(left), lang)) if left > 0 else "",
    }  # fmt: skip
