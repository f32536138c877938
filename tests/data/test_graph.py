"""The graph of HelseOmsorg21: what it holds, counted, and every word of it where it says it is."""

from __future__ import annotations

import re
import shutil

import pytest
from pyoxigraph import Literal, NamedNode, QueryBoolean

from ho21.dataset.claims import INFERRED
from ho21.dataset.dataset import Dataset, select
from ho21.dataset.loader import load
from ho21.dataset.readings.rows import read_rows
from ho21.dataset.source import fold
from ho21.map.drawing import FACTS, StrategyNetwork
from ho21.model.read import knowledge_graph
from ho21.project import open_project
from ho21.rdf.namespaces import HO, VOCABULARIES, curie, term
from support.tiny import ROOT

SOURCES = (
    "forsterket-innsats",
    "handlingsplan-2015",
    "innspill-helsepersonellkommisjonen",
    "konferansen-2022",
    "toppmote",
)


@pytest.fixture
def stated(stated_store):
    """Return the graph without readings and mappings."""
    return stated_store


@pytest.fixture
def everything(store):
    return store


def rows(store, real: Dataset, query: str) -> list[tuple[str, ...]]:
    """Return the rows of a question, each thing by its short name and each number as digits."""
    return [
        tuple(real.base.short(each) if isinstance(each, NamedNode) else each.value for each in row)
        for row in select(store, query, real.base.prefixes())
    ]


def count(store, real: Dataset, pattern: str) -> int:
    ((number,),) = rows(store, real, f"SELECT (COUNT(DISTINCT ?x) AS ?n) {{ {pattern} }}")
    return int(number)


def true(store, real: Dataset, pattern: str) -> bool:
    result = store.query(f"ASK {{ {pattern} }}", prefixes=real.base.prefixes())
    assert isinstance(result, QueryBoolean)
    return bool(result)


# Nothing is wrong and nothing is lost


def test_the_project_breaks_no_rule(real):
    assert [each.text("en") for each in real.faults] == []


def test_the_sources_are_these_five(real):
    assert tuple(real.coverage) == SOURCES


@pytest.mark.parametrize("source", SOURCES)
def test_every_letter_and_digit_is_stated_or_set_aside(real, source):
    coverage = real.coverage[source]
    text = open_project().bytes("graph", f"{source}.txt").decode()
    assert coverage.unaccounted == 0
    assert coverage.stated + coverage.set_aside == coverage.characters
    assert coverage.characters == sum(map(str.isalnum, text))
    assert coverage.noise / coverage.characters <= 0.25


# Every word stands where it says


def test_every_exact_text_is_the_raw_slice_at_its_offsets(real, stated):
    found = rows(
        stated,
        real,
        """SELECT ?capture ?exact ?start ?end ?prefix ?suffix {
            ?passage oa:hasSource ?capture ; oa:hasSelector ?quote , ?position .
            ?quote oa:exact ?exact ; oa:prefix ?prefix ; oa:suffix ?suffix .
            ?position oa:start ?start ; oa:end ?end }""",
    )
    texts = {
        f"doc.{name}.txt": open_project().bytes("graph", f"{name}.txt").decode() for name in SOURCES
    }
    assert len(found) == count(stated, real, "?x a ho:Passage")
    for capture, exact, first, last, prefix, suffix in found:
        text, start, end = texts[capture], int(first), int(last)
        assert exact == text[start:end]
        assert prefix == text[max(0, start - 32) : start]
        assert suffix == text[end : end + 32]


def test_every_passage_bears_its_offsets_in_its_name_and_its_lines(real, stated):
    for passage, start, end, first, last in rows(
        stated,
        real,
        """SELECT ?passage ?start ?end ?first ?last {
            ?passage ho:startLine ?first ; ho:endLine ?last ; oa:hasSelector ?position .
            ?position oa:start ?start ; oa:end ?end }""",
    ):
        name, _, offsets = passage.removeprefix("doc.").partition("#char=")
        text = open_project().bytes("graph", name).decode()
        assert offsets == f"{start},{end}"
        assert int(first) == text[: int(start)].count("\n") + 1
        assert int(last) == text[: int(end)].count("\n") + 1


