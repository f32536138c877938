"""The graph is held against the shapes, and what fails is told in plain words."""

from __future__ import annotations

import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pyshacl
import pytest
import rdflib
from pyoxigraph import Literal, NamedNode
from rdflib import RDF, SH

from ho21.dataset.coverage import Coverage
from ho21.dataset.loader import load
from ho21.errors import LANGUAGES, ProjectError, fault
from ho21.project import open_project
from ho21.rdf.namespaces import HO, VOCABULARIES, Fact, curie, term
from ho21.resources import messages
from ho21.site.report import own_questions
from ho21.sparql.engine import Engine
from ho21.validation.shacl import check
from ho21.validation.shapes import Shapes
from support.canary import canary
from support.tiny import (
    ACTORS,
    BASE,
    OUTSIDER,
    PREFIXES,
    READINGS_HEAD,
    REVIEWED,
    ROOT,
    STATEMENTS,
    changed,
    place,
)

FILE = "graph/kilde-en.ttl"
SHAPE = VOCABULARIES["shape"]
TEXTS = messages("validation/messages.toml")
MEASURE = f"{BASE.iri}id/tiltak/utnytte-helsedata"

SOUND = """shape:Theme a sh:NodeShape ;
    sh:targetClass ho:Theme ;
    rdfs:label "temaer"@nb , "themes"@en ;
    sh:property shape:Theme-label .

shape:Theme-label a sh:PropertyShape ;
    sh:path skos:prefLabel ;
    sh:minCount 1 ;
    sh:message "Temaet mangler navn; skriv det."@nb , "The theme has no name; write it."@en .
"""


SOURCE = "kilde/innspill-helsepersonellkommisjonen"


def part(dataset, *graphs):
    """Return the vocabulary and some graphs of a dataset, which are quick to check."""
    kept = [BASE.graph(each).value for each in ("ontologi", *graphs)]
    return replace(dataset, facts={each: dataset.facts[each] for each in kept})


@pytest.fixture(scope="module")
def small(real):
    return part(real, SOURCE)


@pytest.fixture
def report(checked):
    return checked


def held(dataset, shapes):
    """Return what a dataset is told when it is held against other shapes."""
    return check(replace(dataset, shapes={"ontology/shapes.ttl": f"{PREFIXES}\n{shapes}"}))


def changed_in(dataset, graph, *, gone=(), new=()):
    """Return a dataset with facts taken from one of its graphs, and others put there."""
    name = BASE.graph(graph).value
    facts = tuple(fact for fact in dataset.facts[name] if fact not in gone)
    return replace(dataset, facts=dataset.facts | {name: (*facts, *new)})


def rules(report):
    return [(each.file, each.line, each.message) for each in report.findings if is_rule(each)]


def is_rule(finding):
    return finding.severity == "rule"


def said(key, shape="", named=""):
    """Return what is said of a fault in the shapes, in both languages."""
    words = {
        "shape": curie(shape, BASE.prefixes()),
        "term": curie(named, BASE.prefixes()).strip("<>"),
    }
    return {lang: TEXTS["rules"][key][lang].format(**words) for lang in LANGUAGES}


def of(report, shape):
    return [each for each in report.findings if each.shape == f"{SHAPE}{shape}"]


def test_the_project_that_ships_holds(report):
    broken = [each.told("en") for each in report.findings if each.severity in {"rule", "violation"}]
    assert broken == []
    assert report.conforms()
    assert report.nodes_checked > 1000
    assert report.shapes_checked > 200


def test_no_source_says_who_is_responsible_for_any_of_the_25_recommendations(report):
    assert len(of(report, "Recommendation-responsible")) == 25
    assert report.asked[f"{SHAPE}Recommendation-responsible"][0] == 25


def test_a_person_whom_a_source_names_in_no_public_office_is_told(tiny_project):
    named = changed(ACTORS, "aktor:kommunene a ho:StakeholderGroup", "aktor:kommunene a ho:Person")
    leading = changed(STATEMENTS, "rdf:subject malbilde:felles-data", "rdf:subject aktor:kommunene")
    leading = changed(leading, "rdf:predicate ho:proposedBy", "rdf:predicate ho:leads")
    private, public, reviewer = (
        check(load(open_project(str(tiny_project(**each)))))
        for each in (
            {"actors": named},
            {"actors": named, "statements": leading},
            {"actors": OUTSIDER, "readings": READINGS_HEAD + REVIEWED},
        )
    )
    (told,) = of(private, "PublicPerson")

    assert (told.severity, told.focus) == ("warning", BASE.thing("aktor/kommunene").value)
    assert of(public, "PublicPerson") == []
    assert of(reviewer, "PublicPerson") == []


def test_no_person_of_ours_is_without_a_public_office(report):
    assert report.asked[f"{SHAPE}PublicPerson"][0] == 3
    assert of(report, "PublicPerson") == []


