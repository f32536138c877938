"""Completion by argcomplete: what may come next on a line that is being written in a shell."""

from __future__ import annotations

import argparse
from contextlib import suppress
from pathlib import Path
from pkgutil import resolve_name
from typing import TYPE_CHECKING, Final

from ho21.cli.arguments import ARGUMENTS, EVERYWHERE, FLAGS, VERSION
from ho21.errors import LANGUAGES, ProjectError, UsageError
from ho21.project import open_project, project_around

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ho21.project import Project

_UNLISTED: Final = (
    "--timeout", "--endpoint", "--scheduler", "--port", "--host", "--memory", "--text-limit",
    "--data-limit", "--pages-for",
)  # fmt: skip
_ANSWERS: Final = ("ho21.sparql.answers:TABLES", "ho21.sparql.answers:GRAPHS")
# Where the values of a word or an option are listed; where nothing is, the shell offers files.
_LISTED: Final[dict[str, tuple[str, ...]]] = {
    **dict.fromkeys(("ask --format", "query --format", "show --format"), _ANSWERS),
    **dict.fromkeys(
        ("analyse --format", "diff --format", "compare --format"),
        ("ho21.analysis.builder:FORMATS",),
    ),
    "check --format": ("ho21.cli.commands:CHECK_FORMATS",),
    "report --format": ("ho21.site.report:FORMS",),
    "export format": ("ho21.export.registry:FORMATS",),
    "build --only": ("ho21.site.artifacts:PARTS",),
    "push --to": (),
}


def parser() -> argparse.ArgumentParser:
    """Return the whole command line as argparse has it, each value with those that are known."""
    made = argparse.ArgumentParser(prog="ho21")
    _add_options(made, "", (*EVERYWHERE, VERSION))
    commands = made.add_subparsers()
    for command, (words, options) in ARGUMENTS.items():
        each = commands.add_parser(command)
        for word, count in words.items():
            _offer(each.add_argument(word, nargs=count), command, word)
        _add_options(each, command, (*options, *EVERYWHERE))
    commands.add_parser("help").add_argument("command", choices=tuple(ARGUMENTS))
    return made


def _add_options(parser: argparse.ArgumentParser, command: str, options: Iterable[str]) -> None:
    for option in options:  # one given before the command is not to be forgotten after it
        action = "store_true" if option in FLAGS else "store"
        made = parser.add_argument(option, action=action, default=argparse.SUPPRESS)
        _offer(made, command, option)


def _offer(action: argparse.Action, command: str, name: str) -> None:
    """Give a word or an option the values that are known of it."""
    places = _LISTED.get(f"{command} {name}", () if name in _UNLISTED else None)

    def completer(parsed_args: argparse.Namespace, prefix: str, **_: object) -> list[str]:
        if name == "name":
            from ho21.analysis.registry import titles

            return [*titles(LANGUAGES[0])]
        if name in _OF_PROJECT:
            with suppress(ProjectError, UsageError):  # a folder that is no project has none
                project = open_project(
                    getattr(parsed_args, "project", None) or project_around(Path())
                )
                return _OF_PROJECT[name](project, parsed_args, prefix)
        return [each for place in places or () for each in resolve_name(place)]

    if name == "--lang":
        action.choices = LANGUAGES
    elif places is not None or name in {*_OF_PROJECT, "name"}:
        action.completer = completer  # type: ignore[attr-defined]


def _questions(project: Project, _: argparse.Namespace, __: str) -> list[str]:
    from ho21.sparql.questions import readable

    hidden = {name for name, each in readable(project)[0].items() if each.hidden}
    return [name for name in project.questions() if name not in hidden]


def _values(project: Project, given: argparse.Namespace, begun: str) -> list[str]:
    """Return the parameters of a question with an equals sign, or the things that one may be."""
    from ho21.sparql.questions import question

    known = question(project, given.question).parameters if given.question else ()
    named = next((each for each in known if begun.startswith(f"{each.name}=")), None)
    if named is None:
        return [f"{each.name}=" for each in known]
    return _things(project, given, begun) if named.takes == "thing" else []


def _things(project: Project, given: argparse.Namespace, begun: str) -> list[str]:
    """Return the slugs of the things that the files of a project tell of, without building it.

    After a name and an equals sign they stand behind these.
    """
    if getattr(given, "name", "") is None:  # an analysis is named before its thing
        return []
    from ho21.dataset.vocabulary import read_file
    from ho21.rdf.namespaces import term
    from ho21.rdf.turtle import Turtle

    read = (read_file(project, "graph", name) for name in project.names("graph", ".ttl"))
    told = (each for file in read if isinstance(file, Turtle) for each in file.triples)
    kind, claim = term("rdf:type"), term("ho:Claim")
    named = {x.subject.value for x in told if x.predicate == kind and x.object != claim}
    name, equals, _ = begun.rpartition("=")
    return sorted({f"{name}{equals}{iri.rpartition('/')[2]}" for iri in named if "/id/" in iri})


_OF_PROJECT: Final = {
    "question": _questions,
    "values": _values,
    "thing": _things,
    "things": _things,
}
