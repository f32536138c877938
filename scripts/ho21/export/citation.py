"""How the dataset is cited: a file in the Citation File Format, which citation tools read."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final

from ho21.model.citing.citation import of_dataset, of_source
from ho21.model.read import knowledge_graph
from ho21.resources import messages

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ho21.dataset.dataset import Dataset

# What YAML reads as the end of a line, or does not let stand.
_UNPRINTED: Final = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
_DATE: Final = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


def files(form: str, dataset: Dataset) -> dict[str, bytes]:
    """Return ``CITATION.cff``, in CFF 1.2.0, whatever the form is called; UTF-8."""
    del form
    told = citation(dataset)
    return {"CITATION.cff": "".join(f"{line}\n" for line in _lines(told)).encode()}


def citation(dataset: Dataset) -> dict[str, Any]:
    """Return what the citation says, by the keys of CFF; what the project does not say is left out.

    Each source that the project has the text of is a reference.
    """
    graph, own = knowledge_graph(dataset), messages("export/citation.toml")
    lang = dataset.interface
    spoken = dataset.language_for(lang)
    unknown = [{"name": own["unknown_publisher"][lang]}]
    licence = next(iter(dataset.own("dcterms:license")), "")
    cited = of_dataset(dataset, lang)
    sources = [of_source(graph, each, lang) for each in graph.documents.values() if each.title]
    told: dict[str, Any] = {
        "cff-version": "1.2.0",
        "message": own["message"][lang],
        "type": "dataset",
        "title": cited["title"],
        "authors": [{"name": each} for each in cited["publishers"]],
        "version": cited["version"],
        "date-released": dataset.issued if _DATE.fullmatch(dataset.issued) else None,
        "license": own["licences"].get(licence),
        "license-url": licence,
        "url": cited["published"] or dataset.base.iri,
        "abstract": next(iter(dataset.own("dcterms:description", spoken)), None),
        "keywords": sorted(dataset.own("dcat:keyword", spoken)),
        "references": [
            {
                "type": "generic",
                "title": each["title"],
                "authors": [{"name": name} for name in each["publishers"]] or unknown,
                "date-published": each["date"] if _DATE.fullmatch(each["date"]) else "",
                "date-accessed": each["captured"],
                "url": each["url"],
            }
            for each in sources
        ],
    }
    told["references"] = [_said(each) for each in told["references"]]
    return _said(told)


def _said(told: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in told.items() if value}


def _lines(told: dict[str, Any], inset: str = "") -> Iterator[str]:
    """Return the lines of YAML: every text quoted as in JSON, which YAML reads as it is."""
    for key, value in told.items():
        if not isinstance(value, list):
            yield f"{inset}{key}: {_quoted(value)}"
            continue
        yield f"{inset}{key}:"
        for each in value:
            if isinstance(each, dict):
                first, *rest = _lines(each, f"{inset}    ")
                yield f"{inset}  - {first.strip()}"
                yield from rest
            else:
                yield f"{inset}  - {_quoted(each)}"


def _quoted(text: str) -> str:
    quoted = json.dumps(text, ensure_ascii=False)
    return _UNPRINTED.sub(lambda found: f"\\u{ord(found[0]):04x}", quoted)