def test_a_reading_does_not_fill_a_gap_but_is_counted_at_it(real, report):
    gaps = of(report, "Recommendation-contributesTo")
    graph = real.facts[BASE.graph("tolkning").value]
    link = term("ho:contributesTo")
    read = [fact.subject.value for fact in graph if fact.predicate == link]
    assert len(gaps) == 20
    assert [each.read for each in gaps] == [read.count(each.focus) for each in gaps]
    assert sum(each.read for each in gaps) > 0


def test_a_reading_of_a_narrower_link_is_counted_once_at_the_wider_gap(tiny_project):
    row = "tiltak:dele-data\tho:performer\taktor:radet\t\tsemapv:ManualMappingCuration\t0.5\t"
    row += "aktor:redaksjonen\t2026-11-22\tRådet.\tThe council.\tunreviewed\t\t\t\t\n"
    root = tiny_project()
    with (root / "graph/tolkning.tsv").open("a", encoding="utf-8") as file:
        file.write(row)
    (gap,) = of(check(load(open_project(str(root)))), "Recommendation-responsible")
    assert gap.read == 1


def test_a_deadline_in_words_is_one_for_the_check_as_for_the_report(tiny_project):
    def undated(more):
        dated = changed(STATEMENTS, "ho:modality ho:must ;", f"ho:modality ho:must ;{more}")
        dataset = load(open_project(str(tiny_project(statements=dated)))).sound()
        asked = Engine(dataset).ask(own_questions()["undated"]).result
        told = [row["measure"].value for row in asked]
        return [each.focus for each in of(check(dataset), "Recommendation-when")], told

    assert undated("") == ([f"{BASE.iri}id/tiltak/dele-data"],) * 2
    assert undated(' ho:whenText "dele"@nb , "share"@en ;') == ([], [])


def test_an_area_with_parts_is_no_gap(tiny_project):
    area = (
        '\nomrade:data a ho:StrategyArea ; skos:prefLabel "Data"@nb , "Data"@en ;'
        ' ho:quote "Til toppen"@nb ; ho:translation "To the top"@en .\n'
    )

    def gaps(more):
        dataset = load(open_project(str(tiny_project(statements=STATEMENTS + area + more))))
        return [(each.focus, each.path) for each in of(check(dataset), "StrategyArea-contributed")]

    assert gaps("") == [(f"{BASE.iri}id/omrade/data", f"^{HO}contributesTo")]
    part = '\npastand:kilde-en-9 a ho:Claim ; ho:quote "Til toppen"@nb ;'
    part += " rdf:subject tiltak:dele-data ; rdf:predicate ho:isPartOf ; rdf:object omrade:data .\n"
    assert gaps(part) == []


def test_a_reading_followed_backwards_is_counted_too(report):
    gaps = of(report, "StrategyArea-contributed")
    assert {each.path for each in gaps} == {f"^{HO}contributesTo"}
    assert sum(each.read for each in gaps) > 0


@pytest.mark.slow
@pytest.mark.parametrize(
    ("subject", "name", "shape"),
    [
        (BASE.iri, "dcterms:description", "Dataset-description"),
        (BASE.iri, "dcat:theme", "Dataset-theme"),
        (BASE.iri, "dcat:contactPoint", "Dataset-contactPoint"),
        (f"{BASE.iri}id/aktor/redaksjonen", "vcard:hasURL", "Dataset-contactPoint"),
    ],
)
def test_what_a_data_catalogue_asks_of_the_project_is_a_gap_where_it_is_missing(
    real, subject, name, shape
):
    register = part(real, "aktorer", "datasett")
    gone = [
        fact
        for fact in register.facts[BASE.graph("datasett").value]
        if (fact.subject.value, fact.predicate) == (subject, term(name))
    ]
    assert gone

    found = of(check(changed_in(register, "datasett", gone=gone)), shape)

    assert of(check(register), shape) == []
    assert [(each.severity, each.focus) for each in found] == [("warning", BASE.iri)]
    assert all(found[0].label.values())


@pytest.mark.parametrize(
    "said", ['"https://example.org/"', "<https://example.org/en> , <https://example.org/to>"]
)
def test_a_project_is_published_at_one_address_at_most(tiny_project, said):
    root = tiny_project()
    file = root / "graph" / "datasett.ttl"
    own = f"dcat:landingPage {said} ;\n    dcat:version"
    file.write_text(changed(file.read_text(encoding="utf-8"), "dcat:version", own), "utf-8")
    report = check(load(open_project(str(root))))

    assert [each.severity for each in of(report, "Dataset-landingPage")] == ["violation"]
    assert of(check(load(open_project(str(tiny_project())))), "Dataset-landingPage") == []


