"""A thing found by what it is called, or by words in its names and quotes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from unicodedata import normalize

from pyoxigraph import Literal, NamedNode

from ho21.dataset.readings.retired import successors
from ho21.errors import UsageError
from ho21.rdf.namespaces import HO, curie, term
from ho21.resources import messages
from ho21.text import alphabetical, for_reader, hint

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pyoxigraph import Store

    from ho21.dataset.dataset import Dataset
    from ho21.dataset.readings.retired import Retired
    from ho21.model.graph import KnowledgeGraph
    from ho21.model.things import Label, Passage

_MEANING: Final = ("skos:definition", "skos:scopeNote")
PHRASES: Final = messages("model/phrases.toml")
_IN_QUOTE: Final = 3  # after every way of being found in a name
_SHORT: Final = 3
_PLACE: Final = re.compile(r"(?P<source>.+)\.txt:(?P<line>\d+)(?:–\d+)?")


@dataclass(frozen=True, slots=True)
class Hit:
    """Something found by words: its names, the one in our language first, and its passages.

    ``rank`` is 0 for the very words, 1 where a name begins with them, 2 where they are in it, and
    3 where they are in a quote; the passages are those with the words, else all.
    """

    iri: str
    rank: int
    names: tuple[str, ...]
    passages: tuple[Passage, ...]


def find(dataset: Dataset, name: str) -> str:
    """Return the IRI of what a slug, prefixed name, IRI or label names.

    Terms and captures are found too, and of an address that is gone what replaced it. Raises
    UsageError where none is, with the nearest names, or several are.
    """
    wanted = name.strip("<> ")
    if not wanted:
        raise UsageError("no-words")
    if wanted in dataset.names:
        return wanted
    folded = " ".join(wanted.split()).casefold()
    found = sorted(dataset.called.get(folded, ()))
    if len(found) == 1:
        return found[0]
    if found:
        prefixes = dataset.base.prefixes()
        things = ", ".join(curie(each, prefixes) for each in found)
        raise UsageError("ambiguous-thing", name=name, things=things)
    if gone := retired_as(dataset, name):
        new = successors(gone.old, dataset.retired)
        if len(new) == 1:
            return new[0]
        if new:
            things = ", ".join(curie(each, dataset.base.prefixes()) for each in new)
            raise UsageError("thing-split", name=name, edition=gone.edition, things=things)
        raise UsageError("thing-retired", name=name, edition=gone.edition)
    raise UsageError("unknown-thing-asked", name=name, hint=hint(folded, sorted(dataset.called)))


def retired_as(dataset: Dataset, name: str) -> Retired | None:
    """Return the address that is gone and that a slug, prefixed name or IRI names, if one is."""
    folded, prefixes = name.strip("<> ").casefold(), dataset.base.prefixes()
    if not dataset.retired or folded in dataset.called:
        return None
    for iri, gone in dataset.retired.items():
        path = iri.removeprefix(dataset.base.iri).removeprefix("id/")
        names = iri, path, path.rpartition("/")[2], curie(iri, prefixes)
        if folded in map(str.casefold, names):
            return gone
    return None


def label_of(node: NamedNode, lang: str, store: Store) -> str | None:
    """Return a node's label for a reader of a language, else None; of several in one the first."""
    labels: dict[str, str] = {}
    for quad in store.quads_for_pattern(node, term("skos:prefLabel"), None):
        if isinstance(quad.object, Literal):
            tag, text = quad.object.language or "", quad.object.value
            labels[tag] = min(labels.get(tag, text), text)
    return labels.get(for_reader(lang, labels))


def meaning_of(dataset: Dataset, iri: str, lang: str) -> tuple[str, ...]:
    """Return what the vocabulary says that a term of it means, the definition first; else none."""
    own, store = dataset.base.graph("ontologi"), dataset.store()
    told = ([*store.quads_for_pattern(NamedNode(iri), term(each), None, own)] for each in _MEANING)
    texts = ([each.object for each in quads if isinstance(each.object, Literal)] for quads in told)
    written = ({each.language or "": each.value for each in them} for them in texts)
    return tuple(each[for_reader(lang, each)] for each in written if each)


