"""The project and its files in the form that data catalogues gather: DCAT-AP and DCAT-AP-NO."""

from functools import cache
from hashlib import sha256
from pathlib import Path

import pyshacl
import pytest
from pyoxigraph import RdfFormat, parse
from rdflib import RDF, SH, Graph, Literal, Namespace, URIRef

from ho21.dataset.loader import load
from ho21.export.dcat import catalogue
from ho21.export.registry import everything
from ho21.project import open_project
from ho21.resources import messages
from support.exported import all_files, graph
from support.tiny import BASE, changed

HERE = Path(__file__).parents[2]
STANDARDS = HERE.parents[1] / "shared" / "standards"
EUROPEAN = STANDARDS / "dcat-ap" / "dcat-ap-3.0.1-SHACL.ttl"
NORWEGIAN = STANDARDS / "dcat-ap-no" / "DCAT-AP-NO-shacl_shapes_2.00.ttl"
OWN = HERE / "support" / "dcat-ap-no.ttl"
ABSENT = not EUROPEAN.is_file()
MISSING = "../shared/standards is not here: the official shapes of DCAT-AP were not tried"
DCAT = Namespace("http://www.w3.org/ns/dcat#")
DCTERMS = Namespace("http://purl.org/dc/terms/")
FOAF = Namespace("http://xmlns.com/foaf/0.1/")
SPDX = Namespace("http://spdx.org/rdf/terms#")
VCARD = Namespace("http://www.w3.org/2006/vcard/ns#")
XSD = Namespace("http://www.w3.org/2001/XMLSchema#")
DATASET = URIRef(BASE.iri)
CATALOG = URIRef(f"{BASE.iri}dcat#katalog")
SERVICE = URIRef(f"{BASE.iri}dcat#sparql")
TURTLE = URIRef(f"{BASE.iri}dcat#ho21.ttl")
SUM = URIRef(f"{TURTLE}.sha256")
EDITORS = URIRef(f"{BASE.iri}id/aktor/redaksjonen")
FORMS = {"ttl": RdfFormat.TURTLE, "jsonld": RdfFormat.JSON_LD, "nt": RdfFormat.N_TRIPLES}
SIZE = Literal("7", datatype=XSD.integer, normalize=False)


@cache
def made() -> dict[str, bytes]:
    return catalogue(graph(), all_files())


def described(content: bytes | None = None) -> Graph:
    found = Graph()
    return found.parse(data=content or made()["dcat.nt"], format="nt")


@cache
def shapes(file: Path) -> Graph:
    """Return a file of shapes, without the rules it names and never gives (3.0.1 has two)."""
    found = Graph().parse(file)
    for shape, rule in [*found.subject_objects(SH.property)]:
        if (rule, SH.path, None) not in found:
            found.remove((shape, SH.property, rule))
    return found


def wrong(data: Graph, file: Path) -> set[tuple[str, str]]:
    """Return what a file of shapes finds wrong: the property and the constraint."""
    _, report, _ = pyshacl.validate(data, shacl_graph=shapes(file), inference="none")
    return {
        (
            str(report.value(each, SH.resultPath)),
            str(report.value(each, SH.sourceConstraintComponent)).rpartition("#")[2],
        )
        for each in report.subjects(RDF.type, SH.ValidationResult)
    }


def own(data: Graph) -> set[tuple[str, str]]:
    return wrong(data, OWN)


@pytest.mark.skipif(ABSENT, reason=MISSING)
def test_the_shapes_of_dcat_ap_find_nothing_wrong():
    assert wrong(described(), EUROPEAN) == set()


@pytest.mark.skipif(ABSENT, reason=MISSING)
def test_the_shapes_of_dcat_ap_are_read_and_would_find_what_is_wrong():
    data = described()
    data.remove((TURTLE, DCAT.accessURL, None))
    data.remove((DATASET, DCTERMS.title, None))

    assert wrong(data, EUROPEAN) == {
        (str(DCAT.accessURL), "MinCountConstraintComponent"),
        (str(DCTERMS.title), "MinCountConstraintComponent"),
    }


