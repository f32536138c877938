"""Our readings and mappings as SSSOM: what was linked, what was denied, what was not found."""

from __future__ import annotations

import csv
import io
import json
from functools import partial
from typing import TYPE_CHECKING, Final

from ho21.model.read import knowledge_graph
from ho21.model.things import NonLink, Standing, decimal
from ho21.rdf.namespaces import HO, VOCABULARIES, curie, term
from ho21.resources import messages, template
from ho21.text import last

if TYPE_CHECKING:
    from ho21.dataset.dataset import Dataset
    from ho21.model.things import Evidence

_MAPPINGS: Final = "koblinger"
SETS: Final = ("tolkning", _MAPPINGS)
_SETTINGS: Final = messages("export/sssom.toml")
COLUMNS: Final[tuple[str, ...]] = tuple(_SETTINGS["columns"])
_NOT_FOUND: Final = "sssom:NoTermFound"
_MANUAL: Final = "semapv:ManualMappingCuration"  # the only one that a row may have been read with
_SEMAPV: Final = {"semapv": "https://w3id.org/semapv/vocab/"}
_PROJECT: Final = "project"  # the prefix of the project itself: a source must be a short name

SssomRow = dict[str, str]


def files(form: str, dataset: Dataset) -> dict[str, bytes]:
    """Return a table for each set, by name; of the stated alone each has a head and no rows."""
    tables = _Tables(dataset)
    return {f"{form}/{name}.{form}.tsv": tables.written(name, tables.rows(name)) for name in SETS}


class _Tables:
    def __init__(self, dataset: Dataset) -> None:
        self.dataset = dataset
        self.graph = knowledge_graph(dataset)
        self.prefixes = dataset.base.prefixes() | _SEMAPV | {_PROJECT: dataset.base.iri}
        defined = term("rdfs:isDefinedBy")
        facts = (fact for facts in dataset.facts.values() for fact in facts)
        self.sources = {
            fact.subject.value: fact.object.value for fact in facts if fact.predicate == defined
        }

    def rows(self, name: str) -> list[SssomRow]:
        """Return the rows of a set, sorted by their ends and author."""
        mapping = name == _MAPPINGS
        found = [
            *(
                self.row(*link.ends, link.predicate, each)
                for link, each in self.graph.claims
                if each.standing is Standing.INTERPRETED
                and link.predicate.startswith(HO) is not mapping
            ),
            *(
                self.row(each.about, each.other if each.denied else "", each.predicate, each)
                for each in self.graph.non_links
                if each.is_mapping is mapping
            ),
        ]
        return sorted(found, key=lambda row: [row[column] for column in COLUMNS])

    def row(self, subject: str, target: str, predicate: str, told: Evidence | NonLink) -> SssomRow:
        """Return what a reading becomes; without a target nothing was found."""
        sought = told.other if isinstance(told, NonLink) and not told.denied else ""
        first, *further = self.dataset.languages
        confidence = "" if told.confidence is None else decimal(told.confidence)
        return {
            "subject_id": self.name(subject),
            "subject_label": self.label(subject),
            "predicate_id": self.name(predicate),
            "predicate_label": self.label(predicate),
            "predicate_modifier": "Not" if isinstance(told, NonLink) and told.denied else "",
            "object_id": self.name(target) or _NOT_FOUND,
            "object_label": self.label(target),
            "mapping_justification": _MANUAL,
            "author_id": self.name(told.author),
            "author_label": self.label(told.author),
            "reviewer_id": self.name(told.reviewer),
            "reviewer_label": self.label(told.reviewer),
            "object_source": self.name(sought or self.foreign(target)),
            "mapping_date": told.created,
            "confidence": confidence,
            "comment": told.reason.written.get(first, ""),
            "other": _pairs(
                **{f"comment_{each}": told.reason.written.get(each, "") for each in further},
                review_state=last(told.review),
                reviewed_on=told.reviewed,
                rests_on="|".join(f"{each.source} «{each.quote}»" for each in told.passages),
            ),
        }

    def foreign(self, iri: str) -> str:
        """Return the vocabulary that a concept of another's is from."""
        return "" if iri in self.graph.things else self.sources.get(iri, "")

    def label(self, iri: str) -> str:
        """Return what something is called in the project's first language, or nothing."""
        return self.graph.labels[iri][self.dataset.interface] if iri in self.graph.labels else ""

    def name(self, iri: str) -> str:
        """Return an IRI as a prefixed name, or nothing."""
        return curie(iri, self.prefixes).strip("<>") if iri else ""

    def written(self, name: str, rows: list[SssomRow]) -> bytes:
        """Return a set as a file: its header, and a line for each row."""
        out = io.StringIO()
        out.write(self.header(name, rows))
        table = csv.DictWriter(out, COLUMNS, delimiter="\t", lineterminator="\n")
        table.writeheader()
        table.writerows(rows)
        return out.getvalue().encode()

    def header(self, name: str, rows: list[SssomRow]) -> str:
        """Return the header, as YAML behind hash signs."""
        base, licence = self.dataset.base, self.dataset.own("dcterms:license")
        told = {
            "mapping_set_id": base.graph(name).value,
            "mapping_set_version": self.dataset.version,
            **{
                key: " / ".join(
                    words[lang].format(title=self.dataset.title(lang))
                    for lang in self.dataset.spoken
                )
                for key, words in _SETTINGS[name].items()
            },
            **({"license": licence[0]} if licence else {}),
            "publication_date": self.dataset.issued,
            "subject_source": self.name(base.iri),
            "subject_source_version": self.dataset.version,
        }
        named = [told["subject_source"], _MANUAL, *(x for row in rows for x in row.values())]
        return template("export/templates/sssom.tsv.j2").render(
            told=told,
            used={value.partition(":")[0] for value in named},
            prefixes=VOCABULARIES | self.prefixes,
            quoted=partial(json.dumps, ensure_ascii=False),
        )


def _pairs(**told: str) -> str:
    """Return what a row says beyond the slots of SSSOM, as its slot ``other`` has it."""
    escaped = {key: value.replace("\\", r"\\").replace("|", r"\|") for key, value in told.items()}
    return "|".join(f"{key}={value}" for key, value in escaped.items() if value)
