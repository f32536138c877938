"""Analyses of the network, each with and without readings."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from ho21.ask import hint, resolve
from ho21.chain import END, chains, dated, has_chain, lineage
from ho21.count import centrality, coverage, gaps, ground
from ho21.fault import CallError
from ho21.network import network
from ho21.sheet import COUNTS, Desk, texts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ho21.chain import Chain, Gap
    from ho21.network import Link, Network
    from ho21.sheet import Analysis, Named, Row
    from ho21.store import Dataset

_WITHOUT, _WITH = COUNTS
_EVIDENCE: Final = ("basis", "confidence", "words", "place")


def titles(lang: str) -> dict[str, str]:
    """Return what each analysis is called, by name."""
    return {name: texts()[name]["title"][lang] for name in _OF_ALL}


def analyse(name: str, dataset: Dataset, thing: str | None = None, lang: str = "nb") -> Analysis:
    """Return an analysis of a house, or of one thing or source in it.

    Raises CallError for an analysis, thing or source that there is none of.
    """
    known = titles(lang)
    if name not in known:
        raise CallError("unknown-analysis", name=name, hint=hint(name, [*known]))
    if thing is not None and name not in _OF_ONE:
        raise CallError("analysis-of-all", name=name, thing=thing)
    desk = Desk(network(dataset), lang)
    if thing is None:
        return _OF_ALL[name](desk)
    if name == "bortfall":
        return _loss_of(desk, _source(thing, desk.network))
    return _OF_ONE[name](desk, _thing(thing, dataset, desk.network))


def _source(name: str, house: Network) -> str:
    """Return the source of a name, which may be written ``doc:name`` or as an IRI."""
    wanted = name.strip("<> ").rpartition("/")[2].removeprefix("doc:")
    if wanted not in house.sources:
        known = ", ".join(house.sources)
        raise CallError("unknown-source", name=name, known=known)
    return wanted


def _thing(name: str, dataset: Dataset, house: Network) -> str:
    """Return the thing of a name; a claim or a term of the vocabulary has a name too."""
    found = resolve(name, dataset, dataset.store()).value
    if found not in house.things:
        raise CallError("unknown-thing-asked", name=name, hint="")
    return found


def _both(desk: Desk) -> tuple[tuple[str, Network], tuple[str, Network]]:
    return (_WITHOUT, desk.network.stated), (_WITH, desk.network)


def _evidence(desk: Desk, link: Link) -> Row:
    confidence = "" if link.confidence is None else link.confidence
    return desk.basis(link), confidence, link.words.text(desk.lang), link.words.place


def _relation(desk: Desk, predicate: str, *, back: bool) -> Named:
    """Return what a kind of link is called, marked where it is followed from its object."""
    term = desk.term(predicate)
    return replace(term, label=desk.word("against", link=term.label)) if back else term


def _why_all(desk: Desk) -> Analysis:
    """Return for each recommendation whether it reaches the vision, and else where it breaks."""
    rows: list[Row] = []
    for each in desk.ordered(each.iri for each in desk.network.of("Recommendation")):
        few, many = (chains(net, each.iri) for _, net in _both(desk))
        through = [chain for chain in many if chain.gap is None]
        why = "" if many[0].gap is None else _why_broken(desk, many[0].gap)
        strength = through[0].strength if through else ""
        outcomes = (_outcome(desk, found[0]) for found in (few, many))
        rows.append((each, *outcomes, strength, len(through), why))
    columns = ("recommendation", *COUNTS, "strength", "ways", "why")
    return desk.analysis("hvorfor", [desk.table("reach", columns, rows)])


def _why(desk: Desk, thing: str) -> Analysis:
    """Return every chain of reasons from a thing, step by step."""
    if desk.network.is_a(thing, END) or not has_chain(desk.network, thing):
        key = "at-vision" if desk.network.is_a(thing, END) else "no-chain"
        kind = desk.term(desk.network.things[thing].kind).label
        return desk.analysis(
            "hvorfor", [], desk.word(key, thing=desk.named(thing).label, kind=kind)
        )
    columns = ("way", "strength", "step", "from", "relation", "to", *_EVIDENCE)
    tables = [
        desk.table(key, columns, _steps(desk, chains(net, thing), key)) for key, net in _both(desk)
    ]
    return desk.analysis("hvorfor", tables)


def _steps(desk: Desk, found: tuple[Chain, ...], network: str) -> Iterator[Row]:
    for number, chain in enumerate(found, 1):
        strength = chain.strength if chain.gap is None else ""
        for at, step in enumerate(chain.steps, 1):
            yield (
                number,
                strength,
                at,
                desk.named(step.start),
                _relation(desk, step.link.predicate, back=step.start != step.link.subject),
                desk.named(step.end),
                *_evidence(desk, step.link),
            )
        if chain.gap is not None:
            why = ". ".join((_missing(desk, chain.gap), _why_broken(desk, chain.gap, network)))
            at, last = len(chain.steps) + 1, desk.named(chain.gap.at)
            yield number, strength, at, last, desk.token("break"), "", "", "", why, ""


def _outcome(desk: Desk, chain: Chain) -> str:
    if chain.gap is None:
        return desk.word("reaches")
    missing = _missing(desk, chain.gap)
    if chain.gap.at == chain.start:
        return missing
    return desk.word("stops", thing=desk.named(chain.gap.at).label, what=missing)


def _missing(desk: Desk, gap: Gap) -> str:
    """Return which links a chain breaks for want of, any of which would do."""
    lacking: dict[str, list[str]] = {}
    for way in gap.ways:
        relation = _relation(desk, way.predicate, back=way.back).label
        lacking.setdefault(relation, []).append(desk.term(way.end).label)
    parts = (
        desk.word("lacking", kinds=_either(desk, kinds), link=link)
        for link, kinds in lacking.items()
    )
    return desk.word("missing", what=_either(desk, [*parts])) if lacking else desk.word("dead-end")


def _either(desk: Desk, parts: list[str]) -> str:
    *first, last = parts
    return desk.word("or", first=", ".join(first), last=last) if first else last


def _why_broken(desk: Desk, gap: Gap, network: str = _WITH) -> str:
    """Return why a link is missing: what a reader who looked said, or that no one did."""
    told = []
    for each in gap.negatives:
        other = desk.named(each.other).label if each.denied else ""
        key = "denied" if each.denied else "sought"
        reason = each.words.text(desk.lang)
        told.append(desk.word(key, thing=other, reason=reason, confidence=each.confidence))
    return " ".join(told) or desk.word("unread" if network == _WITH else "unsaid")


def _history_of_areas(desk: Desk) -> Analysis:
    """Return the lineage of each strategy area."""
    areas = desk.ordered(each.iri for each in desk.network.of("StrategyArea"))
    columns = ("area", "time", "datedBy", "thing", "relation", "other", *_EVIDENCE)
    tables = [
        desk.table(
            key, columns, ((area, *row) for area in areas for row in _descent(desk, net, area.iri))
        )
        for key, net in _both(desk)
    ]
    return desk.analysis("utvikling", tables)


def _history(desk: Desk, thing: str) -> Analysis:
    """Return the lineage of one thing."""
    if len(lineage(desk.network, thing)) == 1:
        return desk.analysis(
            "utvikling", [], desk.word("no-lineage", thing=desk.named(thing).label)
        )
    columns = ("time", "datedBy", "thing", "relation", "other", *_EVIDENCE)
    tables = [desk.table(key, columns, _descent(desk, net, thing)) for key, net in _both(desk)]
    return desk.analysis("utvikling", tables)


def _descent(desk: Desk, net: Network, thing: str) -> Iterator[Row]:
    for each in lineage(net, thing):
        when, by = dated(net, each.thing)
        time = (when or desk.word("no-year"), desk.named(by) if by else "", desk.named(each.thing))
        if each.link is None:
            words = net.things[thing].words
            yield (
                *time,
                desk.token("origin"),
                "",
                desk.token("stated"),
                "",
                words.quote,
                words.place,
            )
        else:
            back = each.thing != each.link.subject
            other = each.link.subject if back else each.link.object
            relation = _relation(desk, each.link.predicate, back=back)
            yield *time, relation, desk.named(other), *_evidence(desk, each.link)


def _loss(desk: Desk) -> Analysis:
    """Return for each source how much falls if it is withdrawn."""
    rows: list[Row] = []
    for source in desk.network.sources:
        left = [(net, net.without(source)) for _, net in _both(desk)]
        things = len(desk.network.things) - len(left[1][1].things)
        links = (len(net.triples - rest.triples) for net, rest in left)
        broken = (len(_reaching(net) - _reaching(rest)) for net, rest in left)
        rows.append((source, things, *links, *broken))
    columns = (
        "source", "thingsLost", "linksLostWithoutReadings", "linksLostWithReadings",
        "chainsLostWithoutReadings", "chainsLostWithReadings",
    )  # fmt: skip
    return desk.analysis("bortfall", [desk.table("losses", columns, rows)])


def _reaching(net: Network) -> set[str]:
    """Return the recommendations from which a chain reaches the vision."""
    every = (each.iri for each in net.of("Recommendation"))
    return {iri for iri in every if chains(net, iri)[0].gap is None}


def _loss_of(desk: Desk, source: str) -> Analysis:
    """Return what falls if one source is withdrawn, and what others state too."""
    net, rest = desk.network, desk.network.without(source)
    by_triple = {(link.subject, link.predicate, link.object): link for link in reversed(net.links)}
    lost = sorted(
        (by_triple[triple] for triple in net.triples - rest.triples),
        key=lambda link: (link.read, link.claim),
    )
    gone = (
        (each, desk.term(net.things[each.iri].kind))
        for each in desk.ordered(net.things.keys() - rest.things.keys())
    )
    links = (
        (
            desk.named(link.subject),
            desk.term(link.predicate),
            desk.named(link.object),
            *_evidence(desk, link),
        )
        for link in lost
    )
    broken = (
        (each, _after(desk, rest, each.iri))
        for each in desk.ordered(_reaching(net) - _reaching(rest))
    )
    shared = (
        (each, ", ".join(sorted(rest.things[each.iri].sources)))
        for each in desk.ordered(rest.things)
        if source in net.things[each.iri].sources
    )
    return desk.analysis(
        "bortfall",
        [
            desk.table("gone", ("thing", "kind"), gone),
            desk.table("linksGone", ("from", "relation", "to", *_EVIDENCE), links),
            desk.table("chainsGone", ("recommendation", "after"), broken),
            desk.table("shared", ("thing", "otherSources"), shared),
        ],
    )


def _after(desk: Desk, rest: Network, thing: str) -> str:
    return _outcome(desk, chains(rest, thing)[0]) if thing in rest.things else desk.word("falls")


_OF_ALL: Final[dict[str, Callable[[Desk], Analysis]]] = {
    "bortfall": _loss,
    "dekning": coverage,
    "grunnlag": ground,
    "hull": gaps,
    "hvorfor": _why_all,
    "sentralitet": centrality,
    "utvikling": _history_of_areas,
}
_OF_ONE: Final[dict[str, Callable[[Desk, str], Analysis]]] = {
    "bortfall": _loss_of,
    "hvorfor": _why,
    "utvikling": _history,
}
