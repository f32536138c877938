"""One command, one verb each."""

from __future__ import annotations

import argparse
import os
import re
import sys
import tomllib
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final, NoReturn

from ho21.fault import LANGUAGES, CallError, HouseError, say, unwritable
from ho21.rooms import House, house, page

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ho21.ask import Result
    from ho21.store import Dataset

FINE: Final = 0
HOUSE_AT_FAULT: Final = 1
CALL_AT_FAULT: Final = 2
_INTERRUPTED: Final = 130


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        command = self.prog.removeprefix("ho21").strip() or ""
        option = re.match(r"argument ([^:]+): expected", message)
        unknown = re.match(r"unrecognized arguments: (.+)", message)
        missing = re.match(r"the following arguments are required: (.+)", message)
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
    made.add_argument("--help", "-h", action="store_true")
    made.add_argument("--lang")
    made.add_argument("--house", metavar="DIR")
    words, options = _ARGUMENTS[command]
    for word, count in words.items():
        made.add_argument(word, nargs=count)
    for option in options:
        flag = option in {"--stated-only", "--strict"}
        made.add_argument(option, **({"action": "store_true"} if flag else {}))  # type: ignore[arg-type]
    return made


_ARGUMENTS: Final[dict[str, tuple[dict[str, str | None], tuple[str, ...]]]] = {
    "build": ({}, ("--to", "--only")),
    "check": ({}, ("--format", "--strict")),
    "ask": ({"question": "?", "values": "*"}, ("--format", "--stated-only")),
    "query": ({"query": None}, ("--format", "--stated-only")),
    "show": ({"thing": None}, ("--format", "--stated-only")),
    "draw": ({}, ("--to", "--stated-only")),
    "export": ({"format": None}, ("--to", "--stated-only")),
}


def main(arguments: list[str] | None = None) -> int:
    """Run one command; return 0 fine, 1 the house is at fault, 2 the call is at fault."""
    words = sys.argv[1:] if arguments is None else arguments
    lang = _language(words)
    try:
        return _run(words, lang)
    except HouseError as error:
        for fault in error.faults:
            _tell(fault.text(lang))
        return HOUSE_AT_FAULT
    except CallError as error:
        _tell(error.text(lang))
        return CALL_AT_FAULT
    except KeyboardInterrupt:
        _tell(say("interrupted", lang))
        return _INTERRUPTED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FINE


def _run(words: list[str], lang: str) -> int:
    help_texts = tomllib.loads(page("help.toml"))
    if not words or words[0] in {"--help", "-h"}:
        _out(help_texts["ho21"][lang])
        return FINE if words else CALL_AT_FAULT
    if words[0] == "--version":
        from ho21 import __version__

        _out(f"ho21 {__version__}\n")
        return FINE
    command = words[0]
    if command not in _ARGUMENTS:
        raise CallError("unknown-command", word=command, known=", ".join(_ARGUMENTS))
    options = parser(command).parse_intermixed_args(
        [word for word in words[1:] if word not in {"--help", "-h"}] or []
    ) if not {"--help", "-h"} & set(words) else None  # fmt: skip
    if options is None:
        _out(help_texts[command][lang])
        return FINE
    return _VERBS[command](options, house(options.house), lang)


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


def _build(options: argparse.Namespace, home: House, lang: str) -> int:
    from ho21.publish import PARTS, publish

    target = Path(options.to or "dist")
    only = options.only.split(",") if options.only else PARTS
    _outside(target, home)
    with _busy(lang):
        dataset = _load(home).sound()
        report = publish(dataset, target, only)
    _tell(report.as_text(lang, brief=report.conforms(strict=False)).rstrip("\n"))
    if not report.conforms(strict=False):
        return HOUSE_AT_FAULT
    texts = tomllib.loads(page("help.toml"))["built"]
    _out(texts[lang].format(target=target))
    return FINE


def _check(options: argparse.Namespace, home: House, lang: str) -> int:
    import json

    from ho21.check import check

    known = ("text", "json", "ttl")
    form = options.format or "text"
    if form not in known:
        raise CallError("unknown-format", format=form, known=", ".join(known))
    with _busy(lang):
        report = check(_load(home))
    if form == "json":
        _out(json.dumps(report.as_dict(strict=options.strict), ensure_ascii=False, indent=2) + "\n")
    else:
        _out(report.as_turtle() if form == "ttl" else report.as_text(lang, strict=options.strict))
    return FINE if report.conforms(strict=options.strict) else HOUSE_AT_FAULT