def test_every_quote_is_the_text_of_its_passage_with_white_space_folded(real, stated):
    found = rows(
        stated,
        real,
        """SELECT ?quote ?exact {
            ?passage a ho:Passage ; ho:quote ?quote ; oa:hasSelector/oa:exact ?exact }""",
    )
    assert found
    assert [quote for quote, _ in found] == [fold(exact) for _, exact in found]


def test_every_capture_is_locked_by_its_sum(real, stated):
    assert count(stated, real, "?x a ho:Capture ; ho:sha256 ?sum") == len(SOURCES)


# Every link says where it was said


def links(real: Dataset) -> list[tuple[str, NamedNode, NamedNode, NamedNode]]:
    """Return every link between two things with the graph it lies in."""
    return [
        (graph, *fact)
        for graph, facts in real.facts.items()
        for fact in facts
        if fact.predicate in real.vocabulary.links
        and real.base.is_thing(fact.subject)
        and real.base.is_thing(fact.object)
        and not fact.subject.value.startswith(f"{real.base.iri}id/pastand/")
    ]


def test_every_link_has_a_claim_in_its_own_graph_with_a_basis_and_a_passage_or_a_reason(real):
    claims: dict[tuple, dict[NamedNode, NamedNode]] = {}
    for graph, facts in real.facts.items():
        said: dict[NamedNode, dict] = {}
        for fact in facts:
            said.setdefault(fact.subject, {})[fact.predicate] = fact.object
        for each in said.values():
            if term("rdf:subject") in each:
                link = (each[term(f"rdf:{part}")] for part in ("subject", "predicate", "object"))
                claims[(graph, *link)] = each
    found = links(real)
    assert len(found) > 300
    for link in found:
        claim = claims[link]
        assert term("ho:basis") in claim
        assert term("ho:isStatedIn") in claim or term("ho:reason") in claim


def test_every_claim_has_its_plain_link_in_its_own_graph(real):
    for facts in real.facts.values():
        them = set(facts)
        claims = [fact for fact in facts if fact.predicate == term("rdf:subject")]
        for claim in claims:
            (predicate,), (target,) = (
                [fact.object for fact in them if fact[:2] == (claim.subject, term(f"rdf:{part}"))]
                for part in ("predicate", "object")
            )
            assert (claim.object, predicate, target) in them


def test_a_claim_of_a_source_rests_on_that_source_alone(real):
    for source in SOURCES:
        for folder in ("kilde", "slutning"):
            for fact in real.facts[real.base.graph(f"{folder}/{source}").value]:
                if fact.predicate in {term("ho:isStatedIn"), term("ho:alsoRestsOn")}:
                    assert fact.object.value.startswith(f"{real.base.capture(source).value}#char=")


def test_an_inferred_claim_names_its_premise_and_only_such_a_claim_does(real):
    for graph, facts in real.facts.items():
        inferred = {fact.subject for fact in facts if fact[1:] == (term("ho:basis"), INFERRED)}
        derived = {
            fact.subject
            for fact in facts
            if fact.predicate == term("prov:wasDerivedFrom")
            and fact.subject.value.startswith(f"{real.base.iri}id/pastand/")
        }
        assert inferred == derived, graph


def test_no_fact_has_a_blank_node_and_every_term_of_ours_is_declared(real):
    for facts in real.facts.values():
        for fact in facts:
            assert isinstance(fact.subject, NamedNode)
            for node in fact:
                if isinstance(node, NamedNode) and node.value.startswith(HO):
                    assert real.vocabulary.knows(node)


def test_a_source_that_is_withdrawn_leaves_what_the_others_say_untouched(real, tmp_path):
    for room in ("ontology", "graph", "queries"):
        shutil.copytree(ROOT / room, tmp_path / room)
    for ending in ("txt", "ttl"):
        (tmp_path / "graph" / f"toppmote.{ending}").unlink()
    left = load(open_project(str(tmp_path)))
    kept = [name for name in real.stated.facts if "toppmote" not in name]
    assert len(kept) == len(left.facts) - len(real.facts.keys() & real.read_graphs)
    for graph in kept:
        assert left.facts[graph] == real.facts[graph]


# What the graph holds


