"""Ways told in tables: why a thing is there, and how two things hang together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ho21.analysis.builder import COUNTS, EVIDENCE
from ho21.map.ways import Way, WayFinder

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ho21.analysis.builder import Analysis, Entries, TableBuilder
    from ho21.map.ways import Break, WaysFound
    from ho21.model.graph import KnowledgeGraph
    from ho21.tables.table import Cell

_WITH: Final = COUNTS[1]
_STEPS: Final = ("strength", "step", "from", "relation", "to", *EVIDENCE)


def why_of_all(builder: TableBuilder) -> Analysis:
    """Return for each proposal whether reasons lead to the vision, and else where they break."""
    rows: list[Entries] = []
    finders = [WayFinder(net) for _, net in builder.both]
    for each in builder.counted("proposal"):
        few, many = (finder.why(each.iri) for finder in finders)
        through = many.ways if many.reasons else ()
        broken = "" if through else _why_broken(builder, many.breaks[0])
        strength = max((way.strength for way in through), default="")
        outcomes = (_outcome(builder, found) for found in (few, many))
        rows.append((each, *outcomes, strength, len(through), broken))
    columns = ("recommendation", *COUNTS, "strength", "ways", "why")
    return builder.analysis("hvorfor", [builder.table("reach", columns, rows)])


def why(builder: TableBuilder, thing: str) -> Analysis:
    """Return every chain of reasons from a thing to the vision, and else the other ways there."""
    both = {key: WayFinder(net) for key, net in builder.both}
    if thing in both[_WITH].reasons.ends:
        note = builder.word("at-vision", thing=builder.named(thing).text)
        return builder.analysis("hvorfor", [], note)
    return _to_vision(builder, "hvorfor", {key: each.why(thing) for key, each in both.items()})


def between(builder: TableBuilder, start: str, end: str) -> Analysis:
    """Return the ways from one thing to another, and where they break."""
    if start == end:
        return builder.analysis("vei", [], builder.word("same", thing=builder.named(start).text))
    both = {key: WayFinder(net) for key, net in builder.both}
    found = {key: each.between(start, end) for key, each in both.items()}
    if end in both[_WITH].reasons.ends:
        return _to_vision(builder, "vei", found)
    tables = [
        builder.table(key, ("path", *_STEPS), _rows(builder, each, start, end))
        for key, each in found.items()
    ]
    return builder.analysis("vei", tables)


def reaching(net: KnowledgeGraph) -> frozenset[str]:
    """Return the proposals from which reasons lead to the vision."""
    return WayFinder(net).reaching() & {each.iri for each in net.counted("proposal")}


def outcomes(
    builder: TableBuilder, rest: KnowledgeGraph, things: Iterable[Cell]
) -> Iterator[Entries]:
    """Return for things how far reasons lead from them in what is left of a graph."""
    finder = WayFinder(rest)
    for each in things:
        left = each.iri in rest.things
        yield each, _outcome(builder, finder.why(each.iri)) if left else builder.word("falls")


def _to_vision(builder: TableBuilder, name: str, both: dict[str, WaysFound]) -> Analysis:
    tables = [
        builder.table(key, ("way", *_STEPS), _chain_rows(builder, each, key))
        for key, each in both.items()
    ]
    if not both[_WITH].reasons:
        rows = _way_rows(builder, both[_WITH].ways)
        tables.append(builder.table("otherWays", ("path", *_STEPS), rows))
    return builder.analysis(name, tables)


def _chain_rows(builder: TableBuilder, found: WaysFound, network: str) -> Iterator[Entries]:
    through = found.ways if found.reasons else ()
    yield from _way_rows(builder, through)
    for number, each in enumerate(found.breaks, len(through) + 1):
        yield from _way_rows(builder, [each.way], number, whole=False)
        told = (_missing(builder, each), _why_broken(builder, each, network))
        yield _broken(builder, number, each.way, ". ".join(filter(None, told)))


def _rows(builder: TableBuilder, found: WaysFound, start: str, end: str) -> Iterator[Entries]:
    yield from _way_rows(builder, found.ways)
    if not found.ways:
        far = builder.word("reached", count=found.reached, thing=builder.named(end).text)
        yield _broken(builder, 1, Way(start), far)


def _way_rows(
    builder: TableBuilder, ways: Iterable[Way], first: int = 1, *, whole: bool = True
) -> Iterator[Entries]:
    for number, way in enumerate(ways, first):
        for at, step in enumerate(way.steps, 1):
            yield (
                number,
                way.strength if whole else "",
                at,
                builder.named(step.start),
                builder.relation(step.row.link.predicate, back=step.back),
                builder.named(step.end),
                *builder.rests_on(step.row.link),
            )


def _broken(builder: TableBuilder, number: int, way: Way, told: str) -> Entries:
    at = builder.named(way.end)
    return number, "", len(way.steps) + 1, at, builder.token("break"), "", "", "", told, ""


def _outcome(builder: TableBuilder, found: WaysFound) -> str:
    if found.reasons and found.ways:
        return builder.word("reaches")
    first = found.breaks[0]
    missing = _missing(builder, first)
    if not first.way.steps:
        return missing
    return builder.word("stops", thing=builder.named(first.at).text, what=missing)


def _missing(builder: TableBuilder, gap: Break) -> str:
    """Return which links reasons break off for want of, any of which would do."""
    lacking: dict[str, list[str]] = {}
    for each in gap.sought:
        relation = builder.relation(each.predicate, back=each.back).text
        lacking.setdefault(relation, []).append(builder.term(each.end).text)
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
    for each in gap.refused:
        other = builder.named(each.other).text if each.denied else ""
        key = "denied" if each.denied else "sought"
        sure = 1.0 if each.confidence is None else each.confidence
        reason = each.reason[builder.lang]
        told.append(builder.word(key, thing=other, reason=reason, confidence=builder.figure(sure)))
    if told or not gap.sought:
        return " ".join(told)
    return builder.word("unread" if network == _WITH else "unsaid")
