# PYTHON_ARGCOMPLETE_OK
"""The command ``ho21``: a line is read, its verb run, and how it went is the exit code."""

from __future__ import annotations

import os
import re
import sys
from contextlib import suppress
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from ho21.cli.arguments import ARGUMENTS, Call, read_line
from ho21.compiled.answers import kept_answer
from ho21.console import (
    CALL_AT_FAULT,
    FINE,
    INTERRUPTED,
    PROJECT_AT_FAULT,
    heard,
    out,
    remark,
    tell,
)  # fmt: skip
from ho21.errors import LANGUAGES, ProjectError, UsageError, say
from ho21.project import file_limits, open_project, project_around
from ho21.resources import messages
from ho21.text import interface, visible

if TYPE_CHECKING:
    from collections.abc import Callable


def run_command() -> int:
    """Run the command that this process was started for, held to its limits; return the same."""
    return main(own=True)


def main(arguments: list[str] | None = None, *, own: bool = False) -> int:
    """Run one command; return 0 fine, 1 the project is at fault, 2 the call is at fault.

    Limits hold for a whole process, so they are put on one that is the command's own alone.
    """
    if "_ARGCOMPLETE" in os.environ:  # set by the shell that asks what may come next
        import argcomplete

        from ho21.cli.completion import parser

        argcomplete.autocomplete(parser(), always_complete_options=False)
    words = sys.argv[1:] if arguments is None else arguments
    lang = _language(words)
    try:
        return _run(read_line(words), words, lang, own=own)
    except ProjectError as error:
        for fault in error.faults:
            tell(fault.text(lang))
        return PROJECT_AT_FAULT
    except UsageError as error:
        tell(error.text(lang))
        return CALL_AT_FAULT
    except KeyboardInterrupt:
        tell(say("interrupted", lang))
        return INTERRUPTED
    except BrokenPipeError:
        return FINE


def _run(call: Call, words: list[str], lang: str, *, own: bool) -> int:
    if call.command and not call.helping:
        from ho21.cli.commands import VERBS
        from ho21.cli.limits import apply_limits

        if own:
            apply_limits(call.command, call.options, lang)
        limits = file_limits(call.options.text_limit, call.options.data_limit)
        project = open_project(_chosen(call, lang), limits)
        run_verb = partial(VERBS[call.command], call.options, project, lang)
        return _kept(words, run_verb) if own else run_verb()
    if call.options.version and not call.helping:
        from ho21 import __version__

        out(f"ho21 {__version__}\n")
        return FINE
    out(messages("cli/help.toml")[call.command if call.command in ARGUMENTS else "ho21"][lang])
    return FINE if call.helping else CALL_AT_FAULT


def _kept(words: list[str], run_verb: Callable[[], int]) -> int:
    """Run a command; where all goes well, what it tells is kept for who asks the same again."""
    before = kept_answer(words)
    if before is None:
        return run_verb()
    with heard() as told:
        code = run_verb()
    after = kept_answer(words)
    if code == FINE and told.lasts and after and after.project == before.project:
        after.write(bytes(told.said), bytes(told.result))
    return code


def _chosen(call: Call, lang: str) -> str | None:
    """Return the folder of the project: the one named, else the one that one stands in, if any."""
    named: str | None = call.options.project
    if named or call.command in {"new", "cache"}:
        return named
    found = project_around(Path())
    if found and not Path(found).samefile(Path()):
        remark(messages("cli/help.toml")["around"][lang].format(folder=visible(found)))
    return found


def _language(words: list[str]) -> str:
    """Return the language to speak, also where something else is wrong with the line."""
    words = words[: words.index("--")] if "--" in words else words
    for at, word in reversed([*enumerate(words)]):  # of an option given twice the last counts
        value = word.partition("=")[2] if word.startswith("--lang=") else ""
        if word == "--lang" and at + 1 < len(words):
            value = words[at + 1]
        first = value.partition(",")[0]  # of the languages of a new project
        if first in {*LANGUAGES, "nn"}:
            return LANGUAGES[0] if first == "nn" else first
    names = (os.environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    chosen = next((name for name in names if name), "C")
    if re.match(r"(C|POSIX)(?![a-z])", chosen):
        return _language_of_project(words)
    return "nb" if re.match(r"(nb|nn|no)(?![a-z])", chosen) else "en"


def _language_of_project(words: list[str]) -> str:
    """Return the language to speak of the project that a line names; bokmål of what is none."""
    from ho21.dataset.languages import told_languages

    places = pairwise([*words, ""])
    given = (x.partition("=")[2] if "=" in x else y for x, y in places if x.startswith("--project"))
    with suppress(ProjectError, UsageError):
        return interface(told_languages(open_project(next(given, None) or project_around(Path()))))
    return LANGUAGES[0]
