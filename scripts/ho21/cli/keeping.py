"""What lasts from one call to the next: the cache as its user sees it, and what a build leaves."""

from __future__ import annotations

import time
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final, NoReturn

from ho21.compiled.content import key_of
from ho21.compiled.opening import compiled_projects
from ho21.console import FINE, PROJECT_AT_FAULT, busy, out, tell
from ho21.errors import ProjectError, UsageError, within
from ho21.resources import messages
from ho21.text import fill_in, number, suffix, visible

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

    from ho21.project import Project

_MEGABYTE: Final = 1_000_000
_SECONDS: Final = 0.3  # between two looks
_MOST: Final = 10_000_000  # things that may be asked to have pages


def tell_cache(lang: str, *, clear: bool) -> None:
    """Tell where the cache is and what lies there, or empty it and tell how much that was."""
    texts, cache = messages("cli/help.toml")["cached"], compiled_projects()
    if cache is None:
        out(f"{texts['none'][lang]}\n")
        return
    if clear:
        out(f"{texts['cleared'][lang].format(size=_megabytes(cache.clear(), lang))}\n")
        return
    entries = cache.entries()
    size, most = (_megabytes(each, lang) for each in (sum(x.size for x in entries), cache.most))
    editions = {each.folder.name.partition("-")[0] for each in entries}
    held = fill_in(texts["holds"][lang], lang, count=len(editions), size=size, most=most)
    out(f"{texts['place'][lang].format(folder=visible(str(cache.folder)))}\n{held}\n")


def _megabytes(size: int, lang: str) -> str:
    return number(f"{size / _MEGABYTE:.1f}", lang)


def build_site(options: argparse.Namespace, project: Project, lang: str) -> int:
    """Build once, and where that is asked for again after each change; return the exit code."""
    if options.watch:
        watch(partial(_build_once, options, lang=lang), project, lang)
    return _build_once(options, project, lang)


def _build_once(options: argparse.Namespace, project: Project, lang: str) -> int:
    from ho21.files.whole import outside
    from ho21.remote.scheduler import load_spread
    from ho21.site.artifacts import MOST, PARTS, parts_there, publish, stages, things_of

    target = Path(options.to or "dist")
    only = [*filter(None, map(str.strip, options.only.split(",")))] if options.only else PARTS
    given = within("--pages-for", options.pages_for, 0, _MOST, whole=True)
    most = MOST if given is None else int(given)
    if not only:
        raise UsageError("option-without-value", option="--only", call="ho21 build")
    if options.to == "-":
        raise UsageError("target-needed", format="ho21 build")
    outside(target, *project.rooms)
    with busy(lang) as begin:
        begin("read")
        dataset = load_spread(project, options.scheduler).sound()
    kept = () if options.force else parts_there(target, only)
    told = partial(busy, lang, *stages(only))
    how = {"force": options.force, "lang": lang, "most": most}
    report = publish(dataset, project, target, only, told, **how)
    tell(report.as_text(lang, brief=report.conforms(strict=False)).rstrip("\n"))
    if not report.conforms(strict=False):
        return PROJECT_AT_FAULT
    texts = messages("cli/help.toml")["built"]
    if kept:
        tell(texts["kept"][lang].format(parts=", ".join(kept)))
    count, chosen = len(things_of(dataset)), {*only}.difference(PARTS)
    if "pages" in only and count > most and not chosen:
        limit = number(str(most), lang)
        tell(fill_in(texts["unpaged"][lang], lang, count=count, most=limit))
    place = {"target": target, "suffix": suffix(lang, dataset.interface)}
    named = {"pages": "pages" if count <= most else "list"}
    parts = [named.get(each, each) for each in PARTS if each in only]
    made = (texts[each][lang].format(**place) for each in (*parts, *(["things"] if chosen else ())))
    out(f"{texts['done'][lang]}: {', '.join(made)}\n")
    return FINE


def watch(build: Callable[[Project], object], project: Project, lang: str) -> NoReturn:
    """Build, and again after each change, until interrupted; what is at fault is told meanwhile."""
    while True:
        opened = replace(project)  # a project that is opened again is read again
        before = key_of(opened)
        try:
            build(opened)
        except ProjectError as error:
            for fault in error.faults:
                tell(fault.text(lang))
        tell(messages("cli/help.toml")["built"]["waits"][lang])
        while key_of(opened) == before:
            time.sleep(_SECONDS)
