"""Evaluation: what was proposed held against what people have decided, by language.

The proposals are made anew from the text, since a table that someone has been through shows what
was decided. Two spans are the same statement where they share at least eight tenths of the letters
that either has.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ho21.ingest.segments.kinds import CONTEXT
from ho21.ingest.segments.segmented import segmented

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ho21.ingest.drafts.folder import Draft
    from ho21.ingest.drafts.rows import DraftRow

_SAME: Final = 0.8


@dataclass(frozen=True, slots=True)
class Measured:
    """How the proposals for some texts fared: counts of statements.

    ``proposed`` were proposed and decided on, ``kept`` of them by people; ``stated`` are all that
    people kept, ``found`` of them proposed, ``first`` of those with the right kind first and
    ``shown`` among the three.
    """

    language: str
    drafts: int = 0
    proposed: int = 0
    kept: int = 0
    stated: int = 0
    found: int = 0
    first: int = 0
    shown: int = 0

    def joined(self, other: Measured) -> Measured:
        """Return the counts of both."""
        names = ("drafts", "proposed", "kept", "stated", "found", "first", "shown")
        sums = {name: getattr(self, name) + getattr(other, name) for name in names}
        return Measured(self.language, **sums)

    @property
    def shares(self) -> dict[str, float | None]:
        """Precision, recall, and the shares with the right kind; None where nothing was counted."""
        return {
            "precision": _share(self.kept, self.proposed),
            "recall": _share(self.found, self.stated),
            "first": _share(self.first, self.found),
            "shown": _share(self.shown, self.found),
        }


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def evaluated(drafts: Iterable[Draft]) -> list[Measured]:
    """Return how proposals fared in drafts that someone has decided in, by language."""
    found: dict[str, Measured] = {}
    for each in drafts:
        if any(row.is_decided for row in each.rows):
            language = str(each.origin.get("language", ""))
            before = found.get(language, Measured(language))
            found[language] = before.joined(_measured(each, language))
    return [found[language] for language in sorted(found)]


def _measured(draft: Draft, language: str) -> Measured:
    stated = [row for row in draft.rows if row.is_kept]
    proposals = {
        (each.start, each.end): told.kinds
        for each, told in segmented(draft.text)
        if told and told.kind != CONTEXT
    }
    at = _by_place(proposals)
    hits = {row.id: span for row in stated if (span := _same(row, at))}
    kinds = [(row.kind, proposals[hits[row.id]]) for row in stated if row.id in hits]
    tried = {span for row in draft.rows if row.is_decided and (span := _same(row, at))}
    return Measured(
        language,
        drafts=1,
        proposed=len(tried),
        kept=len(set(hits.values())),
        stated=len(stated),
        found=len(hits),
        first=sum(kind == told[0] for kind, told in kinds),
        shown=sum(kind in told for kind, told in kinds),
    )


def _by_place(spans: Iterable[tuple[int, int]]) -> dict[int, list[tuple[int, int]]]:
    """Return spans by the blocks of the text that they lie in, so that each is sought in few."""
    found: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for start, end in spans:
        for block in range(start >> 8, (end >> 8) + 1):
            found[block].append((start, end))
    return found


def _same(row: DraftRow, at: dict[int, list[tuple[int, int]]]) -> tuple[int, int] | None:
    """Return the proposed span that is the same statement as a row."""
    near = {
        span for block in range(row.start >> 8, (row.end >> 8) + 1) for span in at.get(block, ())
    }
    for start, end in sorted(near):
        both = min(end, row.end) - max(start, row.start)
        either = max(end, row.end) - min(start, row.start)
        if both >= _SAME * either:
            return start, end
    return None