def test_a_violation_that_only_a_reading_makes_is_found(tiny_project):
    tiny, measure = load(open_project(str(tiny_project()))), BASE.thing("tiltak/dele-data")
    wrong = Fact(measure, term("ho:performer"), measure)
    report = check(changed_in(tiny, "tolkning", new=[wrong]))
    found = [(each.severity, each.focus) for each in of(report, "performer-object")]
    assert found == [("violation", measure.value)]
    assert of(check(tiny), "performer-object") == []
    assert not report.conforms()


def test_a_finding_tells_the_thing_the_place_and_what_to_do(tiny_project):
    root = tiny_project(statements=changed(STATEMENTS, "    ho:modality ho:must ;\n", ""))
    report = check(load(open_project(str(root))))
    (found,) = of(report, "Recommendation-modality")
    assert (found.severity, found.path) == ("violation", f"{HO}modality")
    assert found.label["nb"] == "Dele data"
    assert (found.file, found.line) == place(root, FILE, "tiltak:dele-data a")
    assert found.told("nb").startswith(f"{found.file}:{found.line}: Dele data: Et ")
    assert found.told("en") in report.as_text("en")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('ho:quote "Vi må dele helse', 'ho:quote "Vi bør dele helse'),
        ("    ho:modality ho:must", "    ho:modallity ho:must"),
        ("ho:must", "ho:Must"),
    ],
)
def test_a_slip_that_breaks_a_rule_is_not_told_again_as_what_the_thing_then_lacks(
    tiny_project, old, new
):
    root = tiny_project(statements=changed(STATEMENTS, old, new))
    report = check(load(open_project(str(root))))

    said = [(each.severity, each.file, each.line) for each in report.findings]
    assert [
        each for each in said if each[0] == "violation" or each[1:] == place(root, FILE, new)
    ] == [("rule", *place(root, FILE, new))]


@pytest.mark.parametrize(
    ("old", "new", "shape", "there"),
    [
        ("ho:modality ho:must", "ho:modality ho:unreviewed", "modality", "ho:unreviewed"),
        ("ho:value 70", 'ho:value 70 , "sytti"@nb', "value", "sytti"),
        ('"Dele data"@nb', '"Dele data"@nb ,\n        "Delte data"@nb', "label", "Dele data"),
        ("ho:modality ho:must", 'ho:modality ho:must ;\n ho:position "to"', "position", '"to"'),
    ],
)
def test_a_wrong_value_is_told_on_the_line_where_it_stands(tiny_project, old, new, shape, there):
    root = tiny_project(statements=changed(STATEMENTS, old, new))
    found = of(check(load(open_project(str(root)))), shape)
    assert [(each.file, each.line) for each in found] == [place(root, FILE, there)]


def test_what_is_wrong_with_a_passage_is_placed_in_the_text(real):
    source = BASE.graph("kilde/toppmote").value
    quoted = [fact for fact in real.facts[source] if fact.predicate == term("ho:startLine")]
    lines = {fact.subject.value: int(fact.object.value) for fact in quoted}
    of_passage = (f for f in real.facts[source] if f.subject.value in lines)
    gone = next(fact for fact in of_passage if fact.predicate == term("ho:quote"))
    summit = part(real, "kilde/toppmote")
    (found,) = of(check(changed_in(summit, "kilde/toppmote", gone=[gone])), "Passage-quote")
    assert (found.file, found.line) == ("graph/toppmote.txt", lines[gone.subject.value])


def test_sound_shapes_are_told_nothing_about_themselves(small):
    report = held(small, SOUND)
    assert rules(report) == []
    assert report.conforms()
    assert (report.nodes_checked, report.shapes_checked) == (5, 2)


