"""The project and its files in the form that data catalogues gather: DCAT-AP and DCAT-AP-NO."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from pyoxigraph import Literal, NamedNode, Quad, QueryTriples, Store, Triple

from ho21.errors import LANGUAGES
from ho21.rdf.formats import PAGE_DATA, SYNTAXES
from ho21.rdf.namespaces import Fact, facts_about, term
from ho21.resources import messages, resource

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ho21.dataset.dataset import Dataset

CATALOGUE: Final = "dcat"
_SIZE: Final = term("dcat:byteSize")
_FILE_TYPE: Final = "http://publications.europa.eu/resource/authority/file-type/"
_MEDIA_TYPE: Final = "https://www.iana.org/assignments/media-types/"


def catalogue(dataset: Dataset, files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return ``dcat.ttl``, ``dcat.jsonld`` and ``dcat.nt`` of a dataset and its files in ``data/``.

    What the project does not say of itself in ``datasett.ttl`` is left out.  Raises TypeError where
    ``dcat.rq`` is no CONSTRUCT.
    """
    known = dataset.facts[dataset.base.graph("datasett").value]
    own = (*known, *_names(dataset), *_files(dataset, files))
    store = Store()
    store.bulk_extend(Quad(*fact) for fact in own)
    told = store.query(resource("export/queries/dcat.rq"), base_iri=dataset.base.iri)
    if not isinstance(told, QueryTriples):
        raise TypeError(told)
    # The engine makes every whole number an integer; a size stays the kind of number it is.
    sizes = {Triple(*fact) for fact in own if fact.predicate == _SIZE}
    triples = sorted({*sizes, *(each for each in told if each.predicate != _SIZE)}, key=str)
    return {f"{CATALOGUE}.{form}": dataset.serialize(triples, SYNTAXES[form]) for form in PAGE_DATA}


def _names(dataset: Dataset) -> Iterator[Fact]:
    """Return what the things are called that a project may point to."""
    label = term("skos:prefLabel")
    for graph in ("ontologi", "aktorer"):
        facts = dataset.facts.get(dataset.base.graph(graph).value, ())
        yield from (fact for fact in facts if fact.predicate == label)


def _files(dataset: Dataset, files: Mapping[str, bytes]) -> Iterator[Fact]:
    """Return what is known of each file: where, how large, its checksum, and by its ending what."""
    forms = messages("export/formats.toml")
    base = dataset.base.iri
    beside = {each.format(slug=dataset.slug) for each in forms["beside"]}
    for name in sorted({*files} - beside):
        content = files[name]
        path = quote(name)
        file = NamedNode(f"{base}{CATALOGUE}#{path}")
        hexadecimal = Literal(sha256(content).hexdigest(), datatype=term("xsd:hexBinary"))
        size = Literal(str(len(content)), datatype=term("xsd:nonNegativeInteger"))
        yield from facts_about(
            file,
            ("rdf:type", term("dcat:Distribution")),
            ("dcterms:identifier", Literal(name)),
            ("dcat:downloadURL", NamedNode(f"{base}data/{path}")),
            ("dcat:byteSize", size),
            ("spdx:checksumValue", hexadecimal),
        )
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
