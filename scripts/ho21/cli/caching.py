"""The cache as its user sees it: where it is, what lies there, and that it is emptied."""

from __future__ import annotations

from typing import Final

from ho21.compiled.opening import compiled_projects
from ho21.console import out
from ho21.resources import messages
from ho21.text import fill_in, number, visible

_MEGABYTE: Final = 1_000_000


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
    held = fill_in(texts["holds"][lang], lang, count=len(entries), size=size, most=most)
    out(f"{texts['place'][lang].format(folder=visible(str(cache.folder)))}\n{held}\n")


def _megabytes(size: int, lang: str) -> str:
    return number(f"{size / _MEGABYTE:.1f}", lang)