THEMES = term("ho:Theme")
THEME, LABEL = f"{SHAPE}Theme", f"{SHAPE}Theme-label"
FLAWS = {
    "a target class that the vocabulary does not know": (
        ("targetClass ho:Theme", "targetClass ho:Theme , ho:Teme"),
        [("empty-target", THEME, f"{HO}Teme"), ("unknown-term", THEME, f"{HO}Teme")],
    ),
    "a path that the vocabulary does not know": (
        ("skos:prefLabel", "ho:navn"),
        [("unknown-term", LABEL, f"{HO}navn")],
    ),
    "a language tag with a region": (
        ('Temaet mangler navn; skriv det."@nb', 'Temaet mangler navn; skriv det."@nb-NO'),
        [("region", LABEL, "")],
    ),
    "a misspelt demand": (
        ("sh:minCount", "sh:minCout"),
        [("unknown-sh", LABEL, f"{SH}minCout")],
    ),
    "a misspelt kind of shape": (
        ("sh:PropertyShape", "sh:PropertyShap"),
        [("unknown-sh", LABEL, f"{SH}PropertyShap"), ("untyped", LABEL, "")],
    ),
    "a demand that only SPARQL could try": (
        ("sh:minCount 1", "sh:minCount 1 ; sh:sparql shape:Theme"),
        [("unknown-sh", LABEL, f"{SH}sparql"), ("ring", THEME, ""), ("ring", LABEL, "")],
    ),
    "a count that is no number": (
        ("sh:minCount 1", 'sh:minCount "to"^^xsd:integer'),
        [("no-number", LABEL, "")],
    ),
    "a count below nothing": (
        ("sh:minCount 1", "sh:minCount -1"),
        [("no-number", LABEL, "")],
    ),
    "a severity that SHACL does not have": (
        ("sh:minCount 1", "sh:minCount 1 ; sh:severity sh:Fatal"),
        [("unknown-severity", LABEL, ""), ("unknown-sh", LABEL, f"{SH}Fatal")],
    ),
    "a severity of another vocabulary": (
        ("sh:minCount 1", "sh:minCount 1 ; sh:severity shape:Warning"),
        [("unknown-severity", LABEL, ""), ("unknown-term", LABEL, f"{SHAPE}Warning")],
    ),
    "a shape that is switched off": (
        ("sh:minCount 1", "sh:minCount 1 ; sh:deactivated true"),
        [("deactivated", LABEL, "")],
    ),
    "a path that pySHACL does not follow": (
        ("sh:path skos:prefLabel", "sh:path shape:list"),
        [("unknown-path", LABEL, "")],
    ),
    "a reference to a shape that is not there": (
        ("sh:minCount 1", "sh:minCount 1 ; sh:node shape:Lost"),
        [("unknown-term", LABEL, f"{SHAPE}Lost")],
    ),
    "a shape without a type": (
        ("shape:Theme-label a sh:PropertyShape ;", "shape:Theme-label"),
        [("untyped", LABEL, "")],
    ),
    "a shape that nobody uses": (
        ("    sh:property shape:Theme-label .", "    sh:nodeKind sh:IRI ."),
        [("unused", LABEL, "")],
    ),
}


OWN_SPARQL = """
shape:Caller a sh:ConstraintComponent ; sh:parameter shape:Called ; sh:validator shape:Call .
shape:Called sh:path shape:calls .
shape:Call a sh:SPARQLAskValidator ; sh:ask "ASK { $this <x:no> 1 }" .
"""


def test_a_pattern_that_never_ends_is_stopped_and_told(small, monkeypatch):
    monkeypatch.setattr("ho21.validation.shacl._SECONDS", 1)
    monkeypatch.setattr("ho21.validation.shacl._VALUES_A_SECOND", 10**9)
    theme = next(
        each for each in small.facts[BASE.graph(SOURCE).value] if each[2] == term("ho:Theme")
    )
    label = Fact(theme.subject, term("skos:prefLabel"), Literal("a" * 40 + "b"))
    endless = changed(SOUND, "sh:minCount 1", 'sh:pattern "^(a+)+$"')
    report = held(changed_in(small, SOURCE, new=[label]), endless)
    told = {lang: TEXTS["rules"]["endless"][lang].format(term="1") for lang in LANGUAGES}
    line = f"{PREFIXES}\n{endless}".split("\n").index("shape:Theme-label a sh:PropertyShape ;") + 1
    assert rules(report) == [("ontology/shapes.ttl", line, told)]
    assert not report.conforms()


def test_no_sparql_that_a_project_s_shapes_bring_is_run(small):
    calling = SOUND.replace("sh:minCount 1", "sh:minCount 1 ; shape:calls true")
    found = held(small, calling + OWN_SPARQL).findings
    assert [each for each in found if each.severity == "violation"] == []
    assert any("sh:validator" in each.message["en"] for each in found)


@pytest.mark.parametrize("flaw", FLAWS)
def test_what_would_pass_in_silence_is_a_broken_rule_with_its_line(flaw, small):
    (old, new), expected = FLAWS[flaw]
    shapes = changed(SOUND, old, new)
    shapes += "shape:list rdf:first skos:prefLabel ; rdf:rest rdf:nil .\n" if ":list" in new else ""
    report = held(small, shapes)
    lines = {THEME: 2, LABEL: 7}
    told = {(line, words["en"]) for _, line, words in rules(report)}
    wanted = {(lines[shape], said(key, shape, at)["en"]) for key, shape, at in expected}
    assert told == wanted
    assert {file for file, _, _ in rules(report)} == {"ontology/shapes.ttl"}
    assert not report.conforms()


def test_nothing_that_shapes_import_is_fetched(small, tmp_path):
    more = tmp_path / "more.ttl"
    more.write_text(f"{PREFIXES}\n{changed(SOUND, 'sh:minCount 1', 'sh:minCount 9')}", "utf-8")
    with canary() as it:
        for place in (it.url, more.as_uri()):
            importing = f"<{BASE.iri}shapes> a owl:Ontology ; owl:imports <{place}> .\n"
            report = held(small, importing + SOUND)
            assert of(report, "Theme-label") == []
        assert it.calls == []


