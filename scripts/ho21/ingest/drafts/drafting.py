"""Drafting: the segments of a text become rows, held against what the project knows already."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pyoxigraph import NamedNode

from ho21.dataset.mentions import Register
from ho21.ingest.drafts.likeness import Likeness
from ho21.ingest.drafts.rows import DraftRow
from ho21.ingest.segments.details import amounts, dates, is_responsible, modality, people
from ho21.ingest.segments.kinds import CONTEXT, READ
from ho21.ingest.segments.segmented import segmented
from ho21.model.read import knowledge_graph
from ho21.rdf.namespaces import HO

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ho21.dataset.dataset import Dataset
    from ho21.ingest.segments.kinds import Proposal
    from ho21.ingest.segments.partition import Segment

_LABEL: Final = 40
_NEAR, _AREA, _AREAS = 0.8, 0.25, 3
_NORWEGIAN: Final = frozenset({"nb", "nn"})


@dataclass(frozen=True)
class Known:
    """What a project knows: who its actors are called, and what its things and areas say."""

    register: Register
    near: Likeness
    areas: Likeness
    short: dict[str, str]


def known_of(dataset: Dataset, language: str) -> Known:
    """Return what is known to a dataset that a text in a language may speak of."""
    graph = knowledge_graph(dataset)
    facts = dataset.facts.get(dataset.base.graph("aktorer").value, ())
    languages = _NORWEGIAN if language in _NORWEGIAN else frozenset({language})
    said = {
        each.iri: " ".join(passage.quote for passage in each.passages)
        for each in graph.things.values()
        if each.passages and each.iri not in graph.documents
    }
    areas = {
        each.iri: " ".join((*each.label.texts.values(), said.get(each.iri, "")))
        for each in graph.of(f"{HO}asArea")
    }
    short = {iri: dataset.base.called(NamedNode(iri)) for iri in graph.things}
    return Known(Register(facts, languages), Likeness(said), Likeness(areas), short)


def drafted(text: str, language: str, known: Known) -> list[DraftRow]:
    """Return the rows of a text, in its order."""
    return [_row(text, language, each, kinds, known) for each, kinds in segmented(text)]


def _row(
    text: str, language: str, segment: Segment, proposal: Proposal | None, known: Known
) -> DraftRow:
    words = text[segment.start : min(segment.end, segment.start + READ)]
    told = {"list": "" if segment.list is None else f"s{segment.list}"}
    if private := people(words):
        told["note"] = "people: " + " ".join(private)
    if proposal:
        told |= _proposed(proposal)
        if proposal.kind != CONTEXT:
            told |= _details(words, segment.start, language, known)
    return DraftRow(segment.id, segment.start, segment.end, segment.role, **told)


def _proposed(proposal: Proposal) -> dict[str, str]:
    """Return the kinds by column, with the strongest cue for the likeliest and where it stands."""
    cells = dict(zip(("kind", "kind2", "kind3"), proposal.kinds, strict=False))
    for each in proposal.evidence:
        if each.kind == proposal.kind:
            words = " ".join(each.words.split())
            why = f"{each.where} s{each.start} ‘{words}’"
            return cells | {"why": why, "confidence": f"{proposal.share:.2f}"}
    return cells


def _details(words: str, at: int, language: str, known: Known) -> dict[str, str]:
    """Return what else the words say, by column; each place counts from the text's beginning."""
    told = {
        "modality": modality(words),
        "figures": ";".join(
            f"{each.value} {each.unit}@{at + each.start}-{at + each.end}" for each in amounts(words)
        ),
        "dates": ";".join(f"{when}@{at + start}-{at + end}" for start, end, when in dates(words)),
        "actors": ";".join(_actors(words, at, known)),
        "areas": _like(known.areas.of(words, _AREA, _AREAS), known),
        "near": _like(known.near.of(words, _NEAR, 1), known),
    }
    if language in {"nb", "en"}:
        told[f"label_{language}"] = short_label(words)
    return told


def _actors(words: str, at: int, known: Known) -> Iterator[str]:
    for start, end, actor in known.register.find(words):
        said = "=responsible" if is_responsible(words, start, end) else ""
        name = known.short.get(actor.value, actor.value)
        yield f"{name}@{at + start}-{at + end}{said}"


def _like(found: list[tuple[str, float]], known: Known) -> str:
    return ";".join(f"{known.short[iri]}={share:.2f}" for iri, share in found)


def short_label(words: str) -> str:
    """Return words that are short enough for a label, cut where a word ends."""
    whole = " ".join(words.replace("\u00ad", "").split())
    if len(whole) <= _LABEL:
        return whole
    cut = whole[: _LABEL + 1].rpartition(" ")[0].rstrip(",;:–-")
    return cut or whole[:_LABEL]
