"""Graphs of a few things with any links between them, to count in."""

from __future__ import annotations

from hypothesis import strategies as st

from ho21.rdf.namespaces import HO
from support.drawn import ID, graph, link, reading, thing

THINGS = (
    thing("aktor/a", "Council", "A", "Actor"),
    thing("aktor/b", "Sector", "B", "Actor"),
    thing("malbilde/m", "TargetPicture", "M", "Goal"),
    thing("malbilde/n", "TargetPicture", "N", "Goal"),
    thing("omrade/o", "StrategyArea", "O"),
    thing("soyle/s", "Pillar", "S", "StrategicBlock"),
    thing("tema/d", "Theme", "D"),
    thing("tiltak/t", "Recommendation", "T", "Measure"),
    thing("tiltak/u", "Recommendation", "U", "Measure"),
)
WIDER = {f"{HO}performer": frozenset({f"{HO}responsible"})}
NAMES = [each.iri.removeprefix(ID) for each in THINGS]
PREDICATES = ("contributesTo", "continues", "isPartOf", "performer", "proposedBy", "appoints")
LINKS = st.tuples(
    st.sampled_from(NAMES),
    st.sampled_from(PREDICATES),
    st.sampled_from(NAMES),
    st.sampled_from([None, 0.5, 0.9]),
)
GRAPHS = st.lists(LINKS, max_size=24, unique_by=lambda each: each[:3]).map(
    lambda them: small(
        *(link(*each) if sure is None else reading(*each, confidence=sure) for *each, sure in them)
    )
)


def small(*links):
    """Return the graph of the things and some links."""
    return graph(THINGS, links, wider=WIDER)
