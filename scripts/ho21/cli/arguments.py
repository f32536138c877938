"""The words and options of each command, and how a command line is read.

argparse cuts the line into options, values and words. What is wrong with it is said in our own
sentences: those of argparse are English prose, worded anew from one Python to the next.
"""

from __future__ import annotations

import argparse
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ho21.errors import LANGUAGES, UsageError
from ho21.resources import messages
from ho21.text import hint, listed

if TYPE_CHECKING:
    from collections.abc import Sequence

HELP: Final = ("--help", "-h")
VERSION: Final = "--version"
EVERYWHERE: Final = ("--project", "--lang", "--text-limit", "--data-limit")
FLAGS: Final = frozenset(
    (
        VERSION,
        "--clear",
        "--dry-run",
        "--evaluate",
        "--force",
        "--no-cache",
        "--no-open",
        "--plain",
        "--reference",
        "--stated-only",
        "--strict",
        "--watch",
    )
)

# The words of a command (how many of each, as argparse counts them), and its options.
ARGUMENTS: Final[dict[str, tuple[dict[str, str | None], list[str]]]] = {
    name: ({word: count or None for word, count in each["words"].items()}, each["options"])
    for name, each in messages("cli/arguments.toml")["commands"].items()
}
_COMMANDS: Final = (*ARGUMENTS, "help")
_OPTIONS: Final = tuple(
    dict.fromkeys((*EVERYWHERE, VERSION, *(each for _, own in ARGUMENTS.values() for each in own)))
)


@dataclass(frozen=True)
class Call:
    """A command line as it was read: the command, if it names one, and what it was given."""

    command: str | None
    options: argparse.Namespace
    helping: bool = False


def read_line(line: Sequence[str]) -> Call:
    """Return what a line calls for; options may stand before or after the command.

    Raises UsageError for what is no command, option, value or word of it.
    """
    end = line.index("--") if "--" in line else len(line)
    before = [word for word in line[:end] if word not in HELP]
    helping = len(before) < end
    given, rest = _cut(before, lenient=helping)
    unknown = [word for word in rest if _is_option(word)]
    words = [word for word in rest if not _is_option(word)] + [*line[end + 1 :]]
    command = words.pop(0) if words else None
    if command == "help":
        helping, command = True, words.pop(0) if words else None
        if words:
            raise UsageError("unknown-option", word=" ".join(words), hint="", call="ho21")
    if command is not None and not command.strip():
        raise UsageError("word-empty", call="ho21")
    if command is not None and command not in _COMMANDS:
        near, known = hint(command, (*_COMMANDS, VERSION)), ", ".join(ARGUMENTS)
        raise UsageError("unknown-command", word=command, hint=near, known=known)
    if not helping:
        _hold(given, command, unknown)
        _fill(given, command, words)
    return Call(command, given, helping)


def _cut(words: list[str], *, lenient: bool) -> tuple[argparse.Namespace, list[str]]:
    """Return the options with their values, and the rest as it stood."""
    parser = argparse.ArgumentParser(
        "ho21", add_help=False, allow_abbrev=False, exit_on_error=False
    )
    for option in _OPTIONS:
        if option in FLAGS:
            parser.add_argument(option, action="store_true")
        else:
            parser.add_argument(option, nargs="?" if lenient else None, action="append")
    try:
        given, rest = parser.parse_known_args(words)
    except argparse.ArgumentError as error:
        call = _call(next((word for word in words if word in ARGUMENTS), None))
        name = error.argument_name
        if name not in _OPTIONS:
            raise UsageError("bad-call", why=error.message, call=call) from error
        key = "option-with-value" if name in FLAGS else "option-without-value"
        raise UsageError(key, option=name, call=call) from error
    several = {name: each for name, each in vars(given).items() if isinstance(each, list)}
    for name, values in several.items():
        if len(values) > 1 and not lenient:
            raise UsageError("written-twice", word=f"--{name.replace('_', '-')}")
        setattr(given, name, values[-1])
    return given, rest


def _is_option(word: str) -> bool:
    return re.match(r"--?[^\W\d_][\w-]*(?:=|$)", word) is not None


def _call(command: str | None) -> str:
    return f"ho21 {command}" if command else "ho21"


def _hold(given: argparse.Namespace, command: str | None, unknown: list[str]) -> None:
    """Raise UsageError for an option that the command has not, or one without a good value."""
    own = ARGUMENTS[command][1] if command else [VERSION]
    values = {option: vars(given)[option[2:].replace("-", "_")] for option in _OPTIONS}
    values = {each: value for each, value in values.items() if value not in (None, False)}
    known = (*own, *EVERYWHERE, *HELP)
    strange = [*unknown, *(each for each in values if each not in known)]
    if strange:
        near = hint(strange[0].partition("=")[0], known)
        raise UsageError("unknown-option", word=strange[0], hint=near, call=_call(command))
    for option, value in values.items():
        if isinstance(value, str) and not value.strip():
            raise UsageError("option-without-value", option=option, call=_call(command))
    given.format = given.format and given.format.lower()
    if given.lang not in {None, *LANGUAGES} and command != "new":  # which has languages of its own
        wanted = {lang: listed(LANGUAGES, "or", lang) for lang in LANGUAGES}
        raise UsageError("bad-value", value=given.lang, parameter="--lang", wanted=wanted)


def _fill(given: argparse.Namespace, command: str | None, words: list[str]) -> None:
    """Give a command's words their names; raises UsageError where one is missing or too many."""
    if command is None:
        return
    if not all(word.strip() for word in words):
        raise UsageError("word-empty", call=_call(command))
    missing = []
    left = [*words]
    for name, count in ARGUMENTS[command][0].items():
        if count == "*":
            setattr(given, name, left)
            left = []
        elif left:
            setattr(given, name, left.pop(0))
        else:
            setattr(given, name, None)
            missing += [name] if count is None else []
    if left:
        raise UsageError("unknown-option", word=" ".join(left), hint="", call=_call(command))
    if missing:
        texts = messages("cli/help.toml")["words"]
        named = {lang: listed([texts[name][lang] for name in missing], "and", lang)
                 for lang in LANGUAGES}  # fmt: skip
        raise UsageError("word-missing", words=named, call=_call(command))
