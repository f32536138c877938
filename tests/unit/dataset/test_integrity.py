"""What must hold across files: known terms, described things, and one home for each."""

from __future__ import annotations

import pytest
from pyoxigraph import Literal

from ho21.dataset.integrity import rewritten
from ho21.dataset.loader import load
from ho21.project import open_project
from support.tiny import ACTORS, PREFIXES, STATEMENTS, TEXT, changed, place, told

FILE = "graph/kilde-en.ttl"


def test_the_tiny_project_breaks_no_rule(tiny_project):
    assert told(tiny_project()) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("ho:modality ho:must", "ho:mood ho:must"),
        ("tiltak:dele-data a ho:Recommendation", "tiltak:dele-data a ho:Advice"),
        ("ho:modality ho:must", "org:purpose ho:must"),
    ],
)
def test_a_term_that_nobody_declares_is_refused_on_the_line_where_it_stands(tiny_project, old, new):
    root = tiny_project(statements=changed(STATEMENTS, old, new))
    assert told(root) == [("unknown-term", *place(root, FILE, new))]


@pytest.mark.parametrize(
    ("old", "new", "meant"),
    [
        ("ho:modality ho:must", "ho:modality ho:msut", "ho:must"),
        ("ho:modality ho:must", "ho:modalty ho:must", "ho:modality"),
        ("soyle:data a ho:Pillar", "soyle:data a ho:Piller", "ho:Pillar"),
        ('skos:prefLabel "Dele data"@nb', 'skos:preflabel "Dele data"@nb', "skos:prefLabel"),
    ],
)
def test_a_misspelt_term_is_told_with_the_one_that_was_meant(tiny_project, old, new, meant):
    root = tiny_project(statements=changed(STATEMENTS, old, new))
    assert told(root) == [("unknown-term-near", *place(root, FILE, new))]
    (found,) = load(open_project(str(root))).faults
    assert dict(found.fields)["near"] == meant


@pytest.mark.parametrize(
    "subject",
    [
        "<http://ex.org/x0>",
        "doc:kilde-to",
        "doc:kilde-to.txt",
        "<https://w3id.org/ho21/doc/kilde-en.txt#char=0,30>",
        "<https://w3id.org/ho21/>",
        "<https://w3id.org/ho21/graph/aktorer>",
        "ho:Measure",
        "skos:prefLabel",
    ],
)
def test_a_source_says_nothing_of_what_is_not_its_document_or_a_thing(tiny_project, subject):
    more = f'\n{subject} skos:prefLabel "Oppdiktet utsagn uten kilde"@nb .\n'
    root = tiny_project(statements=STATEMENTS + more)
    assert ("subject-misplaced", *place(root, FILE, "Oppdiktet")) in told(root)


@pytest.mark.parametrize("file", ["graph/aktorer.ttl", "graph/datasett.ttl", "ontology/names.ttl"])
def test_neither_a_register_nor_the_vocabulary_says_anything_of_a_document(tiny_project, file):
    root = tiny_project()
    with (root / file).open("a", encoding="utf-8") as out:
        out.write('\n<https://w3id.org/ho21/doc/kilde-en> skos:altLabel "Oppdiktet"@nb .\n')
    assert told(root) == [("subject-misplaced", *place(root, file, "Oppdiktet"))]


@pytest.mark.parametrize(
    "said",
    [
        'dcterms:description "Det virker godt."@nb',
        'skos:definition "Et godt tiltak"@nb',
        'skos:notation "983744516"',
        "foaf:homepage <https://example.org/>",
        "dcterms:relation aktor:kommunene",
        "dcterms:source aktor:radet",
        "ho:isStatedIn <https://w3id.org/ho21/doc/kilde-en.txt#char=0,5>",
        'ho:sortKey "0"',
        'ho:reason "Fordi."@nb',
        'ho:glue "og"@nb',
        "skos:broader tema:data",
        "adms:identifier <https://w3id.org/ho21/id/aktor/radet#orgnr>",
        'ho:modality "Oppdiktet"@nb',
    ],
)
def test_what_no_words_of_a_source_carry_is_refused(tiny_project, said):
    old = "    ho:modality ho:must ;\n"
    root = tiny_project(statements=changed(STATEMENTS, old, f"{old}    {said} ;\n"))
    assert ("property-unsupported", *place(root, FILE, said)) in told(root)