@pytest.mark.parametrize(
    ("kind", "number"),
    [
        ("Strategy", 1),
        ("Vision", 1),
        ("StrategyArea", 10),
        ("Pillar", 2),
        ("Foundation", 2),
        ("TargetPicture", 24),
        ("Theme", 10),
        ("Means", 18),
        ("Assessment", 9),
        ("Recommendation", 25),
        ("Conference", 1),
        ("Summit", 1),
        ("EventGoal", 3),
        ("Question", 3),
        ("ActionPlan", 1),
    ],
)
def test_of_each_kind_there_are_as_many_as_the_sources_name(real, stated, kind, number):
    assert count(stated, real, f"?x a ho:{kind}") == number


def test_the_24_target_pictures_stand_in_four_blocks(real, stated):
    assert rows(
        stated,
        real,
        """SELECT ?block (COUNT(DISTINCT ?x) AS ?n) {
            ?x a ho:TargetPicture ; ho:isPartOf ?block } GROUP BY ?block ORDER BY DESC(?n)""",
    ) == [
        ("soyle.baerekraftig-og-inkluderende-helsetjeneste", "10"),
        ("soyle.konkurransedyktig-helseindustri", "7"),
        ("fundament.helsedata", "4"),
        ("fundament.grensesprengende-forskning", "3"),
    ]


def test_the_25_recommendations_stand_in_five_themes_in_their_order(real, stated):
    assert rows(
        stated,
        real,
        """SELECT ?theme (COUNT(DISTINCT ?x) AS ?n) {
            ?theme a ho:Theme ; ho:position ?place .
            ?x a ho:Recommendation ; ho:isPartOf ?theme } GROUP BY ?theme ?place ORDER BY ?place""",
    ) == [
        ("tema.baerekraft-i-helsetjenesten", "5"),
        ("tema.organisering-oppgavefordeling-og-samhandling", "6"),
        ("tema.rekruttering-utdanning-og-kompetanse", "5"),
        ("tema.forskning-og-innovasjon", "4"),
        ("tema.teknologi-og-digitalisering", "5"),
    ]


@pytest.mark.parametrize(
    ("kind", "number"), [("StrategyArea", 10), ("TargetPicture", 24), ("Recommendation", 25)]
)
def test_positions_run_from_1_without_a_gap(real, stated, kind, number):
    query = f"SELECT DISTINCT ?n {{ ?x a ho:{kind} ; ho:position ?n }} ORDER BY ?n"
    assert rows(stated, real, query) == [(str(place),) for place in range(1, number + 1)]


def test_16_recommendations_must_7_need_and_2_should(real, stated):
    of = "?x a ho:Recommendation ; ho:modality ho:{}"
    assert {each: count(stated, real, of.format(each)) for each in ("must", "need", "should")} == {
        "must": 16,
        "need": 7,
        "should": 2,
    }
    assert count(stated, real, "?x a ho:Recommendation ; ho:modality ?m") == 25


def test_the_council_proposed_all_25_to_the_commission(real, stated):
    pattern = """?x a ho:Recommendation ;
        ho:proposedBy aktor:ho21-radet ; ho:addressedTo aktor:helsepersonellkommisjonen"""
    assert count(stated, real, pattern) == 25


def test_the_council_has_27_members(real, stated):
    assert rows(stated, real, "SELECT ?f { ?f ho:value 27 ; ho:quantifies aktor:ho21-radet }") == [
        ("tall.medlemmer-i-radet",)
    ]


# What the sources do not say is not there


def test_the_summit_has_a_day_but_no_year(real, stated):
    assert rows(stated, real, "SELECT ?w { ?x a ho:Summit ; ho:when ?w }") == [("--11-15",)]
    assert not true(stated, real, "?x a ho:Summit ; ho:whenText ?text")


@pytest.mark.parametrize("role", ["responsible", "accountable", "performer"])
def test_no_source_makes_anyone_responsible_for_a_recommendation(real, stated, role):
    assert count(stated, real, f"?x a ho:Recommendation ; ho:{role} ?y") == 0


def test_five_recommendations_state_nine_purposes_and_none_an_area_or_a_target_picture(
    real, stated, everything
):
    served = "?x a ho:Recommendation ; ho:contributesTo ?y . ?y a ho:{}"
    found = rows(
        stated,
        real,
        """SELECT ?x ?y { ?x a ho:Recommendation ; ho:contributesTo ?y } ORDER BY ?x ?y""",
    )
    assert (len({measure for measure, _ in found}), len(found)) == (5, 9)
    for kind in ("StrategyArea", "TargetPicture"):
        assert count(stated, real, served.format(kind)) == 0
        assert count(everything, real, served.format(kind)) > 0


