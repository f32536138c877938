"""Making drafts: files are read, held against the project, and written row by row."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from unicodedata import normalize

from ho21.errors import UsageError, fault
from ho21.ingest.drafts.drafting import drafted, known_of
from ho21.ingest.drafts.folder import (
    DRAFTS,
    begin_draft,
    drafts_in,
    is_draft_name,
    name_of_draft,
    read_draft,
)
from ho21.ingest.reading.document import FORMATS, READ, read_document
from ho21.text import perhaps

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ho21.dataset.dataset import Dataset
    from ho21.errors import Fault
    from ho21.ingest.drafts.drafting import Known
    from ho21.ingest.drafts.folder import Draft
    from ho21.ingest.reading.document import Text
    from ho21.project import FileLimits

LANGUAGES: Final = ("nb", "nn", "en", "sv", "da")
LONGEST: Final = 300_000  # letters of one source
_FOLDED: Final = re.compile(r"\W+")


class Drafting:
    """The drafting of documents for a project; what it knows is worked out once a language."""

    def __init__(self, dataset: Dataset, root: Path) -> None:
        """Take a project as it is read, and the folder it lies in."""
        self.dataset = dataset
        self.root = root
        self._known: dict[str, Known] = {}
        self._there = {_folded(text): name for name, text in dataset.texts.items()}

    def draft(
        self, file: Path, name: str | None = None, *, url: str = "", language: str | None = None
    ) -> tuple[Draft, list[Fault]]:
        """Write a draft of a file; return it, and what one should know of how it was read.

        Raises UsageError where the file cannot be read, is in the project already, or the name is
        taken.
        """
        called = name or name_of_draft(file.stem)
        if not is_draft_name(called):
            raise UsageError("draft-name", name=called or file.stem)
        if called in self.dataset.texts:
            raise UsageError("draft-taken", name=called)
        if (self.root / DRAFTS / called).exists():
            raise UsageError("draft-there", name=called)
        if language not in {None, *LANGUAGES}:
            known = ", ".join(LANGUAGES)
            raise UsageError(
                "draft-language", language=perhaps(language or "", LANGUAGES), known=known
            )
        read = read_document(file)
        if len(read.text) > LONGEST:
            raise UsageError("draft-long", file=file, limit=LONGEST)
        if (same := self._there.get(_folded(read.text))) is not None:
            raise UsageError("draft-same", name=same)
        spoken = language or read.language or self.dataset.languages[0]
        rows = drafted(read.text, spoken, self._known_in(spoken))
        origin = _origin(file, read, spoken, url)
        made = begin_draft(self.root / DRAFTS / called, read.text, origin, rows)
        return made, [*read.warnings, *self._foreign(spoken, called)]

    def _known_in(self, language: str) -> Known:
        if language not in self._known:
            self._known[language] = known_of(self.dataset, language)
        return self._known[language]

    def _foreign(self, language: str, name: str) -> list[Fault]:
        """Return what to know of a text in another language than the project's."""
        near = {"nn": "nb", "nb": "nn"}
        if {language, near.get(language)} & {*self.dataset.languages}:
            return []
        return [fault("draft-foreign", f"{DRAFTS}/{name}", language=language)]


def _origin(file: Path, read: Text, language: str, url: str) -> dict[str, Any]:
    return {
        "file": file.name,
        "url": url,
        "media": read.media,
        "sha256": read.sha256,
        "extractor": read.extractor,
        "language": language,
        "pages": [[*each] for each in read.pages],
        "places": [[*each] for each in read.places],
        "warnings": [each.text("en") for each in read.warnings],
    }


def _folded(text: str) -> str:
    """Return a text without what another capture of the same page may have otherwise."""
    return _FOLDED.sub("", normalize("NFC", text.replace("\u00ad", "")).casefold())


def documents_in(places: Iterable[str]) -> list[Path]:
    """Return the files that are named, and those of a kind that is read in folders, sorted.

    Raises UsageError for a folder that has none.
    """
    found: list[Path] = []
    for each in map(Path, places):
        inside = sorted(each.rglob("*")) if each.is_dir() else [each]
        read = [file for file in inside if file == each or file.suffix.casefold() in FORMATS]
        if not read:
            raise UsageError("draft-no-documents", folder=each, known=READ)
        found += read
    return found


def draft_called(root: Path, name: str) -> Path:
    """Return the folder of a draft by its name; raises UsageError where there is none."""
    there = {each.name: each for each in drafts_in(root)}
    if name not in there:
        raise UsageError("draft-missing", name=perhaps(name, [*there]))
    return there[name]


def drafts_told(root: Path, limits: FileLimits) -> list[Draft]:
    """Return the drafts of a project by name; raises ProjectError for one that cannot be read."""
    return [read_draft(each, limits) for each in drafts_in(root)]