def signed(iri: str, label: str) -> str:
    """Return what something is called, the sign of a standing before it."""
    sign = (
        messages("model/standings.toml").get(iri.removeprefix(HO), "") if iri.startswith(HO) else ""
    )
    return f"{sign} {label}".lstrip()


def phrase_of(predicate: str, *, back: bool = False) -> Label:
    """Return the phrase that leads from a link's subject to its object, or back; else no text."""
    from ho21.model.things import Label

    texts = PHRASES["back" if back else "forth"]
    return Label.of(texts.get(predicate.removeprefix(HO), {}))


def search(dataset: Dataset, words: str, lang: str) -> list[Hit]:
    """Return what has all of some words in one name or one quote, the best first."""
    from ho21.model.read import knowledge_graph

    graph, wanted = knowledge_graph(dataset), fold_case(words).split()
    captures = {each.capture: each.capture_passages for each in graph.documents.values()}
    hits = []
    for iri, names in dataset.names.items() if wanted else ():
        thing = graph.things.get(iri)
        passages = thing.passages if thing else captures.get(iri, ())
        main = graph.name(iri)[lang]
        ordered = sorted(names, key=lambda each: each != main)
        hits.append(_hit(iri, ordered, passages, wanted))
    spoken = dataset.language_for(lang)
    return sorted(
        filter(None, hits),
        key=lambda hit: (hit.rank, alphabetical(hit.names[0], spoken), hit.iri),
    )


def search_any(dataset: Dataset, words: str, lang: str) -> list[Hit]:
    """Return what has any of some words, what has the first of them first."""
    wanted = fold_case(words).split()
    return [*{hit.iri: hit for word in wanted for hit in search(dataset, word, lang)}.values()]


def _hit(
    iri: str, names: Sequence[str], passages: Sequence[Passage], wanted: Sequence[str]
) -> Hit | None:
    ranks = [found for each in names if (found := rank_of(each, wanted)) is not None]
    said = [each for each in passages if rank_of(each.quote, wanted) is not None]
    if not (ranks or said):
        return None
    placed = by_place(said or passages)
    return Hit(iri, min(ranks, default=_IN_QUOTE), tuple(names), tuple(placed))


def by_place(passages: Iterable[Passage]) -> list[Passage]:
    """Return passages by file, line and words."""
    return sorted(passages, key=lambda each: (each.file, each.first_line, each.quote))


def fold_case(text: str) -> str:
    """Return a text in which large and small letters, whole and in parts, count alike."""
    return normalize("NFC", text).casefold().strip()


def rank_of(name: str, wanted: Iterable[str]) -> int | None:
    """Return how well a name fits some words: 0 the very words, 1 as its first, 2 in it."""
    held, words = fold_case(name), " ".join(wanted)
    if held == words:
        return 0
    if not all(_holds(held, word) for word in words.split()):
        return None
    return 1 if held.startswith(words) else 2


def _holds(held: str, word: str) -> bool:
    """Tell whether a text has a word; a short one is no hit inside another."""
    if len(word) > _SHORT:
        return word in held
    return re.search(rf"(?<!\w){re.escape(word)}", held) is not None


class Places:
    """Where passages stand, found by the line and the words that an answer has."""

    def __init__(self, graph: KnowledgeGraph) -> None:
        self.base = graph.base
        self.found: dict[tuple[str, str], Passage] = {}
        for each in sorted(graph.passages.values(), key=lambda each: (each.start, each.end)):
            self.found.setdefault((each.place, each.quote), each)

    def find(self, place: str, quote: str, lang: str) -> tuple[str | None, str]:
        """Return the IRI of the passage, or of its document, and its translation for a reader."""
        match = _PLACE.fullmatch(place)
        if not match:
            return None, ""
        passage = self.found.get((f"{match['source']}.txt:{match['line']}", quote))
        if passage:
            return passage.iri, passage.translated(lang)
        return self.base.document(match["source"]).value, ""
