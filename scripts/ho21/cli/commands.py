"""The commands, given their options once these are read."""

from __future__ import annotations

import os
import re
import sys
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ho21.console import (
    FINE,
    PROJECT_AT_FAULT,
    busy,
    on_screen,
    out,
    passing,
    stoppable,
    tell,
)  # fmt: skip
from ho21.errors import ProjectError, UsageError, say, within
from ho21.resources import messages
from ho21.text import fill_in, visible

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Iterator

    from ho21.dataset.dataset import Dataset
    from ho21.project import Project
    from ho21.remote.http import HttpClient
    from ho21.sparql.engine import Answer, Engine
    from ho21.sparql.questions import Question

CHECK_FORMATS: Final = ("text", "json", "ttl")


def _build(options: argparse.Namespace, project: Project, lang: str) -> int:
    from ho21.cli.keeping import build_site

    return build_site(options, project, lang)


def _check(options: argparse.Namespace, project: Project, lang: str) -> int:
    import json

    from ho21.rdf.formats import chosen
    from ho21.remote.scheduler import load_spread
    from ho21.site.artifacts import checked
    from ho21.sparql.questions import readable
    from ho21.validation.report import unread

    form = chosen(options.format, CHECK_FORMATS)
    try:
        with busy(lang):
            dataset = load_spread(project, options.scheduler)
            report = checked(dataset, project, lang, reference=options.reference)
    except ProjectError as error:
        whole = ProjectError([*error.faults, *readable(project)[1]])
        if form == CHECK_FORMATS[0]:
            raise whole from error
        report = unread(whole.faults)  # a program reads it in the form that it asked for
    if form == "json":
        out(json.dumps(report.as_dict(strict=options.strict), ensure_ascii=False, indent=2) + "\n")
    else:
        told = report.as_turtle if form == "ttl" else partial(report.as_text, lang)
        out(told(strict=options.strict))
    return FINE if report.conforms(strict=options.strict) else PROJECT_AT_FAULT


def _ask(options: argparse.Namespace, project: Project, lang: str) -> int:
    from ho21.cli.asking import asked_by, tell_all
    from ho21.sparql.defaults import saved
    from ho21.sparql.questions import named_values

    words = [options.question, *options.values] if options.question else options.values
    names = [word for word in words if "=" not in word]
    if words and not names:
        raise UsageError("unknown-option", word=words[0], hint="", call="ho21 ask")
    whole = partial(_dataset, options, project)
    if not words:
        tell_all(project, whole, lang)
        return FINE
    name = asked_by(names, project, whole, options.format, lang)
    if name is None:
        return FINE
    values = named_values(word.split("=", 1) for word in words if "=" in word)
    if "" in values:
        raise UsageError("word-empty", call="ho21 ask")
    dataset = _dataset(options, project)
    asked = saved(name, project, dataset)
    with _asking(options, dataset, project, lang) as engine:
        return _answer(engine.ask(asked, values, lang), options.format, lang, asked)


def _query(options: argparse.Namespace, project: Project, lang: str) -> int:
    from ho21.cli.asking import tell_unknown_terms
    from ho21.cli.query_text import query_text

    text = query_text(options.query, project.limits)
    dataset = _dataset(options, project)
    with _asking(options, dataset, project, lang) as engine:
        answer = engine.query(text)
        tell_unknown_terms(text, dataset, lang)
        return _answer(answer, options.format, lang)


@contextmanager
def _asking(
    options: argparse.Namespace, dataset: Dataset, project: Project, lang: str
) -> Iterator[Engine]:
    """Give the engine here, or the server that ``--endpoint`` names."""
    from ho21.processes.memory import bounded
    from ho21.sparql.engine import Engine

    seconds = within("--timeout", options.timeout, 0.1, 3600)
    if options.endpoint is None:
        dataset.store()  # before the time begins that a query may take
        with stoppable(lang, seconds), bounded(lang):
            yield Engine(dataset, project)
        return
    from ho21.remote.endpoint import RemoteEngine

    remote = RemoteEngine(_http_client(options.endpoint, seconds), dataset, project)
    with stoppable(lang), bounded(lang):
        yield remote
    if remote.twice and hasattr(options, "query"):
        tell(say("remote-twice", lang, host=remote.host))
    if remote.others:
        tell(say("remote-others", lang, graphs=", ".join(remote.others)))