@pytest.mark.skipif(ABSENT, reason=MISSING)
def test_the_older_norwegian_shapes_differ_only_where_the_european_ones_say_otherwise():
    # Version 2 asks for a decimal size and SHA-1; DCAT-AP 3 and DCAT-AP-NO 3 for a
    # non-negative integer and any algorithm.
    assert wrong(described(), NORWEGIAN) == {
        (str(DCAT.byteSize), "DatatypeConstraintComponent"),
        (str(SPDX.algorithm), "HasValueConstraintComponent"),
    }


def test_what_dcat_ap_no_requires_is_there():
    assert own(described()) == set()


# What is taken from the description, and what is put there instead.
MUTATIONS = [
    ((CATALOG, DCTERMS.title), []),
    ((CATALOG, DCTERMS.title), [Literal("Uten språk")]),
    ((DATASET, DCTERMS.title), [Literal("Ett", lang="nb"), Literal("To", lang="nb")]),
    ((CATALOG, DCTERMS.description), []),
    ((DATASET, DCTERMS.description), []),
    ((DATASET, DCTERMS.description), [Literal("Uten språk")]),
    ((SERVICE, DCTERMS.description), [Literal("Uten språk")]),
    ((CATALOG, DCAT.contactPoint), []),
    ((DATASET, DCAT.contactPoint), []),
    ((SERVICE, DCAT.contactPoint), []),
    ((DATASET, DCAT.contactPoint), [DATASET]),
    ((CATALOG, DCTERMS.publisher), []),
    ((DATASET, DCTERMS.publisher), []),
    ((SERVICE, DCTERMS.publisher), []),
    ((DATASET, DCTERMS.publisher), [EDITORS, DATASET]),
    ((DATASET, DCAT.theme), []),
    ((DATASET, DCAT.theme), [URIRef("https://psi.norge.no/los/tema/folkehelse")]),
    ((DATASET, DCAT.keyword), [Literal("Uten språk")]),
    ((DATASET, DCTERMS.accessRights), [DATASET]),
    ((SERVICE, DCTERMS.title), []),
    ((SERVICE, DCAT.endpointURL), []),
    ((SERVICE, DCAT.endpointURL), [DATASET, CATALOG]),
    ((TURTLE, DCAT.accessURL), []),
    ((TURTLE, DCTERMS.title), [Literal("Uten språk")]),
    ((TURTLE, DCTERMS["format"]), [Literal("text/turtle")]),
    ((TURTLE, DCAT.byteSize), [SIZE]),
    ((TURTLE, SPDX.checksum), [DATASET]),
    ((EDITORS, FOAF.name), []),
    ((EDITORS, VCARD.fn), []),
    ((EDITORS, VCARD.hasURL), []),
    ((SUM, SPDX.algorithm), []),
    ((SUM, SPDX.checksumValue), []),
    ((SUM, SPDX.checksumValue), [Literal("abc")]),
]


@cache
def missed(at: int) -> frozenset[str]:
    """Return the shapes of our own that catch a mutation."""
    data, (gone, new) = described(), MUTATIONS[at]
    assert (*gone, None) in data
    data.remove((*gone, None))
    for each in new:
        data.add((*gone, each))
    _, report, _ = pyshacl.validate(data, shacl_graph=shapes(OWN), inference="none")
    return frozenset(str(each) for each in report.objects(None, SH.sourceShape))


def test_each_thing_dcat_ap_no_requires_is_missed():
    assert [each for at, each in enumerate(MUTATIONS) if not missed(at)] == []


def test_each_shape_of_our_own_catches_something():
    rules = shapes(OWN)
    targets = {*rules.subjects(SH.targetClass)}
    expected = {str(rule) for each in targets for rule in rules.objects(each, SH.property)}

    caught = frozenset[str]().union(*(missed(at) for at in range(len(MUTATIONS))))

    assert expected - caught == set()


