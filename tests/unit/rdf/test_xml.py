"""RDF/XML, and other XML, that every reader reads as it was written."""

import pytest
import rdflib
from lxml import etree
from pyoxigraph import Literal, NamedNode, Triple

from ho21.errors import UsageError
from ho21.rdf.xml import rdf_xml

THING = NamedNode("https://example.org/a")
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"


def told(predicate="https://example.org/says", text="ord"):
    return [Triple(THING, NamedNode(predicate), Literal(text))]


@pytest.mark.parametrize("text", ["a\r\nb", "\tx\n y ", "æ & <b> \"'", "🧬", "]]>"])
def test_a_text_is_read_back_sign_for_sign(text):
    read = rdflib.Graph().parse(data=rdf_xml(told(text=text), {}), format="xml")

    assert [str(each) for each in read.objects()] == [text]


@pytest.mark.parametrize("name", ["says", "a.b-c", "1st/x", "æ", "a:b", "_1", "-a"])
def test_a_property_that_xml_has_a_name_for_is_written_so_that_others_read_it(name):
    iri = f"https://example.org/{name}"
    read = rdflib.Graph().parse(
        data=rdf_xml(told(iri), {"ex": "https://example.org/"}), format="xml"
    )

    assert [str(each) for each in read.predicates()] == [iri]


@pytest.mark.parametrize(
    "iri",
    [
        *(f"https://example.org/{end}" for end in ("", "123", "a/", "p(1)", "a%20", "²", "a×")),
        *(f"{RDF}{name}" for name in ("li", "Description", "about")),
        "http://www.w3.org/2000/xmlns/a",
    ],
)
def test_a_property_that_xml_has_no_name_for_is_told_and_not_written_wrong(iri):
    with pytest.raises(UsageError) as caught:
        rdf_xml(told(iri), {"ex": "https://example.org/"})

    assert caught.value.key == "answer-property"
    assert f"<{iri}>" in caught.value.text("nb")


def test_a_sign_that_xml_cannot_hold_is_told_by_its_number():
    with pytest.raises(UsageError) as caught:
        rdf_xml(told(text="a\u0002b"), {})

    assert (caught.value.key, caught.value.fields["character"]) == ("answer-xml", "U+0002")


def test_the_prefixes_are_those_given():
    root = etree.fromstring(rdf_xml(told(), {"ex": "https://example.org/"}))

    assert root.nsmap["ex"] == "https://example.org/"
