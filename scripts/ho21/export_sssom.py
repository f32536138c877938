"""Our readings and mappings as SSSOM: what was linked, what was denied, what was not found."""

from __future__ import annotations

import csv
import io
import json
import tomllib
from collections import defaultdict
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode

from ho21.fault import LANGUAGES
from ho21.names import VOCABULARIES, curie, term
from ho21.rooms import page

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ho21.names import Node
    from ho21.store import Dataset

SETS: Final = ("tolkning", "koblinger")
COLUMNS: Final = (
    "subject_id",
    "subject_label",
    "predicate_id",
    "predicate_label",
    "predicate_modifier",
    "object_id",
    "object_label",
    "mapping_justification",
    "author_id",
    "author_label",
    "object_source",
    "mapping_date",
    "confidence",
    "comment",
    "comment_en",
    "review_state",
)
# The class of a row, its ends, what modifies it, and how it is said that nothing was found.
_ROWS: Final = {
    "ho:Claim": (("rdf:subject", "rdf:predicate", "rdf:object"), ""),
    "ho:Denial": (("owl:sourceIndividual", "owl:assertionProperty", "owl:targetIndividual"), "Not"),
    "ho:NoLink": (("ho:about", "ho:soughtProperty", ""), ""),
}
_NOT_FOUND: Final = "sssom:NoTermFound"
_MANUAL: Final = "semapv:ManualMappingCuration"  # the only one that a row may have been read with
_SEMAPV: Final = {"semapv": "https://w3id.org/semapv/vocab/"}
_EXTENSIONS: Final = {"comment_en": "ho:reason", "review_state": "ho:reviewState"}

Row = dict[str, str]


def files(form: str, dataset: Dataset, *, stated_only: bool = False) -> dict[str, bytes]:
    """Return a table for each set, by name; of the stated alone each has a head and no rows."""
    tables = _Tables(dataset)
    return {
        f"{form}/{name}.{form}.tsv": tables.written(name, [] if stated_only else tables.rows(name))
        for name in SETS
    }


class _Tables:
    def __init__(self, dataset: Dataset) -> None:
        self.dataset = dataset
        self.prefixes = dataset.base.prefixes() | _SEMAPV
        self.labels: dict[Node, str] = {}
        self.sources: dict[Node, Node] = {}
        for facts in dataset.facts.values():
            for fact in facts:
                said = fact.object
                if fact.predicate == term("rdfs:isDefinedBy"):
                    self.sources[fact.subject] = said
                elif (
                    fact.predicate == term("skos:prefLabel")
                    and isinstance(said, Literal)
                    and said.language == "nb"
                ):
                    self.labels[fact.subject] = said.value

    def rows(self, name: str) -> list[Row]:
        """Return the rows of a set, sorted by their ends and author."""
        told: dict[NamedNode, dict[NamedNode, list[Node]]] = defaultdict(lambda: defaultdict(list))
        for fact in self.dataset.facts.get(self.dataset.base.graph(name).value, ()):
            told[fact.subject][fact.predicate].append(fact.object)
        found = [row for values in told.values() for row in self.row(values)]
        return sorted(found, key=lambda row: [row[column] for column in COLUMNS])

    def row(self, values: dict[NamedNode, list[Node]]) -> Iterator[Row]:
        """Yield what a node becomes, where it is a claim, a denial or a no-link."""
        for kind, (ends, modifier) in _ROWS.items():
            if term(kind) not in values[term("rdf:type")]:
                continue
            subject, predicate, target = (
                values[term(name)][0] if name else term(_NOT_FOUND) for name in ends
            )
            author = values[term("prov:wasAttributedTo")][0]
            sought = next(iter(values[term("ho:soughtIn")]), None) or self.foreign(target)
            reasons = {
                each.language: each.value
                for each in values[term("ho:reason")]
                if isinstance(each, Literal)
            }
            yield {
                "subject_id": self.name(subject),
                "subject_label": self.labels.get(subject, ""),
                "predicate_id": self.name(predicate),
                "predicate_label": self.labels.get(predicate, ""),
                "predicate_modifier": modifier,
                "object_id": self.name(target),
                "object_label": "" if kind == "ho:NoLink" else self.labels.get(target, ""),
                "mapping_justification": _MANUAL,
                "author_id": self.name(author),
                "author_label": self.labels.get(author, ""),
                "object_source": self.name(sought),
                "mapping_date": values[term("dcterms:created")][0].value,
                "confidence": values[term("ho:confidence")][0].value,
                "comment": reasons.get("nb", ""),
                "comment_en": reasons.get("en", ""),
                "review_state": values[term("ho:reviewState")][0].value.rpartition("#")[2],
            }

    def foreign(self, node: Node) -> Node | None:
        """Return the vocabulary that a concept of another's is from."""
        ours = isinstance(node, NamedNode) and self.dataset.base.is_thing(node)
        return None if ours else self.sources.get(node)

    def name(self, node: Node | None) -> str:
        """Return a node as a prefixed name, or nothing."""
        return curie(node.value, self.prefixes).strip("<>") if node else ""

    def written(self, name: str, rows: list[Row]) -> bytes:
        """Return a set as a file: its header, and a line for each row."""
        out = io.StringIO()
        out.writelines(f"#{line}\n" for line in self.header(name, rows))
        table = csv.DictWriter(out, COLUMNS, delimiter="\t", lineterminator="\n")
        table.writeheader()
        table.writerows(rows)
        return out.getvalue().encode()

    def header(self, name: str, rows: list[Row]) -> Iterator[str]:
        """Yield the lines of the header, as YAML."""
        base, own = self.dataset.base, self.dataset.own
        titles = {lang: next(iter(own("dcterms:title", lang)), "") for lang in LANGUAGES}
        licence = own("dcterms:license")
        words = tomllib.loads(page("sssom.toml"))[name]
        told = {
            "mapping_set_id": base.graph(name).value,
            "mapping_set_version": self.dataset.version,
            **{
                key: text.format(title=titles["nb"], english=titles["en"])
                for key, text in words.items()
            },
            **({"license": licence[0]} if licence else {}),
            "publication_date": self.dataset.issued,
            "subject_source": base.iri,
            "subject_source_version": self.dataset.version,
        }
        for key, value in told.items():
            yield f"{key}: {json.dumps(value, ensure_ascii=False)}"
        named = [value for row in rows for value in row.values()]
        used = {value.partition(":")[0] for value in (*named, *_EXTENSIONS.values(), _MANUAL)}
        yield "curie_map:"
        for prefix, iri in sorted((VOCABULARIES | self.prefixes).items()):
            if prefix in used:
                yield f"  {prefix}: {json.dumps(iri)}"
        yield "extension_definitions:"
        for slot, meaning in _EXTENSIONS.items():
            yield f"  - slot_name: {slot}"
            yield f"    property: {meaning}"
            yield "    type_hint: xsd:string"