def test_every_file_of_the_data_is_there_with_its_size_and_sum():
    data = described()
    beside = [x.format(slug="ho21") for x in messages("export/formats.toml")["beside"]]
    found = {}
    for each in data.objects(DATASET, DCAT.distribution):
        address = data.value(each, DCAT.downloadURL).removeprefix(f"{BASE.iri}data/")
        hexadecimal = data.value(data.value(each, SPDX.checksum), SPDX.checksumValue)
        found[address] = (int(data.value(each, DCAT.byteSize)), str(hexadecimal))

    assert found == {
        name: (len(content), sha256(content).hexdigest())
        for name, content in all_files().items()
        if name not in beside
    }


def test_every_file_of_the_data_has_a_title_and_a_media_type():
    data = described()
    for each in data.objects(DATASET, DCAT.distribution):
        assert {title.language for title in data.objects(each, DCTERMS.title)} == {"nb", "en"}
        assert (each, DCAT.mediaType, None) in data, each
        assert (each, DCTERMS["format"], None) in data, each


def test_there_is_no_blank_node_and_every_form_says_the_same():
    read = {
        form: {str(each.triple) for each in parse(made()[f"dcat.{form}"], format=FORMS[form])}
        for form in FORMS
    }

    assert read["ttl"] == read["jsonld"] == read["nt"]
    assert len(read["ttl"]) > 150
    assert not any("_:" in each for each in read["nt"])


def test_the_endpoint_is_said_to_be_there_only_where_someone_runs_it():
    says = {each.language: str(each) for each in described().objects(SERVICE, DCTERMS.description)}

    assert all("ho21 serve" in each for each in says.values())
    assert {*says} == {"nb", "en"}


def test_the_project_is_described_by_what_it_says_itself():
    data, said = described(), Graph().parse(HERE.parents[0] / "graph" / "datasett.ttl")

    for name in (DCAT.theme, DCAT.keyword, DCTERMS.language, DCAT.version, DCTERMS.license):
        values = {*said.objects(DATASET, name)}
        assert values
        assert {*data.objects(DATASET, name)} == values


def test_a_project_that_says_little_is_described_by_that_little(tiny_project):
    dataset = load(open_project(str(tiny_project()))).sound()
    data = described(catalogue(dataset, everything(dataset))["dcat.nt"])

    assert (DATASET, DCAT.theme, None) not in data
    assert (None, VCARD.fn, None) not in data
    assert {str(each) for each in data.objects(DATASET, DCTERMS.title)} == {
        "Et lite prosjekt", "A small project",
    }  # fmt: skip
    assert own(data) == {
        (str(name), f"{kind}MinCountConstraintComponent")
        for name, kind in {
            DCTERMS.description: "",
            DCAT.contactPoint: "",
            DCAT.theme: "Qualified",
        }.items()
    }


def test_the_catalogue_leads_to_where_the_project_says_that_it_is_published(tiny_project):
    root = tiny_project()
    page = DATASET + "index.html"

    def landing():
        dataset = load(open_project(str(root))).sound()
        data = described(catalogue(dataset, {})["dcat.nt"])
        return [str(each) for each in data.objects(DATASET, DCAT.landingPage)]

    assert landing() == [str(page)]
    file = root / "graph/datasett.ttl"
    text = file.read_text(encoding="utf-8")
    own = "dcat:landingPage <https://example.org/graf/> ; dcat:version"
    file.write_text(changed(text, "dcat:version", own), encoding="utf-8")
    assert landing() == ["https://example.org/graf/"]


def test_an_e_mail_address_is_a_way_to_the_contact_as_good_as_a_page(tiny_project):
    root = tiny_project()
    file = root / "graph/datasett.ttl"
    publisher = "dcterms:publisher aktor:redaksjonen"
    told = (
        changed(
            file.read_text(encoding="utf-8"),
            publisher,
            f"dcat:contactPoint aktor:redaksjonen ; {publisher}",
        )
        + "aktor:redaksjonen vcard:hasEmail <mailto:post@example.org> .\n"
    )
    file.write_text(told, encoding="utf-8")
    dataset = load(open_project(str(root)))
    data = described(catalogue(dataset, {})["dcat.nt"])

    assert str(data.value(EDITORS, VCARD.hasEmail)) == "mailto:post@example.org"
    assert own(data) == {
        (str(DCTERMS.description), "MinCountConstraintComponent"),
        (str(DCAT.theme), "QualifiedMinCountConstraintComponent"),
    }