def test_a_source_has_no_things_of_the_kinds_that_the_build_makes(tiny_project):
    more = '\npastand:x a ho:NoLink ;\n    ho:quote "Deling"@nb .\n'
    root = tiny_project(statements=STATEMENTS + more)
    assert told(root) == [("property-unsupported", *place(root, FILE, "a ho:NoLink"))]


def test_what_would_be_lost_when_a_claim_is_made_is_refused(tiny_project):
    old = "    rdf:predicate ho:proposedBy ;\n"
    new = f'{old}    skos:prefLabel "Målbildet er satt"@nb ;\n'
    root = tiny_project(statements=changed(STATEMENTS, old, new))
    assert told(root) == [("property-unsupported", *place(root, FILE, 'Målbildet er satt"@nb'))]


def test_a_thing_that_no_words_carry_is_refused(tiny_project):
    more = '\nmal:oppdiktet a ho:Goal ;\n    skos:prefLabel "Oppdiktet"@nb , "Made up"@en .\n'
    root = tiny_project(statements=STATEMENTS + more)
    assert told(root) == [("thing-unquoted", *place(root, FILE, "mal:oppdiktet a"))]


def test_a_thing_whose_quote_is_misspelt_is_not_said_to_have_none(tiny_project):
    old = 'ho:quote "Den bærende søylen"@nb'
    root = tiny_project(statements=changed(STATEMENTS, old, old.replace("quote", "qoute")))
    keys = {key for key, _, _ in told(root)}
    assert "unknown-term-near" in keys
    assert "thing-unquoted" not in keys


def test_a_source_gives_no_name_to_what_has_its_home_elsewhere(tiny_project):
    more = '\naktor:radet ho:quote "Målbildet"@nb ;\n    skos:altLabel "Oppdiktet"@nb .\n'
    root = tiny_project(statements=STATEMENTS + more)
    assert told(root) == [("two-homes", *place(root, FILE, "Oppdiktet"))]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("ho:addressedTo aktor:kommisjonen", "ho:addressedTo <http://ex.org/x0>"),
        ("    rdf:subject malbilde:felles-data", "    rdf:subject <http://ex.org/x0>"),
        ("ho:addressedTo aktor:kommisjonen", 'ho:addressedTo "Kommisjonen"@nb'),
    ],
)
def test_a_link_to_what_is_no_thing_of_the_project_is_refused(tiny_project, old, new):
    root = tiny_project(statements=changed(STATEMENTS, old, new))
    assert told(root) == [("unknown-thing", *place(root, FILE, new))]
    (found,) = load(open_project(str(root))).faults
    assert dict(found.fields)["other"] in {"<http://ex.org/x0>", "«Kommisjonen»"}


@pytest.mark.parametrize(
    "said",
    ['dcterms:description "Oppdiktet"@nb', 'ho:quote "Helserådets"@nb', 'ho:unit "Oppdiktet"@nb'],
)
def test_the_register_says_only_what_an_actor_is_called_and_how_it_is_known(tiny_project, said):
    root = tiny_project(actors=changed(ACTORS, '"rådet"@nb .', f'"rådet"@nb ;\n    {said} .'))
    assert told(root) == [("register-unsupported", *place(root, "graph/aktorer.ttl", said))]


def test_a_quote_that_is_no_text_carries_nothing(tiny_project):
    more = "\nmal:oppdiktet a ho:Goal ;\n    ho:quote tema:data .\n"
    root = tiny_project(statements=STATEMENTS + more)
    assert told(root) == [("thing-unquoted", *place(root, FILE, "ho:quote tema:data"))]


def test_a_foreign_subject_is_told_once(tiny_project):
    more = '\n<http://ex.org/x0> rdfs:label "Oppdiktet utsagn uten kilde"@nb .\n'
    root = tiny_project(statements=STATEMENTS + more)
    assert told(root) == [("subject-misplaced", *place(root, FILE, "Oppdiktet"))]