def test_three_recommendations_state_seven_means(real, stated):
    found = rows(stated, real, "SELECT ?x ?y { ?x a ho:Recommendation ; ho:byMeansOf ?y }")
    assert (len({measure for measure, _ in found}), len(found)) == (3, 7)


def test_the_council_placed_the_pictures_of_the_pillars_by_the_words(real, stated):
    assert count(stated, real, "?x a ho:TargetPicture ; ho:madeBy aktor:ho21-radet") == 17


def test_the_government_wants_openness_and_the_two_ministers_hope_for_better_quality(real, stated):
    assert rows(stated, real, "SELECT ?x ?y { ?x ho:heldBy ?y } ORDER BY ?x ?y") == [
        ("mal.likeverdig-og-godt-tilbud", "aktor.vi-pa-toppmotet"),
        ("mal.okt-apenhet", "aktor.regjeringen"),
        ("mal.systematisk-kvalitetsforbedring", "aktor.bent-hoie"),
        ("mal.systematisk-kvalitetsforbedring", "aktor.erna-solberg"),
    ]


def test_poorer_health_threatens_capacity_by_the_words(real, stated):
    found = rows(stated, real, "SELECT ?x ?y { ?x a ho:Challenge ; ho:leadsTo ?y }")
    assert found == [("utfordring.darligere-folkehelse", "utfordring.truet-kapasitet-i-tjenestene")]


def test_that_variation_may_be_wanted_is_a_judgement_and_no_word_of_the_challenge(real, stated):
    challenge = "utfordring:variasjon-i-tjenestene"
    assert rows(
        stated,
        real,
        f"SELECT ?x ?who {{ ?x ho:assesses {challenge} ; ho:saidBy ?who }}",
    ) == [("vurdering.noen-ganger-riktig-og-onsket", "aktor.bent-hoie")]
    words = rows(stated, real, f"SELECT ?q {{ {challenge} ho:alsoQuote ?q }}")
    assert not [each for (each,) in words if "riktig" in each]


def test_responsibility_is_for_what_the_text_says_and_never_for_the_whole_strategy(real, stated):
    assert count(stated, real, "strategi:helseomsorg21 ho:responsible ?x") == 0
    members = rows(
        stated, real, "SELECT ?x { aktor:involverte-aktorer ho:hasMember ?x } ORDER BY ?x"
    )
    duty = "oppgave:bidra-til-forskning-og-innovasjon ho:responsible ?x"
    assert len(members) == 5
    assert members == rows(stated, real, f"SELECT DISTINCT ?x {{ {duty} }} ORDER BY ?x")


def test_the_silent_we_of_all_25_fills_no_gap(real, stated):
    assert count(stated, real, "?x a ho:Recommendation ; ho:impliedPerformer ?y") == 25
    assert not true(stated, real, "ho:impliedPerformer rdfs:subPropertyOf+ ho:responsible")


def test_a_reading_never_lies_in_a_stated_graph(real):
    own = {"Denial", "NoLink"}
    for graph in real.stated.facts:
        kinds = {fact.object for fact in real.facts[graph] if fact.predicate == term("rdf:type")}
        assert not kinds & {term(f"ho:{kind}") for kind in own}
        assert term("ho:reason") not in {fact.predicate for fact in real.facts[graph]}


def test_every_reading_has_an_author_a_date_a_reason_in_two_languages_and_its_state(
    real, everything
):
    readings = """GRAPH <https://w3id.org/ho21/graph/tolkning> {
        ?x a ?kind . VALUES ?kind { ho:Claim ho:Denial ho:NoLink } }"""
    bearing = """GRAPH <https://w3id.org/ho21/graph/tolkning> {
        ?x a ?kind ; prov:wasAttributedTo ?author ; dcterms:created ?date ;
            ho:reviewState ?state ; ho:confidence ?confidence ; ho:reason ?nb , ?en .
        VALUES ?author { aktor:redaksjonen aktor:annen-leser }
        VALUES ?state { ho:unreviewed ho:reviewed ho:disputed }
        FILTER(LANG(?nb) = "nb" && LANG(?en) = "en") }"""
    number = len(open_project().text("graph", "tolkning.tsv").rstrip("\n").split("\n"))
    header = sum(
        line.startswith(("#", "subject_id"))
        for line in open_project().text("graph", "tolkning.tsv").split("\n")
    )
    assert count(everything, real, readings) == count(everything, real, bearing)
    assert count(everything, real, bearing) == number - header