def _http_client(url: str, seconds: float | None) -> HttpClient:
    from ho21.remote.auth import credential
    from ho21.remote.http import SECONDS, HttpClient

    return HttpClient(url, credential(os.environ), seconds or SECONDS)


def _show(options: argparse.Namespace, project: Project, lang: str) -> int:
    from pyoxigraph import NamedNode

    from ho21.model.lookup import find, label_of, meaning_of, retired_as
    from ho21.rdf.namespaces import curie

    dataset = _dataset(options, project)
    thing, prefixes = find(dataset, options.thing), dataset.base.prefixes()
    gone = retired_as(dataset, options.thing)
    with _asking(options, dataset, project, lang) as engine:
        triples = options.format in {"ttl", "nt", "jsonld"}
        found = engine.describe(thing) if triples else engine.about(thing, lang)
        if options.format in {None, "table", "md"}:
            name = curie(thing, prefixes)
            label = visible(label_of(NamedNode(thing), lang, dataset.store()) or name)
            out(f"{label}\n{name}  {thing}\n\n")
            if meaning := meaning_of(dataset, thing, lang):
                out(visible("\n\n".join(meaning)) + "\n")
                return FINE
        if gone:
            names = {"name": curie(gone.old, prefixes), "new": curie(thing, prefixes)}
            tell(say("thing-replaced", lang, **names, edition=gone.edition))
        return _answer(found, options.format, lang)


def _analyse(options: argparse.Namespace, project: Project, lang: str) -> int:
    from ho21.analysis.builder import render_analysis
    from ho21.analysis.registry import analyse, titles
    from ho21.cli.asking import listing

    if options.name is None:
        out(listing(titles(lang)))
        return FINE
    with busy(lang):
        found = analyse(options.name, _dataset(options, project), *options.things, lang=lang)
    out(render_analysis(found, options.format, lang))
    return FINE


def _report(options: argparse.Namespace, project: Project, lang: str) -> int:
    from ho21.rdf.formats import chosen
    from ho21.site.report import FORMS, report

    form = chosen(options.format or Path(options.to or "").suffix.removeprefix("."), FORMS)
    with busy(lang):
        told = report(_dataset(options, project), form, lang)
    return _deliver(told.encode(), options.to, options, project)


def _diff(options: argparse.Namespace, project: Project, lang: str) -> int:
    from ho21.diff.compare import compare
    from ho21.diff.render import told

    with busy(lang):
        found = compare(options.old, options.new, project, lang, stated_only=options.stated_only)
    out(told(found, options.format, lang))
    return FINE


def _compare(options: argparse.Namespace, project: Project, lang: str) -> int:
    from ho21.diff.beside import told_beside
    from ho21.diff.common import common

    with busy(lang):
        found = common(options.one, options.other, project.limits, stated_only=options.stated_only)
    out(told_beside(found, options.format, lang))
    return FINE


def _draw(options: argparse.Namespace, project: Project, lang: str) -> int:
    with busy(lang):
        dataset = _dataset(options, project)
        if options.plain:
            from ho21.map.plain import plain, plain_file
            from ho21.model.read import knowledge_graph

            name, about = plain_file(lang, dataset.interface), dataset.description
            html = plain(knowledge_graph(dataset), lang, about=about)
        else:
            from ho21.explorer.page import explorer

            name, html = f"{dataset.slug}.html", explorer(dataset, project)
    target = options.to or name
    _deliver(html.encode(), target, options, project)
    if target != "-":
        tell(str(Path(target)))
    return FINE


def _serve(options: argparse.Namespace, project: Project, lang: str) -> int:
    from ho21.server.run import read_options, serve

    how = read_options(options.host, options.port, options.timeout, options.memory)
    dataset, held = _held(options, project)
    serve(dataset, held, how, lang, browse=not options.no_open)
    return FINE


def _mcp(options: argparse.Namespace, project: Project, lang: str) -> int:
    from ho21.mcp.server import serve_assistant
    from ho21.mcp.tools import Assistant
    from ho21.processes.memory import megabytes
    from ho21.workers.pool import Limits

    seconds = within("--timeout", options.timeout, 0.1, 3600) or Limits.seconds
    limits = Limits(seconds=seconds, memory=megabytes(options.memory))
    dataset, held = _held(options, project)
    if sys.stdin is None:  # no one is there
        return FINE
    if sys.stdin.isatty():
        tell(say("mcp-waits", lang))
    serve_assistant(Assistant(dataset, held, lang, limits))
    return FINE