def test_a_document_that_is_merely_named_may_have_its_address(tiny_project):
    more = """
dokument:rapport a ho:Document ;
    skos:prefLabel "Rapport"@nb , "Report"@en ;
    ho:quote "Målbildet er satt"@nb ;
    foaf:page <https://example.org/> .
"""
    assert told(tiny_project(statements=STATEMENTS + more)) == []


def test_a_link_to_a_thing_that_is_described_nowhere_is_refused(tiny_project):
    old = "    rdf:object aktor:radet"
    root = tiny_project(statements=changed(STATEMENTS, old, "    rdf:object aktor:raadet"))
    assert told(root) == [("unknown-thing", *place(root, FILE, "rdf:object"))]


def test_a_thing_without_a_type_is_refused(tiny_project):
    old = 'soyle:data a ho:Pillar ;\n    skos:prefLabel "Den bærende søylen"@nb'
    new = 'soyle:data skos:prefLabel "Den bærende søylen"@nb'
    root = tiny_project(statements=changed(STATEMENTS, old, new))
    assert told(root) == [
        ("untyped", *place(root, FILE, "soyle:data skos")),
        ("unknown-thing", *place(root, FILE, "ho:isPartOf soyle:data")),
    ]


def test_a_thing_with_a_type_in_two_files_is_refused(tiny_project):
    root = tiny_project(actors=f"{ACTORS}\ntiltak:dele-data a ho:Measure .\n")
    assert told(root) == [("two-homes", *place(root, FILE, "tiltak:dele-data a"))]
    (second,) = load(open_project(str(root))).faults
    assert dict(second.fields)["home"] == "graph/aktorer.ttl"


def test_a_thing_may_be_named_before_the_file_that_is_its_home(tiny_project):
    root = tiny_project()
    more = f'{PREFIXES}\naktor:redaksjonen skos:altLabel "De som leser"@nb .\n'
    file = root / "graph" / "datasett.ttl"
    file.write_text(file.read_text(encoding="utf-8") + more, encoding="utf-8")
    assert told(root) == []


@pytest.mark.parametrize(
    ("written", "way"),
    [
        ("070", "70"),
        ("70.0", "70"),
        ("+70", "70"),
        ("7e1", "70"),
    ],
)
def test_a_number_that_a_store_gives_back_in_another_way_is_refused(tiny_project, written, way):
    root = tiny_project(statements=changed(STATEMENTS, "ho:value 70", f"ho:value {written}"))
    assert ("not-canonical", *place(root, FILE, "ho:value")) in told(root)
    found = [each for each in load(open_project(str(root))).faults if each.key == "not-canonical"]
    assert [dict(each.fields)["way"] for each in found] == [way]


def test_no_literal_of_the_real_project_is_written_otherwise_than_a_store_gives_it_back(real):
    facts = (fact for facts in real.facts.values() for fact in facts)
    assert rewritten(facts) == {}


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ('"Den bærende søylen"@nb ,', '"Den bæ\u00adrende søylen"@nb ,', "indistinct-sign"),
        ('"Den bærende søylen"@nb ,', '"Den bærende so\u0308ylen"@nb ,', "indistinct-sign"),
        ('"Dele data"@nb', '"Dele data"@no', "language-unclear"),
        ('ho:quote "Deling av data"@nb', 'ho:quote "Deling av data"@no', "language-unclear"),
        ('ho:quote "Deling av data"@nb', 'ho:quote "Deling av data"', "language-missing"),
        ('"Dele data"@nb', '"Dele data"@nb-NO', "language-region"),
        ('"Share data"@en', '"Share data"@en-GB', "language-region"),
        ('"Share data"@en', '"Share data"@EN-us', "language-region"),
        ('ho:quote "Deling av data"@nb', 'ho:quote "Deling av data"@nb-Latn', "language-region"),
        ('"hospitals"@en', '"hospitals"@en-GB', "language-region"),
        (
            'ho:translation "Sharing of data"@en',
            'ho:translation "Sharing of data"@en-GB',
            "language-region",
        ),
        ('"Dele data"@nb', '"  Dele data "@nb', "not-one-line"),
        ('"Dele data"@nb', '"Dele  data"@nb', "not-one-line"),
        ('"Dele data"@nb', r'"Dele\n\tdata"@nb', "not-one-line"),
        ('"Dele data"@nb', r'"Dele\tdata"@nb', "not-one-line"),
        ('ho:unit "sykehus"@nb', r'ho:unit "sykehus\n"@nb', "not-one-line"),
        (
            '"Sharing of data"@en ;\n    ho:position',
            '"Todo"@en ;\n    ho:position',
            "text-placeholder",
        ),
        (
            '"Sharing of data"@en ;\n    ho:position',
            '"…"@en ;\n    ho:position',
            "text-placeholder",
        ),
        ('"Sharing of data"@en ;\n    ho:position', '""@en ;\n    ho:position', "text-placeholder"),
        (
            '"Sharing of data"@en ;\n    ho:position',
            '"TBD: oversett"@en ;\n    ho:position',
            "text-placeholder",
        ),
    ],
)
def test_a_text_that_says_nothing_or_in_no_clear_language_is_refused(tiny_project, old, new, key):
    root = tiny_project(statements=changed(STATEMENTS, old, new))
    assert told(root) == [(key, *place(root, FILE, new.partition(";")[0]))]


