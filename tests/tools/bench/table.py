"""The table of the benchmarks: each line ours against its peer, and a target where it has one."""

from __future__ import annotations

import math
import operator
import statistics
from dataclasses import astuple, dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from ho21.dataset.loader import load
from ho21.project import open_project
from tools.bench import projects

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from ho21.dataset.dataset import Dataset
    from tools.bench.measure import Cost

_MET = {"≤": operator.le, "≥": operator.ge}
_WIDTHS = (52, 34, 52, 8, 9, 6)


@dataclass(frozen=True)
class Line:
    """A line of the table, as it is told: figures are minimum / median / maximum over the runs."""

    what: str
    ours: str = ""
    peer: str = ""
    ratio: str = ""
    target: str = ""
    verdict: str = ""

    def told(self, *, markdown: bool) -> str:
        """Return the line as text, or as Markdown."""
        cells = astuple(self)
        if markdown:
            return f"| {' | '.join(cells)} |"
        return "  ".join(f"{cell:<{at}}" for cell, at in zip(cells, _WIDTHS, strict=True)).rstrip()


HEAD = Line("what", "ours", "peer", "ratio", "target", "so")


@dataclass
class Bench:
    """What all rows are run with: a folder, how often, at which sizes, and on which project."""

    folder: Path
    runs: int = 3
    sizes: Sequence[int] = (5, 20, 50, 200)
    words: tuple[str, ...] = ()  # that name the project
    made: dict[int, Path] = field(default_factory=dict)

    @cached_property
    def dataset(self) -> Dataset:
        """The project that is asked."""
        return load(open_project(*self.words[1:]))

    @cached_property
    def things(self) -> list[str]:
        """The things of the project by IRI; the first is the one that most is said of."""
        told: dict[str, int] = {}
        for facts in self.dataset.facts.values():
            for node in (node for fact in facts for node in (fact.subject, fact.object)):
                if str(node).startswith(f"<{self.dataset.base.iri}id/"):
                    told[node.value] = told.get(node.value, 0) + 1
        return sorted(told, key=lambda iri: (-told[iri], iri))

    def of_size(self, documents: int) -> Path:
        """Return a project of so many documents, made once."""
        if documents not in self.made:
            self.made[documents] = projects.write(documents, self.folder / f"made-{documents}")
        return self.made[documents]


def verdict(value: float, target: str) -> str:
    """Return whether a target is met."""
    if not target:
        return ""
    sign, limit = target.split()[:2]
    return "met" if _MET[sign](value, float(limit)) else "missed"


def median(costs: Sequence[Cost]) -> float:
    """Return the middle of what some runs took."""
    return statistics.median(each.value for each in costs)


def spread(costs: Sequence[Cost], unit: str = "s") -> str:
    """Return what some runs took, and the most memory of any."""
    values = [each.value for each in costs]
    told = [f"{each:.3g}" if each < 100 else f"{each:.0f}"
            for each in (min(values), median(costs), max(values))]  # fmt: skip
    memory = max(each.memory for each in costs)
    return f"{' / '.join(told if values[1:] else told[:1])} {unit}" + (
        f", {memory:.0f} MiB" if memory else ""
    )


def alone(what: str, ours: Sequence[Cost], target: str = "", unit: str = "s") -> Line:
    """Return the line of what has no peer; its target is of the thing itself."""
    told = f"{target} {unit}".rstrip() if target else ""
    return Line(what, spread(ours, unit), "", "", told, verdict(median(ours), target))


def against(
    what: str, ours: Sequence[Cost], name: str, peer: Sequence[Cost],
    target: str = "", unit: str = "s",
) -> Line:  # fmt: skip
    """Return the line of what is held against a peer: the ratio is ours to the peer's."""
    ratio = median(ours) / median(peer) if median(peer) else math.inf
    cells = spread(ours, unit), f"{name}: {spread(peer, unit)}", f"{ratio:.3g}"
    return Line(what, *cells, target, verdict(ratio, target))
