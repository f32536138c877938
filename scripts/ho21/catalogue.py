"""The house and its files in the form that data catalogues gather: DCAT-AP and DCAT-AP-NO."""

from __future__ import annotations

import tomllib
from hashlib import sha256
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from pyoxigraph import Literal, NamedNode, Quad, QueryTriples, Store

from ho21.describe import FORMATS
from ho21.export_rdf import rdf
from ho21.fault import LANGUAGES
from ho21.names import Fact, term
from ho21.rooms import page
from ho21.spelling import spelled, spelling

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ho21.store import Dataset

CATALOGUE: Final = "dcat"
_FILE_TYPE: Final = "http://publications.europa.eu/resource/authority/file-type/"
_MEDIA_TYPE: Final = "https://www.iana.org/assignments/media-types/"


def catalogue(dataset: Dataset, files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return ``dcat.ttl``, ``dcat.jsonld`` and ``dcat.nt`` of a dataset and its files in ``data/``.

    What the house does not say of itself in ``huset.ttl`` is left out.  Raises TypeError where
    ``dcat.rq`` is no CONSTRUCT.
    """
    known = dataset.facts[dataset.base.graph("huset").value]
    facts = (*known, *_names(dataset), *_files(dataset, files))
    store = Store()
    store.bulk_extend(Quad(*fact) for fact in facts)
    told = store.query(page("dcat.rq"), base_iri=dataset.base.iri)
    if not isinstance(told, QueryTriples):
        raise TypeError(told)
    ours = spelling(fact.object for fact in facts)  # a size stays the kind of number it is
    triples = sorted({spelled(each, ours) for each in told}, key=str)
    return {
        f"{CATALOGUE}.{form}": rdf(triples, written, dataset) for form, written in FORMATS.items()
    }


def _names(dataset: Dataset) -> Iterator[Fact]:
    """Return what the things are called that a house may point to."""
    label = term("skos:prefLabel")
    for graph in ("ontologi", "aktorer"):
        facts = dataset.facts.get(dataset.base.graph(graph).value, ())
        yield from (fact for fact in facts if fact.predicate == label)


def _files(dataset: Dataset, files: Mapping[str, bytes]) -> Iterator[Fact]:
    """Return what is known of each file: where, how large, its checksum, and by its ending what."""
    forms = tomllib.loads(page("formats.toml"))
    base = dataset.base.iri
    for name in sorted({*files} - {*forms["beside"]}):
        content = files[name]
        path = quote(name)
        file = NamedNode(f"{base}{CATALOGUE}#{path}")
        hexadecimal = Literal(sha256(content).hexdigest(), datatype=term("xsd:hexBinary"))
        size = Literal(str(len(content)), datatype=term("xsd:nonNegativeInteger"))
        yield Fact(file, term("rdf:type"), term("dcat:Distribution"))
        yield Fact(file, term("dcterms:identifier"), Literal(name))
        yield Fact(file, term("dcat:downloadURL"), NamedNode(f"{base}data/{path}"))
        yield Fact(file, term("dcat:byteSize"), size)
        yield Fact(file, term("spdx:checksumValue"), hexadecimal)
        form = forms.get(name.rpartition(".")[2], {})
        for lang in LANGUAGES:
            if lang in form:
                yield Fact(file, term("rdfs:label"), Literal(form[lang], language=lang))
        if "media_type" in form:
            media = NamedNode(f"{_MEDIA_TYPE}{form['media_type']}")
            yield Fact(file, term("dcat:mediaType"), media)
        if "file_type" in form:
            known = NamedNode(f"{_FILE_TYPE}{form['file_type']}")
            yield Fact(file, term("dcterms:format"), known)
            yield Fact(known, term("skos:prefLabel"), Literal(form["file_type"].replace("_", " ")))