@pytest.mark.parametrize("tag", ["NB", "Nb"])
def test_a_language_is_the_same_in_capitals(tiny_project, tag):
    root = tiny_project(statements=changed(STATEMENTS, '"Dele data"@nb', f'"Dele data"@{tag}'))
    assert told(root) == []
    said = {fact.object for fact in load(open_project(str(root))).turtles[-1].triples}
    assert Literal("Dele data", language="nb") in said


def test_what_to_write_for_a_tag_with_a_region_or_a_name_on_two_lines_is_told(tiny_project):
    written = changed(STATEMENTS, '"Dele data"@nb , "Share', r'"Dele \n data"@nb-NO , "Share')
    region, lines = load(open_project(str(tiny_project(statements=written)))).faults
    assert (region.key, dict(region.fields)["bare"]) == ("language-region", "nb")
    assert dict(lines.fields) == {
        "thing": "tiltak:dele-data",
        "value": "Dele \\u000a data",
        "way": "Dele data",
    }


@pytest.mark.parametrize(
    ("file", "old", "new", "key"),
    [
        ("names", '"nettside"@nb', '"nettside"@nb-NO', "language-region"),
        ("names", '"nettside"@nb', '"nett  side"@nb', "not-one-line"),
    ],
)
def test_the_words_of_the_vocabulary_are_as_easily_found(tiny_project, file, old, new, key):
    root = tiny_project()
    path = root / "ontology" / f"{file}.ttl"
    text = path.read_text(encoding="utf-8")
    path.write_text(changed(text, old, new), encoding="utf-8")
    assert told(root) == [(key, *place(root, f"ontology/{file}.ttl", new))]


def test_a_quote_and_its_translation_may_run_over_lines(tiny_project):
    text = changed(TEXT, "Vi må dele", "Vi må\n  dele")
    words = changed(STATEMENTS, "Vi må dele", r"Vi må\n  dele")
    words = changed(words, "We must share", r"We must\n  share")
    assert told(tiny_project(text=text, statements=words)) == []


@pytest.mark.parametrize(
    "said",
    [
        "foaf:homepage <javascript:alert(1)>",
        "foaf:page <data:text/html,hei>",
        "foaf:page <https:///sti>",
        'foaf:page "javascript:alert(1)"',
        "vcard:hasURL <file:///etc/passwd>",
        "vcard:hasEmail <https://example.org/>",
        "vcard:hasEmail <mailto:>",
        "dcterms:source <urn:x:1>",
    ],
)
def test_an_address_that_nobody_can_follow_is_refused(tiny_project, said):
    root = tiny_project(actors=changed(ACTORS, '"rådet"@nb .', f'"rådet"@nb ;\n    {said} .'))
    assert told(root) == [("address-unfollowed", *place(root, "graph/aktorer.ttl", said))]