def _ask(options: argparse.Namespace, home: House, lang: str) -> int:
    from ho21.ask import put, question, read_questions

    words = [options.question, *options.values] if options.question else options.values
    names = [word for word in words if "=" not in word]
    if not words:
        questions = read_questions(home)
        width = max(map(len, questions), default=0)
        _out("".join(f"{name:<{width}}  {questions[name].title[lang]}\n" for name in questions))
        return FINE
    if len(names) != 1:
        raise CallError("unknown-option", word=" ".join(names[1:]) or words[0], command="ask")
    asked = question(home, names[0])
    dataset = _load(home).sound()
    store = dataset.store(stated_only=options.stated_only)
    values = dict(word.split("=", 1) for word in words if "=" in word)
    if any(each.name == "lang" for each in asked.parameters):
        values = {"lang": lang} | values
    text, result = put(asked, values, dataset, store, stated_only=options.stated_only)
    _answer(result, options.format, lang, text, dataset, store)
    return FINE


def _query(options: argparse.Namespace, home: House, lang: str) -> int:
    from ho21.ask import run

    text = _query_text(options.query)
    dataset = _load(home).sound()
    store = dataset.store(stated_only=options.stated_only)
    result = run(text, dataset, store, stated_only=options.stated_only)
    _answer(result, options.format, lang, text, dataset, store)
    return FINE


def _query_text(given: str) -> str:
    try:
        if given == "-":
            return sys.stdin.read()
        path = Path(given)
        is_file = len(given) < 1000 and "\n" not in given and path.is_file()  # noqa: PLR2004
        return path.read_text(encoding="utf-8") if is_file else given
    except (OSError, UnicodeDecodeError, ValueError) as error:
        raise CallError("not-readable", file=given, why=error) from error


def _show(options: argparse.Namespace, home: House, lang: str) -> int:
    from ho21.ask import label_of, put, question, resolve, run
    from ho21.names import curie

    dataset = _load(home).sound()
    store = dataset.store(stated_only=options.stated_only)
    thing = resolve(options.thing, dataset, store)
    if options.format in {"ttl", "nt", "jsonld"}:
        text = f"DESCRIBE {thing}"
        result = run(text, dataset, store, stated_only=options.stated_only)
    else:
        asked = question(home, "alt-om-en-ting")
        values = {"ting": thing.value, "lang": lang}
        text, result = put(asked, values, dataset, store, stated_only=options.stated_only)
    if options.format in {None, "table", "md"}:
        name = curie(thing.value, dataset.base.prefixes())
        _out(f"{label_of(thing, lang, store) or name}\n{name}  {thing.value}\n\n")
    _answer(result, options.format, lang, text, dataset, store)
    return FINE


def _draw(options: argparse.Namespace, home: House, lang: str) -> int:
    from ho21.build import write_file
    from ho21.draw import draw
    from ho21.picture import picture

    with _busy(lang):
        dataset = _load(home).sound()
        html = draw(picture(dataset, stated_only=options.stated_only)).encode()
    target = Path(options.to or "ho21.html")
    _outside(target, home)
    write_file(target, html)
    _tell(str(target))
    return FINE


def _export(options: argparse.Namespace, home: House, lang: str) -> int:
    from ho21.build import write_file, write_whole
    from ho21.export import FORMATS, export

    if options.format not in FORMATS:
        raise CallError("unknown-format", format=options.format, known=", ".join(FORMATS))
    with _busy(lang):
        files = export(options.format, _load(home).sound(), stated_only=options.stated_only)
    if options.to is None:
        if len(files) > 1:
            raise CallError("target-needed", format=options.format)
        _out(next(iter(files.values())))
        return FINE
    target = Path(options.to)
    _outside(target, home)
    if len(files) == 1:
        write_file(target, next(iter(files.values())))
        return FINE

    def fill(folder: Path) -> None:
        for name, content in files.items():
            (folder / Path(name).name).write_bytes(content)

    write_whole(target, fill)
    return FINE


_VERBS: Final[dict[str, Callable[[argparse.Namespace, House, str], int]]] = {
    "build": _build,
    "check": _check,
    "ask": _ask,
    "query": _query,
    "show": _show,
    "draw": _draw,
    "export": _export,
}


def _load(home: House) -> Dataset:
    from ho21.store import load

    return load(home)


def _outside(target: Path, home: House) -> None:
    """Refuse to write into the rooms the graph is made from."""
    place = target.resolve()
    for room in (home.ontology, home.graph, home.queries):
        if isinstance(room, Path) and (place == room.resolve() or room.resolve() in place.parents):
            raise CallError("target-in-house", target=target)


def _answer(
    result: Result, form: str | None, lang: str, text: str, dataset: Dataset, store: object
) -> None:
    from ho21.answer import render

    _out(render(result, form, lang, text, dataset, store))  # type: ignore[arg-type]


def _out(text: str | bytes) -> None:
    sys.stdout.flush()
    try:
        sys.stdout.buffer.write(text if isinstance(text, bytes) else text.encode())
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise unwritable("stdout", error) from error


def _tell(text: str) -> None:
    sys.stderr.buffer.write((text + "\n").encode())
    sys.stderr.flush()


@contextmanager
def _busy(lang: str) -> Iterator[None]:
    """Show on a terminal that work goes on."""
    if not sys.stderr.isatty():
        yield
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    text = tomllib.loads(page("help.toml"))["busy"][lang]
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        progress.add_task(text, total=None)
        yield
