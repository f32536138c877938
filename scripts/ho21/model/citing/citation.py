"""Citations of the dataset and of its sources: what they say, and ready texts in each form."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ho21.errors import LANGUAGES
from ho21.model.read import knowledge_graph
from ho21.resources import messages, template
from ho21.text import date, https

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ho21.dataset.dataset import Dataset
    from ho21.model.graph import KnowledgeGraph
    from ho21.model.things import Document

_SAID: Final[dict[str, Any]] = messages("model/citing/citation.toml")
FORMS: Final = tuple(_SAID["forms"])
ESCAPE: Final[dict[str, dict[str, str]]] = _SAID["escape"]
Fields = dict[str, Any]


def published(dataset: Dataset) -> str:
    """Return the address where the project says that it is published, or nothing."""
    return next(filter(None, map(https, dataset.own("dcat:landingPage"))), "")


def of_source(graph: KnowledgeGraph, document: Document, lang: str) -> Fields:
    """Return what is known of a source that is cited; what is not known is empty."""
    return {
        "slug": document.slug,
        "title": (document.title or document.label)[lang],
        "publishers": _named(graph, document.publishers, lang),
        "date": document.issued or document.created,
        "captured": document.captured[:10],
        "url": document.url,
    }


def of_dataset(dataset: Dataset, lang: str) -> Fields:
    """Return what the project says of itself where it is cited."""
    return {
        "slug": dataset.slug,
        "title": dataset.title(lang),
        "publishers": _named(knowledge_graph(dataset), dataset.own("dcterms:publisher"), lang),
        "date": dataset.issued,
        "version": dataset.version,
        "published": published(dataset),
    }


def citations(dataset: Dataset) -> dict[str, Any]:
    """Return the citations of the dataset, ``own``, and of its sources, each by language and form.

    In those of the sources ``{quote}``, ``{place}``, ``{line}`` and ``{address}`` are left to fill
    in; ``escape`` has what the signs of a quote are written as in each form.
    """
    graph = knowledge_graph(dataset)
    spoken = {each.document: each.language or "nb" for each in graph.passages.values()}
    return {
        "forms": list(_SAID["forms"].items()),
        "escape": ESCAPE,
        "own": {lang: _filled("dataset", of_dataset(dataset, lang), lang) for lang in LANGUAGES},
        "sources": {
            each.slug: {
                lang: _of_source(dataset, each, lang, spoken.get(each.iri, lang))
                for lang in LANGUAGES
            }
            for each in graph.documents.values()
        },
    }


def _of_source(dataset: Dataset, document: Document, lang: str, spoken: str) -> dict[str, str]:
    """Return the citation of a source by the title in its own language, the reader's beside it."""
    told, own = of_source(knowledge_graph(dataset), document, lang), of_dataset(dataset, lang)
    title = (document.title or document.label)[spoken]
    more = {
        "title": title,
        "translated": told["title"] if told["title"] != title else "",
        "told_date": date(told["date"], lang),
        "told_captured": date(told["captured"], lang),
        "published": own["published"],
        "dataset": own,
    }
    return _filled("source", told | more, lang)


def _filled(name: str, told: Fields, lang: str) -> dict[str, str]:
    """Return the citation in each form, the signs written as the form has them but in addresses."""
    return {
        form: template(f"model/citing/templates/{name}.{form}.j2")
        .render(
            _written(told, ESCAPE[form]),
            plain=told,
            word=_SAID["words"][lang],
        )
        .rstrip("\n")
        for form in FORMS
    }


def _written(told: Any, escape: Mapping[str, str]) -> Any:  # noqa: ANN401 (whatever the fields hold)
    if isinstance(told, str):
        return "".join(escape.get(each, each) for each in told)
    if isinstance(told, dict):
        return {name: _written(each, escape) for name, each in told.items()}
    return [_written(each, escape) for each in told]


def _named(graph: KnowledgeGraph, iris: Iterable[str], lang: str) -> list[str]:
    return [graph.labels[each][lang] for each in iris if each in graph.labels]
