"""The two small projects of the tests, each built once, and every text of what was built."""

from __future__ import annotations

import gzip
import io
import os
import re
import subprocess
import sys
import zipfile
from base64 import b64decode
from pathlib import Path
from typing import TYPE_CHECKING

from pyoxigraph import RdfFormat, parse

from ho21.rdf.namespaces import HO
from support.once import folder_once

if TYPE_CHECKING:
    from collections.abc import Iterator

PROJECTS = Path(__file__).parent / "projects"
CITY, FJORD = PROJECTS / "city", PROJECTS / "fjord"
_OURS = re.compile(r"helse\w{0,3}omsorg|\bHO21(?!_)", re.IGNORECASE)
# The address of the vocabulary, its files, and the name of the command.
_TOOL = re.compile(
    r"https?://w3id\.org/ho21/(?:def|shape)\b|(?:ho21/)?ontology/ho21\.ttl|urn:x-ho21\b|(?<![\w/.-])ho21(?![\w/.-])"
)
YEAR = re.compile(r"(?<![\w-])2014(?!\w|-04-01)")
NORWEGIAN = re.compile(
    r"[æøåÆØÅ]|\b(?:og|ikke|som|til|av|hva|hvem|hvor|eller|ingen|kilde|kildene|koblinger|tolket|sagt)\b"
)
# What is no word: an address, an identifier, a part of an assistant's or a program's language. What
# a query says of its parameters, it says in both languages, as it does of itself.
NO_WORD = re.compile(
    r"https?://[^\s,;\"<>|]*|# \w[^\n|]*: nb [^|\n]*\||# (?:\w+-)?nb: [^\n]*|@prefix [^\n]*|"
    r"\?\w+|= \"nb\", \"[^\"]*\"|= &#34;nb&#34;, &#34;.*?&#34;|PREFIX [^\n]*|"
    r"<script[^>]*json.*?</script>|<[^>]*>|\bNorsk\b|[\w-]+(?:[.:-][\w-]+)+",
    re.DOTALL,
)
# What the explorer has packed: its data as quads. The others are programs of others.
_PACK = re.compile(r'<script type="text/plain" id="pack-(\w+)">([^<]*)</script>')
_GRAPHS = (".trig", ".nq", ".jsonld", ".ttl", ".rdf")
_PROGRAM = re.compile(r"<(script|style)(?![^>]*json)[^>]*>.*?</\1>", re.DOTALL)


def built(project: Path) -> Path:
    """Return the folder that a project is built in, once in a run; it is only read."""

    def fill(folder: Path) -> None:
        words = ["build", "--project", str(project), "--to", str(folder / "dist")]
        done = subprocess.run(
            [sys.executable, "-m", "ho21", *words],
            env=os.environ | {"PYTHONUTF8": "1"}, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr

    return folder_once(f"built-{project.name}", fill) / "dist"


def _without_terms(raw: bytes, form: RdfFormat) -> str:
    """Return what a file of data says of all but the terms of the vocabulary, a line each."""
    quads = parse(raw, form)
    own = f"<{HO[:-1]}"
    return "\n".join(str(each) for each in quads if not str(each.subject).startswith(own))


def texts(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield every text below a folder by its path, what is packed in a file unpacked.

    Scripts and styles are left out, in pages and beside them: they are ours and others', and no
    content. Of a file of data, the terms of the vocabulary are left out, with the words they quote.
    """
    for path in sorted(
        each for each in folder.rglob("*") if each.is_file() and each.suffix != ".js"
    ):
        name, raw = path.relative_to(folder).as_posix(), path.read_bytes()
        if path.suffix == ".xlsx":
            with zipfile.ZipFile(io.BytesIO(raw)) as book:
                for part in sorted(book.namelist()):
                    yield f"{name}/{part}", book.read(part).decode()
            continue
        graph = path.parent.name == "data" and path.suffix in _GRAPHS
        form = RdfFormat.from_extension(path.suffix[1:]) if graph else None
        text = _without_terms(raw, form) if form else raw.decode()
        if path.suffix == ".html":
            for pack, packed in _PACK.findall(text):
                if pack == "quads":
                    quads = gzip.decompress(b64decode(packed))
                    yield f"{name}/{pack}", _without_terms(quads, RdfFormat.N_QUADS)
            text = _PROGRAM.sub("", text)
        yield name, text


def around(found: re.Match[str], text: str) -> str:
    """Return what is found in a text, with some of the words about it."""
    return text[max(0, found.start() - 40) : found.end() + 40].replace("\n", " ")


def ours(text: str) -> list[str]:
    """Return where a text names the project that ships with ho21, other than as its vocabulary."""
    text = _TOOL.sub("", text)
    return [around(each, text) for each in _OURS.finditer(text)]
