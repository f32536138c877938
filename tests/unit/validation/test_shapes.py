"""What the shapes ask of each class and each property, by the names of the rules."""

from dataclasses import replace

import pytest

from ho21.dataset.loader import load
from ho21.errors import ProjectError
from ho21.rdf.namespaces import HO
from ho21.validation.shapes import Rule, Shapes
from support.tiny import PREFIXES

LABEL = "shape:quote a sh:PropertyShape ; sh:path ho:quote ;"
SAYS = 'sh:message "Sitatet mangler."@nb , "The quote is missing."@en .'
MISSING = {"nb": "Sitatet mangler.", "en": "The quote is missing."}
GOALS = {"nb": "mål", "en": "goals"}


@pytest.fixture
def asked(tiny_project):
    """Return a function that reads the tiny project with other shapes."""

    def read(*blocks):
        text = "\n\n".join([PREFIXES, *blocks])
        return Shapes(replace(load_once(tiny_project), shapes={"ontology/shapes.ttl": text}))

    return read


def load_once(tiny_project):
    return load_project(str(tiny_project()))


def load_project(folder):
    from ho21.project import open_project

    return load(open_project(folder))


def test_a_rule_is_asked_of_a_class_and_of_the_property_it_looks_at(asked):
    node = """shape:Goal a sh:NodeShape ;
    sh:targetClass ho:Goal ;
    rdfs:label "mål"@nb , "goals"@en ;
    sh:property shape:quote ."""
    rules = asked(node, f"{LABEL}\n    sh:severity sh:Warning ;\n    {SAYS}").rules

    assert rules == {
        f"{HO}Goal": (Rule(1, "shape:quote", MISSING),),
        f"{HO}quote": (Rule(1, "shape:quote", MISSING, (GOALS,)),),
    }
    assert rules[f"{HO}Goal"][0].severity == "warning"


def test_a_rule_asked_of_all_that_have_a_property_names_no_kind_of_thing(asked):
    rules = asked(f"{LABEL}\n    sh:targetSubjectsOf ho:quote ;\n    {SAYS}").rules

    assert rules == {f"{HO}quote": (Rule(0, "shape:quote", MISSING),)}


def test_the_property_of_a_path_backwards_is_found(asked):
    rules = asked("""shape:Goal a sh:NodeShape ;
    sh:targetClass ho:Goal ;
    rdfs:label "mål"@nb , "goals"@en ;
    sh:property shape:reached .""", f"""shape:reached a sh:PropertyShape ;
    sh:path [ sh:inversePath ho:contributesTo ] ;
    {SAYS}""").rules  # fmt: skip

    assert rules[f"{HO}contributesTo"] == (Rule(0, "shape:reached", MISSING, (GOALS,)),)


def test_a_shape_that_nothing_is_held_against_asks_nothing(asked):
    assert asked(f"{LABEL}\n    {SAYS}").rules == {}


def test_the_gravest_rules_come_first_and_one_that_does_not_say_is_gravest(asked):
    def rule(name, more):
        return f"""shape:{name} a sh:PropertyShape ;
    sh:targetSubjectsOf ho:quote ;
    sh:path ho:quote ;{more}
    {SAYS}"""

    shapes = asked(
        rule("note", "\n    sh:severity sh:Info ;"),
        rule("gap", "\n    sh:severity sh:Warning ;"),
        rule("silent", ""),
    )

    assert [each.name for each in shapes.rules[f"{HO}quote"]] == [
        "shape:silent",
        "shape:gap",
        "shape:note",
    ]


def test_the_list_that_a_propertys_values_come_from_is_named():
    shapes = Shapes(load_project(None))

    assert shapes.schemes[f"{HO}modality"] == (f"{HO}modalities",)
    assert f"{HO}quote" not in shapes.schemes


def test_shapes_that_cannot_be_read_are_the_projects_fault(asked):
    with pytest.raises(ProjectError, match=r"shapes\.ttl"):
        asked("shape:quote a sh:PropertyShape")


def test_each_named_shape_that_is_asked_of_a_term_stands_with_the_term(real):
    shapes = Shapes(real)
    told = {each.name for rules in shapes.rules.values() for each in rules}

    assert {"shape:label", "shape:Strategy-responsible", "shape:modality"} <= told
    assert "shape:FitsPicture-label" not in told
    assert all(
        each.message["nb"] and each.message["en"]
        for rules in shapes.rules.values()
        for each in rules
    )