# What stands in other vocabularies too

MATCHES = ("broad", "close", "exact", "narrow", "related")
ALIKE = (*(f"skos:{each}Match" for each in MATCHES), "dcterms:subject")
MAPPED = "?x a ?kind . VALUES ?kind { ho:StrategyArea ho:Theme ho:TargetPicture }"


def mappings() -> list[dict[str, str]]:
    text = open_project().text("graph", "mappings.tsv")
    assert isinstance(text, str)
    return [row.cells for row in read_rows(text, "graph/mappings.tsv")[0]]


def made() -> list[dict[str, str]]:
    """Return the rows that map: those that neither deny nor sought in vain."""
    return [
        row
        for row in mappings()
        if not row["predicate_modifier"] and row["object_id"] != "sssom:NoTermFound"
    ]


def test_every_area_theme_and_target_picture_is_mapped_and_nothing_else(real, stated):
    mapped = {row["subject_id"].replace(":", ".") for row in made()}
    found = rows(stated, real, f"SELECT DISTINCT ?x {{ {MAPPED} }}")
    assert len(found) == 44
    assert mapped == {name for (name,) in found}


def test_every_row_of_the_mappings_is_a_claim_a_denial_or_a_no_link(real, everything):
    rows = mappings()
    denied = [row for row in rows if row["predicate_modifier"]]
    sought = [row for row in rows if row["object_id"] == "sssom:NoTermFound"]
    inside = "GRAPH <https://w3id.org/ho21/graph/koblinger> { ?x a ho:%s }"
    assert {
        kind: count(everything, real, inside % kind) for kind in ("Claim", "Denial", "NoLink")
    } == {"Claim": len(made()), "Denial": len(denied), "NoLink": len(sought)}
    assert len(made()) + len(denied) + len(sought) == len(rows)


def test_a_mapping_is_our_own_and_links_two_concepts_or_what_says_something_and_its_subject(
    real, everything
):
    own = f"""GRAPH <https://w3id.org/ho21/graph/koblinger> {{
        ?x a ho:Claim ; rdf:subject ?one ; rdf:predicate ?match ; rdf:object ?other ;
            ho:basis rst:self-composed .
        ?one ?match ?other . ?other a skos:Concept }}
        ?one a/rdfs:subClassOf* ?kind .
        FILTER(?kind = IF(?match = dcterms:subject, ho:Goal, skos:Concept))
        ?other rdfs:isDefinedBy ?vocabulary ; skos:prefLabel ?nb , ?en .
        FILTER(LANG(?nb) = "nb" && LANG(?en) = "en")
        VALUES ?match {{ {" ".join(ALIKE)} }}"""
    assert count(everything, real, own) == len(made()) > 0


def test_what_is_stated_holds_no_mapping(real, stated, everything):
    pattern = f"?x ?match ?y . VALUES ?match {{ {' '.join(ALIKE)} }}"
    assert count(stated, real, pattern) == 0
    assert count(everything, real, pattern) > 0


def test_names_alone_make_no_two_concepts_the_same_and_a_goal_of_the_un_is_only_related():
    links = {(row["predicate_id"], row["object_id"].partition(":")[0]) for row in made()}
    assert "skos:exactMatch" not in {predicate for predicate, _ in links}
    assert {predicate for predicate, vocabulary in links if vocabulary == "sdg"} == {
        "skos:relatedMatch",
        "dcterms:subject",
    }


def test_no_goal_or_measure_is_a_concept(real, everything):
    assert count(everything, real, "?x a skos:Concept ; a/rdfs:subClassOf* ho:Goal") == 0
    assert count(everything, real, "?x a skos:Concept ; a/rdfs:subClassOf* ho:Measure") == 0
    assert count(everything, real, "?x a skos:Concept ; a/rdfs:subClassOf* ho:Theme") > 0


