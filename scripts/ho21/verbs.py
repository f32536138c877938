"""What each command does with its options, once they are read."""

from __future__ import annotations

import os
import sys
import tomllib
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ho21.fault import CallError, say, within
from ho21.rooms import House, page
from ho21.terminal import busy, out, stoppable, tell, visible

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Iterator

    from ho21.ask import Result, Run
    from ho21.courier import Courier
    from ho21.store import Dataset

FINE: Final = 0
HOUSE_AT_FAULT: Final = 1


def _build(options: argparse.Namespace, home: House, lang: str) -> int:
    from ho21.publish import publish
    from ho21.published import PARTS

    target = Path(options.to or "dist")
    only = options.only.split(",") if options.only else PARTS
    _outside(target, home)
    with busy(lang):
        dataset = _load(home).sound()
        report = publish(dataset, home, target, only)
    tell(report.as_text(lang, brief=report.conforms(strict=False)).rstrip("\n"))
    if not report.conforms(strict=False):
        return HOUSE_AT_FAULT
    texts = tomllib.loads(page("help.toml"))["built"]
    made = (texts[part][lang].format(target=target) for part in PARTS if part in only)
    out(f"{texts['done'][lang]}: {', '.join(made)}\n")
    return FINE


def _check(options: argparse.Namespace, home: House, lang: str) -> int:
    import json

    from ho21.check import check

    known = ("text", "json", "ttl")
    form = options.format or "text"
    if form not in known:
        raise CallError("unknown-format", format=form, known=", ".join(known))
    with busy(lang):
        report = check(_load(home))
    if form == "json":
        out(json.dumps(report.as_dict(strict=options.strict), ensure_ascii=False, indent=2) + "\n")
    else:
        told = report.as_turtle if form == "ttl" else partial(report.as_text, lang)
        out(told(strict=options.strict))
    return FINE if report.conforms(strict=options.strict) else HOUSE_AT_FAULT


def _ask(options: argparse.Namespace, home: House, lang: str) -> int:
    from ho21.ask import put, question, read_questions

    words = [options.question, *options.values] if options.question else options.values
    names = [word for word in words if "=" not in word]
    if not words:
        questions = read_questions(home)
        width = max(map(len, questions), default=0)
        titles = {name: visible(each.title[lang]) for name, each in questions.items()}
        out("".join(f"{name:<{width}}  {title}\n" for name, title in titles.items()))
        return FINE
    if len(names) != 1:
        raise CallError("unknown-option", word=" ".join(names[1:]) or words[0], command="ask")
    asked = question(home, names[0])
    dataset = _load(home).sound()
    store = dataset.store(stated_only=options.stated_only)
    values = dict(word.split("=", 1) for word in words if "=" in word)
    if any(each.name == "lang" for each in asked.parameters):
        values = {"lang": lang} | values
    with _asking(options, lang) as by:
        text, result = put(asked, values, dataset, store, stated_only=options.stated_only, by=by)
        _answer(result, options.format, lang, text, dataset, store)
    return FINE


def _query(options: argparse.Namespace, home: House, lang: str) -> int:
    text = _query_text(options.query)
    dataset = _load(home).sound()
    store = dataset.store(stated_only=options.stated_only)
    with _asking(options, lang) as by:
        result = by(text, dataset, store, stated_only=options.stated_only)
        _answer(result, options.format, lang, text, dataset, store)
    return FINE


@contextmanager
def _asking(options: argparse.Namespace, lang: str) -> Iterator[Run]:
    """Give whoever is to answer: the engine here, or the server that ``--endpoint`` names."""
    from ho21.ask import run

    seconds = within("--timeout", options.timeout, 0.1, 3600)
    if options.endpoint is None:
        with stoppable(seconds, say("query-slow", lang, limit=f"{seconds or 0:g}")):
            yield run
        return
    from ho21.remote import Remote

    remote = Remote(_courier(options.endpoint, seconds))
    with stoppable():
        yield remote.run
    if remote.twice and hasattr(options, "query"):
        tell(say("remote-twice", lang, host=remote.host))
    if remote.others:
        tell(say("remote-others", lang, graphs=", ".join(remote.others)))


def _courier(url: str, seconds: float | None) -> Courier:
    from ho21.courier import SECONDS, Courier
    from ho21.credential import credential

    return Courier(url, credential(os.environ), seconds or SECONDS)


def _query_text(given: str) -> str:
    try:
        if given == "-":
            return "" if sys.stdin is None else sys.stdin.buffer.read().decode("utf-8-sig")
        return Path(given).read_text(encoding="utf-8-sig") if _is_file(given) else given
    except (OSError, UnicodeDecodeError) as error:
        why = getattr(error, "strerror", None) or error
        raise CallError("not-readable", file=given, why=why) from error


def _is_file(given: str) -> bool:
    with suppress(OSError, ValueError):  # a query may be too long for the name of a file
        return Path(given).is_file()
    return False


def _show(options: argparse.Namespace, home: House, lang: str) -> int:
    from ho21.ask import about, label_of, put, resolve
    from ho21.names import curie

    dataset = _load(home).sound()
    store = dataset.store(stated_only=options.stated_only)
    thing = resolve(options.thing, dataset, store)
    bare = options.stated_only
    with _asking(options, lang) as by:
        if options.format in {"ttl", "nt", "jsonld"}:
            text = page("om.rq").replace("?ting", str(thing))
            result = by(text, dataset, store, stated_only=bare)
        else:
            values = {"ting": thing.value, "lang": lang}
            asked = about(home)
            text, result = put(asked, values, dataset, store, stated_only=bare, by=by)
        if options.format in {None, "table", "md"}:
            name = curie(thing.value, dataset.base.prefixes())
            label = visible(label_of(thing, lang, store) or name)
            out(f"{label}\n{name}  {thing.value}\n\n")
        _answer(result, options.format, lang, text, dataset, store)
    return FINE


