"""Links as rows: one for what is stated, one for each reading, and one for what follows by rule."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from ho21.model.things import Standing

if TYPE_CHECKING:
    from ho21.model.things import Evidence, Link, Passage


@dataclass(frozen=True, slots=True)
class LinkRow:
    """A link by its evidence of one standing, or by one reading of it."""

    link: Link
    evidence: tuple[Evidence, ...]

    @property
    def first(self) -> Evidence:
        """The first evidence: of a reading the only one, with its reason and its reader."""
        return self.evidence[0]

    @property
    def standing(self) -> Standing:
        """How it is known by this evidence."""
        return self.first.standing

    @property
    def claims(self) -> tuple[str, ...]:
        """The claims of the evidence, in order."""
        return tuple(each.claim for each in self.evidence)

    @property
    def passages(self) -> tuple[Passage, ...]:
        """The passages of the evidence, each once, in order of source and place."""
        found = dict.fromkeys(each for one in self.evidence for each in one.passages)
        return tuple(sorted(found, key=lambda each: (each.source, each.start, each.iri)))


def rows(link: Link) -> list[LinkRow]:
    """Return the rows of a link, the strongest first."""
    return [LinkRow(link, tuple(them)) for _, them in groupby(link.evidence, _apart)]


def _apart(each: Evidence) -> tuple[Standing, str]:
    """Tell apart what has a row of its own: a standing, and of readings each."""
    return each.standing, each.claim if each.standing is Standing.INTERPRETED else ""
