"""What is wrong, where it is, and what to do about it, in one sentence."""

from __future__ import annotations

import errno
import re
import tomllib
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from typing import TYPE_CHECKING, Final

from ho21.text import fill_in, package, visible

if TYPE_CHECKING:
    from collections.abc import Iterable

LANGUAGES: Final = ("nb", "en")


# Of one file no more is told: whoever has mended so many looks again.
MOST_FAULTS: Final = 100
_MORE: Final = "more-faults"
# What is told whole: our own lists and explanations, and the paths of files. All else someone may
# have written, of any length, and it is told back only so that it can be known again.
_WHOLE: Final = frozenset(
    [
        *("call", "columns", "done", "file", "files", "folder", "graphs", "hint", "known"),
        *("lacking", "left", "missing", "place", "rooms", "target", "terms", "things"),
        *("wanted", "what", "why"),
    ]
)
_MOST: Final = 120
_MOST_OF_A_QUOTE: Final = 400  # which may differ from the text far out
_QUOTES: Final = frozenset(("quote", "nearest"))


@cache
def _texts(file: str) -> dict[str, dict[str, str]]:
    text = (package() / file).read_text(encoding="utf-8")
    return tomllib.loads(text)


def say(key: str, lang: str, /, **fields: object) -> str:
    """Return a message of ``errors.toml`` in a language, its fields filled in.

    A field may have a text for each language; the system's own words for why something failed have
    one in ``system.toml``. One that runs over several lines is put on one, as a message is one
    line, what no one sees in it is told by its code point, and what someone wrote is cut where it
    is long.
    """
    texts = {name: each[lang] if isinstance(each, dict) else each for name, each in fields.items()}
    lines = {name: re.sub(r"\s*[\r\n]\s*", " ", str(each)) for name, each in texts.items()}
    told = {name: visible(each) for name, each in lines.items()}
    for name in told.keys() - _WHOLE:
        most = _MOST_OF_A_QUOTE if name in _QUOTES else _MOST
        if len(told[name]) > most:
            told[name] = f"{told[name][:most]}…"
    if "why" in told:
        told["why"] = _texts("system.toml").get(lang, {}).get(told["why"], told["why"])
    return fill_in(_texts("errors.toml")[key][lang], lang, **told)


@dataclass(frozen=True, order=True)
class Fault:
    """A broken rule of the project: the file and line where it lies, and what it is."""

    file: str
    line: int
    key: str
    fields: tuple[tuple[str, str], ...] = ()

    def message(self, lang: str) -> str:
        """Return the sentence without its place."""
        return say(self.key, lang, **dict(self.fields))

    def text(self, lang: str) -> str:
        """Return the sentence with its place, ``file:line``."""
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place}: {self.message(lang)}"


def fault(key: str, file: str, line: int = 0, /, **fields: object) -> Fault:
    """Return a fault; the fields fill the sentence in ``errors.toml``."""
    return Fault(file, line, key, tuple((name, str(value)) for name, value in fields.items()))


def first_told(faults: Iterable[Fault]) -> tuple[Fault, ...]:
    """Return faults in order of place, each once, and of one file no more than the first hundred.

    That more were found is told as the last of the file.
    """
    told: list[Fault] = []
    for file, them in groupby(sorted(set(faults)), lambda each: each.file):
        found = [*them]
        told += [each for each in found if each.key != _MORE][:MOST_FAULTS]
        for each in found[MOST_FAULTS:][:1]:
            told.append(fault(_MORE, file, each.line, count=MOST_FAULTS))
    return tuple(told)


class ProjectError(Exception):
    """The project is at fault (exit 1); carries the faults found, in order of place."""

    def __init__(self, faults: list[Fault]) -> None:
        """Keep the faults, each once."""
        self.faults = first_told(faults)
        super().__init__("; ".join(each.text("en") for each in self.faults))


class UsageError(Exception):
    """The call is at fault (exit 2): an option, a query, an unknown thing, a target."""

    def __init__(self, key: str, /, **fields: object) -> None:
        """Keep the message's key and fields until the language is known."""
        self.key = key
        self.fields = fields
        super().__init__(self.text("en"))

    def text(self, lang: str) -> str:
        """Return the sentence in a language."""
        return say(self.key, lang, **self.fields)


def within(
    option: str, given: str | None, least: float, most: float, *, whole: bool = False
) -> float | None:
    """Return the number an option gives, or None; raises UsageError for none, or one too far.

    A decimal comma is read as a point, whatever the language.
    """
    if given is None:
        return None
    try:
        value = float(given.replace(",", "."))
    except ValueError:
        value = float("nan")
    if not least <= value <= most or (whole and not value.is_integer()):
        ends = {"least": f"{least:g}", "most": f"{most:.0f}"}
        told = {name: {"nb": end.replace(".", ","), "en": end} for name, end in ends.items()}
        raise UsageError("bad-number", value=given, parameter=option, **told)
    return value


_UNWRITABLE: Final = {
    **dict.fromkeys((errno.ENOSPC, errno.EFBIG, errno.EDQUOT), "target-full"),
    **dict.fromkeys((errno.EACCES, errno.EPERM, errno.EROFS), "target-forbidden"),
    **dict.fromkeys((errno.ENOENT, errno.ENOTDIR), "target-missing"),
}


def unwritable(target: object, error: OSError) -> UsageError:
    """Return what to say of a target that the system would not let us write."""
    key = _UNWRITABLE.get(error.errno or 0, "target-not-writable")
    return UsageError(key, target=target, why=error.strerror)
