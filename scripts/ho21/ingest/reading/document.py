"""A document as its text: which format it has, and what its reader found."""

from __future__ import annotations

import signal
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path, PurePath
from threading import Timer
from typing import TYPE_CHECKING, Any, Final

from ho21.errors import Fault, UsageError, fault
from ho21.ingest.reading.extract import refused
from ho21.ingest.reading.formats.plain import read_plain
from ho21.ingest.reading.language import language_of
from ho21.processes.child import frame, read_frame

if TYPE_CHECKING:
    from ho21.processes.child import Framed

SECONDS: Final = 60  # of the processor
MEMORY: Final = 512  # MiB
_MIB: Final = 1 << 20
_LARGEST: Final = 25  # MiB
_LARGEST_PAGE: Final = 5  # of html
_PATIENCE: Final = 5  # times as long, where the machine is busy
_WORKER: Final = "ho21.ingest.reading.worker"
FORMATS: Final = {
    ".txt": "text", ".text": "text",
    ".html": "html", ".htm": "html", ".xhtml": "html",
    ".docx": "docx", ".docm": "docm", ".pdf": "pdf",
}  # fmt: skip
READ: Final = ".txt, .html, .docx, .pdf"
_MEDIA: Final = {
    "text": "text/plain",
    "html": "text/html",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}
# What a file of a format begins with; a pdf may have something before it.
_ZIP: Final = b"PK"
_PDF: Final = b"%PDF-"
_LOOKED_AT: Final = 1024


@dataclass(frozen=True, slots=True)
class Text:
    """The text of a document as it was read: LF newlines, offsets in code points.

    ``media`` and ``sha256`` are those of the original. ``pages`` are the number, start and end of
    each page of a pdf; ``places`` start, end and where that stood: the path in a page of html, the
    paragraph (p3) or the row of a table (t1r2) in Word. ``language`` is nb, nn, en, sv, da, or ""
    where it cannot be told.
    """

    text: str
    media: str
    sha256: str
    extractor: str
    pages: tuple[tuple[int, int, int], ...] = ()
    places: tuple[tuple[int, int, str], ...] = ()
    language: str = ""
    warnings: tuple[Fault, ...] = ()


def read_document(path: Path) -> Text:
    """Return the text of a file; raises UsageError where it cannot be read."""
    try:
        if not path.is_file():
            raise UsageError("document-missing" if not path.exists() else "document-no-file",
                             file=path)  # fmt: skip
        if path.stat().st_size > _LARGEST * _MIB:
            raise UsageError("document-large", file=path, limit=_LARGEST)
        content = path.read_bytes()
    except OSError as error:
        raise UsageError("not-readable", file=path, why=error.strerror) from error
    return read_content(content, str(path))


def read_content(
    content: bytes, name: str, *, seconds: int = SECONDS, memory: int = MEMORY
) -> Text:
    """Return the text of a file's content; its name tells the format, and is told in messages.

    ``seconds`` of the processor and MiB of ``memory`` are what reading it may take.
    """
    form = _format(content, name)
    try:
        if form == "text":
            found = read_plain(content)
            told, text = vars(found), found.text
        else:
            told, body = _read_apart(form, content, seconds, memory)
            text = body.decode()
    except UsageError as error:
        raise UsageError(error.key, **{**error.fields, "file": name}) from error
    return Text(
        text,
        _MEDIA[form],
        sha256(content).hexdigest(),
        told["extractor"],
        tuple((page, start, end) for page, start, end in told["pages"]),
        tuple((start, end, place) for start, end, place in told["places"]),
        language_of(text),
        tuple(fault(key, name, **fields) for key, fields in told["warnings"]),
    )


def _format(content: bytes, name: str) -> str:
    """Return the format of a file by its name; raises UsageError where its content is another."""
    form = FORMATS.get(PurePath(name).suffix.lower(), "")
    if not form:
        raise UsageError("document-format", file=name, known=READ)
    if form == "docm":
        raise UsageError("docx-macros", file=name)
    limit = _LARGEST_PAGE if form == "html" else _LARGEST
    if len(content) > limit * _MIB:
        raise UsageError("document-large", file=name, limit=limit)
    is_pdf, is_zip = _PDF in content[:_LOOKED_AT], content.startswith(_ZIP)
    if is_pdf != (form == "pdf") or is_zip != (form == "docx"):
        raise UsageError("document-other", file=name, known=READ)
    return form


def _read_apart(form: str, content: bytes, seconds: int, memory: int) -> Framed:
    """Return what a process of its own reads; raises UsageError where it refuses, or is ended."""
    begun = subprocess.Popen(  # noqa: S603 (a module of ours)
        [sys.executable, "-P", "-m", _WORKER],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    ended = Timer(seconds * _PATIENCE, begun.kill)
    ended.daemon = True
    with begun:
        try:
            ended.start()
            answer = _asked(begun, form, content, seconds, memory * _MIB)
            if answer is None:  # it has closed its end: let it say how it ended
                with suppress(subprocess.TimeoutExpired):
                    begun.wait(1)
        finally:
            ended.cancel()
            begun.kill()
    if answer is None:
        raise _lost(begun.returncode, seconds, memory)
    head, body = answer
    if "fault" in head:
        raise UsageError(head["fault"], **_filled(head, form, memory))
    return head, body


def _asked(
    begun: subprocess.Popen[bytes], form: str, content: bytes, seconds: int, memory: int
) -> Framed | None:
    """Return the answer of the process, or None where it ends without one."""
    if begun.stdin is None or begun.stdout is None:
        return None
    try:
        told = {"format": form, "seconds": seconds, "memory": memory}
        begun.stdin.write(frame(told, content))
        begun.stdin.write(frame({}))
        begun.stdin.flush()
        ready = read_frame(begun.stdout)
        answer = ready and read_frame(begun.stdout)
    except (BrokenPipeError, ValueError):
        return None
    whole = answer and answer[0].get("size", 0) == len(answer[1])
    return answer if whole else None


def _filled(head: dict[str, Any], form: str, memory: int) -> dict[str, Any]:
    """Return the fields of a refusal, with those that only its caller knows."""
    return {
        "file": "",
        "limit": memory,
        "call": f"ho21 draft (.{form})",
        "extra": "draft",
        **head["fields"],
    }


def _lost(code: int, seconds: int, memory: int) -> UsageError:
    """Return why a process ended without an answer."""
    # A library that is refused memory aborts; Python fails where it has none left to tell with.
    if code in {-signal.SIGABRT, 1}:
        return refused("document-memory", limit=memory)
    if code in {-getattr(signal, each, 0) for each in ("SIGXCPU", "SIGKILL")}:
        return refused("document-slow", limit=seconds)
    return refused("document-lost")
