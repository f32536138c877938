"""How the dataset is cited: a file in the Citation File Format, which citation tools read."""

from __future__ import annotations

import json
import re
import tomllib
from typing import TYPE_CHECKING, Any, Final

from pyoxigraph import NamedNode

from ho21.ask import label_of
from ho21.rooms import page
from ho21.store import select

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyoxigraph import Store

    from ho21.store import Dataset

# What YAML reads as the end of a line, or does not let stand.
_UNPRINTED: Final = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
_DATE: Final = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


def files(form: str, dataset: Dataset, *, stated_only: bool = False) -> dict[str, bytes]:
    """Return ``CITATION.cff``, in CFF 1.2.0, whatever the form is called; UTF-8."""
    del form
    told = citation(dataset, stated_only=stated_only)
    return {"CITATION.cff": "".join(f"{line}\n" for line in _lines(told)).encode()}


def citation(dataset: Dataset, *, stated_only: bool = False) -> dict[str, Any]:
    """Return what the citation says, by the keys of CFF; what the house does not say is left out.

    Each source that the house has the text of is a reference.
    """
    store = dataset.store(stated_only=stated_only)
    own = tomllib.loads(page("citation.toml"))
    licence = next(iter(dataset.own("dcterms:license")), "")
    told: dict[str, Any] = {
        "cff-version": "1.2.0",
        "message": own["message"],
        "type": "dataset",
        "title": next(iter(dataset.own("dcterms:title", "nb")), dataset.base.iri),
        "authors": [
            {"name": label_of(NamedNode(each), "nb", store) or each}
            for each in dataset.own("dcterms:publisher")
        ],
        "version": dataset.version,
        "date-released": dataset.issued if _DATE.fullmatch(dataset.issued) else None,
        "license": own["licences"].get(licence),
        "license-url": licence,
        "url": dataset.base.iri,
        "abstract": next(iter(dataset.own("dcterms:description", "nb")), None),
        "keywords": sorted(dataset.own("dcat:keyword", "nb")),
        "references": [*_references(store, own["unknown_publisher"])],
    }
    return {key: value for key, value in told.items() if value}


def _references(store: Store, unknown: str) -> Iterator[dict[str, Any]]:
    for row in select(store, page("sitering.rq")):
        known = {name: row[name].value if row[name] else "" for name in (
            "title", "publisher", "published", "url", "captured",
        )}  # fmt: skip
        told: dict[str, Any] = {
            "type": "generic",
            "title": known["title"],
            "authors": [{"name": known["publisher"] or unknown}],
            "date-published": known["published"] if _DATE.fullmatch(known["published"]) else "",
            "date-accessed": known["captured"][:10],
            "url": known["url"],
        }
        yield {key: value for key, value in told.items() if value}


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
