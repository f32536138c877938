"""Our own engine of SHACL finds what pySHACL finds: the same nodes, components and values."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
import warnings
from pathlib import Path

import pytest
from hypothesis import given, settings
from pyshacl.constraints import ALL_CONSTRAINT_PARAMETERS
from rdflib import SH

from ho21.resources import messages
from ho21.validation.core.constraints import COMPILED
from support.engines import PREFIXES, both, facts
from support.shacl_graphs import data, shapes

ROOT = Path(__file__).parents[4]
EXAMPLES = int(os.environ.get("HO21_SHACL_EXAMPLES", "50"))
CASES = tomllib.loads((Path(__file__).parent / "cases.toml").read_text("utf-8"))
# The tests of the W3C lie in the source distribution of pySHACL, which .ci/run fetches.
SUITE = Path(os.environ.get("HO21_SHACL_SUITE", ROOT / "../shared/standards/shacl/core"))


def told(data, shapes):
    """Return what both engines make of data and shapes in Turtle."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return both(facts(PREFIXES + data), facts(PREFIXES + shapes))


def tail(iri):
    return iri.rpartition("#")[2].removesuffix("ConstraintComponent").rpartition(":")[2]


@pytest.mark.parametrize("name", CASES)
def test_each_constraint_finds_what_it_is_to_find_and_what_pyshacl_finds(name):
    case = CASES[name]
    ours, theirs = told(case["data"], case["shapes"])
    found = sorted(
        " ".join((tail(x.shape), tail(x.focus), tail(x.component), x.text)).strip()
        for x in ours.results
    )
    assert found == case["found"]
    assert ours == theirs


LEFT = {
    "a shape that leads back to itself": "x:S sh:node x:T ; sh:targetNode x:a . x:T sh:node x:S .",
    "a count of another kind": 'x:S sh:minLength "2"^^xsd:int ; sh:targetNode "a" .',
    "two flags": 'x:S sh:pattern "A" ; sh:flags "i" , "m" ; sh:targetNode "a" .',
    "shapes deep in each other": "x:S0 sh:targetNode x:a ."
    + " ".join(f"x:S{at} a sh:NodeShape ; sh:node x:S{at + 1} ." for at in range(14)),
}


@pytest.mark.parametrize("name", LEFT)
def test_what_only_pyshacl_tries_is_left_to_it_by_itself(name):
    easy = "x:E sh:targetNode x:a ; sh:nodeKind sh:Literal ."
    ours, theirs = told("x:a x:p 1 .", f"{LEFT[name]} {easy}")
    assert len(ours.left) == 1
    assert ours._replace(left=()) == theirs
    assert [tail(each.shape) for each in ours.results if tail(each.shape) == "E"] == ["E"]


BROKEN = {
    "no pattern": 'x:S sh:pattern "(" ; sh:targetNode "a" .',
    "a path of a shape that has none": "x:S a sh:NodeShape ; sh:path x:p ; sh:targetNode x:a .",
    "a number that is none": 'x:S sh:path x:p ; sh:minCount "x"^^xsd:integer ; sh:targetNode x:a .',
    "no list": "x:S sh:or x:a ; sh:targetNode x:a .",
    "a count where there is no path": "x:S sh:minCount 1 ; sh:targetNode x:a .",
    "a shape with a path that has none": "x:S sh:property x:T ; sh:targetNode x:a .",
}


@pytest.mark.parametrize("name", BROKEN)
def test_shapes_that_cannot_be_used_are_told_as_pyshacl_tells_them(name):
    ours, theirs = told("x:a x:p 1 .", f"{BROKEN[name]} x:E sh:targetNode x:a ; sh:in ( ) .")
    assert theirs.broken
    assert ours == theirs


def test_texts_that_rdflib_rewrites_are_left_to_pyshacl():
    ours, theirs = told(
        'x:a x:p " a  b "^^xsd:token .', 'x:S sh:targetObjectsOf x:p ; sh:in ( "a" ) .'
    )
    assert ours.left
    assert ours._replace(left=()) == theirs


@pytest.mark.parametrize(
    ("data", "shape"),
    [
        ("x:a x:p 2.0 .", 'sh:minInclusive "NaN"^^xsd:double'),
        ('x:a x:p "NaN"^^xsd:float .', "sh:maxExclusive 2.0"),
        ('x:a x:p 2.0 ; x:q "NaN"^^xsd:double .', "sh:lessThan x:q"),
    ],
)
def test_a_decimal_beside_what_is_no_number_ends_both_engines_alike(data, shape):
    ours, theirs = told(
        data, f"x:S a sh:PropertyShape ; sh:targetNode x:a ; sh:path x:p ; {shape} ."
    )
    assert ours._replace(left=()) == theirs
    assert theirs.broken == "NaN"


@settings(max_examples=EXAMPLES, deadline=None)
@given(data=data(), shapes=shapes())
def test_both_engines_find_the_same_in_graphs_and_by_shapes_made_by_chance(data, shapes):
    ours, theirs = told(data, shapes)
    assert ours._replace(left=()) == theirs


def test_the_constraints_are_those_that_pyshacl_knows_but_sparql():
    theirs = {str(each).removeprefix(str(SH)) for each in ALL_CONSTRAINT_PARAMETERS}
    assert {*COMPILED, "property"} == theirs - {"sparql"}


def test_the_terms_of_shacl_are_those_of_its_vocabulary():
    known = messages("validation/shacl.toml")["terms"].split()
    assert [each for each in known if SH[each] not in SH] == []
    named = {*SH.__annotations__, *vars(SH)["_extras"]}
    assert sorted(known) == sorted(each for each in named if not each.startswith("_"))


def test_a_sound_project_is_checked_without_pyshacl_and_rdflib():
    code = """
import sys
from ho21.dataset.loader import load
from ho21.project import open_project
from ho21.validation.shacl import check
print(check(load(open_project())).engine, sorted({"pyshacl", "rdflib"} & sys.modules.keys()))
"""
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout == "ho21 []\n"


def suite():
    """Return the tests of the W3C, each a file of shapes and data, some with more beside it."""
    apart = ("manifest.ttl", "-data.ttl", "-shapes.ttl")
    return [each for each in sorted(SUITE.rglob("*.ttl")) if not each.name.endswith(apart)]


@pytest.mark.slow
def test_both_engines_find_the_same_in_the_suite_of_the_w3c():
    if not SUITE.is_dir() and "HO21_SHACL_SUITE" not in os.environ:
        pytest.skip(f"THE SHACL SUITE OF THE W3C IS NOT HERE: {SUITE} is missing")
    other = []
    for file in suite():
        beside = [file.with_name(f"{file.stem}-{kind}.ttl") for kind in ("data", "shapes")]
        with_each = [[file, *(x for x in [more] if x.exists())] for more in beside]
        data, shapes = (
            [y for x in them for y in facts(x.read_text("utf-8"))] for them in with_each
        )
        ours, theirs = both(data, shapes)
        other += [file.name] if ours != theirs else []
    assert len(suite()) > 80
    assert other == []
