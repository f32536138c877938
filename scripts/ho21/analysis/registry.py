"""Analyses of the graph, each with and without readings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ho21.analysis.builder import EVIDENCE, MESSAGES, TableBuilder
from ho21.analysis.coverage import coverage
from ho21.analysis.evidence import lost_links, strongest
from ho21.analysis.gaps import gaps
from ho21.analysis.lineage import dated, lineage
from ho21.analysis.measures import centrality, ground
from ho21.analysis.sides import side_by_side
from ho21.analysis.ways import between, outcomes, reaching, why, why_of_all
from ho21.errors import UsageError
from ho21.model.lookup import find
from ho21.model.read import knowledge_graph
from ho21.model.things import Standing
from ho21.resources import message
from ho21.text import hint, last, perhaps

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ho21.analysis.builder import Analysis, Entries
    from ho21.dataset.dataset import Dataset
    from ho21.model.graph import KnowledgeGraph


_OF_TWO: Final = ("side-ved-side", "vei")
_ENDS: Final = {"fra": 0, "from": 0, "til": 1, "to": 1}


def titles(lang: str) -> dict[str, str]:
    """Return what each analysis is called, by name."""
    return {name: message(MESSAGES, name, "title", lang) for name in (*_OF_ALL, *_OF_TWO)}


def analyse(name: str, dataset: Dataset, *words: str, lang: str = "nb") -> Analysis:
    """Return an analysis of a project, of one thing or source in it, or of two things.

    Raises UsageError for an analysis, thing or source that there is none of.
    """
    known = titles(lang)
    if name not in known:
        raise UsageError("unknown-analysis", name=name, hint=hint(name, [*known]))
    builder = TableBuilder(knowledge_graph(dataset), lang)
    if name == "vei":
        return between(builder, *(_thing(each, dataset) for each in _ends(words)))
    if name == "side-ved-side":
        return side_by_side(builder, *(_thing(each, dataset) for each in _two(words)))
    if len(words) > (name in _OF_ONE):
        raise UsageError("analysis-of-all", name=name, thing=" ".join(words))
    if not words:
        return _told(builder, _OF_ALL[name](builder))
    if name == "bortfall":
        return _loss_of(builder, _document(words[0], builder.graph))
    return _OF_ONE[name](builder, _thing(words[0], dataset))


def _ends(words: tuple[str, ...]) -> tuple[str, str]:
    """Return from where to where a way goes: ``fra=X til=Y``, in any order."""
    pairs = [each.partition("=")[::2] for each in words]
    found = {_ENDS.get(key): value for key, value in pairs}
    if len(words) != len(_ENDS) / 2 or found.keys() != {*_ENDS.values()}:
        raise UsageError("way-ends")
    return found[0], found[1]


def _two(words: tuple[str, ...]) -> tuple[str, str]:
    """Return the two that are to stand side by side."""
    match words:
        case one, other:
            return one, other
    raise UsageError("two-sides")


def _told(builder: TableBuilder, found: Analysis) -> Analysis:
    """Return an analysis of a project; one of nothing says that there is nothing, and why."""
    if not builder.graph.documents:
        return builder.analysis(found.name, (), builder.word("no-sources"))
    unexplained = found.note == builder.analysis(found.name, ()).note
    if unexplained and not any(each.rows for each in found.tables):
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


def _history_of_areas(builder: TableBuilder) -> Analysis:
    """Return the lineage of each area."""
    areas = builder.counted("area")
    if areas and all(len(lineage(builder.graph, area.iri)) == 1 for area in areas):
        return builder.analysis("utvikling", [], builder.word("no-lineages"))
    columns = ("area", "time", "datedBy", "thing", "relation", "other", *EVIDENCE)
    tables = [
        builder.table(
            key,
            columns,
            ((area, *row) for area in areas for row in _descent(builder, net, area.iri)),
        )
        for key, net in builder.both
    ]
    return builder.analysis("utvikling", tables)


def _history(builder: TableBuilder, thing: str) -> Analysis:
    """Return the lineage of one thing."""
    if len(lineage(builder.graph, thing)) == 1:
        return builder.analysis(
            "utvikling", [], builder.word("no-lineage", thing=builder.named(thing).text)
        )
    columns = ("time", "datedBy", "thing", "relation", "other", *EVIDENCE)
    tables = [
        builder.table(key, columns, _descent(builder, net, thing)) for key, net in builder.both
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
            relation = builder.relation(each.link.predicate, back=back)
            yield *time, relation, builder.named(other), *builder.rests_on(each.link)


def _loss(builder: TableBuilder) -> Analysis:
    """Return for each source how much falls if it is withdrawn."""
    rows: list[Entries] = []
    for source in builder.graph.documents.values():
        left = [(net, net.without(source.iri)) for _, net in builder.both]
        things = len(builder.graph.things) - len(left[1][1].things)
        links = (len(lost_links(net, rest)) for net, rest in left)
        broken = (len(reaching(net) - reaching(rest)) for net, rest in left)
        rows.append((builder.document(source.iri), things, *links, *broken))
    columns = (
        "source", "thingsLost", "linksLostWithoutReadings", "linksLostWithReadings",
        "chainsLostWithoutReadings", "chainsLostWithReadings",
    )  # fmt: skip
    return builder.analysis("bortfall", [builder.table("losses", columns, rows)])


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
            *builder.rests_on(link),
        )
        for link in lost
    )
    broken = outcomes(builder, rest, builder.ordered(reaching(net) - reaching(rest)))
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
            builder.table("linksGone", ("from", "relation", "to", *EVIDENCE), links),
            builder.table("chainsGone", ("recommendation", "after"), broken),
            builder.table("shared", ("thing", "otherSource"), shared),
        ],
    )


_OF_ALL: Final[dict[str, Callable[[TableBuilder], Analysis]]] = {
    "bortfall": _loss,
    "dekning": coverage,
    "grunnlag": ground,
    "hull": gaps,
    "hvorfor": why_of_all,
    "sentralitet": centrality,
    "utvikling": _history_of_areas,
}
_OF_ONE: Final[dict[str, Callable[[TableBuilder, str], Analysis]]] = {
    "bortfall": _loss_of,
    "hvorfor": why,
    "utvikling": _history,
}