def test_what_the_data_say_of_shapes_changes_no_shape(small):
    off = Fact(NamedNode(LABEL), term("sh:deactivated"), Literal(value=True))
    lax = Fact(NamedNode(LABEL), term("sh:minCount"), Literal(0))
    broken = changed(SOUND, "sh:minCount 1", "sh:minCount 9")

    told = of(held(changed_in(small, SOURCE, new=(off, lax)), broken), "Theme-label")

    assert len(told) == 5
    assert told == of(held(small, broken), "Theme-label")


def test_what_only_pyshacl_can_try_is_told_in_one_note_and_tried_by_it(small):
    several = changed(SOUND, "sh:minCount 1", 'sh:pattern "^a", "b" ; sh:flags "i" , "m"')
    report = held(small, several)

    assert report.engine == "ho21, pySHACL"
    noted = [(x.line, x.message["en"]) for x in report.findings if x.severity == "info"]
    told = "1 shape uses something that only pySHACL checks, so the check takes longer: "
    line = f"{PREFIXES}\n{several}".split("\n").index("shape:Theme-label a sh:PropertyShape ;") + 1
    assert noted == [(line, f"{told}shape:Theme-label.")]
    assert len(of(report, "Theme-label")) == 5
    assert held(small, SOUND).engine == "ho21"


def test_a_closed_shape_keeps_to_the_properties_of_its_parts(small):
    theme = next(each[0] for each in small.facts[BASE.graph(SOURCE).value] if each[2] == THEMES)
    named, other = (
        Fact(theme, term(name), Literal(name)) for name in ("skos:prefLabel", "skos:note")
    )
    closed = "sh:closed true ; sh:ignoredProperties ( rdf:type ) ; rdfs:label"
    report = held(
        changed_in(small, SOURCE, new=(named, other)), changed(SOUND, "rdfs:label", closed)
    )
    refused = {value for each in of(report, "Theme") for _, value in each.results}
    assert {str(named.object), str(other.object)} & refused == {str(other.object)}


def test_of_shapes_that_are_to_count_apart_each_counts_what_no_other_counts(small):
    counting = "\n".join(
        f"""shape:Count-{kind} a sh:PropertyShape ; sh:path rdf:type ;
    sh:qualifiedValueShape shape:Is-{kind} ; sh:qualifiedMinCount 1 ;
    sh:qualifiedValueShapesDisjoint true ; sh:message "{kind}"@nb , "{kind}"@en .
shape:Is-{kind} a sh:NodeShape ; sh:nodeKind sh:IRI ."""
        for kind in ("One", "Other")
    )
    parts = "sh:property shape:Count-One , shape:Count-Other , shape:Theme-label"
    report = held(small, changed(SOUND, "sh:property shape:Theme-label", parts) + counting)
    assert len(of(report, "Count-One")) == 5


def test_a_line_that_is_no_number_stops_no_check(small):
    place = NamedNode(f"{BASE.iri}doc/toppmote.txt#char=0,5")
    said = ((term("rdf:type"), term("ho:Theme")), (term("ho:startLine"), Literal("fire")))
    odd = changed_in(small, SOURCE, new=[Fact(place, *each) for each in said])
    found = of(held(odd, SOUND), "Theme-label")
    assert [(each.file, each.line) for each in found] == [("graph/toppmote.txt", 0)]


def test_shapes_that_lead_back_to_themselves_are_told_and_never_pass_in_silence(small):
    for ring, them in (
        ("sh:node shape:Theme", [THEME, LABEL]),
        ("sh:not shape:Theme-label", [LABEL]),
        ("sh:property shape:Theme-label", [LABEL]),
    ):
        turning = changed(SOUND, "sh:minCount 1", f"sh:minCount 1 ; {ring}")
        report = held(small, turning)
        told = {each.shape: each.message for each in report.findings if is_rule(each)}
        assert told == {shape: said("ring", shape) for shape in them}
        assert not report.conforms()
        shapes = Shapes(replace(small, shapes={"ontology/shapes.ttl": f"{PREFIXES}\n{turning}"}))
        assert [rule.name for rule in shapes.rules[f"{HO}Theme"]] == ["shape:Theme-label"]


def test_six_checks_at_once_find_what_one_finds(small):
    broken = changed(SOUND, "sh:minCount 1", "sh:minCount 9")
    alone = held(small, broken).findings
    with ThreadPoolExecutor(6) as many:
        beside = [*many.map(lambda _: held(small, broken).findings, range(6))]

    assert len(alone) == 5
    assert beside == [alone] * 6


def test_without_shapes_nothing_conforms(small):
    report = held(small, "")
    assert rules(report) == [("ontology/shapes.ttl", 0, said("no-shapes"))]
    assert not report.conforms()


