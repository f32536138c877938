"""The encoding of a page: what it says itself, held against its bytes."""

from __future__ import annotations

import codecs
import re
from contextlib import suppress
from typing import Final

from ho21.ingest.reading.extract import refused

_DECLARED: Final = re.compile(
    rb"""<meta[^>]{0,500}?charset\s*=\s*["']?\s*([\w.:+-]+)|<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:+-]+)""",
    re.IGNORECASE,
)
_LOOKED_AT: Final = 4096
# Those that text on the web comes in; others that Python knows do other things than letters.
_USUAL: Final = re.compile(
    r"utf-8|utf-16(-[lb]e)?|iso8859-\d+|cp125\d|mac-roman|koi8-[ru]|gb18030|gbk|big5|shift_jis"
    r"|euc_(jp|kr)"
)
# What says Latin-1 or ASCII is read as Windows-1252, as browsers do.
_WINDOWS: Final = frozenset(("ascii", "iso8859-1"))
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def decoded(content: bytes) -> tuple[str, str]:
    """Return the text of a page, and the encoding it says it has where it has another: UTF-8.

    Raises UsageError where it is neither in what it says nor in UTF-8.
    """
    for mark, name in _MARKS:
        if content.startswith(mark):
            return _read(content[len(mark) :], name, name), ""
    said = _DECLARED.search(content[:_LOOKED_AT])
    declared = (said[1] or said[2]).decode("ascii", "replace") if said else ""
    name = _codec(declared)
    if name == "utf-8":
        return _read(content, name, declared), ""
    with suppress(UnicodeDecodeError):
        text = content.decode()
        return text, "" if not declared or text.isascii() else declared
    return _read(content, name, declared), ""


def _codec(declared: str) -> str:
    """Return the name of an encoding that is said; one that is unknown counts for UTF-8.

    A page that says UTF-16 in letters that can be read is in no such encoding.
    """
    name = "utf-8"
    with suppress(LookupError):
        name = codecs.lookup(declared).name if declared else name
    if name in _WINDOWS:
        return "cp1252"
    return name if _USUAL.fullmatch(name) and not name.startswith("utf-16") else "utf-8"


def _read(content: bytes, name: str, declared: str) -> str:
    try:
        return content.decode(name)
    except UnicodeDecodeError as error:
        if declared:
            raise refused("html-not-charset", declared=declared, byte=error.start + 1) from error
        raise refused("document-not-utf8", byte=error.start + 1) from error
