"""A tiny project that is valid as it stands, for a test to change one thing in."""

from __future__ import annotations

import shutil
from hashlib import sha256
from pathlib import Path

from ho21.dataset.loader import load
from ho21.errors import Fault, ProjectError
from ho21.project import open_project
from ho21.rdf.namespaces import Base

ROOT = Path(__file__).parents[2]
BASE = Base("https://w3id.org/ho21/")

# One line, so that a block's line in a file is its line in the test plus one.
PREFIXES = " ".join(f"@prefix {name}: <{iri}> ." for name, iri in BASE.prefixes().items())

DATASET = f"""{PREFIXES}
<{BASE.iri}> a dcat:Dataset ;
    dcterms:title "Et lite prosjekt"@nb , "A small project"@en ;
    dcterms:issued "2026-11-22"^^xsd:date ;
    dcterms:license <http://publications.europa.eu/resource/authority/licence/CC_BY_4_0> ;
    dcterms:publisher aktor:redaksjonen ;
    dcat:version "0.0.1" ;
    void:uriSpace "{BASE.iri}" .
"""

TEXT = """Felles innsats for bedre helse

Deling av data
Helserådets forslag til Helsekommisjonen:
Vi må dele helsedata med kommunene.

Den bærende søylen
Målbildet er satt av Helserådet.
Alle deler data i mars 2030, og det gjelder 70 sykehus.
Til toppen
"""

STATEMENTS = """doc:kilde-en a ho:Document ;
    dcterms:title "Felles innsats for bedre helse"@nb , "Joint effort for better health"@en ;
    skos:prefLabel "Felles innsats for bedre helse"@nb , "Joint effort for better health"@en ;
    ho:quote "Felles innsats for bedre helse"@nb ;
    ho:translation "Joint effort for better health"@en ;
    ho:glue "og det gjelder"@nb ;
    ho:noise "Til toppen"@nb .

tema:data a ho:Theme ;
    skos:prefLabel "Deling av data"@nb , "Sharing of data"@en ;
    ho:quote "Deling av data"@nb ;
    ho:translation "Sharing of data"@en ;
    ho:position 1 .

tiltak:dele-data a ho:Recommendation ;
    skos:prefLabel "Dele data"@nb , "Share data"@en ;
    ho:quote "Vi må dele helsedata med kommunene"@nb ;
    ho:translation "We must share health data with the municipalities"@en ;
    ho:modality ho:must ;
    ho:position 1 ;
    ho:isPartOf tema:data ;
    ho:proposedBy aktor:radet ;
    ho:addressedTo aktor:kommisjonen ;
    ho:restsOn "Helserådets forslag til Helsekommisjonen"@nb .

soyle:data a ho:Pillar ;
    skos:prefLabel "Den bærende søylen"@nb , "The bearing pillar"@en ;
    ho:quote "Den bærende søylen"@nb ;
    ho:translation "The bearing pillar"@en .

malbilde:felles-data a ho:TargetPicture ;
    skos:prefLabel "Felles data"@nb , "Joint data"@en ;
    ho:quote "Alle deler data i mars 2030"@nb ;
    ho:translation "All share data in March 2030"@en ;
    ho:when "2030-03"^^xsd:gYearMonth ;
    ho:position 1 ;
    ho:isPartOf soyle:data .

tall:sykehus a ho:Figure ;
    skos:prefLabel "70 sykehus"@nb , "70 hospitals"@en ;
    ho:quote "70 sykehus"@nb ;
    ho:translation "70 hospitals"@en ;
    ho:unit "sykehus"@nb , "hospitals"@en ;
    ho:value 70 ;
    ho:quantifies malbilde:felles-data .

pastand:kilde-en-1 a ho:Claim ;
    ho:quote "Målbildet er satt av Helserådet"@nb ;
    ho:translation "The target picture is set by the health council"@en ;
    rdf:subject malbilde:felles-data ;
    rdf:predicate ho:proposedBy ;
    rdf:object aktor:radet .
"""

ACTORS = """aktor:radet a ho:Council ;
    skos:prefLabel "Helserådet"@nb , "Health Council"@en ;
    skos:altLabel "rådet"@nb .

aktor:kommisjonen a ho:Commission ;
    skos:prefLabel "Helsekommisjonen"@nb , "Health Commission"@en .

aktor:kommunene a ho:StakeholderGroup ;
    skos:prefLabel "Kommunene"@nb , "The municipalities"@en .

aktor:redaksjonen a ho:Actor ;
    skos:prefLabel "Redaksjonen"@nb , "The editors"@en .
"""

