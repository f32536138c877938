"""What the shapes ask of claims, readings and mentions: each catches what it is there for."""

from dataclasses import replace

import pytest
from pyoxigraph import Literal, NamedNode

from ho21.dataset.loader import load
from ho21.project import open_project
from ho21.rdf.namespaces import Fact, term
from ho21.validation.shacl import check
from support.tiny import BASE, OUTSIDER, READINGS_HEAD, REVIEWED, write

SHAPE = "https://w3id.org/ho21/shape#"
READ = "tiltak.dele-data--contributesTo--malbilde.felles-data--tolkning"
SAID = "malbilde.felles-data--proposedBy--aktor.radet--kilde-en"
NAMED = "tiltak.dele-data--mentions--aktor.kommunene--kilde-en"


# shape: the claim, a property of it, and its value instead (None: what it has is taken away)
MUTATIONS = {
    "Claim-subject": (SAID, "rdf:subject", None),
    "Claim-predicate": (SAID, "rdf:predicate", term("ho:modality")),
    "Claim-object": (SAID, "rdf:object", None),
    "Claim-basis": (SAID, "ho:basis", term("rst:derived-from-source")),
    "Claim-standing": (SAID, "ho:standing", term("ho:reviewed")),
    "Claim-isStatedIn": (SAID, "ho:isStatedIn", BASE.thing("aktor/radet")),
    "Claim-alsoRestsOn": (READ, "ho:alsoRestsOn", BASE.thing("aktor/radet")),
    "Quotation": (SAID, "ho:isStatedIn", None),
    "OwnWords": (READ, "ho:reason", None),
    "Inference": (SAID, "ho:basis", term("ho:inferred-by-rule")),
    "Reading-confidence": (READ, "ho:confidence", None),
    "Reading-standing": (READ, "ho:standing", term("ho:stated")),
    "Reading-author": (READ, "prov:wasAttributedTo", None),
    "Reading-created": (READ, "dcterms:created", None),
    "Reading-reviewState": (READ, "ho:reviewState", term("ho:must")),
    "Reading-reviewer": (READ, "sssom:reviewer_id", BASE.thing("aktor/radet")),
    "Reading-reviewDate": (READ, "sssom:review_date", Literal("i går")),
    "Reviewed": (READ, "sssom:reviewer_id", None),
    "madeBy-object": (NAMED, "ho:madeBy", BASE.thing("tema/data")),
    "Mention": (NAMED, "rdf:predicate", term("ho:performer")),
}


@pytest.fixture(scope="module")
def sound(tmp_path_factory):
    root = write(
        tmp_path_factory.mktemp("krav"), actors=OUTSIDER, readings=READINGS_HEAD + REVIEWED
    )
    return load(open_project(str(root)))


def broken(dataset) -> set[str]:
    """Return the shapes that some node breaks."""
    found = check(dataset).findings
    return {each.shape.removeprefix(SHAPE) for each in found if each.severity == "violation"}


def test_the_tiny_project_breaks_no_shape(sound):
    assert broken(sound) == set()


@pytest.mark.parametrize("shape", MUTATIONS)
def test_a_claim_that_is_not_as_it_should_be_is_caught_by_its_shape(sound, shape):
    name, predicate, value = MUTATIONS[shape]
    claim, wanted = BASE.thing(f"pastand/{name}"), term(predicate)
    facts = {
        graph: tuple(
            each if each[:2] != (claim, wanted) else Fact(claim, wanted, value)
            for each in them
            if each[:2] != (claim, wanted) or isinstance(value, NamedNode | Literal)
        )
        for graph, them in sound.facts.items()
    }

    assert facts != sound.facts
    assert shape in broken(replace(sound, facts=facts))