@pytest.mark.parametrize(
    "said",
    [
        "foaf:homepage <http://example.org>",
        "foaf:page <HTTPS://example.org/sti?x=1#y>",
        "vcard:hasEmail <mailto:post@example.org>",
        'dcterms:source "Sett på https://example.org/ 2026-11-22"@nb',
    ],
)
def test_an_address_that_can_be_followed_is_fine(tiny_project, said):
    root = tiny_project(actors=changed(ACTORS, '"rådet"@nb .', f'"rådet"@nb ;\n    {said} .'))
    assert told(root) == []


def test_a_licence_that_nobody_can_follow_is_refused(tiny_project):
    root = tiny_project()
    own = root / "graph" / "datasett.ttl"
    licence = "http://publications.europa.eu/resource/authority/licence/CC_BY_4_0"
    text = own.read_text(encoding="utf-8")
    own.write_text(changed(text, licence, "javascript:alert(1)"), encoding="utf-8")
    assert told(root) == [("address-unfollowed", *place(root, "graph/datasett.ttl", "javascript"))]


def test_a_place_of_publication_that_nobody_can_follow_is_refused(tiny_project):
    root = tiny_project()
    own = root / "graph" / "datasett.ttl"
    said = "dcat:landingPage <file:///srv/graf> ;\n    dcat:version"
    own.write_text(changed(own.read_text(encoding="utf-8"), "dcat:version", said), "utf-8")
    assert told(root) == [("address-unfollowed", *place(root, "graph/datasett.ttl", "file:///"))]


@pytest.mark.parametrize("length", [32_767, 32_768])
def test_a_text_that_no_cell_holds_is_refused(tiny_project, length):
    words = "x" * length
    written = changed(STATEMENTS, "We must share health data with the municipalities", words)
    root = tiny_project(statements=written)
    found = [("text-too-long", *place(root, FILE, words))]
    assert told(root) == (found if length == 32_768 else [])


def test_our_own_texts_are_in_the_languages_that_the_project_says_it_has(tiny_project):
    quoted = changed(STATEMENTS, 'ho:quote "Deling av data"@nb', 'ho:quote "Deling av data"@bn')
    root = tiny_project(statements=changed(quoted, '"Dele data"@nb', '"Dele data"@bn'))
    assert told(root) == []
    speaks(root, "<http://publications.europa.eu/resource/authority/language/NOB>", '"en"')
    assert told(root) == [("language-unlisted", *place(root, FILE, '"Dele data"@bn'))]


@pytest.mark.parametrize(
    ("language", "key"),
    [
        ("<https://example.org/bengali>", "project-language"),
        ('"xx"', "project-language"),
        ('"norsk"', "project-language"),
        ('"no"', "project-language-unclear"),
        (
            "<http://publications.europa.eu/resource/authority/language/NOR>",
            "project-language-unclear",
        ),
        ('"en-GB"', "project-language-region"),
    ],
)
def test_a_language_of_the_project_that_nobody_has_is_refused(tiny_project, language, key):
    root = tiny_project()
    speaks(root, language)
    assert told(root) == [(key, *place(root, "graph/datasett.ttl", "dcterms:language"))]


def test_a_text_in_a_language_nobody_has_is_refused(tiny_project):
    root = tiny_project(statements=changed(STATEMENTS, '"Dele data"@nb', '"Dele data"@xx'))
    assert told(root) == [("language-nobody", *place(root, FILE, '"Dele data"@xx'))]


def speaks(root, *languages):
    """Let a project say its languages."""
    own = root / "graph" / "datasett.ttl"
    said = f"dcterms:language {' , '.join(languages)} ;\n    dcat:version"
    own.write_text(changed(own.read_text(encoding="utf-8"), "dcat:version", said), encoding="utf-8")


def test_the_words_of_a_source_may_have_whatever_signs_it_has(tiny_project):
    text = changed(TEXT, "Den bærende", "Den bæ\u00adrende")
    quoted = changed(STATEMENTS, 'ho:quote "Den bærende', 'ho:quote "Den bæ\u00adrende')
    assert told(tiny_project(text=text, statements=quoted)) == []