def _export(options: argparse.Namespace, project: Project, lang: str) -> int:
    from ho21.export.registry import FORMATS, export
    from ho21.files.whole import outside, write_whole
    from ho21.rdf.formats import chosen

    form = chosen(options.format, tuple(FORMATS))
    with busy(lang):
        files = export(form, _dataset(options, project))
    if len(files) == 1:
        return _deliver(next(iter(files.values())), options.to, options, project)
    if options.to in {None, "-"}:
        raise UsageError("target-needed", format=form)
    target = Path(options.to)
    outside(target, *project.rooms)

    def fill(folder: Path) -> None:
        for name, content in files.items():
            (folder / Path(name).name).write_bytes(content)

    write_whole(target, fill, f"ho21 export {form}", force=options.force)
    return FINE


def _push(options: argparse.Namespace, project: Project, lang: str) -> int:
    from ho21.remote.graph_store import loads, push

    if options.to is None:
        raise UsageError("word-missing", words="--to URL", call="ho21 push")
    client = _http_client(options.to, within("--timeout", options.timeout, 0.1, 3600))
    those = loads(_dataset(options, project))
    width = max(len(each.graph) for each in those)
    with stoppable(lang), busy(lang):
        for each in those if options.dry_run else push(those, client):
            out(f"{each.graph:<{width}}  {len(each.triples):>7}  {len(each.body):>9}\n")
    total = sum(len(each.triples) for each in those)
    told = messages("cli/help.toml")["pushed"]["dry" if options.dry_run else "done"][lang]
    tell(fill_in(told, lang, graphs=len(those), triples=total, host=client.host))
    return FINE


def _dataset(options: argparse.Namespace, project: Project) -> Dataset:
    """Return a sound dataset, the stated one where the call asks for that."""
    from ho21.compiled.opening import open_dataset

    dataset = open_dataset(project, cached=not options.no_cache)
    return dataset.stated if options.stated_only else dataset


def _held(options: argparse.Namespace, project: Project) -> tuple[Dataset, Project]:
    """Return the same for a server, and the project as it is now."""
    from ho21.compiled.opening import hold_dataset

    dataset, held = hold_dataset(project, cached=not options.no_cache)
    return (dataset.stated if options.stated_only else dataset), held


def _deliver(
    content: bytes, target: str | None, options: argparse.Namespace, project: Project
) -> int:
    """Write a result to a file, else to stdout."""
    from ho21.files.whole import outside, write_file

    if target is None or target == "-":
        out(content)
        return FINE
    if re.search(r"(^|/)\.?$", target):
        raise UsageError("target-is-folder", target=target or ".")
    outside(Path(target), *project.rooms)
    write_file(Path(target), content, force=options.force)
    return FINE


def _answer(found: Answer, form: str | None, lang: str, asked: Question | None = None) -> int:
    from ho21.sparql.answers import rendered
    from ho21.sparql.evaluation import is_changing

    try:
        answer = rendered(found, form, lang)
    except (OSError, RuntimeError) as error:  # the engine answers as it is read
        raise UsageError("query-failed", why=error) from error
    if is_changing(found.text):
        passing()
    out(answer.body)
    if answer.empty and asked and asked.empty:
        tell(f"{asked.empty[lang]} {say('answer-nearest', lang, name=asked.nearest)}")
    elif answer.empty:
        tell(say("answer-empty", lang))
    elif answer.rows and on_screen():
        tell(fill_in(messages("cli/help.toml")["asked"]["rows"][lang], lang, count=answer.rows))
    return FINE


def _cache(options: argparse.Namespace, _project: Project, lang: str) -> int:
    from ho21.cli.keeping import tell_cache

    tell_cache(lang, clear=options.clear)
    return FINE


def _new(options: argparse.Namespace, _project: Project, lang: str) -> int:
    from ho21.cli.verbs.new import begin_project

    begin_project(options, lang)
    return FINE


def _draft(options: argparse.Namespace, project: Project, lang: str) -> int:
    from ho21.cli.verbs.drafting import draft_documents

    draft_documents(options, project, lang)
    return FINE


VERBS: Final[dict[str, Callable[[argparse.Namespace, Project, str], int]]] = {
    "build": _build, "check": _check, "ask": _ask, "query": _query, "show": _show,
    "analyse": _analyse, "report": _report, "diff": _diff, "compare": _compare, "draw": _draw,
    "serve": _serve, "export": _export, "mcp": _mcp, "push": _push, "new": _new,
    "draft": _draft, "cache": _cache,
}  # fmt: skip