READINGS_HEAD = f"""#mapping_set_id: {BASE.iri}graph/tolkning
#license: https://creativecommons.org/licenses/by/4.0/
#curie_map:
#  aktor: {BASE.iri}id/aktor/
#  malbilde: {BASE.iri}id/malbilde/
#  tall: {BASE.iri}id/tall/
#  tiltak: {BASE.iri}id/tiltak/
#  semapv: https://w3id.org/semapv/vocab/
subject_id\tpredicate_id\tobject_id\tpredicate_modifier\tmapping_justification\tconfidence\t\
author_id\tmapping_date\tcomment\tcomment_en\treview_state\tobject_source\t\
rests_on\treviewed_by\treviewed_on
"""

READING = (
    "tiltak:dele-data\tho:contributesTo\tmalbilde:felles-data\t\tsemapv:ManualMappingCuration\t0.7\t"
    "aktor:redaksjonen\t2026-11-22\tDelte data er felles data.\tShared data are joint data.\t"
    "unreviewed\t\t\t\t\n"
)

ONE_SHAPE = """shape:measure a sh:NodeShape ;
    sh:targetClass ho:Measure ;
    sh:property shape:measure-label .

shape:measure-label a sh:PropertyShape ;
    sh:path skos:prefLabel ;
    sh:minCount 2 ;
    sh:message "Skriv et navn på begge språk."@nb , "Write a label in both languages."@en .
"""


def changed(text: str, old: str, new: str) -> str:
    """Return a text with one place in it changed; the place must be there, and only once."""
    assert text.count(old) == 1
    return text.replace(old, new)


def told(root: Path) -> list[tuple[str, str, int]]:
    """Return what is wrong with a project: key, file and line of each fault, in order of place."""
    return [(each.key, each.file, each.line) for each in faults(root)]


def faults(root: Path) -> tuple[Fault, ...]:
    """Return what is wrong with a project, whether it can be read or not."""
    try:
        return load(open_project(str(root))).faults
    except ProjectError as error:
        return error.faults


def place(root: Path, file: str, words: str) -> tuple[str, int]:
    """Return a file and the line on which some words stand; they must stand on one only."""
    lines = (root / file).read_text(encoding="utf-8").split("\n")
    (line,) = (number for number, line in enumerate(lines, 1) if words in line)
    return file, line


def capture(text: str, name: str) -> str:
    """Return the block that locks a source's file to its text."""
    return f"""
doc:{name}.txt a ho:Capture ;
    skos:prefLabel "Lagret tekst"@nb , "Stored text"@en ;
    dcterms:format "text/plain" ;
    dcterms:source doc:{name} ;
    ho:sha256 "{sha256(text.encode()).hexdigest()}" .
"""


def write(
    root: Path,
    text: str = TEXT,
    statements: str = STATEMENTS,
    actors: str = ACTORS,
    readings: str = READINGS_HEAD + READING,
    name: str = "kilde-en",
) -> Path:
    """Write a project of one source in a folder and return the folder."""
    for room in ("ontology", "graph", "queries"):
        (root / room).mkdir(parents=True, exist_ok=True)
    for file in ("ho21.ttl", "names.ttl", "shapes.ttl"):
        shutil.copy(ROOT / "ontology" / file, root / "ontology" / file)
    if "ho:Capture" not in statements:
        statements += capture(text, name)
    files = {
        "datasett.ttl": DATASET,
        "aktorer.ttl": f"{PREFIXES}\n{actors}",
        "tolkning.tsv": readings,
        f"{name}.ttl": f"{PREFIXES}\n{statements}",
        f"{name}.txt": text,
    }
    for file, content in files.items():
        (root / "graph" / file).write_bytes(content.encode())
    return root


def with_one_shape(root: Path) -> Path:
    """Let a project have but one shape, so that it is built in no time; return its folder."""
    shapes = root / "ontology" / "shapes.ttl"
    shapes.write_text(f"{PREFIXES}\n{ONE_SHAPE}", encoding="utf-8")
    return root


# A person outside the project, and a reading that this person has reviewed.
OUTSIDER = (
    ACTORS
    + """
aktor:anne a ho:Person ;
    skos:prefLabel "Anne Utenfra"@nb , "Anne Utenfra"@en .
"""
)
REVIEWED = changed(READING, "unreviewed\t\t\t\t", "reviewed\t\t\taktor:anne\t2026-11-30")
