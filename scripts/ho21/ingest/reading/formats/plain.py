"""Plain text: UTF-8, as it stands."""

from __future__ import annotations

import codecs

from ho21.ingest.reading.extract import Extract, refused


def read_plain(content: bytes) -> Extract:
    """Return the text of a plain file; raises UsageError where it is not UTF-8."""
    try:
        text = content.removeprefix(codecs.BOM_UTF8).decode()
    except UnicodeDecodeError as error:
        raise refused("document-not-utf8", byte=error.start + 1) from error
    found = Extract("text")
    found.add(text)
    return found.finish()