def test_shapes_that_meet_nothing_do_not_conform(small):
    report = held(small, changed(SOUND, "sh:targetClass ho:Theme", "sh:targetSubjectsOf sh:order"))
    assert rules(report) == [("ontology/shapes.ttl", 0, said("nothing-checked"))]
    assert not report.conforms()


def test_shapes_that_cannot_be_read_are_told_and_nothing_else(small):
    broken = changed(SOUND, " .\n\nshape:Theme-label", "\n\nshape:Theme-label")
    with pytest.raises(ProjectError) as caught:
        held(small, broken)
    assert [(each.key, each.file, each.line) for each in caught.value.faults] == [
        ("mark-missing", "ontology/shapes.ttl", 5)
    ]


def test_only_a_path_may_be_without_a_name(small):
    backwards = changed(SOUND, "sh:path skos:prefLabel", "sh:path [ sh:inversePath ho:isPartOf ]")
    assert rules(held(small, backwards)) == []


def test_a_pattern_that_is_no_pattern_is_told_and_not_raised(small):
    report = held(small, changed(SOUND, "sh:minCount 1", 'sh:pattern "("'))
    ((_, _, told),) = rules(report)
    assert told["en"].startswith("The shapes cannot be used: missing ), unterminated subpattern")
    assert not report.conforms()


def test_what_the_build_found_wrong_stands_first_in_the_report(small):
    broken = fault("unaccounted", "graph/toppmote.ttl", 7, count=3, text="Til")
    gap = changed(SOUND, "sh:minCount 1", "sh:minCount 9 ; sh:severity sh:Warning")
    report = held(replace(small, faults=(broken,)), gap)
    first = report.findings[0]
    assert (first.severity, first.file, first.line) == ("rule", "graph/toppmote.ttl", 7)
    assert first.message == {lang: broken.message(lang) for lang in LANGUAGES}
    assert not report.conforms()


@pytest.mark.parametrize(("noise", "found"), [(25, []), (26, [f"{BASE.iri}doc/toppmote"])])
def test_a_text_of_more_than_a_quarter_noise_is_a_gap(noise, found, small):
    coverage = {"toppmote": Coverage(100, 100 - noise, noise, 0, noise)}
    report = check(
        replace(small, coverage=coverage, shapes={"ontology/shapes.ttl": f"{PREFIXES}\n{SOUND}"})
    )
    assert [each.focus for each in report.findings] == found
    assert report.conforms()
    assert report.conforms(strict=True) == (not found)


def test_a_class_that_the_project_is_to_have_and_has_not_is_a_broken_rule(small):
    wider = changed(SOUND, "targetClass ho:Theme", "targetClass ho:Theme , ho:Summit")
    expecting = Fact(NamedNode(BASE.iri), term("ho:expects"), term("ho:Summit"))

    told_of = held(small, wider)
    promised = held(changed_in(small, SOURCE, new=(expecting,)), wider)

    foreign = held(small, changed(wider, "ho:Summit", "adms:Identifier"))

    for each in (told_of, foreign):
        assert [each.severity for each in each.findings] == ["info"]
        assert each.conforms()
    assert [each.severity for each in promised.findings] == ["rule"]
    assert not promised.conforms()


def test_the_project_is_to_have_every_class_that_its_shapes_aim_at(real):
    expected = {
        fact.object
        for fact in real.facts[BASE.graph("datasett").value]
        if fact.predicate == term("ho:expects")
    }
    expected |= real.vocabulary.reserved
    aimed = rdflib.Graph().parse(ROOT / "ontology/shapes.ttl").objects(None, SH.targetClass)

    assert {str(each) for each in aimed if each.startswith(HO)} <= {each.value for each in expected}


def test_strict_makes_gaps_count_but_not_notes(small):
    for severity, conforms in (("Warning", False), ("Info", True)):
        broken = changed(SOUND, "sh:minCount 1", f"sh:minCount 9 ; sh:severity sh:{severity}")
        report = held(small, broken)
        assert [each.severity for each in report.findings] == [severity.lower()] * 5
        assert report.conforms()
        assert report.conforms(strict=True) == conforms


SHORT = '    skos:prefLabel "Den bærende søylen"@nb , "The bearing pillar"@en ;\n'


