"""What is wrong, where it is, and what to do about it, in one sentence."""

from __future__ import annotations

import errno
import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

LANGUAGES: Final = ("nb", "en")


@cache
def _messages() -> dict[str, dict[str, str]]:
    text = (files(__package__) / "pages" / "messages.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def say(key: str, lang: str, /, **fields: object) -> str:
    """Return a message of ``pages/messages.toml`` in a language, its fields filled in.

    A field that runs over several lines is put on one, as a message is one line.
    """
    told = {name: re.sub(r"\s*[\r\n]\s*", " ", str(value)) for name, value in fields.items()}
    return _messages()[key][lang].format(**told)


@dataclass(frozen=True, order=True)
class Fault:
    """A broken rule of the house: the file and line where it lies, and what it is."""

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
    """Return a fault; the fields fill the sentence in ``pages/messages.toml``."""
    return Fault(file, line, key, tuple((name, str(value)) for name, value in fields.items()))


class HouseError(Exception):
    """The house is at fault (exit 1); carries every fault found, in order of place."""

    def __init__(self, faults: list[Fault]) -> None:
        """Keep the faults, each once."""
        self.faults = tuple(sorted(set(faults)))
        super().__init__("; ".join(each.text("en") for each in self.faults))


class CallError(Exception):
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
    """Return the number an option gives, or None; raises CallError for none, or one too far."""
    if given is None:
        return None
    try:
        value = float(given)
    except ValueError:
        value = float("nan")
    if not least <= value <= most or (whole and not value.is_integer()):
        raise CallError("bad-value", value=given, parameter=option, wanted=f"{least:g}–{most:.0f}")
    return value


_FULL: Final = {errno.ENOSPC, errno.EFBIG, errno.EDQUOT}
_FORBIDDEN: Final = {errno.EACCES, errno.EPERM, errno.EROFS}
_MISSING: Final = {errno.ENOENT, errno.ENOTDIR}


def unwritable(target: object, error: OSError) -> CallError:
    """Return what to say of a target that the system would not let us write."""
    for key, codes in (
        ("target-full", _FULL),
        ("target-forbidden", _FORBIDDEN),
        ("target-missing", _MISSING),
    ):
        if error.errno in codes:
            return CallError(key, target=target)
    return CallError("target-not-writable", target=target, why=error.strerror)
