"""A reader of one document: a process that may be killed, under limits, with no network."""

from __future__ import annotations

from contextlib import suppress
from traceback import clear_frames
from typing import TYPE_CHECKING, Any, Final

from ho21.errors import UsageError
from ho21.ingest.reading.extract import refused
from ho21.processes.child import answer_parent

if TYPE_CHECKING:
    from collections.abc import Callable

    from ho21.ingest.reading.extract import Extract
    from ho21.processes.child import Answering, Framed


def _html() -> Callable[[bytes], Extract]:
    from ho21.ingest.reading.formats.html import read_html

    return read_html


def _docx() -> Callable[[bytes], Extract]:
    import docx  # noqa: F401 (whether the extra is there, before memory is limited)

    from ho21.ingest.reading.formats.docx import read_docx

    return read_docx


def _pdf() -> Callable[[bytes], Extract]:
    import logging

    import pdfminer.high_level  # noqa: F401 (as above)
    import pypdf  # noqa: F401 (as above)

    from ho21.ingest.reading.formats.pdf import read_pdf

    logging.disable()
    return read_pdf


_READERS: Final = {"html": _html, "docx": _docx, "pdf": _pdf}


def begin_reading(told: dict[str, Any], content: bytes) -> tuple[Answering, int]:
    """Return what reads a document of some format, and how many bytes it may take for that."""
    try:
        read = _READERS[told["format"]]()
    except ImportError:
        return lambda _: ({"fault": "extra-missing", "fields": {}}, b""), told["memory"]
    _limit_time(told["seconds"])
    return lambda _: _answer(read, content), told["memory"]


def _answer(read: Callable[[bytes], Extract], content: bytes) -> Framed:
    """Return the head and the text of a document, or what is wrong with it."""
    try:
        found = read(content)
    except UsageError as error:
        return {"fault": error.key, "fields": error.fields}, b""
    except MemoryError as error:
        clear_frames(error.__traceback__)  # which let go of what they hold
        return {"fault": "document-memory", "fields": {}}, b""
    except Exception as error:  # noqa: BLE001 (a damaged document may raise anything)
        damaged = refused("document-damaged", why=f"{type(error).__name__}: {error}")
        return {"fault": damaged.key, "fields": damaged.fields}, b""
    told = {each: getattr(found, each) for each in ("extractor", "pages", "places", "warnings")}
    text = found.text.encode()
    return told | {"size": len(text)}, text


def _limit_time(seconds: int) -> None:
    """Let this process work for so long, where the system holds it to that (POSIX)."""
    with suppress(ImportError, OSError, ValueError):
        import resource

        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))


if __name__ == "__main__":
    answer_parent(begin_reading)
