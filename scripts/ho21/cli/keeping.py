"""What lasts from one call to the next: the cache as its user sees it, and a build that watches."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING, Final, NoReturn

from ho21.compiled.content import key_of
from ho21.compiled.opening import compiled_projects
from ho21.console import out, tell
from ho21.errors import ProjectError
from ho21.resources import messages
from ho21.text import fill_in, number, visible

if TYPE_CHECKING:
    from collections.abc import Callable

    from ho21.project import Project

_MEGABYTE: Final = 1_000_000
_SECONDS: Final = 0.3  # between two looks


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
