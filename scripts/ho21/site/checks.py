"""The pages of a check: what no source says, for readers; what was found, for who maintains it."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final, NamedTuple

from ho21.errors import LANGUAGES
from ho21.explorer.head import EACH, WHOLE, file_of
from ho21.model.read import knowledge_graph
from ho21.site.descriptions import href as address
from ho21.site.rendering import render
from ho21.validation.report import what_is_wrong

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ho21.dataset.dataset import Dataset
    from ho21.site.rendering import Frame
    from ho21.validation.report import Finding, Report

_LEFT_OPEN: Final = ("warning", "info")


class Unsaid(NamedTuple):
    """What no source says of things of a kind: the sentence, of how many, and which."""

    words: str
    of: int
    read: int
    found: list[Finding]


def unsaid_by_kind(report: Report, lang: str) -> dict[str, list[Unsaid]]:
    """Return what no source says, by kind of thing: the graver, and what most lack, first."""
    kinds: dict[str, list[Unsaid]] = defaultdict(list)
    for severity in _LEFT_OPEN:
        for found in report.groups(severity):
            if asked := report.asked.get(found[0].shape):
                of, things = asked
                read = sum(each.read > 0 for each in found)
                words = what_is_wrong(found[0].message[lang])
                kinds[things[lang]].append(Unsaid(words, of, read, found))
    return dict(kinds)


def check_pages(report: Report, dataset: Dataset, frame: Frame) -> Iterator[tuple[str, str]]:
    """Yield the pages of a check, each by its file."""
    graph = knowledge_graph(dataset)
    titles = {each.slug: each.label for each in graph.documents.values()}
    beside = frame.heads.beside

    for lang in LANGUAGES:

        def href(iri: str, lang: str = lang) -> str:
            """Return the address of a thing's page, else of its place in the explorer, if any."""
            stem = iri.removeprefix(dataset.base.iri).removesuffix(".txt")
            if iri not in graph.things and stem.removeprefix("doc/") not in dataset.texts:
                return ""
            if stem.startswith("id/") and EACH not in beside:
                place = WHOLE, stem.removeprefix("id/")
                return address(place, "", lang, dataset.interface) if "map" in beside else ""
            return address((stem, ""), "", lang, dataset.interface) if "pages" in beside else ""

        told: dict[str, object] = {"report": report, "titles": titles, "href": href}
        told |= {"kinds": unsaid_by_kind(report, lang), **report.page()}
        for name in ("gaps", "check"):
            page = render(frame, f"{name}.html.j2", lang, name, dataset.description, **told)
            yield file_of(name, lang, dataset.interface), page
