"""Links as the analyses show and count them: by their strongest evidence, each link once."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ho21.model.graph import KnowledgeGraph
    from ho21.model.things import Evidence, Link


def strongest(link: Link) -> Evidence:
    """Return the evidence that is shown for a link: what a source states, else its surest reading.

    The standing and the confidence of a link are those of this evidence.
    """
    return min(
        link.evidence,
        key=lambda one: (one.standing.rests_on_reading, -one.strength, one.standing, one.claim),
    )


def rests_on(link: Link, lang: str) -> tuple[str, str]:
    """Return the words that a link rests on and their place, else its reader's reason."""
    shown = strongest(link)
    if shown.main is None or shown.standing.rests_on_reading:
        return shown.reason[lang], ""
    return shown.main.quote, shown.main.place


def lost_links(graph: KnowledgeGraph, left: KnowledgeGraph) -> list[Link]:
    """Return the links of a graph that are not in what is left of it.

    A link that only repeats another in wider words is none that can be lost.
    """
    kept = {each.triple for each in left.links if not each.inferred}
    own = (each for each in graph.links if not each.inferred)
    return [each for each in own if each.triple not in kept]
