"""A table of retired addresses for the tiny project: replaced twice over, split, and gone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from support.tiny import BASE

if TYPE_CHECKING:
    from pathlib import Path

THEME = BASE.thing("tema/data").value
HEAD = "old\tnew\tedition\n"
OLDEST, OLD, NEW, GONE, SPLIT = (
    BASE.thing(f"tiltak/{slug}").value
    for slug in ("spre-data", "utveksle-data", "dele-data", "lagre-data", "samle-data")
)
ROWS = (
    "tiltak:spre-data\ttiltak:utveksle-data\t0.0.1\n"
    f"{OLD}\ttiltak:dele-data\t0.0.2\n"
    "tiltak:lagre-data\t\t0.0.2\n"
    "tiltak:samle-data\ttiltak:spre-data\t0.0.2\n"
    "tiltak:samle-data\ttema:data\t0.0.2\n"
)


def retire(root: Path, rows: str = ROWS) -> Path:
    """Write a table of retired addresses in a project; return its folder."""
    (root / "graph" / "utgatt.tsv").write_text(HEAD + rows, encoding="utf-8")
    return root
