"""A tiny knowledge graph written as lines, for a test to read at a glance."""

from __future__ import annotations

from collections import defaultdict

from hypothesis import strategies as st

from ho21.model.graph import KnowledgeGraph
from ho21.model.things import (
    Document,
    Evidence,
    Label,
    Link,
    NonLink,
    Passage,
    Standing,
    Thing,
)
from ho21.rdf.namespaces import HO
from support.drawn import counting, thing, with_roles
from support.tiny import BASE

KINDS = {
    "aktor": ("Council", "Actor"),
    "behov": ("Need",),
    "fundament": ("Foundation", "StrategicBlock"),
    "hendelse": ("Launch", "Event"),
    "konferanse": ("Conference", "Event"),
    "lofte": ("Commitment", "Measure"),
    "mal": ("Goal",),
    "malbilde": ("TargetPicture", "Goal"),
    "omrade": ("StrategyArea",),
    "plan": ("ActionPlan", "Plan"),
    "soyle": ("Pillar", "StrategicBlock"),
    "strategi": ("Strategy",),
    "tema": ("Theme",),
    "tiltak": ("Recommendation", "Measure"),
    "utfordring": ("Challenge",),
    "visjon": ("Vision",),
}

# What each counts as in a project that has them all.
ROLES = {
    each.label["nb"]: each.roles
    for each in with_roles([thing(x, them[0], x, *them[1:]) for x, them in KINDS.items()])
}


def sketch(
    lines: str, *, when: dict[str, str] | None = None, non_links: tuple[NonLink, ...] = ()
) -> KnowledgeGraph:
    """Return a graph of one evidence a line: subject, predicate, object, confidence or source.

    A name such as ``tiltak-2`` is of the class that stands with its first part; a name alone on
    a line is a thing without a link, of the source ``alene``.
    """
    evidence: dict[tuple[str, str, str], dict[Evidence, None]] = defaultdict(dict)
    sources: dict[str, set[str]] = defaultdict(set)
    for line in lines.splitlines():
        match line.split():
            case [subject, predicate, end, by]:
                evidence[subject, HO + predicate, end][_evidence("--".join(line.split()), by)] = (
                    None
                )
                for name in (subject, end):
                    sources[name] |= set() if by[0].isdigit() else {by}
            case [name]:
                sources[name].add("alene")
            case _:
                assert not line.strip()
    links = (
        Link(*ends, tuple(sorted(them, key=lambda each: (each.standing, each.claim))))
        for ends, them in sorted(evidence.items())
    )
    named = {name: them or {"alene"} for name, them in sources.items()}
    documents = {
        BASE.document(slug).value: Document(BASE.document(slug).value, slug, Label(), Label())
        for slug in sorted(set().union(*named.values()))
    }
    things = {name: _thing(name, named[name], (when or {}).get(name, "")) for name in sorted(named)}
    return KnowledgeGraph(
        BASE, things, tuple(links), non_links=non_links, documents=documents, counting=counting()
    )


def no(
    about: str, predicate: str, other: str, *, denied: bool = False, reason: str = ""
) -> NonLink:
    """Return a link that a reader denied, or sought in a class and did not find."""
    name = f"{about}--{predicate}--{other}--ingen"
    end = other if denied else HO + other
    return NonLink(name, about, HO + predicate, end, denied, Label(reason), confidence=0.7)


def _evidence(claim: str, by: str) -> Evidence:
    if by[0].isdigit():
        why = Label("fordi")
        return Evidence(claim, Standing.INTERPRETED, confidence=float(by), reason=why)
    passage = _passage(by, "ord")
    document = BASE.document(by).value
    return Evidence(
        claim, Standing.STATED, documents=(document,), passages=(passage,), main=passage
    )


def _passage(source: str, quote: str) -> Passage:
    iri = f"{BASE.capture(source).value}#char=0,{len(quote)}"
    return Passage(iri, BASE.document(source).value, 0, len(quote), 1, 1, quote)


def _thing(name: str, sources: set[str], when: str) -> Thing:
    kinds = tuple(HO + each for each in KINDS[name.split("-", maxsplit=1)[0]])
    label = Label(name.capitalize(), name.upper())
    passages = tuple(_passage(each, "ordene") for each in sorted(sources))
    documents = tuple(BASE.document(each).value for each in sorted(sources))
    return Thing(
        name,
        kinds[0],
        kinds,
        label,
        label,
        when=when,
        passages=passages,
        documents=documents,
        roles=ROLES[name.split("-", maxsplit=1)[0]],
    )


NAMES = sorted([*KINDS, "malbilde-2", "tiltak-2", "aktor-2"])
PREDICATES = [
    "contributesTo", "isPartOf", "continues", "motivates", "beneficiary", "performer", "proposedBy",
]  # fmt: skip
LINKS = st.tuples(
    st.sampled_from(NAMES),
    st.sampled_from(PREDICATES),
    st.sampled_from(NAMES),
    st.sampled_from(["0.3", "0.5", "0.9", "en", "to"]),
)
# A project is at fault where a reading repeats what a source states, so each link is there once.
NETWORKS = st.lists(LINKS, max_size=20, unique_by=lambda link: link[:3]).map(
    lambda links: sketch("\n".join([*NAMES, *(" ".join(link) for link in links)]))
)