@pytest.mark.slow
@pytest.mark.parametrize(
    ("short", "shape", "severity"),
    [
        ("Søylen som bærer…", "shortLabel-whole", "violation"),
        ("Søylen som bærer...", "shortLabel-whole", "violation"),
        ("Søylen som bæ-", "shortLabel-whole", "violation"),
        ("Søylen,", "shortLabel-whole", "violation"),
        ("Søylen som bærer og", "shortLabel-ending", "info"),
        ("The pillar of the", "shortLabel-ending", "info"),
        ("Søyler m.fl.", None, None),
        ("Helse i alt vi står for det", None, None),
        ("Forskning – og bruk", None, None),
    ],
)
def test_a_short_name_that_is_cut_off_is_refused_or_noted(tiny_project, short, shape, severity):
    said = f'{SHORT}    ho:shortLabel "{short}"@nb , "Pillar"@en ;\n'
    root = tiny_project(statements=changed(STATEMENTS, SHORT, said))
    found = check(load(open_project(str(root)))).findings
    cut = [each for each in found if each.shape.startswith(f"{SHAPE}shortLabel-")]
    assert [(each.shape, each.severity, each.file, each.line) for each in cut] == (
        [(f"{SHAPE}{shape}", severity, *place(root, FILE, "ho:shortLabel"))] if shape else []
    )


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "cut"),
    [("Søylen som bærer…", True), ("Søylen som bærer...", True), ("Hva bærer søylen?", False)],
)
def test_a_name_that_may_be_cut_off_is_noted(tiny_project, name, cut):
    said = changed(SHORT, "Den bærende søylen", name)
    root = tiny_project(statements=changed(STATEMENTS, SHORT, said))
    found = of(check(load(open_project(str(root)))), "label-whole")
    assert [(each.severity, each.file, each.line) for each in found] == (
        [("info", *place(root, FILE, name))] if cut else []
    )


@pytest.mark.slow
@pytest.mark.parametrize(
    ("label", "noted"),
    [
        ('"Dele data"@nb , "Joint data"@en', True),
        ('"Dele data"@nb , "joint data"@en', True),
        ('"Dele data"@nb , "Felles data"@en', False),
        ('"Lagret tekst"@nb , "Stored text"@en', False),
    ],
)
def test_a_name_that_two_things_have_is_noted_with_the_other_thing(tiny_project, label, noted):
    root = tiny_project(statements=changed(STATEMENTS, '"Dele data"@nb , "Share data"@en', label))
    found = check(load(open_project(str(root)))).findings
    told = [each for each in found if "tiltak:dele-data" in each.message["en"]]
    where = ("info", *place(root, FILE, '"Felles data"@nb'))
    assert [(each.severity, each.file, each.line) for each in told] == [where] * noted


def test_two_things_of_the_same_name_in_both_languages_are_noted_once(tiny_project):
    both = '"Felles data"@nb , "Joint data"@en'
    root = tiny_project(statements=changed(STATEMENTS, '"Dele data"@nb , "Share data"@en', both))
    found = check(load(open_project(str(root)))).findings
    (told,) = (each for each in found if "tiltak:dele-data" in each.message["en"])
    assert told.message["en"].startswith("“Felles data” is also the name of tiltak:dele-data")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("old", "new", "noted"),
    [
        ('"Share data"@en', '"Dele data"@en', True),
        ('"Sharing of data"@en ;\n    ho:position', '"Deling av data"@en ;\n    ho:position', True),
        (
            '"The bearing pillar"@en ;\n    ho:quote',
            '"Den bærende søylen"@en ;\n    ho:quote',
            True,
        ),
        ('"Dele data"@nb , "Share data"@en', '"Erna Solberg"@nb , "Erna Solberg"@en', False),
        ('"Dele data"@nb , "Share data"@en', '"Program"@nb , "Program"@en', False),
    ],
)
def test_english_that_is_the_norwegian_is_noted_where_it_is_no_name(tiny_project, old, new, noted):
    root = tiny_project(statements=changed(STATEMENTS, old, new))
    found = check(load(open_project(str(root)))).findings
    told = [each for each in found if (each.severity, each.shape) == ("info", "") and each.path]
    where = [place(root, FILE, new.partition(" ;")[0])]
    assert [(each.file, each.line) for each in told] == (where if noted else [])


def test_the_project_that_ships_has_no_english_that_is_norwegian(report):
    assert [each for each in report.findings if not each.shape and each.path] == []


@pytest.mark.slow
def test_each_shape_finds_the_same_as_pyshacl_finds_with_the_shapes_as_written(real, report):
    stated = real.stated.facts
    data = graph(fact for facts in stated.values() for fact in facts)
    shapes = rdflib.Graph().parse(ROOT / "ontology/shapes.ttl")
    expected = set()
    for severities, more in (({"warning", "info"}, ()), ({"violation"}, real.facts)):
        data += graph(fact for name in more if name not in stated for fact in real.facts[name])
        found = pyshacl.validate(data, shacl_graph=shapes)[1]
        for result in found.objects(None, SH.result):
            names = (SH.resultSeverity, SH.sourceShape, SH.focusNode)
            severity, shape, focus = (str(found.value(result, name)) for name in names)
            if severity.removeprefix(str(SH)).lower() in severities:
                expected.add((severity.removeprefix(str(SH)).lower(), shape, focus))
    assert expected == {
        (each.severity, each.shape, each.focus) for each in report.findings if each.shape
    }


