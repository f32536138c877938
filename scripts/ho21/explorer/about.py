"""What the page tells of the project itself, and of what no source says of a thing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from pyoxigraph import NamedNode

from ho21.errors import LANGUAGES
from ho21.model.citing.citation import citations, published
from ho21.model.read import knowledge_graph
from ho21.model.things import Label
from ho21.rdf.namespaces import term
from ho21.text import https

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ho21.dataset.dataset import Dataset
    from ho21.validation.gaps import Gap

    ProjectTold = dict[str, Any]

# Of the project's own sentences, those that tell whose it is, and what it leaves out.
_MADE: Final = "unofficial"
_LIMITS: Final = ("limits", "findings", "says")
_MAIL: Final = "mailto:"


def project_told(dataset: Dataset) -> ProjectTold:
    """Return what the project says of itself: who made it, whom to ask, how to cite it."""
    graph = knowledge_graph(dataset)
    return {
        "project": {
            "publishers": [graph.name(each).texts for each in dataset.own("dcterms:publisher")],
            "made": _own(dataset, _MADE),
            "contact": _contact(dataset),
            "description": in_words(dataset, "dcterms:description").texts,
            "rights": in_words(dataset, "dcterms:rights").texts,
            "version": dataset.version,
            "limits": [_own(dataset, each) for each in _LIMITS if _own(dataset, each)],
        },
        "citations": citations(dataset),
        "published": published(dataset) or None,
    }


def left_unsaid(gaps: Mapping[str, tuple[Gap, ...]], index: Mapping[str, int]) -> ProjectTold:
    """Return each gap once, and of each thing by its number the gaps it has."""
    kinds = sorted({each for them in gaps.values() for each in them})
    number = {each: at for at, each in enumerate(kinds)}
    return {
        "gaps": [{"path": each.path, "text": each.words} for each in kinds],
        "unsaid": {
            index[iri]: [number[each] for each in them]
            for iri, them in gaps.items()
            if iri in index
        },
    }


def _contact(dataset: Dataset) -> ProjectTold | None:
    """Return whom to ask, where the project says how; its own address alone is no way to ask."""
    facts = dataset.facts.get(dataset.base.graph("datasett").value, ())
    for contact in dataset.own("dcat:contactPoint"):
        said = {
            name: fact.object.value
            for name in ("vcard:hasURL", "vcard:hasEmail")
            for fact in facts
            if fact[:2] == (NamedNode(contact), term(name))
        }
        page, mail = said.get("vcard:hasURL", ""), said.get("vcard:hasEmail", "")
        page = page if https(page) and page != dataset.base.iri else ""
        if page or mail.startswith(_MAIL):
            name = knowledge_graph(dataset).name(contact).texts
            return {"name": name, "page": page, "mail": mail.removeprefix(_MAIL)}
    return None


def in_words(dataset: Dataset, name: str) -> Label:
    """Return what the project says of itself by a property, in its languages."""
    texts = {lang: dataset.own(name, lang) for lang in dataset.languages}
    return Label.of({lang: them[0] for lang, them in texts.items() if them})


def _own(dataset: Dataset, place: str) -> dict[str, str] | None:
    """Return one of the project's own sentences in the languages of the page, or nothing."""
    texts = {lang: dataset.words.told(place, lang) for lang in LANGUAGES}
    return texts if any(texts.values()) else None
