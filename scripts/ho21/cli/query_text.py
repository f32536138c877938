"""The text of a query, as a command line gives it: itself, a file, or what stands on stdin."""

from __future__ import annotations

import re
import sys
from contextlib import nullcontext, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from ho21.errors import LANGUAGES, Fault, UsageError, fault
from ho21.project import MEGABYTE, read_bytes

if TYPE_CHECKING:
    from ho21.project import FileLimits


def query_text(given: str, limits: FileLimits) -> str:
    """Return the query that a word is, or names; raises UsageError where it can be neither."""
    text = given
    if given == "-" or _is_file(given):
        named = "stdin" if given == "-" else given
        try:
            text = _query_bytes(given, named, limits).decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise UsageError("query-not-utf8", file=named) from error
        except OSError as error:
            raise UsageError("not-readable", file=named, why=error.strerror or error) from error
    elif not re.search(r"[\s{<]", given):
        raise UsageError("query-neither", word=given)
    if not text.strip():
        raise UsageError("query-empty")
    return text


def _query_bytes(given: str, named: str, limits: FileLimits) -> bytes:
    """Return what a file holds or a pipe brings; raises UsageError where it is too much."""
    limit, option = limits.of("query.rq")
    raw: bytes | Fault = b""
    if given != "-" and not Path(given).is_fifo():
        raw = read_bytes(Path(given), named, limit, option)
    elif given != "-" or sys.stdin is not None:
        most = int(limit * MEGABYTE)
        with nullcontext(sys.stdin.buffer) if given == "-" else Path(given).open("rb") as pipe:
            raw = pipe.read(most + 1)
        if len(raw) > most:
            raw = fault("file-too-large", named, limit=f"{limit:g}", option=option)
    if isinstance(raw, Fault):
        why = {lang: raw.message(lang).rstrip(".") for lang in LANGUAGES}
        raise UsageError("not-readable", file=named, why=why)
    return raw


def _is_file(given: str) -> bool:
    """Tell whether a word names a file, or a pipe that the shell has made of a command."""
    with suppress(OSError, ValueError):  # a query may be too long for the name of a file
        path = Path(given)
        return path.is_file() or (path.is_fifo() and path.is_relative_to("/dev"))
    return False