def _analyse(options: argparse.Namespace, home: House, lang: str) -> int:
    from ho21.analyse import analyse, titles
    from ho21.sheet import render

    if options.name is None:
        names = titles(lang)
        width = max(map(len, names))
        out("".join(f"{name:<{width}}  {title}\n" for name, title in names.items()))
        return FINE
    with busy(lang):
        found = analyse(options.name, _load(home).sound(), options.thing, lang)
    out(render(found, options.format, lang))
    return FINE


def _report(options: argparse.Namespace, home: House, lang: str) -> int:
    from ho21.build import write_file
    from ho21.report import FORMS, report

    target = Path(options.to) if options.to else None
    ending = target.suffix.removeprefix(".") if target else ""
    form = options.format or ending or FORMS[0]
    if form not in FORMS:
        raise CallError("unknown-format", format=form, known=", ".join(FORMS))
    with busy(lang):
        told = report(_load(home).sound(), home, form, lang)
    if target is None:
        out(told)
        return FINE
    _outside(target, home)
    write_file(target, told.encode())
    return FINE


def _diff(options: argparse.Namespace, home: House, lang: str) -> int:
    from ho21.changes import told
    from ho21.compare import compare

    with busy(lang):
        found = compare(options.old, options.new, home, lang, stated_only=options.stated_only)
    out(told(found, options.format, lang))
    return FINE


def _draw(options: argparse.Namespace, home: House, lang: str) -> int:
    from ho21.build import write_file
    from ho21.explorer import explorer

    with busy(lang):
        dataset = _load(home).sound()
        html = explorer(dataset, home, stated_only=options.stated_only).encode()
    target = Path(options.to or "ho21.html")
    _outside(target, home)
    write_file(target, html)
    tell(str(target))
    return FINE


def _serve(options: argparse.Namespace, home: House, lang: str) -> int:
    from ho21.serve import asked, serve

    how = asked(options.host, options.port, options.timeout, options.memory)
    dataset = _load(home).sound()
    serve(dataset, home, how, lang, stated_only=options.stated_only, browse=not options.no_open)
    return FINE


def _mcp(options: argparse.Namespace, home: House, lang: str) -> int:
    from ho21.mcp import serve
    from ho21.pool import Limits

    limits = Limits(seconds=within("--timeout", options.timeout, 0.1, 3600) or Limits.seconds)
    dataset = _load(home).sound()
    if sys.stdin is None:  # no one is there
        return FINE
    if sys.stdin.isatty():
        tell(say("mcp-waits", lang))
    serve(dataset, home, lang, limits, stated_only=options.stated_only)
    return FINE


def _export(options: argparse.Namespace, home: House, lang: str) -> int:
    from ho21.build import write_file, write_whole
    from ho21.export import FORMATS, export

    if options.format not in FORMATS:
        raise CallError("unknown-format", format=options.format, known=", ".join(FORMATS))
    with busy(lang):
        files = export(options.format, _load(home).sound(), stated_only=options.stated_only)
    if options.to is None:
        if len(files) > 1:
            raise CallError("target-needed", format=options.format)
        out(next(iter(files.values())))
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


def _push(options: argparse.Namespace, home: House, lang: str) -> int:
    from ho21.push import loads, push

    if options.to is None:
        raise CallError("word-missing", words="--to", command="push")
    courier = _courier(options.to, within("--timeout", options.timeout, 0.1, 3600))
    those = loads(_load(home).sound(), stated_only=options.stated_only)
    width = max(len(each.graph) for each in those)
    texts = tomllib.loads(page("help.toml"))["pushed"]
    with stoppable(), busy(lang):
        for each in those if options.dry_run else push(those, courier):
            out(f"{each.graph:<{width}}  {len(each.triples):>7}  {len(each.body):>9}\n")
    total = sum(len(each.triples) for each in those)
    told = texts["dry" if options.dry_run else "done"][lang]
    tell(told.format(graphs=len(those), triples=total, host=courier.host))
    return FINE


def _load(home: House) -> Dataset:
    from ho21.store import load

    return load(home)


def _outside(target: Path, home: House) -> None:
    """Refuse to write into the rooms the graph is made from."""
    try:
        place = target.resolve()
    except (OSError, RuntimeError) as error:  # links in a ring
        raise CallError("target-is-link", target=target) from error
    for room in (home.ontology, home.graph, home.queries):
        if isinstance(room, Path) and (place == room.resolve() or room.resolve() in place.parents):
            raise CallError("target-in-house", target=target)


def _answer(
    result: Result, form: str | None, lang: str, text: str, dataset: Dataset, store: object
) -> None:
    from ho21.answer import render

    out(render(result, form, lang, text, dataset, store))  # type: ignore[arg-type]


VERBS: Final[dict[str, Callable[[argparse.Namespace, House, str], int]]] = {
    "build": _build,
    "check": _check,
    "ask": _ask,
    "query": _query,
    "show": _show,
    "analyse": _analyse,
    "report": _report,
    "diff": _diff,
    "draw": _draw,
    "serve": _serve,
    "export": _export,
    "mcp": _mcp,
    "push": _push,
}