def test_two_concepts_are_mapped_in_one_way_at_most():
    pairs = [
        (row["subject_id"], row["object_id"]) for row in mappings() if not row["object_source"]
    ]
    assert sorted(pairs) == sorted(set(pairs))


def test_the_concepts_named_from_other_vocabularies_are_those_that_the_mappings_use(real):
    text = open_project().text("graph", "mappings.tsv")
    prefixes = read_rows(text, "graph/mappings.tsv")[1]
    named = {
        curie(fact.subject.value, prefixes)
        for fact in real.vocabulary.triples
        if fact.predicate == term("rdfs:isDefinedBy") and not fact.subject.value.startswith(HO)
    }
    used = {row["object_id"] for row in mappings() if not row["object_source"]}
    assert named == used


def test_research_innovation_and_digitalisation_are_sought_in_los_in_vain():
    in_vain = {row["subject_id"] for row in mappings() if row["object_source"] == "los:"}
    assert in_vain >= {
        "tema:forskning-og-innovasjon",
        "tema:teknologi-og-digitalisering",
        "omrade:hoy-kvalitet-og-sterkere-internasjonalisering",
        "omrade:kunnskapsloft-for-kommunene",
        "malbilde:kunstig-intelligens",
        "malbilde:kliniske-studier",
    }
    found = {row["subject_id"] for row in made() if row["object_id"].startswith("los:")}
    assert in_vain & found == set()


def test_every_mapping_has_a_reason_of_its_own_in_two_languages_and_one_of_three_confidences():
    rows = mappings()
    for column in ("comment", "comment_en"):
        reasons = [row[column] for row in rows]
        assert sorted(reasons) == sorted(set(reasons))
        assert all(each.endswith(".") for each in reasons)
    assert {row["confidence"] for row in rows} == {"0.5", "0.7", "0.9"}


def test_the_map_shows_no_concept_of_another_vocabulary(real):
    drawn = StrategyNetwork(knowledge_graph(real)).data()
    ours = f"{real.base.iri}id/", f"{real.base.iri}doc/"
    assert [each["iri"] for each in drawn["nodes"] if not each["iri"].startswith(ours)] == []
    shown = {each["label"]["en"] for node in drawn["nodes"] for each in node["unmade"]}
    assert shown
    assert not shown & {f"{each} match" for each in MATCHES}


def refused(said):
    """Return what the tool of SSSOM says of a table, beside that it drops our own columns."""
    ours = re.compile(r"No attr for (comment_en|review_state|rests_on|reviewed_by|reviewed_on) ")
    return [line for line in said if not ours.match(line)]


@pytest.mark.slow
@pytest.mark.parametrize("name", ["tolkning", "mappings"])
def test_the_tables_are_sssom(sssom, name):
    assert refused(sssom(ROOT / "graph" / f"{name}.tsv")) == []


@pytest.mark.slow
@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("\t0.9\t", "\t1.7\t"),
        ("#  eurovoc: http://eurovoc.europa.eu/\n", ""),
        ("\t\tsemapv:", "\tMaybe\tsemapv:"),
    ],
)
def test_the_tool_refuses_a_table_with_one_thing_wrong(sssom, tmp_path, old, new):
    text = (ROOT / "graph" / "mappings.tsv").read_text(encoding="utf-8")
    assert old in text
    broken = tmp_path / "mappings.tsv"
    broken.write_text(text.replace(old, new, 1), encoding="utf-8")
    assert refused(sssom(broken)) != []


def test_what_is_said_of_a_thing_in_words_numbers_and_dates_is_shown_with_it(real):
    # Names and quotes have places of their own; the rest is the editors' bookkeeping.
    elsewhere = """skos:prefLabel skos:altLabel skos:hiddenLabel ho:shortLabel dcterms:title
        ho:quote ho:alsoQuote ho:translation ho:position ho:sortKey ho:isApproximate
        ho:markedOutdated ho:quotePrefix ho:restsOn ho:restsOnAfter ho:glue ho:noise ho:context
        dcterms:source dcterms:format"""
    things = knowledge_graph(real).things
    said = {
        curie(fact.predicate.value, VOCABULARIES)
        for facts in real.facts.values()
        for fact in facts
        if fact.subject.value in things and isinstance(fact.object, Literal)
    }

    assert said - {*elsewhere.split()} <= {curie(each, VOCABULARIES) for each in FACTS}
