"""A new project: the files of a folder that conforms before anything is said in it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal

from ho21.console import out
from ho21.dataset.languages import tag_of, wrong_tag
from ho21.dataset.loader import is_base
from ho21.errors import UsageError, unwritable
from ho21.project import enclosing
from ho21.rdf.namespaces import HO
from ho21.resources import messages, template
from ho21.text import fits_cell, in_tag_order, indistinct, unfit

if TYPE_CHECKING:
    import argparse

_SAID: Final = messages("cli/new.toml")
_CODES: Final = {
    tag: code for code, tag in messages("dataset/integrity.toml")["words"]["languages"].items()
}
_IRI: Final = re.compile(r"https?://[^\s<>\"{}|\\^`]+")


@dataclass(frozen=True)
class NewProject:
    """What a project that is to be says of itself: base, title, languages, licence and date."""

    base: str
    title: str
    languages: tuple[str, ...]
    licence: str
    issued: str

    @property
    def tongues(self) -> str:
        """Its languages: each by its IRI in the EU's list, else by its tag."""
        iris = {tag: f"<{_SAID['language']}{code}>" for tag, code in _CODES.items()}
        return " , ".join(iris.get(tag, f'"{tag}"') for tag in self.languages)

    @property
    def read_in(self) -> str:
        """The language of what it is to be read in: its first that we have, else English."""
        return self.languages[0] if self.languages[0] in _SAID["editors"] else "en"

    @property
    def source(self) -> str:
        """The name of its first source."""
        name: str = _SAID["source"][self.read_in]
        return name

    @property
    def quote(self) -> str:
        """The title as the words of a source in the first language."""
        return _turtle({self.languages[0]: self.title})

    @property
    def translation(self) -> str:
        """The same in the further languages."""
        return _turtle(dict.fromkeys(self.languages[1:], self.title))

    def in_each(self, text: str) -> str:
        """Return a text in each language, as Turtle has it."""
        return _turtle(dict.fromkeys(self.languages, text))

    def named(self, key: str) -> str:
        """Return a name of ours in each language, in English where we have no other."""
        names = _SAID[key]
        return _turtle({tag: names.get(tag, names["en"]) for tag in self.languages})

    def told(self, key: str) -> str:
        """Return a text of ours in those of its languages that we have it in."""
        return _turtle({tag: text for tag, text in _SAID[key].items() if tag in self.languages})

    def files(self) -> dict[str, str]:
        """Return the text of each file by its path; what is to be read is in one language."""
        names = {path: name.format(lang=self.read_in) for path, name in _SAID["files"].items()}
        return {
            path: template(f"cli/templates/{name}").render(new=self).rstrip() + "\n"
            for path, name in names.items()
        }


def _turtle(texts: dict[str, str]) -> str:
    return " , ".join(str(Literal(text, language=tag)) for tag, text in texts.items())


def asked_for(folder: Path, given: dict[str, str | None], lang: str, issued: str) -> NewProject:
    """Return the project that options ask for, in the reader's language if they name none.

    Raises UsageError for one of them that cannot be.
    """
    base = given["base"]
    if base is None:
        raise UsageError("new-without-base")
    if not is_base(Literal(base)):
        raise UsageError("new-base", base=base)
    if HO.startswith(base) or base.startswith(HO.rstrip("#")):
        raise UsageError("new-base-taken", base=base, vocabulary=HO)
    title = " ".join((given["title"] or folder.absolute().name).split())
    if not title or unfit(title) >= 0 or indistinct(title) >= 0 or not fits_cell(title):
        raise UsageError("new-title", title=title)
    tags = in_tag_order(map(tag_of, re.findall(r"[^\s,]+", given["lang"] or lang)))
    if wrong := [tag for tag in tags if wrong_tag(tag)]:
        raise UsageError("new-language", tag=wrong[0])
    licence = given["licence"] or _SAID["licence"]
    address = _SAID["licences"].get(licence.upper(), licence)
    if not _IRI.fullmatch(address):
        raise UsageError("new-licence", licence=licence, known=", ".join(_SAID["licences"]))
    return NewProject(base, title, tags, address, issued)


def make_project(folder: Path, new: NewProject) -> None:
    """Write the files of a project into a folder of nothing.

    Raises UsageError where the folder has something, lies in another project, or is not writable.
    """
    try:
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise UsageError("new-not-empty", folder=folder)
        if other := enclosing(folder):
            raise UsageError("new-inside", folder=folder, other=other)
        for path, text in new.files().items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(text.encode())
    except OSError as error:
        raise unwritable(folder, error) from error


def begin_project(options: argparse.Namespace, lang: str) -> None:
    """Make the project that a command line asks for, and tell what to do next."""
    folder = Path(options.folder)
    given = {name: getattr(options, name) for name in ("base", "title", "lang", "licence")}
    today = date.today().isoformat()  # noqa: DTZ011 (the day where one sits)
    make_project(folder, asked_for(folder, given, lang, today))
    for each in messages("cli/help.toml")["made"].values():
        out(f"{each[lang].format(folder=folder)}\n")
