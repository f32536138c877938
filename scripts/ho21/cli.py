"""One command, one verb each."""

from __future__ import annotations

import argparse
import os
import re
import sys
import tomllib
from typing import Final, NoReturn

from ho21.fault import LANGUAGES, CallError, HouseError, say
from ho21.rooms import house, page
from ho21.terminal import out, tell
from ho21.verbs import FINE, HOUSE_AT_FAULT, VERBS

CALL_AT_FAULT: Final = 2
_INTERRUPTED: Final = 130
_HELP: Final = frozenset(("--help", "-h"))


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        command = self.prog.removeprefix("ho21").strip() or ""
        option = re.match(r"argument ([^:]+): expected", message)
        unknown = re.match(r"unrecognized arguments: (.+)", message)
        missing = re.match(r"the following arguments are required: (.+)", message)
        flag = re.match(r"argument ([^:]+): ignored explicit argument", message)
        if flag:
            raise CallError("option-with-value", option=flag[1], command=command)
        if option:
            raise CallError("option-without-value", option=option[1], command=command)
        if unknown:
            raise CallError("unknown-option", word=unknown[1], command=command)
        if missing:
            raise CallError("word-missing", words=missing[1], command=command)
        raise CallError("bad-call", why=message, command=command)


def parser(command: str) -> argparse.ArgumentParser:
    """Return the parser of a command; its help stands in ``pages/help.toml``."""
    made = _Parser(prog=f"ho21 {command}", add_help=False, allow_abbrev=False)
    made.add_argument("--lang")
    made.add_argument("--house")
    words, options = ARGUMENTS[command]
    for word, count in words.items():
        made.add_argument(word, nargs=count)
    for option in options:
        flag = option in {"--dry-run", "--no-open", "--stated-only", "--strict"}
        made.add_argument(option, **({"action": "store_true"} if flag else {}))  # type: ignore[arg-type]
    return made


_ASKING: Final = ("--format", "--stated-only", "--timeout", "--endpoint")
ARGUMENTS: Final[dict[str, tuple[dict[str, str | None], tuple[str, ...]]]] = {
    "build": ({}, ("--to", "--only")),
    "check": ({}, ("--format", "--strict")),
    "ask": ({"question": "?", "values": "*"}, _ASKING),
    "query": ({"query": None}, _ASKING),
    "show": ({"thing": None}, _ASKING),
    "analyse": ({"name": "?", "thing": "?"}, ("--format",)),
    "report": ({}, ("--format", "--to")),
    "diff": ({"old": None, "new": None}, ("--format", "--stated-only")),
    "draw": ({}, ("--to", "--stated-only")),
    "serve": ({}, ("--port", "--host", "--no-open", "--stated-only", "--timeout", "--memory")),
    "export": ({"format": None}, ("--to", "--stated-only")),
    "mcp": ({}, ("--stated-only", "--timeout")),
    "push": ({}, ("--to", "--dry-run", "--stated-only", "--timeout")),
}


def main(arguments: list[str] | None = None) -> int:
    """Run one command; return 0 fine, 1 the house is at fault, 2 the call is at fault."""
    words = sys.argv[1:] if arguments is None else arguments
    lang = _language(words)
    try:
        return _run(words, lang)
    except HouseError as error:
        for fault in error.faults:
            tell(fault.text(lang))
        return HOUSE_AT_FAULT
    except CallError as error:
        tell(error.text(lang))
        return CALL_AT_FAULT
    except KeyboardInterrupt:
        tell(say("interrupted", lang))
        return _INTERRUPTED
    except BrokenPipeError:
        return FINE


def _run(words: list[str], lang: str) -> int:
    help_texts = tomllib.loads(page("help.toml"))
    command = words[0] if words else "--help"
    if command in _HELP:
        out(help_texts["ho21"][lang])
        return FINE if words else CALL_AT_FAULT
    if command == "--version":
        from ho21 import __version__

        out(f"ho21 {__version__}\n")
        return FINE
    if command not in ARGUMENTS:
        raise CallError("unknown-command", word=command, known=", ".join(ARGUMENTS))
    if _HELP & set(words):
        out(help_texts[command][lang])
        return FINE
    options = parser(command).parse_intermixed_args(words[1:])
    for name in ("house", "lang", "to", "only", "format", "endpoint"):
        if getattr(options, name, None) == "":
            raise CallError("option-without-value", option=f"--{name}", command=command)
    if options.lang not in {None, *LANGUAGES}:
        raise CallError("bad-value", value=options.lang, parameter="--lang", wanted="nb, en")
    return VERBS[command](options, house(options.house), lang)


def _language(words: list[str]) -> str:
    for at, word in enumerate(words):
        value = word.partition("=")[2] if word.startswith("--lang=") else ""
        if word == "--lang" and at + 1 < len(words):
            value = words[at + 1]
        if value in LANGUAGES:
            return value
    names = (os.environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    chosen = next((name for name in names if name), "nb")
    norwegian = re.match(r"(nb|nn|no|C|POSIX)(?![a-z])", chosen)
    return "nb" if norwegian else "en"
