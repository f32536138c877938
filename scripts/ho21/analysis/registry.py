"""Analyses of the graph, each with and without readings."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from ho21.analysis.builder import COUNTS, MESSAGES, TableBuilder
from ho21.analysis.coverage import coverage
from ho21.analysis.evidence import lost_links, rests_on, strongest
from ho21.analysis.gaps import gaps
from ho21.analysis.lineage import dated, lineage
from ho21.analysis.measures import centrality, ground
from ho21.errors import UsageError
from ho21.map.chains import chains, has_chain, is_end
from ho21.model.lookup import find
from ho21.model.read import knowledge_graph
from ho21.model.things import Standing
from ho21.resources import message
from ho21.text import hint, last, perhaps

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ho21.analysis.builder import Analysis, Entries
    from ho21.dataset.dataset import Dataset
    from ho21.map.chains import Break, Chain
    from ho21.model.graph import KnowledgeGraph
    from ho21.model.things import Link
    from ho21.tables.table import Cell

_WITHOUT, _WITH = COUNTS
_EVIDENCE: Final = ("standing", "confidence", "words", "place")


def titles(lang: str) -> dict[str, str]:
    """Return what each analysis is called, by name."""
    return {name: message(MESSAGES, name, "title", lang) for name in _OF_ALL}


def analyse(name: str, dataset: Dataset, thing: str | None = None, lang: str = "nb") -> Analysis:
    """Return an analysis of a project, or of one thing or source in it.

    Raises UsageError for an analysis, thing or source that there is none of.
    """
    known = titles(lang)
    if name not in known:
        raise UsageError("unknown-analysis", name=name, hint=hint(name, [*known]))
    if thing is not None and name not in _OF_ONE:
        raise UsageError("analysis-of-all", name=name, thing=thing)
    builder = TableBuilder(knowledge_graph(dataset), lang)
    if thing is None:
        return _told(builder, _OF_ALL[name](builder))
    if name == "bortfall":
        return _loss_of(builder, _document(thing, builder.graph))
    return _OF_ONE[name](builder, _thing(thing, dataset))


def _told(builder: TableBuilder, found: Analysis) -> Analysis:
    """Return an analysis of a project; one of nothing says that there is nothing, and why."""
    if not builder.graph.documents:
        return builder.analysis(found.name, (), builder.word("no-sources"))
    if not any(each.rows for each in found.tables):
        return builder.analysis(found.name, (), builder.word("nothing"))
    return found


def _document(name: str, graph: KnowledgeGraph) -> str:
    """Return the IRI of a document by its name, which may be written ``doc:name`` or as an IRI."""
    wanted = last(name.strip("<> ")).removeprefix("doc:")
    known = {each.slug: each.iri for each in graph.documents.values()}
    if wanted not in known:
        raise UsageError("unknown-source", name=perhaps(name, [*known]), known=", ".join(known))
    return known[wanted]


def _thing(name: str, dataset: Dataset) -> str:
    """Return the thing of a name; a claim or a term of the vocabulary has a name too."""
    found = find(dataset, name)
    if found not in knowledge_graph(dataset).things:
        raise UsageError("unknown-thing-asked", name=name, hint="")
    return found


def _both(builder: TableBuilder) -> tuple[tuple[str, KnowledgeGraph], tuple[str, KnowledgeGraph]]:
    return (_WITHOUT, builder.graph.stated), (_WITH, builder.graph)


def _rests_on(builder: TableBuilder, link: Link) -> Entries:
    """Return the cells of what a link rests on."""
    confidence = "" if link.confidence is None else link.confidence
    return builder.known(link.standing), confidence, *rests_on(link, builder.lang)


def _relation(builder: TableBuilder, predicate: str, *, back: bool) -> Cell:
    """Return what a kind of link is called, the way that it is followed."""
    phrase = builder.graph.phrase(predicate, back=back)
    return replace(builder.term(predicate), text=phrase[builder.lang])


def _all_chains(builder: TableBuilder) -> Analysis:
    """Return for each proposal whether it reaches the vision, and else where it breaks."""
    rows: list[Entries] = []
    for each in builder.counted("proposal"):
        few, many = (chains(net, each.iri) for _, net in _both(builder))
        through = [chain for chain in many if chain.gap is None]
        why = "" if many[0].gap is None else _why_broken(builder, many[0].gap)
        strength = through[0].strength if through else ""
        outcomes = (_outcome(builder, found[0]) for found in (few, many))
        rows.append((each, *outcomes, strength, len(through), why))
    columns = ("recommendation", *COUNTS, "strength", "ways", "why")
    return builder.analysis("hvorfor", [builder.table("reach", columns, rows)])


def _chains_of(builder: TableBuilder, thing: str) -> Analysis:
    """Return every chain of reasons from a thing, step by step."""
    if is_end(builder.graph, thing) or not has_chain(builder.graph, thing):
        key = "at-vision" if is_end(builder.graph, thing) else "no-chain"
        kind = builder.term(builder.graph.thing(thing).kind).text
        return builder.analysis(
            "hvorfor", [], builder.word(key, thing=builder.named(thing).text, kind=kind)
        )
    columns = ("way", "strength", "step", "from", "relation", "to", *_EVIDENCE)
    tables = [
        builder.table(key, columns, _chain_rows(builder, chains(net, thing), key))
        for key, net in _both(builder)
    ]
    return builder.analysis("hvorfor", tables)


def _chain_rows(builder: TableBuilder, found: tuple[Chain, ...], network: str) -> Iterator[Entries]:
    for number, chain in enumerate(found, 1):
        strength = chain.strength if chain.gap is None else ""
        for at, step in enumerate(chain.steps, 1):
            yield (
                number,
                strength,
                at,
                builder.named(step.start),
                _relation(builder, step.link.predicate, back=step.start != step.link.subject),
                builder.named(step.end),
                *_rests_on(builder, step.link),
            )
        if chain.gap is not None:
            why = ". ".join(
                (_missing(builder, chain.gap), _why_broken(builder, chain.gap, network))
            )
            at, last = len(chain.steps) + 1, builder.named(chain.gap.at)
            yield number, strength, at, last, builder.token("break"), "", "", "", why, ""


def _outcome(builder: TableBuilder, chain: Chain) -> str:
    if chain.gap is None:
        return builder.word("reaches")
    missing = _missing(builder, chain.gap)
    if chain.gap.at == chain.start:
        return missing
    return builder.word("stops", thing=builder.named(chain.gap.at).text, what=missing)


def _missing(builder: TableBuilder, gap: Break) -> str:
    """Return which links a chain breaks for want of, any of which would do."""
    lacking: dict[str, list[str]] = {}
    for way in gap.ways:
        relation = _relation(builder, way.predicate, back=way.back).text
        lacking.setdefault(relation, []).append(builder.term(way.end).text)
    parts = (
        builder.word("lacking", kinds=_any_of(builder, kinds), link=link)
        for link, kinds in lacking.items()
    )
    return (
        builder.word("missing", what=_any_of(builder, [*parts]))
        if lacking
        else builder.word("dead-end")
    )


def _any_of(builder: TableBuilder, parts: list[str]) -> str:
    *first, last = parts
    return builder.word("or", first=", ".join(first), last=last) if first else last


def _why_broken(builder: TableBuilder, gap: Break, network: str = _WITH) -> str:
    """Return why a link is missing: what a reader who looked said, or that no one did."""
    told = []
    for each in gap.non_links:
        other = builder.named(each.other).text if each.denied else ""
        key = "denied" if each.denied else "sought"
        sure = 1.0 if each.confidence is None else each.confidence
        reason = each.reason[builder.lang]
        told.append(builder.word(key, thing=other, reason=reason, confidence=builder.figure(sure)))
    return " ".join(told) or builder.word("unread" if network == _WITH else "unsaid")


def _history_of_areas(builder: TableBuilder) -> Analysis:
    """Return the lineage of each area."""
    areas = builder.counted("area")
    columns = ("area", "time", "datedBy", "thing", "relation", "other", *_EVIDENCE)
    tables = [
        builder.table(
            key,
            columns,
            ((area, *row) for area in areas for row in _descent(builder, net, area.iri)),
        )
        for key, net in _both(builder)
    ]
    return builder.analysis("utvikling", tables)


def _history(builder: TableBuilder, thing: str) -> Analysis:
    """Return the lineage of one thing."""
    if len(lineage(builder.graph, thing)) == 1:
        return builder.analysis(
            "utvikling", [], builder.word("no-lineage", thing=builder.named(thing).text)
        )
    columns = ("time", "datedBy", "thing", "relation", "other", *_EVIDENCE)
    tables = [
        builder.table(key, columns, _descent(builder, net, thing)) for key, net in _both(builder)
    ]
    return builder.analysis("utvikling", tables)


def _descent(builder: TableBuilder, net: KnowledgeGraph, thing: str) -> Iterator[Entries]:
    for each in lineage(net, thing):
        when, by = dated(net, each.thing)
        time = (
            when or builder.word("no-year"),
            builder.named(by) if by else "",
            builder.named(each.thing),
        )
        if each.link is None:
            words = net.thing(thing).words
            said = (words.quote, words.place) if words else ("", "")
            yield (*time, builder.token("origin"), "", builder.known(Standing.STATED), "", *said)
        else:
            back = each.thing != each.link.subject
            other = each.link.subject if back else each.link.object
            relation = _relation(builder, each.link.predicate, back=back)
            yield *time, relation, builder.named(other), *_rests_on(builder, each.link)


def _loss(builder: TableBuilder) -> Analysis:
    """Return for each source how much falls if it is withdrawn."""
    rows: list[Entries] = []
    for source in builder.graph.documents.values():
        left = [(net, net.without(source.iri)) for _, net in _both(builder)]
        things = len(builder.graph.things) - len(left[1][1].things)
        links = (len(lost_links(net, rest)) for net, rest in left)
        broken = (len(_reaching(net) - _reaching(rest)) for net, rest in left)
        rows.append((builder.document(source.iri), things, *links, *broken))
    columns = (
        "source", "thingsLost", "linksLostWithoutReadings", "linksLostWithReadings",
        "chainsLostWithoutReadings", "chainsLostWithReadings",
    )  # fmt: skip
    return builder.analysis("bortfall", [builder.table("losses", columns, rows)])


def _reaching(net: KnowledgeGraph) -> set[str]:
    """Return the proposals from which a chain reaches the vision."""
    every = (each.iri for each in net.counted("proposal"))
    return {iri for iri in every if chains(net, iri)[0].gap is None}


def _loss_of(builder: TableBuilder, source: str) -> Analysis:
    """Return what falls if one source is withdrawn, and what others state too."""
    net, rest = builder.graph, builder.graph.without(source)
    lost = sorted(lost_links(net, rest), key=lambda link: (not link.stated, strongest(link).claim))
    gone = (
        (each, builder.term(net.thing(each.iri).kind))
        for each in builder.ordered(net.things.keys() - rest.things.keys())
    )
    links = (
        (
            builder.named(link.subject),
            builder.term(link.predicate),
            builder.named(link.object),
            *_rests_on(builder, link),
        )
        for link in lost
    )
    broken = (
        (each, _after(builder, rest, each.iri))
        for each in builder.ordered(_reaching(net) - _reaching(rest))
    )
    shared = (
        (each, builder.document(other))
        for each in builder.ordered(rest.things)
        if source in net.thing(each.iri).documents
        for other in rest.thing(each.iri).documents
    )
    return builder.analysis(
        "bortfall",
        [
            builder.table("gone", ("thing", "kind"), gone),
            builder.table("linksGone", ("from", "relation", "to", *_EVIDENCE), links),
            builder.table("chainsGone", ("recommendation", "after"), broken),
            builder.table("shared", ("thing", "otherSource"), shared),
        ],
    )


def _after(builder: TableBuilder, rest: KnowledgeGraph, thing: str) -> str:
    return (
        _outcome(builder, chains(rest, thing)[0]) if thing in rest.things else builder.word("falls")
    )


_OF_ALL: Final[dict[str, Callable[[TableBuilder], Analysis]]] = {
    "bortfall": _loss,
    "dekning": coverage,
    "grunnlag": ground,
    "hull": gaps,
    "hvorfor": _all_chains,
    "sentralitet": centrality,
    "utvikling": _history_of_areas,
}
_OF_ONE: Final[dict[str, Callable[[TableBuilder, str], Analysis]]] = {
    "bortfall": _loss_of,
    "hvorfor": _chains_of,
    "utvikling": _history,
}