def graph(facts):
    """Read facts into rdflib through N-Triples, a road that the check does not take."""
    text = "".join(f"{fact.subject} {fact.predicate} {fact.object} .\n" for fact in facts)
    return rdflib.Graph().parse(data=text, format="nt")


def test_the_report_for_machines_has_the_agreed_form(report):
    told = json.loads(json.dumps(report.as_dict(strict=True)))
    top = [
        "conforms",
        "strict",
        "engine",
        "nodes_checked",
        "shapes_checked",
        "findings",
        "coverage",
    ]
    each = ["severity", "shape", "focus", "path", "label", "message", "file", "line", "read"]
    assert list(told) == top
    assert {tuple(finding) for finding in told["findings"]} == {tuple(each)}
    assert {tuple(share) for share in told["coverage"].values()} == {
        ("characters", "stated", "set_aside", "unaccounted")
    }
    assert (told["conforms"], told["strict"]) == (False, True)
    ranks = [
        ["rule", "violation", "warning", "info"].index(x["severity"]) for x in told["findings"]
    ]
    assert ranks == sorted(ranks)


def test_gaps_are_counted_for_people_and_the_largest_stand_first(report):
    text = report.as_text("nb")
    gap = "  25 av 25 tiltaksforslag: Ingen kilde sier hvem som har ansvar for tiltaket; "
    assert sum(line.startswith(gap) for line in text.split("\n")) == 1
    counts = [len(group) for group in report.groups("warning")]
    assert counts == sorted(counts, reverse=True)
    assert "av dem har vi en tolkning." in text
    assert "25 of 25 recommendations: No source says" in report.as_text("en")


def test_a_report_in_brief_is_its_last_line(report):
    brief = report.as_text("en", brief=True)
    assert brief.startswith("All is in order: ")
    assert brief.count("\n") == 1
    assert report.as_text("en").endswith(brief)


def test_the_report_in_turtle_is_a_shacl_validation_report(report):
    told = rdflib.Graph().parse(data=report.as_turtle(), format="turtle")
    (node,) = told.subjects(RDF.type, SH.ValidationReport)
    assert told.value(node, SH.conforms) == rdflib.Literal(lexical_or_value=True)
    results = [*told.objects(node, SH.result)]
    assert len(results) == sum(len(each.results) for each in report.findings) > 0
    for name in (SH.focusNode, SH.resultSeverity, SH.sourceConstraintComponent, SH.sourceShape):
        assert all(told.value(each, name) for each in results)
    paths = [told.value(each, SH.resultPath) for each in results]
    assert any(isinstance(each, rdflib.BNode) for each in paths)


def test_a_broken_rule_stands_as_a_comment_in_the_report_in_turtle(small):
    text = held(small, changed(SOUND, "sh:minCount", "sh:minCout")).as_turtle()
    assert "# ontology/shapes.ttl:7: sh:minCout is no part of SHACL that is checked here" in text
    assert "sh:conforms false" in text


def test_the_value_that_fails_stands_in_the_report_in_turtle(small):
    wrong = Fact(NamedNode(MEASURE), term("ho:position"), Literal('"en"\n', language="nb"))
    report = check(changed_in(small, SOURCE, new=[wrong]))
    told = rdflib.Graph().parse(data=report.as_turtle(), format="turtle")
    assert rdflib.Literal('"en"\n', lang="nb") in set(told.objects(None, SH.value))


@pytest.mark.night
def test_the_report_does_not_depend_on_the_hash_seed():
    code = """
from ho21.site.report import own_questions
from ho21.sparql.engine import Engine
from ho21.validation.shacl import check
from ho21.validation.shapes import Shapes
from ho21.project import open_project
from ho21.dataset.loader import load
from ho21.errors import ProjectError
report = check(load(open_project()))
print(report.as_dict(), report.as_text("nb"), report.as_turtle())
"""
    command = [sys.executable, "-c", code]
    runs = [
        subprocess.run(command, env={"PYTHONHASHSEED": seed}, capture_output=True, check=True)
        for seed in ("1", "2")
    ]
    assert runs[0].stdout == runs[1].stdout


def test_the_text_for_people_names_every_severity_and_every_source(small, report):
    broken = replace(small, faults=(fault("unaccounted", "graph/x.ttl", count=1, text="x"),))
    (rule,) = (each for each in held(broken, SOUND).findings if is_rule(each))
    text = replace(report, findings=(rule, *report.findings)).as_text("nb")
    assert "Brutte regler (1)\n  graph/x.ttl: 1 bokstav eller siffer" in text
    assert "Hull (" in text
    assert "Merknader (" in text
    assert all(f"\n  {source}: " in text for source in report.coverage)
    assert "Ikke i orden: " in text
